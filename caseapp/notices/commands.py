"""Writes reminders: each step of a duty once to whom it concerns, in the act that plans the next; marks them read."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from caseapp.config import Settings
from caseapp.db import writing
from caseapp.dossiers.models import NOT_PLANNED, Clock, Dossier
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.ledger.chain import lock_chain
from caseapp.notices.models import Mailed, Reminder
from caseapp.notices.queries import BATCH, Receiver, called, crew_of, receiver, still_called, told_before
from caseapp.notices.rules import URGED, Crew, Plan, Step, awaited, next_day, passed, receivers, steps

_PLANNED = (
    sa.update(Clock.__table__)                                                  # type: ignore[arg-type]
    .where(Clock.__table__.c.id == sa.bindparam("clock", type_=sa.Integer()))
    .values(remind_on=sa.bindparam("next", type_=sa.Date())))
_BEFORE_ALL = (date.min, -(2**31))
_EARLIEST_DUTY = (
    sa.select(Clock.id, Clock.rule, Clock.due_on, Clock.dossier_id, Dossier.awaits, Dossier.handler_id, Dossier.unit_id)
    .join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Dossier.id == sa.bindparam("dossier", type_=sa.Integer()), Clock.ended_by.is_(None), Clock.nature == "duty",
           Clock.due_on.is_not(None))
    .order_by(Clock.due_on, Clock.id).limit(1))

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """How many duties had their next step planned, how many reminders were written, how many units got stuck."""

    planned: int = 0
    reminded: int = 0
    stuck: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(self.planned + other.planned, self.reminded + other.reminded, self.stuck + other.stuck)


def plan_of(settings: Settings) -> Plan:
    """The office's own measures."""
    return Plan(settings.remind_days, settings.escalate_days)


def remind(today: date, calendar: Calendar, settings: Settings) -> Done:
    """Write every reminder that ``today`` calls for and plan the next. Safe to repeat, anywhere at once.

    What one unit lacks, for example a calendar, keeps no other unit from its reminders.
    """
    total, after = Done(), _BEFORE_ALL
    while True:
        batch = called(today, after)
        units: dict[int, list[int]] = defaultdict(list)
        for row in batch:
            units[row.unit_id].append(row.id)
        for unit_id in sorted(units):
            total += _remind_unit(unit_id, units[unit_id], today, calendar, settings)
        if len(batch) < BATCH:
            return total
        after = (batch[-1].remind_on, batch[-1].id)


def _remind_unit(unit_id: int, clocks: list[int], today: date, calendar: Calendar, settings: Settings) -> Done:
    try:
        with writing() as session:
            lock_chain(session, unit_id)      # acts move clocks under this lock: whoever comes second finds it done
            return _remind(session, unit_id, clocks, today, calendar, settings)
    except LawError as problem:
        log.error("reminders not planned", unit=unit_id, kind=type(problem).__name__)
        return Done(stuck=1)


def _remind(session: Session, unit_id: int, clocks: list[int], today: date, calendar: Calendar,
            settings: Settings) -> Done:
    rows = still_called(session, clocks, today)
    if not rows:
        return Done()
    telling = Telling(session, unit_id, today, settings, {row.dossier_id for row in rows})
    told, plan = told_before(session, [row.id for row in rows]), plan_of(settings)
    reminders, planned = [], []
    for row in rows:
        course = () if row.due_on is None else steps(row.start_on, row.due_on, row.safe_on, calendar, plan)
        planned.append({"clock": row.id, "next": next_day(course, today)})
        reminders += [one for step in passed(course, today) for one in telling.of(row, step)
                      if (one["account_id"], row.id, step.name, row.due_on) not in told]
    session.execute(_PLANNED, planned)
    if reminders:
        session.execute(sa.insert(Reminder), reminders)
    return Done(len(planned), len(reminders))


