"""A commune's list of payments in a real browser: on a phone by touch, at a desk by the keys alone; nothing axe finds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.mediation.paying_office import Office, a_case, make_office, put_rate, putting
from tests.office.browser import axe_problems, opened
from tests.office.keys import tab_to
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.office.live import Live

LISTS = "/hoa-giai/thu-lao"


def _office(live: Live) -> Office:
    office = make_office(live.app)
    with putting(live.app) as session:
        put_rate(session, office, "settled", 350_000, date(2026, 10, 1), unit=office.province, confirmed=False)
        a_case(session, office, date(2026, 10, 7), by=(0, 1, 2))
        a_case(session, office, date(2026, 10, 9), "failed", team=1, by=(0, {"mediator": 1, "breach": "Thiên vị"}))
    return office


def _enter(page: Page, live: Live, account: Any) -> None:
    client = live.app.test_client()
    sign_in(client, account)
    cookie = client.get_cookie(live.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live.url}])


def _sound(page: Page) -> None:
    """Nothing axe finds, nothing to the side of the screen."""
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.slow
def test_a_list_on_a_phone_and_its_approval_by_the_keys_alone(live: Live, browser: Browser) -> None:
    office = _office(live)
    with opened(browser, live.url, "phone") as page:
        _enter(page, live, office.clerk)
        page.goto(LISTS)
        _sound(page)
        page.get_by_role("link", name="Lập danh sách").first.click()
        page.get_by_label("Từ ngày").fill("32/9/2026")
        page.get_by_label("Đến ngày").fill("31/10")
        page.get_by_role("button", name="Lập danh sách").click()
        expect(page.locator("#from_on-error")).to_be_visible()
        _sound(page)
        page.get_by_label("Từ ngày").fill("1/9")
        page.get_by_role("button", name="Lập danh sách").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Danh sách chi 01/09/2026–31/10/2026")
        expect(page.get_by_text("Giữ lại 150.000 đồng")).to_be_visible()
        _sound(page)
        page.get_by_label("Bỏ ra 09/2026, Tổ hòa giải khu vực 1").check()
        page.get_by_role("button", name="Bỏ các dòng đã chọn ra").click()
        expect(page.get_by_text("Đã bỏ ra.")).to_be_visible()
        expect(page.get_by_text("Còn 1 việc đến cuối kỳ chưa có trong danh sách này")).to_be_visible()
        where = page.url
    with opened(browser, live.url) as page:
        _enter(page, live, office.head)
        page.goto(where)
        _sound(page)
        tab_to(page, "Duyệt danh sách")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Ngày duyệt")).to_be_visible()
        tab_to(page, "document")
        page.keyboard.type("31/QĐ-UBND")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Đã duyệt danh sách.")).to_be_visible()
        tab_to(page, "Ghi ngày nhận giấy đề nghị")
        page.keyboard.press("Enter")
        tab_to(page, "requested_on")
        page.keyboard.press("Control+a")
        page.keyboard.type("6/11")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Quá hạn 1 ngày làm việc")).to_be_visible()
        tab_to(page, "Ghi đã chi")
        page.keyboard.press("Enter")
        tab_to(page, "Ghi đã chi")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã ghi ngày chi.")).to_be_visible()
        _sound(page)
        page.get_by_role("link", name="In", exact=True).click()
        expect(page.get_by_role("columnheader", name="Ký nhận")).to_be_visible()
        assert axe_problems(page) == []
        page.goto("/hoa-giai/muc-chi")
        expect(page.get_by_text("UBND thành phố Cần Thơ, từ 01/10/2026")).to_be_visible()
        _sound(page)
