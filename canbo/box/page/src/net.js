// The box's addresses. Nothing but the ballot itself is ever sent.

import { Refused } from "./strict.js";

export class Lost extends Error {}
export class Later extends Error {
  constructor(counter) {
    super("later");
    this.counter = counter;
  }
}

const quiet = { credentials: "omit", referrerPolicy: "no-referrer" };

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...quiet, ...options });
  } catch {
    throw new Lost("Không nối được tới hòm phiếu. Hãy kiểm tra mạng rồi thử lại.");
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 409) throw new Later(said.counter);
  const reason = said.reason ?? "hòm phiếu trả lời không đúng";
  throw new (answer.status >= 500 ? Lost : Refused)(reason[0].toUpperCase() + reason.slice(1) + ".");
}

const json = async (path) => (await ask(path)).json();
const of = (survey) => `/api/${survey}`;

export const own = async (name) => new Uint8Array(await (await ask(name === "index.html" ? "/" : `/${name}`)).arrayBuffer());
export const surveys = () => json("/api/surveys");
export const manifest = async (survey) => (await ask(`${of(survey)}/manifest`)).text();
export const marks = async (survey, group) => (await json(`${of(survey)}/slips/${encodeURIComponent(group)}`)).marks;
export const board = (survey) => json(`${of(survey)}/board`);
export const opened = (survey) => json(`${of(survey)}/opened`);
export const inclusion = (survey, prefix) => json(`${of(survey)}/inclusion/${prefix}`);
export const consistency = (survey, earlier) => json(`${of(survey)}/consistency/${earlier}`);
export const cast = async (survey, ballot) =>
  (await (await ask(`${of(survey)}/ballots`, { method: "POST", body: ballot })).json()).leaf;
