"""Filling in a form as a browser does: what stands in it, changed where somebody typed, sent with its own tokens."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Reads the fields of one form that a browser would send; what is switched off or unticked is not."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.fields, self.errors = wanted, Fields(), dict[str, str]()
        self._open = self._text = self._select = self._error = ""
        self._off: list[bool] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = self.wanted in (given.get("action") or "", given.get("id") or "", "*") and given.get("role") != "search"
        if tag == "p" and "why-bad" in (given.get("class") or ""):
            self._error = given.get("id") or ""
            self.errors[self._error] = ""
        if tag == "fieldset":
            self._off.append("disabled" in given)
        name = given.get("name")
        if not self._inside or any(self._off) or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self._open, self._text = name, ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = [given.get("value") or ""]

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text += data
        if self._error:
            self.errors[self._error] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open:
            self.fields[self._open] = [self._text.replace("\r\n", "\n").removeprefix("\n")]      # the first line end is not part of it
            self._open = ""
        if tag == "select":
            self._select = ""
        if tag == "fieldset" and self._off:
            self._off.pop()
        if tag == "form":
            self._inside = False
        if tag == "p":
            self._error = ""


def read(page: str, wanted: str = "*") -> tuple[Fields, dict[str, str]]:
    """What the form would send (by its action, its id, or all forms of the page), and what stands at its fields."""
    form = _Form(wanted)
    form.feed(page)
    return form.fields, {place: " ".join(words.split()) for place, words in form.errors.items()}


def summary(answer: TestResponse) -> list[str]:
    """The lines of the summary of what must be mended, each with the place it leads to."""
    found = re.search(r"data-errors.*?<ul>(.*?)</ul>", answer.text, re.DOTALL)
    return re.findall(r'href="#([^"]+)"', found[1]) if found else []


def send(client: FlaskClient, url: str, typed: dict[str, str | None] | None = None, *, post_to: str = "",
         wanted: str = "*") -> TestResponse:
    """Open the form at ``url``, type, send it; a value None leaves its field out."""
    fields, _errors = read(client.get(url).text, wanted)
    return client.post(post_to or url.partition("?")[0], data=with_typed(fields, typed))


def with_typed(fields: Fields, typed: dict[str, str | None] | None) -> Fields:
    sent = {**fields, **{name: [value] for name, value in (typed or {}).items() if value is not None}}
    return {name: values for name, values in sent.items() if (typed or {}).get(name, "") is not None}


def heading(answer: TestResponse) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return html.unescape(found[1]).strip() if found else ""
