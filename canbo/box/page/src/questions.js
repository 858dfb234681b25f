// The questions of a group as a form, and the form's answers as a document.

import { el } from "./dom.js";
import { Refused } from "./strict.js";
import { warnings } from "./warn.js";

function choices(question, type) {
  return question.options.map((option) =>
    el("label", { className: "choice" }, el("input", { type, name: question.id, value: option.id }), el("span", {}, option.label)),
  );
}

function written(question) {
  const id = `q-${question.id}`;
  const note = el("p", { className: "warn", id: `${id}-warn`, hidden: true });
  note.setAttribute("role", "status");
  const left = el("p", { className: "hint", id: `${id}-left` }, `Nhiều nhất ${question.most} ký tự. Có thể để trống.`);
  const area = el("textarea", { id, name: question.id, rows: 4, maxLength: question.most });
  area.setAttribute("aria-labelledby", `${id}-label`);
  area.setAttribute("aria-describedby", `${id}-left ${id}-warn`);
  area.setAttribute("autocomplete", "off");
  area.addEventListener("input", () => {
    const found = warnings(area.value);
    note.hidden = !found.length;
    note.textContent = found.length ? `Đoạn này ${found.join(", ")}: người đọc có thể đoán ra bạn. Nên viết chung hơn.` : "";
    left.textContent = `Còn ${question.most - area.value.length} ký tự.`;
  });
  return [area, left, note];
}

const HINTS = { scale: "", choice: "", many: "Có thể chọn nhiều ý, hoặc để trống." };

function block(question, number, marked) {
  const title = `${number}. ${question.text}`;
  const free = question.required || question.kind === "many" || question.kind === "text";
  const optional = marked && !free ? " (không bắt buộc)" : "";
  const legend = el("legend", { id: `q-${question.id}-label` }, title + optional);
  const wrong = el("p", { className: "error", id: `wrong-${question.id}`, hidden: true });
  const fields = question.kind === "text" ? written(question) : choices(question, question.kind === "many" ? "checkbox" : "radio");
  const hint = HINTS[question.kind] ? [el("p", { className: "hint" }, HINTS[question.kind])] : [];
  return el("fieldset", { id: `field-${question.id}` }, legend, ...hint, ...fields, wrong);
}

// Where nothing must be answered it is said once, not beside every question.
export function form(asked) {
  const marked = asked.some((question) => question.required);
  const blocks = asked.map((question, at) => block(question, at + 1, marked));
  return marked ? blocks : [el("p", { className: "hint" }, "Mục nào cũng có thể để trống."), ...blocks];
}

function answer(question, data) {
  if (question.kind === "many") return data.getAll(question.id);
  const given = (data.get(question.id) ?? "").normalize("NFC");
  return question.kind === "text" ? given.trim() : given;
}

// The answers given; a question left open is left out. Refused names the first that must be answered.
export function answers(asked, element) {
  const data = new FormData(element);
  const found = {};
  let missing = null;
  for (const question of asked) {
    const given = answer(question, data);
    const none = !given.length;
    if (!none) found[question.id] = given;
    const wrong = document.getElementById(`wrong-${question.id}`);
    wrong.hidden = !(none && question.required);
    wrong.textContent = wrong.hidden ? "" : "Hãy trả lời câu này.";
    if (!wrong.hidden) missing ??= question;
  }
  if (missing) {
    const field = document.getElementById(`field-${missing.id}`);
    field.scrollIntoView({ block: "center" });
    field.querySelector("input, textarea").focus({ preventScroll: true });
    throw new Refused(`Còn câu chưa trả lời: ${missing.text}`);
  }
  return found;
}

// The warnings still standing, by question, to be shown once more before sealing.
export const telling = (asked, given) =>
  asked.filter((one) => one.kind === "text" && warnings(given[one.id] ?? "").length).map((one) => one.text);