class Telling:
    """Finds whom to tell in one unit on one day; each account is looked up once."""

    def __init__(self, session: Session, unit_id: int, today: date, settings: Settings, dossiers: set[int]) -> None:
        self._session, self._today, self._settings, self._dossiers = session, today, settings, dossiers
        self._crew: Crew = crew_of(session, unit_id, today)
        self._known: dict[int, Receiver | None] = {}

    def of(self, row: Any, step: Step) -> list[dict[str, Any]]:
        """Reminders of one step of a clock: one for everybody it concerns who may see the dossier."""
        told = receivers(step, awaited(row.rule, row.awaits), row.handler_id, self._crew, Allowed(self, row.dossier_id))
        if not told:
            log.warning("nobody may be reminded", clock=row.id, step=step.name)
        return [self.reminder(row, step.name, account) for account in told]

    def reminder(self, row: Any, step: str, account: int) -> dict[str, Any]:
        """What is stored when an account is told of a step of a clock."""
        return {"account_id": account, "clock_id": row.id, "step": step, "due_on": row.due_on,
                "made_on": self._today, "read_at": None, "mail": self._mail(account)}

    def sees(self, account_id: int, dossier_id: int) -> bool:
        """Whether an account is in use and may see a dossier today."""
        found = self._look_up(account_id)
        return found is not None and dossier_id in found.sees

    def _mail(self, account_id: int) -> Mailed:
        found = self._look_up(account_id)
        return Mailed.WAITS if self._settings.mails and found and found.email else Mailed.NO

    def _look_up(self, account_id: int) -> Receiver | None:
        if account_id not in self._known:
            self._known[account_id] = receiver(self._session, account_id, self._dossiers, self._today)
        return self._known[account_id]


class Allowed:
    """The accounts that may see one dossier, as a collection that is asked and never listed."""

    def __init__(self, telling: Telling, dossier_id: int) -> None:
        self._telling, self._dossier = telling, dossier_id

    def __contains__(self, account_id: object) -> bool:
        return isinstance(account_id, int) and self._telling.sees(account_id, self._dossier)


def urge(session: Session, dossier_id: int, today: date, settings: Settings) -> int:
    """Remind whoever must act next on a dossier, once a day, inside the act that urges; how many were told.

    Called under the lock of the dossier's unit. 0 when no duty is running, or all were urged today.
    """
    row = session.execute(_EARLIEST_DUTY, {"dossier": dossier_id}).one_or_none()
    if row is None:
        return 0
    step = Step(today, f"{URGED}-{today.isoformat()}")
    return _put_new(session, row, step, Telling(session, row.unit_id, today, settings, {dossier_id}).of(row, step))


def tell(session: Session, dossier_id: int, accounts: Iterable[int], step: str, today: date, settings: Settings) -> int:
    """Tell accounts of a dossier by its earliest running duty, inside the act that makes it known; how many were told.

    Called under the lock of the dossier's unit. 0 when no duty is running, or nobody of them may see the dossier.
    """
    row = session.execute(_EARLIEST_DUTY, {"dossier": dossier_id}).one_or_none()
    if row is None:
        return 0
    telling = Telling(session, row.unit_id, today, settings, {dossier_id})
    return _put_new(session, row, Step(today, step), [
        telling.reminder(row, step, one) for one in accounts if telling.sees(one, dossier_id)])


def _put_new(session: Session, row: Any, step: Step, reminders: list[dict[str, Any]]) -> int:
    """Write those that were not written before."""
    told = {key[0] for key in told_before(session, [row.id]) if key[2:] == (step.name, row.due_on)}
    new = [one for one in reminders if one["account_id"] not in told]
    if new:
        session.execute(sa.insert(Reminder), new)
    return len(new)


def plan_again(session: Session, dossier_ids: Iterable[int]) -> None:
    """Have the next sweep look at the clocks of dossiers anew: they were given to somebody else.

    Called under the lock of their unit; a step that was said of the same due day is not said again.
    """
    session.execute(sa.update(Clock).where(
        Clock.dossier_id.in_(list(dossier_ids)), Clock.ended_by.is_(None), Clock.nature == "duty",
        Clock.due_on.is_not(None)).values(remind_on=NOT_PLANNED).execution_options(synchronize_session=False))


def mark_read(account_id: int, at: datetime, clock: str = "") -> None:
    """Note that somebody has read their reminders: of one clock by its public id, or all."""
    change = sa.update(Reminder).where(Reminder.account_id == account_id, Reminder.read_at.is_(None))
    if clock:
        change = change.where(Reminder.clock_id == sa.select(Clock.id).where(
            Clock.public_id == clock).scalar_subquery())
    with writing() as session:
        session.execute(change.values(read_at=at).execution_options(synchronize_session=False))
