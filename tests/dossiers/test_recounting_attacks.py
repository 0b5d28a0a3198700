"""Attacks on counting anew: sweeps that cross each other, clocks that stand still, acts that come between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.mending import mend_act
from caseapp.db import reading
from caseapp.dossiers.models import Clock as StoredClock
from caseapp.dossiers.models import ClockReceipt
from caseapp.dossiers.recounting import left_to_settle, settle
from caseapp.gazette import office_calendar
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.ledger.models import JournalRow
from caseapp.web.now import now
from tests.cases.making import Office, act, make_office, open_case
from tests.cases.making import acting as acting_case
from tests.office.making import NOW, Commune, a_visit, log, make_commune, proof, put_calendar, stored

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock

THURSDAY = date(2026, 11, 12)


def storm(day: date, version: str, base: Calendar = SHIPPED) -> Calendar:
    """The calendar with one more day off."""
    years = tuple(replace(year, days=tuple(sorted(
        (*year.days, SpecialDay(day, DayKind.HOLIDAY, "Nghỉ bão", "Công điện 1")), key=lambda one: one.day)))
        if year.year == day.year else year for year in base.years)
    return Calendar(version, years, base.exchanges)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    with any_app.app_context():
        yield make_commune()


def receipts(dossier: Any) -> int:
    """How many receipts the clocks of a dossier have."""
    found: int = reading().execute(sa.select(sa.func.count()).select_from(ClockReceipt).join(
        StoredClock, StoredClock.id == ClockReceipt.clock_id).where(StoredClock.dossier_id == dossier.id)).scalar_one()
    return found


def recounts() -> int:
    found: int = reading().execute(
        sa.select(sa.func.count()).select_from(JournalRow).where(JournalRow.act == "clock.recount")).scalar_one()
    return found


def test_a_sweep_that_began_under_an_older_version_moves_nothing_back(office: Commune) -> None:
    dossier = log(office, a_visit(held_on=THURSDAY))
    old = office_calendar()
    new = put_calendar(storm(date(2026, 11, 26), "2/2026-11-16"))
    assert settle(new, NOW).moved == 1
    settle(old, NOW)
    assert (stored(dossier.id).next_due, receipts(dossier), recounts()) == (date(2026, 11, 30), 2, 1)
    assert left_to_settle(new) == 0


def test_two_sweeps_of_two_versions_at_once_come_to_an_end_at_the_newer(office: Commune) -> None:
    for place in range(3):
        log(office, a_visit(held_on=THURSDAY), form_key=f"k{place}")
    first = put_calendar(storm(date(2026, 11, 26), "2/2026-11-16"))
    started: list[Calendar] = []

    def then_another() -> bool:
        if not started:
            started.append(put_calendar(storm(date(2026, 11, 25), "3/2026-11-16")))
            settle(started[0], NOW)
        return True

    settle(first, NOW, then_another)
    assert left_to_settle(started[0]) == 0
    assert recounts() == 3


@pytest.fixture
def cases(any_app: Flask, clock: Clock) -> Iterator[Office]:
    clock.set("2026-11-02 09:00")
    office = make_office(any_app)
    with any_app.app_context():
        yield office


def resolution(case: Any) -> Any:
    return reading().execute(sa.select(StoredClock.__table__).where(
        StoredClock.dossier_id == case.id, StoredClock.ended_by.is_(None), StoredClock.nature == "duty").order_by(
            StoredClock.id.desc())).first()


def under_verification(office: Office) -> Any:
    case = open_case(office, date(2026, 10, 26))
    for code, role in (("accept", "supervisor"), ("self-check", "handler"), ("assign-verification", "supervisor")):
        act(office, case, code, by=role)
    return case


def clocks(case: Any) -> list[Any]:
    return list(reading().execute(sa.select(StoredClock.__table__).where(
        StoredClock.dossier_id == case.id, StoredClock.ended_by.is_(None)).order_by(StoredClock.id)))


def counted_from_acts(case: Any, *, paused: bool = False) -> list[tuple[str, date]]:
    from caseapp.cases.models import Act, CaseFile
    from caseapp.cases.rules import course_of
    from caseapp.law.counting import count
    from caseapp.workflow.running import closed_pauses
    acts = list(reading().execute(sa.select(
        Act.public_id, Act.code, Act.happened_on, Act.document, Act.details).where(
            Act.dossier_id == case.id, Act.status == "done").order_by(Act.place)))
    limits = course_of(reading().execute(sa.select(CaseFile.__table__).where(
        CaseFile.dossier_id == case.id)).one(), acts).limits
    return sorted((one.rule, count(one.rule, one.start, office_calendar(), one.options, closed_pauses(one),
                                   one.extensions).due) for one in limits if one.ended_on is None and (paused or not one.paused_on))


def test_an_act_after_the_calendar_changed_adds_no_receipt_of_its_own(cases: Office) -> None:
    case = under_verification(cases)
    due = resolution(case).due_on
    new = put_calendar(storm(due, "2/2026-11-02") if due.weekday() < 5 else storm(due + timedelta(2), "2/2026-11-02"))
    settle(new, now())
    before = receipts(case)
    assert resolution(case).due_on != due
    act(cases, case, "ask-information", by="handler")
    assert receipts(case) == before + 1      # of the limit that it starts
    assert sorted((row.rule, row.due_on) for row in clocks(case)) == counted_from_acts(case)


def test_a_clock_that_runs_again_counts_by_the_calendar_of_that_day(cases: Office) -> None:
    case = under_verification(cases)
    due = resolution(case).due_on
    act(cases, case, "suspend")
    new = put_calendar(storm(due, "2/2026-11-02"))
    settle(new, now())
    act(cases, case, "send-suspension", by="clerk")
    act(cases, case, "resume")
    settle(office_calendar(), now())
    assert sorted((row.rule, row.due_on) for row in clocks(case)) == counted_from_acts(case)
    assert proof() == []


def test_a_suspension_that_turns_out_to_begin_too_late_counts_by_the_calendar_in_force(
    cases: Office
) -> None:
    """Its day was a slip: it lies after the due day, so that the clock had run out; meanwhile the calendar changed."""
    case = under_verification(cases)
    due = resolution(case).due_on
    act(cases, case, "suspend")
    new = put_calendar(storm(due - timedelta(2), "2/2026-11-02"))
    settle(new, now())
    later = {"today": due + timedelta(20), "at": now() + timedelta(due.toordinal() + 20 - now().toordinal())}
    found = reading().execute(sa.text("SELECT public_id, document, details FROM case_act WHERE code = 'suspend'")).one()
    details = json.loads(found.details) if isinstance(found.details, str) else found.details
    mend_act(found.public_id, due + timedelta(15), found.document, details, "Ghi nhầm ngày", acting_case(cases, case, **later))
    settle(office_calendar(), now())
    assert left_to_settle(office_calendar()) == 0
    assert [(row.rule, row.due_on) for row in clocks(case) if row.due_on] == [
        one for one in counted_from_acts(case, paused=True) if one[0] in {row.rule for row in clocks(case) if row.due_on}]
