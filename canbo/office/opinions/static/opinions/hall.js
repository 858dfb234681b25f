// The screen in the hall. One key goes on: space, Enter, the right arrow, or a presenter's page-down.
import { commitment, faultsOf, salt } from "./draw.js";

const $ = (id) => document.getElementById(id);
let data = JSON.parse($("data").textContent);
const kept = `canbo-draw-${data.hash}`;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const ROLL_MS = calm ? 0 : 1600, STEP_MS = 70;
const levels = Object.keys(data.plan.levels);
const names = new Map(data.candidates.map(([code, name]) => [code, name]));
let place = { at: "intro", level: 0, slot: 0 }, busy = false;

// Digits stay in this window until they are opened: the server is sent fingerprints only.
const secrets = () => JSON.parse(sessionStorage.getItem(kept) ?? "{}");
const keep = (one) => sessionStorage.setItem(kept, JSON.stringify({ ...secrets(), [one.name]: one }));

async function send(url, fields) {
  const body = new URLSearchParams(fields);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
  const said = answer && await answer.json().catch(() => null);
  if (!said) throw new Error("Không nối được máy chủ. Những gì đã ghi nhận vẫn còn; hãy thử lại.");
  if (!said.ok) throw new Error(said.message);
  data = said;
}

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...children);
  return made;
}

function open(id) {
  for (const section of document.querySelectorAll("main section")) section.hidden = section.id !== id;
  place.at = id;
}

const pending = () => data.plan.contributors.find((name) =>
  data.stage === "commit" ? !(name in data.commitments) : !(name in data.revealed));

function people() {
  open("people");
  const committing = data.stage === "commit", now = pending();
  $("people-title").textContent = committing ? "Cam kết số" : "Mở số";
  $("rows").replaceChildren(...data.plan.contributors.map((name) => {
    const shown = data.revealed[name] ?? data.commitments[name];
    const said = element("span", shown ? (data.revealed[name] ? "" : "đã cam kết ") : "chờ");
    if (shown) said.append(element("code", data.revealed[name] ?? `${shown.slice(0, 16)}…`));
    else said.className = "waits";
    const row = element("li", "", element("span", name), said);
    if (name === now) row.className = "now";
    return row;
  }));
  const asksBeacon = !now && data.stage === "ready" && data.plan.beacon;
  $("entry").hidden = !now && !asksBeacon;
  $("who").textContent = now ? `Mời ${now} ${committing ? "nhập số" : "mở số"}` : `Nhập giá trị công khai: ${data.plan.beacon}`;
  $("digits").type = committing ? "password" : "text";
  $("other-label").hidden = Boolean(asksBeacon);
  $("other-label").firstChild.textContent = committing ? "hoặc cam kết đã tính trên máy riêng (64 ký tự) " : "Chuỗi ngẫu nhiên (32 ký tự) ";
  const own = !committing && now ? secrets()[now] : null;
  $("digits").value = own?.digits ?? "";
  $("other").value = own?.salt ?? "";
  if (!$("entry").hidden) $(own ? "next" : "digits").focus();
  hint();
}

async function entered() {
  const name = pending(), digits = $("digits").value.replace(/\s/g, ""), other = $("other").value.trim();
  if (!name) return finish(digits || other);
  if (data.stage === "commit") {
    if (other) return send(data.urls.commit, { name, value: other });
    if (!/^[0-9]{10,100}$/.test(digits)) throw new Error("Cần từ 10 đến 100 chữ số.");
    const one = { name, digits, salt: salt() };
    const value = await commitment(data.plan, one);
    keep(one);
    await send(data.urls.commit, { name, value });
    $("slip").hidden = false;
    $("slip").textContent = `${name}: số được giữ trên máy chiếu này đến lúc mở. Đừng đóng cửa sổ.`;
    return undefined;
  }
  await send(data.urls.reveal, { name, digits, salt: other });
  $("slip").hidden = true;
  return undefined;
}

async function finish(beacon) {
  await send(data.urls.finish, { beacon });
  sessionStorage.removeItem(kept);
}

