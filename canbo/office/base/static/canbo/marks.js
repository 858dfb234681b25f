// Marks as a page holds them: text with a decimal comma on screen, whole hundredths of a point in arithmetic.

/** "8,5", "8.5" or "8,5%" → 850; "" → null; anything else → NaN. At most two decimals. */
export function parse(text) {
  const clean = text.replace(/[\s\u00a0]/g, "").replace(/%$/, ""); // percents are shown, and pasted, with their sign
  if (clean === "") return null;
  const found = /^(-?)(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(clean);
  if (!found) return NaN;
  const value = Number(found[2]) * 100 + Number((found[3] ?? "").padEnd(2, "0"));
  return found[1] ? -value : value;
}

/** 850 → "8,5"; null → "". */
export function format(value) {
  if (value === null) return "";
  const rest = String(Math.abs(value) % 100).padStart(2, "0").replace(/0+$/, "");
  const whole = Math.trunc(Math.abs(value) / 100);
  return (value < 0 ? "-" : "") + whole + (rest && "," + rest);
}

/** What is wrong with a text for an entry with data-min, data-max, data-step; "" when nothing is. */
export function problem(input, text = input.value) {
  const value = parse(text);
  if (Number.isNaN(value)) return "Cần một số, ví dụ 8,5 (nhiều nhất hai chữ số lẻ)";
  if (value === null) return "";
  const { min = "0", max, step } = input.dataset;
  const low = parse(min);
  if (value < low) return `Không nhỏ hơn ${min}`;
  if (max && value > parse(max)) return `Không quá ${max}`;
  if (step && (value - low) % parse(step) !== 0) return `Chỉ nhận bội số của ${step}`;
  return "";
}

/** Entries of a row or form that hold a number. */
export const entries = (host) => [...host.querySelectorAll("input[data-index]:not([type=radio], [type=checkbox])")];

/** Show or clear what is wrong with an entry; a refusal by the server stays until the entry is changed. */
export function judge(input) {
  const wrong = input.dataset.refused || problem(input);
  input.toggleAttribute("data-wrong", wrong !== "");
  input.setAttribute("aria-invalid", String(wrong !== ""));
  input.title = wrong;
  return wrong;
}

/** Live totals of a row or form: [data-total], and [data-sum="g"] over entries with data-group="g".
    A total that is not a plain sum is marked data-total="server" and left to the server. */
export function total(host) {
  for (const place of host.querySelectorAll("[data-total]:not([data-total=server]), [data-sum]")) {
    const group = place.dataset.sum;
    const sound = entries(host).filter((input) => (!group || input.dataset.group === group) && problem(input) === "");
    const values = sound.map((input) => parse(input.value)).filter((value) => value !== null);
    place.textContent = values.length ? format(values.reduce((sum, value) => sum + value, 0)) : "–";
  }
}

/** Put the server's answer on the page: errors beside their entries, its total over ours. */
export function answer(host, reply) {
  for (const [index, message] of Object.entries(reply.errors ?? {})) {
    const input = host.querySelector(`input[data-index="${CSS.escape(index)}"]`);
    if (!input) continue;
    input.dataset.refused = message;
    judge(input);
  }
  const place = host.querySelector("[data-total]");
  if (place && reply.total !== undefined && reply.total !== null) place.textContent = reply.total;
}
