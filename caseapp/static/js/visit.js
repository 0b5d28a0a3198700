// Knows how a visit's form follows its choices: kind first, names never for a denunciation, lines that depend on others.

import * as alike from "./alike.js";
import { all, chosen, DENUNCIATION, form, kind, matter, post } from "./counter.js";
import { show as put } from "./fragment.js";
import { enter, isLookedUp, lookUp, pick, typed } from "./lookup.js";
import { forgetPersons } from "./secrecy.js";

const STAY = 800;
let passing = false;
let staying = 0;

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

// Whoever cannot be identified brings information: it is not taken in, and nobody is owed an answer.
function isInformation() {
  return kind() === DENUNCIATION && chosen("identity")?.value === "unknown";
}

// A complaint whose petition is taken opens a case or joins one: its own lines, its own day.
function takesPetition() {
  return kind() === "complaint" && chosen("outcome")?.value === "taken";
}

function followOutcome() {
  const taken = form.querySelector('input[name="outcome"][value="taken"]');
  if (kind()) show(taken.closest(".form-check"), !isInformation());
  const outcome = chosen("outcome");
  for (const element of all("[data-when-outcome]")) {
    show(element, outcome !== null && element.dataset.whenOutcome.split(" ").includes(outcome.value));
  }
  const petition = takesPetition();
  for (const element of all("[data-when-petition]")) show(element, petition);
  for (const line of all("[data-beside]")) line.hidden = petition || !line.dataset.beside.split(" ").includes(kind());
  for (const star of all("[data-needed-when]")) {
    star.hidden = star.dataset.neededWhen !== outcome?.value;
    star.closest(".field").querySelector("input").ariaRequired = star.hidden ? null : "true";
  }
  const ground = outcome?.value === "refused" ? form.elements.ground.selectedOptions[0] : undefined;
  followGround(ground);
  const starts = isInformation() ? [] : (ground ?? outcome)?.dataset.starts?.split(" ") ?? [];
  followDates(petition ? ["complaint.acceptance", ...starts] : starts);
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
  const why = !chosen("outcome") ? "outcome" : chosen("outcome").value === "refused" && !form.elements.ground.value ? "ground" : "none";
  for (const line of all("[data-starts-none]")) line.hidden = running || line.dataset.startsNone !== why;
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

function tellServer() {
  const body = new URLSearchParams({ draft: form.elements.draft.value, ticket: form.elements.ticket.value });
  return post(form.dataset.secretUrl, body, true);
}

function becomeSecret() {
  const forgot = forgetPersons();
  const note = form.querySelector("[data-secret-note]");
  note.textContent = form.dataset.secretWords;
  note.hidden = !forgot && note.hidden;
  tellServer().catch(() => {});      // saving forgets once more
}

// What was kept of a denunciation takes in no names any more: the form goes on under another draft.
function freshDraft() {
  const old = form.elements.draft.value;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const fresh = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  post(form.dataset.draft, new URLSearchParams()).catch(() => {});
  form.dataset.draft = form.dataset.draft.replace(old, fresh);
  form.elements.draft.value = fresh;
}

function changeKind() {
  clearTimeout(staying);
  delete form.dataset.undecided;
  const before = form.dataset.kind;
  form.dataset.kind = kind();
  if (kind() === DENUNCIATION && before !== DENUNCIATION) becomeSecret();
  else if (kind() !== DENUNCIATION && before === DENUNCIATION) freshDraft();
  followKind();
  alike.lookSoon();
}

// Arrow keys pass over the kinds: only whoever stays at the denunciation, or goes on from it, has chosen it.
function consider() {
  if (!passing || kind() !== DENUNCIATION || form.dataset.kind === DENUNCIATION) return changeKind();
  form.dataset.undecided = "yes";      // no draft is kept meanwhile
  clearTimeout(staying);
  staying = setTimeout(decide, STAY);
}

function decide() {
  if (form.dataset.undecided) changeKind();
}

function ofKind(target) {
  return target?.name === "matter" || target?.name === "has_denunciation";
}

function pressKey(event) {
  if (ofKind(event.target) && event.key?.startsWith("Arrow")) passing = true;
  else if (event.key === "Tab" || event.key === "Enter") decide();      // before the focus looks for its next place
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
    if (["matter", "has_denunciation", "held_on", "outcome", "ground", "joins"].includes(name)) body.append(name, value);
  }
  try {
    const answer = await post(form.dataset.datesUrl, body);
    if (answer.ok) put(form.querySelector("[data-dates]"), await answer.text());
    followDay();
    followOutcome();
  } catch {
    // the dates shown stay; saving counts them again
  }
}

// How a refusal is answered depends on the day: the dates bring it along.
function followDay() {
  for (const one of all("[data-answers] [data-ground]")) {
    const option = form.elements.ground.querySelector(`option[value="${one.dataset.ground}"]`);
    option.dataset.answer = one.textContent;
    option.dataset.starts = one.dataset.begins;
  }
}

function press(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.add) add(button.dataset.add);
  else if (button.name === "pick") take(button);
  else if ("drop" in button.dataset) drop(button.closest("[data-person]"));
  else if (button.dataset.focus) form.elements[button.dataset.focus].select();
  else if (button.dataset.tick) tick(form.elements[button.dataset.tick]);
  else return;
  event.preventDefault();
}

function take(button) {
  if (alike.isOfAlike(button)) return alike.pick(button);
  pick(button);
  alike.lookSoon();
}

function tick(box) {
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("[data-when-stands] input").focus();
}

function change({ target }) {
  if (ofKind(target)) consider();
  else if (["outcome", "ground", "identity"].includes(target.name)) {
    followOutcome();
    if (target.name === "outcome" && takesPetition() && form.elements.joins.value) countDates();      // the case's day
  }
  else if (target.name === "stands_in") followPeople();
  else if (target.name === "held_on" || target.name === "joins") countDates();
  else if (isLookedUp(target)) lookUp(target);
}

// A form begun by key is gone on with by key; after the words from the queue one writes on.
function begin() {
  const story = form.elements.content;
  story.setSelectionRange(story.value.length, story.value.length);
  const idle = document.activeElement === document.body || document.activeElement?.id === "content";
  if ("begin" in form.dataset && idle) (chosen("matter") ?? form.querySelector('input[name="matter"]')).focus();
}

function drop(line) {
  const before = line.previousElementSibling;
  line.remove();
  followPeople();
  before.querySelector("input:not([type=hidden])").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

if (form) {
  document.documentElement.classList.add("scripted");
  for (const element of all("[data-script-only]")) element.hidden = false;
  form.addEventListener("change", change);
  form.addEventListener("click", press);
  form.addEventListener("keydown", enter);
  form.addEventListener("keydown", pressKey);
  form.addEventListener("keydown", alike.pressKey);
  form.addEventListener("keyup", () => { passing = false; });
  form.addEventListener("pointerdown", () => { passing = false; });
  form.addEventListener("focusout", (event) => { if (ofKind(event.target) && !ofKind(event.relatedTarget)) decide(); });
  form.addEventListener("input", ({ target }) => { if (!ofKind(target)) decide(); });
  form.addEventListener("submit", decide);
  form.addEventListener("input", typed);
  form.addEventListener("input", alike.typed);
  form.elements.people_count.addEventListener("input", followPeople);
  if (kind()) followKind();
  followPapers();
  if (form.elements.content.value) alike.lookSoon();      // a draft taken up again, a form to be mended
  begin();
}
