"""How the tests of the pages of cases look at a page: its statements, its buttons, its words."""

from __future__ import annotations

import re

MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def main_of(page: str) -> str:
    """What stands between header and foot."""
    found = MAIN.search(page)
    assert found
    return found[0]


def acts_offered(page: str) -> set[str]:
    """Codes of the acts a page has buttons or links for."""
    return set(re.findall(r"/vu-viec/[\w-]+/viec/([a-z-]+)", page))


def primary_of(page: str) -> str:
    """The words of the primary button; empty when there is none."""
    found = re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', main_of(page))
    assert len(found) <= 1, found
    return str(found[0]) if found else ""


def due_words(page: str) -> list[str]:
    """The states of the cells in the bar of clocks."""
    bar = re.search(r'<ul class="clocks">.*?</ul>', page, re.DOTALL)
    cells = re.findall(r'<b class="clock-state">(.*?)</b>', bar[0], re.DOTALL) if bar else []
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]
