// Knows whether one is still signed in, before a form is sent that would be lost otherwise; ordinary saving asks nothing.

const DOUBTFUL = 4 * 60 * 1000;
let last = Date.now();

// The server has just answered one who is signed in.
export function heard() {
  last = Date.now();
}

export function doubtful() {
  return Date.now() - last > DOUBTFUL && !document.body.classList.contains("alone");
}

// Asks without being a sign of life, and takes over the token of a session opened meanwhile; null when offline.
export async function ask(form) {
  const headers = { "X-Background": "1", "Accept-Language": document.documentElement.lang };
  const key = form.elements.form_key?.value;
  if (key) headers["X-Form-Key"] = key;
  try {
    const answer = await fetch("/phien", { headers, credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return null;
    const found = await answer.json();
    if (found.signed_in) takeToken(found.csrf);
    return found;
  } catch {
    return null;
  }
}

function takeToken(token) {
  heard();
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  document.querySelector("meta[name=csrf-token]").content = token;
}

// Says at the button why nothing was sent, and where to sign in; what was typed stays.
export function tell(form, button, found) {
  quiet(form);
  const line = document.createElement("p");
  line.className = "note note-error";
  line.setAttribute("role", "alert");
  line.dataset.sessionOver = "";
  line.append(found.words);
  if (found.login) {
    const link = Object.assign(document.createElement("a"), { href: found.login, target: "_blank", rel: "noopener" });
    link.textContent = found.link;
    line.append(" ", link);
  }
  const place = (button ?? form.querySelector("[data-primary]"))?.closest(".actions, .actions-row, .button-line");
  if (place) place.before(line);
  else form.append(line);
}

export function quiet(form) {
  form.querySelector("[data-session-over]")?.remove();
}
