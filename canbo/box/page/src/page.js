// The voter's page: which screen, when. What is typed stays in this file's memory until it is sealed.

import { send, sealed } from "./casting.js";
import * as checking from "./checking.js";
import * as codes from "./codes.js";
import { $, day, el, say, show } from "./dom.js";
import { fetched } from "./issuing.js";
import { libraries } from "./libraries.js";
import * as manifests from "./manifest.js";
import * as net from "./net.js";
import { answers, form, telling } from "./questions.js";
import * as slip from "./slip.js";
import * as store from "./store.js";
import { Refused, hex, sha256 } from "./strict.js";

const FILES = ["index.html", "modules.js"]; // canbo/box/static.py
const now = { office: "", surveys: [], manifest: null, group: null, signer: null, waiting: null, warned: "" };

// A handler that says what went wrong in its place, and keeps the button from a second click meanwhile.
function careful(where, act) {
  return async (event) => {
    event?.preventDefault();
    const button = event?.submitter ?? event?.currentTarget;
    say(where, "");
    if (button) button.disabled = true;
    try {
      await act();
    } catch (error) {
      const ours = error instanceof Refused || error instanceof net.Lost;
      say(where, ours ? error.message : "Trang gặp lỗi, chưa gửi gì. Hãy tải lại trang rồi thử lại.");
      if (!ours) console.error(error);
    } finally {
      if (button) button.disabled = false;
    }
  };
}

async function choose(hash) {
  if (now.manifest?.hash === hash) return;
  now.manifest = await manifests.read(await net.manifest(hash), hash);
  const options = now.manifest.groups.map((one) => el("option", { value: one.id }, one.label));
  const open = el("option", { value: "" }, "Chọn nhóm");
  $("group").replaceChildren(...(options.length > 1 ? [open] : []), ...options);
  $("where").hidden = options.length === 1;
}

function describe() {
  const { manifest, group } = now;
  $("title").textContent = manifest.title;
  const vote = manifest.profile === "vote";
  $("about").textContent = vote
    ? `${group.label}. Nhận phiếu đến khi chủ trì kết thúc bỏ phiếu, chậm nhất hết ngày ${day(manifest.closes)}.`
    : `${group.label}. Nhận ý kiến đến hết ngày ${day(manifest.closes)}.`;
  $("hash").textContent = codes.digest(manifest.hash);
  const names = manifest.trustees.map((one) => one.name).join(", ");
  const opening = `${vote ? "Phiếu" : "Ý kiến"} được khóa ngay trên máy của bạn. ${vote ? "Chỉ khi chủ trì kết thúc việc bỏ phiếu" : "Chỉ khi hết hạn"} và có ít nhất ${manifest.need} trong ${manifest.trustees.length} người giữ khóa (${names}) cùng mở thì mới đọc được, khi đó các phiếu đã bị xáo trộn.`;
  const shown = vote
    ? "Kết quả công bố đúng số phiếu của từng mức, như quy định về lấy phiếu. Nếu mọi người chọn giống nhau thì ai cũng biết mỗi người đã chọn gì."
    : `Kết quả chỉ công bố cho nhóm có từ ${manifest.k} ý kiến trở lên.`;
  $("kept").textContent = `${opening} ${shown}`;
  $("known").hidden = manifest.way !== "slips";
}

function ask() {
  describe();
  $("questions").replaceChildren(...form(manifests.questions(now.manifest, now.group)));
  now.waiting = null;
  show("ballot");
  libraries().catch(() => {}); // while one reads and chooses; sealing asks again, and says what is wrong
}

// A slip: its key must be among those printed for the group and not voided, else the answers would be in vain.
async function enter(hash, group, typed) {
  if (!group) throw new Refused("Hãy chọn nhóm ghi trên tờ phiếu.");
  const code = slip.read(typed);
  const listed = net.marks(hash, group);
  listed.catch(() => {}); // said below, unless something is wrong before
  await choose(hash);
  now.group = manifests.group(now.manifest, group);
  if (!now.group) throw new Refused("Nhóm trên tờ phiếu không có trong đợt này.");
  const [signer, marks] = await Promise.all([slip.signer(code, hash, group), listed]);
  if (!marks.includes(await slip.mark(signer.point))) {
    throw new Refused("Mã này không có trong danh sách phiếu của nhóm, hoặc phiếu đã hủy. Hãy so lại mã và nhóm với tờ phiếu.");
  }
  now.signer = signer;
  ask();
}

