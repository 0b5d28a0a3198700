"""Choosing the accounts of the accused in a real browser, on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office.browser import axe_problems
from tests.reception.making import People, make_people
from tests.reception.views.posting import NEW, SEALED, counts, one
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from caseapp.staff.models import Account
    from tests.office.live import Live


def seat(live: Live, page: Page, account: Account) -> None:
    """Put somebody before the browser."""
    client = live.app.test_client()
    sign_in(client, account)
    cookie = client.get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live.url}])


@pytest.fixture
def people(live: Live, page: Page) -> People:
    """The office of a ward, its officer in the browser."""
    made = make_people(live.app)
    seat(live, page, made.officer)
    return made


@pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
def test_an_account_is_looked_up_ticked_and_later_let_in(live: Live, page: Page, people: People) -> None:
    page.goto(f"{NEW}?loai=denunciation")
    assert len(page.locator("[name=envelope]").input_value()) == 5
    page.get_by_label("Đã kiểm tra giấy tờ").check()
    page.locator("[name=accused_name]").fill(SEALED["accused_name"])
    page.locator("#story").fill(SEALED["content"])
    page.get_by_label("Tiếp nhận đơn").check()
    # Enter in the search line saves nothing: it shows what was found.
    page.locator("[name=accused_find]").fill("quốc dũng")
    page.locator("[name=accused_find]").press("Enter")
    page.get_by_role("alert").get_by_text("bên dưới là kết quả tìm").wait_for()
    assert counts(live.app)["dossier"] == 0
    page.locator("[name=accused_find]").fill("trần văn")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    page.get_by_label("Trần Văn Bình").wait_for()
    assert page.url.endswith("#accused_account")
    page.get_by_label("Trần Văn Bình").check()
    assert axe_problems(page) == []
    page.get_by_role("button", name="Lưu lượt tiếp").last.click()
    page.get_by_role("heading", name="TC-2026").wait_for()
    assert one(live.app, "SELECT account_id FROM accused") == people.handler.id
    where = page.url

    seat(live, page, people.head)
    page.goto(where)
    page.get_by_role("link", name="Gỡ chặn nhầm").click()
    page.get_by_label("Trần Văn Bình").check()
    page.get_by_label("Lý do gỡ chặn").fill("Người bị tố cáo ở xã khác")
    assert axe_problems(page) == []
    page.get_by_role("button", name="Gỡ chặn").click()
    page.get_by_text("Đã gỡ chặn.").wait_for()
    assert counts(live.app)["dossier"] == 1
    assert one(live.app, "SELECT count(*) FROM accused") == 0
