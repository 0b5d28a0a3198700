"""What waits for somebody among dossiers of every kind: the tasks of a unit, whose they are, how many."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import Assignment
from caseapp.cases.rules import STANDING_STILL
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.recounting import WAITS
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.gazette import office_calendar
from caseapp.gazette.versions import CHANGE_ASKED
from caseapp.law.limits import Nature
from caseapp.reception.models import Ticket, Visit
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.viewer import Viewer

PAGE = 25
# Beyond this a count says nothing more that helps, and costs more on every page.
COUNT_CAP = 100
# Written out and not bound: a database that does not know how many expects a tenth of all rows.
_MOST, _CAP = (sa.literal_column(str(count), sa.Integer()) for count in (PAGE + 1, COUNT_CAP))
# For whom no account stands: a row of an old book, a case that nobody was given. No account has these ids.
OF_A_BOOK, NOT_GIVEN = 0, -1
LATE, SOON, SIGNING, PAUSED = "qua-han", "sap-den", "cho-ky", "tam-dinh-chi"

_handler = aliased(Account)
_today, _soon = sa.bindparam("today", type_=sa.Date()), sa.bindparam("soon", type_=sa.Date())
_me: sa.BindParameter[int] = sa.bindparam("me", type_=sa.Integer())
_sign: sa.BindParameter[Any] = sa.bindparam("sign", expanding=True)
_answer: sa.BindParameter[Any] = sa.bindparam("answer", expanding=True)
_clerk: sa.BindParameter[Any] = sa.bindparam("clerk", expanding=True)
# A task waits in a unit where the viewer works. What a head alone may do is no task of the others, but a paper laid
# before the head stays in the sight of whoever laid it there.
_CASE = Dossier.kind != "visit"
_TASK = sa.and_(VISIBLE, sa.or_(
    sa.and_(Dossier.awaits == "supervisor", Dossier.unit_id.in_(_sign)),
    sa.and_(Dossier.unit_id.in_(_answer), sa.or_(
        Dossier.awaits == "handler", Dossier.awaits == "clerk", sa.and_(Dossier.awaits == "supervisor", _CASE)))))
_DATED = sa.and_(Dossier.next_due.is_not(None), _TASK)
# Only a case can wait without a last day: suspended, or its decision on the way, in effect, to be carried out.
_UNDATED = sa.and_(Dossier.next_due.is_(None), Dossier.closed_on.is_(None), _CASE, _TASK)
_IN_TEAM = sa.exists().where(
    Assignment.dossier_id == Dossier.id, Assignment.account_id == _me, Assignment.until_on.is_(None))
# Who is waited for: the viewer, where only the own role can go on or the own team works; else whoever handles it.
_WHO = sa.case(
    (sa.and_(Dossier.awaits == "supervisor", Dossier.unit_id.in_(_sign)), _me),
    (sa.and_(Dossier.awaits == "clerk", Dossier.unit_id.in_(_clerk)), _me),
    (sa.and_(Dossier.kind != "visit", _IN_TEAM), _me),
    (Dossier.handler_id.is_not(None), Dossier.handler_id),
    (Dossier.kind == "visit", OF_A_BOOK), else_=NOT_GIVEN)
# Counted by what the index holds; whom that means is said in Python. What lies with somebody else but has the viewer
# in its team is told apart, since it is counted for both.
_KEYS = (Dossier.unit_id, Dossier.kind, Dossier.awaits, Dossier.handler_id)
_OPEN_TASK = sa.and_(Dossier.closed_on.is_(None), sa.or_(Dossier.next_due.is_not(None), _CASE), _TASK)
_MY_TEAMS = sa.select(Assignment.dossier_id).where(Assignment.account_id == _me, Assignment.until_on.is_(None))
_queue = sa.select(sa.func.count()).select_from(Ticket).where(
    Ticket.unit_id == sa.bindparam("unit"), Ticket.day == _today, Ticket.state == "waiting").scalar_subquery()
# One pass over the index in its own order; what the viewer is in the team of comes from the few assignments.
_numbers = (sa.func.count().label("all"), sa.func.count(Dossier.next_due).label("dated"),
            sa.func.count().filter(Dossier.next_due < _today).label("overdue"),
            sa.func.count().filter(Dossier.next_due <= _soon).label("until_soon"),
            sa.func.count().filter(Dossier.state.in_(STANDING_STILL)).label("paused"))
_counted = sa.union_all(
    sa.select(*_KEYS, sa.literal_column("0").label("team"), *_numbers).where(_OPEN_TASK).group_by(*_KEYS),
    sa.select(*_KEYS, sa.literal_column("1"), *_numbers).where(Dossier.id.in_(_MY_TEAMS), _CASE, _OPEN_TASK)
    .group_by(*_KEYS)).subquery()
_SHARES = (
    sa.select(*_counted.c, Account.public_id, Account.display_name.label("name"), WAITS.label("unsettled"),
              CHANGE_ASKED.label("change_asked"), _queue.label("desk"))
    .outerjoin(Account, Account.id == _counted.c.handler_id))
_NARROWED: dict[str, sa.ColumnElement[bool]] = {
    "": sa.true(), LATE: Dossier.next_due < _today,
    SOON: sa.and_(Dossier.next_due >= _today, Dossier.next_due <= _soon),
    SIGNING: Dossier.awaits == "supervisor", PAUSED: Dossier.state.in_(STANDING_STILL)}
# A place in the list: those with a last day first, by that day; then the others, by their id.
_AFTER_DATED = sa.tuple_(Dossier.next_due, Dossier.id) > sa.tuple_(
    sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))
_AFTER_UNDATED = Dossier.id > sa.bindparam("id", type_=sa.Integer())
_PLACE = sa.select(Dossier.next_due, Dossier.id).where(
    Dossier.public_id == sa.bindparam("public_id"), sa.or_(_DATED, _UNDATED))
# The duty that makes a dossier due, or the one that stands still.
_DUTY = (
    sa.select(sa.func.min(Clock.id)).where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.nature == Nature.DUTY,
        sa.or_(Clock.due_on == Dossier.next_due, sa.and_(Dossier.next_due.is_(None), Clock.paused_on.is_not(None))))
    .correlate(Dossier).scalar_subquery())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks are asked for: all, or those narrowed to one of the codes above; of one kind; from which place on.

    ``who``: of whom alone, by account; ``OF_A_BOOK`` and ``NOT_GIVEN`` ask for those that wait for no account.
    """

    show: str = ""
    kind: str = ""
    who: int | None = None
    after: tuple[date | None, int] | None = None
    # Whether the page may reach those without a last day: they come after all others.
    undated: bool = True


