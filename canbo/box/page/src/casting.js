// From a key and answers to a ballot in the box, and the receipt for it.

import * as net from "./net.js";
import { commitment, compose, leaf, nonce, seal } from "./seal.js";
import { Refused } from "./strict.js";

const MOST_TRIES = 5;

// A ballot sealed but not yet acknowledged can be sent again as it is: the box takes the same one once.
export async function sealed(manifest, group, signer, answers) {
  const opened = { answers, nonce: nonce() };
  const envelope = await seal(manifest, group.id, signer.point, opened);
  return { manifest, group: group.id, signer, envelope, c: await commitment(opened), counter: 1, text: null };
}

// The receipt, once the box has it. Where it has one by this key already, the next counter is signed.
export async function send(ballot) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    ballot.text ??= await compose(ballot.manifest, ballot.group, ballot.signer, ballot.counter, ballot.envelope);
    try {
      const taken = await net.cast(ballot.manifest.hash, ballot.text);
      if (taken !== (await leaf(ballot.text))) throw new Refused("Hòm phiếu trả lời sai mã. Hãy báo ban tổ chức.");
      return { survey: ballot.manifest.hash, leaf: taken, c: ballot.c };
    } catch (error) {
      if (!(error instanceof net.Later)) throw error;
      ballot.counter = error.counter + 1;
      ballot.text = null;
    }
  }
  throw new Refused("Phiếu này đang được gửi từ một máy khác. Hãy thử lại sau.");
}
