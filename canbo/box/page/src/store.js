// What stays on this device: receipts (leaf and C), and in the online way the key the token was issued for.

const RECEIPTS = "canbo-bien-nhan";
const HEAD = "canbo-bang";
const KEYS = "canbo-khoa";

export function receipts() {
  try {
    return JSON.parse(localStorage.getItem(RECEIPTS)) ?? [];
  } catch {
    return [];
  }
}

export function keep(receipt) {
  try {
    const others = receipts().filter((one) => one.leaf !== receipt.leaf);
    localStorage.setItem(RECEIPTS, JSON.stringify([...others, receipt]));
  } catch {
    // A browser that keeps nothing: the codes stand on the screen to be written down.
  }
}

// The newest head of a board seen here, so that a later one can be held against it.
export function seen(survey, head) {
  const all = (() => {
    try {
      return JSON.parse(localStorage.getItem(HEAD)) ?? {};
    } catch {
      return {};
    }
  })();
  if (head) localStorage.setItem(HEAD, JSON.stringify({ ...all, [survey]: head }));
  return all[survey] ?? null;
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(KEYS, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("phieu");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inside(mode, act) {
  const base = await opened();
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

export const ticket = (survey) => inside("readonly", (store) => store.get(survey));
export const keepTicket = (survey, what) => inside("readwrite", (store) => store.put(what, survey));

export async function forget() {
  localStorage.clear();
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(KEYS);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
}
