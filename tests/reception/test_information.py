"""Information of whoever cannot be identified (LTC 25): no denunciation in any page or column, until he is known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.dossiers.clocks import start_clock
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.reception.commands.acting import correct, notify, prolong
from caseapp.reception.models import Identity, Matter, Notice, NoticeResult, Outcome
from caseapp.reception.queries.register import Chosen
from caseapp.reception.register import register_rows
from caseapp.staff.sessions import load_viewer
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_denunciation,
    a_notice,
    acting,
    clocks_of,
    everything,
    log,
    make_commune,
    proof,
    stored,
    visit_row,
)
from tests.reception.making import make_people
from tests.reception.views.posting import SEALED, errors, one, save
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

UNKNOWN = {**SEALED, "identity": "unknown", "outcome": "reported"}


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def information(**changes: Any) -> Any:
    given = a_denunciation(outcome=Outcome.REPORTED, **changes)
    return replace(given, denouncer=replace(given.denouncer, identity=Identity.UNKNOWN))


def waiting(office: Commune) -> Dossier:
    """Information as it was stored before its own rules: waiting for an answer within the ten days."""
    dossier = log(office, information())
    with writing() as session:
        kept = session.get_one(Dossier, dossier.id)
        kept.state, kept.closed_on = "awaiting", None
        start_clock(session, kept, count("reception.reply", TODAY, office_calendar()), at=NOW)
    return dossier


def test_nobody_waits_for_an_answer(office: Commune) -> None:
    dossier = log(office, information())
    row = stored(dossier.id)
    assert (row.sealed, row.state, row.closed_on, clocks_of(dossier.id)) == (True, "done", TODAY, [])
    assert row.code
    with pytest.raises(Refused):
        notify(a_notice(), acting(office, dossier))
    assert proof() == []


def test_a_clock_that_runs_already_is_ended_by_an_answer_to_nobody(office: Commune) -> None:
    dossier = waiting(office)
    due = clocks_of(dossier.id)[0][1]
    before = everything()
    for result in (NoticeResult.ACCEPTED, NoticeResult.DECLINED):
        with pytest.raises(Refused, match="không thụ lý"):
            notify(a_notice(result), acting(office, dossier))
    with pytest.raises(Refused, match="không có người để báo"):
        prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=date(2026, 12, 20)), acting(office, dossier))
    assert everything() == before
    notify(a_notice(NoticeResult.NOT_HANDLED, manner=""), acting(office, dossier))
    assert clocks_of(dossier.id) == [("reception.reply", due, "met")]
    assert stored(dossier.id).state == "done"
    assert reading().execute(sa.select(sa.func.count()).select_from(Notice)).scalar_one() == 0
    assert reading().execute(sa.select(Clock.result)).scalar_one() == "not-handled"
    assert proof() == []


def test_information_can_be_passed_on(office: Commune) -> None:
    dossier = waiting(office)
    notify(a_notice(NoticeResult.FORWARDED, body="Công an phường", document="31/PC"), acting(office, dossier))
    row = visit_row(dossier.id)
    assert (row.competent, row.body, row.document, stored(dossier.id).state) == (
        False, "Công an phường", "31/PC", "done")


def test_whoever_is_identified_later_made_a_denunciation(office: Commune) -> None:
    dossier = log(office, information())
    later = date(2026, 11, 18)
    assert correct({"identity": "checked"}, None, acting(office, dossier, today=later)) == ["identity"]
    assert (visit_row(dossier.id).identity, stored(dossier.id).state, stored(dossier.id).closed_on) == (
        "checked", "awaiting", None)
    clock = reading().execute(sa.select(Clock.start_on, Clock.confirmed, Clock.due_on)).one()
    assert (clock.start_on, clock.confirmed, stored(dossier.id).next_due) == (later, False, clock.due_on)
    receipt = json.loads(reading().execute(sa.select(ClockReceipt.text)).scalar_one())
    assert "identified" in [note["code"] for note in receipt["notes"]]
    row = reading().execute(sa.select(JournalRow.body, JournalValues.body.label("side")).join(
        JournalValues, JournalValues.journal_id == JournalRow.id).where(JournalRow.act == "visit.correct")).one()
    assert json.loads(row.body)["facts"] == {"fields": ["identity"], "starts": ["reception.reply"]}
    assert json.loads(row.side) == {"identity": ["unknown", "checked"]}
    notify(a_notice(), acting(office, dossier, today=later))
    assert stored(dossier.id).state == "done"
    assert proof() == []


def test_a_clock_that_runs_already_goes_on(office: Commune) -> None:
    dossier = waiting(office)
    before = clocks_of(dossier.id)
    correct({"identity": "checked"}, None, acting(office, dossier))
    assert clocks_of(dossier.id) == before
    assert stored(dossier.id).state == "awaiting"


def test_what_ended_at_the_counter_stays_ended(office: Commune) -> None:
    dossier = log(office, replace(information(), outcome=Outcome.EXPLAINED))
    correct({"identity": "checked"}, None, acting(office, dossier))
    assert (stored(dossier.id).state, clocks_of(dossier.id)) == ("done", [])


def test_whoever_is_known_stays_known(office: Commune) -> None:
    for given in (a_denunciation(), information(envelope="27")):
        dossier = log(office, given)
        how = acting(office, dossier)
        with pytest.raises(Refusal) as refused:
            correct({"identity": "unknown" if given.denouncer.identity == "checked" else "in-book"}, None, how)
        assert refused.value.field == "identity"


def test_protection_is_asked_for_and_given_up(office: Commune) -> None:
    dossier = log(office, a_denunciation())
    for wanted in (True, False):
        assert correct({"protection": wanted}, None, acting(office, dossier)) == ["protection"]
        assert visit_row(dossier.id).protection is wanted
    assert proof() == []


class TestPages:
    """What people read of it."""

    @pytest.fixture
    def where(self, app: Flask, client: FlaskClient) -> str:
        people = make_people(app)
        sign_in(client, people.officer)
        answer = save(client, UNKNOWN)
        assert (answer.status_code, errors(answer)) == (303, [])
        return str(answer.location)

    def test_the_page_and_the_list_call_it_information(self, client: FlaskClient, where: str) -> None:
        page = client.get(where).text
        assert "Tin báo có nội dung tố cáo" in page
        assert "Báo kết quả" not in page
        assert "Các hạn" not in page
        assert "Tin báo có nội dung tố cáo" in client.get("/tiep-dan/luot?xem=moi").text

    def test_the_register_says_so_in_its_columns(self, app: Flask, client: FlaskClient, where: str) -> None:
        row = self.columns(app, client)
        assert (row[5], row[8], row[10]) == ("Tin báo có nội dung tố cáo", "", "")
        assert row[11].startswith("Không xử lý theo tố cáo (")
        assert row[11].endswith("đã báo cáo lãnh đạo")

    def test_passed_on_it_names_the_body(self, app: Flask, client: FlaskClient, where: str) -> None:
        save(client, {**UNKNOWN, "envelope": "27", "outcome": "transferred", "body": "Công an phường",
                      "document": "31/PC"})
        rows = sorted((row[10], row[8], row[11].rpartition(", ")[2]) for row in self.rows(app, client))
        assert rows == [("", "", "đã báo cáo lãnh đạo"), ("Công an phường (31/PC)", "", "đã chuyển")]

    def test_identified_on_the_page_it_becomes_a_denunciation(
        self, app: Flask, client: FlaskClient, where: str,
    ) -> None:
        form = client.get(f"{where}/sua").text
        assert 'name="identity"' in form
        fields = {"version": "1", "envelope": "26", "identity": "checked", "protection": "y",
                  "accused_name": SEALED["accused_name"], "accused_post": SEALED["accused_post"],
                  "content": SEALED["content"], "people_count": "1", "repeat": "first", "competent": ""}
        assert client.post(f"{where}/sua", data=fields).status_code == 303
        page = client.get(where).text
        for words in ("Tố cáo", "Báo kết quả", "chưa xác nhận", "Đề nghị được bảo vệ", "Đã kiểm tra giấy tờ",
                      "Không xác định được", "chưa mở vụ việc thì chưa theo dõi"):
            assert words in page
        assert "Tin báo" not in page.partition('class="journal"')[0]
        assert 'name="identity"' not in client.get(f"{where}/sua").text
        assert self.columns(app, client)[5] == "TC"
        assert one(app, "SELECT protection FROM visit")

    def test_stored_information_is_ended_on_its_page(self, app: Flask, client: FlaskClient, where: str) -> None:
        with app.app_context():
            dossier = reading().execute(sa.select(Dossier.id)).scalar_one()
            with writing() as session:
                kept = session.get_one(Dossier, dossier)
                kept.state, kept.closed_on = "awaiting", None
                start_clock(session, kept, count("reception.reply", today(), office_calendar()), at=now())
        page = client.get(f"{where}/viec/notify").text
        assert "Không xử lý theo tố cáo" in page
        assert 'name="manner"' not in page
        assert "Thụ lý" not in page.partition('id="result"')[2].partition("</fieldset>")[0]
        answer = client.post(f"{where}/viec/notify", data={
            "version": "1", "result": "not-handled", "given_on": "16/11/2026", "given_by": "Lê Thị Thu Hằng"})
        assert (answer.status_code, errors(answer)) == (303, [])
        assert "Báo kết quả: không xử lý theo tố cáo" in client.get(where).text
        assert one(app, "SELECT state FROM dossier") == "done"

    def rows(self, app: Flask, client: FlaskClient) -> list[tuple[str, ...]]:
        with app.app_context():
            from caseapp.staff.models import Account

            account = reading().execute(sa.select(Account.id).where(Account.name == "hang")).one()
        token = sign_in(client, account)  # type: ignore[arg-type]
        with app.app_context():
            viewer, _seen = load_viewer(token, now(), today())
            assert viewer is not None
            chosen = Chosen(date(2026, 1, 1), date(2026, 12, 31), unit_id=viewer.unit_id, matter=Matter.DENUNCIATION)
            return [tuple(row) for row in register_rows(viewer, chosen, True)]

    def columns(self, app: Flask, client: FlaskClient) -> tuple[str, ...]:
        (row,) = self.rows(app, client)
        return row
