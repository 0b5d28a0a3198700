"""A denunciation at the counter: a code, an envelope, and no name anywhere, whatever was typed or posted."""

from __future__ import annotations

import base64
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from caseapp.reception.commands.queue import take_ticket
from caseapp.reception.models import Matter
from caseapp.text import fold
from caseapp.web.now import now, today
from tests.reception.making import ANH, FOUR_PAPERS, People, log, make_people
from tests.reception.views.posting import NEW, ORDINARY, PERSON, SEALED, counts, errors, one, save, value_of
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

NAME, NUMBER, PHONE = "Đoàn Nguyệt Quế Hương", "092168077123", "0918777123"
TYPED = {**PERSON, "people-0-name": NAME, "people-0-id_number": NUMBER, "people-0-phone": PHONE,
         "people-0-address": "77/12 đường Hoa Sứ", "lookup": NAME, "authority": f"Giấy của {NAME}"}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made
SEALING = {"envelope": "31", "identity": "checked", "accused_name": "Lâm Văn Tường", "outcome": "taken", "version": "1",
           "content": "Nhận tiền ngoài quy định."}


def spellings(text: str) -> list[bytes]:
    """How a name could lie in a file."""
    forms = [unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text), fold(text)]
    plain = [form.encode() for form in forms] + [form.encode("utf-16-le") for form in forms]
    return plain + [base64.b64encode(form.encode())[:-4] for form in forms]


def found_in(home: Path, *texts: str) -> list[str]:
    """Files below ``home`` in which one of ``texts`` can be read."""
    return [path.name for path in home.rglob("*") if path.is_file()
            for data in [path.read_bytes()] if any(one in data for text in texts for one in spellings(text))]


def test_the_form_asks_for_code_and_envelope_and_for_no_name(people: People, client: FlaskClient) -> None:
    page = client.get(f"{NEW}?loai=denunciation").text
    lines = page.partition('id="people"')[2].partition("</fieldset>")[0]
    assert '<fieldset class="part-body" disabled>' in lines
    assert "Mã số người tố cáo" in page
    assert "Không ghi họ tên, địa chỉ, điện thoại, bút tích vào máy." in page
    assert "/tiep-dan/phieu-danh-tinh?phieu=" in page
    assert "Chưa xác nhận: chưa văn bản nào nói rõ cách ghi tố cáo bằng mã số và phong bì" in page


@pytest.mark.parametrize("more", [
    {"outcome": "transferred", "body": "Thanh tra thành phố", "document": "212/UBND", "papers-0-name": "Đơn tố cáo",
     "papers-0-condition": "original"},
    {"outcome": "transferred", "body": "Thanh tra thành phố", "document": "212/UBND", "identity": "unknown"},
    {"outcome": "guided", "body": "Công an thành phố"},
    {"outcome": "refused", "ground": "R3", "ground_note": "Kết luận 12/KL-UBND, thông báo 30/TB"},
])
def test_every_handling_that_the_law_leaves_open_is_saved(
    app: Flask, people: People, client: FlaskClient, more: dict[str, str],
) -> None:
    answer = save(client, {**SEALED, **more})
    assert (answer.status_code, errors(answer)) == (303, [])
    assert client.get(answer.location).status_code == 200
    assert one(app, "SELECT outcome FROM visit") == more["outcome"]


def test_saved_it_lies_in_a_register_of_its_own(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, SEALED)
    assert (answer.status_code, errors(answer)) == (303, [])
    page = client.get(answer.location).text
    assert one(app, "SELECT register FROM dossier") == "TCD-TC"
    assert one(app, "SELECT code FROM dossier") in page
    assert "TCD-TC" not in page       # a register number would show whoever is accused where one is missing
    assert "phong bì số 26" in page
    assert "Chưa có người giữ ký nhận" in page
    assert "Thêm tệp" not in page
    made = counts(app)
    assert (made["person"], made["party"]) == (0, 0)


