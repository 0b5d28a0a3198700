"""A changed calendar: what would move is rehearsed first, then running clocks get a new receipt beside the old one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.dossiers import recounting
from caseapp.dossiers.models import Clock
from caseapp.dossiers.recounting import Settled, counting, left_to_settle, rehearse, settle
from caseapp.gazette import office_calendar
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.limits import Limit
from caseapp.law.outlook import with_outlook
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.law.special_days import DayKind, SpecialDay, Year
from caseapp.ledger.models import JournalRow
from caseapp.reception.commands.acting import notify, prolong
from caseapp.reception.models import NoticeResult
from caseapp.timetable import sweep
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
    put_calendar,
    stored,
    viewer_of,
)
from tests.reception.making import log as log_visit
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

THURSDAY = date(2026, 11, 12)
EXCHANGED = SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV")


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
    found = rehearse(office_calendar(), with_outlook(EXCHANGED))
    assert {one.row.id for one in found} == {one.id for one in moving}
    assert {(one.before.due, one.after.due, one.days) for one in found} == {(date(2026, 11, 27), date(2026, 11, 28), True)}
    assert sorted(one.number for one in found) == sorted([moving[1].code or "", "TCD 2026/0001"])
    assert [due(one) for one in moving] == [date(2026, 11, 27)] * 2      # looking moves nothing
    calendar = put_calendar(EXCHANGED)
    assert left_to_settle(calendar) == 3
    assert settle(calendar, NOW) == Settled(looked=3, moved=2)
    for one in moving:
        assert due(one) == date(2026, 11, 28)
        assert [receipt.due for receipt in receipts(one)] == [date(2026, 11, 27), date(2026, 11, 28)]
    assert (due(staying), len(receipts(staying)), len(receipts(answered))) == (date(2026, 10, 15), 1, 1)
    rows = journaled()
    assert [row.sealed for row in rows] == [False, True]
    assert {json.loads(row.body)["facts"]["to"] for row in rows} == {"2026-11-28"}
    assert (left_to_settle(calendar), settle(calendar, NOW)) == (0, Settled())
    assert proof() == []


def test_what_a_viewer_may_not_see_is_not_told_and_moves_all_the_same(office: Commune) -> None:
    sealed = log(office, a_denunciation("27", accused=[office.accounts["supervisor"]], held_on=THURSDAY))
    elsewhere = make_commune("X2")
    log(elsewhere, a_visit(held_on=THURSDAY))
    after = with_outlook(EXCHANGED)
    assert rehearse(office_calendar(), after, viewer_of(office, "supervisor")) == []      # the head is whom it accuses
    assert [one.row.id for one in rehearse(office_calendar(), after, viewer_of(office, "auditor"))] == [sealed.id]
    assert len(rehearse(office_calendar(), after)) == 2
    assert settle(put_calendar(EXCHANGED), NOW).moved == 2


def test_a_clock_that_ended_meanwhile_stays_as_it_ended(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    notify(a_notice(given_on=TODAY), acting(office, dossier))
    before = clocks_of(dossier.id)
    assert settle(put_calendar(EXCHANGED), NOW) == Settled()
    assert (clocks_of(dossier.id), journaled()) == (before, [])


def test_a_clock_that_stands_still_has_no_day_to_move(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    with writing() as session:
        clock = session.scalars(sa.select(Clock).where(Clock.dossier_id == dossier.id)).one()
        clock.paused_on, clock.due_on, clock.safe_on = TODAY, None, None
    assert rehearse(office_calendar(), with_outlook(EXCHANGED)) == []
    assert settle(put_calendar(EXCHANGED), NOW) == Settled(looked=1, moved=0)
    with writing() as session:
        clock = session.scalars(sa.select(Clock).where(Clock.dossier_id == dossier.id)).one()
        assert (clock.paused_on, clock.due_on, clock.calendar) == (TODAY, None, EXCHANGED.version)


def test_a_promised_day_is_the_offices_own_only_its_safe_day_moves(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=date(2026, 11, 28)), acting(office, dossier))
    (found,) = rehearse(office_calendar(), with_outlook(EXCHANGED))
    assert (found.before.due, found.after.due) == (date(2026, 11, 28), date(2026, 11, 28))
    assert (found.before.safe, found.after.safe) == (date(2026, 11, 27), date(2026, 11, 28))


def test_a_rule_that_was_rewritten_moves_no_clock_with_the_calendar(
    office: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    rule = RULES["reception.reply"]
    other = Limit(rule.code, rule.title, rule.start, [replace(rule.wordings[0], length=3)], ids=rule.ids)
    monkeypatch.setattr("caseapp.law.counting.RULES", {**RULES, rule.code: other})
    assert settle(put_calendar(EXCHANGED), NOW).moved == 1
    assert due(dossier) == date(2026, 11, 28)
    assert [receipt.wording and receipt.wording.length for receipt in receipts(dossier)] == [10, 10]


def test_it_may_be_broken_off_and_goes_on_later(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "TOGETHER", 1)
    for _ in range(3):
        log(office, a_visit(held_on=THURSDAY))
    calendar = put_calendar(EXCHANGED)
    turns = iter([True, False])
    assert settle(calendar, NOW, lambda: next(turns)) == Settled(looked=1, moved=1)
    assert left_to_settle(calendar) == 2
    assert sweep(NOW)["recounted"] == 2      # the timetable goes on
    assert left_to_settle(calendar) == 0
    assert proof() == []


def test_a_clock_counted_by_an_older_version_in_the_very_moment_is_found(office: Commune) -> None:
    """An officer's act read the calendar just before another one was put in force."""
    old = office_calendar()
    put_calendar(EXCHANGED)
    dossier = log(office, a_visit(held_on=THURSDAY), calendar=old)
    assert due(dossier) == date(2026, 11, 27)
    assert settle(office_calendar(), NOW) == Settled(looked=1, moved=1)
    assert due(dossier) == date(2026, 11, 28)


