"""Counting running clocks anew when the calendar has changed: rehearsed first, then done, a new receipt beside the old.

A clock keeps the wordings its receipt holds, so that no change of the law moves it here; an ended one is never touched,
and one that stands still is counted when it runs again.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from caseapp.db import LOWEST_ID, reading, writing
from caseapp.dossiers.clocks import recount
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.gazette.versions import NEWEST_NAME
from caseapp.law.changes import changes, touched
from caseapp.law.counting import again
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.receipts import Receipt
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.staff.viewer import Viewer

# Clocks looked at in one transaction: other officers of the unit wait so long and no longer.
TOGETHER: Final = 300
FETCHED: Final = 5_000
REMEMBERED: Final = 8_192

Counted = Callable[[str], tuple[Receipt, Receipt] | None]
"""From a stored receipt to itself and what it becomes; None when a page would show the same."""

log = structlog.get_logger(__name__)
_version = sa.bindparam("version", type_=sa.String())
_STALE = sa.and_(Clock.ended_by.is_(None), sa.or_(Clock.calendar < _version, Clock.calendar > _version))
_RECEIPT = sa.and_(ClockReceipt.clock_id == Clock.id, ClockReceipt.no == Clock.receipt_no)
_RUNNING: sa.Select[*tuple[Any, ...]] = (
    sa.select(Clock.id.label("clock"), Clock.receipt_no, ClockReceipt.text, Dossier.id, Dossier.public_id,
              Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code, Dossier.subject)
    .join(ClockReceipt, _RECEIPT).join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Clock.ended_by.is_(None), Clock.paused_on.is_(None), Clock.id > sa.bindparam("after", type_=sa.Integer()))
    .order_by(Clock.id).limit(FETCHED))
WAITS: Final = sa.or_(*(sa.exists().where(Clock.ended_by.is_(None), other)
                        for other in (Clock.calendar < _version, Clock.calendar > _version)))
"""Whether any running clock still stands as another version than the one bound as ``version`` counted it.

Hardly ever: then it is two looks into an index and no row.
"""
_LEFT = sa.select(sa.func.count()).select_from(Clock).where(_STALE)
_LEFT_VISIBLE = _LEFT.join(Dossier, Dossier.id == Clock.dossier_id).where(VISIBLE)
_STALE_CLOCKS = (
    sa.select(Dossier.unit_id, Clock.id).join(Dossier, Dossier.id == Clock.dossier_id).where(_STALE)
    .order_by(Dossier.unit_id, Clock.id))
_THESE = (
    sa.select(Clock.id, Clock.dossier_id, Clock.paused_on, ClockReceipt.text).outerjoin(ClockReceipt, _RECEIPT)
    .where(_STALE, Clock.id.in_(sa.bindparam("clocks", expanding=True))).order_by(Clock.id))


@dataclass(frozen=True, slots=True)
class Moved:
    """A running clock that another calendar counts otherwise; ``row``: its dossier and clock as stored."""

    row: Any
    before: Receipt
    after: Receipt

    @property
    def number(self) -> str:
        """What people call the dossier."""
        return number_of(self.row)

    @property
    def days(self) -> bool:
        """Whether a day moves; else only what is certain of it, or what an undecided exchange would make of it."""
        return (self.before.due, self.before.safe) != (self.after.due, self.after.safe)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many clocks were looked at again, and how many of them got a new receipt."""

    looked: int = 0
    moved: int = 0


def rehearse(before: Calendar, after: Calendar, viewer: Viewer | None = None) -> list[Moved]:
    """Every running clock that ``after`` counts otherwise, among the dossiers ``viewer`` may see; nothing is written.

    Only clocks that lie where the calendars differ are counted again, each different count once.
    """
    stretches = touched(changes(before, after))
    if not stretches:
        return []
    statement = _RUNNING.where(sa.or_(*(_lies_in(first, last) for first, last in stretches)))
    if viewer is not None:
        statement = statement.where(VISIBLE)
    found = _moved(_in_pages(statement, scope(viewer) if viewer else {}), after)
    return sorted(found, key=lambda one: (one.before.due, one.row.clock))


def running() -> Iterator[Any]:
    """Every running clock with its receipt and dossier."""
    return _in_pages(_RUNNING, {})


def _lies_in(first: date, last: date) -> sa.ColumnElement[bool]:
    """A clock from its start to its due day, or back to it, has a day within the stretch."""
    return sa.and_(sa.or_(Clock.start_on <= last, Clock.due_on <= last),
                   sa.or_(Clock.start_on >= first, Clock.due_on >= first))


def _in_pages(statement: sa.Select[*tuple[Any, ...]], values: dict[str, Any]) -> Iterator[Any]:
    """All rows, some thousands at a time: a receipt is long, and there may be a hundred thousand."""
    after = LOWEST_ID - 1
    while rows := reading().execute(statement, {**values, "after": after}).all():
        yield from rows
        after = rows[-1].clock


