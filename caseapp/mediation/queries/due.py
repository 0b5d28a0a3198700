"""What mediators and teams of a commune have earned: what is in no list yet, and what a list would say today."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.mediation.dispute import Dispute, MediatedBy, Outcome
from caseapp.mediation.models import Mediator, Team
from caseapp.mediation.paying import Paid, PayLine, PayList, PayRate
from caseapp.mediation.shares import Partaker, Rate, Split, Worth, last_of, months_at_work, split, worth
from caseapp.staff.models import Unit, UnitWithin
from caseapp.text import mark

WORTH_OF = {Outcome.SETTLED: Paid.SETTLED, Outcome.FAILED: Paid.OTHER, Outcome.STOPPED: Paid.OTHER}
"""What a case is paid as; one that was referred did not end under LHG 23 and has no place here."""
VOID = "void"


class Problem(StrEnum):
    """Why something that ended is in no list and cannot come into one as it stands."""

    NOBODY = "nobody"
    BREACH = "breach"
    NO_RATE = "no-rate"
    NO_DAY = "no-day"          # an old book says what came of it, and not when


PROBLEM_WORDS: dict[str, str] = {
    Problem.NOBODY: mark("Chưa ghi hòa giải viên nào tham gia: bổ sung ở vụ việc."),
    Problem.BREACH: mark("Không chi: hòa giải viên vi phạm nghĩa vụ, không còn ai khác tham gia."),
    Problem.NO_DAY: mark("Chưa ghi ngày kết thúc: bổ sung ở vụ việc."),
    Problem.NO_RATE: mark("Chưa có mức chi nào cho ngày này: ghi mức chi của địa phương."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as a list stores it."""

    team_id: int
    what: str
    dossier_id: int | None
    mediator_id: int | None
    month: date | None
    rate: int
    amount: int
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case that ended under LHG 23, with what is paid for it; ``withheld``: the part of whoever broke a duty."""

    id: int
    public_id: str
    number: str
    team: str
    ended_on: date | None
    what: str
    entries: tuple[Entry, ...]
    withheld: int = 0
    problem: str = ""
    from_book: bool = False

    @property
    def amount(self) -> int:
        """What is paid, in đồng."""
        return sum(one.amount for one in self.entries)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which a team was at work; ``entry`` None where no amount is known for it."""

    team_id: int
    team_public_id: str
    team: str
    month: date
    entry: Entry | None

    @property
    def problem(self) -> str:
        """Why it cannot be paid, a code; empty when it can."""
        return "" if self.entry else Problem.NO_RATE

    @property
    def amount(self) -> int:
        """What is paid, in đồng."""
        return self.entry.amount if self.entry else 0


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Everything of a commune up to a day that is in no list; ``since``: months before count as settled on paper.

    ``begun``: the commune has a list, whose first day that is.
    """

    cases: tuple[Case, ...]
    months: tuple[Month, ...]
    since: date
    until: date
    begun: bool = False

    @property
    def entries(self) -> list[Entry]:
        """The lines of a list that takes it all up."""
        return [*(one for case in self.cases for one in case.entries),
                *(month.entry for month in self.months if month.entry)]

    @property
    def amount(self) -> int:
        """The sum of these lines, in đồng."""
        return sum(one.amount for one in self.entries)

    @property
    def problems(self) -> list[Case | Month]:
        """What ended and cannot be paid as it stands."""
        every: list[Case | Month] = [*self.cases, *self.months]
        return [one for one in every if one.problem]


_unit = sa.bindparam("unit", type_=sa.Integer())
_until = sa.bindparam("until", type_=sa.Date())
_list = sa.bindparam("list", type_=sa.Integer())
OWN = sa.select(UnitWithin.unit_id).where(UnitWithin.ancestor_id == _unit, UnitWithin.own)
"""A commune, and those that were merged into it."""
_OF_COMMUNE = sa.and_(Unit.level == "hamlet", Unit.parent_id.in_(OWN))
TEAMS = (
    sa.select(Team.id, Team.public_id, Team.name, Team.unit_id, Team.from_on, Team.until_on, Team.successor_id)
    .join(Unit, Unit.id == Team.unit_id).where(_OF_COMMUNE).order_by(Team.name, Team.id))
_CASE = sa.select(
    Dispute.dossier_id, Dispute.outcome, Dispute.ended_on, Dispute.book_row, Dossier.public_id, Dossier.register,
    Dossier.year, Dossier.no, Dossier.state, Dossier.sealed, Dossier.code, Team.name.label("team"),
).join(Dossier, Dossier.id == Dispute.dossier_id).join(Team, Team.id == Dispute.team_id)
_BY = sa.select(
    MediatedBy.dossier_id, MediatedBy.mediator_id, MediatedBy.lead, MediatedBy.until_on, MediatedBy.took_part,
    (MediatedBy.breach != "").label("breached"), Mediator.team_id,
).join(Mediator, Mediator.id == MediatedBy.mediator_id)
_IN_NO_LIST = sa.and_(
    Dispute.outcome.in_(list(WORTH_OF)), sa.or_(Dispute.ended_on <= _until, Dispute.ended_on.is_(None)),
    sa.not_(sa.exists().where(PayLine.dossier_id == Dispute.dossier_id)))
_ended = (
    sa.select(Dispute.dossier_id).join(Team, Team.id == Dispute.team_id).join(Unit, Unit.id == Team.unit_id)
    .where(_OF_COMMUNE, _IN_NO_LIST))
_UNPAID_CASES = (
    _CASE.join(Unit, Unit.id == Team.unit_id).where(_OF_COMMUNE, _IN_NO_LIST, Dossier.state != VOID)
    .order_by(Dispute.ended_on, Team.name, Dossier.no, Dossier.id))
_UNPAID_BY = _BY.where(MediatedBy.dossier_id.in_(_ended))
_LISTED = sa.select(PayLine.dossier_id).where(PayLine.list_id == _list, PayLine.dossier_id.is_not(None))
_LISTED_CASES = _CASE.where(Dispute.dossier_id.in_(_LISTED))
_LISTED_BY = _BY.where(MediatedBy.dossier_id.in_(_LISTED))
_PAID_MONTHS = (
    sa.select(PayLine.team_id, PayLine.month).join(Team, Team.id == PayLine.team_id)
    .join(Unit, Unit.id == Team.unit_id).where(_OF_COMMUNE, PayLine.month.is_not(None)))
_OPENED = sa.select(sa.func.min(PayList.from_on)).where(PayList.unit_id.in_(OWN))
_ABOVE = (
    sa.select(Unit.id, Unit.parent_id).join(UnitWithin, UnitWithin.ancestor_id == Unit.id)
    .where(UnitWithin.unit_id == _unit))
_RATES = (
    sa.select(PayRate.unit_id, PayRate.what, PayRate.amount, PayRate.from_on, PayRate.until_on, PayRate.source,
              PayRate.confirmed)
    .where(PayRate.unit_id.in_(sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == _unit))))


@dataclass(frozen=True, slots=True)
class Amounts:
    """The rates that reach a commune, read once: its own and those of the units above it, nearest first."""

    units: tuple[int, ...]
    rates: tuple[Rate, ...]

    def on(self, what: str, day: date) -> Worth | None:
        """What counts on a day."""
        return worth(what, day, self.units, self.rates)


def amounts(source: Session | Connection, unit_id: int) -> Amounts:
    """The rates that reach a commune."""
    parents = {row.id: row.parent_id for row in source.execute(_ABOVE, {"unit": unit_id})}
    line, here = [], unit_id
    while here in parents and here not in line:
        line.append(here)
        here = parents[here]
    return Amounts(tuple(line), tuple(Rate(*row) for row in source.execute(_RATES, {"unit": unit_id})))


def opened_on(source: Session | Connection, unit_id: int) -> date | None:
    """The first day of a commune's first list: months before were settled on paper; None before there is any."""
    found: date | None = source.execute(_OPENED, {"unit": unit_id}).scalar()
    return found


