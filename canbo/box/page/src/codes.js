// How codes stand on the screen, and so on paper: canbo/rulebook/ballot/codes.py.

const grouped = (text, size) => text.replace(new RegExp(`.{${size}}(?=.)`, "g"), "$& ");

export const slip = (code) => grouped(code, 4);
export const digest = (hash) => grouped(hash, 8);
export const short = (hash) => grouped(hash.slice(0, 16), 4);
