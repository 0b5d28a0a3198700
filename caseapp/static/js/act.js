// Knows how the form of an act follows its day: limits, signers and the weekday are counted by the server.

const FOLLOWED = ["happened_on", "dialogue_on", "learned_on", "first_on", "passed_on", "signer", "suspend_ground"];
const form = document.getElementById("act");
let asked = 0;

async function count() {
  const url = form.querySelector("[data-day-url]").dataset.dayUrl;
  const turn = (asked += 1);
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", redirect: "error",
      headers: { "X-CSRFToken": form.elements.csrf_token?.value ?? "" } });
    if (answer.ok && turn === asked) place(await answer.text());
  } catch {
    // what is shown stays; saving counts it again
  }
}

// A part that holds the focus changes only when it offers something else now, and keeps the focus: whoever tabs on from
// the day stands in the list of signers before the answer is there.
function place(text) {
  const pieces = new DOMParser().parseFromString(text, "text/html");
  for (const piece of pieces.querySelectorAll("[data-part]")) {
    const there = form.querySelector(`[data-part="${piece.dataset.part}"]`);
    const held = there?.contains(document.activeElement) ? document.activeElement.id : "";
    if (!there || (held && offers(there) === offers(piece))) continue;
    there.replaceChildren(...piece.childNodes);
    if (held) document.getElementById(held)?.focus();
  }
}

function offers(part) {
  return [...part.querySelectorAll("option")].map((one) => one.value).join(" ");
}

// Whoever is chosen into the team has a declaration to make: his lines stand open.
function openLines({ name, value, checked, type }) {
  if (name !== "handler" && name !== "verifiers") return;
  const lines = form.querySelector(`[data-who="${CSS.escape(value)}"]`);
  if (lines && (type !== "checkbox" || checked)) lines.open = true;
}

form?.addEventListener("change", ({ target }) => openLines(target));
form?.addEventListener("change", ({ target }) => { if (FOLLOWED.includes(target.name)) count(); });
