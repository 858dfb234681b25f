// The signing key of a slip, from its code: canbo/rulebook/ballot/slip.py.

import { DhkemP256HkdfSha256 } from "./modules.js";
import { Refused, bytes, hex, joined, sha256, unhex } from "./strict.js";

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

// HPKE DeriveKeyPair for P-256 (RFC 9180 §7.1.3), as a key that signs.
export async function derive(material) {
  const pair = await new DhkemP256HkdfSha256().deriveKeyPair(material);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, algorithm, false, ["sign"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { key, point, token: null };
}

export const mark = async (point) => hex(await sha256(point));