def test_the_code_on_the_slip_is_the_code_that_is_saved(app: Flask, people: People, client: FlaskClient) -> None:
    form = client.get(f"{NEW}?loai=denunciation")
    code = form.text.partition('id="denouncer-code" value="')[2].partition('"')[0]
    save(client, SEALED, slip=value_of(form, "slip"))
    assert one(app, "SELECT code FROM dossier") == code


def test_two_pages_of_one_draft_never_share_a_code(app: Flask, people: People, client: FlaskClient) -> None:
    slip = value_of(client.get(f"{NEW}?loai=denunciation"), "slip")
    assert save(client, SEALED, slip=slip).status_code == 303
    assert save(client, SEALED, slip=slip, envelope="27").status_code == 303
    assert one(app, "SELECT count(DISTINCT code) FROM dossier") == 2


def test_a_double_click_makes_one(app: Flask, people: People, client: FlaskClient) -> None:
    form = client.get(f"{NEW}?loai=denunciation")
    sent = {**SEALED, "slip": value_of(form, "slip"), "form_key": value_of(form, "form_key")}
    first = save(client, sent)
    again = save(client, sent)
    assert (first.status_code, again.location, counts(app)["dossier"]) == (303, first.location, 1)
    code = one(app, "SELECT code FROM dossier")
    assert f"Lượt tiếp này đã được lưu: {code}." in client.get(again.location).text


@pytest.mark.parametrize(("changes", "message"), [
    ({"envelope": ""}, "ghi số phong bì"),
    ({"identity": None}, "đã kiểm tra giấy tờ, hoặc không xác định được"),
    ({"identity": "in-book"}, "Giấy tờ tùy thân"),
    ({"accused_name": ""}, "Người bị tố cáo"),
    ({"content": ""}, "Tóm tắt sự việc"),
    ({"outcome": None}, "chọn một cách xử lý"),
    ({"outcome": "transferred", "body": "Thanh tra", "document": "212/UBND"}, "Xử lý: chưa có đơn tố cáo thì không"),
    ({"identity": "unknown"}, "Xử lý: không xác định được người đến là ai"),
    ({"identity": "unknown", "outcome": "refused", "ground": "R3", "ground_note": "12/KL"}, "thông báo bằng văn bản"),
])
def test_what_it_asks_for(
    app: Flask, people: People, client: FlaskClient, changes: dict[str, str | None], message: str,
) -> None:
    answer = save(client, SEALED, **changes)
    assert answer.status_code == 422
    assert any(message.lower() in line.lower() for line in errors(answer)), errors(answer)
    assert counts(app)["dossier"] == 0


def test_an_envelope_number_is_used_once_a_year(app: Flask, people: People, client: FlaskClient) -> None:
    save(client, SEALED)
    again = save(client, SEALED)
    assert errors(again) == ["Phong bì số: phong bì số 26 năm 2026 đã dùng. Ghi số khác, đúng số trên phong bì."]
    assert save(client, SEALED, envelope="27").status_code == 303


