// The voter's half of a blind signature (RFC 9474, RSABSSA-SHA384-PSS-Randomized): canbo/rulebook/ballot/token.py.

import { libraries } from "./libraries.js";
import { bytes, joined, pack, unhex, unpack } from "./strict.js";

const PREFIX = 32;
async function scheme() {
  const { BlindRSA, Params } = await libraries();
  return new BlindRSA(Params.RSABSSA_SHA384_PSS_Randomized);
}

export async function pair() {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const made = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  return { key: made.privateKey, point: new Uint8Array(await crypto.subtle.exportKey("raw", made.publicKey)) };
}

export function publicKey(n, e) {
  const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
  return crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, algorithm, true, ["verify"]);
}

const message = (survey, group, point) =>
  joined(bytes("canbo/token/1\0"), unhex(survey), bytes(group), new Uint8Array(1), point);

export async function blind(manifest, group, point) {
  const blinding = await scheme();
  const prepared = blinding.prepare(message(manifest.hash, group.id, point));
  const { blindedMsg, inv } = await blinding.blind(await publicKey(group.n, group.e), prepared);
  return { prepared, inverse: inv, blinded: pack(blindedMsg) };
}

export async function finish(group, asked, signed) {
  const key = await publicKey(group.n, group.e);
  const signature = await (await scheme()).finalize(key, asked.prepared, unpack(signed), asked.inverse);
  return { prefix: pack(asked.prepared.slice(0, PREFIX)), sig: pack(signature) };
}
