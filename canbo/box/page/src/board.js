// Proofs of the public board (RFC 9162 §2.1.3.2, §2.1.4.2): canbo/rulebook/ballot/board.py.

import { hex, joined, sha256, unhex } from "./strict.js";

const hashed = (kind, ...blocks) => sha256(joined(Uint8Array.of(kind), ...blocks));

export async function included(leaf, at, size, proof, root) {
  if (!(at >= 0 && at < size)) return false;
  let node = at;
  let last = size - 1;
  let found = await hashed(0, unhex(leaf));
  for (const step of proof.map(unhex)) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      found = await hashed(1, step, found);
      while (node % 2 === 0 && node) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      found = await hashed(1, found, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(found) === root;
}

export async function grown(before, head, proof) {
  if (before.size === head.size) return proof.length === 0 && before.root === head.root;
  const steps = proof.map(unhex);
  if (!(before.size > 0 && before.size < head.size) || !steps.length) return false;
  if (Number.isInteger(Math.log2(before.size))) steps.unshift(unhex(before.root));
  let node = before.size - 1;
  let last = head.size - 1;
  while (node % 2) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [old, now] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      [old, now] = [await hashed(1, step, old), await hashed(1, step, now)];
      while (node % 2 === 0 && node) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      now = await hashed(1, now, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(old) === before.root && hex(now) === head.root;
}

// As many letters of a leaf as still leave about eight leaves that begin alike: the box is not told which is ours.
export const prefix = (leaf, size) => leaf.slice(0, Math.max(0, Math.floor(Math.log2(size / 8) / 4)));
