"""A changed calendar: what would move is listed first, then running clocks get a new receipt beside the old one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from caseapp import office_cli
from caseapp.db import reading
from caseapp.dossiers.models import ClockReceipt
from caseapp.dossiers.recounting import CALENDAR, find_moved, move
from caseapp.gazette import office_calendar
from caseapp.law.calendars import SHIPPED
from caseapp.law.limits import Limit
from caseapp.law.outlook import with_outlook
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.ledger.models import JournalRow, OfficeFact
from caseapp.office import open_office
from caseapp.reception.commands.acting import notify, prolong
from caseapp.reception.models import NoticeResult
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_denunciation,
    a_notice,
    a_visit,
    acting,
    clocks_of,
    log,
    make_commune,
    proof,
    stored,
)
from tests.reception.making import log as log_visit
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

THURSDAY = date(2026, 11, 12)
EXCHANGED = with_outlook(SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV"))


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def due(dossier: Any) -> date | None:
    day: date | None = stored(dossier.id).next_due
    return day


def receipts(dossier: Any) -> list[Receipt]:
    clocks = "SELECT clock_receipt.text FROM clock_receipt JOIN clock ON clock.id = clock_id WHERE dossier_id = :id ORDER BY no"
    return [Receipt.from_json(text) for (text,) in reading().execute(sa.text(clocks), {"id": dossier.id})]


def journaled() -> list[Any]:
    return list(reading().execute(sa.select(JournalRow.dossier_id, JournalRow.sealed, JournalRow.body).where(
        JournalRow.act == "clock.recount").order_by(JournalRow.sealed)))


def test_running_clocks_move_open_and_sealed_and_keep_both_receipts(office: Commune) -> None:
    moving = [log(office, a_visit(held_on=THURSDAY)), log(office, a_denunciation("27", held_on=THURSDAY))]
    staying = log(office, a_visit(held_on=date(2026, 10, 1)))
    answered = log(office, a_visit(held_on=THURSDAY))
    notify(a_notice(given_on=TODAY), acting(office, answered))
    assert [due(one) for one in moving] == [date(2026, 11, 27)] * 2
    found = find_moved(EXCHANGED)
    assert {one.dossier_id for one in found} == {one.id for one in moving}
    assert {(one.before.due, one.after.due, one.law) for one in found} == {
        (date(2026, 11, 27), date(2026, 11, 28), False)}
    assert [due(one) for one in moving] == [date(2026, 11, 27)] * 2      # looking moves nothing
    assert move(found, EXCHANGED, NOW) == 2
    for one in moving:
        assert due(one) == date(2026, 11, 28)
        assert [receipt.due for receipt in receipts(one)] == [date(2026, 11, 27), date(2026, 11, 28)]
    assert (due(staying), len(receipts(staying)), len(receipts(answered))) == (date(2026, 10, 15), 1, 1)
    rows = journaled()
    assert [row.sealed for row in rows] == [False, True]
    assert {json.loads(row.body)["facts"]["to"] for row in rows} == {"2026-11-28"}
    assert proof() == []


def test_a_second_run_finds_nothing(office: Commune) -> None:
    log(office, a_visit(held_on=THURSDAY))
    assert move(find_moved(EXCHANGED), EXCHANGED, NOW) == 1
    assert find_moved(EXCHANGED) == []
    assert [one.after.due for one in find_moved(office_calendar())] == [date(2026, 11, 27)]      # and back again


def test_a_clock_that_ended_meanwhile_stays_as_it_ended(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    found = find_moved(EXCHANGED)
    notify(a_notice(given_on=TODAY), acting(office, dossier))
    before = clocks_of(dossier.id)
    assert move(found, EXCHANGED, NOW) == 0
    assert (clocks_of(dossier.id), journaled()) == (before, [])


def test_a_promised_day_is_the_offices_own_and_stays(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=date(2026, 11, 28)), acting(office, dossier))
    assert find_moved(EXCHANGED) == []


def test_a_rule_that_was_rewritten_is_shown_and_not_moved(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    rule = RULES["reception.reply"]
    other = Limit(rule.code, rule.title + " (sửa)", rule.start, rule.wordings, ids=rule.ids)
    monkeypatch.setattr("caseapp.law.counting.RULES", {**RULES, rule.code: other})
    (found,) = find_moved(EXCHANGED)
    assert found.law
    assert move([found], EXCHANGED, NOW) == 0
    assert due(dossier) == date(2026, 11, 27)


def test_the_command_lists_first_and_writes_when_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        commune = make_commune()
        dossier = log(commune, a_visit(held_on=THURSDAY))
    app.extensions["calendar"] = EXCHANGED
    monkeypatch.setattr(office_cli, "opened", lambda: (app, app.extensions["settings"]))
    listed = CliRunner().invoke(office_cli.recount)
    assert listed.exit_code == 0
    assert "TCD 2026/0001" in listed.output
    assert "27/11/2026 → 28/11/2026" in listed.output
    assert "chưa ghi gì" in listed.output
    done = json.loads(CliRunner().invoke(office_cli.recount, ["--apply", "--json"]).output)
    assert (done["applied"], done["moved"][0]["to"]) == (1, "2026-11-28")
    with app.app_context():
        assert due(dossier) == date(2026, 11, 28)
        assert reading().execute(sa.select(sa.func.count()).select_from(ClockReceipt)).scalar_one() == 2
    assert "0 hạn" in CliRunner().invoke(office_cli.recount).output


def test_whoever_oversees_is_told_until_it_is_done(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    open_office(app)
    log_visit(app, people)
    sign_in(client, people.head)
    told = "Lịch nghỉ đã đổi, hạn đang chạy chưa tính lại"
    assert told not in client.get("/viec").text
    app.extensions["calendar"] = EXCHANGED
    open_office(app)      # a start with the new calendar changes nothing by itself
    assert told in client.get("/viec").text
    with app.app_context():
        move([], EXCHANGED, NOW)
        assert reading().execute(
            sa.select(OfficeFact.value).where(OfficeFact.name == CALENDAR)).scalar_one() == EXCHANGED.hash
    assert told not in client.get("/viec").text
