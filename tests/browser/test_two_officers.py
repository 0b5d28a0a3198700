"""Two people at once, a nervous finger, a network that goes, a session that ends: nothing is done twice or lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from caseapp.db import writing
from caseapp.staff.models import Unit
from tests.browser.mishaps import careless, end_sessions
from tests.browser.offices import PDF
from tests.browser.typing_in import read, with_typed
from tests.office.browser import axe_problems
from tests.staff.making import make_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

COMPLAINT = "/tiep-dan/luot-moi?loai=complaint"
NAME = "[name=people-0-name]"
STORY = "Không đồng ý quyết định xử phạt số 287, yêu cầu hủy."


@pytest.fixture
def colleague(office: Served) -> str:
    """A second officer at the same counter."""
    with office.app.app_context(), writing() as session:
        unit = session.scalar(sa.select(Unit).where(Unit.code == "CT-AT"))
        make_account(session, "tiepdan.hai", ["reception"], unit, display="Mai Thị Hai")
    return "tiepdan.hai"


def fill_in(page: Page, name: str = "Huỳnh Thị Ngọc Điệp") -> None:
    """An ordinary complaint, ready to be saved."""
    page.locator(NAME).fill(name)
    page.get_by_label("Số định danh, căn cước hoặc hộ chiếu").first.fill("092168014427")
    page.get_by_label("Xã, phường").first.fill("Phường An Thịnh")
    page.get_by_label("Tóm tắt sự việc").fill(STORY)
    page.get_by_label("Giải thích ngay").check()


def send_by_key(page: Page) -> None:
    """Ctrl+Enter, and what the server says to it."""
    with page.expect_navigation():
        page.get_by_label("Tóm tắt sự việc").press("Control+Enter")


def visits(office: Served) -> int:
    return int(office.one("SELECT count(*) FROM dossier"))


def test_the_same_ticket_is_called_once(office: Served, seat: Seat, colleague: str) -> None:
    first, second = seat("tiepdan"), seat(colleague)
    first.goto("/tiep-dan")
    second.goto("/tiep-dan")
    first.get_by_role("button", name="Mời vào, ghi lượt tiếp").click()
    first.wait_for_url("**/luot-moi?so=*")
    second.get_by_role("button", name="Mời vào, ghi lượt tiếp").click()
    second.get_by_text("Quầy khác vừa gọi số này. Mời số kế tiếp.").wait_for()
    expect(second.get_by_role("heading", name=re.compile("^Mời số 02"))).to_be_visible()
    called = office.all("SELECT no, called_by FROM ticket WHERE state = 'called'")
    assert [tuple(row) for row in called] == [(1, office.account("tiepdan").id)]


def test_the_same_visit_is_corrected_by_two(office: Served, seat: Seat, colleague: str) -> None:
    visit = office.one("SELECT public_id FROM dossier d WHERE state = 'awaiting' AND NOT sealed AND unit_id ="
                       " (SELECT id FROM unit WHERE code = 'CT-AT') LIMIT 1")
    first, second = seat("tiepdan"), seat(colleague)
    for page in (first, second):
        page.goto(f"/tiep-dan/luot/{visit}/sua")
    first.get_by_label("Ghi chú").fill("Hằng: đã gọi điện cho bà")
    first.get_by_label("Cơ quan đã giải quyết").fill("Phòng Tài nguyên")
    first.keyboard.press("Control+Enter")
    first.get_by_text("Đã sửa.").wait_for()
    second.get_by_label("Ghi chú").fill("Hai: hẹn lại thứ Năm")
    second.get_by_label("Tóm tắt sự việc").fill(STORY)
    second.keyboard.press("Control+Enter")
    second.get_by_text("đã gọi điện cho bà").first.wait_for()
    page = second.locator("main")
    for words in ("Hai: hẹn lại thứ Năm", "Phòng Tài nguyên", "yêu cầu hủy", "Lê Thị Thu Hằng"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert axe_problems(second) == []
    mine = page.locator("input[type=radio][name='pick-note'][value='yours']")
    if mine.count():
        mine.check()
    second.keyboard.press("Control+Enter")
    second.get_by_text("Đã sửa.").wait_for()
    stored = office.all("SELECT note, content, resolved_by FROM visit v JOIN dossier d ON d.id = v.dossier_id"
                        " WHERE d.public_id = :id", id=visit)[0]
    assert stored.note == "Hai: hẹn lại thứ Năm"
    assert stored.content == STORY
    assert "Hằng: đã gọi điện cho bà" in office.one("SELECT group_concat(body) FROM journal_values")


def test_the_second_of_two_answers_is_told(office: Served, seat: Seat, colleague: str) -> None:
    visit = office.one("SELECT public_id FROM dossier d WHERE state = 'awaiting' AND NOT sealed AND unit_id ="
                       " (SELECT id FROM unit WHERE code = 'CT-AT') LIMIT 1")
    first, second = seat("tiepdan"), seat(colleague)
    for page in (first, second):
        page.goto(f"/tiep-dan/luot/{visit}/viec/notify")
        page.get_by_label("Nói trực tiếp").check()
        page.locator("input[name=result]").first.check()
    for page in (first, second):
        page.keyboard.press("Control+Enter")
        page.wait_for_load_state()
        page.wait_for_function("() => !location.pathname.endsWith('/viec/notify') || document.querySelector('[data-errors]')")
    assert office.one("SELECT count(*) FROM notice n JOIN dossier d ON d.id = n.dossier_id WHERE d.public_id = :id", id=visit) == 1
    assert second.locator(".note-error, [data-errors]").count() == 1


def test_a_double_click_saves_one_visit(office: Served, seat: Seat) -> None:
    page, before = seat("tiepdan"), visits(office)
    page.goto(COMPLAINT)
    fill_in(page)
    page.get_by_role("button", name="Lưu lượt tiếp").last.dblclick()
    page.get_by_text(re.compile(r"Đã lưu TCD 2026/|đã được lưu: TCD 2026/")).wait_for()
    assert visits(office) == before + 1


def test_two_impatient_sendings_without_scripts_save_one_visit(office: Served, browser: Browser) -> None:
    """Nothing in the page holds the second one back: the key of the form does."""
    before, client = visits(office), office.app.test_client()
    sign_in(client, office.account("tiepdan"))
    form = with_typed(read(client.get(COMPLAINT).text, "visit")[0], {
        "people-0-name": "Lê Văn Tám", "people-0-id_missing": "lost", "people-0-commune": "Phường An Thịnh",
        "content": STORY, "outcome": "explained"})
    first, second = (client.post("/tiep-dan/luot-moi", data=form) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert visits(office) == before + 1


def test_going_back_shows_a_new_form_and_not_the_saved_one(office: Served, seat: Seat) -> None:
    """Back after saving: what was saved does not stand there to be saved a second time under another number."""
    page, before = seat("tiepdan"), visits(office)
    page.goto(COMPLAINT)
    fill_in(page)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TCD 2026/").wait_for()
    page.go_back()
    page.get_by_label("Tóm tắt sự việc").wait_for()
    if page.get_by_label("Tóm tắt sự việc").input_value() == STORY:
        send_by_key(page)
    assert visits(office) == before + 1


def test_a_lost_network_is_said_and_what_is_typed_is_kept_later(office: Served, browser: Browser) -> None:
    with careless(browser, office, "tiepdan") as page:
        page.goto(COMPLAINT)
        page.locator(NAME).fill("Huỳnh Thị Ngọc Điệp")
        state = page.locator("[data-draft-state]")
        state.get_by_text("Đã lưu nháp").wait_for()
        page.context.set_offline(True)
        page.get_by_label("Tóm tắt sự việc").fill(STORY)
        page.get_by_text("Chưa lưu nháp được: mất mạng. Cứ gõ tiếp, đừng đóng trang.").wait_for()
        assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
        page.context.set_offline(False)
        state.get_by_text("Đã lưu nháp").wait_for()
        draft = page.locator("[name=draft]").input_value()
        page.goto(f"/tiep-dan/luot-moi?nhap={draft}")
        assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY


def test_saving_without_a_network_loses_nothing(office: Served, browser: Browser) -> None:
    before = visits(office)
    with careless(browser, office, "tiepdan") as page:
        page.goto(COMPLAINT)
        fill_in(page)
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
        page.context.set_offline(True)
        with page.expect_event("requestfailed"):
            page.keyboard.press("Control+Enter")
        page.context.set_offline(False)
        page.goto("/tiep-dan")
        page.get_by_role("link", name=re.compile("Phiếu lưu lúc")).first.click()
        assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
    assert visits(office) == before


def test_a_session_that_ends_while_typing_leaves_the_draft(office: Served, browser: Browser) -> None:
    """Said at once; after signing in again the draft is there, and so is what stood in the page."""
    before = visits(office)
    with careless(browser, office, "tiepdan") as page:
        page.goto(COMPLAINT)
        fill_in(page, "Bà Sáu Ngọc Điệp")
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
        end_sessions(office)
        page.get_by_label("Điện thoại").first.fill("0918552046")
        page.get_by_text("Hết phiên: đăng nhập lại ở cửa sổ khác rồi lưu.").wait_for()
        assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
        send_by_key(page)
        expect(page.get_by_text("Chưa có gì được lưu").or_(page.get_by_text("chưa lưu gì")).first).to_be_visible()
        assert visits(office) == before
        office.enter(page.context, "tiepdan")
        page.goto("/tiep-dan")
        page.get_by_role("link", name=re.compile("Phiếu lưu lúc")).first.click()
        assert page.locator(NAME).input_value() == "Bà Sáu Ngọc Điệp"
        assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
        page.keyboard.press("Control+Enter")
        page.get_by_text("Đã lưu TCD 2026/").wait_for()
    assert visits(office) == before + 1


def test_signing_in_again_in_another_window_lets_the_first_one_save(office: Served, browser: Browser) -> None:
    """What the page itself advises when a session has ended: whoever follows it must lose nothing."""
    before = visits(office)
    with careless(browser, office, "tiepdan") as page:
        page.goto(COMPLAINT)
        page.locator(NAME).fill("Huỳnh Thị Ngọc Điệp")
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
        end_sessions(office)
        fill_in(page)
        page.get_by_text("Hết phiên: đăng nhập lại ở cửa sổ khác rồi lưu.").wait_for()
        office.enter(page.context, "tiepdan")
        send_by_key(page)
        saved = visits(office) == before + 1
        shown = page.locator("textarea[name=content]").count() == 1 and page.locator("textarea[name=content]").input_value() == STORY
        if not saved and not shown:
            page.go_back()
            shown = page.locator("textarea[name=content]").input_value() == STORY
        assert saved or shown, "what was typed after the session had ended is gone"


def test_two_roles_in_one_browser_do_not_mix(office: Served, browser: Browser) -> None:
    """Somebody else signed in meanwhile: what the first one typed is neither saved nor shown under the new name."""
    before = visits(office)
    with careless(browser, office, "tiepdan") as page:
        page.goto(COMPLAINT)
        fill_in(page)
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
        page.context.clear_cookies()
        office.enter(page.context, "tiepdan2")
        send_by_key(page)
        page.goto("/tiep-dan")
        assert page.get_by_text("Phiếu lưu lúc").count() == 0
    assert visits(office) == before


def test_the_same_file_sent_twice_is_one_file(office: Served, seat: Seat) -> None:
    visit = office.one("SELECT public_id FROM dossier d WHERE state = 'awaiting' AND NOT sealed AND unit_id ="
                       " (SELECT id FROM unit WHERE code = 'CT-AT') LIMIT 1")
    before = office.one("SELECT count(*) FROM attachment")
    page = seat("tiepdan")
    page.goto(f"/tiep-dan/luot/{visit}")
    page.locator("input[type=file]").set_input_files({"name": "đơn.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("button", has_text="Thêm tệp").dblclick()
    page.get_by_text("Đã thêm tệp vào hồ sơ.").wait_for()
    assert office.one("SELECT count(*) FROM attachment") == before + 1
