// Making elements. No markup from text anywhere: the page's policy forbids it, and names come from outside.

export const $ = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const SCREENS = ["start", "ballot", "sent", "check", "issue"];

export function show(screen, focus = true) {
  for (const one of SCREENS) $(one).hidden = one !== screen;
  window.scrollTo(0, 0);
  if (focus) $(screen).querySelector("h1, h2")?.focus();
}

export function say(where, text) {
  $(where).textContent = text;
  $(where).hidden = !text;
  if (text) $(where).scrollIntoView({ block: "nearest" });
}

export const day = (iso) => iso.split("-").reverse().join("/");