def unpaid(source: Session | Connection, unit_id: int, until: date, since: date | None = None) -> Unpaid:
    """Everything of a commune that ended up to a day, that day included, and stands in no list.

    Cases however old they are, so that one entered late is never lost. Months from the first day that any list of the
    commune ever covered, or from ``since`` where that is earlier; without either from the beginning of the year.
    """
    values = {"unit": unit_id, "until": until}
    known = amounts(source, unit_id)
    opened = opened_on(source, unit_id)
    days = [day for day in (opened, since) if day]
    first = min(days) if days else date(until.year, 1, 1)
    cases = _cases(source.execute(_UNPAID_CASES, values).all(), source.execute(_UNPAID_BY, values), known)
    return Unpaid(tuple(cases), tuple(_months(source, unit_id, first, until, known)), first, until,
                  opened is not None)


def as_of_today(source: Session | Connection, list_id: int, known: Amounts) -> dict[int, tuple[Case | None, Any]]:
    """What the cases of a list would be paid today, each with its row; None for one that is to be paid no more."""
    rows = source.execute(_LISTED_CASES, {"list": list_id}).all()
    standing = [row for row in rows if row.state != VOID and row.outcome in WORTH_OF and row.ended_on]
    found = {case.id: case for case in _cases(standing, source.execute(_LISTED_BY, {"list": list_id}), known)}
    return {row.dossier_id: (found.get(row.dossier_id), row) for row in rows}


