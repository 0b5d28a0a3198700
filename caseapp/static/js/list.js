// Knows what the list of cases gains from a script: how many rows are ticked, and x ticks the current row.

const number = new Intl.NumberFormat("vi-VN");

function follow(form) {
  const said = [[form.querySelector("[data-chosen]"), "chosen"], [form.querySelector("[data-give]"), "give"]];
  const show = () => {
    const many = number.format(form.querySelectorAll("[name=chon]:checked").length);
    for (const [place, name] of said) place.textContent = place.dataset[name].replace("{n}", many);
  };
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

function tickCurrent(event) {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  const row = document.querySelector("[data-ticked] tr.current") ?? event.target.closest("[data-ticked] tr");
  row?.querySelector("[name=chon]")?.click();
}

document.querySelectorAll("[data-ticked]").forEach(follow);
document.addEventListener("keydown", tickCurrent);
