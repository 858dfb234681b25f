// "Kiểm tra phiếu của tôi": proofs checked here, and the box never told which leaf is ours.

import * as board from "./board.js";
import { short } from "./codes.js";
import { $, el, say } from "./dom.js";
import * as net from "./net.js";
import * as store from "./store.js";
import { Refused } from "./strict.js";

// Whether the board only grew since this device saw it last: null where it never did.
async function faithful(survey, head) {
  const before = store.seen(survey);
  if (!before) return null;
  const { proof } = before.size && head.size > before.size ? await net.consistency(survey, before.size) : { proof: [] };
  return !before.size || board.grown(before, head, proof);
}

// What the board says of a leaf, or of those that begin so.
async function found(survey, leaf) {
  const { heads, opened } = await net.board(survey);
  const head = heads[heads.length - 1];
  if (!head) return { head: null, row: null, opened };
  const { leaves, head: now } = await net.inclusion(survey, board.prefix(leaf, head.size));
  const row = leaves.find((one) => one.leaf.startsWith(leaf));
  if (row && !(await board.included(row.leaf, row.at, now.size, row.proof, now.root))) throw new Refused("Bảng công khai không khớp với mốc đã công bố. Hãy báo ban tổ chức.");
  if ((await faithful(survey, now)) === false) throw new Refused("Bảng công khai đã bị sửa so với lần trước bạn xem. Hãy báo ban tổ chức.");
  store.seen(survey, now);
  return { head: now, row, opened };
}

async function lines({ survey, leaf, c }) {
  const { head, row, opened } = await found(survey, leaf);
  const said = [];
  if (row) said.push(`Đã có trên bảng công khai (vị trí ${row.at + 1} trong ${head.size} phiếu).`);
  else if (!head) said.push("Bảng công khai chưa có ngày nào được chốt. Hãy xem lại vào ngày mai.");
  else said.push("Chưa có trên bảng. Phiếu gửi hôm nay sẽ lên bảng sau nửa đêm; nếu đã quá một ngày, hãy báo ban tổ chức.");
  if (!opened) said.push("Hòm chưa được mở.");
  else if (c && (await net.opened(survey)).commitments.includes(c)) said.push("Đã được mở và tính đúng như bạn gửi.");
  else if (c) said.push("Không nằm trong các phiếu được tính: bạn đã gửi lại sau phiếu này, hoặc phiếu không mở được.");
  return said;
}

async function card(receipt) {
  const box = el("div", { className: "receipt" }, el("p", {}, el("strong", {}, short(receipt.leaf))));
  try {
    box.append(el("ul", {}, ...(await lines(receipt)).map((line) => el("li", {}, line))));
  } catch (error) {
    box.append(el("p", { className: "error" }, error.message));
  }
  return box;
}

export async function receipts() {
  const kept = store.receipts();
  const cards = await Promise.all(kept.map(card));
  const none = el("p", { className: "note" }, "Máy này không giữ biên nhận nào.");
  $("receipts").replaceChildren(...(cards.length ? cards : [none]));
}

export async function lookup(typed, surveys) {
  const leaf = typed.toLowerCase().replace(/[\s-]/gu, "");
  if (!/^[0-9a-f]{16,64}$/.test(leaf)) throw new Refused("Mã trong hòm gồm ít nhất 16 ký tự 0–9, a–f.");
  for (const { hash } of surveys) {
    const { row } = await found(hash, leaf);
    if (row) {
      $("receipts").replaceChildren(await card({ survey: hash, leaf: row.leaf }));
      return;
    }
  }
  say("leaf-error", "Không thấy mã này trên bảng công khai.");
}

// What everybody can see of every board: how many ballots each closed day left under the head, and the head.
async function published({ hash, title }) {
  const { heads, opened, key } = await net.board(hash);
  const rows = heads.map((head) =>
    el("li", {}, `Hết ngày thứ ${head.number + 1}: ${head.size} phiếu, mốc `, el("code", {}, head.root)));
  const lines = opened
    ? [["Hòm đã được mở. Người giữ khóa đã ký kết quả: ", opened.signers.join("; ")], ["SHA-256 của kết quả: ", opened.totals],
      ["Dấu của danh sách phiếu: ", opened.lists]]
    : rows.length ? [] : [["Chưa chốt ngày nào.", ""]];
  if (rows.length) lines.push(["Dấu khóa của hòm phiếu, ký từng mốc: ", key]);
  const told = lines.map(([what, value]) => el("p", {}, what, value && el("code", {}, value)));
  return el("details", {}, el("summary", {}, title), ...told, el("ul", {}, ...rows),
    rows.length ? el("p", {}, el("a", { href: `api/${hash}/heads.json`, download: `heads-${hash.slice(0, 8)}.json` }, "Tải các mốc để giữ")) : "");
}

export async function boards(surveys) {
  const shown = await Promise.all(surveys.map(published));
  $("boards").replaceChildren(...(shown.length ? shown : [el("p", { className: "note" }, "Chưa có đợt nào.")]));
}