function level() {
  open("draw");
  const one = data.result[levels[place.level]];
  $("level").textContent = levels[place.level];
  $("slots").replaceChildren(...one.drawn.map((code, at) => {
    const row = element("li", at < place.slot ? names.get(code) : "");
    row.className = at < place.slot ? "drawn" : "";
    return row;
  }));
  $("spare").textContent = place.slot > one.drawn.length && one.reserve.length
    ? `Dự phòng theo thứ tự: ${one.reserve.map((code) => names.get(code)).join("; ")}` : "";
}

async function roll(code) {
  const row = $("slots").children[place.slot];
  const pool = data.candidates.filter(([, , level]) => level === levels[place.level]).map(([, name]) => name);
  row.className = "rolling";
  for (let passed = 0; passed < ROLL_MS; passed += STEP_MS) {
    row.textContent = pool[Math.floor(Math.random() * pool.length)];
    await new Promise((done) => setTimeout(done, STEP_MS));
  }
  row.textContent = names.get(code);
  row.className = "drawn";
}

// The largest type with which every name is on the screen, whatever their number and its size: columns for levels, or one
// level beside its own rest.
function fit() {
  if (place.at !== "end") return;
  const all = $("all"), page = document.documentElement;
  const fits = (columns, size) => {
    all.style.gridTemplateColumns = `repeat(${columns}, auto)`;
    all.style.fontSize = `${size}px`;
    return page.scrollHeight <= innerHeight && all.scrollWidth <= all.clientWidth;
  };
  let best = [1, 12];
  for (let columns = 1; columns <= Math.max(levels.length, 1); columns += 1) {
    let [low, high] = [12, 160];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(columns, middle)) low = middle;
      else high = middle;
    }
    if (low > best[1]) best = [columns, low];
  }
  fits(...best);
}

async function end() {
  open("end");
  $("all").replaceChildren(...levels.map((name) => element("div", "", element("h3", name),
    element("ol", "", ...data.result[name].drawn.map((code) => element("li", names.get(code)))))));
  $("seed").textContent = data.seed;
  fit();
  const [record, frame] = await Promise.all([data.urls.record, data.urls.frame].map((url) => fetch(url)));
  const faults = await faultsOf(await record.json(), await frame.arrayBuffer());
  $("again").textContent = faults.length ? `KHÔNG ĐÚNG: ${faults.join(" ")}` : "Trình duyệt này đã tính lại từ đầu: ĐÚNG.";
  fit();
}

async function goOn() {
  if (place.at === "intro" || place.at === "people") {
    if (place.at === "intro" && !data.result) return people();
    if (!data.result && pending()) return $("entry").requestSubmit();
    if (!data.result && data.plan.beacon) return $("entry").requestSubmit();
    if (!data.result) await finish("");
    place = { at: "draw", level: 0, slot: 0 };
    return level();
  }
  if (place.at === "end") return undefined;
  const one = data.result[levels[place.level]];
  if (place.slot < one.drawn.length) {
    await roll(one.drawn[place.slot]);
    place.slot += 1;
  } else if (place.slot === one.drawn.length && one.reserve.length) {
    place.slot += 1;
    level();
  } else if (place.level + 1 < levels.length) {
    place = { at: "draw", level: place.level + 1, slot: 0 };
    level();
  } else await end();
  return undefined;
}

function hint() {
  const waits = place.at === "people" && pending();
  $("next").textContent = waits ? "Ghi nhận" : place.at === "people" ? "Bốc thăm" : "Tiếp tục";
  $("hint").textContent = waits ? "Enter: ghi nhận" : "Phím cách: tiếp tục";
}

async function safely(act) {
  if (busy) return;
  busy = true;
  $("told").textContent = "";
  try { await act(); } catch (error) { $("told").textContent = error.message; }
  busy = false;
  hint();
}

$("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  safely(async () => { await entered(); if (data.result) { place = { at: "draw", level: 0, slot: 0 }; level(); } else people(); });
});
$("next").addEventListener("click", () => (place.at === "people" && !$("entry").hidden ? $("entry").requestSubmit() : safely(goOn)));
addEventListener("resize", fit);
$("full").addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, button, a") || event.altKey || event.ctrlKey || event.metaKey) return;
  if ([" ", "Enter", "ArrowRight", "PageDown"].includes(event.key)) { event.preventDefault(); $("next").click(); }
  if (event.key === "f") $("full").click();
});
