"""What pages of the mediators' pay show: a commune's lists, one list by case and by person, what no longer fits."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.mediation.dispute import Dispute, MediatedBy, Outcome
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.mediation.paying import Paid, PayLine, PayList, Stage
from caseapp.mediation.queries.due import OWN, VOID, WORTH_OF, Amounts, Entry, as_of_today, month_entry
from caseapp.staff.models import Account, RoleGrant, Substitution, Unit
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Role
from caseapp.staff.sessions import valid
from caseapp.text import mark, sort_key

_maker, _approver, _payer, _above = aliased(Account), aliased(Account), aliased(Account), aliased(Unit)
_theirs = aliased(Team)
_units: sa.BindParameter[Any] = sa.bindparam("units", expanding=True)
_SUMS = (
    sa.select(PayLine.list_id, sa.func.sum(PayLine.amount).label("amount"),
              sa.func.count(sa.distinct(PayLine.dossier_id)).label("cases"),
              sa.func.count(PayLine.month).label("months")).group_by(PayLine.list_id).subquery())
_LIST = (
    sa.select(
        *PayList.__table__.c, sa.func.coalesce(_SUMS.c.amount, 0).label("amount"),
        sa.func.coalesce(_SUMS.c.cases, 0).label("cases"), sa.func.coalesce(_SUMS.c.months, 0).label("months"),
        Unit.name.label("unit_name"), Unit.seat, _above.name.label("parent_name"), _maker.display_name.label("maker"),
        _approver.display_name.label("approver"), _approver.title.label("approver_title"),
        _payer.display_name.label("payer"))
    .join(Unit, Unit.id == PayList.unit_id).outerjoin(_above, _above.id == Unit.parent_id)
    .join(_maker, _maker.id == PayList.made_by).outerjoin(_approver, _approver.id == PayList.approved_by)
    .outerjoin(_payer, _payer.id == PayList.paid_by).outerjoin(_SUMS, _SUMS.c.list_id == PayList.id))
_LISTS = _LIST.where(PayList.unit_id.in_(OWN)).order_by(
    PayList.to_on.desc(), PayList.id.desc()).limit(
    sa.bindparam("most", type_=sa.Integer())).offset(sa.bindparam("skip", type_=sa.Integer()))
_ONE = _LIST.where(PayList.public_id == sa.bindparam("public_id"), PayList.unit_id.in_(_units))
_LINES = (
    sa.select(
        PayLine.what, PayLine.dossier_id, PayLine.mediator_id, PayLine.team_id, PayLine.month, PayLine.rate,
        PayLine.amount, PayLine.source, PayLine.confirmed, Team.name.label("team"),
        Team.public_id.label("team_public_id"), Mediator.name.label("mediator"), Mediator.name_fold,
        Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
        Dispute.ended_on, Dispute.outcome, Dispute.book_row,
        # The team that led the case, where the mediator is of another one.
        sa.case((_theirs.id != PayLine.team_id, _theirs.name), else_="").label("case_team"))
    .join(Team, Team.id == PayLine.team_id).outerjoin(Mediator, Mediator.id == PayLine.mediator_id)
    .outerjoin(Dossier, Dossier.id == PayLine.dossier_id).outerjoin(Dispute, Dispute.dossier_id == PayLine.dossier_id)
    .outerjoin(_theirs, _theirs.id == Dispute.team_id).where(PayLine.list_id == sa.bindparam("list"))
    .order_by(Team.name, Team.id, Mediator.name_fold, PayLine.month, Dispute.ended_on, Dossier.no, PayLine.id))
_BREACHED = (
    sa.select(MediatedBy.dossier_id).where(MediatedBy.breach != "", MediatedBy.dossier_id.in_(
        sa.select(PayLine.dossier_id).where(PayLine.list_id == sa.bindparam("list")))))
_REOPENED = (
    sa.select(PayLine.list_id, sa.func.count(sa.distinct(PayLine.dossier_id)).label("cases"))
    .join(PayList, PayList.id == PayLine.list_id).join(Dossier, Dossier.id == PayLine.dossier_id)
    .join(Dispute, Dispute.dossier_id == PayLine.dossier_id)
    .where(PayList.unit_id.in_(OWN), sa.or_(
        Dossier.state == VOID, Dispute.outcome.is_(None), Dispute.ended_on.is_(None),
        Dispute.outcome == Outcome.REFERRED,
        (Dispute.outcome == Outcome.SETTLED) != (PayLine.what == Paid.SETTLED)))
    .group_by(PayLine.list_id))
_LEADERS = (
    sa.select(TeamLeader.team_id, Mediator.name).join(Mediator, Mediator.id == TeamLeader.mediator_id)
    .where(TeamLeader.until_on.is_(None), TeamLeader.team_id.in_(
        sa.select(PayLine.team_id).where(PayLine.list_id == sa.bindparam("list"), PayLine.month.is_not(None)))))
_DESKS = (
    sa.select(Unit.id, Unit.public_id, Unit.name, Unit.level).where(Unit.id.in_(_units))
    .order_by(Unit.name, Unit.id))
_APPROVING = tuple(str(role) for role in Role if permits(Can.APPROVE_PAY, role))
_OTHERS = sa.select(Account.id).where(
    Account.id != sa.bindparam("me", type_=sa.Integer()), Account.disabled_on.is_(None), Account.id.in_(sa.union(
        sa.select(RoleGrant.account_id).where(
            RoleGrant.unit_id == sa.bindparam("unit"), RoleGrant.role.in_(_APPROVING), valid(RoleGrant)),
        sa.select(Substitution.by_account_id).where(
            Substitution.unit_id == sa.bindparam("unit"), Substitution.role.in_(_APPROVING), valid(Substitution))))
).limit(1)

Key: TypeAlias = tuple[int | None, int | None, date | None]
"""A case, or a team and its month."""
DIFFERS = {
    "void": mark("Số đã hủy"), "open": mark("Vụ việc đã mở lại, chưa kết thúc"),
    "outcome": mark("Kết quả vụ việc đã sửa"), "shares": mark("Người hòa giải hoặc mức chi đã đổi"),
    "month": mark("Mức chi của tháng đã đổi"),
}


@dataclass(slots=True)
class Row:
    """A case or a month of a list: its lines, and what to look at in it."""

    key: str
    first: Any
    lines: list[Any]
    team: str
    withheld: int = 0
    breached: bool = False
    differs: str = ""

    @property
    def number(self) -> str:
        """The case's number; empty for a month."""
        return number_of(self.first) if self.first.dossier_id else ""

    @property
    def amount(self) -> int:
        """The sum of its lines, in đồng."""
        return sum(line.amount for line in self.lines)


