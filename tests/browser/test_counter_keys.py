"""Keys at the counter: passing over a kind is no decision, few keys to the first line, nothing typed lost to an ended session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.addresses import token
from tests.browser.typing_in import send
from tests.office.keys import focused, focused_words
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

NEW, COMPLAINT = "/tiep-dan/luot-moi", "/tiep-dan/luot-moi?loai=complaint"
NAME, STORY = "Quách Thị Mỹ Lành", "Bà QUÁCH THỊ MỸ LÀNH kể: đo thiếu đất."


def filled(page: Page) -> None:
    """A name, a number and a story, kept as a draft."""
    page.locator("[name=people-0-name]").fill(NAME)
    page.locator("[name=people-0-phone]").fill("0918552046")
    page.locator("#story").fill(STORY)
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()


@contextmanager
def refused(browser: Browser, office: Served) -> Iterator[Page]:
    """A page of the officer that the server may refuse something while the page works on."""
    context = browser.new_context(base_url=office.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    office.enter(context, "tiepdan")
    try:
        yield context.new_page()
    finally:
        context.close()


def posts(page: Page, part: str) -> list[str]:
    """What the page sends to addresses with ``part`` in them, from here on."""
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if part in asked.url else None)
    return sent


def drafts(office: Served) -> int:
    return int(office.one("SELECT count(*) FROM draft"))


# ---- passing over a kind ----------------------------------------------------------------------------------------------


def test_arrow_keys_pass_over_the_denunciation(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto(COMPLAINT)
    filled(page)
    told, kept = posts(page, "/luot-moi/kin"), posts(page, "/nhap/visit/")
    page.locator("#matter-0").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#matter-1").is_checked()
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowRight")
    assert page.locator("#matter-2").is_checked()
    page.wait_for_timeout(1200)      # longer than a stay
    assert page.locator("[name=people-0-name]").input_value() == NAME
    assert page.locator("[name=people-0-phone]").input_value() == "0918552046"
    assert page.locator("#story").input_value() == STORY
    assert told == []
    page.locator("[name=people-0-address]").fill("41/6 Lê Bình")
    with page.expect_response("**/nhap/visit/**") as answer:
        pass
    assert answer.value.status == 200
    assert not [body for body in kept if "matter=denunciation" in body]


@pytest.mark.parametrize("way", ["stay", "tab", "click", "save"])
def test_who_stays_goes_on_clicks_or_saves_has_decided(office: Served, seat: Seat, way: str) -> None:
    page, before = seat("tiepdan"), drafts(office)
    page.goto(COMPLAINT)
    filled(page)
    kept = posts(page, "/nhap/visit/")
    assert drafts(office) == before + 1
    page.locator("#matter-0").focus()
    with page.expect_response("**/luot-moi/kin"):
        if way == "click":
            page.get_by_label("Tố cáo", exact=True).check()
        else:
            page.keyboard.press("ArrowRight")
            assert page.locator("[name=people-0-name]").input_value() == NAME      # not yet
        if way == "tab":
            page.keyboard.press("Tab")
        elif way == "save":
            page.keyboard.press("Control+Enter")
    if way == "save":
        page.locator("[data-errors]").wait_for()
    if way == "tab":
        assert focused(page) == "envelope" or not focused(page).startswith(("people", "lookup"))
    assert page.locator("[name=people-0-name]").input_value() == ""
    assert page.locator("#story").input_value() == "Bà người tố cáo kể: đo thiếu đất."
    assert not [body for body in kept if "0918552046" in body and "denunciation" in body]


def test_back_from_the_denunciation_another_draft_is_kept(office: Served, seat: Seat) -> None:
    page, before = seat("tiepdan"), drafts(office)
    page.goto(COMPLAINT)
    filled(page)
    old = page.locator("[name=draft]").input_value()
    with page.expect_response("**/luot-moi/kin"):
        page.get_by_label("Tố cáo", exact=True).check()
    page.get_by_label("Kiến nghị, phản ánh").check()
    page.get_by_text("Đã bỏ họ tên").wait_for()      # still said: the lines are empty
    fresh = page.locator("[name=draft]").input_value()
    assert fresh != old
    assert re.fullmatch(r"[\w-]{22}", fresh)
    with page.expect_response(f"**/nhap/visit/{fresh}") as answer:
        page.locator("[name=people-0-name]").fill("Trần Thị Sáu")
    assert answer.value.status == 200
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    assert drafts(office) == before + 1
    assert office.one("SELECT count(*) FROM draft WHERE id = :id", id=old) == 0


def test_a_closed_draft_says_so(browser: Browser, office: Served) -> None:
    with refused(browser, office) as page:
        page.goto(COMPLAINT)
        filled(page)
        draft = page.locator("[name=draft]").input_value()
        client = office.app.test_client()
        sign_in(client, office.account("tiepdan"))
        assert client.post(f"/nhap/visit/{draft}/bo", data={"csrf_token": token(client)}).status_code == 303
        page.locator("[name=people-0-address]").fill("41/6 Lê Bình")
        page.get_by_text("Bản nháp này đã đóng").wait_for()


# ---- an ended session -------------------------------------------------------------------------------------------------


def end_sessions(office: Served) -> None:
    office.change("UPDATE sign_in SET ended_at = last_seen_at WHERE ended_at IS NULL")


def test_nothing_is_lost_when_the_session_has_ended(office: Served, seat: Seat) -> None:
    visit = office.one("SELECT public_id FROM dossier WHERE state = 'awaiting' AND NOT sealed ORDER BY id DESC LIMIT 1")
    page = seat("tiepdan")
    page.clock.install()
    page.goto(f"/tiep-dan/luot/{visit}/viec/notify")
    page.get_by_label("Đồng ý").or_(page.locator("[name=result]")).first.check()
    page.locator("[name=manner]").first.check()
    given = page.locator("main form input[type=text]").last
    given.fill("Lê Thị Thu Hằng")
    end_sessions(office)
    page.clock.fast_forward("05:00")
    asked = posts(page, "/viec/notify")
    page.keyboard.press("Control+Enter")
    over = page.locator("[data-session-over]")
    over.wait_for()
    assert "Hết phiên" in over.inner_text()
    assert over.get_by_role("link").get_attribute("href") == "/login"
    assert over.get_by_role("link").get_attribute("target") == "_blank"
    assert asked == []
    page.keyboard.press("Control+Enter")      # asks anew
    over.wait_for()
    assert given.input_value() == "Lê Thị Thu Hằng"
    office.enter(page.context, "quantri")      # somebody else
    page.keyboard.press("Control+Enter")
    page.get_by_text("mở bằng tài khoản khác").wait_for()
    office.enter(page.context, "tiepdan")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã ghi: Báo kết quả.").wait_for()


def test_a_fresh_page_asks_nothing_and_a_living_session_is_no_question(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.clock.install()
    asked = posts(page, "/phien")
    page.goto(COMPLAINT)
    page.keyboard.press("Control+Enter")
    page.locator("[data-errors]").wait_for()
    assert asked == []
    page.clock.fast_forward("05:00")
    page.keyboard.press("Control+Enter")
    page.locator("[data-errors]").wait_for()
    page.locator("form:not([data-sending]) [data-errors]").wait_for()
    assert len(asked) == 1


def test_the_session_sign_keeps_nobody_signed_in(office: Served) -> None:
    client = office.app.test_client()
    assert client.get("/phien").json["signed_in"] is False
    sign_in(client, office.account("tiepdan"))
    before = office.one("SELECT max(last_seen_at) FROM sign_in")
    office.clock.forward(minutes=3)
    answer = client.get("/phien", headers={"X-Background": "1"})
    assert answer.json["signed_in"] is True
    assert answer.json["csrf"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert office.one("SELECT max(last_seen_at) FROM sign_in") == before


def test_an_autosave_goes_on_after_signing_in_elsewhere(browser: Browser, office: Served) -> None:
    with refused(browser, office) as page:
        page.goto(COMPLAINT)
        filled(page)
        end_sessions(office)
        page.locator("[name=people-0-address]").fill("41/6 Lê Bình")
        page.get_by_text("Hết phiên").wait_for()
        office.enter(page.context, "tiepdan")
        page.locator("[name=people-0-address]").fill("41/6 đường Lê Bình")
        page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()


def test_without_scripts_the_page_tells_the_truth_and_leads_to_the_door(office: Served, seat: Seat) -> None:
    page = seat("tiepdan", java_script_enabled=False)
    page.goto(COMPLAINT)
    page.locator("#story").fill(STORY)
    end_sessions(office)
    page.locator("main button.btn-primary").last.click()
    words = page.locator(".fault").inner_text()
    assert "chưa lưu gì" in words
    assert "Nháp của tôi" in words
    assert page.get_by_role("link", name="Đăng nhập").get_attribute("href") == "/login"


# ---- fewer keys -------------------------------------------------------------------------------------------------------


def test_a_form_begun_by_key_has_the_focus_on_the_kind(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto("/tiep-dan")
    page.keyboard.press("n")
    page.wait_for_url(f"**{NEW}")
    page.locator("#matter-0:focus").wait_for()
    client = office.app.test_client()
    sign_in(client, office.account("tiepdan"))
    office.change("DELETE FROM ticket")
    send(client, "/tiep-dan/so-thu-tu", {"matter": "feedback", "name": NAME, "people": "1", "purpose": "Phản ánh tiếng ồn"})
    page.goto("/tiep-dan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/luot-moi?so=*")
    page.locator("#matter-2:focus").wait_for()
    assert page.locator("#story").input_value() == "Phản ánh tiếng ồn"
    page.locator("#story").focus()
    page.keyboard.type(" ban đêm")
    assert page.locator("#story").input_value() == "Phản ánh tiếng ồn ban đêm"


@pytest.mark.parametrize("field", ["lookup", "people-0-name"])
def test_who_has_been_here_is_offered_while_one_types_and_is_next_by_tab(office: Served, seat: Seat, field: str) -> None:
    name = office.one("SELECT person.name FROM person JOIN party ON party.person_id = person.id JOIN dossier ON dossier.id = "
                      "party.dossier_id WHERE dossier.state = 'awaiting' AND NOT dossier.sealed AND person.nature = 'individual' "
                      "AND party.role = 'visitor' ORDER BY dossier.id LIMIT 1")
    page = seat("tiepdan")
    page.goto(COMPLAINT)
    page.locator(f"[name={field}]").focus()
    page.keyboard.type(name)
    page.get_by_role("button", name="Việc khác, lấy thông tin cũ").first.wait_for()
    assert focused(page) == field
    reached = []
    for _press in range(7):      # the earlier visits themselves can be opened on the way
        page.keyboard.press("Tab")
        reached.append(focused_words(page))
        if reached[-1] == "Việc khác, lấy thông tin cũ":
            break
    else:
        raise AssertionError(reached)
    page.keyboard.press("Enter")
    assert page.locator("[name=people-0-name]").input_value() == name


def test_after_a_search_for_the_accused_one_is_where_one_was(office: Served, seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto(f"{NEW}?loai=denunciation")
    page.locator("[name=accused_find]").fill("trần")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#accused_account")
    page.locator("[name=accused_find]:focus").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_added_person_can_be_taken_off_again(office: Served, seat: Seat, scripts: bool) -> None:
    page = seat("tiepdan", java_script_enabled=scripts)
    page.goto(COMPLAINT)
    for number in (1, 2):
        page.get_by_role("button", name="+ Thêm người").click()
        page.locator(f"[name=people-{number}-name]").fill(f"Người {number}")
    page.get_by_role("button", name="Bỏ người này").first.click()
    assert page.locator("[name=people-1-name]").count() == 0
    assert page.locator("[name=people-2-name]").input_value() == "Người 2"
    assert page.get_by_role("button", name="Bỏ người này").count() == 1
    page.get_by_role("button", name="Bỏ người này").click()
    assert page.locator("[data-people] [data-person]").count() == 1
    assert page.get_by_role("button", name="Bỏ người này").count() == 0


# ---- what the form says of itself ------------------------------------------------------------------------------------


def test_the_dates_beside_the_form_follow_the_choice(seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto(COMPLAINT)
    beside = page.locator("[data-dates]")
    assert "chọn cách xử lý" in beside.inner_text()
    page.get_by_label("Hướng dẫn").check()
    assert "Cách xử lý này không có hạn nào chạy." in beside.inner_text()
    assert "chọn cách xử lý" not in beside.inner_text()
    page.get_by_label("Từ chối tiếp").check()
    assert "chọn căn cứ từ chối" in beside.inner_text()
    page.locator("#held_on").evaluate("one => { one.closest('details').open = true; }")
    with page.expect_response("**/luot-moi/han"):
        page.locator("#held_on").fill("13/11/2026")
        page.locator("#held_on").press("Tab")
    page.wait_for_timeout(100)
    assert "chọn căn cứ từ chối" in beside.inner_text()


def test_the_document_of_a_transfer_has_its_star(seat: Seat) -> None:
    page = seat("tiepdan")
    page.goto(f"{NEW}?loai=feedback")
    page.get_by_label("Hướng dẫn").check()
    label = page.locator("label[for=document]")
    assert "*" not in label.inner_text()
    page.get_by_label("Chuyển đến cơ quan khác").check()
    assert "*" in label.inner_text()
    assert page.locator("#document").get_attribute("aria-required") == "true"
