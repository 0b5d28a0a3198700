// Knows how a visit's form follows its choices: kind first, names never for a denunciation, lines that depend on others.

import { show as put } from "./fragment.js";

const form = document.getElementById("visit");
const DENUNCIATION = "denunciation";

function all(selector, root = form) {
  return [...root.querySelectorAll(selector)];
}

function chosen(name) {
  return form.querySelector(`input[name="${name}"]:checked:not(:disabled)`);
}

function matter() {
  return form.querySelector('input[name="matter"]:checked')?.value ?? "";
}

// A mixed visit with a denunciation in it is logged as one.
function kind() {
  return matter() === "mixed" && form.elements.has_denunciation.checked ? DENUNCIATION : matter();
}

// Hidden lines are also switched off, so that nothing of them is sent or kept as a draft.
function show(element, on) {
  element.hidden = !on;
  if (element.matches("fieldset, option")) element.disabled = !on;
  for (const part of element.querySelectorAll(":scope > fieldset.part-body")) part.disabled = !on;
  for (const input of element.querySelectorAll(":scope > .form-check-input")) {
    input.disabled = !on;
    if (!on) input.checked = false;
  }
  if (element.matches("option") && !on && element.selected) element.selected = false;
}

function followKind() {
  const now = kind();
  form.querySelector("[data-kind-hint]")?.remove();
  for (const element of all("[data-for]")) {
    const kinds = element.dataset.for;
    if (kinds) show(element, kinds.split(" ").includes(now));
  }
  for (const element of all("[data-matter]")) element.hidden = element.dataset.matter !== matter();
  followOutcome();
  followPeople();
}

function followOutcome() {
  const outcome = chosen("outcome");
  for (const element of all("[data-when-outcome]")) {
    show(element, outcome !== null && element.dataset.whenOutcome.split(" ").includes(outcome.value));
  }
  const ground = outcome?.value === "refused" ? form.elements.ground.selectedOptions[0] : undefined;
  followGround(ground);
  followDates((ground ?? outcome)?.dataset.starts?.split(" ") ?? []);
}

function followGround(ground) {
  const requires = ground?.dataset.requires ?? "";
  const lines = form.querySelector("[data-ground-note]");
  show(lines, requires !== "");
  if (requires) lines.querySelector("label").textContent = requires;
  form.querySelector("[data-ground-answer]").textContent = ground?.dataset.answer ?? "";
}

function followDates(starts) {
  let running = false;
  for (const one of all("[data-computed] [data-starts]")) {
    one.hidden = !starts.includes(one.dataset.starts);
    running ||= !one.hidden;
  }
  const none = form.querySelector("[data-starts-none]");
  if (none) none.hidden = running;
}

function followPeople() {
  const group = Number(form.elements.people_count.value.replace(/\D/g, "")) >= Number(form.dataset.many);
  for (const element of all("[data-when-group]")) show(element, group);
  for (const element of all("[data-when-stands]")) show(element, form.elements.stands_in.checked);
  const lines = all("[data-person]");
  form.querySelector("[data-people]").classList.toggle("several", lines.length > 1);
  lines.forEach((line, place) => { line.querySelector("[data-place]").textContent = place + 1; });
}

function followPapers() {
  const some = form.querySelector("[data-paper]") !== null;
  for (const button of all("[data-with-papers], [data-without-papers]")) {
    const on = button.matches("[data-with-papers]") === some;
    button.hidden = button.disabled = !on;
    if (button.classList.contains("btn-primary")) button.toggleAttribute("data-primary", on);
  }
}

// ── names leave the page when the kind becomes a denunciation ──

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

function personLines() {
  return all("#people input, #people select").filter((line) => !["button", "submit"].includes(line.type));
}

function personal() {
  return personLines().filter((line) => line.type !== "radio" && line.type !== "checkbox" && line.tagName !== "SELECT"
    && line.value.trim() !== "");
}

function withoutNames(text, sought) {
  const words = [...text.normalize("NFC").matchAll(/[\p{L}\p{N}_]+/gu)];
  const folded = words.map((word) => fold(word[0]));
  let kept = "";
  let end = 0;
  for (let place = 0; place < words.length; place += 1) {
    const found = sought.find((name) => name.every((word, step) => folded[place + step] === word));
    if (!found) continue;
    const last = words[place + found.length - 1];
    kept += text.slice(end, words[place].index) + form.dataset.standIn;
    end = last.index + last[0].length;
    place += found.length - 1;
  }
  return kept + text.slice(end);
}

function forgetPersons() {
  const typed = personal();
  const sought = typed.map((line) => fold(line.value.normalize("NFC")).match(/[a-z0-9_]+/g) ?? [])
    .filter((words) => words.join("").length >= 4).sort((one, other) => other.length - one.length);
  const numbers = typed.map((line) => line.value.replace(/\D/g, "")).filter((digits) => digits.length >= 6);
  for (const line of personLines()) {
    if (line.type === "checkbox" || line.type === "radio") line.checked = line.defaultChecked && line.type === "radio";
    else line.value = line.defaultValue = "";
    delete line.dataset.asked;
    line.removeAttribute("placeholder");
  }
  all("[data-person]").slice(1).forEach((line) => line.remove());
  form.querySelector("[data-earlier-place]").replaceChildren();
  form.elements.same_as.value = "";
  const told = all('textarea, input[name="resolved_by"], input[name="body"], input[name="document"], input[name="place"], [data-paper] input');
  for (const line of told) {
    let text = line.value.normalize("NFC");
    for (const digits of numbers) text = text.replace(new RegExp([...digits].join("[\\s.\\-]?"), "g"), form.dataset.standIn);
    text = withoutNames(text, sought);
    if (text !== line.value) line.value = line.defaultValue = text;
  }
  return typed.length > 0;
}

