"""A clerk brings a book in: looks at it in place, brings it in without choosing the file again, sees the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.exchange import books, importing, petition_books
from tests.office.browser import axe_problems
from tests.staff.making import PASSWORD, filling, make_account, make_unit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office.clock import Clock
    from tests.office.live import Live


@pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
def test_a_book_is_looked_at_and_brought_in(page: Page, live: Live, clock: Clock) -> None:
    clock.set(importing.DAY)
    with filling(live.app) as session:
        make_account(session, "vanthu", ["clerk"], make_unit(session, "CB", "UBND xã Cư Blang"))
    page.goto("/login")
    page.fill("[name=username]", "vanthu")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)

    page.goto("/nhap-so")
    assert axe_problems(page) == []
    page.set_input_files("[name=book]", books.EXPECTED)  # no book: the page says so at the field
    page.click("button[value=look]")
    expect(page.locator("#book-error")).to_contain_text("tiêu đề")
    assert axe_problems(page) == []

    page.set_input_files("[name=book]", books.REGISTER)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-look-head]")).to_be_focused()
    expect(page.locator("#look")).to_contain_text("Nhập 114 dòng")
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.click("button[value=import]")
    page.wait_for_url("**/nhap-so/*")
    expect(page.locator("h2.facts-head")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Dòng 126")).to_be_visible()
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert importing.faults(live.app) == []
    assert importing.rows(live.app, "SELECT count(*) FROM dossier") == [(114,)]


def test_a_petition_book_is_chosen_looked_at_and_brought_in(page: Page, live: Live, clock: Clock) -> None:
    clock.set(importing.DAY)
    with filling(live.app) as session:
        make_account(session, "vanthu", ["clerk"], make_unit(session, "CB", "UBND xã Cư Blang"))
    page.goto("/login")
    page.fill("[name=username]", "vanthu")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)

    page.goto("/nhap-so")
    page.get_by_label("Sổ tiếp nhận, xử lý đơn").check()
    page.set_input_files("[name=book]", petition_books.BOOK)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#look")).to_contain_text("Nhập 96 dòng")
    expect(page.locator("#look")).to_contain_text("Sẽ thành đơn")
    page.click("button[value=import]")
    page.wait_for_url("**/nhap-so/*")
    expect(page.locator("h2.facts-head")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Đơn mới")).to_be_visible()
    assert axe_problems(page) == []
    assert importing.faults(live.app) == []
    assert importing.rows(live.app, "SELECT count(*) FROM petition") == [(96,)]
