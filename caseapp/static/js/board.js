// Knows what ticking several rows gains from a script: how many they are, x ticks the current row, nothing sent twice.

const number = new Intl.NumberFormat("vi-VN");

function follow(form) {
  const count = form.querySelector("[data-chosen]");
  const urge = form.querySelector("[data-urge]");
  const show = () => {
    const many = number.format(form.querySelectorAll("[name=chon]:checked").length);
    count.textContent = count.dataset.chosen.replace("{n}", many);
    urge.textContent = urge.dataset.urge.replace("{n}", many);
  };
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

function tickCurrent(event) {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  document.querySelector("[data-together] tr.current [name=chon]")?.click();
}

document.querySelectorAll("[data-together]").forEach(follow);
document.addEventListener("keydown", tickCurrent);
