"""At the pages of acts: what cannot be taken is said at its field, nothing is done twice, no word that was typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.mishaps import careless, end_sessions
from tests.office.browser import axe_problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

STORY = "Làm việc với ông Bảy: hai bên đo lại ranh, ông Bảy giữ nguyên yêu cầu."
MORE = "Hẹn đo lại lần nữa sáng thứ Năm."


def case_in(office: Served, state: str) -> str:
    """The address of a complaint of the first commune in that state, nothing of it proposed."""
    public_id: str = office.one(
        "SELECT public_id FROM dossier WHERE kind = 'complaint' AND state = :state AND proposed IS NULL AND unit_id ="
        " (SELECT id FROM unit WHERE code = 'CT-AT') ORDER BY id LIMIT 1", state=state)
    return f"/vu-viec/{public_id}"


def acts_of(office: Served, case: str) -> int:
    return int(office.one("SELECT count(*) FROM case_act a JOIN dossier d ON d.id = a.dossier_id WHERE d.public_id = :id",
                          id=case.rpartition("/")[2]))


def write_work(page: Page, case: str, subject: str = "Làm việc với ông Bảy") -> None:
    page.goto(f"{case}/viec/record-work")
    page.fill("[name=subject]", subject)
    page.fill("[name=summary]", STORY)


def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(office: Served, seat: Seat) -> None:
    case = case_in(office, "received")
    before, page = acts_of(office, case), seat("lanhdao")
    page.goto(f"{case}/viec/decline")
    page.fill("[name=document]", "77/TB-UBND")
    page.fill("[name=happened_on]", "17/11/2026")      # tomorrow
    page.fill("[name=note]", STORY)
    page.keyboard.press("Control+Enter")
    page.locator("[data-errors]").wait_for()
    assert "chưa đến" in page.locator("#happened_on-error").inner_text()
    expect(page.locator("#decline_ground-error")).to_be_visible()
    lines = page.locator("[data-errors] a")
    assert [line.get_attribute("href") for line in lines.all()] == ["#happened_on", "#decline_ground-0"]
    kept = {name: page.locator(f"[name={name}]").input_value() for name in ("document", "happened_on", "note")}
    assert kept == {"document": "77/TB-UBND", "happened_on": "17/11/2026", "note": STORY}
    assert axe_problems(page) == []
    page.fill("[name=happened_on]", "01/01/2020")      # before anybody complained
    page.locator("[name=decline_ground]").first.check()
    page.keyboard.press("Control+Enter")
    page.locator("#happened_on-error", has_text="nhận đơn").wait_for()
    assert page.locator("[name=note]").input_value() == STORY
    assert page.locator("[name=decline_ground]").first.is_checked()
    assert acts_of(office, case) == before
    page.fill("[name=happened_on]", "16/11/2026")
    page.locator("[name=happened_on]").press("Tab")
    page.locator("[name=signer]").select_option(index=1)      # in that year nobody could sign
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã ghi: không thụ lý.").wait_for()
    assert acts_of(office, case) == before + 1


def test_two_write_on_the_same_case(office: Served, seat: Seat) -> None:
    """The second is shown who wrote meanwhile beside his own words, and saves them without typing again."""
    case = case_in(office, "verifying")
    before, first, second = acts_of(office, case), seat("canbo"), seat("lanhdao")
    write_work(first, case)
    write_work(second, case, "Nghe ông Bảy trình bày")
    first.keyboard.press("Control+Enter")
    first.get_by_text("Xong: ghi buổi làm việc.").wait_for()
    second.keyboard.press("Control+Enter")
    second.get_by_role("heading", name="Có người vừa ghi vụ việc này").wait_for()
    said = second.locator("main").inner_text()
    for words in ("Trần Văn Bình", "Ghi buổi làm việc", STORY, "Nghe ông Bảy trình bày"):
        assert words in said, (words, said)
    assert axe_problems(second) == []
    assert acts_of(office, case) == before + 1
    second.get_by_role("button", name="Sửa tiếp bản của tôi").click()
    assert second.locator("[name=summary]").input_value() == STORY
    second.fill("[name=summary]", f"{STORY} {MORE}")
    second.keyboard.press("Control+Enter")
    second.get_by_text("Xong: ghi buổi làm việc.").wait_for()
    assert acts_of(office, case) == before + 2
    expect(second.locator("ol.journal li").first.get_by_text(MORE)).to_be_visible()


def test_what_the_other_did_may_leave_nothing_to_do(office: Served, seat: Seat) -> None:
    """Withdrawn as a whole, then decided by somebody whose page is older: it says so, and keeps the decision's words."""
    case = case_in(office, "reported")
    handler, head = seat("canbo"), seat("lanhdao")
    head.goto(f"{case}/viec/decide")
    head.fill("[name=document]", "910/QĐ-UBND")
    head.locator("[name=finding]").first.check()
    head.locator("[name=disposition]").select_option(index=1)
    head.fill("[name=summary]", STORY)
    handler.goto(f"{case}/viec/withdraw")
    handler.locator("[name=part][value=whole]").check()
    handler.locator("[name=withdrawn_by][value=letter]").check()
    handler.fill("[name=summary]", "Rút vì đã được giải thích.")
    handler.keyboard.press("Control+Enter")
    handler.get_by_text("Xong: ghi rút khiếu nại.").wait_for()
    before = acts_of(office, case)
    head.keyboard.press("Control+Enter")
    head.get_by_text("Việc của bạn không ghi được nữa").wait_for()
    said = head.locator("main").inner_text()
    for words in ("Người khiếu nại đã rút toàn bộ", "Điều 10 Luật Khiếu nại", STORY, "910/QĐ-UBND"):
        assert words in said, (words, said)
    assert acts_of(office, case) == before


def test_a_double_click_is_one_act(office: Served, seat: Seat) -> None:
    case = case_in(office, "verifying")
    before, page = acts_of(office, case), seat("canbo")
    write_work(page, case)
    page.locator("form.act-form [data-primary]").dblclick()
    page.get_by_text(re.compile("Xong: ghi buổi làm việc|đã được ghi từ lần bấm trước")).first.wait_for()
    assert acts_of(office, case) == before + 1


def test_a_session_that_ends_while_an_act_is_typed_leaves_its_draft(office: Served, browser: Browser) -> None:
    case = case_in(office, "verifying")
    before = acts_of(office, case)
    with careless(browser, office, "canbo") as page:
        write_work(page, case)
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
        end_sessions(office)
        page.fill("[name=subject]", "Làm việc với ông Bảy và bà Tư")
        page.get_by_text("Hết phiên: đăng nhập lại ở cửa sổ khác rồi lưu.").wait_for()
        assert page.locator("[name=summary]").input_value() == STORY
        with page.expect_navigation():
            page.locator("[name=summary]").press("Control+Enter")
        assert acts_of(office, case) == before
        office.enter(page.context, "canbo")
        page.goto(f"{case}/viec/record-work")
        assert page.locator("[name=summary]").input_value() == STORY
        page.keyboard.press("Control+Enter")
        page.get_by_text("Xong: ghi buổi làm việc.").wait_for()
    assert acts_of(office, case) == before + 1
