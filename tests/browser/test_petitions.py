"""Petitions in a browser: taken in by key alone, earlier ones shown while one types, nothing that axe finds wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import faults, told, visitor
from tests.office.keys import focused, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

STORY = "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh. Yêu cầu đo lại tại chỗ."


def test_a_petition_is_taken_in_by_key_alone(office: Served, seat: Seat) -> None:
    page = seat("canbo")
    page.goto("/don")
    page.keyboard.press("n")
    page.wait_for_url("**/don/moi")
    page.wait_for_function("document.activeElement.name === 'content_kind'")
    page.keyboard.press("Space")
    tab_to(page, "people-0-name")
    page.keyboard.type("Huỳnh Thị Ngọc Điệp")
    tab_to(page, "people-0-commune")
    page.keyboard.type("Phường An Thịnh")
    tab_to(page, "content")
    page.keyboard.type(STORY)
    page.locator("[data-repeats]").wait_for()
    assert focused(page) == "content"
    page.keyboard.press("Alt+c")
    page.locator("[data-chosen]").wait_for()
    page.wait_for_function("document.activeElement.name === 'demand'")
    page.keyboard.type("Đo lại ranh.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/don/*")
    page.get_by_role("heading", name="Phân loại, xử lý đơn và báo người gửi").wait_for()
    assert office.one("SELECT count(*) FROM link WHERE what = 'repeat'") == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/viec/classify")


def test_names_leave_the_page_when_it_becomes_a_denunciation(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto("/don/moi?loai=complaint")
    page.locator("[name=people-0-name]").fill("Quách Thị Mỹ Lành")
    page.locator("#story").fill("Bà QUÁCH THỊ MỸ LÀNH kể: bị vòi tiền.")
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    page.locator("input[name=content_kind][value=denunciation]").check()
    assert page.locator("#people").is_hidden()
    assert page.locator("[name=people-0-name]").input_value() == ""
    assert page.locator("[name=envelope]").is_visible()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing(office: Served, browser: Browser, screen: str) -> None:
    within = office.one("SELECT public_id FROM dossier WHERE kind = 'petition' AND state = 'in-case' LIMIT 1")
    found = []
    with visitor(browser, office, "canbo", screen) as page:
        page.goto("/don/moi?loai=complaint&kenh=press")
        page.locator("[name=forwarded_by]").fill("Báo Cần Thơ")
        page.locator("#story").fill(STORY)
        page.locator("[data-repeats]").wait_for()
        found += faults(page, "/don/moi, đơn trùng")
        page.locator("button[data-primary]").click()
        page.wait_for_url("**/don/*")
        found += faults(page, "đơn mới nhận")
        here = page.url
        page.locator("section.next a.btn-primary").click()
        page.locator("input[name=content_kind][value=complaint]").check()
        page.locator("input[name=competence][value=own]").check()
        page.locator("input[name=circumstances][value=irreparable]").check()
        page.locator("button[data-primary]").click()
        page.locator(".besides").wait_for()
        for address in (here, f"{here}?tham-quyen=minister", "/don", "/don?xem=vao-vu-viec", "/don/moi", f"/don/{within}"):
            page.goto(address)
            found += faults(page, address)
    assert not found, told(found)
