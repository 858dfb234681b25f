// The office's half of "nhận phiếu trực tuyến" (docs/decisions/0005-box.md): a number comes from the box's page, is
// signed once, and goes back to that page alone.
const $ = (id) => document.getElementById(id);
const { box, surveys } = JSON.parse($("given").textContent);
const survey = location.hash.slice(1);
const mine = surveys.find((one) => one.survey === survey);
const WHY = {
  before: "Chưa đến ngày nhận phiếu của đợt này.",
  between: "Đã hết hạn nhận phiếu của đợt này.",
  casting: "Đã hết hạn nhận phiếu của đợt này.",
  over: "Đợt này đã kết thúc.",
};
const LOST = "Mất kết nối. Phiếu chưa mất: hãy bấm lại.";
let waiting = null;

function say(text, kind = "") {
  $("said").textContent = text;
  $("said").className = `note ${kind}`;
  $("said").hidden = !text;
}

const tell = (word, more = {}) => window.opener?.postMessage({ canbo: 1, survey, say: word, ...more }, box);

function refuse(reason) {
  $("ask").hidden = true;
  say(reason, "note-error");
  tell("refused", { reason });
}

// One press may ask again with the same number: whatever got lost, the answer is the same.
async function signed(blinded) {
  const form = new FormData($("sign"));
  form.set("survey", survey);
  form.set("blinded", blinded);
  const answer = await fetch($("sign").action, { method: "POST", body: form });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said.signed;
  if (answer.status === 409 || answer.status === 422) {
    refuse(said.reason);
    return null;
  }
  throw new Error(`status ${answer.status}`);
}

async function hear({ origin, source, data }) {
  if (origin !== box || source !== window.opener || data?.canbo !== 1 || data.survey !== survey || !waiting) return;
  if (data.say === "kept") {
    say("Đã nhận phiếu. Có thể đóng cửa sổ này.");
    window.close();
    return;
  }
  if (data.say !== "blinded" || data.group !== mine.group || typeof data.blinded !== "string") return;
  try {
    const found = await signed(data.blinded);
    if (found) tell("signed", { group: mine.group, signed: found });
  } catch {
    say(LOST, "note-error");
    waiting.disabled = false;
  }
}

function begin() {
  if (!window.opener) {
    say("Bạn đã đăng nhập. Hãy đóng cửa sổ này, quay lại trang hòm phiếu và bấm “Đăng nhập và nhận phiếu” lần nữa.");
    return;
  }
  if (!mine) {
    refuse("Tài khoản này không có tên trong danh sách được mời của đợt.");
    return;
  }
  if (mine.step !== "issuing") {
    refuse(WHY[mine.step]);
    return;
  }
  $("title").textContent = mine.title;
  $("label").textContent = mine.label;
  $("ask").hidden = false;
  say("");
}

window.addEventListener("message", hear);
$("sign").addEventListener("submit", (event) => {
  event.preventDefault();
  waiting = event.submitter;
  waiting.disabled = true;
  say("");
  tell("ready", { group: mine.group });
});
begin();