async function submit() {
  try {
    if (!now.waiting) {
      const asked = manifests.questions(now.manifest, now.group);
      const given = answers(asked, $("answers"));
      if (!confirmed(asked, given)) return;
      $("send").textContent = "Đang niêm phong…";
      now.waiting = await sealed(now.manifest, now.group, now.signer, given);
    }
    $("send").textContent = "Đang gửi…";
    const made = await send(now.waiting);
    receipt(made, now.waiting.counter - 1);
  } catch (error) {
    if (!(error instanceof net.Lost)) now.waiting = null;
    throw error;
  } finally {
    $("send").textContent = now.waiting ? "Gửi lại phiếu đã niêm phong" : "Niêm phong và gửi";
  }
}

// Whether nothing written tells who wrote it, or whoever wrote it was told so once and sends it all the same.
function confirmed(asked, given) {
  const risky = telling(asked, given).join("; ");
  if (!risky || now.warned === JSON.stringify(given)) return true;
  now.warned = JSON.stringify(given);
  say("last-warning", `Phần viết có chi tiết có thể làm lộ bạn (${risky}). Hãy sửa lại; hoặc bấm gửi lần nữa nếu vẫn muốn gửi như vậy.`);
  return false;
}

// Somebody whose slip was used by another must learn it here: nobody else can notice.
const USED = "Trước phiếu này đã có phiếu gửi bằng cùng mã; phiếu vừa gửi thay cho phiếu đó. Nếu trước đây bạn chưa gửi lần nào, có người đã dùng mã của bạn: hãy báo ban tổ chức.";

function receipt(made, before) {
  store.keep(made);
  say("before", before ? USED : "");
  $("leaf-short").textContent = codes.short(made.leaf);
  $("c-short").textContent = codes.short(made.c);
  $("leaf-full").textContent = made.leaf;
  $("c-full").textContent = made.c;
  now.waiting = null;
  now.signer = null;
  now.warned = "";
  say("last-warning", "");
  $("questions").replaceChildren();
  show("sent");
}

const label = (one) => `${one.title} (đến ${day(one.closes)})`;

async function start() {
  const open = now.surveys.filter((one) => one.way === "slips" && one.state === "casting");
  $("none").hidden = open.length > 0;
  $("enter").hidden = !open.length;
  $("survey").replaceChildren(...open.map((one) => el("option", { value: one.hash }, label(one))));
  $("which").hidden = open.length < 2;
  if (open.length) await choose($("survey").value);
  const others = now.surveys.filter((one) => one.way === "tokens" && ["prepared", "issuing", "casting"].includes(one.state));
  $("online").replaceChildren(...others.map(entrance));
  show("start", false);
}

// The way into an online survey, for who has no link.
function entrance(one) {
  const button = el("button", { className: "plain", type: "button" }, `Lấy ý kiến trực tuyến: ${label(one)}`);
  button.addEventListener("click", careful("trouble", () => online(one.hash)));
  return button;
}

// An online survey: before casting the token is fetched, from then on it casts.
async function online(hash) {
  await choose(hash);
  const { manifest } = now;
  const ticket = await store.ticket(hash);
  const state = now.surveys.find((one) => one.hash === hash)?.state;
  if (ticket?.token && state === "casting") {
    now.group = manifests.group(manifest, ticket.group);
    now.signer = ticket;
    ask();
    return;
  }
  $("issue-title").textContent = manifest.title;
  $("issue-hash").textContent = codes.digest(hash);
  $("issue-days").textContent = `Nhận phiếu từ ${day(manifest.issues)} đến ${day(manifest.issued_by)}. Gửi ý kiến từ ${day(manifest.opens)} đến ${day(manifest.closes)}, cũng ở địa chỉ này.`;
  $("fetch").hidden = Boolean(ticket?.token) || state !== "issuing";
  say("issued", standing(manifest, ticket, state));
  show("issue");
}