function tellServer() {
  const body = new URLSearchParams({ draft: form.elements.draft.value, ticket: form.elements.ticket.value });
  return post(form.dataset.secretUrl, body);
}

function becomeSecret() {
  const forgot = forgetPersons();
  const note = form.querySelector("[data-secret-note]");
  note.textContent = form.dataset.secretWords;
  note.hidden = !forgot;
  tellServer();
}

function post(url, body) {
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
    credentials: "same-origin", redirect: "error" });
}

function changeKind() {
  const before = form.dataset.kind;
  form.dataset.kind = kind();
  if (kind() === DENUNCIATION && before !== DENUNCIATION) becomeSecret();
  else form.querySelector("[data-secret-note]").hidden = true;
  followKind();
}

// ── has been here before ──

async function lookUp(field) {
  const place = form.querySelector("[data-earlier-place]");
  const words = field.value.trim();
  if (!words || kind() === DENUNCIATION || !kind() || field.dataset.asked === words) return;
  field.dataset.asked = words;
  if (field.name === "lookup") passOn(words);
  try {
    const answer = await post(form.dataset.findUrl, new URLSearchParams({ matter: matter(), lookup: words }));
    if (answer.status === 200 && kind() !== DENUNCIATION) put(place, await answer.text());
  } catch {
    delete field.dataset.asked;
  }
}

// What was typed into the look-up goes on to the line it belongs to, so that it is typed once.
function passOn(words) {
  const bare = words.replace(/[\s.\-]/g, "");
  const line = form.elements[/^(\d{9,12}|[A-Za-z]{1,2}\d{6,8})$/.test(bare) ? "people-0-id_number" : "people-0-name"];
  if (line && !line.value) line.value = words;
}

function pick(button) {
  const place = form.querySelector("[data-earlier-place]");
  const [what, , visit] = button.value.split(":");
  form.elements.same_as.value = "";
  if (what === "none") {
    form.elements["people-0-known"].value = "";
  } else {
    const person = JSON.parse(button.closest("[data-earlier]").dataset.earlier);
    for (const name of ["known", "name", "birth_year", "sex", "phone", "commune", "address"]) {
      form.elements[`people-0-${name}`].value = person[name];
    }
    form.elements["people-0-id_number"].placeholder = person.id_masked;
  }
  if (what === "same") {
    form.elements.same_as.value = visit;
    form.querySelector('input[name="repeat"][value="again"]').checked = true;
  }
  place.replaceChildren();
  form.elements[what === "none" ? "people-0-name" : "people-0-id_number"].focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// ── lines that are added, dates that follow the day ──

function add(what) {
  const place = form.querySelector(what === "person" ? "[data-people]" : "[data-papers]");
  const numbers = all(what === "person" ? '[name^="people-"]' : '[name^="papers-"]').map((line) => Number(line.name.split("-")[1]));
  const number = Math.max(-1, ...numbers.filter(Number.isInteger)) + 1;
  if (number >= (what === "person" ? 10 : 30)) return;
  const copy = form.querySelector(`template[data-template="${what}"]`).content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", number);
  }
  const first = copy.querySelector("input:not([type=hidden])");
  place.append(copy);
  followPeople();
  followPapers();
  first.focus();
}

async function countDates() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (["matter", "has_denunciation", "held_on", "outcome", "ground"].includes(name)) body.append(name, value);
  }
  try {
    const answer = await post(form.dataset.datesUrl, body);
    if (answer.ok) put(form.querySelector("[data-dates]"), await answer.text());
    followOutcome();
  } catch {
    // the dates shown stay; saving counts them again
  }
}

function press(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.add) add(button.dataset.add);
  else if (button.name === "pick") pick(button);
  else if (button.dataset.focus) form.elements[button.dataset.focus].select();
  else if (button.dataset.tick) tick(form.elements[button.dataset.tick]);
  else return;
  event.preventDefault();
}

function tick(box) {
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("[data-when-stands] input").focus();
}

function change({ target }) {
  if (target.name === "matter" || target.name === "has_denunciation") changeKind();
  else if (target.name === "outcome" || target.name === "ground") followOutcome();
  else if (target.name === "stands_in") followPeople();
  else if (target.name === "held_on") countDates();
  else if (target.name === "lookup" || /^people-0-(name|id_number)$/.test(target.name)) lookUp(target);
}

// In the look-up Enter looks up and goes on to the next line; everywhere else it saves.
function enter(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.target.name !== "lookup") return;
  event.preventDefault();
  lookUp(event.target);
  form.elements["people-0-name"].focus();
}

if (form) {
  document.documentElement.classList.add("scripted");
  for (const element of all("[data-script-only]")) element.hidden = false;
  form.addEventListener("change", change);
  form.addEventListener("click", press);
  form.addEventListener("keydown", enter);
  form.elements.people_count.addEventListener("input", followPeople);
  if (kind()) followKind();
  followPapers();
}
