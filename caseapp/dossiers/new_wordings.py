"""What the law of this program counts otherwise than the receipts of running clocks: shown first, then done.

A new wording governs clocks that start on its first day or later, and one that began before it only where a cited
transitional rule says so. Whatever else was rewritten in the program leaves every receipt as it is.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from caseapp.db import writing
from caseapp.dossiers.clocks import recount
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.recounting import running
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import Limit, Wording
from caseapp.law.receipts import Outcome, Receipt
from caseapp.law.registry import RULES
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record


@dataclass(frozen=True, slots=True)
class Reworded:
    """A running clock that the program's law counts otherwise; ``after`` None: it cannot be counted by it.

    ``because``: the wording that governs it now; None where nothing says that what is running follows.
    """

    row: Any
    before: Receipt
    after: Receipt | None
    because: Wording | None
    problem: str = ""

    @property
    def number(self) -> str:
        """What people call the dossier."""
        return number_of(self.row)

    @property
    def moves(self) -> bool:
        """Whether it is to be counted anew."""
        return self.because is not None and self.after is not None


def rehearse_law(calendar: Calendar, today: date) -> list[Reworded]:
    """Every running clock that today's law counts otherwise than its receipt; nothing is written."""
    known: dict[str, Reworded | None] = {}
    found = []
    for row in running():
        if row.text not in known:
            known[row.text] = _compared(row, calendar, today)
        if one := known[row.text]:
            found.append(Reworded(row, one.before, one.after, one.because, one.problem))
    return sorted(found, key=lambda one: (one.before.rule, one.before.due, one.row.clock))


def _compared(row: Any, calendar: Calendar, today: date) -> Reworded | None:
    before = Receipt.from_json(row.text)
    limit = RULES.get(before.rule)
    if limit is None or before.wording is None or before.rule_hash == limit.hash:
        return None
    pauses = [stop.pause for stop in before.stops]
    try:
        after = count(limit, before.start, calendar, before.options, pauses, before.extensions, until=today)
    except LawError as problem:
        return Reworded(row, before, None, None, problem.message)
    if _said(before) == _said(after) and (before.due, before.safe) == (after.due, after.safe):
        return None
    return Reworded(row, before, after, _because(limit, before, today))


def _said(receipt: Receipt) -> set[tuple[object, ...]]:
    return {_mark(outcome) for outcome in _outcomes(receipt)}


def _outcomes(receipt: Receipt) -> Iterator[Outcome]:
    if receipt.wording:
        yield receipt.wording
    yield from receipt.others


def _mark(outcome: Outcome) -> tuple[object, ...]:
    return outcome.citation, outcome.since, outcome.length, outcome.unit, outcome.confirmed


def _because(limit: Limit, before: Receipt, today: date) -> Wording | None:
    """The wording that a clock follows by its first day, or by a transitional rule, and did not know."""
    known = {(outcome.citation, outcome.since) for outcome in _outcomes(before)}
    for wording in limit.in_force(limit.governing(before.start, today)):
        new = (str(wording.citation), wording.since) not in known
        if new and (wording.since <= before.start or wording.reaches):
            return wording
    return None


def apply_law(found: list[Reworded], at: datetime) -> int:
    """Write the new receipts beside the old ones, each under the lock of its unit; how many.

    A clock that ended, paused or moved meanwhile is left: the next rehearsal tells.
    """
    done = 0
    for one in found:
        if not one.moves or one.after is None or one.because is None:
            continue
        with writing() as session:
            chain = lock_chain(session, one.row.unit_id)
            clock = session.get_one(Clock, one.row.clock, populate_existing=True)
            dossier = session.get_one(Dossier, one.row.id, populate_existing=True)
            same = session.scalar(sa.select(sa.func.count()).select_from(Clock).where(
                Clock.id == clock.id, Clock.ended_by.is_(None), Clock.paused_on.is_(None),
                Clock.receipt_no == one.row.receipt_no))
            if not same:
                continue
            recount(session, dossier, clock, one.after, at=at)
            record(session, chain, act="clock.recount", by=None, at=at, dossier=dossier.id, sealed=dossier.sealed,
                   facts={"rule": clock.rule, "from": one.before.due.isoformat(), "to": one.after.due.isoformat(),
                          "receipt": clock.receipt_no, "law": str(one.because.reaches or one.because.citation)})
            done += 1
    return done
