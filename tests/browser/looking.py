"""Looking at a page as it stands: what axe finds, widths at which it scrolls sideways, words left in another language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

from caseapp.mediation.peoples import PEOPLES
from tests.office.browser import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served

PHONE, HALF = {"width": 390, "height": 844}, {"width": 683, "height": 384}     # a telephone; a laptop at 200 %
VIETNAMESE = re.compile(r"[ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý]", re.IGNORECASE)
# What stays Vietnamese whoever reads: symbols of laws and documents, a point's letter, words quoted as they are to be
# written, the name by which somebody is called, examples of what to type, the language's own name.
KEPT = re.compile(r"\d+/\d{4}/[\w-]+|\bNĐ\d+\b|\(đ\)|\d+/[\w-]+|“[^”]*”|\bM[rs] \w+|Mẫu \d+|Tiếng Việt|For example.*|\bNĐ-CP\b|\bTT-TTCP\b|\(BLLĐ\)|\bLTCCQĐP\b|\bBLLĐ\b|\(Tết\)|Hùng Kings", re.IGNORECASE)
# Peoples are called by their own names in every language.
OWN_NAMES = frozenset(PEOPLES.values())
AXE = """colours => axe.run(document, {resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}}})
    .then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""
# Every menu and every folded part is opened first: what is folded away must find room too.
WIDE = """() => { document.querySelectorAll("details:not([open])").forEach(one => { one.open = true; });
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= width ? null : [...document.querySelectorAll("body *")].filter(one =>
    one.getBoundingClientRect().right > width + 0.5).slice(-2).map(one => one.outerHTML.slice(0, 90)); }"""
WORDS = """() => { const said = [document.title], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("script, [lang=vi]")) said.push(walk.currentNode.textContent);
  for (const one of document.querySelectorAll("*")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) said.push(one.getAttribute(name) ?? "");
    for (const name in one.dataset) if (name !== "standIn" && !one.closest("[lang=vi]")) said.push(one.dataset[name]); }
  return said.map(words => words.trim().replace(/\\s+/g, " ")).filter(words => words !== ""); }"""


@contextmanager
def visitor(browser: Browser, office: Served, name: str, screen: str = "desktop") -> Iterator[Page]:
    """A page of ``name`` that brings axe along; whatever it writes to the console fails the test."""
    with opened(browser, office.url, screen) as page:
        page.context.add_init_script(AXE_SCRIPT)
        if name:
            office.enter(page.context, name)
        yield page


def faults(page: Page, where: str, *, colours: bool = True) -> list[str]:
    """What is wrong with the page before us: what axe finds, widths at which it scrolls sideways."""
    return [f"{where}: {problem}" for problem in (*axe(page, colours=colours), *sideways(page))]


def axe(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds, one line for each rule and place; ``colours`` is half of its work."""
    found: list[str] = page.evaluate(AXE, colours)
    return found


def sideways(page: Page) -> list[str]:
    """Widths at which the page is wider than its window, with the last parts that stick out; everything is unfolded."""
    before, found = page.viewport_size, []
    for size in (PHONE, HALF):
        page.set_viewport_size(size)
        parts = page.evaluate(WIDE)
        if parts is not None:
            found.append(f"scrolls sideways at {size['width']} px: {parts}")
    if before:
        page.set_viewport_size(before)
    return found


def vietnamese_in(page: Page, stored: Iterable[str]) -> list[str]:
    """What an English page says in Vietnamese although nobody typed it; ``stored`` is what people wrote, longest first."""
    said = dict.fromkeys(words for words in page.evaluate(WORDS) if words not in OWN_NAMES and VIETNAMESE.search(KEPT.sub("", words)))
    return [words[:120] for words in said if _is_left(words.casefold(), stored)]


def written(rows: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """Every Vietnamese text that lies in the office's tables, small letters, longest first."""
    texts = {line.strip().casefold() for lines in rows.values() for row in lines for stored in row if isinstance(stored, str)
             for value in _values(stored) for line in (value, *value.split("\n"), *re.split(r"[,;.]\s", value))}
    return sorted((text for text in texts if len(text) > 1 and VIETNAMESE.search(text)), key=len, reverse=True)


def _values(stored: str) -> list[str]:
    """A text by itself; of the inputs of an act, each that is a text."""
    if not stored.startswith("{"):
        return [stored]
    try:
        return [value for value in json.loads(stored).values() if isinstance(value, str)]
    except ValueError:
        return [stored]


def _is_left(words: str, stored: Iterable[str]) -> bool:
    begun = words.partition("…")[0]
    for text in stored:
        if begun in text:
            return False      # the beginning of something longer
        words = words.replace(text, " ")
    return VIETNAMESE.search(KEPT.sub("", words)) is not None


def told(found: list[str]) -> str:
    """One line for each."""
    return "\n".join([f"{len(found)} wrong:", *found[:40]])
