"""The desk: the next one to call, the queue of the day, what is due, one's own drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseapp.people.commands import Given
from caseapp.people.models import Nature
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, Outcome
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import counts, errors, one, save, value_of
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock

TICKET = "/tiep-dan/so-thu-tu"
BAO = Given("Lương Quốc Bảo")
FIRM = Given("Công ty TNHH Hưng Phú Mekong", nature=Nature.ORGANISATION)


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def queue_up(
    client: FlaskClient, matter: str = "complaint", name: str = "", purpose: str = "", people: str = "1",
) -> TestResponse:
    return client.post(TICKET, data={"matter": matter, "name": name, "purpose": purpose, "people": people})


def ticket(app: Flask, no: int) -> str:
    return one(app, "SELECT public_id FROM ticket WHERE no = :no", no=no)


def test_an_empty_desk_says_what_to_do(people: People, client: FlaskClient) -> None:
    page = client.get("/tiep-dan").text
    for words in ("Không ai chờ", "Hôm nay bạn chưa ghi lượt nào", "Không có lượt nào đến hạn hoặc quá hạn."):
        assert words in page


def test_only_the_counter_has_a_desk(people: People, client: FlaskClient) -> None:
    for account in (people.head, people.handler, people.administrator, people.mediator):
        sign_in(client, account)
        assert client.get("/tiep-dan").status_code == 404
        assert queue_up(client).status_code == 404


def test_the_next_one_comes_with_earlier_visits(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    clock.set("2026-11-03 09:00")
    log(app, people)
    clock.set("2026-11-16 09:00")
    sign_in(client, people.officer)
    queue_up(client, name="Nguyễn Thị Ánh", purpose="Hỏi kết quả")
    clock.forward(minutes=18)
    sign_in(client, people.officer)
    page = client.get("/tiep-dan").text
    for words in ("Mời số 01 · Nguyễn Thị Ánh", "Chờ 18 phút", "đã đến 1 lần", "TCD 2026/0001", "Còn 1 ngày làm việc"):
        assert words in page


def test_calling_opens_the_form_with_what_the_queue_knows(app: Flask, people: People, client: FlaskClient) -> None:
    queue_up(client, name="Đoàn Văn Sáu", people="6", matter="feedback")
    called = client.post(f"{TICKET}/{ticket(app, 1)}/goi")
    page = client.get(called.location)
    assert value_of(page, "people-0-name") == "Đoàn Văn Sáu"
    assert value_of(page, "people_count") == "6"
    assert "Số 01" in page.text
    assert "Đang tiếp số 01" in client.get("/tiep-dan").text


def test_a_number_is_called_by_one_counter_alone(app: Flask, people: People, client: FlaskClient) -> None:
    queue_up(client, name="Đoàn Văn Sáu")
    client.post(f"{TICKET}/{ticket(app, 1)}/goi")
    with filling(app) as session:
        second = make_account(session, "nga", ["reception"], people.commune, display="Võ Kim Nga")
    sign_in(client, second)
    answer = client.post(f"{TICKET}/{ticket(app, 1)}/goi")
    assert answer.location == "/tiep-dan"
    assert "Quầy khác vừa gọi số này" in client.get("/tiep-dan").text


def test_down_and_absent(app: Flask, people: People, client: FlaskClient) -> None:
    for name in ("Một", "Hai", "Ba"):
        queue_up(client, name=name)
    client.post(f"{TICKET}/{ticket(app, 1)}/xuong")
    assert "Mời số 02 · Hai" in client.get("/tiep-dan").text
    client.post(f"{TICKET}/{ticket(app, 2)}/vang")
    page = client.get("/tiep-dan").text
    assert "Mời số 01 · Một" in page
    assert "Gọi lại" in page
    assert client.post(f"{TICKET}/{ticket(app, 1)}/bay").status_code == 404


def test_a_denouncer_queues_without_a_name(app: Flask, people: People, client: FlaskClient) -> None:
    queue_up(client, "denunciation", "Trần Thị Kín Tên", "tố cáo cán bộ")
    assert one(app, "SELECT name || purpose FROM ticket") == ""
    page = client.get("/tiep-dan").text
    assert "người giữ kín tên" in page
    assert "Kín Tên" not in page
    bad = client.post(TICKET, data={"matter": "", "name": "Trần Thị Kín Tên"})
    assert errors(bad)
    assert "Kín Tên" not in bad.text


def test_what_is_due_and_what_was_logged_today(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    clock.set("2026-10-26 09:00")
    log(app, people)
    clock.set("2026-11-16 09:00")
    sign_in(client, people.officer)
    log(app, people, Matter.DENUNCIATION)
    log(app, people, Matter.OTHER, Outcome.EXPLAINED)
    page = client.get("/tiep-dan").text
    for words in ("Quá hạn 5 ngày làm việc", "TC-2026-3M9X-7K4P", "Đã báo tại chỗ", "hôm nay bạn đã tiếp 2"):
        assert words in page


def test_saving_uses_the_ticket_up(app: Flask, people: People, client: FlaskClient) -> None:
    queue_up(client, name="Đoàn Văn Sáu")
    assert save(client, ticket=ticket(app, 1)).status_code == 303
    assert one(app, "SELECT state || name FROM ticket") == "done"
    assert counts(app)["visit"] == 1


def test_what_is_overdue_is_said_to_be_so_and_to_be_everybodys(
    app: Flask, people: People, client: FlaskClient, clock: Clock,
) -> None:
    clock.set("2026-10-26 09:00")
    log(app, people, parties=(GivenParty(BAO, "representative", "Giấy ủy quyền"), GivenParty(FIRM, "represented")))
    clock.set("2026-11-16 09:00")
    sign_in(client, people.officer)
    page = client.get("/tiep-dan").text
    for words in ("Quá hạn và đến hạn", "Của cả đơn vị", "Lương Quốc Bảo, đại diện cho Công ty TNHH Hưng Phú Mekong"):
        assert words in page


def test_drafts_stand_above_what_is_due_with_kind_and_number(
    app: Flask, people: People, client: FlaskClient, clock: Clock,
) -> None:
    clock.set("2026-10-26 09:00")
    log(app, people)
    clock.set("2026-11-16 09:00")
    sign_in(client, people.officer)
    queue_up(client, name="Đoàn Văn Sáu")
    keep = {"matter": "complaint", "content": "Nước thải", "ticket": ticket(app, 1)}
    client.post("/nhap/visit/aaaaaaaaaaaaaaaaaaaaaa", data=keep)
    client.post("/nhap/visit/bbbbbbbbbbbbbbbbbbbbbb", data={"matter": "feedback", "content": "Nước thải"})
    page = client.get("/tiep-dan").text
    assert page.index("Nháp của tôi") < page.index("Quá hạn và đến hạn")
    assert "<b>Khiếu nại, số 01</b>" in page
    assert "<b>Kiến nghị, phản ánh</b>" in page


def test_waiting_ends_with_the_call(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    queue_up(client, name="Đoàn Văn Sáu")
    clock.forward(minutes=7)
    client.post(f"{TICKET}/{ticket(app, 1)}/goi")
    clock.forward(minutes=5)
    assert "Đã chờ 7 phút" in client.get("/tiep-dan").text
