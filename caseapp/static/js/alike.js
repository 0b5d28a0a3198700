// Knows how earlier visits, petitions and cases on what is being written down are looked up, offered and tied to.

import { all, DENUNCIATION, form, kind, post } from "./counter.js";
import { show as put } from "./fragment.js";
import { join } from "./lookup.js";

const LOOK = 700;
const SOUGHT = /^(people-\d+-(name|id_number|phone|commune|address)|content|contested_paper)$/;
const SENT = /^(matter|has_denunciation|held_on|same_as)$/;
let looking = 0;
let turn = 0;
let asked = "";

function place() {
  return form.querySelector("[data-alike-place]");
}

function typedSoFar() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (SOUGHT.test(name) || SENT.test(name)) body.append(name, value);
  return body;
}

// Of a denunciation nothing is asked: its words do not leave the page before it is saved.
async function look() {
  clearTimeout(looking);
  if (!kind() || kind() === DENUNCIATION) return;
  const body = typedSoFar();
  if (body.toString() === asked) return;
  asked = body.toString();
  const mine = (turn += 1);
  try {
    const answer = await post(form.dataset.alikeUrl, body);
    if (answer.status === 200 && mine === turn && kind() !== DENUNCIATION) show(await answer.text());
  } catch {
    asked = "";      // what is shown stays
  }
}

// Whoever has gone on into what was found keeps the focus.
function show(text) {
  const held = place().contains(document.activeElement) ? document.activeElement.value ?? "" : null;
  put(place(), text);
  if (held !== null) (all("button", place()).find((button) => button.value === held) ?? place().querySelector("button"))?.focus();
}

// Asked once the typing rests.
export function lookSoon() {
  clearTimeout(looking);
  if (kind() && kind() !== DENUNCIATION) looking = setTimeout(look, LOOK);
}

export function typed({ target }) {
  if (SOUGHT.test(target.name ?? "")) lookSoon();
}

// The kind became a denunciation: nothing is asked any more, and nothing that was found stays.
export function forget() {
  clearTimeout(looking);
  turn += 1;
  asked = "";
  place().replaceChildren();
}

export function isOfAlike(button) {
  return place().contains(button);
}

export async function pick(button) {
  const [what, key] = button.value.split(":");
  const fills = button.closest("[data-fills]")?.dataset.fills;
  if (what !== "writer") form.elements.same_as.value = key ?? "";
  if (what === "again" || what === "second") form.querySelector('input[name="repeat"][value="again"]').checked = true;
  if (fills && what === "writer") fill(JSON.parse(fills));      // a neighbour may come on the same matter
  form.dispatchEvent(new Event("input", { bubbles: true }));
  await look();
  if (what === "untie") join("");
  else if (what === "again") join(place().querySelector("[data-tied]")?.dataset.case ?? "");
}

function fill(person) {
  for (const name of ["known", "name", "birth_year", "phone", "commune", "address"]) {
    form.elements[`people-0-${name}`].value = person[name];
  }
  form.elements["people-0-id_number"].placeholder = person.id_masked;
}

// Alt+C takes the likeliest earlier dossier, wherever one is in the form; browsers differ in what they do with it alone.
export function pressKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyC") return;
  const button = place().querySelector("button[accesskey]");
  if (!button) return;
  event.preventDefault();
  pick(button);
}