@dataclass(slots=True)
class Person:
    """A mediator, or a team for its running cost, with the lines paid together and signed for once."""

    name: str
    team: str
    lines: list[Any]

    @property
    def amount(self) -> int:
        """The sum, in đồng."""
        return sum(line.amount for line in self.lines)


@dataclass(slots=True)
class TeamSum:
    """A team of a list: its mediators, its months, and their sum."""

    name: str
    people: list[Person]
    months: Person | None = None

    @property
    def amount(self) -> int:
        """The sum, in đồng."""
        return sum(one.amount for one in (*self.people, *([self.months] if self.months else [])))


def desks(units: Sequence[int]) -> Sequence[Any]:
    """The units whose pay somebody may keep."""
    return reading().execute(_DESKS, {"units": units}).all()


def lists_of(unit_id: int, *, most: int, skip: int = 0) -> Sequence[Any]:
    """The lists of a commune and of those merged into it, the latest period first."""
    return reading().execute(_LISTS, {"unit": unit_id, "most": most, "skip": skip}).all()


def list_of(public_id: str, units: Sequence[int]) -> Any:
    """One list within reach, None for one that is elsewhere."""
    return reading().execute(_ONE, {"public_id": public_id, "units": units}).one_or_none()


def reopened(unit_id: int) -> dict[int, int]:
    """For each list how many of its cases are no longer what was listed."""
    return {row.list_id: row.cases for row in reading().execute(_REOPENED, {"unit": unit_id})}


