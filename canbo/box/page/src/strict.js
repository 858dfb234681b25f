// Canonical JSON, base64url and hashes: the same bytes as canbo/rulebook/ballot/strict.py writes.

const DEEPEST = 20;
const utf8 = new TextEncoder();

export class Refused extends Error {}

export const bytes = (text) => utf8.encode(text);

// By code points, as Python sorts; UTF-16 units would put U+1F600 before U+FFFD.
function byCodePoint(left, right) {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = a[at].codePointAt(0) - b[at].codePointAt(0);
    if (difference) return difference;
  }
  return a.length - b.length;
}

// With the flag u this matches halves of characters only.
const lone = /[\ud800-\udfff]/u;

function quoted(text) {
  if (lone.test(text)) throw new Refused("chuỗi có ký tự Unicode không trọn");
  return JSON.stringify(text);
}

export function text(data, deep = DEEPEST) {
  if (deep < 0) throw new Refused("lồng quá nhiều lớp");
  if (data === null || typeof data === "boolean") return String(data);
  if (Number.isSafeInteger(data)) return String(data);
  if (typeof data === "string") return quoted(data);
  if (Array.isArray(data)) return `[${data.map((one) => text(one, deep - 1)).join(",")}]`;
  if (typeof data === "object" && Object.getPrototypeOf(data) === Object.prototype) {
    const keys = Object.keys(data).sort(byCodePoint);
    return `{${keys.map((key) => `${quoted(key)}:${text(data[key], deep - 1)}`).join(",")}}`;
  }
  throw new Refused("không ghi được giá trị này");
}

export const hex = (data) => Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

export async function sha(...parts) {
  return hex(await sha256(bytes(parts.join("\0"))));
}

export function pack(data) {
  let binary = "";
  for (const one of data) binary += String.fromCharCode(one);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function unpack(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

export function joined(...blocks) {
  const found = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    found.set(block, at);
    at += block.length;
  }
  return found;
}

export const random = (size) => crypto.getRandomValues(new Uint8Array(size));
