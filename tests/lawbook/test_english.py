"""An English reader finds no Vietnamese on the pages of the law but the names that texts and rows bear."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from caseapp.kinds import KINDS
from caseapp.law.acts import ACTS
from caseapp.law.registry import RULES
from caseapp.law.rows import Field
from tests.browser.looking import KEPT, VIETNAMESE
from tests.lawbook.test_pages import PAGES
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

# What acts are called in brackets whoever reads, and the one word that English keeps.
CODES = re.compile(rf"\b(?:{'|'.join(ACTS)}|Tết)\b")
VOID = frozenset({"meta", "link", "input", "br", "img", "use", "path", "rect", "circle"})


class Words(HTMLParser):
    """The words of a page and of its labels, but for what is marked as Vietnamese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "placeholder", "title", "data-name", "label")]
        if tag not in VOID:
            self.open.append(("lang", "vi") in attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without an end: nothing stands in it."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.found.append(" ".join(data.split()))


def vietnamese(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    return sorted({text for text in words.found if VIETNAMESE.search(KEPT.sub("", CODES.sub("", text)))})


@pytest.fixture
def reader(app: Flask, client: FlaskClient) -> FlaskClient:
    with filling(app) as session:
        account = make_account(session, "reader", ["supervisor"], make_unit(session, "U", "Ward office"), display="Reader",
                               language="en")
    sign_in(client, account)
    return client


def test_english_is_complete(reader: FlaskClient) -> None:
    more = [f"/quy-tac/{code}" for code in RULES] + [f"/van-ban/{code}" for code in ACTS]
    more += [f"/can-cu?linh-vuc={field}" for field in Field] + [f"/thu-tuc/{code}" for code in KINDS]
    more += ["/tinh-han?quy-tac=complaint.resolution-1&ngay=x&truong-hop=nonsense&dung-0-tu=1/1/2026",
             "/tinh-han?quy-tac=complaint.resolution-1&ngay=2026-11-12&truong-hop=dismissal"]
    left = {}
    for page in (*PAGES, *more):
        if found := vietnamese(reader.get(f"/phap-luat{page}").text):
            left[page] = found
    assert "\n".join(f"{page}: {words}" for page, found in left.items() for words in found) == ""
