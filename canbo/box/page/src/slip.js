// The signing key of a slip, from its code: canbo/rulebook/ballot/slip.py.

import { Refused, bytes, hex, joined, sha256, unhex, unpack } from "./strict.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 26;

export const tidy = (typed) =>
  typed.toUpperCase().replace(/[\s-]/gu, "").replaceAll("O", "0").replace(/[IL]/g, "1");

export function read(typed) {
  const plain = tidy(typed);
  const strange = Array.from(plain).find((letter) => !ALPHABET.includes(letter));
  if (strange) throw new Refused(`Mã phiếu không có ký tự “${strange}”. Hãy nhìn lại tờ phiếu.`);
  if (plain.length !== LENGTH) throw new Refused(`Mã phiếu gồm ${LENGTH} ký tự, mới có ${plain.length}.`);
  let number = 0n;
  for (const letter of plain) number = (number << 5n) | BigInt(ALPHABET.indexOf(letter));
  if (number & 3n) throw new Refused("Mã phiếu có ký tự gõ nhầm. Hãy so lại từng nhóm với tờ phiếu.");
  return unhex((number >> 2n).toString(16).padStart(32, "0"));
}

export async function signer(code, survey, group) {
  return derive(joined(code, unhex(survey), bytes(group)));
}

const KEM = Uint8Array.of(0x4b, 0x45, 0x4d, 0x00, 0x10); // "KEM", DHKEM(P-256, HKDF-SHA256)
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
// PKCS #8 of a P-256 key without its public half, up to the 32 bytes of the number.
const PKCS8 = unhex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420");

async function hmac(secret, ...blocks) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, joined(...blocks)));
}

// HPKE DeriveKeyPair for P-256 (RFC 9180 §7.1.3), as a key that signs. Here rather than from the libraries, so that a
// form stands before they are loaded. A salt of no bytes is one of zeros (RFC 2104), which every browser takes.
export async function derive(material) {
  const version = bytes("HPKE-v1");
  const secret = await hmac(new Uint8Array(32), version, KEM, bytes("dkp_prk"), material);
  for (let counter = 0; counter < 256; counter += 1) {
    const labelled = [Uint8Array.of(0, 32), version, KEM, bytes("candidate"), Uint8Array.of(counter)];
    const number = await hmac(secret, ...labelled, Uint8Array.of(1));
    const value = BigInt(`0x${hex(number)}`);
    if (value > 0n && value < ORDER) return signing(number);
  }
  throw new Refused("Không tạo được khóa từ mã phiếu."); // chance: 2^-8192
}

async function signing(number) {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const whole = await crypto.subtle.importKey("pkcs8", joined(PKCS8, number), algorithm, true, ["sign"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", whole);
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, algorithm, false, ["sign"]);
  return { key, point: joined(Uint8Array.of(4), unpack(x), unpack(y)), token: null };
}

export const mark = async (point) => hex(await sha256(point));
