// Knows how earlier visits of whoever is at the counter are looked up, offered and taken over.

import { DENUNCIATION, form, kind, matter, post } from "./counter.js";
import { show as put } from "./fragment.js";

const LOOK = 350;
let looking = 0;

// What is found stands right behind the line it was looked up in, so that the next Tab leads to it.
export async function lookUp(field, typing = false) {
  const words = field.value.trim();
  if (!words || kind() === DENUNCIATION || !kind()) return;
  if (field.name === "lookup" && !typing) passOn(words);
  if (field.dataset.asked === words) return;
  field.dataset.asked = words;
  try {
    const answer = await post(form.dataset.findUrl, new URLSearchParams({ matter: matter(), lookup: words }));
    if (answer.status === 200 && kind() !== DENUNCIATION && field.value.trim() === words) found(field, await answer.text(), typing);
  } catch {
    delete field.dataset.asked;
  }
}

function found(field, text, typing) {
  const place = form.querySelector("[data-earlier-place]");
  const anybody = text.includes("data-earlier=");
  if (typing && !anybody) {
    delete field.dataset.asked;      // half a name is nobody: told when the line is left
    field.dataset.nobody = field.value.trim();
    place.replaceChildren();
    return;
  }
  if (anybody) field.closest(".lookup-line, .row").after(place);
  put(place, text);
}

export function isLookedUp(field) {
  return field.name === "lookup" || /^people-0-(name|id_number)$/.test(field.name);
}

// Looked up while one types, so that what is found is there before the line is left.
export function typed({ target }) {
  clearTimeout(looking);
  if (!isLookedUp(target) || target.value.trim().length < 6) return;
  looking = setTimeout(() => { if (document.activeElement === target) lookUp(target, true); }, LOOK);
}

// What was typed into the look-up goes on to the line it belongs to, so that it is typed once.
function passOn(words) {
  const bare = words.replace(/[\s.\-]/g, "");
  const line = form.elements[/^(\d{9,12}|[A-Za-z]{1,2}\d{6,8})$/.test(bare) ? "people-0-id_number" : "people-0-name"];
  if (line && !line.value) line.value = words;
}

export function pick(button) {
  const place = form.querySelector("[data-earlier-place]");
  const [what, , visit] = button.value.split(":");
  form.elements.same_as.value = "";
  join(what === "same" ? button.dataset.case ?? "" : "");
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

// The same matter is in a case already: its number stands in the lines of the petition, for the officer to see.
export function join(number) {
  const line = form.elements.joins;
  if (line.value === number) return;
  line.value = number;
  if (number) line.closest("details").open = true;
  line.dispatchEvent(new Event("change", { bubbles: true }));
}

// In the look-up Enter looks up, and goes on to the next line when nobody is found; everywhere else it saves.
export async function enter(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.target.name !== "lookup") return;
  event.preventDefault();
  const known = event.target.dataset.nobody === event.target.value.trim();
  const asked = lookUp(event.target);
  if (!known) await asked;
  const somebody = form.querySelector("[data-earlier]") !== null;
  if (!somebody && document.activeElement === event.target) form.elements["people-0-name"].focus();
}
