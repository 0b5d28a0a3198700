"""Counting running clocks anew when the calendar has changed: first shown, then done, a new receipt beside the old.

The law of a clock stays the wording it began with; a promised day is the office's own and never moves.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.dossiers.clocks import recount
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import OfficeFact

CALENDAR = "calendar"      # the fact that names the calendar all running clocks are counted with
_RUNNING = (
    sa.select(Clock.id.label("clock"), Clock.rule, Clock.start_on, ClockReceipt.text, Dossier.id, Dossier.unit_id,
              Dossier.register, Dossier.year, Dossier.no, Dossier.code)
    .join(ClockReceipt, sa.and_(ClockReceipt.clock_id == Clock.id, ClockReceipt.no == Clock.receipt_no))
    .join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Clock.ended_by.is_(None)).order_by(Dossier.unit_id, Clock.id))


@dataclass(frozen=True, slots=True)
class Moved:
    """A running clock that the calendar of today counts otherwise; ``law``: its rule reads otherwise now, too."""

    unit_id: int
    dossier_id: int
    clock_id: int
    number: str
    before: Receipt
    after: Receipt

    @property
    def law(self) -> bool:
        """Whether the rule itself was rewritten since: then a person must look before the clock is moved."""
        return self.before.rule_hash != self.after.rule_hash


def find_moved(calendar: Calendar) -> list[Moved]:
    """Every running clock whose days, or whose certainty, are others by ``calendar``; by unit."""
    return list(_moved(reading().execute(_RUNNING), calendar))


def _moved(rows: Any, calendar: Calendar) -> Iterator[Moved]:
    for row in rows:
        before = Receipt.from_json(row.text)
        if row.rule not in RULES or before.calendar_hash == calendar.hash:
            continue
        after = count_again(before, calendar)
        if _days(before) != _days(after) or before.rule_hash != after.rule_hash:
            yield Moved(row.unit_id, row.id, row.clock, number_of(row), before, after)


def count_again(receipt: Receipt, calendar: Calendar) -> Receipt:
    """The same facts by another calendar."""
    return count(receipt.rule, receipt.start, calendar, receipt.options, [stop.pause for stop in receipt.stops],
                 receipt.extensions)


def _days(receipt: Receipt) -> tuple[date, date, bool, Any]:
    """What a page shows of a count: changed notes alone are no reason for a new receipt."""
    return receipt.due, receipt.safe, receipt.confirmed, receipt.if_exchanged


def move(found: Sequence[Moved], calendar: Calendar, at: datetime) -> int:
    """Write the new receipts, unit by unit; how many. Clocks that ended meanwhile, or whose rule changed, stay."""
    done = 0
    for unit_id, clocks in groupby(found, key=lambda one: one.unit_id):
        with writing() as session:
            chain = lock_chain(session, unit_id)
            for one in clocks:
                clock = session.get_one(Clock, one.clock_id, populate_existing=True)
                if clock.ended_by is not None or one.law or clock.start_on != one.before.start:
                    continue
                dossier = session.get_one(Dossier, one.dossier_id, populate_existing=True)
                recount(session, dossier, clock, one.after, at=at)
                record(session, chain, act="clock.recount", by=None, at=at, dossier=dossier.id, sealed=dossier.sealed,
                       facts={"rule": clock.rule, "from": one.before.due.isoformat(), "to": one.after.due.isoformat(),
                              "receipt": clock.receipt_no, "calendar": calendar.version})
                done += 1
    with writing() as session:
        keep_calendar(session, calendar)
    return done


def keep_calendar(session: Session, calendar: Calendar) -> None:
    """Note that every running clock stands as ``calendar`` counts it."""
    fact = session.get(OfficeFact, CALENDAR)
    if fact is None:
        session.add(OfficeFact(name=CALENDAR, value=calendar.hash))
    else:
        fact.value = calendar.hash


def begin_calendar(session: Session, calendar: Calendar) -> bool:
    """At a start: whether running clocks may stand by another calendar than this one. The first start notes its own."""
    fact = session.get(OfficeFact, CALENDAR)
    if fact is None:
        keep_calendar(session, calendar)
        return False
    return fact.value != calendar.hash
