// The manifest as the page may use it: the text its hash says, and no group smaller than its own terms allow.

import { Refused, sha } from "./strict.js";

const FLOOR = 5; // canbo/rulebook/release.py: no survey of opinions goes under it, whatever its manifest says

export async function read(text, hash) {
  if ((await sha(text)) !== hash) throw new Refused("Bản ghi của đợt không đúng mã in trên giấy. Hãy dừng lại và báo ban tổ chức.");
  const found = { ...JSON.parse(text), hash };
  if (found.profile !== "vote" && !(FLOOR <= found.k && found.k <= found.k_invited && found.k <= found.k_text)) {
    throw new Refused("Ngưỡng công bố của đợt này quá thấp để giữ kín; trang này từ chối.");
  }
  for (const group of found.groups) {
    if (group.invited < found.k_invited) throw new Refused(`Nhóm “${group.label}” quá nhỏ để giữ kín; trang này từ chối.`);
  }
  return found;
}

export const group = (manifest, id) => manifest.groups.find((one) => one.id === id);
export const questions = (manifest, about) => manifest.sets.find((one) => one.id === about.questions).questions;

// Every set of trustees, by place, that can open the box together, in the order of Python's `combinations`.
export function quorums(manifest) {
  const found = [];
  const grow = (chosen, from) => {
    if (chosen.length === manifest.need) found.push(chosen);
    else for (let at = from; at < manifest.trustees.length; at += 1) grow([...chosen, at], at + 1);
  };
  grow([], 0);
  return found;
}
