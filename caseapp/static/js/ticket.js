// Knows that a place in the queue asks for no name until a kind is chosen, and never for a denunciation.

const form = document.getElementById("ticket");
const named = form?.querySelector("[data-named]");

function follow() {
  const kind = form.querySelector('input[name="matter"]:checked')?.value;
  const open = kind !== undefined && kind !== "denunciation";
  named.hidden = named.disabled = !open;
  if (!open) for (const line of named.querySelectorAll("input")) line.value = "";
}

form?.addEventListener("change", ({ target }) => { if (target.name === "matter") follow(); });
if (form) follow();
