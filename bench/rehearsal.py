"""One more holiday over many running clocks: how long its rehearsal takes beside answering the same as questions.

    python -m bench.rehearsal [--clocks 100000] [--seed 4] [--database-url postgresql+psycopg://…]

Every clock is one question of `bench.due`, written with its receipt. The rehearsal must find exactly the clocks that
counting all of them anew finds; afterwards the calendar is put in force and the clocks are settled.
"""
from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench import due
from bench.office import an_ordinary_visit, arguments, let_go, new_office, settings_for
from caseapp.db import reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier
from caseapp.dossiers.recounting import counting, rehearse, running, settle
from caseapp.gazette import forget_version, office_calendar
from caseapp.gazette.versions import keep_version, read_text, write_text
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.receipts import Pause
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.reception.commands.logging import log_visit
from caseapp.text import new_public_id

AT_ONCE = 5_000
HOLIDAY = date(2026, 10, 12)
MOST = 2.0


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """CPU times in seconds; `exact`: the same clocks as counting every one of them anew."""

    clocks: int
    moved: int
    exact: bool
    batch_cpu: float
    rehearsal_cpu: float
    rehearsal_wall: float
    ratio: float
    within: bool
    settled_wall: float


def fill(app: Flask, offices: Offices, clocks: int, seed: int) -> None:
    """As many open dossiers, each with one clock that is one of the questions."""
    questions = [json.loads(line) for line in due.questions(clocks, seed)]
    with app.app_context():
        log_visit(*an_ordinary_visit(offices, 0))
        dossier = dict(reading().execute(sa.select(*Dossier.__table__.c)).mappings().one())
        clock = dict(reading().execute(sa.select(*Clock.__table__.c)).mappings().first() or {})
        calendar, at = office_calendar(), datetime.now(UTC)
        for first in range(0, clocks, AT_ONCE):
            rows: dict[Any, list[dict[str, Any]]] = {Dossier: [], Clock: [], ClockReceipt: []}
            for number, asked in enumerate(questions[first:first + AT_ONCE], first + 10):
                if not (receipt := _receipt(asked, calendar)):
                    continue
                rows[Dossier].append({**dossier, "id": number, "public_id": new_public_id(), "no": number})
                rows[Clock].append({
                    **clock, "id": number, "public_id": new_public_id(), "dossier_id": number, "rule": receipt.rule,
                    "nature": receipt.nature, "start_on": receipt.start, "due_on": receipt.due, "safe_on": receipt.safe,
                    "confirmed": receipt.confirmed})
                rows[ClockReceipt].append({"clock_id": number, "no": 1, "made_at": at, "text": receipt.to_json()})
            with writing() as session:
                for table, made in rows.items():
                    session.execute(sa.insert(table), made)
    let_go(app)


def _receipt(asked: dict[str, Any], calendar: Calendar) -> Any:
    pauses = [Pause(date.fromisoformat(first), date.fromisoformat(until)) for first, until in asked.get("pauses", ())]
    try:
        return count(asked["rule"], date.fromisoformat(asked["from"]), calendar, asked.get("options", ()), pauses)
    except LawError:
        return None


def with_holiday(calendar: Calendar) -> Calendar:
    """The calendar with one more day off."""
    extra = SpecialDay(HOLIDAY, DayKind.HOLIDAY, "Nghỉ bão", "Công điện 1/CĐ-TTg")
    years = tuple(replace(year, days=tuple(sorted((*year.days, extra), key=lambda one: one.day)))
                  if year.year == HOLIDAY.year else year for year in calendar.years)
    return replace(calendar, years=years, version="2/bench")


def run(app: Flask, batch_cpu: float) -> Rehearsed:
    """Rehearse, compare with counting everything, settle."""
    with app.app_context():
        before = office_calendar()
        after = with_holiday(before)
        began, cpu = time.perf_counter(), time.process_time()
        found = rehearse(before, after)
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        counted = counting(after)
        everything = {row.clock for row in running() if counted(row.text)}
        clocks = reading().execute(sa.select(sa.func.count()).select_from(Clock).where(
            Clock.ended_by.is_(None))).scalar_one()
        with writing() as session:
            keep_version(session, read_text(write_text(after)), datetime.now(UTC))
        forget_version()
        began = time.perf_counter()
        settled = settle(office_calendar(), datetime.now(UTC))
        spent = time.perf_counter() - began
        exact = {one.row.clock for one in found} == everything and settled.moved == len(everything)
    let_go(app)
    return Rehearsed(clocks, len(found), exact, round(batch_cpu, 2), round(cpu, 2), round(wall, 2),
                     round(cpu / batch_cpu, 2), cpu <= MOST * batch_cpu, round(spent, 1))


def main() -> None:
    parser = arguments("One more holiday over running clocks.")
    parser.add_argument("--clocks", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args()
    batch = due.run(given.clocks, given.seed)
    app, offices = new_office(settings_for(given.database_url))
    fill(app, offices, given.clocks, given.seed)
    print(json.dumps(asdict(run(app, batch.cpu))))


if __name__ == "__main__":
    main()