def changed(day: date, kind: DayKind, version: str) -> Calendar:
    """The shipped calendar with one more day off or worked."""
    years = []
    for year in SHIPPED.years:
        days = {one.day: one for one in year.days}
        if day.year == year.year:
            days[day] = SpecialDay(day, kind, "thử", "Thông báo 1/TB")
        years.append(Year(year.year, tuple(days[one] for one in sorted(days)), year.confirmed, year.source))
    return Calendar(version, tuple(years), SHIPPED.exchanges)


@pytest.mark.parametrize(("day", "kind"), [
    (date(2026, 11, 26), DayKind.HOLIDAY), (date(2026, 11, 21), DayKind.EXCHANGED_WORK),
    (date(2026, 12, 18), DayKind.HOLIDAY), (date(2026, 10, 5), DayKind.HOLIDAY), (date(2027, 1, 4), DayKind.HOLIDAY)])
def test_the_rehearsal_lists_exactly_what_counting_everything_anew_finds(
    office: Commune, day: date, kind: DayKind
) -> None:
    for back in range(0, 60, 3):
        log(office, a_visit(held_on=TODAY - timedelta(back)), form_key=f"k{back}")
    after = with_outlook(changed(day, kind, "thử"))
    told = counting(after)
    texts = reading().execute(sa.text("SELECT clock_receipt.text FROM clock_receipt JOIN clock ON clock.id = clock_id "
                                      "WHERE ended_by IS NULL")).scalars()
    wanted = sum(told(text) is not None for text in texts)
    assert len(rehearse(office_calendar(), after)) == wanted
    assert settle(put_calendar(changed(day, kind, "thử")), NOW).moved == wanted


def test_whoever_works_is_told_until_it_is_done(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log_visit(app, people)
    sign_in(client, people.head)
    told = "Đang tính lại hạn theo lịch nghỉ mới"
    assert told not in client.get("/viec").text
    with app.app_context():
        put_calendar(EXCHANGED)
    assert told in client.get("/viec").text
    with app.app_context():
        settle(office_calendar(), NOW)
    assert told not in client.get("/viec").text
