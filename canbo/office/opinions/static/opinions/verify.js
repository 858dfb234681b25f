// The public page of a draw: computes everything again from the two files, the server's or the visitor's own.
import { faultsOf, planHash, readFrame } from "./draw.js";

const form = document.getElementById("verify"), told = document.getElementById("told"), out = document.getElementById("result");

async function bytes(input, url) {
  const file = document.getElementById(input).files[0];
  if (file) return file.arrayBuffer();
  if (!url) throw new Error("Chưa có kết quả. Hãy mở lại trang này sau buổi bốc thăm.");
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error("Không tải được tệp từ máy chủ. Hãy chọn tệp bạn đã giữ.");
  return answer.arrayBuffer();
}

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...children);
  return made;
}

function table(record, frame) {
  const names = new Map(readFrame(new TextDecoder().decode(frame)).map((one) => [one.code, one.name]));
  return Object.entries(record.result).flatMap(([level, one]) => [
    element("h3", level),
    element("ol", "", ...one.drawn.map((code) => element("li", `${names.get(code)} (${code})`))),
    element("p", `Dự phòng: ${one.reserve.map((code) => names.get(code)).join("; ") || "không có"}`),
  ]);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  out.replaceChildren();
  told.textContent = "Đang tính…";
  try {
    const frame = await bytes("frame", form.dataset.frame);
    const record = JSON.parse(new TextDecoder().decode(await bytes("record", form.dataset.record)));
    const faults = await faultsOf(record, frame);
    if (await planHash(record.plan) !== form.dataset.plan) faults.push("Biên bản này của một phương án khác.");
    told.textContent = faults.length ? "KHÔNG ĐÚNG:" : `ĐÚNG: trình duyệt của bạn tính lại được kết quả từ ${record.reveals.length} người góp số.`;
    told.className = faults.length ? "note note-error" : "note note-success";
    out.append(...(faults.length ? [element("ul", "", ...faults.map((fault) => element("li", fault)))] : table(record, frame)));
  } catch (error) {
    told.className = "note note-error";
    told.textContent = error instanceof SyntaxError || error instanceof TypeError ? "Tệp không đọc được." : error.message;
  }
});