@dataclass(slots=True)
class Share:
    """Tasks of one kind that wait for somebody: an account, or one of the two that no account has."""

    who: int
    kind: str
    public_id: str
    name: str
    all: int = 0
    dated: int = 0
    overdue: int = 0
    soon: int = 0
    signing: int = 0
    paused: int = 0

    def add(self, row: Any, times: int = 1) -> None:
        """Count what a row of the database counts; ``times`` -1 takes it off again."""
        self.all += times * row.all
        self.dated += times * row.dated
        self.overdue += times * row.overdue
        self.soon += times * (row.until_soon - row.overdue)
        self.paused += times * row.paused
        self.signing += times * (row.all if row.awaits == "supervisor" else 0)


def _statement(wanted: Wanted) -> Any:
    """The page of tasks as asked: the ids first, each part in the order of its index, then what is shown of them."""
    narrowed = [_NARROWED[wanted.show]]
    if wanted.kind:
        narrowed.append(Dossier.kind == sa.bindparam("kind"))
    if wanted.who is not None:
        narrowed.append(sa.bindparam("who", type_=sa.Integer()) == _WHO)
    parts = []
    if wanted.after is None or wanted.after[0] is not None:
        start = [_AFTER_DATED] if wanted.after else []
        parts.append(sa.select(Dossier.id).where(_DATED, *narrowed, *start)
                     .order_by(Dossier.next_due, Dossier.id).limit(_MOST))
    if wanted.undated and wanted.show not in (LATE, SOON):
        start = [_AFTER_UNDATED] if wanted.after and wanted.after[0] is None else []
        parts.append(sa.select(Dossier.id).where(_UNDATED, *narrowed, *start).order_by(Dossier.id).limit(_MOST))
    ids = sa.union_all(*(sa.select(part.subquery().c.id) for part in parts))
    return (
        sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year,
                  Dossier.no, Dossier.code, Dossier.sealed, Dossier.subject, Dossier.state, Dossier.next_due,
                  Dossier.awaits, Dossier.proposed, Dossier.proposed_on, Dossier.handler_id, Clock.rule, Clock.unit,
                  Clock.due_on, Clock.safe_on, Clock.paused_on, Visit.receiver_name,
                  _handler.display_name.label("handler"))
        .outerjoin(Clock, Clock.id == _DUTY).outerjoin(Visit, Visit.dossier_id == Dossier.id)
        .outerjoin(_handler, _handler.id == Dossier.handler_id)
        .where(Dossier.id.in_(ids))
        .order_by(Dossier.next_due.is_(None), Dossier.next_due, Dossier.id).limit(_MOST))


