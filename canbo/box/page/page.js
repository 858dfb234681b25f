// canbo/box/page/src/strict.js
var DEEPEST = 20;
var utf8 = new TextEncoder();
var Refused = class extends Error {
};
var bytes = (text2) => utf8.encode(text2);
function byCodePoint(left, right) {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = a[at].codePointAt(0) - b[at].codePointAt(0);
    if (difference) return difference;
  }
  return a.length - b.length;
}
var lone = /[\ud800-\udfff]/u;
function quoted(text2) {
  if (lone.test(text2)) throw new Refused("chuỗi có ký tự Unicode không trọn");
  return JSON.stringify(text2);
}
function text(data, deep = DEEPEST) {
  if (deep < 0) throw new Refused("lồng quá nhiều lớp");
  if (data === null || typeof data === "boolean") return String(data);
  if (Number.isSafeInteger(data)) return String(data);
  if (typeof data === "string") return quoted(data);
  if (Array.isArray(data)) return `[${data.map((one) => text(one, deep - 1)).join(",")}]`;
  if (typeof data === "object" && Object.getPrototypeOf(data) === Object.prototype) {
    const keys = Object.keys(data).sort(byCodePoint);
    return `{${keys.map((key) => `${quoted(key)}:${text(data[key], deep - 1)}`).join(",")}}`;
  }
  throw new Refused("không ghi được giá trị này");
}
var hex = (data) => Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");
var unhex = (text2) => Uint8Array.from(text2.match(/../g) ?? [], (pair2) => parseInt(pair2, 16));
async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
async function sha(...parts) {
  return hex(await sha256(bytes(parts.join("\0"))));
}
function pack(data) {
  let binary = "";
  for (const one of data) binary += String.fromCharCode(one);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
function unpack(text2) {
  return Uint8Array.from(atob(text2.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
function joined(...blocks) {
  const found2 = new Uint8Array(blocks.reduce((sum, block2) => sum + block2.length, 0));
  let at = 0;
  for (const block2 of blocks) {
    found2.set(block2, at);
    at += block2.length;
  }
  return found2;
}
var random = (size) => crypto.getRandomValues(new Uint8Array(size));

// canbo/box/page/src/net.js
var Lost = class extends Error {
};
var Later = class extends Error {
  constructor(counter) {
    super("later");
    this.counter = counter;
  }
};
var quiet = { credentials: "omit", referrerPolicy: "no-referrer" };
async function ask(path, options = {}) {
  let answer2;
  try {
    answer2 = await fetch(path, { ...quiet, ...options });
  } catch {
    throw new Lost("Không nối được tới hòm phiếu. Hãy kiểm tra mạng rồi thử lại.");
  }
  if (answer2.ok) return answer2;
  const said = await answer2.json().catch(() => ({}));
  if (answer2.status === 409) throw new Later(said.counter);
  const reason = said.reason ?? "hòm phiếu trả lời không đúng";
  throw new (answer2.status >= 500 ? Lost : Refused)(reason[0].toUpperCase() + reason.slice(1) + ".");
}
var json = async (path) => (await ask(path)).json();
var of = (survey) => `/api/${survey}`;
var surveys = () => json("/api/surveys");
var manifest = async (survey) => (await ask(`${of(survey)}/manifest`)).text();
var marks = async (survey, group2) => (await json(`${of(survey)}/slips/${encodeURIComponent(group2)}`)).marks;
var board = (survey) => json(`${of(survey)}/board`);
var opened = (survey) => json(`${of(survey)}/opened`);
var inclusion = (survey, prefix2) => json(`${of(survey)}/inclusion/${prefix2}`);
var consistency = (survey, earlier) => json(`${of(survey)}/consistency/${earlier}`);
var cast = async (survey, ballot) => (await (await ask(`${of(survey)}/ballots`, { method: "POST", body: ballot })).json()).leaf;

// canbo/box/page/src/seal.js
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "./modules.js";

// canbo/box/page/src/manifest.js
var FLOOR = 5;
async function read(text2, hash) {
  if (await sha(text2) !== hash) throw new Refused("Bản ghi của đợt không đúng mã in trên giấy. Hãy dừng lại và báo ban tổ chức.");
  const found2 = { ...JSON.parse(text2), hash };
  if (found2.profile !== "vote" && !(FLOOR <= found2.k && found2.k <= found2.k_invited && found2.k <= found2.k_text)) {
    throw new Refused("Ngưỡng công bố của đợt này quá thấp để giữ kín; trang này từ chối.");
  }
  for (const group2 of found2.groups) {
    if (group2.invited < found2.k_invited) throw new Refused(`Nhóm “${group2.label}” quá nhỏ để giữ kín; trang này từ chối.`);
  }
  return found2;
}
var group = (manifest2, id) => manifest2.groups.find((one) => one.id === id);
var questions = (manifest2, about) => manifest2.sets.find((one) => one.id === about.questions).questions;
function quorums(manifest2) {
  const found2 = [];
  const grow = (chosen, from) => {
    if (chosen.length === manifest2.need) found2.push(chosen);
    else for (let at = from; at < manifest2.trustees.length; at += 1) grow([...chosen, at], at + 1);
  };
  grow([], 0);
  return found2;
}

// canbo/box/page/src/seal.js
var KEY = 32;
var HEAD = 4;
var ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
var nonce = () => pack(random(32));
var commitment = (opened3) => sha("canbo/commit/1", opened3.nonce, text(opened3.answers));
var leaf = (ballot) => sha(ballot);
var bound = (survey, group2, point) => joined(bytes("canbo/ballot/1\0"), unhex(survey), bytes(group2), new Uint8Array(1), point);
function padded(manifest2, opened3) {
  const plain = bytes(text(opened3));
  if (HEAD + plain.length > manifest2.pad) throw new Refused("Câu trả lời dài quá; hãy rút bớt phần viết.");
  const found2 = new Uint8Array(manifest2.pad);
  new DataView(found2.buffer).setUint32(0, plain.length);
  found2.set(plain, HEAD);
  return found2;
}
function xor(blocks) {
  return blocks.reduce((left, right) => left.map((one, at) => one ^ right[at]));
}
async function part(suite, trustee, share, info) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(unpack(trustee.key));
  const sealed2 = await suite.seal({ recipientPublicKey, info }, share);
  return pack(joined(new Uint8Array(sealed2.enc), new Uint8Array(sealed2.ct)));
}
async function seal(manifest2, group2, point, opened3) {
  const to = bound(manifest2.hash, group2, point);
  const key = random(KEY);
  const iv = random(12);
  const secret = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: to }, secret, padded(manifest2, opened3));
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const parts = [];
  for (const [number, quorum] of quorums(manifest2).entries()) {
    const shares = quorum.slice(1).map(() => random(KEY));
    shares.push(xor([key, ...shares]));
    const row = [];
    for (const [place, at] of quorum.entries()) {
      const info = joined(bytes("canbo/part/1\0"), Uint8Array.of(number, at), to);
      row.push(await part(suite, manifest2.trustees[at], shares[place], info));
    }
    parts.push(row);
  }
  return { iv: pack(iv), body: pack(new Uint8Array(body)), key: hex(await sha256(key)), parts };
}
function low(signature) {
  const second = BigInt(`0x${hex(signature.slice(32))}`);
  if (second <= ORDER / 2n) return signature;
  return joined(signature.slice(0, 32), unhex((ORDER - second).toString(16).padStart(64, "0")));
}
async function compose(manifest2, group2, signer2, counter, envelope) {
  const document2 = {
    v: 1,
    survey: manifest2.hash,
    group: group2,
    pk: pack(signer2.point),
    token: signer2.token,
    c: counter,
    ...envelope
  };
  const signed = joined(bytes("canbo/signed/1\0"), bytes(text(document2)));
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, signer2.key, signed));
  return text({ ...document2, sig: pack(low(signature)) });
}

