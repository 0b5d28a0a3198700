"""The list of cases as one works in it: by keyboard, kept by name, many rows given away at once, with and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from caseapp.cases.narrowing import COLUMNS
from tests.browser.looking import faults, told, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

EVERY_COLUMN = "/vu-viec?cot=" + ".".join(COLUMNS)


def test_rows_by_keyboard(onlooker: Seat) -> None:
    page = onlooker("lanhdao")
    page.goto("/vu-viec")
    rows, bar = page.locator("[data-rows] tbody tr"), page.locator("[data-chosen]")
    for key, place in (("ArrowDown", 0), ("j", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_have_class("current")
    expect(bar).to_be_hidden()
    page.keyboard.press("x")
    expect(bar).to_have_text("Đã chọn 1")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_have_text("Đã chọn 2")
    expect(page.locator("[data-give]")).to_have_text("Giao 2 vụ việc…")
    page.keyboard.press("x")
    expect(bar).to_have_text("Đã chọn 1")
    wanted = rows.nth(2).locator("a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/vu-viec")


def test_a_number_leads_straight_to_its_case(full: Served, onlooker: Seat) -> None:
    number, case = full.all("SELECT no, public_id FROM dossier WHERE kind = 'complaint' AND unit_id ="
                            " (SELECT id FROM unit WHERE code = 'CT-AT') ORDER BY id LIMIT 1")[0]
    page = onlooker("canbo")
    page.goto("/viec")
    page.keyboard.press("/")
    page.keyboard.type(f"kn 2026/{number:04d}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/vu-viec/{case}")


def test_a_list_is_named_shared_and_opened_by_a_colleague(seat: Seat) -> None:
    page = seat("canbo")
    page.goto("/vu-viec")
    page.get_by_role("link", name="Lọc thêm, chọn cột").click()
    page.get_by_label("Lĩnh vực", exact=True).first.select_option("land")
    page.get_by_label("Nhận từ ngày").fill("1/1/2026")
    page.get_by_role("checkbox", name="Người thụ lý").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/vu-viec?linh-vuc=land&nhan-tu=2026-01-01&cot=so.noi-dung.giai-doan.han.thu-ly")
    page.get_by_role("link", name="Lưu danh sách này").click()
    page.get_by_label("Tên danh sách").fill("Đất đai năm nay")
    page.get_by_label("Dùng chung trong đơn vị").check()
    page.get_by_role("button", name="Lưu danh sách").click()
    expect(page.locator(".kept-lists summary")).to_contain_text("Đất đai năm nay")
    colleague = seat("lanhdao")
    colleague.goto("/vu-viec")
    colleague.locator(".kept-lists summary").press("Enter")
    colleague.get_by_role("link", name="Đất đai năm nay").press("Enter")
    colleague.wait_for_url("**/vu-viec?linh-vuc=land**")
    colleague.locator("a.chip", has_text="Lĩnh vực").click()
    colleague.wait_for_url("**/vu-viec?nhan-tu=2026-01-01**")


def test_many_are_given_at_once_without_a_script_too(office: Served, seat: Seat) -> None:
    for script in (True, False):
        page = seat("lanhdao", java_script_enabled=script)
        page.goto("/vu-viec")
        give(page)
        expect(page.get_by_role("status").first).to_contain_text("Đã giao 2 vụ việc. Người thụ lý: Nguyễn Minh Tuấn")
    given = office.one("SELECT count(*) FROM case_assignment WHERE reason = 'Chia lại việc'")
    assert given in (2, 3, 4)


def give(page: Page) -> None:
    """Tick the first two rows, and give them away."""
    for place in (0, 1):
        page.locator("[name=chon]").nth(place).check()
    page.locator("[data-give]").click()
    page.get_by_role("heading", name="Giao 2 vụ việc").wait_for()
    chosen = page.get_by_label("Người thụ lý").locator("option", has_text="Nguyễn Minh Tuấn").get_attribute("value")
    page.get_by_label("Người thụ lý").select_option(chosen)
    page.get_by_label("Lý do phân công").fill("Chia lại việc")
    page.get_by_role("button", name="Giao các vụ đã chọn").click()


SEEN = {"desktop": (EVERY_COLUMN, "/vu-viec/danh-sach"),
        "phone": ("/vu-viec?linh-vuc=land&nguoi=chua&nhan-tu=2026-01-01", "/vu-viec/loc",
                  "/vu-viec/danh-sach/luu?linh-vuc=land")}


@pytest.mark.parametrize("screen", SEEN)
def test_nothing_is_wrong_with_the_pages(browser: Browser, full: Served, screen: str) -> None:
    found: list[str] = []
    with visitor(browser, full, "lanhdao", screen) as page:
        for url in SEEN[screen]:
            page.goto(url)
            found += faults(page, url, colours=url == EVERY_COLUMN)
        page.goto("/vu-viec")
        for place in (0, 1):
            page.locator("[name=chon]").nth(place).check()
        found += faults(page, "ticked", colours=screen == "phone")
        page.locator("[data-give]").click()
        page.get_by_role("heading", name="Giao 2 vụ việc").wait_for()
        found += faults(page, "give", colours=False)
    assert found == [], told(found)
