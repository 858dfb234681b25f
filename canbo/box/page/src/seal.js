// Sealing and signing a ballot: canbo/rulebook/ballot/seal.py and check.py, byte for byte.

import { libraries } from "./libraries.js";
import { quorums } from "./manifest.js";
import { Refused, bytes, hex, joined, pack, random, sha, sha256, text, unhex, unpack } from "./strict.js";

const KEY = 32;
const HEAD = 4;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export const nonce = () => pack(random(32));
export const commitment = (opened) => sha("canbo/commit/1", opened.nonce, text(opened.answers));
export const leaf = (ballot) => sha(ballot);

const bound = (survey, group, point) =>
  joined(bytes("canbo/ballot/1\0"), unhex(survey), bytes(group), new Uint8Array(1), point);

export function room(manifest, opened) {
  return manifest.pad - HEAD - bytes(text(opened)).length;
}

function padded(manifest, opened) {
  const plain = bytes(text(opened));
  if (HEAD + plain.length > manifest.pad) throw new Refused("Câu trả lời dài quá; hãy rút bớt phần viết.");
  const found = new Uint8Array(manifest.pad);
  new DataView(found.buffer).setUint32(0, plain.length);
  found.set(plain, HEAD);
  return found;
}

function xor(blocks) {
  return blocks.reduce((left, right) => left.map((one, at) => one ^ right[at]));
}

async function part(suite, trustee, share, info) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(unpack(trustee.key));
  const sealed = await suite.seal({ recipientPublicKey, info }, share);
  return pack(joined(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct)));
}

export async function seal(manifest, group, point, opened) {
  const { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } = await libraries();
  const to = bound(manifest.hash, group, point);
  const key = random(KEY);
  const iv = random(12);
  const secret = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: to }, secret, padded(manifest, opened));
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const parts = [];
  for (const [number, quorum] of quorums(manifest).entries()) {
    const shares = quorum.slice(1).map(() => random(KEY));
    shares.push(xor([key, ...shares]));
    const row = [];
    for (const [place, at] of quorum.entries()) {
      const info = joined(bytes("canbo/part/1\0"), Uint8Array.of(number, at), to);
      row.push(await part(suite, manifest.trustees[at], shares[place], info));
    }
    parts.push(row);
  }
  return { iv: pack(iv), body: pack(new Uint8Array(body)), key: hex(await sha256(key)), parts };
}

// A signature and its mirror image are both valid; a ballot has one text, so the lower one is sent.
function low(signature) {
  const second = BigInt(`0x${hex(signature.slice(32))}`);
  if (second <= ORDER / 2n) return signature;
  return joined(signature.slice(0, 32), unhex((ORDER - second).toString(16).padStart(64, "0")));
}

export async function compose(manifest, group, signer, counter, envelope) {
  const document = {
    v: 1,
    survey: manifest.hash,
    group,
    pk: pack(signer.point),
    token: signer.token,
    c: counter,
    ...envelope,
  };
  const signed = joined(bytes("canbo/signed/1\0"), bytes(text(document)));
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, signer.key, signed));
  return text({ ...document, sig: pack(low(signature)) });
}