// canbo/box/page/src/casting.js
var MOST_TRIES = 5;
async function sealed(manifest2, group2, signer2, answers2) {
  const opened3 = { answers: answers2, nonce: nonce() };
  const envelope = await seal(manifest2, group2.id, signer2.point, opened3);
  return { manifest: manifest2, group: group2.id, signer: signer2, envelope, c: await commitment(opened3), counter: 1, text: null };
}
async function send(ballot) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    ballot.text ?? (ballot.text = await compose(ballot.manifest, ballot.group, ballot.signer, ballot.counter, ballot.envelope));
    try {
      const taken = await cast(ballot.manifest.hash, ballot.text);
      if (taken !== await leaf(ballot.text)) throw new Refused("Hòm phiếu trả lời sai mã. Hãy báo ban tổ chức.");
      return { survey: ballot.manifest.hash, leaf: taken, c: ballot.c };
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      ballot.counter = error.counter + 1;
      ballot.text = null;
    }
  }
  throw new Refused("Phiếu này đang được gửi từ một máy khác. Hãy thử lại sau.");
}

// canbo/box/page/src/board.js
var hashed = (kind, ...blocks) => sha256(joined(Uint8Array.of(kind), ...blocks));
async function included(leaf2, at, size, proof, root) {
  if (!(at >= 0 && at < size)) return false;
  let node = at;
  let last = size - 1;
  let found2 = await hashed(0, unhex(leaf2));
  for (const step of proof.map(unhex)) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      found2 = await hashed(1, step, found2);
      while (node % 2 === 0 && node) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      found2 = await hashed(1, found2, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(found2) === root;
}
async function grown(before, head, proof) {
  if (before.size === head.size) return proof.length === 0 && before.root === head.root;
  const steps = proof.map(unhex);
  if (!(before.size > 0 && before.size < head.size) || !steps.length) return false;
  if (Number.isInteger(Math.log2(before.size))) steps.unshift(unhex(before.root));
  let node = before.size - 1;
  let last = head.size - 1;
  while (node % 2) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [old, now2] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      [old, now2] = [await hashed(1, step, old), await hashed(1, step, now2)];
      while (node % 2 === 0 && node) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      now2 = await hashed(1, now2, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(old) === before.root && hex(now2) === head.root;
}
var prefix = (leaf2, size) => leaf2.slice(0, Math.max(0, Math.floor(Math.log2(size / 8) / 4)));

// canbo/box/page/src/dom.js
var $ = (id) => document.getElementById(id);
function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
var SCREENS = ["start", "ballot", "sent", "check", "issue"];
function show(screen, focus = true) {
  for (const one of SCREENS) $(one).hidden = one !== screen;
  window.scrollTo(0, 0);
  if (focus) $(screen).querySelector("h1, h2")?.focus();
}
function say(where, text2) {
  $(where).textContent = text2;
  $(where).hidden = !text2;
  if (text2) $(where).scrollIntoView({ block: "nearest" });
}
var day = (iso) => iso.split("-").reverse().join("/");
var short = (code) => code.slice(0, 16).match(/.{4}/g).join(" ");

// canbo/box/page/src/store.js
var RECEIPTS = "canbo-bien-nhan";
var HEAD2 = "canbo-bang";
var KEYS = "canbo-khoa";
function receipts() {
  try {
    return JSON.parse(localStorage.getItem(RECEIPTS)) ?? [];
  } catch {
    return [];
  }
}
function keep(receipt2) {
  try {
    const others = receipts().filter((one) => one.leaf !== receipt2.leaf);
    localStorage.setItem(RECEIPTS, JSON.stringify([...others, receipt2]));
  } catch {
  }
}
function seen(survey, head) {
  const all = (() => {
    try {
      return JSON.parse(localStorage.getItem(HEAD2)) ?? {};
    } catch {
      return {};
    }
  })();
  if (head) localStorage.setItem(HEAD2, JSON.stringify({ ...all, [survey]: head }));
  return all[survey] ?? null;
}
function opened2() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(KEYS, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("phieu");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
async function inside(mode, act) {
  const base = await opened2();
  try {
    return await new Promise((resolve, reject) => {
      const asked = act(base.transaction("phieu", mode).objectStore("phieu"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    base.close();
  }
}
var ticket = (survey) => inside("readonly", (store) => store.get(survey));
var keepTicket = (survey, what) => inside("readwrite", (store) => store.put(what, survey));
async function forget() {
  localStorage.clear();
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(KEYS);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
}

// canbo/box/page/src/checking.js
async function faithful(survey, head) {
  const before = seen(survey);
  if (!before) return null;
  const { proof } = before.size && head.size > before.size ? await consistency(survey, before.size) : { proof: [] };
  return !before.size || grown(before, head, proof);
}
async function found(survey, leaf2) {
  const { heads, opened: opened3 } = await board(survey);
  const head = heads[heads.length - 1];
  if (!head) return { head: null, row: null, opened: opened3 };
  const { leaves, head: now2 } = await inclusion(survey, prefix(leaf2, head.size));
  const row = leaves.find((one) => one.leaf.startsWith(leaf2));
  if (row && !await included(row.leaf, row.at, now2.size, row.proof, now2.root)) throw new Refused("Bảng công khai không khớp với mốc đã công bố. Hãy báo ban tổ chức.");
  if (await faithful(survey, now2) === false) throw new Refused("Bảng công khai đã bị sửa so với lần trước bạn xem. Hãy báo ban tổ chức.");
  seen(survey, now2);
  return { head: now2, row, opened: opened3 };
}
async function lines({ survey, leaf: leaf2, c }) {
  const { head, row, opened: opened3 } = await found(survey, leaf2);
  const said = [];
  if (row) said.push(`Đã có trên bảng công khai (vị trí ${row.at + 1} trong ${head.size} phiếu).`);
  else if (!head) said.push("Bảng công khai chưa có ngày nào được chốt. Hãy xem lại vào ngày mai.");
  else said.push("Chưa có trên bảng. Phiếu gửi hôm nay sẽ lên bảng sau nửa đêm; nếu đã quá một ngày, hãy báo ban tổ chức.");
  if (!opened3) said.push("Hòm chưa được mở.");
  else if (c && (await opened(survey)).commitments.includes(c)) said.push("Đã được mở và tính đúng như bạn gửi.");
  else if (c) said.push("Không nằm trong các phiếu được tính: bạn đã gửi lại sau phiếu này, hoặc phiếu không mở được.");
  return said;
}
async function card(receipt2) {
  const box = el("div", { className: "receipt" }, el("p", {}, el("strong", {}, short(receipt2.leaf))));
  try {
    box.append(el("ul", {}, ...(await lines(receipt2)).map((line) => el("li", {}, line))));
  } catch (error) {
    box.append(el("p", { className: "error" }, error.message));
  }
  return box;
}
async function receipts2() {
  const kept = receipts();
  const cards = await Promise.all(kept.map(card));
  const none = el("p", { className: "note" }, "Máy này không giữ biên nhận nào.");
  $("receipts").replaceChildren(...cards.length ? cards : [none]);
}
async function lookup(typed, surveys2) {
  const leaf2 = typed.toLowerCase().replace(/[\s-]/gu, "");
  if (!/^[0-9a-f]{16,64}$/.test(leaf2)) throw new Refused("Mã trong hòm gồm ít nhất 16 ký tự 0–9, a–f.");
  for (const { hash } of surveys2) {
    const { row } = await found(hash, leaf2);
    if (row) {
      $("receipts").replaceChildren(await card({ survey: hash, leaf: row.leaf }));
      return;
    }
  }
  say("leaf-error", "Không thấy mã này trên bảng công khai.");
}
async function published({ hash, title }) {
  const { heads, opened: opened3 } = await board(hash);
  const rows = heads.map((head) => el("li", {}, `Hết ngày thứ ${head.number + 1}: ${head.size} phiếu, mốc `, el("code", {}, head.root)));
  const state = opened3 ? "Hòm đã được mở." : rows.length ? "" : "Chưa chốt ngày nào.";
  return el("details", {}, el("summary", {}, title), state && el("p", {}, state), el("ul", {}, ...rows));
}
async function boards(surveys2) {
  const shown = await Promise.all(surveys2.map(published));
  $("boards").replaceChildren(...shown.length ? shown : [el("p", { className: "note" }, "Chưa có đợt nào.")]);
}

// canbo/box/page/src/token.js
import { BlindRSA, Params } from "./modules.js";
var PREFIX = 32;
var scheme = () => new BlindRSA(Params.RSABSSA_SHA384_PSS_Randomized);
async function pair() {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const made = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  return { key: made.privateKey, point: new Uint8Array(await crypto.subtle.exportKey("raw", made.publicKey)) };
}
function publicKey(n, e) {
  const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
  return crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, algorithm, true, ["verify"]);
}
var message = (survey, group2, point) => joined(bytes("canbo/token/1\0"), unhex(survey), bytes(group2), new Uint8Array(1), point);
async function blind(manifest2, group2, point) {
  const prepared = scheme().prepare(message(manifest2.hash, group2.id, point));
  const { blindedMsg, inv } = await scheme().blind(await publicKey(group2.n, group2.e), prepared);
  return { prepared, inverse: inv, blinded: pack(blindedMsg) };
}
async function finish(group2, asked, signed) {
  const key = await publicKey(group2.n, group2.e);
  const signature = await scheme().finalize(key, asked.prepared, unpack(signed), asked.inverse);
  return { prefix: pack(asked.prepared.slice(0, PREFIX)), sig: pack(signature) };
}

// canbo/box/page/src/issuing.js
var WATCH_MS = 500;
var CLOSED = "Chưa nhận được phiếu. Nếu cửa sổ vừa mở hỏi đăng nhập, hãy đăng nhập ở đó rồi quay lại đây bấm lần nữa.";
async function asking(manifest2, group2) {
  const before = await ticket(manifest2.hash);
  if (before?.token) throw new Refused("Máy này đã giữ phiếu của một người trong đợt này. Mỗi người hãy dùng máy riêng.");
  if (before && before.group === group2.id) return before;
  const made = { group: group2.id, ...await pair(), token: null };
  const ticket2 = { ...made, asked: await blind(manifest2, group2, made.point) };
  await keepTicket(manifest2.hash, ticket2);
  return ticket2;
}
function fetched(manifest2, office) {
  const popup = window.open(`${office}/y-kien/nhan-phieu/#${manifest2.hash}`, "nhan-phieu", "width=480,height=640");
  if (!popup) throw new Refused("Trình duyệt chặn cửa sổ mới. Hãy cho phép rồi bấm lại.");
  const tell = (say2, more = {}) => popup.postMessage({ canbo: 1, survey: manifest2.hash, say: say2, ...more }, office);
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => popup.closed && end(reject, new Refused(CLOSED)), WATCH_MS);
    const end = (settle, value) => {
      clearInterval(watch);
      window.removeEventListener("message", hear);
      settle(value);
    };
    const answers2 = {
      ready: async ({ group: id }) => {
        const group2 = group(manifest2, id);
        if (!group2) throw new Refused("Nhóm của bạn không có trong bản ghi của đợt. Hãy dừng lại và báo ban tổ chức.");
        tell("blinded", { group: id, blinded: (await asking(manifest2, group2)).asked.blinded });
      },
      signed: async ({ signed }) => {
        const ticket2 = await ticket(manifest2.hash);
        const token = await finish(group(manifest2, ticket2.group), ticket2.asked, signed);
        const { asked, ...kept } = ticket2;
        await keepTicket(manifest2.hash, { ...kept, token });
        tell("kept");
        end(resolve, ticket2.group);
      },
      refused: async ({ reason }) => {
        throw new Refused(String(reason));
      }
    };
    async function hear(event) {
      if (event.origin !== office || event.source !== popup) return;
      const { canbo, survey, say: say2, ...more } = event.data ?? {};
      if (canbo !== 1 || survey !== manifest2.hash || !Object.hasOwn(answers2, say2)) return;
      try {
        await answers2[say2](more);
      } catch (error) {
        end(reject, error);
      }
    }
    window.addEventListener("message", hear);
  });
}

// canbo/box/page/src/warn.js
var TELLING = [
  [/(?:\+?84|0)(?:[\s.-]?\d){8,10}/u, "có số điện thoại"],
  [/[^\s@]+@[^\s@]+\.[^\s@]+/u, "có địa chỉ thư điện tử"],
  [/\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{2,4})?|ngày\s+\d{1,2}|tháng\s+\d{1,2}/iu, "có ngày, tháng cụ thể"],
  [/(?:lớp|phòng)\s+\d{1,2}\s?\p{L}?\d{0,2}|\b\d{1,2}[A-EĐ]\d{0,2}\b/iu, "có tên lớp hoặc số phòng"],
  [/(?:^|[^\p{L}])(?:[Tt]hầy|[Cc]ô|[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Ee]m|[Đđ]\/?c|[Đđ]ồng chí)\s+\p{Lu}\p{Ll}/u, "có tên người"],
  [/(?:^|[^\p{L}])(?:tôi|em|mình)\s+(?:đã\s+)?(?:từng|xin|bị|được|đề nghị|làm đơn|nghỉ|vừa)(?=$|[^\p{L}])/iu, "kể việc của riêng bạn"],
  [/duy nhất|mới về|mới chuyển|sắp nghỉ hưu|nghỉ thai sản|tổ trưởng|trưởng ban/iu, "có chi tiết ít người có"]
];
var warnings = (text2) => TELLING.filter(([pattern]) => pattern.test(text2.normalize("NFC"))).map(([, why]) => why);

// canbo/box/page/src/questions.js
function choices(question, type) {
  return question.options.map(
    (option) => el("label", { className: "choice" }, el("input", { type, name: question.id, value: option.id }), el("span", {}, option.label))
  );
}
function written(question) {
  const id = `q-${question.id}`;
  const note = el("p", { className: "warn", id: `${id}-warn`, hidden: true });
  note.setAttribute("role", "status");
  const left = el("p", { className: "hint", id: `${id}-left` }, `Nhiều nhất ${question.most} ký tự. Có thể để trống.`);
  const area = el("textarea", { id, name: question.id, rows: 4, maxLength: question.most });
  area.setAttribute("aria-labelledby", `${id}-label`);
  area.setAttribute("aria-describedby", `${id}-left ${id}-warn`);
  area.setAttribute("autocomplete", "off");
  area.addEventListener("input", () => {
    const found2 = warnings(area.value);
    note.hidden = !found2.length;
    note.textContent = found2.length ? `Đoạn này ${found2.join(", ")}: người đọc có thể đoán ra bạn. Nên viết chung hơn.` : "";
    left.textContent = `Còn ${question.most - area.value.length} ký tự.`;
  });
  return [area, left, note];
}
var HINTS = { scale: "", choice: "", many: "Có thể chọn nhiều ý, hoặc để trống." };
function block(question, number) {
  const title = `${number}. ${question.text}`;
  const optional = question.required || question.kind === "many" || question.kind === "text" ? "" : " (không bắt buộc)";
  const legend = el("legend", { id: `q-${question.id}-label` }, title + optional);
  const wrong = el("p", { className: "error", id: `wrong-${question.id}`, hidden: true });
  const fields = question.kind === "text" ? written(question) : choices(question, question.kind === "many" ? "checkbox" : "radio");
  const hint = HINTS[question.kind] ? [el("p", { className: "hint" }, HINTS[question.kind])] : [];
  return el("fieldset", { id: `field-${question.id}` }, legend, ...hint, ...fields, wrong);
}
function form(asked) {
  return asked.map((question, at) => block(question, at + 1));
}
function answer(question, data) {
  if (question.kind === "many") return data.getAll(question.id);
  const given = (data.get(question.id) ?? "").normalize("NFC");
  return question.kind === "text" ? given.trim() : given;
}
function answers(asked, element) {
  const data = new FormData(element);
  const found2 = {};
  let missing = null;
  for (const question of asked) {
    const given = answer(question, data);
    const none = !given.length;
    if (!none) found2[question.id] = given;
    const wrong = document.getElementById(`wrong-${question.id}`);
    wrong.hidden = !(none && question.required);
    wrong.textContent = wrong.hidden ? "" : "Hãy trả lời câu này.";
    if (!wrong.hidden) missing ?? (missing = question);
  }
  if (missing) {
    const field = document.getElementById(`field-${missing.id}`);
    field.scrollIntoView({ block: "center" });
    field.querySelector("input, textarea").focus({ preventScroll: true });
    throw new Refused(`Còn câu chưa trả lời: ${missing.text}`);
  }
  return found2;
}
var telling = (asked, given) => asked.filter((one) => one.kind === "text" && warnings(given[one.id] ?? "").length).map((one) => one.text);

// canbo/box/page/src/slip.js
import { DhkemP256HkdfSha256 as DhkemP256HkdfSha2562 } from "./modules.js";
var ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var LENGTH = 26;
var tidy = (typed) => typed.toUpperCase().replace(/[\s-]/gu, "").replaceAll("O", "0").replace(/[IL]/g, "1");
function read2(typed) {
  const plain = tidy(typed);
  const strange = Array.from(plain).find((letter) => !ALPHABET.includes(letter));
  if (strange) throw new Refused(`Mã phiếu không có ký tự “${strange}”. Hãy nhìn lại tờ phiếu.`);
  if (plain.length !== LENGTH) throw new Refused(`Mã phiếu gồm ${LENGTH} ký tự, mới có ${plain.length}.`);
  let number = 0n;
  for (const letter of plain) number = number << 5n | BigInt(ALPHABET.indexOf(letter));
  if (number & 3n) throw new Refused("Mã phiếu có ký tự gõ nhầm. Hãy so lại từng nhóm với tờ phiếu.");
  return unhex((number >> 2n).toString(16).padStart(32, "0"));
}
async function signer(code, survey, group2) {
  return derive(joined(code, unhex(survey), bytes(group2)));
}
async function derive(material) {
  const pair2 = await new DhkemP256HkdfSha2562().deriveKeyPair(material);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair2.privateKey);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, algorithm, false, ["sign"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair2.publicKey));
  return { key, point, token: null };
}
var mark = async (point) => hex(await sha256(point));