class TestNamesTypedFirst:
    """Names were typed, then the kind became a denunciation: they are read, kept and echoed by nothing."""

    def test_posted_names_reach_nothing(self, app: Flask, people: People, client: FlaskClient, home: Path) -> None:
        story = f"Bà {NAME.upper()} (số {NUMBER}, gọi {PHONE}) cho biết: nhận tiền ngoài quy định."
        answer = save(client, {**TYPED, **SEALED, "content": story, "papers-0-name": f"Đơn của {fold(NAME)}"})
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert "Đã bỏ họ tên" in page
        assert "người tố cáo" in one(app, "SELECT content FROM visit")
        for secret in (NAME, NAME.upper(), fold(NAME), NUMBER, PHONE):
            assert secret not in page
        assert found_in(home, NAME, NUMBER, PHONE, "77/12 đường Hoa Sứ") == []

    def test_an_error_page_does_not_echo_them(self, people: People, client: FlaskClient) -> None:
        page = save(client, {**TYPED, **SEALED, "envelope": ""}).text
        for secret in (NAME, NUMBER, PHONE, "Hoa Sứ"):
            assert secret not in page

    def test_the_draft_loses_them_at_once(self, app: Flask, people: People, client: FlaskClient, home: Path) -> None:
        draft = value_of(client.get(f"{NEW}?loai=complaint"), "draft")
        client.post(f"/nhap/visit/{draft}", data={**ORDINARY, **TYPED})
        assert value_of(client.get(f"{NEW}?nhap={draft}"), "people-0-name") == NAME
        client.post(f"/nhap/visit/{draft}", data={**ORDINARY, **TYPED, "matter": "denunciation"})
        assert NAME not in client.get(f"{NEW}?nhap={draft}").text
        client.post(f"{NEW}/kin", data={"draft": draft})
        assert counts(app)["draft"] == 0
        assert found_in(home, NAME) == []

    def test_the_ticket_loses_its_name(self, app: Flask, people: People, client: FlaskClient) -> None:
        with app.app_context():
            ticket = take_ticket(people.commune.id, matter=Matter.COMPLAINT, name=NAME, purpose="khiếu nại đất",
                                 people=1, day=today(), at=now()).public_id
        client.post(f"{NEW}/kin", data={"draft": "", "ticket": ticket})
        assert one(app, "SELECT name || purpose FROM ticket") == ""
        assert one(app, "SELECT matter FROM ticket") == "denunciation"

    def test_a_mixed_visit_with_a_denunciation_is_one(self, app: Flask, people: People, client: FlaskClient) -> None:
        answer = save(client, {**TYPED, **SEALED, "matter": "mixed", "has_denunciation": "y"})
        page = client.get(answer.location).text
        assert one(app, "SELECT matter FROM visit") == "denunciation"
        assert "Phần còn lại ghi thành một lượt tiếp riêng" in page
        assert f'<a href="{NEW}">' in page
        assert NAME not in page


class TestAccused:
    """Whoever bears the accused's name is asked about once; the accused has no trace of the dossier."""

    def test_namesakes_are_confirmed_once(self, app: Flask, people: People, client: FlaskClient) -> None:
        first = save(client, SEALED, accused_name="ông Trần Văn Bình")
        assert first.status_code == 422
        assert "(trùng họ tên hoặc chức vụ)" in first.text
        with app.app_context():
            handler = people.handler.public_id
        second = save(client, SEALED, accused_name="ông Trần Văn Bình", accused_account=handler,
                      accused_seen=value_of(first, "accused_seen"))
        assert second.status_code == 303
        assert one(app, "SELECT account_id FROM accused") == people.handler.id

    def test_an_unticked_namesake_is_somebody_else(self, app: Flask, people: People, client: FlaskClient) -> None:
        seen = value_of(save(client, SEALED, accused_name="TRAN VAN BINH"), "accused_seen")
        assert save(client, SEALED, accused_name="TRAN VAN BINH", accused_seen=seen).status_code == 303
        assert one(app, "SELECT count(*) FROM accused") == 0

    def test_the_accused_head_finds_nothing(self, app: Flask, people: People, client: FlaskClient) -> None:
        seen = value_of(save(client, SEALED, accused_name="Phạm Quốc Dũng"), "accused_seen")
        where = save(client, SEALED, accused_name="Phạm Quốc Dũng", accused_seen=seen, accused_account=seen).location
        head = app.test_client()
        sign_in(head, people.head)
        assert head.get(where).status_code == 404
        assert "TCD-TC" not in head.get("/tiep-dan/luot?xem=moi").text

    def test_an_officer_with_that_name_cannot_log_it(self, app: Flask, people: People, client: FlaskClient) -> None:
        with filling(app) as session:
            twin = make_account(session, "lam", ["reception"], people.commune, display="Lâm Văn Tường")
        sign_in(client, twin)
        answer = save(client, SEALED)
        assert any("Mời người tiếp khác".lower() in line.lower() for line in errors(answer))
        assert counts(app)["dossier"] == 0