def _moved(rows: Iterator[Any], calendar: Calendar) -> Iterator[Moved]:
    counted = counting(calendar)
    for row in rows:
        if found := _counted(counted, row.text, row.clock):
            yield Moved(row, *found)


def counting(calendar: Calendar) -> Counted:
    """Count by a calendar; many dossiers have the very same receipt: what was counted lately is remembered."""

    @lru_cache(maxsize=REMEMBERED)
    def counted(text: str) -> tuple[Receipt, Receipt] | None:
        before = Receipt.from_json(text)
        after = again(before, calendar)
        return (before, after) if _shown(before) != _shown(after) else None

    return counted


def _shown(receipt: Receipt) -> tuple[date, date, bool, Any]:
    """What a page shows of a count: changed notes alone are no reason for a new receipt."""
    return receipt.due, receipt.safe, receipt.confirmed, receipt.if_exchanged


def left_to_settle(calendar: Calendar, viewer: Viewer | None = None) -> int:
    """How many running clocks, among the dossiers ``viewer`` may see, stand as another version counted them."""
    asked = {"version": calendar.version}
    if viewer is None:
        return reading().execute(_LEFT, asked).scalar_one()
    return reading().execute(_LEFT_VISIBLE, {**asked, **scope(viewer)}).scalar_one()


def settle(calendar: Calendar, at: datetime, go_on: Callable[[], bool] = lambda: True) -> Settled:
    """Look again at every running clock that was counted by another version, unit by unit, while ``go_on`` says so.

    Safe to repeat and to break off: what is left stays marked by its older version. It breaks off by itself when
    another version came in force meanwhile: two sweeps would move the same clocks to and fro.
    """
    asked = {"version": calendar.version}
    if reading().execute(sa.select(sa.literal(1)).where(WAITS), asked).first() is None:
        return Settled()
    looked = moved = 0
    counted = counting(calendar)
    for unit_id, clocks in _by_unit(reading().execute(_STALE_CLOCKS, asked).all()):
        if not go_on() or (done := _settle_some(unit_id, clocks, calendar, counted, at)) is None:
            break
        looked, moved = looked + done.looked, moved + done.moved
    return Settled(looked, moved)


def _by_unit(stale: Sequence[Any]) -> Iterator[tuple[int, list[int]]]:
    """Each unit's clocks, as many at once as one transaction takes."""
    for unit_id, rows in groupby(stale, key=lambda row: row.unit_id):
        clocks = [row.id for row in rows]
        yield from ((unit_id, clocks[first:first + TOGETHER]) for first in range(0, len(clocks), TOGETHER))


def _settle_some(unit_id: int, clocks: Sequence[int], calendar: Calendar, counted: Counted,
                 at: datetime) -> Settled | None:
    """One transaction of a unit's clocks, under its lock: whatever an officer does meanwhile waits for its turn.

    None: another version came in force. What was settled since the clocks were listed is left out.
    """
    with writing() as session:
        chain = lock_chain(session, unit_id)
        if session.scalar(NEWEST_NAME) not in (None, calendar.version):
            return None
        rows = session.execute(_THESE, {"version": calendar.version, "clocks": clocks}).all()
        same, moved = [], 0
        for row in rows:
            found = None if row.paused_on or not row.text else _counted(counted, row.text, row.id)
            if found is None:
                same.append(row.id)
                continue
            _move(session, chain, row, found, calendar, at)
            moved += 1
        session.execute(sa.update(Clock).where(Clock.id.in_(same)).values(calendar=calendar.version),
                        execution_options={"synchronize_session": False})
    return Settled(len(rows), moved)


def _counted(counted: Counted, text: str,
             clock: int) -> tuple[Receipt, Receipt] | None:
    """What becomes of a clock; one that a calendar cannot count keeps its day and hinders no other."""
    try:
        return counted(text)
    except LawError as problem:
        log.error("a clock cannot be counted by this calendar", clock=clock, why=problem.message)
        return None


def _move(session: Session, chain: Any, row: Any, found: tuple[Receipt, Receipt], calendar: Calendar,
          at: datetime) -> None:
    before, after = found
    clock = session.get_one(Clock, row.id, populate_existing=True)
    dossier = session.get_one(Dossier, row.dossier_id, populate_existing=True)
    recount(session, dossier, clock, after, at=at)
    record(session, chain, act="clock.recount", by=None, at=at, dossier=dossier.id, sealed=dossier.sealed,
           facts={"rule": clock.rule, "from": before.due.isoformat(), "to": after.due.isoformat(),
                  "receipt": clock.receipt_no, "calendar": calendar.version})
