// Knows how a book is looked at without losing the chosen file, and how an import's progress follows by itself.

import { show } from "./fragment.js";

const EVERY = 1000;

function look(place) {
  const form = place.closest("form");
  const field = form.querySelector("input[type=file]");
  const atRest = [...place.childNodes];

  async function ask(event) {
    const button = event.submitter ?? form.querySelector("[data-primary]");
    if (button?.value !== "look" || form.dataset.plain) return;
    const file = field.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    if (file.size > Number(place.dataset.limit) * 1024 * 1024) {
      say(place.dataset.large, "why-bad");
      return;
    }
    const sent = new FormData(form, button);
    say(place.dataset.busy, "hint");
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Fragment": "1" } }).catch(() => null);
    if (answer?.status === 200) {
      show(place, await answer.text());
      place.querySelector("[data-look-head]")?.focus();
      return;
    }
    place.replaceChildren(...atRest); // the server says on a page of its own what is wrong
    form.dataset.plain = "yes";
    form.requestSubmit(place.querySelector("[value=look]"));
  }

  function say(words, kind) {
    place.replaceChildren(...atRest);
    const line = document.createElement("p");
    line.className = kind;
    line.setAttribute("role", "status");
    line.textContent = words;
    place.prepend(line);
  }

  form.addEventListener("submit", ask);
  field.addEventListener("change", () => { place.replaceChildren(...atRest); });
}

function follow(place) {
  async function ask() {
    const headers = { "X-Fragment": "1", "X-Background": "1" };
    const answer = await fetch(place.dataset.job, { headers }).catch(() => null);
    if (answer?.status === 200) show(place, await answer.text());
    else if (answer) return location.reload();
    const state = place.querySelector("[data-progress]")?.dataset.state;
    return state === "running" ? setTimeout(ask, EVERY) : location.reload();
  }
  setTimeout(ask, EVERY / 2);
}

document.querySelectorAll("[data-look]").forEach(look);
document.querySelectorAll("[data-job]").forEach(follow);