def test_who_may_see_it(app: Flask, people: People, client: FlaskClient) -> None:
    where = save(client, SEALED).location
    for account, status in (
        (people.officer, 200), (people.head, 200), (people.clerk, 200), (people.province_head, 200),
        (people.auditor, 200), (people.handler, 404), (people.other_officer, 404), (people.mediator, 404),
        (people.administrator, 404),
    ):
        sign_in(client, account)
        assert client.get(where).status_code == status, account.name


class TestReclassifying:
    """An open visit that proves to be a denunciation: erased here, begun anew there, joined by nothing."""

    def test_the_page_says_what_will_be_erased_and_offers_the_story_without_names(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        visit = log(app, people, papers=FOUR_PAPERS, content="Bà Nguyễn Thị Ánh, 0918552046, kể: nhận tiền.")
        page = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal").text
        assert "1 người trong lượt này" in page
        assert "4 dòng tài liệu và 0 tệp" in page
        assert "Bà người tố cáo, người tố cáo, kể: nhận tiền." in page

    def test_done(self, app: Flask, people: People, client: FlaskClient, home: Path) -> None:
        visit = log(app, people, papers=FOUR_PAPERS)
        answer = client.post(f"/tiep-dan/luot/{visit.public_id}/viec/seal", data=SEALING)
        assert (answer.status_code, errors(answer)) == (303, [])
        assert one(app, "SELECT code FROM dossier WHERE sealed") in client.get(answer.location).text
        old = client.get(f"/tiep-dan/luot/{visit.public_id}").text
        assert "Số đã hủy" in old
        assert "Ghi nhầm" in old
        assert "TCD-TC" not in old
        assert one(app, "SELECT count(*) FROM person") == 0
        assert found_in(home, "Nguyễn Thị Ánh", "092171003307", "118 Trần Việt Châu") == []

    def test_an_oral_denunciation_is_not_sent_on_and_information_not_taken_in(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        visit = log(app, people)
        address = f"/tiep-dan/luot/{visit.public_id}/viec/seal"
        sent_on = {**SEALING, "outcome": "transferred", "body": "Thanh tra", "document": "212/UBND"}
        assert "chưa có đơn tố cáo" in errors(client.post(address, data=sent_on))[0]
        unknown = {**SEALING, "identity": "unknown"}
        assert "không nhận như đơn tố cáo" in errors(client.post(address, data=unknown))[0]
        assert client.post(address, data={**sent_on, "petition": "y"}).status_code == 303
        assert one(app, "SELECT name FROM paper") == "Đơn tố cáo"

    def test_sent_twice_it_is_done_once_and_does_not_lead_to_the_sealed_part(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        visit = log(app, people)
        address = f"/tiep-dan/luot/{visit.public_id}/viec/seal"
        sent = {**SEALING, "form_key": value_of(client.get(address), "form_key")}
        first, again = client.post(address, data=sent), client.post(address, data=sent)
        assert (first.status_code, again.status_code) == (303, 303)
        assert again.location == f"/tiep-dan/luot/{visit.public_id}"
        assert "đã được ghi từ lần bấm trước" in client.get(again.location).text
        assert counts(app)["dossier"] == 2

    def test_what_was_learnt_here_of_somebody_known_is_taken_back(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        log(app, people)
        before = one(app, "SELECT phone FROM person")
        visit = log(app, people, person=replace(ANH, phone="0918444333"))
        assert (one(app, "SELECT phone FROM person"), counts(app)["person"]) == ("0918444333", 1)
        assert client.post(f"/tiep-dan/luot/{visit.public_id}/viec/seal", data=SEALING).status_code == 303
        assert one(app, "SELECT phone FROM person") == before

    def test_a_handler_cannot(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people)
        sign_in(client, people.handler)
        assert client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal").status_code == 404
        assert client.post(f"/tiep-dan/luot/{visit.public_id}/viec/seal", data=SEALING).status_code == 404


def test_what_cannot_be_undone_has_no_shortcut(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    shown = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal").text
    form = shown[shown.index("Lưu trang này sẽ xóa"):]
    assert "data-primary" not in form.partition("</form>")[0]
    assert "0 dòng tài liệu" not in shown