_STATEMENTS: dict[tuple[object, ...], Any] = {}
# One statement for the numbers of the navigation: who waits at the counter, what waits for the viewer alone.
# What costs least is asked first; the index holds all of it.
_MINE = sa.or_(
    Dossier.handler_id == _me, sa.and_(Dossier.awaits == "supervisor", Dossier.unit_id.in_(_sign)),
    sa.and_(Dossier.awaits == "clerk", Dossier.unit_id.in_(_clerk)), sa.and_(_CASE, Dossier.id.in_(_MY_TEAMS)))
_WAITING = sa.select(
    _queue.label("desk"),
    sa.select(sa.func.count()).select_from(
        sa.select(Dossier.id).where(_MINE, _OPEN_TASK).limit(_CAP).subquery()).scalar_subquery().label("work"))


@dataclass(frozen=True, slots=True)
class Waits:
    """The numbers of the navigation: visitors in the queue, tasks of the viewer, counted up to COUNT_CAP."""

    desk: int
    work: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Whose tasks there are, by person and kind; whether clocks still wait to be counted by the calendar in force.

    ``change_asked``: whether somebody asked for another calendar.
    ``waits``: the numbers of the navigation, which need no statement of their own then.
    """

    shares: list[Share]
    unsettled: bool = False
    change_asked: bool = False
    waits: Waits | None = None


def _values(viewer: Viewer) -> dict[str, Any]:
    clerk = tuple(sorted({unit for held in viewer.held if held.role is Role.CLERK for unit in held.own}))
    return {**scope(viewer), "answer": viewer.units_for(Can.ANSWER_VISIT), "sign": viewer.units_for(Can.SIGN_REFUSAL),
            "clerk": clerk}


def tasks(viewer: Viewer, wanted: Wanted, today: date, soon: date) -> Sequence[Any]:
    """The tasks asked for, the earliest due first and those without a last day after them; one more than a page."""
    after = wanted.after
    key = (wanted.show, bool(wanted.kind), wanted.who is not None, after and after[0] is not None, wanted.undated)
    if key not in _STATEMENTS:      # one for each way of asking, built when it is first asked that way
        _STATEMENTS[key] = _statement(wanted)
    values = {**_values(viewer), "today": today, "soon": soon, "kind": wanted.kind, "who": wanted.who}
    if after is not None:
        values |= {"day": after[0], "id": after[1]}
    return reading().execute(_STATEMENTS[key], values).all()


def task_place(viewer: Viewer, public_id: str) -> tuple[date | None, int] | None:
    """The place in the list of a task that an address names."""
    row = reading().execute(_PLACE, {"public_id": public_id, **_values(viewer)}).first()
    return (row.next_due, row.id) if row else None


def task_shares(viewer: Viewer, today: date, soon: date) -> Shared:
    """Whose tasks there are. ``soon`` is the last day that counts as soon."""
    values = {"unit": viewer.unit_id, "today": today, "soon": soon, "version": office_calendar().version,
              **_values(viewer)}
    found: dict[tuple[int, str], Share] = {}
    rows = reading().execute(_SHARES, values).all()
    for row in rows:
        who, own = _who(row, viewer, values), (viewer.account_id, row.kind)
        if row.team and who == viewer.account_id:
            continue      # counted already: it is the viewer's for another reason too
        share = found.setdefault((who, row.kind), Share(who, row.kind, row.public_id or "", row.name or ""))
        share.add(row, -1 if row.team else 1)
        if row.team:
            found.setdefault(own, Share(viewer.account_id, row.kind, viewer.public_id, viewer.name)).add(row)
    shares = [share for share in found.values() if share.all]
    if not rows:
        return Shared(shares)
    mine = sum(share.all for share in shares if share.who == viewer.account_id)
    first = rows[0]
    return Shared(shares, bool(first.unsettled), bool(first.change_asked), Waits(first.desk, min(mine, COUNT_CAP)))


def _who(row: Any, viewer: Viewer, values: dict[str, Any]) -> int:
    """Who is waited for, as ``_WHO`` says it row by row."""
    if row.awaits == "supervisor" and row.unit_id in values["sign"]:
        return viewer.account_id
    if row.awaits == "clerk" and row.unit_id in values["clerk"]:
        return viewer.account_id
    if row.handler_id is not None:
        return int(row.handler_id)
    return OF_A_BOOK if row.kind == "visit" else NOT_GIVEN


def waiting(viewer: Viewer, today: date) -> Waits:
    """The numbers of the navigation, on any page but that of the tasks."""
    row = reading().execute(_WAITING, {"unit": viewer.unit_id, "today": today, **_values(viewer)}).one()
    return Waits(row.desk, row.work)
