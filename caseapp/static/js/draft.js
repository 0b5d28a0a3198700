// Knows how a long form keeps its draft on the server while it is typed; nothing is kept in the browser.

import { ask, heard } from "./session.js";

const PAUSE = 1500;
const RETRY = 10000;

function keep(form) {
  const line = document.querySelector("[data-draft-state]");
  const words = line?.dataset ?? {};
  let timer = 0;
  let waiting = false;
  let sending = false;
  let renewed = false;
  let lastSent = contents(form);

  function say(text, failed = false) {
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("draft-failed", failed);
  }

  async function send() {
    waiting = false;
    const body = contents(form);
    if (sending || body === lastSent || form.dataset.sending) return;
    if (form.dataset.undecided) return later(PAUSE);
    sending = true;
    const url = form.dataset.draft;
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { "X-CSRFToken": token(form), Accept: "application/json" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
      const kept = answer.status === 204 ? {} : await answer.json();
      lastSent = body;
      renewed = false;
      heard();
      if (kept.draft && form.dataset.draft === url) name(form, kept.draft);
      say((words.saved ?? "").replace("{time}", kept.at ?? clock()));
    } catch (problem) {
      if (problem.status === 404) say(words.closed ?? words.over ?? "", true);
      else if (problem.status !== 400 && problem.status !== 401) offline();
      else if (!renewed && (await ask(form))?.signed_in) again();
      else say(words.over ?? "", true);
    } finally {
      sending = false;
    }
    if (contents(form) !== body && !waiting) later(PAUSE);
  }

  // Signed in again in another window: the page has its new token now.
  function again() {
    renewed = true;
    later(PAUSE);
  }

  function offline() {
    say(words.offline ?? "", true);
    later(RETRY);
  }

  function later(pause) {
    clearTimeout(timer);
    waiting = true;
    timer = setTimeout(send, pause);
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE / 3));
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden && waiting) send(); });
}

// Text fields only: files are sent with the form itself, the token goes in a header, the one-time key is not content.
function contents(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrf_token" && name !== "form_key") fields.append(name, value);
  }
  return fields.toString();
}

function token(form) {
  return form.elements.csrf_token?.value ?? document.querySelector("meta[name=csrf-token]").content;
}

function name(form, draft) {
  const field = form.elements.draft;
  if (field) field.value = draft;
}

function clock() {
  return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

document.querySelectorAll("form[data-draft]").forEach(keep);
