"""The receipt of a deadline on screen and paper: the count, the doubts, the earlier receipts, who may see it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.clocks import recount
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import office_calendar
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import again, count
from caseapp.law.receipts import Receipt
from caseapp.people.commands import Given
from caseapp.reception.models import Matter, Outcome
from caseapp.staff.models import Account
from caseapp.web.now import now
from tests.office.making import put_calendar
from tests.reception.making import log, make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock as OfficeClock


def address_of(app: Flask, dossier: Dossier) -> str:
    with app.app_context():
        clock = reading().execute(sa.select(Clock.public_id).where(Clock.dossier_id == dossier.id)).scalar_one()
    return f"/ho-so/{dossier.public_id}/han/{clock}"


def test_the_receipt_says_why_it_is_that_day(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, day=date(2026, 11, 12))
    sign_in(client, people.officer)
    page = client.get(address_of(app, visit))
    assert page.status_code == 200
    for words in (
        "Vì sao là ngày này?", "Báo kết quả tiếp công dân cho bà Nguyễn Thị Ánh", "Thứ Sáu 27/11/2026",
        "Còn 8 ngày làm việc", "10 ngày làm việc, tính từ hôm sau ngày 12/11/2026",
        "Khoản 1 Điều 28 Luật Tiếp công dân",
        "bỏ ngày 12/11; tính 13, 16, 17, 18, 19, 20, 23, bỏ 24 (lễ), tính 25, 26, 27/11. Ngày thứ mười là 27/11",
        "14–15/11 và 21–22/11: nghỉ cuối tuần", "mới là đề xuất. Nếu được duyệt, hạn thành 28/11/2026",
        "cùng ngày với hạn, vì hạn là ngày làm việc", "TCD 2026/0001",
        "chưa thấy văn bản nào sửa số ngày này",
        "Nếu được duyệt, hạn thành 28/11/2026; khi lịch đổi, hạn được tính lại và có giấy tính mới bên cạnh giấy này.",
    ):
        assert words in page.text, words
    paper = client.get(f"{address_of(app, visit)}/in")
    assert paper.status_code == 200
    assert "Thứ Sáu 27/11/2026" in paper.text


def test_the_receipt_as_json_is_what_was_stored_whatever_the_law_says_now(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(app)
    visit = log(app, people, day=date(2026, 11, 12))
    with app.app_context():
        text = reading().execute(sa.text("SELECT text FROM clock_receipt")).scalar_one()
        calendar = office_calendar()
        put_calendar(replace(SHIPPED, version="2/2026-11-16", exchanges=()))
    monkeypatch.setattr("caseapp.law.counting.RULES", {})
    sign_in(client, people.officer)
    answer = client.get(f"{address_of(app, visit)}.json")
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "application/json", text)
    assert again(Receipt.from_json(answer.text), calendar).to_json() == text
    assert client.get(f"{address_of(app, visit)}.json?so=9").status_code == 404
    assert client.get(address_of(app, visit)).status_code == 200


def test_a_recounted_clock_shows_both_receipts(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, day=date(2026, 11, 12))
    with filling(app) as session:
        dossier = session.get_one(Dossier, visit.id)
        clock = session.scalars(sa.select(Clock).where(Clock.dossier_id == visit.id)).one()
        moved = count("reception.reply", date(2026, 11, 13), office_calendar())
        recount(session, dossier, clock, moved, at=now())
    sign_in(client, people.officer)
    latest, first = client.get(address_of(app, visit)), client.get(f"{address_of(app, visit)}?so=1")
    assert "Thứ Hai 30/11/2026" in latest.text
    assert "Giấy tính số 1" in latest.text
    assert "Đã thay bằng giấy tính số 2" in first.text
    assert client.get(f"{address_of(app, visit)}?so=3").status_code == 404


def test_the_receipt_of_a_denunciation_names_nobody(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed = log(app, people, Matter.DENUNCIATION)
    sign_in(client, people.head)
    page = client.get(address_of(app, sealed))
    assert page.status_code == 200
    assert sealed.code in page.text
    assert "TCD-TC" not in page.text
    assert "Báo kết quả tiếp công dân cho" not in page.text


def test_a_refusal_notice_has_its_own_receipt(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note="Văn bản 112/UBND")
    sign_in(client, people.head)
    page = client.get(address_of(app, visit)).text
    assert "3 ngày làm việc, tính từ hôm sau ngày 16/11/2026" in page
    assert "Thứ Năm 19/11/2026" in page
    assert "Khoản 2 Điều 4 Nghị định 154/2026/NĐ-CP" in page


def test_a_year_without_a_notice_makes_the_day_uncertain(
    app: Flask, client: FlaskClient, clock: OfficeClock,
) -> None:
    people = make_people(app)
    clock.set("2026-12-28 09:00")
    visit = log(app, people)
    sign_in(client, people.officer)
    page = client.get(address_of(app, visit)).text
    assert "Chưa xác nhận" in page
    assert "cơ quan phải tính lại và ghi giấy tính mới bên cạnh giấy này" in page


def test_who_may_not_see_the_dossier_meets_404(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit, sealed = log(app, people), log(app, people, Matter.DENUNCIATION)
    sign_in(client, people.other_officer)
    assert client.get(address_of(app, visit)).status_code == 404
    sign_in(client, people.handler)      # works on visits of the unit, is not entrusted with denunciations
    assert client.get(address_of(app, visit)).status_code == 200
    assert client.get(address_of(app, sealed)).status_code == 404
    assert client.get(address_of(app, visit).replace(visit.public_id, sealed.public_id)).status_code == 404


def test_an_overdue_clock_says_by_how_much(app: Flask, client: FlaskClient, clock: OfficeClock) -> None:
    people = make_people(app)
    visit = log(app, people, day=date(2026, 11, 12))
    clock.set("2026-12-02 09:00")
    sign_in(client, people.officer)
    assert "Quá hạn 3 ngày làm việc" in client.get(address_of(app, visit)).text


def test_a_year_nobody_has_a_calendar_of_is_told_with_the_earliest_day(
    app: Flask, client: FlaskClient, clock: OfficeClock
) -> None:
    people = make_people(app)
    clock.set("2027-12-27 09:00")
    visit = log(app, people)
    sign_in(client, people.officer)
    for page in (client.get(address_of(app, visit)).text, client.get(f"{address_of(app, visit)}/in").text):
        for words in ("11/01/2028", "Chưa có lịch nghỉ năm 2028", "Có thông báo thì phải tính lại hạn này", "10/01/2028",
                      "ngày sớm nhất hạn có thể rơi vào khi có lịch nghỉ", "Chưa xác nhận"):
            assert words in page, words


def test_screen_and_paper_speak_english(app: Flask, client: FlaskClient, clock: OfficeClock) -> None:
    people = make_people(app)
    clock.set("2027-12-27 09:00")
    visit = log(app, people, person=Given("Tung Mac"), content="x")
    with filling(app) as session:
        session.execute(sa.update(Account).values(language="en"))
    sign_in(client, people.officer)
    for page in (client.get(address_of(app, visit)).text, client.get(f"{address_of(app, visit)}/in").text):
        assert "Article 28(1), Law on Reception of Citizens (LTCD)" in page
        assert "Day 10 is 11/01/2028" in page
        assert re.findall(r"\b(?:Điều|khoản|ngày|nghỉ|hạn|thứ|và|Luật) ", page) == []
