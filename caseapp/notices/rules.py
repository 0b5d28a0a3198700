"""Knows when somebody must be reminded of a duty, whom each step concerns, and in which hours mail goes out."""
from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from caseapp.law import mediation
from caseapp.law.days import Calendar
from caseapp.law.denunciations import TO_DENOUNCERS
from caseapp.staff.roles import Role
from caseapp.text import mark

OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
# The hours of public offices, in which a mail is read and disturbs nobody.
OPENS, CLOSES = time(7, 30), time(17, 0)
ONE_DAY: Final = timedelta(days=1)

SOON, FIRST, DUE, OVERDUE, URGED = "soon", "first", "due", "overdue", "urged"
TO_SUPERVISOR, TO_MONITOR = "escalate-supervisor", "escalate-monitor"
# Of mediation: what its leader must know, and what the unit above the hamlet must.
NEWS, WARNED, WARNED_ABOVE = "news", "warned", "warned-above"


class Audience(StrEnum):
    """Whom a step concerns."""

    ACTOR = "actor"              # who must act next
    SUPERVISOR = "supervisor"    # the heads of the unit
    MONITOR = "monitor"          # the account that the unit above has named
    ABOVE = "above"              # the heads of the unit above


@dataclass(frozen=True, slots=True)
class Plan:
    """The office's own measures, in working days; none of them is a limit of any law.

    ``soon``: how long before the safe day. ``monitor``: how long after the last day the unit above is told.
    ``short``: limits up to this length are announced on their first day and on the eve of the safe day instead.
    """

    soon: tuple[int, ...] = (7, 3)
    monitor: int = 3
    short: int = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which somebody must be told, and what of."""

    day: date
    name: str

    @property
    def audience(self) -> Audience:
        """Whom it concerns."""
        return _AUDIENCES.get(self.name, Audience.ACTOR)


_AUDIENCES: Final = {
    TO_SUPERVISOR: Audience.SUPERVISOR, TO_MONITOR: Audience.MONITOR, WARNED_ABOVE: Audience.ABOVE}
STEP_NAMES: Final = {
    SOON: mark("Sắp đến hạn"), FIRST: mark("Việc mới, hạn ngắn"), DUE: mark("Đến hạn"), OVERDUE: mark("Quá hạn"),
    URGED: mark("Đôn đốc"), TO_SUPERVISOR: mark("Quá hạn, báo lãnh đạo"),
    TO_MONITOR: mark("Quá hạn ở đơn vị cấp dưới"), NEWS: mark("Vụ việc mới"), WARNED: mark("Báo khẩn"),
    WARNED_ABOVE: mark("Báo khẩn từ tổ hòa giải"),
}


def name_of(step: str) -> str:
    """What people call a step; however many days before, it is soon."""
    return STEP_NAMES.get(step) or STEP_NAMES[step.partition("-")[0]]


def steps(start: date, due: date, safe: date, calendar: Calendar, plan: Plan) -> tuple[Step, ...]:
    """Every step of a duty that began on ``start``, in the order of days; what lies before its start is left out."""
    first = calendar.next_working(start + ONE_DAY)
    if calendar.working_days_between(start, safe) <= plan.short:
        early = {FIRST: first, f"{SOON}-1": _before(safe, 1, calendar)}
    else:
        early = {f"{SOON}-{count}": _before(safe, count, calendar) for count in plan.soon}
    last = calendar.last_working(due)
    last = last if last > start else due
    days: dict[date, str] = {}
    for name, day in early.items():
        if start < day < last:
            days.setdefault(day, name)
    late = calendar.next_working(due + ONE_DAY)
    return (
        *(Step(day, days[day]) for day in sorted(days)), Step(last, DUE), Step(late, OVERDUE),
        Step(late, TO_SUPERVISOR), Step(_after(due, plan.monitor, calendar), TO_MONITOR))


def passed(planned: Sequence[Step], today: date) -> tuple[Step, ...]:
    """The steps that ``today`` calls for: to whom must act only the latest, since an older one says less."""
    come = [step for step in planned if step.day <= today]
    own = [step for step in come if step.audience is Audience.ACTOR]
    return (*own[-1:], *(step for step in come if step.audience is not Audience.ACTOR))


def next_day(planned: Sequence[Step], today: date) -> date | None:
    """The day of the next step after ``today``; None when nothing more is to be said."""
    return min((step.day for step in planned if step.day > today), default=None)


def _before(day: date, count: int, calendar: Calendar) -> date:
    """The working day that lies ``count`` working days before a day."""
    for _step in range(count):
        day = calendar.last_working(day - ONE_DAY)
    return day


def _after(day: date, count: int, calendar: Calendar) -> date:
    for _step in range(count):
        day = calendar.next_working(day + ONE_DAY)
    return day


# ── who is told ──


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works in a unit on a day: accounts by role, those who stand in for an account, those above."""

    by_role: dict[str, tuple[int, ...]]
    deputies: dict[int, tuple[int, ...]]
    monitor: int | None
    above: tuple[int, ...]

    def of(self, role: str) -> tuple[int, ...]:
        """Whoever holds a role, by grant or standing in."""
        return self.by_role.get(role, ())

    def actors(self, awaits: str, handler: int | None) -> tuple[int, ...]:
        """Whoever must act next on a dossier; its heads when nobody was given it."""
        own = (handler, *self.deputies.get(handler, ())) if handler is not None else ()
        if awaits == MEDIATORS:
            return (*own, *self.of(Role.TEAM_LEADER))
        if awaits in ("handler", "") and own:
            return own
        return self.of("supervisor" if awaits in ("handler", "") else awaits)


# Whom every duty of a dispute waits for, whatever its stage: the mediator who leads it, and the leader of the team.
MEDIATORS: Final = "mediators"
_OF_MEDIATION: Final = frozenset(one.code for one in (mediation.START, mediation.COURT_ANSWER, *mediation.PROMISES))


def awaited(rule: str, awaits: str) -> str:
    """Whom a duty waits for: a letter to a denouncer for whoever keeps the envelopes, else whom the dossier says."""
    if rule in _OF_MEDIATION:
        return MEDIATORS
    return str(Role.CUSTODIAN) if rule in TO_DENOUNCERS else awaits


def receivers(step: Step, awaits: str, handler: int | None, crew: Crew, allowed: Container[int]) -> tuple[int, ...]:
    """The accounts to tell of a step, of those ``allowed`` to see the dossier.

    When nobody of those it concerns may be told, the next above are: a duty never falls due in silence.
    """
    heads, monitor = crew.of("supervisor"), (crew.monitor,) if crew.monitor is not None else ()
    ways = {
        Audience.ACTOR: (crew.actors(awaits, handler), heads, monitor, crew.above),
        Audience.SUPERVISOR: (heads, monitor, crew.above),
        Audience.MONITOR: (monitor,), Audience.ABOVE: (crew.above,),
    }[step.audience]
    for way in ways:
        told = tuple(dict.fromkeys(account for account in way if account in allowed))
        if told:
            return told
    return ()


# ── when mail goes out ──


def next_opening(at: datetime, calendar: Calendar) -> datetime:
    """``at`` itself within working hours, else when the office opens next."""
    local = at.astimezone(OFFICE_ZONE)
    day = local.date()
    if calendar.is_working(day) and local.time() < CLOSES:
        return max(at, _opening(day))
    return opening_after(day, calendar)


def opening_after(day: date, calendar: Calendar) -> datetime:
    """When the office opens on the first working day after a day."""
    return _opening(calendar.next_working(day + ONE_DAY))


def _opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, OFFICE_ZONE)
