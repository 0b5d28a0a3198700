"""The counter in a real browser: by keyboard alone, kind before names, nothing of a denouncer left behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from tests.office.browser import axe_problems
from tests.office.keys import tab_to
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import counts, one
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

    from tests.office.live import Live

NEW = "/tiep-dan/luot-moi"
DIEP = Given("Huỳnh Thị Ngọc Điệp", IdKind.CITIZEN, "092168014427", birth_year=1968, phone="0918552046",
             commune="Phường An Thịnh", address="41/6 đường Lê Bình")


@pytest.fixture
def people(live: Live, page: Page) -> People:
    """The office of a ward, its officer in the browser."""
    made = make_people(live.app)
    client = live.app.test_client()
    sign_in(client, made.officer)
    cookie = client.get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live.url}])
    return made


def pages_of(page: Page) -> list[str]:
    """The pages the browser asks for from here on; fetched fragments are no pages."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "document" and not request.redirected_from:
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_an_ordinary_visit_by_keyboard_alone(live: Live, page: Page, people: People) -> None:
    asked, filled = pages_of(page), 0
    page.goto("/tiep-dan")
    page.keyboard.press("n")
    page.wait_for_url(f"**{NEW}")
    page.locator("#matter-0").focus()
    page.keyboard.press("Space")
    for name, typed in (
        ("lookup", "Huỳnh Thị Ngọc Điệp"), ("people-0-name", ""), ("people-0-birth_year", "1968"),
        ("people-0-id_number", "092168 014 427"), ("people-0-phone", "0918 552 046"),
        ("people-0-commune", "Phường An Thịnh"),
        ("people-0-address", "41/6 đường Lê Bình"), ("content", "Không đồng ý quyết định xử phạt."), ("field", ""),
        ("people_count", ""),
    ):
        tab_to(page, name)
        if typed:
            page.keyboard.type(typed)
            filled += 1
    tab_to(page, "outcome")
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    page.locator("#outcome-2:checked").wait_for()
    page.get_by_text("Thứ Ba 01/12/2026").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TCD 2026/0001.").wait_for()
    assert filled + 2 <= 12
    assert len(asked) - 1 <= 3      # the desk was there before the visitor sat down
    assert one(live.app, "SELECT name FROM person") == "Huỳnh Thị Ngọc Điệp"


def test_earlier_visits_are_offered_in_place_and_taken_over(live: Live, page: Page, people: People) -> None:
    before = log(live.app, people, person=DIEP)
    page.goto(f"{NEW}?loai=complaint")
    page.get_by_label("Số định danh hoặc họ tên").fill("huynh thi ngoc diep")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cùng việc này").click()
    assert page.get_by_label("Số nhà, đường, khu vực").first.input_value() == "41/6 đường Lê Bình"
    page.get_by_label("Tóm tắt sự việc").fill("Hỏi kết quả.")
    page.get_by_label("Giải thích ngay").check()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TCD 2026/0002.").wait_for()
    assert one(live.app, "SELECT count(*) FROM person") == 1
    assert one(live.app, "SELECT other_id FROM link") == before.id


def test_choosing_a_denunciation_after_names_were_typed(live: Live, page: Page, people: People) -> None:
    page.goto(NEW)
    assert page.locator('[name="people-0-name"]').is_disabled()
    page.get_by_label("Khiếu nại", exact=True).check()
    page.locator('[name="people-0-name"]').fill("Đoàn Nguyệt Quế Hương")
    page.get_by_label("Tóm tắt sự việc").fill("Bà ĐOÀN NGUYỆT QUẾ HƯƠNG kể: nhận tiền.")
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    assert counts(live.app)["draft"] == 1
    with page.expect_response("**/luot-moi/kin"):
        page.get_by_label("Tố cáo", exact=True).check()
    page.get_by_text("Đã bỏ họ tên").wait_for()
    assert page.get_by_label("Tóm tắt sự việc").input_value() == "Bà người tố cáo kể: nhận tiền."
    expect(page.locator("#people")).to_be_hidden()
    assert page.locator('[name="people-0-name"]').input_value() == ""
    with page.expect_response("**/nhap/visit/**"):
        page.get_by_label("Phong bì số").fill("26")
    page.get_by_label("Đã kiểm tra giấy tờ").check()
    page.get_by_label("Người bị tố cáo").fill("Lâm Văn Tường")
    page.get_by_label("Tiếp nhận đơn").check()
    page.keyboard.press("Control+Enter")
    page.get_by_text(re.compile(r"Đã lưu TC-2026-\w{4}-\w{4}\.")).wait_for()
    made = counts(live.app)
    assert (made["person"], made["draft"]) == (0, 0)


def test_lines_follow_the_choices(live: Live, page: Page, people: People) -> None:
    page.goto(f"{NEW}?loai=complaint")
    expect(page.get_by_label("Chuyển đến cơ quan khác")).to_be_hidden()
    page.get_by_label("Kiến nghị, phản ánh").check()
    page.get_by_label("Chuyển đến cơ quan khác").check()
    page.get_by_label("Cơ quan, đơn vị").fill("Điện lực")
    page.get_by_label("Khiếu nại", exact=True).check()
    expect(page.get_by_label("Cơ quan, đơn vị")).to_be_hidden()
    page.get_by_label("Từ chối tiếp").check()
    page.get_by_label("Căn cứ từ chối").select_option("R3")
    page.get_by_text("Thứ Năm 19/11/2026").wait_for()
    page.get_by_role("textbox", name="Số người").fill("6")
    expect(page.get_by_label("Văn bản cử người đại diện")).to_be_visible()
    page.get_by_role("button", name="Nhận tài liệu").click()
    expect(page.get_by_role("button", name="Lưu và in giấy biên nhận")).to_be_visible()
    page.get_by_role("button", name="+ Thêm người").click()
    expect(page.locator('[name="people-1-name"]')).to_be_visible()


@pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
def test_the_pages_are_open_to_everybody(live: Live, page: Page, people: People) -> None:
    visit = log(live.app, people)
    for address in (
        "/tiep-dan", "/tiep-dan/so-thu-tu", NEW, f"{NEW}?loai=complaint", f"{NEW}?loai=denunciation", "/tiep-dan/luot",
        f"/tiep-dan/luot/{visit.public_id}", f"/tiep-dan/luot/{visit.public_id}/viec/notify",
        f"/tiep-dan/luot/{visit.public_id}/viec/seal", f"/tiep-dan/luot/{visit.public_id}/sua",
    ):
        page.goto(address)
        assert axe_problems(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