def lines_of(list_id: int) -> Sequence[Any]:
    """The lines of a list: by team, mediator, month, day of the end."""
    return reading().execute(_LINES, {"list": list_id}).all()


def somebody_else_approves(source: Session | Connection, unit_id: int, account_id: int, today: date) -> bool:
    """Whether anybody but this account may approve lists there on that day."""
    return source.execute(_OTHERS, {"unit": unit_id, "me": account_id, "today": today}).first() is not None


def rows_of(list_id: int, lines: Iterable[Any], known: Amounts) -> list[Row]:
    """A list by case and by month, with what was withheld and what is otherwise today than it was listed."""
    rows: dict[str, Row] = {}
    for line in lines:
        key = f"m:{line.team_public_id}:{line.month:%Y-%m}" if line.month else f"v:{line.public_id}"
        rows.setdefault(key, Row(key, line, [], line.team)).lines.append(line)
    breached = set(reading().execute(_BREACHED, {"list": list_id}).scalars())
    now = differences(reading(), list_id, [line for row in rows.values() for line in row.lines], known)
    for row in rows.values():
        if row.first.dossier_id:
            row.team = row.first.case_team or row.first.team
            row.withheld = row.first.rate - row.amount
            row.breached = row.first.dossier_id in breached
        row.differs = now.get(_key(row.first), "")
    # By the day of the end, months behind the cases.
    return sorted(rows.values(), key=lambda row: (row.first.month is not None, row.first.month or date.min,
                                                  row.first.ended_on or date.min, row.number, row.team))


def differences(
    source: Session | Connection, list_id: int, lines: Iterable[Any], known: Amounts,
) -> dict[Key, str]:
    """What in a list is not as it would be listed today, with a code of ``DIFFERS``."""
    listed: dict[Key, set[tuple[Any, ...]]] = {}
    for line in lines:
        listed.setdefault(_key(line), set()).add((line.what, line.mediator_id, line.rate, line.amount))
    today = as_of_today(source, list_id, known)
    found = {}
    for key, stored in listed.items():
        dossier, team, month = key
        if dossier is not None:
            code = _differs(stored, *today[dossier])
        else:
            entry = month_entry(team or 0, month or date.min, known)
            code = "" if entry and stored == {_facts(entry)} else "month"
        if code:
            found[key] = code
    return found


def _key(line: Any) -> Key:
    return (line.dossier_id, line.team_id if line.month else None, line.month)


def _differs(stored: set[tuple[Any, ...]], case: Any, row: Any) -> str:
    if row.state == VOID:
        return "void"
    if row.outcome is None or row.ended_on is None:
        return "open"
    if {what for what, *_rest in stored} != {WORTH_OF.get(row.outcome)}:
        return "outcome"
    return "" if {_facts(one) for one in case.entries} == stored else "shares"


def _facts(entry: Entry) -> tuple[Any, ...]:
    return (entry.what, entry.mediator_id, entry.rate, entry.amount)


def by_team(list_id: int, lines: Iterable[Any]) -> list[TeamSum]:
    """A list as it is paid out: team by team, in each the mediators, then the team's own months."""
    leaders = {row.team_id: row.name for row in reading().execute(_LEADERS, {"list": list_id})}
    teams: dict[int, TeamSum] = {}
    people: dict[int, Person] = {}
    for line in lines:
        team = teams.setdefault(line.team_id, TeamSum(line.team, []))
        if line.month:
            if team.months is None:
                team.months = Person(leaders.get(line.team_id, ""), line.team, [])
            team.months.lines.append(line)
            continue
        if line.mediator_id not in people:
            people[line.mediator_id] = Person(line.mediator, line.team, [])
            team.people.append(people[line.mediator_id])
        people[line.mediator_id].lines.append(line)
    for team in teams.values():
        team.people.sort(key=lambda person: sort_key(person.name))
    return sorted(teams.values(), key=lambda team: sort_key(team.name))


def is_late(one: Any, today: date) -> bool:
    """Whether a list should have been paid by now and was not (NĐ15 15)."""
    return one.stage != Stage.PAID and one.pay_by is not None and one.pay_by < today
