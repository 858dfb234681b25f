// "Nhận phiếu trực tuyến": the office signs a number it cannot read, in a window of its own (docs/decisions/0005-box.md).

import { group as groupOf } from "./manifest.js";
import * as store from "./store.js";
import { Refused } from "./strict.js";
import { blind, finish, pair } from "./token.js";

const WATCH_MS = 500;
const CLOSED = "Chưa nhận được phiếu. Nếu cửa sổ vừa mở hỏi đăng nhập, hãy đăng nhập ở đó rồi quay lại đây bấm lần nữa.";

// The ticket of this device for a survey: made once, so that a lost connection asks with the same number.
async function asking(manifest, group) {
  const before = await store.ticket(manifest.hash);
  if (before?.token) throw new Refused("Máy này đã giữ phiếu của một người trong đợt này. Mỗi người hãy dùng máy riêng.");
  if (before && before.group === group.id) return before;
  const made = { group: group.id, ...(await pair()), token: null };
  const ticket = { ...made, asked: await blind(manifest, group, made.point) };
  await store.keepTicket(manifest.hash, ticket);
  return ticket;
}

// Opens the office's page and talks with it until the token is here. Must be called from a click.
export function fetched(manifest, office) {
  const popup = window.open(`${office}/y-kien/nhan-phieu/#${manifest.hash}`, "nhan-phieu", "width=480,height=640");
  if (!popup) throw new Refused("Trình duyệt chặn cửa sổ mới. Hãy cho phép rồi bấm lại.");
  const tell = (say, more = {}) => popup.postMessage({ canbo: 1, survey: manifest.hash, say, ...more }, office);
  return new Promise((resolve, reject) => {
    // A page that asks to log in is cut off from this one, and looks closed from here.
    const watch = setInterval(() => popup.closed && end(reject, new Refused(CLOSED)), WATCH_MS);
    const end = (settle, value) => {
      clearInterval(watch);
      window.removeEventListener("message", hear);
      settle(value);
    };
    const answers = {
      ready: async ({ group: id }) => {
        const group = groupOf(manifest, id);
        if (!group) throw new Refused("Nhóm của bạn không có trong bản ghi của đợt. Hãy dừng lại và báo ban tổ chức.");
        tell("blinded", { group: id, blinded: (await asking(manifest, group)).asked.blinded });
      },
      signed: async ({ signed }) => {
        const ticket = await store.ticket(manifest.hash);
        const token = await finish(groupOf(manifest, ticket.group), ticket.asked, signed);
        const { asked, ...kept } = ticket;
        await store.keepTicket(manifest.hash, { ...kept, token });
        tell("kept");
        end(resolve, ticket.group);
      },
      refused: async ({ reason }) => {
        throw new Refused(String(reason));
      },
    };
    async function hear(event) {
      if (event.origin !== office || event.source !== popup) return;
      const { canbo, survey, say, ...more } = event.data ?? {};
      if (canbo !== 1 || survey !== manifest.hash || !Object.hasOwn(answers, say)) return;
      try {
        await answers[say](more);
      } catch (error) {
        end(reject, error);
      }
    }
    window.addEventListener("message", hear);
  });
}
