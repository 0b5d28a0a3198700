"""Every page by keyboard: where Tab goes, that one sees where one is, single keys, and that they can be switched off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.office.keys import focused, focused_words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

FORM = "/tiep-dan/luot-moi?loai=complaint"
# The order of the paper form: kind, who came, what about, papers, what was done.
PAPER = ("matter", "lookup", "people-0-name", "people-0-birth_year", "people-0-id_number", "people-0-phone",
         "people-0-commune", "people-0-address", "content", "field", "people_count", "repeat", "resolved_by", "outcome")
HERE = """() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {name: one.name || one.id || (one.innerText ?? one.textContent).trim().slice(0, 30), tag: one.tagName, top: box.top + scrollY,
          seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
          ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"}; }"""


def walk(page: Page, at_most: int = 120) -> list[dict[str, object]]:
    """Every stop of Tab from the top of the page until it comes round to the page itself."""
    stops: list[dict[str, object]] = []
    for _press in range(at_most):
        page.keyboard.press("Tab")
        stop = page.evaluate(HERE)
        if stop["tag"] == "BODY":
            return stops
        stops.append(stop)
    raise AssertionError(f"Tab does not come round; last stops: {[stop['name'] for stop in stops[-5:]]}")


@pytest.mark.parametrize("url", ["/tiep-dan", FORM, "/tiep-dan/luot-moi?loai=denunciation", "/tiep-dan/luot", "/so/tiep-cong-dan",
                                 "/viec", "/tim", "/tai-khoan", "/tiep-dan/so-thu-tu", "visit", "notify"])
def test_one_always_sees_where_one_is(full: Served, onlooker: Seat, url: str) -> None:
    visit = full.one("SELECT public_id FROM dossier WHERE state = 'awaiting' AND NOT sealed ORDER BY id DESC LIMIT 1")
    page = onlooker("tiepdan")
    page.goto({"visit": f"/tiep-dan/luot/{visit}", "notify": f"/tiep-dan/luot/{visit}/viec/notify"}.get(url, url))
    assert_seen(walk(page))


@pytest.mark.parametrize("where", ["case", "act", "list", "board", "late", "reminders"])
def test_the_head_always_sees_where_he_is(full: Served, onlooker: Seat, where: str) -> None:
    case = full.one("SELECT public_id FROM dossier WHERE kind = 'complaint' AND state = 'reported' AND proposed IS NULL"
                    " AND unit_id = (SELECT id FROM unit WHERE code = 'CT-AT') ORDER BY id LIMIT 1")
    page = onlooker("lanhdao")
    page.goto({"case": f"/vu-viec/{case}", "act": f"/vu-viec/{case}/viec/decide", "list": "/vu-viec", "board": "/bang-theo-doi",
               "late": "/bang-theo-doi/danh-sach?muc=qua-han", "reminders": "/nhac-viec"}[where])
    assert_seen(walk(page, 240))


def assert_seen(stops: list[dict[str, object]]) -> None:
    assert str(stops[0]["name"]).startswith(("Tới nội dung", "Skip"))
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    assert [stop["name"] for stop in stops if not stop["seen"]] == []


def test_tab_follows_the_paper_form(onlooker: Seat) -> None:
    page = onlooker("tiepdan")
    page.goto(FORM)
    names = [str(stop["name"]) for stop in walk(page)]
    assert [name for name in dict.fromkeys(names) if name in PAPER] == list(PAPER)
    last = [name for name in names if name.startswith(("Lưu lượt tiếp", "then"))]
    assert last, names
    assert names.index(last[0]) > names.index("outcome")


def test_the_first_stop_leads_past_the_navigation(onlooker: Seat) -> None:
    page = onlooker("tiepdan")
    page.goto("/tiep-dan/luot")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#content:focus").wait_for()
    page.keyboard.press("Tab")
    page.locator("main :focus").first.wait_for()


def test_single_keys(onlooker: Seat) -> None:
    page = onlooker("tiepdan")
    page.goto("/viec")
    page.keyboard.press("/")
    page.locator("[name=words]:focus").wait_for()
    page.keyboard.type("n/?j")      # while one types they are letters
    expect(page.locator("[name=words]:focus")).to_have_value("n/?j")
    assert page.url.endswith("/viec")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    help_ = page.locator("dialog[open]")
    help_.wait_for()
    assert "Phím tắt" in help_.inner_text()
    page.keyboard.press("n")      # nothing happens behind an open dialog
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/viec")
    page.goto("/tiep-dan")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/viec")
    page.goto("/tiep-dan")
    page.keyboard.press("n")
    page.wait_for_url("**/luot-moi")


def test_rows_by_j_and_k(onlooker: Seat) -> None:
    page = onlooker("tiepdan")
    page.goto("/tiep-dan/luot")
    rows = page.locator("[data-rows] tbody tr")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_have_class(re.compile("current"))
    wanted = rows.nth(1).locator("a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_single_keys_can_be_switched_off(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto("/tai-khoan")
    page.get_by_label(re.compile("Dùng phím tắt")).uncheck()
    page.locator("main [data-primary], main form button.btn-primary").first.click()
    page.get_by_text("Đã lưu lựa chọn của bạn.").wait_for()
    page.goto("/viec")
    for key in ("n", "/", "?", "j"):
        page.keyboard.press(key)
    assert page.url.endswith("/viec")
    assert page.locator("dialog[open]").count() == 0
    assert focused(page) in {"", "content"}
    page.goto(FORM)
    page.get_by_label("Tóm tắt sự việc").fill("x")
    page.keyboard.press("Control+Enter")      # no single key: it still saves
    page.locator("[data-errors]").wait_for()


def test_enter_and_control_enter_in_the_form(office: Served, seat: Seat) -> None:
    page, before = seat("tiepdan"), office.one("SELECT count(*) FROM dossier")
    page.goto(FORM)
    page.get_by_label("Số định danh hoặc họ tên").fill("Quách Thị Mỹ Lành")
    page.keyboard.press("Enter")      # looks up and goes on, saves nothing
    page.locator("[name=people-0-name]:focus").wait_for()
    assert page.locator("[name=people-0-name]").input_value() == "Quách Thị Mỹ Lành"
    page.get_by_label("Tóm tắt sự việc").fill("dòng một")
    page.get_by_label("Tóm tắt sự việc").press("Enter")      # a new line
    page.keyboard.type("dòng hai")
    assert page.get_by_label("Tóm tắt sự việc").input_value() == "dòng một\ndòng hai"
    assert page.url.endswith(FORM)
    page.locator("[name=people-0-phone]").press("Enter")      # in a line it saves, and does not press the first button it meets
    page.locator("[data-errors]").wait_for()
    assert page.locator("[name=people-1-name]").count() == 0
    assert office.one("SELECT count(*) FROM dossier") == before


def test_menus_open_and_close_by_keyboard(onlooker: Seat) -> None:
    page = onlooker("tiepdan")
    page.goto("/tiep-dan")
    menu = page.locator("details.account")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    assert focused_words(page) == "Tài khoản của tôi"
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    page.keyboard.press("Tab")      # and one is not thrown back to the top of the page
    assert page.evaluate("document.activeElement.closest('header.top a.full, .skip')") is None


def test_added_lines_take_the_focus(seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto(FORM)
    page.get_by_role("button", name="+ Thêm người").press("Enter")
    page.locator("[name=people-1-name]:focus").wait_for()
    page.locator("[data-add=paper]").press("Enter")
    page.locator("[name=papers-0-name]:focus").wait_for()
    page.get_by_role("button", name="Đoàn đông người (từ 5 người)").press("Enter")
    page.keyboard.type("6")
    page.get_by_label("Văn bản cử người đại diện").wait_for()