// canbo/box/page/src/page.js
var now = { office: "", surveys: [], manifest: null, group: null, signer: null, waiting: null, warned: "" };
function careful(where, act) {
  return async (event) => {
    event?.preventDefault();
    const button = event?.submitter ?? event?.currentTarget;
    say(where, "");
    if (button) button.disabled = true;
    try {
      await act();
    } catch (error) {
      const ours = error instanceof Refused || error instanceof Lost;
      say(where, ours ? error.message : "Trang gặp lỗi, chưa gửi gì. Hãy tải lại trang rồi thử lại.");
      if (!ours) console.error(error);
    } finally {
      if (button) button.disabled = false;
    }
  };
}
async function choose(hash) {
  if (now.manifest?.hash === hash) return;
  now.manifest = await read(await manifest(hash), hash);
  const options = now.manifest.groups.map((one) => el("option", { value: one.id }, one.label));
  const open = el("option", { value: "" }, "Chọn nhóm");
  $("group").replaceChildren(...options.length > 1 ? [open] : [], ...options);
  $("where").hidden = options.length === 1;
}
var spaced = (hash) => hash.match(/.{8}/g).join(" ");
function describe() {
  const { manifest: manifest2, group: group2 } = now;
  $("title").textContent = manifest2.title;
  $("about").textContent = `${group2.label}. Nhận ý kiến đến hết ngày ${day(manifest2.closes)}.`;
  $("hash").textContent = spaced(manifest2.hash);
  const names = manifest2.trustees.map((one) => one.name).join(", ");
  const opening = `Ý kiến được khóa ngay trên máy của bạn. Chỉ khi hết hạn và có ít nhất ${manifest2.need} trong ${manifest2.trustees.length} người giữ khóa (${names}) cùng mở thì mới đọc được, khi đó các phiếu đã bị xáo trộn.`;
  const shown = manifest2.profile === "vote" ? "Kết quả công bố đúng số phiếu của từng mức, như quy định về lấy phiếu. Nếu mọi người chọn giống nhau thì ai cũng biết mỗi người đã chọn gì." : `Kết quả chỉ công bố cho nhóm có từ ${manifest2.k} ý kiến trở lên.`;
  $("kept").textContent = `${opening} ${shown}`;
  $("known").hidden = manifest2.way !== "slips";
}
function ask2() {
  describe();
  $("questions").replaceChildren(...form(questions(now.manifest, now.group)));
  now.waiting = null;
  show("ballot");
}
async function enter(hash, group2, typed) {
  if (!group2) throw new Refused("Hãy chọn nhóm ghi trên tờ phiếu.");
  const code = read2(typed);
  const listed = marks(hash, group2);
  listed.catch(() => {
  });
  await choose(hash);
  now.group = group(now.manifest, group2);
  if (!now.group) throw new Refused("Nhóm trên tờ phiếu không có trong đợt này.");
  const [signer2, marks2] = await Promise.all([signer(code, hash, group2), listed]);
  if (!marks2.includes(await mark(signer2.point))) {
    throw new Refused("Mã này không có trong danh sách phiếu của nhóm, hoặc phiếu đã hủy. Hãy so lại mã và nhóm với tờ phiếu.");
  }
  now.signer = signer2;
  ask2();
}
async function submit() {
  if (!now.waiting) {
    const asked = questions(now.manifest, now.group);
    const given = answers(asked, $("answers"));
    const risky = telling(asked, given).join("; ");
    if (risky && now.warned !== JSON.stringify(given)) {
      now.warned = JSON.stringify(given);
      say("last-warning", `Phần viết có chi tiết có thể làm lộ bạn (${risky}). Hãy sửa lại; hoặc bấm gửi lần nữa nếu vẫn muốn gửi như vậy.`);
      return;
    }
    $("send").textContent = "Đang niêm phong…";
    now.waiting = await sealed(now.manifest, now.group, now.signer, given);
  }
  try {
    $("send").textContent = "Đang gửi…";
    const made = await send(now.waiting);
    receipt(made, now.waiting.counter - 1);
  } catch (error) {
    if (!(error instanceof Lost)) now.waiting = null;
    throw error;
  } finally {
    $("send").textContent = now.waiting ? "Gửi lại phiếu đã niêm phong" : "Niêm phong và gửi";
  }
}
var USED = "Trước phiếu này đã có phiếu gửi bằng cùng mã; phiếu vừa gửi thay cho phiếu đó. Nếu trước đây bạn chưa gửi lần nào, có người đã dùng mã của bạn: hãy báo ban tổ chức.";
function receipt(made, before) {
  keep(made);
  say("before", before ? USED : "");
  $("leaf-short").textContent = short(made.leaf);
  $("c-short").textContent = short(made.c);
  $("leaf-full").textContent = made.leaf;
  $("c-full").textContent = made.c;
  now.waiting = null;
  now.signer = null;
  now.warned = "";
  say("last-warning", "");
  $("questions").replaceChildren();
  show("sent");
}
var label = (one) => `${one.title} (đến ${day(one.closes)})`;
async function start() {
  const open = now.surveys.filter((one) => one.way === "slips" && one.state === "casting");
  $("none").hidden = open.length > 0;
  $("enter").hidden = !open.length;
  $("survey").replaceChildren(...open.map((one) => el("option", { value: one.hash }, label(one))));
  $("which").hidden = open.length < 2;
  if (open.length) await choose($("survey").value);
  const others = now.surveys.filter((one) => one.way === "tokens" && ["prepared", "issuing", "casting"].includes(one.state));
  $("online").replaceChildren(...others.map(entrance));
  show("start", false);
}
function entrance(one) {
  const button = el("button", { className: "plain", type: "button" }, `Lấy ý kiến trực tuyến: ${label(one)}`);
  button.addEventListener("click", careful("trouble", () => online(one.hash)));
  return button;
}
async function online(hash) {
  await choose(hash);
  const { manifest: manifest2 } = now;
  const ticket2 = await ticket(hash);
  const state = now.surveys.find((one) => one.hash === hash)?.state;
  if (ticket2?.token && state === "casting") {
    now.group = group(manifest2, ticket2.group);
    now.signer = ticket2;
    ask2();
    return;
  }
  $("issue-title").textContent = manifest2.title;
  $("issue-hash").textContent = spaced(hash);
  $("issue-days").textContent = `Nhận phiếu từ ${day(manifest2.issues)} đến ${day(manifest2.issued_by)}. Gửi ý kiến từ ${day(manifest2.opens)} đến ${day(manifest2.closes)}, cũng ở địa chỉ này.`;
  $("fetch").hidden = Boolean(ticket2?.token) || state !== "issuing";
  say("issued", standing(manifest2, ticket2, state));
  show("issue");
}
function standing(manifest2, ticket2, state) {
  if (!["prepared", "issuing", "casting"].includes(state)) return "Đợt này đã hết hạn gửi ý kiến.";
  if (ticket2?.token) return `Máy này đã có phiếu. Hãy quay lại đây từ ngày ${day(manifest2.opens)}.`;
  if (state === "casting") return "Máy này không có phiếu. Nếu đã nhận phiếu, hãy mở trang này trên chính máy và trình duyệt đã nhận.";
  return state === "issuing" ? "" : "Hiện không phải ngày nhận phiếu.";
}
async function fetchToken() {
  const group2 = await fetched(now.manifest, now.office);
  const { label: named } = group(now.manifest, group2);
  $("fetch").hidden = true;
  say("issued", `Đã nhận phiếu của nhóm “${named}”. Hãy mở lại trang này trên máy này từ ngày ${day(now.manifest.opens)}.`);
}
async function forget2() {
  if (!window.confirm("Xóa biên nhận và phiếu đã nhận khỏi máy này? Phiếu đã gửi vẫn nằm trong hòm.")) return;
  await forget();
  now.signer = null;
  await check();
}
async function check() {
  show("check");
  $("receipts").replaceChildren(el("p", { className: "hint" }, "Đang đối chiếu…"));
  await Promise.all([receipts2(), boards(now.surveys)]);
}
function fragment() {
  const [, hash, group2, code] = /^#([0-9a-f]{64})(?:\.(.+)\.([^.]+))?$/.exec(location.hash) ?? [];
  if (location.hash) history.replaceState(null, "", location.pathname);
  return { hash, group: group2 && decodeURIComponent(group2), code: code && decodeURIComponent(code) };
}
async function begin() {
  if (!window.crypto?.subtle) throw new Refused("Trình duyệt này không khóa được phiếu. Hãy mở bằng địa chỉ https, hoặc dùng trình duyệt mới hơn.");
  const { hash, group: group2, code } = fragment();
  const listed = surveys().then((found2) => Object.assign(now, found2));
  if (code) {
    listed.catch(() => {
    });
    try {
      await enter(hash, group2, code);
    } catch (error) {
      await listed;
      await start();
      throw error;
    }
    return;
  }
  await listed;
  const one = now.surveys.find((survey) => survey.hash === hash);
  if (hash && !one) throw new Refused("Không có đợt lấy ý kiến này.");
  await (one?.way === "tokens" ? online(hash) : start());
}
$("enter").addEventListener("submit", careful("code-error", () => enter($("survey").value, $("group").value, $("code").value)));
$("survey").addEventListener("change", careful("trouble", () => choose($("survey").value)));
$("answers").addEventListener("submit", careful("ballot-error", submit));
$("code").addEventListener("change", () => {
  $("code").value = tidy($("code").value).replace(/.{4}(?=.)/g, "$& ");
});
$("fetch").addEventListener("click", careful("issue-error", fetchToken));
$("lookup").addEventListener("submit", careful("leaf-error", () => lookup($("leaf").value, now.surveys)));
for (const id of ["to-check", "check-now"]) $(id).addEventListener("click", careful("trouble", check));
for (const id of ["forget", "forget-too"]) $(id).addEventListener("click", careful("trouble", forget2));
$("to-start").addEventListener("click", careful("trouble", start));
window.addEventListener("hashchange", careful("trouble", begin));
careful("trouble", begin)();
