// Knows how the intake form of a petition follows its choices: kind first, no names for a denunciation, earlier petitions.

import { show as put } from "./fragment.js";

const form = document.getElementById("petition");
const DENUNCIATION = "denunciation";
const LOOK = 700;
const SOUGHT = /^(people-\d+-(name|id_number|phone|commune|address)|content|contested_paper)$/;
let looking = 0;
let turn = 0;

function all(selector, root = form) {
  return [...root.querySelectorAll(selector)];
}

function chosen(name) {
  return form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
}

// A petition with a denunciation among its contents is taken in as one.
function kind() {
  const now = chosen("content_kind");
  return now === "mixed" && form.elements.has_denunciation.checked ? DENUNCIATION : now;
}

function post(url) {
  const body = new FormData();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
    credentials: "same-origin", redirect: "error" });
}

// Hidden lines are also switched off, so that nothing of them is sent or kept as a draft.
function show(element, on) {
  element.hidden = !on;
  if (element.matches("fieldset")) element.disabled = !on;
  for (const part of element.querySelectorAll(":scope > fieldset.part-body")) part.disabled = !on;
}

function followKind() {
  const now = kind();
  form.querySelector("[data-kind-hint]")?.remove();
  form.querySelector("[data-mixed]").hidden = chosen("content_kind") !== "mixed";
  for (const element of all("[data-for]")) show(element, element.dataset.for.split(" ").includes(now));
}

function followChannel() {
  show(form.querySelector("[data-forwarded]"), form.dataset.forwarding.split(" ").includes(chosen("channel")));
}

function followPeople() {
  const lines = all("[data-person]");
  form.querySelector("[data-people]").classList.toggle("several", lines.length > 1);
  lines.forEach((line, place) => { line.querySelector("[data-place]").textContent = place + 1; });
}

function changeKind() {
  const before = form.dataset.kind;
  form.dataset.kind = kind();
  if (kind() === DENUNCIATION && before !== DENUNCIATION) forgetPersons();
  else if (kind() !== DENUNCIATION && before === DENUNCIATION) freshDraft();
  followKind();
}

// The server takes names out of the words too, before anything of them is kept.
function forgetPersons() {
  const lines = all("#people input, [data-for='complaint mixed'] input").filter((line) => line.type !== "radio");
  const forgot = lines.some((line) => line.value.trim() !== "" && line.name !== "people_count");
  for (const line of lines) if (line.name !== "people_count") line.value = line.defaultValue = "";
  all("[data-person]").slice(1).forEach((line) => line.remove());
  form.elements.same_as.value = "";
  form.querySelector("[data-repeats-place]").replaceChildren();
  form.elements.file.value = "";
  const note = form.querySelector("[data-secret-note]");
  note.textContent = form.dataset.secretWords;
  note.hidden = !forgot;
  followPeople();
}

// What was kept of a denunciation takes in no names any more: the form goes on under another draft.
function freshDraft() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const fresh = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  form.dataset.draft = form.dataset.draft.replace(form.elements.draft.value, fresh);
  form.elements.draft.value = fresh;
}

// ── earlier petitions ──

async function look() {
  if (!kind() || kind() === DENUNCIATION) return;
  const mine = (turn += 1);
  try {
    const answer = await post(form.dataset.repeatsUrl);
    if (answer.ok && mine === turn && kind() !== DENUNCIATION) place(await answer.text());
  } catch {
    // what is shown stays; whoever saves is shown nothing new
  }
}

// Whoever has gone on into what was found keeps the focus.
function place(text) {
  const there = form.querySelector("[data-repeats-place]");
  const held = there.contains(document.activeElement) ? document.activeElement.value : null;
  put(there, text);
  if (held) all("button", there).find((button) => button.value === held)?.focus();
}

function soon() {
  clearTimeout(looking);
  looking = setTimeout(look, LOOK);
}

function pick(button) {
  const [what, key] = button.value.split(":");
  const fills = button.closest("[data-fills]")?.dataset.fills;
  if (what !== "person") form.elements.same_as.value = what === "same" ? key : "";
  if (fills && what === "person") fill(JSON.parse(fills));      // a neighbour may write on the same matter
  form.dispatchEvent(new Event("input", { bubbles: true }));
  look().then(() => form.elements.demand.focus());
}

function fill(person) {
  for (const name of ["known", "name", "birth_year", "phone", "commune", "address"]) {
    form.elements[`people-0-${name}`].value = person[name];
  }
  form.elements["people-0-id_number"].placeholder = person.id_masked;
}

// ── lines that are added, the day ──

function add() {
  const numbers = all('[name^="people-"]').map((line) => Number(line.name.split("-")[1]));
  const number = Math.max(-1, ...numbers.filter(Number.isInteger)) + 1;
  if (number >= 10) return;
  const copy = form.querySelector('template[data-template="person"]').content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", number);
  }
  const first = copy.querySelector("input:not([type=hidden])");
  form.querySelector("[data-people]").append(copy);
  const count = form.elements.people_count;
  count.value = Math.max(Number(count.value) || 1, all("[data-person]").length);
  followPeople();
  first.focus();
}

function drop(line) {
  const before = line.previousElementSibling;
  line.remove();
  followPeople();
  before.querySelector("input:not([type=hidden])").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function countDue() {
  try {
    const answer = await post(form.dataset.dueUrl);
    if (answer.ok) put(form.querySelector("[data-due]"), await answer.text());
  } catch {
    // the day shown stays; saving counts it again
  }
}

function press(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if ("add" in button.dataset) add();
  else if ("drop" in button.dataset) drop(button.closest("[data-person]"));
  else if (button.name === "pick") pick(button);
  else return;
  event.preventDefault();
}

function change({ target }) {
  if (target.name === "content_kind" || target.name === "has_denunciation") changeKind();
  else if (target.name === "channel") followChannel();
  else if (target.name === "received_on") countDue();
  if (SOUGHT.test(target.name) || target.name === "content_kind") soon();
}

// Alt+C takes the likeliest earlier dossier, wherever one is in the form; browsers differ in what they do with it alone.
function pressKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyC") return;
  const button = form.querySelector("[data-repeats] button[accesskey]");
  if (!button) return;
  event.preventDefault();
  pick(button);
}

// A form begun by key is gone on with by key.
function begin() {
  const idle = document.activeElement === document.body || document.activeElement?.id === "content";
  if (!("begin" in form.dataset) || !idle) return;
  (form.querySelector('input[name="content_kind"]:checked') ?? form.querySelector('input[name="content_kind"]')).focus();
}

if (form) {
  document.documentElement.classList.add("scripted");
  form.addEventListener("change", change);
  form.addEventListener("click", press);
  form.addEventListener("keydown", pressKey);
  form.addEventListener("input", ({ target }) => { if (SOUGHT.test(target.name ?? "")) soon(); });
  if (kind()) followKind();
  followChannel();
  followPeople();
  begin();
}
