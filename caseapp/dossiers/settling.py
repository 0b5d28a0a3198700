"""Brings the clocks of a dossier in line with what its acts make of them; receipts are added, never rewritten."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.clocks import recount, refresh_due, start_clock
from caseapp.dossiers.models import NOT_PLANNED, Clock, ClockReceipt, Dossier, Ended
from caseapp.law.counting import again
from caseapp.law.days import Calendar
from caseapp.law.limits import Nature
from caseapp.law.receipts import Receipt
from caseapp.law.registry import PROMISES
from caseapp.web.now import local
from caseapp.workflow.running import Running, closed_pauses, receipt_of

_STORED = (
    sa.select(Clock, ClockReceipt.text)
    .join(ClockReceipt, sa.and_(ClockReceipt.clock_id == Clock.id, ClockReceipt.no == Clock.receipt_no))
    .where(Clock.dossier_id == sa.bindparam("dossier")).order_by(Clock.id))


def settle(session: Session, dossier: Dossier, limits: Iterable[Running], calendar: Calendar, *, at: datetime) -> None:
    """Start, move, pause, end clocks until they say what ``limits`` say; the n-th of a rule is the n-th stored one.

    The days that a decision or an agreement names follow from no act: they are left as they are.
    """
    stored: dict[str, list[tuple[Clock, str]]] = defaultdict(list)
    for clock, text in session.execute(_STORED, {"dossier": dossier.id}):
        stored[clock.rule].append((clock, text))
    for limit in limits:
        known = stored[limit.rule]
        clock = _kept(session, dossier, *known.pop(0), limit, calendar, at) if known else start_clock(
            session, dossier, receipt_of(limit, calendar, local(at).date()), at=at, refresh=False)
        _pause(clock, limit)
        _end(clock, limit)
    for left in (clock for clocks in stored.values() for clock, _text in clocks
                 if clock.ended_by != Ended.VOID and clock.rule not in PROMISES):
        # An act that was corrected or taken back had started it, and wrongly so.
        left.paused_on, left.ended_by, left.ended_on, left.result = None, Ended.VOID, local(at).date(), None
    refresh_due(session, dossier)


def _kept(session: Session, dossier: Dossier, clock: Clock, text: str, limit: Running, calendar: Calendar,
          at: datetime) -> Clock:
    """A stored clock, counted again when its acts say something else than its receipt."""
    last = Receipt.from_json(text)
    if _facts(last) != (limit.start, limit.options, limit.extensions, closed_pauses(limit)):
        recount(session, dossier, clock, receipt_of(limit, calendar, local(at).date()), at=at)
    elif clock.paused_on is not None and limit.paused_on != clock.paused_on:
        if last.calendar_hash != calendar.hash:      # while it stood still nobody counted it by another calendar
            recount(session, dossier, clock, again(last, calendar), at=at)
            return clock
        clock.paused_on, clock.due_on, clock.safe_on, clock.remind_on = None, last.due, last.safe, NOT_PLANNED
    return clock


def _facts(receipt: Receipt) -> tuple[object, ...]:
    return (receipt.start, frozenset(receipt.options), receipt.extensions, tuple(stop.pause for stop in receipt.stops))


def _pause(clock: Clock, limit: Running) -> None:
    """Nothing is due while a limit stands still; one that was over before stays overdue."""
    over = clock.due_on is not None and limit.paused_on is not None and clock.due_on < limit.paused_on
    if limit.paused_on is not None and not over:
        clock.paused_on, clock.due_on, clock.safe_on, clock.remind_on = limit.paused_on, None, None, None


def _end(clock: Clock, limit: Running) -> None:
    """What an act ended is met; a right or an effect whose last day had gone by has passed."""
    if limit.ended_on is None:
        clock.ended_by = clock.ended_on = clock.result = None
        return
    by_itself = clock.nature in (Nature.RIGHT, Nature.EFFECT) and clock.due_on is not None
    passed = by_itself and clock.due_on is not None and clock.due_on < limit.ended_on
    clock.ended_by, clock.ended_on, clock.result = Ended.PASSED if passed else Ended.MET, limit.ended_on, limit.result
