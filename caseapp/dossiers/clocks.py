"""The clocks of a dossier: started, met and cancelled here alone, so that ``next_due`` is always their earliest."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import unordered_id
from caseapp.dossiers.models import NOT_PLANNED, Clock, ClockReceipt, Dossier, Ended
from caseapp.law.limits import Unit
from caseapp.law.receipts import Receipt
from caseapp.text import new_public_id


def start_clock(session: Session, dossier: Dossier, receipt: Receipt, *, at: datetime, refresh: bool = True) -> Clock:
    """Start the clock that ``receipt`` counts; the receipt is kept beside it word for word.

    ``refresh`` False: whoever starts several brings ``next_due`` up to date himself.
    """
    clock = Clock(
        id=_sealed_id(session, dossier) if dossier.sealed else None, public_id=new_public_id(),
        dossier_id=dossier.id, rule=receipt.rule, nature=receipt.nature,
        unit=_unit(receipt), start_on=receipt.start, due_on=receipt.due, safe_on=receipt.safe,
        confirmed=receipt.confirmed, calendar=receipt.calendar_version)
    session.add(clock)
    session.flush()
    session.add(ClockReceipt(clock_id=clock.id, no=1, made_at=at, text=receipt.to_json()))
    if refresh:
        refresh_due(session, dossier)
    return clock


def _sealed_id(session: Session, dossier: Dossier) -> int:
    """Random, yet above the dossier's earlier clocks: the latest is told by its id."""
    latest = session.scalar(sa.select(sa.func.max(Clock.id)).where(Clock.dossier_id == dossier.id))
    return unordered_id(session, Clock.id, above=latest)


def recount(session: Session, dossier: Dossier, clock: Clock, receipt: Receipt, *, at: datetime) -> None:
    """Move an open clock: a new receipt stands beside the old one, which is never rewritten."""
    clock.receipt_no += 1
    clock.start_on, clock.due_on, clock.safe_on = receipt.start, receipt.due, receipt.safe
    clock.unit, clock.confirmed, clock.calendar = _unit(receipt), receipt.confirmed, receipt.calendar_version
    clock.paused_on, clock.remind_on = None, NOT_PLANNED
    session.add(ClockReceipt(clock_id=clock.id, no=clock.receipt_no, made_at=at, text=receipt.to_json()))
    session.flush()
    refresh_due(session, dossier)


def open_clocks(session: Session, dossier: Dossier, rules: Iterable[str] | None = None) -> list[Clock]:
    """Running clocks of a dossier, all or those of ``rules``."""
    query = sa.select(Clock).where(Clock.dossier_id == dossier.id, Clock.ended_by.is_(None)).order_by(Clock.id)
    if rules is not None:
        query = query.where(Clock.rule.in_(list(rules)))
    return list(session.scalars(query))


def meet_clocks(session: Session, dossier: Dossier, rules: Iterable[str], *, on: date, result: str) -> list[Clock]:
    """End the running clocks of ``rules``: the act they waited for happened on ``on``."""
    return _end(session, dossier, open_clocks(session, dossier, rules), Ended.MET, on, result)


def meet_clock(session: Session, dossier: Dossier, clock: Clock, *, on: date, result: str) -> None:
    """End one running clock of several of its rule: what it waited for happened on ``on``."""
    _end(session, dossier, [clock], Ended.MET, on, result)


def void_clock(session: Session, dossier: Dossier, clock: Clock, *, on: date) -> None:
    """End one running clock: what it waited for is not waited for any more."""
    _end(session, dossier, [clock], Ended.VOID, on, None)


def void_clocks(session: Session, dossier: Dossier, *, on: date) -> list[Clock]:
    """End every running clock: its number was cancelled."""
    return _end(session, dossier, open_clocks(session, dossier), Ended.VOID, on, None)


def close_by_book(session: Session, dossier: Dossier) -> list[Clock]:
    """End every running clock because an old book says the answer was given, on a day it does not name."""
    return _end(session, dossier, open_clocks(session, dossier), Ended.BOOK, None, None)


def refresh_due(session: Session, dossier: Dossier) -> None:
    """Put the earliest running duty on the dossier: the one date that lists and reminders read."""
    session.flush()
    dossier.next_due = session.scalar(sa.select(sa.func.min(Clock.due_on)).where(
        Clock.dossier_id == dossier.id, Clock.nature == "duty", Clock.ended_by.is_(None)))


def _unit(receipt: Receipt) -> str:
    """In which days lists say how long is left: the rule's own; plain days for a day the office named."""
    return receipt.wording.unit if receipt.wording else Unit.CALENDAR


def _end(session: Session, dossier: Dossier, clocks: list[Clock], by: Ended, on: date | None,
         result: str | None) -> list[Clock]:
    for clock in clocks:
        clock.ended_by, clock.ended_on, clock.result = by, on, result
    refresh_due(session, dossier)
    return clocks
