// Saving a row or a form as it is filled in: one request at a time for each, retried when the network is away.
// Request: POST one JSON object of texts to data-save-url, with `version`; answer: JSON {ok, total, version, errors,
// message}.

const unsaved = new Set();
let leaving = false;

const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export class Saver {
  /** host: element with data-save-url and data-version; collect(): {body: Map of texts, wrong: entries left out};
      applied(reply): puts the answer on the page. */
  constructor(host, collect, applied) {
    Object.assign(this, { host, collect, applied, edits: 0, saved: 0, tries: 0, timer: 0, flight: null });
  }

  /** Something was changed: say so, save soon. */
  touch() {
    this.edits += 1;
    unsaved.add(this);
    if (this.host.dataset.rowState === "conflict") return;
    this.show("dirty", "Chưa lưu");
    this.later(1200);
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  /** Save now what is not saved; resolves when the request has ended, well or badly. */
  save() {
    clearTimeout(this.timer);
    if (this.flight) return this.flight;
    if (this.edits === this.saved || this.host.dataset.rowState === "conflict") return Promise.resolve();
    this.flight = this.send().finally(() => {
      this.flight = null;
      if (this.host.dataset.rowState === "saved" && this.edits !== this.saved) this.touch();
    });
    return this.flight;
  }

  async send() {
    const edit = this.edits;
    const { body, wrong } = this.collect();
    body.set("version", this.host.dataset.version ?? "");
    this.show("saving", "Đang lưu…");
    let response, reply;
    try {
      response = await fetch(this.host.dataset.saveUrl, { method: "POST", body: JSON.stringify(Object.fromEntries(body)),
        redirect: "manual",
        headers: { "X-CSRFToken": token(), "Content-Type": "application/json", Accept: "application/json" } });
      reply = await response.json().catch(() => ({}));
    } catch {
      return this.again("Mất mạng, sẽ thử lại");
    }
    if (response.type === "opaqueredirect" || response.status === 401)
      return this.again("Phiên làm việc đã hết: đăng nhập ở thẻ khác, ở đây sẽ tự lưu lại");
    if (response.status >= 500) return this.again("Máy chủ chưa lưu được, sẽ thử lại");
    this.tries = 0;
    this.applied(reply);
    if (response.status === 409) return this.show("conflict", reply.message
      ?? "Người khác vừa lưu chỗ này. Ghi lại phần vừa nhập rồi tải lại trang.");
    const refused = Object.keys(reply.errors ?? {}).length;
    if (!response.ok || reply.ok === false) {
      return this.show("failed", reply.message ?? (refused ? `Chưa lưu: ${refused} ô cần sửa`
        : `Không lưu được (mã ${response.status}). Hãy tải lại trang.`));
    }
    this.renew(reply.version);
    this.saved = edit;
    if (wrong + refused) return this.show("failed", `Chưa lưu: ${wrong + refused} ô cần sửa`);
    if (edit === this.edits) unsaved.delete(this);
    return this.show("saved", `Đã lưu lúc ${clock()}`);
  }

  /** The new version, also for the form that is sent without a script. */
  renew(version) {
    if (version === undefined) return;
    this.host.dataset.version = version;
    const field = this.host.querySelector("input[data-version-field]");
    if (field) field.value = version;
  }

  again(text) {
    this.show("failed", text);
    this.tries += 1;
    this.later(Math.min(30000, 1000 * 2 ** this.tries));
  }

  show(state, text) {
    this.host.dataset.rowState = state;
    const place = this.host.querySelector("[data-state]");
    if (place) place.textContent = text;
    const summary = document.querySelector("[data-save-summary]");
    if (summary) summary.textContent = unsaved.size ? `${unsaved.size} chỗ chưa lưu` : `Đã lưu lúc ${clock()}`;
  }
}

/** Save everything at once. */
export const flush = (within = document) =>
  Promise.all([...unsaved].filter((saver) => within.contains(saver.host)).map((saver) => saver.save()));

addEventListener("online", () => flush());
addEventListener("pageshow", () => { leaving = false; });
addEventListener("beforeunload", (event) => {
  if (unsaved.size && !leaving) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "s" || !unsaved.size) return;
  event.preventDefault();
  flush();
});

// A form sent by its button goes after what is being saved, with the version that saving gave it.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const busy = [...unsaved].some((saver) => form.contains(saver.host));
  if (!busy || leaving) return;
  event.preventDefault();
  await flush(form);
  leaving = true;
  form.requestSubmit(event.submitter);
}, true);
