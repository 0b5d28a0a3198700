"""The page of a visit and the list of visits: what they show to whom, at what cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.people.commands import Given
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, Outcome
from tests.reception.making import ANH, FOUR_PAPERS, People, log, make_people
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


def page(client: FlaskClient, visit: Any) -> str:
    return client.get(f"/tiep-dan/luot/{visit.public_id}").text


def test_that_the_head_urged_is_told_in_words(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    head = app.test_client()
    sign_in(head, people.head)
    keys = dict(re.findall(r'name="(form_key|ve)"[^>]*value="([^"]*)"', head.get("/bang-theo-doi").text))
    assert head.post("/bang-theo-doi/don-doc", data={"chon": visit.public_id, **keys}).status_code == 303
    shown = page(client, visit)
    assert "<b>Đôn đốc xử lý</b>" in shown
    assert "Việc khác trong hồ sơ" not in shown


def test_the_next_act_its_day_and_its_reason_stand_first(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, papers=FOUR_PAPERS)
    shown = page(client, visit)
    assert "<h2>Báo kết quả tiếp công dân</h2>" in shown
    assert "Còn 10 ngày làm việc" in shown
    assert f"/ho-so/{visit.public_id}/han/" in shown
    assert "viec/notify" in shown
    assert "Đơn khiếu nại ngày 11/11/2026" in shown
    assert f"/tiep-dan/luot/{visit.public_id}/bien-nhan" in shown
    assert "Ghi lượt tiếp: tiếp nhận đơn" in shown
    assert "<title>TCD 2026/0001" in shown


@pytest.mark.parametrize(("who", "status"), [
    ("officer", 200), ("handler", 200), ("head", 200), ("clerk", 200), ("auditor", 200), ("province_head", 200),
    ("other_officer", 404), ("mediator", 404), ("administrator", 404),
])
def test_who_sees_an_ordinary_visit(app: Flask, people: People, client: FlaskClient, who: str, status: int) -> None:
    visit = log(app, people)
    sign_in(client, getattr(people, who))
    assert client.get(f"/tiep-dan/luot/{visit.public_id}").status_code == status


def test_absent_and_forbidden_answer_alike(people: People, client: FlaskClient) -> None:
    assert client.get("/tiep-dan/luot/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_the_head_is_asked_to_sign_and_others_are_told(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    assert "Chờ người đứng đầu ký" in page(client, visit)
    assert f"/tiep-dan/luot/{visit.public_id}/tu-choi" in page(client, visit)
    sign_in(client, people.head)
    assert "viec/sign-refusal" in page(client, visit)


def test_the_custodian_is_asked_to_sign_for_the_envelope(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.DENUNCIATION)
    sign_in(client, people.clerk)
    assert "Ký nhận phong bì số 25" in page(client, visit)
    assert "viec/take-custody" in page(client, visit)


def test_a_day_that_is_not_confirmed_says_so(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    sure = log(app, people)
    assert "chưa xác nhận" not in page(client, sure)
    clock.set("2026-12-28 09:00")      # its ten days run into a year whose days off nobody has announced
    sign_in(client, people.officer)
    shown = page(client, log(app, people))
    assert shown.count("chưa xác nhận") == 2
    assert "question-circle" in shown


def test_a_row_of_an_old_book_names_no_receiver_whom_the_book_does_not(
    app: Flask, people: People, client: FlaskClient,
) -> None:
    shown = page(client, log(app, people, receiver_id=None, book_row="Sổ 2026, dòng 12"))
    assert "Sổ không ghi" in shown
    assert "người ghi: Lê Thị Thu Hằng" in shown
    assert "Việc tiếp theo</p>" in shown


def test_a_visit_out_of_an_old_book_says_its_doubts(app: Flask, people: People, client: FlaskClient) -> None:
    doubt = '[{"code": "id-11", "field": "id_number", "message": "Số giấy tờ có 11 chữ số"}]'
    shown = page(client, log(app, people, book_row="Sổ 2026, dòng 12", to_confirm=doubt))
    assert "Cần xác nhận, bổ sung" in shown
    assert "Số giấy tờ có 11 chữ số" in shown


def test_an_unfinished_representation_is_flagged(app: Flask, people: People, client: FlaskClient) -> None:
    assert "Thiếu văn bản cử người đại diện" in page(client, log(app, people, people_count=7))
    assert "Thiếu văn bản cử" not in page(client, log(app, people, people_count=7, nomination="VB 10/11"))


def test_what_a_citizen_wrote_is_text_and_nothing_else(app: Flask, people: People, client: FlaskClient) -> None:
    shown = page(client, log(app, people, content="<script>alert(1)</script> {{ 7*7 }} \"'><img src=x>"))
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "{{ 7*7 }}" in shown


def test_a_page_costs_ten_statements_at_most(app: Flask, people: People, client: FlaskClient) -> None:
    first = log(app, people, papers=FOUR_PAPERS)
    visit = log(app, people, papers=FOUR_PAPERS, same_matter_as=first.id)
    client.get("/tiep-dan/luot")
    costs = {}
    for address in (f"/tiep-dan/luot/{visit.public_id}", "/tiep-dan/luot", "/tiep-dan/luot?xem=moi"):
        with counted(app) as statements:
            assert client.get(address).status_code == 200
        costs[address] = len(statements)
        assert len(statements) <= 10, statements
    for _time in range(30):
        log(app, people)
    for address, cost in costs.items():
        with counted(app) as statements:
            client.get(address)
        assert len(statements) == cost


class TestList:
    """The list goes on after its last row; no row is shown twice, none is left out."""

    @pytest.mark.parametrize("shown", ["cho", "moi"])
    def test_pages(self, app: Flask, people: People, client: FlaskClient, clock: Clock, shown: str) -> None:
        for day in range(1, 31):
            clock.set(f"2026-10-{day:02d} 09:00")
            log(app, people, content=f"Việc thứ {day}.")
        clock.set("2026-11-16 09:00")
        first = client.get(f"/tiep-dan/luot?xem={shown}").text
        assert first.count("TCD 2026/") == 25
        more = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        second = client.get(more).text
        assert second.count("TCD 2026/") == 5
        newest_first = shown == "moi"
        assert ("Việc thứ 30." in first, "Việc thứ 1." in second) == (newest_first, newest_first)
        assert "Về đầu" in second

    def test_chips_count(self, app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
        clock.set("2026-10-01 09:00")
        log(app, people)
        clock.set("2026-11-16 09:00")
        sign_in(client, people.officer)
        log(app, people, outcome=Outcome.EXPLAINED)
        shown = client.get("/tiep-dan/luot").text
        assert "Đang chờ trả lời 1" in shown
        assert "1 lượt quá hạn" in shown

    def test_empty(self, people: People, client: FlaskClient) -> None:
        assert "Không có lượt tiếp nào đang chờ trả lời" in client.get("/tiep-dan/luot").text
        assert "Chưa có lượt tiếp nào" in client.get("/tiep-dan/luot?xem=moi").text


@pytest.mark.parametrize(("who", "may"), [
    ("officer", True), ("head", True), ("handler", False), ("clerk", False), ("auditor", False), ("province_head", False),
])
def test_whoever_may_correct_finds_the_way_to_each_visitor(
    app: Flask, people: People, client: FlaskClient, who: str, may: bool,
) -> None:
    parties = (GivenParty(ANH, "representative", "Giấy ủy quyền"), GivenParty(Given("Lê Văn Hai"), "represented"))
    visit, sealed = log(app, people, parties=parties), log(app, people, Matter.DENUNCIATION)
    sign_in(client, getattr(people, who))
    assert page(client, visit).count("Sửa thông tin người đến") == (2 if may else 0)
    assert "Sửa thông tin người đến" not in page(client, sealed)
    for address in re.findall(r'href="([^"]*/nguoi/[^"]*)"', page(client, visit)):
        assert client.get(address).status_code == 200


def test_what_a_group_lacks_leads_to_where_it_is_written(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, people_count=6)
    way = f'<a href="/tiep-dan/luot/{visit.public_id}/sua">Ghi văn bản cử</a>'
    assert way in page(client, visit)
    sign_in(client, people.handler)
    assert "Thiếu văn bản cử" in page(client, visit)
    assert way not in page(client, visit)
