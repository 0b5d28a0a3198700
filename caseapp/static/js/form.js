// Knows what a form gains from a script: Ctrl+Enter, a live count, one sending only, a password shown, printing.

import { ask, doubtful, quiet, tell } from "./session.js";

const number = new Intl.NumberFormat("vi-VN");

function saveByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form") ?? document.querySelector("form:has([data-primary])");
  const button = form?.querySelector("[data-primary]");
  if (!button || button.disabled) return;
  event.preventDefault();
  form.requestSubmit(button);
}

// The second click of a double click is swallowed; coming back to the page (Back) opens the form again.
// A page that has lain open asks first whether the session lives: what is posted to an ended one is lost.
function sendOnce(event) {
  const form = event.target;
  if (!form.matches("[data-guard]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
  if (doubtful()) {
    event.preventDefault();
    askAndSend(form, event.submitter);
    return;
  }
  setTimeout(() => reopen(form), 8000);
}

async function askAndSend(form, button) {
  const found = await ask(form);
  reopen(form);
  if (found && !found.signed_in) return tell(form, button, found);
  quiet(form);
  if (found) form.requestSubmit(button?.isConnected ? button : null);
  else HTMLFormElement.prototype.submit.call(form);      // offline: the browser says so
}

function reopen(form) {
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
}

function countLetters(line) {
  const field = document.getElementById(line.dataset.count);
  if (!field) return;
  const atRest = line.textContent;
  const show = () => {
    const left = Number(line.dataset.longest) - [...field.value.trim()].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = field.value ? words.replace("{n}", number.format(Math.abs(left))) : atRest;
    line.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", show);
  show();
}

function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  const shown = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.hide : shown;
    button.setAttribute("aria-pressed", String(hidden));
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}

document.addEventListener("keydown", saveByKey);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(reopen));
document.querySelectorAll("[data-count]").forEach(countLetters);
document.querySelectorAll("[data-reveal]").forEach(reveal);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// After a step of a form the page stands where the step was asked for; so does the focus, once the browser is there.
function goOn() {
  if (document.querySelector("[data-errors]")) return;
  const place = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (place?.matches("fieldset")) place.querySelector("input.form-control")?.focus();
}

document.querySelector("[data-errors]")?.focus();
window.addEventListener("load", () => requestAnimationFrame(() => setTimeout(goOn)));
