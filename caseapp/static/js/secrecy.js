// Knows how names leave the page when the kind becomes a denunciation.

import { forget as forgetAlike } from "./alike.js";
import { all, form } from "./counter.js";

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
}

function personLines() {
  return all("#people input, #people select").filter((line) => !["button", "submit"].includes(line.type));
}

function personal() {
  return personLines().filter((line) => line.type !== "radio" && line.type !== "checkbox" && line.tagName !== "SELECT"
    && line.value.trim() !== "");
}

function withoutNames(text, sought) {
  const words = [...text.normalize("NFC").matchAll(/[\p{L}\p{N}_]+/gu)];
  const folded = words.map((word) => fold(word[0]));
  let kept = "";
  let end = 0;
  for (let place = 0; place < words.length; place += 1) {
    const found = sought.find((name) => name.every((word, step) => folded[place + step] === word));
    if (!found) continue;
    const last = words[place + found.length - 1];
    kept += text.slice(end, words[place].index) + form.dataset.standIn;
    end = last.index + last[0].length;
    place += found.length - 1;
  }
  return kept + text.slice(end);
}

export function forgetPersons() {
  const typed = personal();
  const sought = typed.map((line) => fold(line.value.normalize("NFC")).match(/[a-z0-9_]+/g) ?? [])
    .filter((words) => words.join("").length >= 4).sort((one, other) => other.length - one.length);
  const numbers = typed.map((line) => line.value.replace(/\D/g, "")).filter((digits) => digits.length >= 6);
  for (const line of personLines()) {
    if (line.type === "checkbox" || line.type === "radio") line.checked = line.defaultChecked && line.type === "radio";
    else line.value = line.defaultValue = "";
    delete line.dataset.asked;
    line.removeAttribute("placeholder");
  }
  all("[data-person]").slice(1).forEach((line) => line.remove());
  form.querySelector("[data-earlier-place]").replaceChildren();
  forgetAlike();
  form.elements.same_as.value = "";
  for (const line of all("[data-petition] input")) {      // a decision's number leads to whom it was addressed
    if (line.type === "radio") line.checked = false;
    else line.value = line.defaultValue = "";
  }
  const told = all('textarea, input[name="resolved_by"], input[name="body"], input[name="document"], input[name="place"], [data-paper] input');
  for (const line of told) {
    let text = line.value.normalize("NFC");
    for (const digits of numbers) text = text.replace(new RegExp([...digits].join("[\\s.\\-]?"), "g"), form.dataset.standIn);
    text = withoutNames(text, sought);
    if (text !== line.value) line.value = line.defaultValue = text;
  }
  return typed.length > 0;
}
