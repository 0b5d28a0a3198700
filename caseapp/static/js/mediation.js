// Knows the forms on a phone: photos are shrunk before they leave, sending shows how far it is and survives a lost line,
// lines of a list are added in place. Without it the same forms are sent and answered as any other.

const LONGEST = 1600;
const QUALITY = 0.82;
const SMALL = 300 * 1024;
const size = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

// ── photos ──

async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= SMALL && file.type === "image/jpeg") return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || (blob.size >= file.size && file.type === "image/jpeg")) return file;
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
}

// What was taken with the camera joins what was chosen before: a second photo does not take the place of the first.
async function gather(place, more) {
  const field = place.querySelector("[data-photos]");
  const state = place.querySelector("[data-photos-state]");
  const kept = new DataTransfer();
  for (const file of place.kept) kept.items.add(file);
  state.textContent = field.dataset.shrinking;
  for (const file of more) kept.items.add(await shrunk(file).catch(() => file));
  place.kept = [...kept.files];
  field.files = kept.files;
  show(place);
}

function show(place) {
  const field = place.querySelector("[data-photos]");
  const bytes = place.kept.reduce((sum, file) => sum + file.size, 0);
  const words = field.dataset.ready.replace("{n}", String(place.kept.length)).replace("{size}", told(bytes));
  place.querySelector("[data-photos-state]").textContent = place.kept.length ? words : "";
  place.querySelector("[data-photos-none]").hidden = !place.kept.length;
}

function told(bytes) {
  return bytes < 1 << 20 ? `${size.format(Math.ceil(bytes / 1024))} KB` : `${size.format(bytes / (1 << 20))} MB`;
}

function drop(place) {
  place.kept = [];
  for (const field of place.querySelectorAll("input[type=file]")) field.value = "";
  show(place);
}

for (const place of document.querySelectorAll(".photos")) {
  place.kept = [];
  place.ready = Promise.resolve();
  for (const field of place.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => {
      const more = [...field.files];
      field.value = "";
      if (more.length) place.ready = place.ready.then(() => gather(place, more));
    });
  }
  place.querySelector("[data-photos-none]").addEventListener("click", () => drop(place));
}
document.documentElement.classList.add("scripted");

// ── sending ──

function send(event) {
  const form = event.target;
  if (!form.matches("[data-sent]") || event.defaultPrevented || form.dataset.plain) return;
  if (event.submitter?.name === "step") return;
  event.preventDefault();
  const waiting = [...form.querySelectorAll(".photos")].map((place) => place.ready);
  Promise.allSettled(waiting).then(() => post(form));
}

function post(form) {
  const state = form.querySelector("[data-send-state]");
  const bar = form.querySelector("[data-send-progress]");
  const request = new XMLHttpRequest();
  const body = new FormData(form);
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Sent-By", "script");
  say(form, state, `${form.dataset.sendingWords}…`);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable || event.total < 20000) return;
    bar.hidden = false;
    bar.value = Math.round((100 * event.loaded) / event.total);
  });
  request.addEventListener("load", () => {
    const answer = request.status === 200 && /json/.test(request.getResponseHeader("Content-Type") ?? "") ? JSON.parse(request.responseText) : null;
    if (answer?.go) { location.assign(answer.go); return; }
    mend(form);
  });
  for (const lost of ["error", "timeout"]) {
    request.addEventListener(lost, () => { open(form, bar); say(form, state, form.dataset.offline, true); state.scrollIntoView({ block: "nearest" }); });
  }
  request.timeout = 180000;
  request.send(body);
}

// What the server refused is shown by the server, on a page of its own: sent once more, without the photos.
function mend(form) {
  form.querySelectorAll(".photos").forEach(drop);
  form.dataset.plain = "yes";
  HTMLFormElement.prototype.submit.call(form);
}

function open(form, bar) {
  bar.hidden = true;
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
}

function say(form, state, words, failed = false) {
  state.textContent = words;
  state.classList.toggle("send-failed", failed);
}

document.addEventListener("submit", send);
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.plain;
});

// ── lines ──

function add(button) {
  const lines = button.closest("form").querySelector("[data-lines]");
  const all = [...lines.querySelectorAll("[data-line]")];
  const last = all.at(-1);
  const line = last.cloneNode(true);
  const number = all.length;
  for (const one of line.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace(/-\d+-/, `-${number}-`));
    }
  }
  for (const field of line.querySelectorAll("input, textarea, select")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else if (field.matches("select")) field.selectedIndex = field.name.endsWith("side") ? last.querySelector(`select[name$=side]`).selectedIndex : 0;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
  line.querySelectorAll(".why-bad").forEach((one) => one.remove());
  line.querySelectorAll(".bad").forEach((one) => one.classList.remove("bad"));
  line.querySelector("legend").textContent = lines.dataset.numbered.replace("{n}", String(number + 1));
  lines.append(line);
  line.querySelector("select, input").focus();
}

for (const button of document.querySelectorAll("[data-more]")) {
  button.addEventListener("click", (event) => { event.preventDefault(); add(button); });
}
