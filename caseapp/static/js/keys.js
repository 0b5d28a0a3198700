// Knows the keys: / search, n new, g w my work, g v cases, j k or arrows rows, Enter opens, ? lists them; also closes opened menus.

const on = document.body.dataset.keys !== "off";
let before = "";

function typing(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.querySelector("a[href]"));
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("current"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  all[at]?.classList.remove("current");
  next.classList.add("current");
  next.querySelector("a[href]").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// Arrows move the row where nothing else wants them; on a page without rows, and inside a menu, they scroll as ever.
function arrow(by, target) {
  const free = target === document.body || target.id === "content" || target.closest("[data-rows]") !== null;
  if (!free || !rows().length) return false;
  step(by);
  return true;
}

function toSearch() {
  const field = [...document.querySelectorAll("[data-search]")].find((one) => one.offsetParent);
  field?.focus();
  field?.select();
  return field !== undefined;
}

function follow(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return link !== null;
}

const acts = {
  "/": toSearch,
  n: () => follow("[data-key=n]"),
  "g w": () => follow("nav a[href='/viec']"),
  "g v": () => follow("nav a[href='/vu-viec']"),
  j: () => step(1) ?? true,
  k: () => step(-1) ?? true,
  ArrowDown: (target) => arrow(1, target),
  ArrowUp: (target) => arrow(-1, target),
  Enter: () => follow("[data-key=Enter]"),
  "?": () => document.querySelector("[data-keys-help]")?.showModal() ?? true,
};

function press(event) {
  if (event.key === "Escape") closeMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target !== document.body && event.target.id !== "content") return;
  const pressed = before ? `${before} ${event.key}` : event.key;
  before = event.key === "g" && !before ? "g" : "";
  if (before) setTimeout(() => { before = ""; }, 1200);
  if (acts[pressed]?.(event.target)) event.preventDefault();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
if (on) document.addEventListener("keydown", press);
else document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });
document.querySelector("[data-find]")?.addEventListener("click", (event) => { if (toSearch()) event.preventDefault(); });
