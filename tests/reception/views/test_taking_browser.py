"""Taking a petition in a real browser: folded until it is wanted, both days beside the form, the same matter joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.models import Outcome
from tests.office.browser import axe_problems
from tests.office.keys import tab_to
from tests.reception.making import People, log
from tests.reception.views.posting import counts, one
from tests.reception.views.test_counter_browser import DIEP, NEW, people

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office.live import Live

__all__ = ["people"]      # the fixture


def test_the_lines_of_a_petition_follow_the_choices(live: Live, page: Page, people: People) -> None:
    page.goto(f"{NEW}?loai=complaint")
    folded = page.locator("[data-petition] > summary")
    expect(folded).to_be_hidden()
    page.get_by_label("Báo cáo lãnh đạo").check()
    expect(page.get_by_text("thì chưa theo dõi").first).to_be_visible()
    page.get_by_label("Tiếp nhận đơn").check()
    expect(folded).to_be_visible()
    expect(page.get_by_label("Người bị khiếu nại", exact=True)).to_be_hidden()
    expect(page.locator('[data-starts="complaint.acceptance"] .day')).to_be_visible()
    expect(page.get_by_text("thì chưa theo dõi").first).to_be_hidden()
    page.get_by_label("Kiến nghị, phản ánh").check()
    expect(folded).to_be_hidden()
    expect(page.locator('[data-starts="complaint.acceptance"] .day')).to_be_hidden()


def test_the_same_matter_joins_its_case(live: Live, page: Page, people: People) -> None:
    log(live.app, people, person=DIEP, petition=GivenTaking("Chủ tịch UBND phường An Thịnh"))
    page.goto(f"{NEW}?loai=complaint")
    page.get_by_label("Số định danh hoặc họ tên").fill("huynh thi ngoc diep")
    page.keyboard.press("Enter")
    page.get_by_text("đang giải quyết: KN 2026/0001").wait_for()
    page.get_by_role("button", name="Cùng việc này").click()
    page.get_by_label("Tóm tắt sự việc").fill("Nộp thêm đơn.")
    with page.expect_response("**/luot-moi/han"):
        page.get_by_label("Tiếp nhận đơn").check()
        page.locator("[name=joins]").fill("KN 2026/0077")
        page.locator("[name=joins]").blur()
    page.get_by_text("không có vụ việc KN 2026/0077").first.wait_for()
    with page.expect_response("**/luot-moi/han"):
        page.locator("[name=joins]").fill("1")
        page.locator("[name=joins]").blur()
    page.get_by_text("Đơn nhập vào KN 2026/0001, theo hạn của vụ việc ấy").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("ĐƠN 2026/0002 đã nhập vào KN 2026/0001.").first.wait_for()
    assert one(live.app, "SELECT count(*) FROM case_file WHERE kind = 'complaint'") == 1


def test_what_was_written_of_a_petition_leaves_with_the_names(live: Live, page: Page, people: People) -> None:
    page.goto(f"{NEW}?loai=complaint")
    page.locator('[name="people-0-name"]').fill("Đoàn Nguyệt Quế Hương")
    page.get_by_label("Tiếp nhận đơn").check()
    page.locator("[data-petition] > summary").click()
    page.locator("[name=contested_paper]").fill("Quyết định 4711/QĐ gửi bà Hương")
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    with page.expect_response("**/luot-moi/kin"):
        page.get_by_label("Tố cáo", exact=True).check()
    assert page.locator("[name=contested_paper]").input_value() == ""
    assert "4711" not in page.content()


@pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
def test_the_pages_are_open_to_everybody(live: Live, page: Page, people: People) -> None:
    waiting = log(live.app, people, person=DIEP, outcome=Outcome.REPORTED)
    taken = log(live.app, people, person=DIEP, petition=GivenTaking())
    page.goto(f"{NEW}?loai=complaint")
    page.get_by_label("Tiếp nhận đơn").check()
    page.locator("[data-petition] > summary").click()
    assert axe_problems(page) == []
    for path in (f"{waiting.public_id}/viec/take-petition", taken.public_id, f"{taken.public_id}/viec/void",
                 f"{taken.public_id}/viec/seal"):
        page.goto(f"/tiep-dan/luot/{path}")
        assert axe_problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def test_taking_it_later_by_keyboard(live: Live, page: Page, people: People) -> None:
    visit = log(live.app, people, person=DIEP, outcome=Outcome.REPORTED)
    page.goto(f"/tiep-dan/luot/{visit.public_id}")
    page.get_by_role("link", name="Tiếp nhận đơn, mở vụ việc").click()
    page.wait_for_url("**/viec/take-petition")
    tab_to(page, "received_on")
    page.keyboard.press("Control+Enter")
    page.get_by_text("ĐƠN 2026/0001 đã mở KN 2026/0001.").first.wait_for()
    assert counts(live.app)["visit"] == 1
