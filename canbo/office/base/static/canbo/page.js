// Small comforts on every page; nothing here is needed to use it.

const menus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (location.hash === "#menu") location.hash = "main";
});

// A group of the menu that somebody opened or closed stays so on the pages after, until the browser is closed.
for (const group of document.querySelectorAll("details[data-kept]")) {
  const key = `menu:${group.dataset.kept}`;
  const kept = sessionStorage.getItem(key);
  if (kept && !group.querySelector("[aria-current]")) group.open = kept === "open";
  group.querySelector("summary").addEventListener("click", () => {
    sessionStorage.setItem(key, group.open ? "closed" : "open"); // the click comes before the change
  });
}

// A trace is printed open; browsers that cannot do this in CSS need the attribute.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const part of opened) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});

// Fetching a part of a page failed: say so instead of doing nothing.
document.addEventListener("htmx:sendError", () => say("Mất mạng. Thao tác chưa thực hiện, hãy thử lại."));
document.addEventListener("htmx:responseError", (event) => {
  const code = event.detail.xhr.status;
  say(code === 403 || code === 401
    ? "Phiên làm việc đã hết hoặc không đủ quyền. Hãy tải lại trang."
    : `Máy chủ chưa thực hiện được (mã ${code}). Hãy thử lại.`);
});

function say(text) {
  const note = document.createElement("p");
  note.className = "note note-error";
  note.textContent = text;
  document.getElementById("messages")?.replaceChildren(note);
}
