"""Logging an ordinary visit: what is asked, what is kept, what every kind of bad input is answered with."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.drafts import keep_draft, list_drafts
from caseapp.reception.models import Paper, Visit
from caseapp.web.now import now
from tests.reception.making import ANH, People, log, make_people
from tests.reception.views.posting import MATTER, NEW, ORDINARY, counts, errors, one, save, value_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def test_only_officers_of_the_counter_see_the_form(app: Flask, client: FlaskClient) -> None:
    made = make_people(app)
    for account, status in ((made.officer, 200), (made.handler, 404), (made.auditor, 404), (made.administrator, 404)):
        sign_in(client, account)
        assert client.get(NEW).status_code == status


def test_before_a_kind_is_chosen_every_line_of_a_person_is_locked(people: People, client: FlaskClient) -> None:
    page = client.get(NEW).text
    lines = page.partition('id="people"')[2].partition("</fieldset>")[0]
    assert '<fieldset class="part-body" disabled>' in lines
    assert "Tiếp tục" in page
    open_lines = client.get(f"{NEW}?loai=complaint").text.partition('id="people"')[2].partition("</fieldset>")[0]
    assert '<fieldset class="part-body">' in open_lines


def test_an_ordinary_visit_is_saved_in_one_request(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client)
    assert (answer.status_code, errors(answer)) == (303, [])
    page = client.get(answer.location).text
    assert "Đã lưu TCD 2026/0001." in page
    assert "Huỳnh Thị Ngọc Điệp" in page
    assert "0921 •••• •••• 4427" in page.replace("\xa0", " ")
    assert "092168014427" not in page
    assert "01/12/2026" in page
    with app.app_context():
        visit = reading().execute(sa.select(Visit.__table__)).one()
    assert (visit.matter, visit.competent) == ("complaint", True)
    assert (visit.held_on, visit.held_at) == (date(2026, 11, 16), time(8, 50))
    assert (visit.receiver_id, visit.people_count, visit.repeat, visit.late) == (people.officer.id, 1, False, False)


def test_the_office_asks_for_twelve_lines_at_most(people: People, client: FlaskClient) -> None:
    asked = [name for name in ORDINARY if name not in ("held_on", "held_at", "session")]
    assert len(asked) <= 12
    assert save(client).status_code == 303


@pytest.mark.parametrize(("changes", "message"), [
    ({"people-0-name": ""}, "Họ tên: ghi họ tên người đến, như trên giấy tờ."),
    ({"people-0-id_number": "09216801442"}, "mới có 11 chữ số"),
    ({"people-0-id_number": "0921680144271"}, "có 13 chữ số"),
    ({"people-0-id_number": ""}, "chọn lý do không có giấy tờ"),
    ({"people-0-commune": " \u200b "}, "Xã, phường: ghi nơi ở hiện nay."),
    ({"people-0-birth_year": "0026"}, "Năm sinh"),
    ({"content": ""}, "ghi tóm tắt sự việc"),
    ({"content": "a" * 200_000}, "200.000 ký tự"),
    ({"outcome": None}, "Khiếu nại không thuộc thẩm quyền thì hướng dẫn, không chuyển đơn."),
    ({"outcome": "transferred", "body": "X", "document": "1"}, "Khiếu nại không thuộc thẩm quyền thì hướng dẫn"),
    ({"outcome": "guided"}, "ghi tên cơ quan"),
    ({"outcome": "refused"}, "chọn căn cứ từ chối"),
    ({"outcome": "refused", "ground": "Rg"}, "chọn căn cứ từ chối"),
    ({"outcome": "refused", "ground": "R3"}, "căn cứ này cần ghi"),
    ({"outcome": "refused", "ground": "Re"}, "căn cứ từ chối: căn cứ này chỉ dùng với người đến thay"),
    ({"outcome": "refused", "ground": "Ra", "held_on": "15/06/2026"}, "chỉ áp dụng từ ngày 01/07/2026"),
    ({"held_on": "31/09/2026"}, "Tháng 9 chỉ có 30 ngày".lower()),
    ({"held_on": "16/11/0026"}, "năm 0026 không đúng"),
    ({"held_on": "17/11/2026"}, "chưa đến"),
    ({"held_on": "16/11/2012"}, "Ngày tiếp:"),
    ({"held_at": "23:00"}, "giờ này chưa đến"),
    ({"held_at": "9h75"}, "giờ không đúng"),
    ({"matter": None}, "chọn loại trước"),
    ({"matter": "nonsense"}, "Loại:"),
    ({"people_count": "0"}, "Số người"),
    ({"people_count": "8", "people-1-name": "B", "people-2-name": "C"}, "cử 1 hoặc 2 người đại diện"),
    ({"stands_in": "y"}, "ghi tên người hoặc tổ chức được đại diện"),
    ({"papers-0-name": "", "papers-0-pages": "3"}, "ghi tên tài liệu"),
    ({"field": "civil-service"}, "Lĩnh vực"),
    ({"receiver": "somebody-elses-id"}, "Người tiếp"),
])
def test_bad_input_gets_a_message_and_makes_nothing(
    app: Flask, people: People, client: FlaskClient, changes: dict[str, str | None], message: str,
) -> None:
    before = counts(app)
    answer = save(client, **changes)
    assert answer.status_code == 422
    assert any(message.lower() in line.lower() for line in errors(answer)), errors(answer)
    assert counts(app) == before


def test_an_empty_form_names_every_line_in_the_order_of_the_form(people: People, client: FlaskClient) -> None:
    answer = save(client, {"matter": "complaint", "held_on": "16/11/2026", "people-0-address": "41/6 Lê Bình"})
    assert [line.partition(":")[0] for line in errors(answer)] == [
        "Họ tên", "Số định danh, căn cước hoặc hộ chiếu", "Xã, phường", "Tóm tắt sự việc và yêu cầu", "Xử lý"]
    assert value_of(answer, "people-0-address") == "41/6 Lê Bình"
    assert 'href="#people-0-name"' in answer.text
    assert 'href="#story"' in answer.text
    assert 'href="#outcome-0"' in answer.text


def test_what_was_typed_comes_back_as_it_was_typed(people: People, client: FlaskClient) -> None:
    answer = save(client, **{"people-0-id_number": "0921 6801 442", "held_on": "31/9", "content": "Dòng một\nDòng hai"})
    assert value_of(answer, "people-0-id_number") == "0921 6801 442"
    assert value_of(answer, "held_on") == "31/9"
    assert "Dòng một\nDòng hai" in answer.text


def test_odd_spelling_is_accepted_and_cleaned(app: Flask, people: People, client: FlaskClient) -> None:
    odd = {"people-0-name": "Huỳnh\u200b Thi\u0323 \u202eNgo\u0323c Điệp", "held_on": "16-11", "held_at": "8g50"}
    assert save(client, **odd).status_code == 303
    assert one(app, "SELECT name FROM person") == "Huỳnh Thị Ngọc Điệp"


def test_the_limit_of_the_story_is_said_beforehand(people: People, client: FlaskClient) -> None:
    assert "Tối đa 50.000 ký tự" in client.get(NEW).text


def test_a_missing_paper_is_recorded_with_its_reason(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, **{"people-0-id_number": "", "people-0-id_missing": "forgotten"})
    assert answer.status_code == 303
    assert one(app, "SELECT id_missing FROM person") == "quên mang theo"
    assert "không có giấy tờ: quên mang theo" in client.get(answer.location).text


def test_several_visitors_and_papers(app: Flask, people: People, client: FlaskClient) -> None:
    second = {"people-3-name": "Lê Văn Tám", "people-3-id_missing": "lost", "people-3-commune": "Phường An Thịnh"}
    papers = {"papers-0-name": "Đơn", "papers-0-pages": "2", "papers-0-condition": "original", "papers-1-name": ""}
    answer = save(client, **second, **papers, people_count="2", then="print")
    assert answer.location.endswith("/bien-nhan")
    assert one(app, "SELECT count(*) FROM party WHERE role = 'visitor'") == 2
    with app.app_context():
        assert reading().execute(sa.select(Paper.name, Paper.pages, Paper.condition)).all() == [("Đơn", 2, "original")]


def test_a_group_without_a_nomination_is_flagged(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, people_count="12")
    assert answer.status_code == 303
    assert "Thiếu văn bản cử người đại diện" in client.get(answer.location).text
    named = save(client, people_count="12", nomination="Văn bản ngày 10/11/2026")
    assert "Thiếu văn bản cử người đại diện" not in client.get(named.location).text
    assert one(app, "SELECT count(*) FROM party WHERE role = 'representative'") == 1


def test_somebody_comes_for_an_organisation(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, **{
        "stands_in": "y", "represented-nature": "organisation", "represented-name": "Hợp tác xã Bà Bộ",
        "authority": "Giấy giới thiệu 05/GT"})
    page = client.get(answer.location).text
    assert "Người được đại diện" in page
    assert "Hợp tác xã Bà Bộ" in page
    assert "Giấy giới thiệu 05/GT" in page
    assert one(app, "SELECT count(*) FROM person WHERE nature = 'organisation'") == 1


def test_a_visit_entered_later_and_held_elsewhere(app: Flask, people: People, client: FlaskClient) -> None:
    with app.app_context():
        head = people.head.public_id
    answer = save(client, held_on="10/11/2026", held_at="14h", session="urgent", receiver=head,
                  place="Nhà văn hóa khu vực 3")
    page = client.get(answer.location).text
    assert "nhập sau" in page
    assert "Nhà văn hóa khu vực 3" in page
    assert "Phạm Quốc Dũng" in page
    assert "25/11/2026" in page      # ten working days from the day it was held, the holiday of 24/11 left out


def test_a_double_click_makes_one_visit(app: Flask, people: People, client: FlaskClient) -> None:
    key = value_of(client.get(f"{NEW}?loai=complaint"), "form_key")
    first, second = save(client, form_key=key), save(client, form_key=key)
    assert first.location == second.location
    assert "Lượt tiếp này đã được lưu: TCD 2026/0001." in client.get(second.location).text
    assert counts(app)["visit"] == 1


def test_a_forged_key_saves_nothing(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, form_key="x" * 40)
    assert answer.status_code == 409
    assert "mở quá lâu" in answer.text
    assert counts(app)["dossier"] == 0


def test_refusing_in_writing_starts_the_three_days(people: People, client: FlaskClient) -> None:
    answer = save(client, outcome="refused", ground="R3", ground_note="QĐ 12/2025, TB 3/2026")
    page = client.get(answer.location).text
    assert "Ký và gửi thông báo từ chối tiếp công dân" in page
    assert "19/11/2026" in page


def test_the_dates_beside_the_form(people: People, client: FlaskClient) -> None:
    page = client.post(f"{NEW}/han", data={**MATTER, "held_on": "12/11/2026"}).text
    assert "Thứ Sáu 27/11/2026" in page
    assert "Bỏ qua 24/11, Ngày Văn hóa Việt Nam" in page
    assert "Ngày thứ mười" in page
    reply, refusal = page.split('data-starts="reception.refusal-notice"')
    assert "hidden" not in reply.partition('data-starts="reception.reply"')[2][:20]
    assert refusal.startswith(" hidden")


BESIDE = {"complaint": "Thụ lý khiếu nại hoặc báo không thụ lý: 10 ngày (Điều 27 Luật Khiếu nại);",
          "denunciation": "quyết định thụ lý tố cáo: 7 ngày làm việc, 10 nếu phải kiểm tra ở nhiều nơi"}


@pytest.mark.parametrize(("kind", "told"), [
    ("complaint", "complaint"), ("denunciation", "denunciation"), ("mixed", "complaint"), ("feedback", ""),
    ("other", ""),
])
def test_limits_that_are_not_followed_are_named(people: People, client: FlaskClient, kind: str, told: str) -> None:
    """Of a complaint whose petition is taken they are: its case counts them."""
    for page in (client.post(f"{NEW}/han", data={**MATTER, "matter": kind, "outcome": "reported"}).text,
                 client.get(f"{NEW}?loai={kind}").text):
        for name, words in BESIDE.items():
            assert words in page
            line = page.partition(words)[0].rpartition("<p")[2]
            assert (" hidden" in line) is (name != told)


@pytest.mark.parametrize(("day", "words"), [
    ("2026-12-31", "phải được công chứng hoặc chứng thực (Điều 3 Nghị định 155/2026/NĐ-CP)"),
    ("2027-01-04", "phải được chứng thực (Điều 3 Nghị định 155/2026/NĐ-CP)"),
])
def test_how_an_authorisation_is_attested_follows_the_day(
    people: People, client: FlaskClient, clock: Clock, day: str, words: str,
) -> None:
    clock.set(f"{day} 09:00")
    sign_in(client, people.officer)
    assert words in client.get(f"{NEW}?loai=complaint").text


def test_mixed_contents_are_parted_and_not_sent_on(people: People, client: FlaskClient) -> None:
    sent = {"outcome": "transferred", "body": "Sở Xây dựng", "document": "1"}
    assert "tách từng nội dung" in "".join(errors(save(client, matter="mixed", **sent)))
    assert save(client, matter="feedback", **sent).status_code == 303


def test_the_ground_says_what_is_not_certain_of_it(people: People, client: FlaskClient) -> None:
    page = client.get(f"{NEW}?loai=feedback").text
    answer = page.partition('value="Rh"')[2].partition("</option>")[0]
    assert "Mẫu 01/TCD in điểm g, khoản 3 Điều 4 ghi điểm h" in answer


class TestEarlierVisits:
    """Whoever came before is offered, by name or by number, in words that never stand in an address."""

    def test_by_name_without_marks(self, app: Flask, people: People, client: FlaskClient) -> None:
        log(app, people, content="Khiếu nại lấn ranh")
        page = client.post(f"{NEW}/nguoi", data={"matter": "complaint", "lookup": "nguyen thi anh"}).text
        assert "Đã từng đến 1 lần" in page
        assert "Khiếu nại lấn ranh" in page
        assert ANH.id_number not in page

    def test_by_number(self, app: Flask, people: People, client: FlaskClient) -> None:
        log(app, people)
        page = client.post(f"{NEW}/nguoi", data={"matter": "complaint", "lookup": "092171 003 307"}).text
        assert "Đã từng đến 1 lần" in page

    def test_nothing_before_a_kind_and_nothing_for_a_denunciation(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        log(app, people)
        for kind in ({}, {"matter": "denunciation"}, {"matter": "mixed", "has_denunciation": "y"}):
            assert client.post(f"{NEW}/nguoi", data={"lookup": ANH.name, **kind}).status_code == 204

    def test_not_of_another_unit(self, app: Flask, people: People, client: FlaskClient) -> None:
        log(app, people, unit=people.other, by=people.other_officer)
        assert "Đã từng đến" not in client.post(f"{NEW}/nguoi", data={"matter": "complaint", "lookup": ANH.name}).text

    def test_without_scripts_the_same_by_buttons(self, app: Flask, people: People, client: FlaskClient) -> None:
        before = log(app, people)
        found = client.post(NEW, data={**MATTER, "lookup": "Nguyễn Thị Ánh", "step": "find"})
        assert found.status_code == 200
        assert value_of(found, "people-0-name") == "Nguyễn Thị Ánh"
        pick = found.text.partition('value="same:')[2].partition('"')[0]
        picked = client.post(NEW, data={**MATTER, "lookup": "Nguyễn Thị Ánh", "pick": f"same:{pick}"})
        assert value_of(picked, "people-0-address") == "118 Trần Việt Châu"
        assert value_of(picked, "same_as") == before.public_id
        known = value_of(picked, "people-0-known")
        answer = save(client, {**MATTER, "people-0-name": "Nguyễn Thị Ánh", "people-0-known": known,
                               "people-0-commune": "Phường An Thịnh", "same_as": before.public_id})
        assert answer.status_code == 303
        assert counts(app)["person"] == 1
        assert "TCD 2026/0001" in client.get(answer.location).text

    def test_a_foreign_person_cannot_be_picked(self, app: Flask, people: People, client: FlaskClient) -> None:
        log(app, people, unit=people.other, by=people.other_officer)
        foreign = one(app, "SELECT public_id FROM person")
        answer = client.post(NEW, data={**MATTER, "pick": f"other:{foreign}"})
        assert "118 Trần Việt Châu" not in answer.text


class TestDrafts:
    """A draft is taken up again, kept for later, and gone once its form is saved."""

    def test_keep_for_later_and_take_up_again(self, app: Flask, people: People, client: FlaskClient) -> None:
        draft = value_of(client.get(f"{NEW}?loai=complaint"), "draft")
        kept = save(client, draft=draft, step="later", content="Mới ghi một nửa")
        assert kept.location == "/tiep-dan"
        assert "Phiếu lưu lúc" in client.get("/tiep-dan").text
        page = client.get(f"{NEW}?nhap={draft}")
        assert value_of(page, "people-0-name") == "Huỳnh Thị Ngọc Điệp"
        assert "Mới ghi một nửa" in page.text
        assert "Đã lưu nháp" in page.text
        save(client, draft=draft)
        assert counts(app)["draft"] == 0

    def test_the_autosave_passes_the_sieve(self, app: Flask, people: People, client: FlaskClient) -> None:
        draft = value_of(client.get(NEW), "draft")
        client.post(f"/nhap/visit/{draft}", data={"people-0-name": "Huỳnh Thị Ngọc Điệp", "content": "chuyện"})
        assert counts(app)["draft"] == 0
        assert client.post(f"/nhap/visit/{draft}", data=ORDINARY).status_code == 200
        assert counts(app)["draft"] == 1

    def test_nobody_opens_anothers_draft(self, app: Flask, people: People, client: FlaskClient) -> None:
        with app.app_context():
            keep_draft("A" * 22, "visit", {"matter": ["complaint"], "people-0-name": ["Ai Đó"]},
                       account_id=people.other_officer.id, now=now())
            assert list_drafts("visit", account_id=people.officer.id, now=now()) == []
        assert "Ai Đó" not in client.get(f"{NEW}?nhap={'A' * 22}").text


def test_steps_without_scripts_add_lines(people: People, client: FlaskClient) -> None:
    two = client.post(NEW, data={**ORDINARY, "step": "person"})
    assert (two.status_code, 'name="people-1-name"' in two.text) == (200, True)
    assert 'name="papers-0-name"' in client.post(NEW, data={**ORDINARY, "step": "paper"}).text
    changed = client.post(NEW, data={"matter": "feedback", "step": "kind"})
    assert 'value="transferred"' in changed.text