// What can be done here now, where nothing is to be pressed.
function standing(manifest, ticket, state) {
  if (!["prepared", "issuing", "casting"].includes(state)) return "Đợt này đã hết hạn gửi ý kiến.";
  if (ticket?.token) return `Máy này đã có phiếu. Hãy quay lại đây từ ngày ${day(manifest.opens)}.`;
  if (state === "casting") return "Máy này không có phiếu. Nếu đã nhận phiếu, hãy mở trang này trên chính máy và trình duyệt đã nhận.";
  return state === "issuing" ? "" : "Hiện không phải ngày nhận phiếu.";
}

// The hashes of the files this page is made of, as they stand on the invitation. A page that was altered could show
// what it likes, and says so: whoever doubts compares from another device.
async function ownCode() {
  const shown = await Promise.all(FILES.map(async (name) => {
    const hash = hex(await sha256(await net.own(name)));
    return el("div", {}, el("dt", {}, name), el("dd", {}, el("code", {}, codes.digest(hash))));
  }));
  $("own").replaceChildren(...shown);
}

async function fetchToken() {
  const group = await fetched(now.manifest, now.office);
  const { label: named } = manifests.group(now.manifest, group);
  $("fetch").hidden = true;
  say("issued", `Đã nhận phiếu của nhóm “${named}”. Hãy mở lại trang này trên máy này từ ngày ${day(now.manifest.opens)}.`);
}

async function forget() {
  if (!window.confirm("Xóa biên nhận và phiếu đã nhận khỏi máy này? Phiếu đã gửi vẫn nằm trong hòm.")) return;
  await store.forget();
  now.signer = null;
  await check();
}

async function check() {
  show("check");
  $("receipts").replaceChildren(el("p", { className: "hint" }, "Đang đối chiếu…"));
  await Promise.all([checking.receipts(), checking.boards(now.surveys)]);
}

// What the address carries after '#': a survey, or a slip of it. Taken out of the address bar and the history at once.
function fragment() {
  const [, hash, group, code] = /^#([0-9a-f]{64})(?:\.(.+)\.([^.]+))?$/.exec(location.hash) ?? [];
  if (location.hash) history.replaceState(null, "", location.pathname);
  return { hash, group: group && decodeURIComponent(group), code: code && decodeURIComponent(code) };
}

async function begin() {
  if (!window.crypto?.subtle) throw new Refused("Trình duyệt này không khóa được phiếu. Hãy mở bằng địa chỉ https, hoặc dùng trình duyệt mới hơn.");
  const { hash, group, code } = fragment();
  const listed = net.surveys().then((found) => Object.assign(now, found));
  if (code) {
    listed.catch(() => {});
    try {
      await enter(hash, group, code);
    } catch (error) {
      await listed;
      await start();
      throw error;
    }
    return;
  }
  await listed;
  const one = now.surveys.find((survey) => survey.hash === hash);
  if (hash && !one) throw new Refused("Không có đợt này.");
  await (one?.way === "tokens" ? online(hash) : start());
}

$("enter").addEventListener("submit", careful("code-error", () => enter($("survey").value, $("group").value, $("code").value)));
$("survey").addEventListener("change", careful("trouble", () => choose($("survey").value)));
$("answers").addEventListener("submit", careful("ballot-error", submit));
$("code").addEventListener("change", () => {
  $("code").value = codes.slip(slip.tidy($("code").value));
});
$("fetch").addEventListener("click", careful("issue-error", fetchToken));
$("lookup").addEventListener("submit", careful("leaf-error", () => checking.lookup($("leaf").value, now.surveys)));
for (const id of ["to-check", "check-now"]) $(id).addEventListener("click", careful("trouble", check));
for (const id of ["forget", "forget-too"]) $(id).addEventListener("click", careful("trouble", forget));
$("own-code").addEventListener("toggle", careful("trouble", () => $("own-code").open && !$("own").firstChild && ownCode()));
$("to-start").addEventListener("click", careful("trouble", start));
window.addEventListener("hashchange", careful("trouble", begin));
careful("trouble", begin)();