def month_entry(team_id: int, month: date, known: Amounts) -> Entry | None:
    """The line of a team's month: what was in force on its first day, or came into force in it as the first ever."""
    own = known.on(Paid.TEAM_MONTH, month) or known.on(Paid.TEAM_MONTH, last_of(month))
    if own is None:
        return None
    return Entry(team_id, Paid.TEAM_MONTH, None, None, month, own.amount, own.amount, own.source, own.confirmed)


def _months(source: Session | Connection, unit_id: int, since: date, until: date, known: Amounts) -> Iterator[Month]:
    paid = {(row.team_id, row.month) for row in source.execute(_PAID_MONTHS, {"unit": unit_id})}
    teams = source.execute(TEAMS, {"unit": unit_id}).all()
    for team in teams:
        before = _months_before(team, teams)
        for month in months_at_work(team.from_on, team.until_on, since, until):
            if (team.id, month) not in paid and month not in before:
                yield Month(team.id, team.public_id, team.name, month, month_entry(team.id, month, known))


def _months_before(team: Any, teams: Iterable[Any]) -> set[date]:
    """Months of the teams that it took the place of: a month in which one followed another is paid once."""
    return {
        month for one in teams
        if one.until_on is not None and one.until_on <= team.from_on and one.id != team.id
        and (one.unit_id == team.unit_id or one.successor_id == team.id)
        for month in months_at_work(one.from_on, one.until_on, team.from_on, last_of(team.from_on))}


def _cases(rows: Sequence[Any], by: Iterable[Any], known: Amounts) -> Iterator[Case]:
    people: dict[int, list[Any]] = {}
    for one in by:
        people.setdefault(one.dossier_id, []).append(one)
    for row in rows:
        yield _case(row, people.get(row.dossier_id, []), known)


def _case(row: Any, people: Sequence[Any], known: Amounts) -> Case:
    what = WORTH_OF[row.outcome]
    if row.ended_on is None:
        return Case(row.dossier_id, row.public_id, number_of(row), row.team, None, what, (), 0, Problem.NO_DAY,
                    row.book_row is not None)
    own = known.on(what, row.ended_on)
    parts = split(own.amount if own else 0, (
        Partaker(one.mediator_id, one.lead, one.until_on, one.took_part, one.breached) for one in people), row.ended_on)
    teams = {one.mediator_id: one.team_id for one in people}
    entries = tuple(
        Entry(teams[mediator], what, row.dossier_id, mediator, None, own.amount, amount, own.source, own.confirmed)
        for mediator, amount in parts.shares) if own else ()
    return Case(row.dossier_id, row.public_id, number_of(row), row.team, row.ended_on, what, entries,
                parts.withheld if entries else 0, _problem(own, parts, people), row.book_row is not None)


def _problem(own: Worth | None, parts: Split, people: Sequence[Any]) -> str:
    if not any(one.took_part for one in people):
        return Problem.NOBODY
    if not parts.shares:
        return Problem.BREACH
    return "" if own else Problem.NO_RATE
