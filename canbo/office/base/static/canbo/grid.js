// Spreadsheet keys on <table data-grid>. Entries are <input class="mark" data-index="3"> in <td class="cell">.
// A row with data-save-url saves itself; without it the form around the table does (autosave.js) or its button.
// Tab also stops at [data-stop]: a reason beside the entries.

import { answer, entries, format, judge, parse, problem, total } from "./marks.js";
import { Saver } from "./saving.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class Grid {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => entries(row).length);
    this.savers = new Map();
    for (const row of this.rows) if (row.dataset.saveUrl) this.savers.set(row, this.saver(row));
    this.tip = Object.assign(document.createElement("span"), { className: "grid-tip", id: `tip-${Math.random()}` });
    this.tip.setAttribute("role", "status");
    this.report = this.reportPlace();
    for (const kind of ["focusin", "focusout", "keydown", "input", "paste", "mousedown", "dblclick"])
      table.addEventListener(kind, (event) => event.target.matches?.("input.mark") && this[kind](event));
    for (const input of entries(table)) {
      input.autocomplete = "off";
      if (input.value) judge(input);
    }
  }

  saver(row) {
    const collect = () => {
      const body = new Map();
      const sound = entries(row).filter((input) => problem(input) === "");
      for (const input of sound) body.set(`m${input.dataset.index}`, input.value.trim());
      return { body, wrong: entries(row).length - sound.length };
    };
    return new Saver(row, collect, (reply) => answer(row, reply));
  }

  reportPlace() {
    const place = Object.assign(document.createElement("div"), { className: "grid-report" });
    place.setAttribute("role", "status");
    (this.table.closest(".table-scroll") ?? this.table).before(place);
    return place;
  }

  // Where things are. A column is the place of the cell in its row, so locked cells keep their column.
  row(input) { return input.closest("tr"); }
  column(input) { return input.closest("td").cellIndex; }
  at(row, column) {
    const input = this.rows[row]?.cells[column]?.querySelector("input.mark");
    return input && !input.disabled && !input.readOnly ? input : null;
  }

  /** The next open entry in a direction, passing over locked cells; null at the edge. */
  beyond(input, [down, right]) {
    let row = this.rows.indexOf(this.row(input)) + down;
    let column = this.column(input) + right;
    for (; this.rows[row]?.cells[column]; row += down, column += right) {
      const found = this.at(row, column);
      if (found) return found;
    }
    return null;
  }

  write(input, text) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  edit(input, on) { input.toggleAttribute("data-editing", on); }

  focusin({ target }) {
    target.dataset.before = target.value;
    this.edit(target, false);
    target.select();
    this.warn(target);
  }

  focusout({ target, relatedTarget }) {
    this.edit(target, false);
    this.tip.remove();
    const value = parse(target.value);
    if (!Number.isNaN(value)) target.value = format(value);
    const row = this.row(target);
    if (!row.contains(relatedTarget)) this.savers.get(row)?.save();
  }

  mousedown(event) {
    if (event.target === document.activeElement || event.button) return;
    event.preventDefault();
    event.target.focus();
  }

  dblclick({ target }) { this.edit(target, true); }

  input({ target }) {
    delete target.dataset.refused;
    judge(target);
    this.warn(target);
    const row = this.row(target);
    if (this.savers.has(row)) total(row);
    this.savers.get(row)?.touch();
  }

  warn(input) {
    if (input !== document.activeElement || !input.title) return this.tip.remove();
    this.tip.textContent = input.title;
    input.setAttribute("aria-describedby", this.tip.id);
    return input.after(this.tip);
  }

  keydown(event) {
    const { target: input, key, shiftKey } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const editing = input.hasAttribute("data-editing");
    if (key === "F2") {
      this.edit(input, true);
      input.setSelectionRange(input.value.length, input.value.length);
    } else if (key === "Escape") {
      if (input.value !== input.dataset.before) this.write(input, input.dataset.before);
      this.edit(input, false);
      input.select();
    } else if (key === "Delete" && !editing) {
      this.write(input, "");
    } else if (key === "Enter") {
      (this.beyond(input, [shiftKey ? -1 : 1, 0]) ?? input).focus();
    } else if (key === "Tab") {
      const open = [...this.table.querySelectorAll("input.mark:not(:disabled, [readonly]), [data-stop]")];
      const next = open[open.indexOf(input) + (shiftKey ? -1 : 1)];
      if (!next) return;
      next.focus();
    } else if (key in STEPS && !(editing && STEPS[key][0] === 0)) {
      this.beyond(input, STEPS[key])?.focus();
    } else return;
    event.preventDefault();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    const lines = text.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/).map((line) => line.split("\t"));
    this.place(lines, event.target);
  }

  /** Put a block from the active entry on; what does not fit is left as it was and reported. */
  place(lines, start) {
    const top = this.rows.indexOf(this.row(start));
    const left = this.column(start);
    const undo = [], refused = [];
    let outside = 0;
    lines.forEach((line, down) => line.forEach((text, right) => {
      const input = this.at(top + down, left + right);
      if (!input) { outside += text.trim() ? 1 : 0; return; }
      const wrong = problem(input, text);
      if (wrong) { refused.push(`${this.where(input)}: “${text.trim()}” – ${wrong}`); return; }
      undo.push([input, input.value]);
      this.write(input, format(parse(text)));
    }));
    start.select();
    this.tell(undo, refused, outside);
  }

  where(input) {
    const row = this.row(input);
    const who = row.dataset.name ?? row.querySelector(".name")?.textContent.trim() ?? row.rowIndex;
    return `${who}, cột ${input.closest("td").dataset.label ?? this.column(input) + 1}`;
  }

  tell(undo, refused, outside) {
    const parts = [`Đã dán ${undo.length} ô.`];
    if (refused.length) parts.push(`${refused.length} ô không nhận, giữ như cũ.`);
    if (outside) parts.push(`${outside} ô nằm ngoài bảng hoặc bị khóa, bỏ qua.`);
    const back = Object.assign(document.createElement("button"),
      { type: "button", className: "btn", textContent: "Hoàn tác lần dán" });
    back.addEventListener("click", () => {
      for (const [input, value] of undo) this.write(input, value);
      this.report.replaceChildren("Đã trả lại như trước khi dán.");
    });
    const list = document.createElement("ul");
    for (const line of refused.slice(0, 8)) list.append(Object.assign(document.createElement("li"), { textContent: line }));
    if (refused.length > 8) list.append(`… và ${refused.length - 8} ô khác`);
    this.report.replaceChildren(parts.join(" ") + " ", ...(undo.length ? [back] : []), ...(refused.length ? [list] : []));
  }
}

const known = new WeakSet();
function start(root) {
  for (const table of root.querySelectorAll("table[data-grid]")) {
    if (known.has(table)) continue;
    known.add(table);
    new Grid(table);
  }
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
