// The arithmetic of a draw, as canbo/rulebook/draw does it: what a visitor's browser computes for itself.
const COMMIT = "canbo/draw/commit/1", SEED = "canbo/draw/seed/1";
const utf8 = new TextEncoder();

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

function subtle() {
  if (!globalThis.crypto?.subtle) throw new Error("Trình duyệt chỉ tính được trên địa chỉ https hoặc trên chính máy chủ.");
  return crypto.subtle;
}

export async function sha256(data) {
  return hex(await subtle().digest("SHA-256", typeof data === "string" ? utf8.encode(data) : data));
}

// By code points, as Python sorts; the language's own order is by UTF-16 units.
function byCodePoint(one, two) {
  const left = Array.from(one, (letter) => letter.codePointAt(0)), right = Array.from(two, (letter) => letter.codePointAt(0));
  for (let at = 0; at < Math.min(left.length, right.length); at++) if (left[at] !== right[at]) return left[at] - right[at];
  return left.length - right.length;
}

export function canonical(data) {
  if (Array.isArray(data)) return `[${data.map(canonical).join(",")}]`;
  if (data && typeof data === "object") {
    return `{${Object.keys(data).sort(byCodePoint).map((key) => `${JSON.stringify(key)}:${canonical(data[key])}`).join(",")}}`;
  }
  return JSON.stringify(data);
}

export const planHash = (plan) => sha256(canonical(plan));
const line = (one) => [one.name, one.digits, one.salt].join("\0");
export const commitment = async (plan, one) => sha256([COMMIT, await planHash(plan), line(one)].join("\0"));
export const seedOf = async (plan, reveals, beacon) =>
  sha256([SEED, await planHash(plan), ...reveals.map(line), beacon].join("\0"));

export function salt() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

// The published list: RFC 4180 with quotes, first row code,name,level.
export function readFrame(text) {
  const rows = [[""]];
  let quoted = false;
  const source = text.replace(/^\ufeff/, "");
  for (let at = 0; at < source.length; at++) {
    const letter = source[at], row = rows.at(-1);
    if (quoted && letter === '"' && source[at + 1] === '"') { row[row.length - 1] += '"'; at++; }
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ",") row.push("");
    else if (!quoted && letter === "\n") rows.push([""]);
    else if (quoted || letter !== "\r") row[row.length - 1] += letter;
  }
  return rows.slice(1).filter((row) => row.length === 3).map(([code, name, level]) => ({ code, name, level }));
}

export async function draw(plan, candidates, seed) {
  const key = await subtle().importKey("raw", unhex(seed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const result = {};
  for (const [level, wanted] of Object.entries(plan.levels)) {
    const scored = await Promise.all(candidates.filter((one) => one.level === level).map(async (one) =>
      [hex(await subtle().sign("HMAC", key, utf8.encode(`${level}\0${one.code}`))), one.code]));
    const codes = scored.sort(([one], [two]) => (one < two ? -1 : 1)).map(([, code]) => code);
    result[level] = { drawn: codes.slice(0, wanted), reserve: codes.slice(wanted, wanted + plan.reserve) };
  }
  return result;
}

// Everything that is wrong with a record; empty when all agrees.
export async function faultsOf(record, frame) {
  const { plan, reveals } = record, faults = [];
  if (await sha256(frame) !== plan.frame) faults.push("Danh sách không phải danh sách đã công bố trong phương án.");
  if (canonical(reveals.map((one) => one.name)) !== canonical(plan.contributors)) faults.push("Thiếu người góp số.");
  for (const one of reveals) {
    if (record.commitments[one.name] !== await commitment(plan, one)) faults.push(`Số của ${one.name} khác với cam kết.`);
  }
  if (Object.keys(record.commitments).length !== plan.contributors.length) faults.push("Danh sách cam kết không khớp phương án.");
  const seed = await seedOf(plan, reveals, record.beacon);
  if (seed !== record.seed) faults.push("Hạt giống khác hạt giống tính lại.");
  const again = await draw(plan, readFrame(new TextDecoder().decode(frame)), seed);
  if (canonical(again) !== canonical(record.result)) faults.push("Kết quả khác với kết quả tính lại.");
  return faults;
}
