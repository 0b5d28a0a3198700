"""Forms, notices and citations follow the day of the visit: before a form was prescribed nothing bears its number."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.ledger.models import JournalRow
from caseapp.people.commands import Given
from caseapp.people.models import Nature
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, Outcome
from tests.reception.making import ANH, FOUR_PAPERS, People, log, make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

BEFORE, AFTER = date(2026, 6, 15), date(2026, 7, 1)
REFUSED = {"matter": Matter.COMPLAINT, "outcome": Outcome.REFUSED, "ground": "R3", "ground_note": "QĐ 12"}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office, its reception officer signed in."""
    found = make_people(app)
    sign_in(client, found.officer)
    return found


@pytest.mark.parametrize(("day", "status", "offered"), [(BEFORE, 409, False), (AFTER, 200, True)])
def test_a_refusal_notice_is_offered_from_the_day_of_its_form(
    app: Flask, people: People, client: FlaskClient, day: date, status: int, offered: bool,
) -> None:
    visit = log(app, people, day=day, **REFUSED)
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert ("In thông báo từ chối tiếp" in page) is offered
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/tu-choi").status_code == status


@pytest.mark.parametrize(("day", "number"), [(BEFORE, ""), (AFTER, "02/TCD")])
def test_a_papers_slip_bears_the_number_of_its_day(
    app: Flask, people: People, client: FlaskClient, day: date, number: str,
) -> None:
    visit = log(app, people, day=day, papers=FOUR_PAPERS[:1])
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan")
    assert slip.status_code == 200
    assert ("Mẫu số" in slip.text, number in slip.text) == (bool(number), True)
    assert "GIẤY BIÊN NHẬN" in slip.text
    with app.app_context():
        body = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "slip.print")).scalar_one()
    assert json.loads(body)["facts"] == {"form": number}
    assert ("mẫu 02/TCD" in client.get(f"/tiep-dan/luot/{visit.public_id}").text) is bool(number)


@pytest.mark.parametrize(("until", "number"), [("2026-06-30", ""), ("2026-07-01", "03/TCD")])
def test_a_part_of_the_register_before_the_form_is_headed_without_it(
    app: Flask, people: People, client: FlaskClient, until: str, number: str,
) -> None:
    log(app, people, day=BEFORE)
    part = {"tu": "2026-06-01", "den": until}
    for address in ("/so/tiep-cong-dan", "/so/tiep-cong-dan/in"):
        page = client.get(address, query_string=part).text
        assert ("Mẫu số" in page) is bool(number)
        assert number in page
    with app.app_context():
        body = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "register.print")).scalar_one()
    assert json.loads(body)["facts"]["form"] == number


@pytest.mark.parametrize(("day", "said", "unsaid"), [
    ("15/06/2026", "chưa có mẫu thông báo và thời hạn gửi", "01/TCD"),
    ("01/07/2026", "01/TCD, lãnh đạo ký, gửi trong 3 ngày làm việc", "chưa có mẫu"),
])
def test_the_answer_to_a_ground_follows_the_day_that_is_typed(
    people: People, client: FlaskClient, day: str, said: str, unsaid: str,
) -> None:
    sent = {"matter": "complaint", "held_on": day, "outcome": "refused", "ground": "R3"}
    dates = client.post("/tiep-dan/luot-moi/han", data=sent).text
    answer = dates.partition('data-ground="R3"')[2].partition("</span>")[0]
    assert said in answer
    assert unsaid not in answer


COMPANY = Given("Công ty Hưng Phú", nature=Nature.ORGANISATION)
OLD_MOTHER = Given("Lê Thị Sáu")
DECREE = "Nghị định 154/2026/NĐ-CP"


@pytest.mark.parametrize(("day", "stands_for", "matter", "words"), [
    (BEFORE, OLD_MOTHER, Matter.COMPLAINT, "tư cách đại diện.<"),
    (AFTER, OLD_MOTHER, Matter.FEEDBACK, f"tư cách đại diện (Điều 12, Điều 13 {DECREE}).<"),
    (AFTER, OLD_MOTHER, Matter.COMPLAINT, f"(Điều 12, Điều 13 {DECREE}; Điều 3 Nghị định 155/2026/NĐ-CP).<"),
    (AFTER, COMPANY, Matter.COMPLAINT, f"tư cách đại diện (Điều 13 {DECREE}).<"),
])
def test_what_proves_standing_is_cited_as_of_the_day(
    app: Flask, people: People, client: FlaskClient, day: date, stands_for: Given, matter: Matter, words: str,
) -> None:
    parties = (GivenParty(ANH), GivenParty(stands_for, "represented"))
    visit = log(app, people, matter, day=day, person=None, parties=parties)
    assert words in client.get(f"/tiep-dan/luot/{visit.public_id}").text


@pytest.mark.parametrize(("day", "matter", "place"), [
    (BEFORE, Matter.COMPLAINT, "(Điều 29 Luật Tiếp công dân)."),
    (AFTER, Matter.FEEDBACK, "(Điều 29 Luật Tiếp công dân)."),
    (AFTER, Matter.COMPLAINT, "(Điều 29 Luật Tiếp công dân; Điều 4 Nghị định 155/2026/NĐ-CP)."),
])
def test_a_group_without_its_nomination_is_told_where_it_stands(
    app: Flask, people: People, client: FlaskClient, day: date, matter: Matter, place: str,
) -> None:
    visit = log(app, people, matter, day=day, people_count=7)
    assert f"đoàn đông người {place}" in client.get(f"/tiep-dan/luot/{visit.public_id}").text
