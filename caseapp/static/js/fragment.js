// Knows how a piece of page that the server rendered is put in place: parsed apart, so that nothing in it runs.

export function show(place, text) {
  const piece = new DOMParser().parseFromString(text, "text/html");
  place.replaceChildren(...piece.body.childNodes);
}
