// Knows the form of a visit: its parts, its kind, and how it speaks with the server.

export const form = document.getElementById("visit");
export const DENUNCIATION = "denunciation";

export function all(selector, root = form) {
  return [...root.querySelectorAll(selector)];
}

export function chosen(name) {
  return form.querySelector(`input[name="${name}"]:checked:not(:disabled)`);
}

export function matter() {
  return form.querySelector('input[name="matter"]:checked')?.value ?? "";
}

// A mixed visit with a denunciation in it is logged as one.
export function kind() {
  return matter() === "mixed" && form.elements.has_denunciation.checked ? DENUNCIATION : matter();
}

export function post(url, body, keepalive = false) {
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
    credentials: "same-origin", redirect: "error", keepalive });
}
