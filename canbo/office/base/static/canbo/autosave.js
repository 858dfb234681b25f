// A single sheet saves itself as it is filled in: <form data-autosave data-save-url="…" data-version="3">.
// Entries carry data-index (sent as m<index>); other things to keep, such as comments, carry data-field (sent by name).

import { answer, entries, judge, problem, total } from "./marks.js";
import { Saver } from "./saving.js";

function collect(form) {
  const body = new Map();
  let wrong = 0;
  for (const field of form.querySelectorAll("[data-index], [data-field]")) {
    if (field.disabled || (field.type === "radio" && !field.checked)) continue;
    const name = field.dataset.index ? `m${field.dataset.index}` : field.name;
    if (field.type === "checkbox") body.set(name, field.checked ? "1" : "0");
    else if (field.matches("input.mark") && problem(field)) wrong += 1;
    else body.set(name, field.value.trim());
  }
  return { body, wrong };
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const saver = new Saver(form, () => collect(form), (reply) => answer(form, reply));
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-index], [data-field]")) return;
    if (target.matches("input.mark")) {
      delete target.dataset.refused;
      judge(target);
    }
    if (!form.querySelector("[data-index][type=radio], [data-index][type=checkbox]")) total(form);
    saver.touch();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) saver.save();
  });
  for (const input of entries(form)) if (input.value) judge(input);
}
