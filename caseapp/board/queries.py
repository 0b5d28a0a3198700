"""What a board reads: its figures in few statements, and the rows behind each."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import aliased

from caseapp.board.figures import AGES, COUNTS, KEPT, MET_DUTY, MET_THEN, OF_CLOCKS, ORDER, Days, Figure
from caseapp.cases.rules import CASES, STANDING_STILL
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.scope import VISIBLE
from caseapp.law.complaints import INFORMATION
from caseapp.law.limits import Nature
from caseapp.ledger.models import Chain
from caseapp.reception.models import Visit
from caseapp.staff.models import Account, Unit

Row = Any      # a row of one of the statements below; its names are the columns selected there
Scope = dict[str, Any]
PAGE = 25
NOBODY = "khong"
_week_ago, _none = sa.bindparam("week_ago", type_=sa.Date()), sa.null()


def _many(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(*conditions)


def _came_before(low: int) -> sa.ColumnElement[bool]:
    return Dossier.opened_on <= sa.bindparam(f"age_{low}", type_=sa.Date())


def _seen(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """That the dossier of a clock may be seen. Asked clock by clock: few were met in a month, of many in a unit.

    As a value and not as EXISTS, which PostgreSQL would turn into a join with every dossier of the units.
    """
    one = sa.literal_column("1", sa.Integer())
    seen = sa.select(one).where(Dossier.id == Clock.dossier_id, *conditions, VISIBLE).correlate(Clock)
    return seen.scalar_subquery() == one


# All figures are one statement: each part names what its numbers mean, and counts what one index holds.
_no_day = sa.cast(_none, sa.Date)
_nothing: list[sa.ColumnElement[int]] = [sa.literal_column("0")] * 11
_nowhere = (sa.cast(_none, sa.Integer), sa.cast(_none, sa.String(16)), sa.cast(_none, sa.String(12)),
            sa.cast(_none, sa.Integer))


def _named(what: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{what}'", sa.String(8)).label("what")


def _due_to(name: str) -> sa.ColumnElement[int]:
    return _many(Dossier.next_due <= sa.bindparam(name, type_=sa.Date())).label(f"to_{name}")


# What is open, by who must act: how much of it has a last day, and up to which; what stands still, is suspended; how
# long it is here. One pass over the index, a single comparison for each number.
_open = (
    sa.select(
        _named("open"), Dossier.unit_id, Dossier.kind, Dossier.awaits, Dossier.handler_id,
        sa.func.min(Dossier.opened_on).label("day"), sa.func.count().label("all"),
        sa.func.count(Dossier.next_due).label("dated"), _many(COUNTS[Figure.LATE]).label("late"),
        _many(Dossier.next_due < _week_ago).label("late_before"), _due_to("today"), _due_to("soon"), _due_to("ahead"),
        _many(Dossier.moved_on <= sa.bindparam("still", type_=sa.Date())).label("still"),
        _many(Dossier.state.in_(STANDING_STILL), Dossier.next_due.is_(None)).label("paused"),
        *(_many(_came_before(low)).label(f"age_{low}") for low, _high in AGES[1:]))
    .where(Dossier.closed_on.is_(None), VISIBLE)
    .group_by(Dossier.unit_id, Dossier.kind, Dossier.awaits, Dossier.handler_id))
_days = (
    sa.select(_named("day"), *_nowhere, Dossier.next_due, sa.func.count(), *_nothing)
    .where(Dossier.next_due >= sa.bindparam("today", type_=sa.Date()),
           Dossier.next_due <= sa.bindparam("last", type_=sa.Date()), VISIBLE).group_by(Dossier.next_due))
# Late a week ago: what is late since before then, and what was met since then after its last day.
_met_late = (
    sa.select(_named("week"), *_nowhere, _no_day, sa.func.count(sa.distinct(Clock.dossier_id)), *_nothing)
    .where(MET_DUTY, Clock.ended_on > _week_ago, Clock.due_on < _week_ago,
           _seen(sa.or_(Dossier.next_due.is_(None), Dossier.next_due >= _week_ago))))


def _met(name: str, when: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(_named(name), *_nowhere, _no_day, sa.func.count(), _many(Clock.ended_on <= Clock.due_on),
                  *_nothing[1:])
        .select_from(Clock).where(when, _seen()))


_counted = sa.union_all(
    _open, _days, _met("month", COUNTS[Figure.MET]), _met("before", MET_THEN), _met_late).subquery()
_FIGURES = (
    sa.select(*_counted.c, Account.public_id, Account.display_name.label("name"))
    .outerjoin(Account, Account.id == _counted.c.handler_id))

# How much was ever written down: it grows with every act, and never shrinks.
_JOURNALED = sa.select(sa.func.coalesce(sa.func.sum(Chain.seq + Chain.sealed_seq), 0))
_handler = aliased(Account)
_duty = (
    sa.select(sa.func.min(Clock.id)).where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.nature == Nature.DUTY,
        sa.or_(Clock.due_on == Dossier.next_due, sa.and_(Dossier.next_due.is_(None), Clock.paused_on.is_not(None))))
    .correlate(Dossier).scalar_subquery())
_asked = aliased(Clock)
_ASKED_ON = (
    sa.select(sa.func.min(_asked.start_on)).where(
        _asked.dossier_id == Dossier.id, _asked.rule == INFORMATION.code, _asked.ended_by.is_(None))
    .correlate(Dossier).scalar_subquery())
_COLUMNS = (
    Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
    Dossier.code, Dossier.sealed, Dossier.subject, Dossier.state, Dossier.next_due, Dossier.awaits, Dossier.proposed,
    Dossier.proposed_on, Dossier.handler_id, Dossier.opened_on, Dossier.moved_on, Dossier.version, Clock.rule,
    Clock.unit, Clock.nature, Clock.due_on, Clock.safe_on, Clock.paused_on, Clock.ended_on,
    Clock.public_id.label("clock"), Visit.receiver_name, _handler.display_name.label("handler"),
    Unit.name.label("unit_name"), _ASKED_ON.label("asked_on"))


@dataclass(frozen=True, slots=True)
class Listed:
    """Which figure's list: ``who`` narrows it to the public id of a handler, or to ``NOBODY``; ``day``: of one day.

    ``most``: how many rows, by default one more than a page shows.
    """

    figure: Figure
    who: str = ""
    day: date | None = None
    after: str = ""
    most: int = PAGE + 1


def _conditions(listed: Listed) -> list[sa.ColumnElement[bool]]:
    whose: list[sa.ColumnElement[bool]] = []
    if listed.who == NOBODY:
        whose = [Dossier.handler_id.is_(None)]
    elif listed.who:
        whose = [Dossier.handler_id == sa.select(Account.id).where(
            Account.public_id == sa.bindparam("who")).scalar_subquery()]
    if listed.figure in OF_CLOCKS:
        return [COUNTS[listed.figure], _seen(*whose)]
    return [COUNTS[listed.figure], *whose, VISIBLE]


@lru_cache(maxsize=256)
def _page(listed: Listed) -> Any:
    """A page of a figure's list, the longest waiting first: the ids in the order of the index, then what is shown.

    How many is written out and not bound: a database that does not know it expects a tenth of all rows.
    """
    order, of_clocks = ORDER[listed.figure], listed.figure in OF_CLOCKS
    most = sa.literal_column(str(listed.most), sa.Integer())
    key = Clock.id if of_clocks else Dossier.id
    conditions = _conditions(listed)
    if listed.after:
        conditions.append(sa.tuple_(order, key) > sa.tuple_(
            sa.bindparam("after_day", type_=sa.Date()), sa.bindparam("after_id", type_=sa.Integer())))
    ids = sa.select(key).where(*conditions).order_by(order, key).limit(most).subquery()
    rows = sa.select(*_COLUMNS).select_from(Dossier)
    if of_clocks:
        rows = rows.join(Clock, Clock.dossier_id == Dossier.id)
    else:
        rows = rows.outerjoin(Clock, Clock.id == _duty)
    rows = rows.where(key.in_(sa.select(ids.c.id)))
    return (rows.join(Unit, Unit.id == Dossier.unit_id).outerjoin(Visit, Visit.dossier_id == Dossier.id)
            .outerjoin(_handler, _handler.id == Dossier.handler_id).order_by(order, key).limit(most))


@lru_cache(maxsize=256)
def _number(listed: Listed) -> Any:
    counted = sa.select(sa.func.count()).select_from(Clock if listed.figure in OF_CLOCKS else Dossier)
    return counted.where(*_conditions(listed))


def _place(listed: Listed) -> Any:
    order = ORDER[listed.figure].label("day")
    if listed.figure in OF_CLOCKS:
        return (sa.select(order, Clock.id).join(Dossier, Dossier.id == Clock.dossier_id)
                .where(Clock.public_id == sa.bindparam("after"), VISIBLE))
    return sa.select(order, Dossier.id).where(Dossier.public_id == sa.bindparam("after"), VISIBLE)


_PLACES = {figure: _place(Listed(figure)) for figure in Figure}
_CHOSEN = (
    sa.select(*_COLUMNS).select_from(Dossier).outerjoin(Clock, Clock.id == _duty)
    .join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(Visit, Visit.dossier_id == Dossier.id).outerjoin(_handler, _handler.id == Dossier.handler_id)
    .where(Dossier.public_id.in_(sa.bindparam("chosen", expanding=True)), VISIBLE)
    .order_by(Dossier.unit_id, Dossier.id))


def _way(listed: Listed, after: str = "") -> Listed:
    """The way a list is narrowed, without by what: each is one statement, built when it is first asked for."""
    return replace(listed, who=listed.who if listed.who in ("", NOBODY) else "*", day=None, after=after)


def _values(scope: Scope, listed: Listed, days: Days) -> dict[str, Any]:
    return {**scope, **days.values, "who": listed.who, "day": listed.day}


@dataclass(slots=True)
class Share:
    """What has a last day in a unit with a handler: all of it, late, today, soon, ahead, and late since a week ago."""

    unit_id: int
    public_id: str
    name: str
    all: int = 0
    late: int = 0
    today: int = 0
    soon: int = 0
    ahead: int = 0
    late_before: int = 0

    def add(self, row: Row) -> None:
        """Count a part of what is open; the database counts up to a day, so that what is late is taken off."""
        self.all += row.dated
        self.late += row.late
        self.today += row.to_today - row.late
        self.soon += row.to_soon - row.late
        self.ahead += row.to_ahead - row.late
        self.late_before += row.late_before


@dataclass(slots=True)
class Work:
    """What is open: cases given to nobody and since when, what stands still, is suspended, cases by their age."""

    not_given: int = 0
    waits_since: date | None = None
    still: int = 0
    paused: int = 0
    ages: tuple[int, ...] = (0,) * len(AGES)

    def add(self, row: Row) -> None:
        """Count a part of what is open, as ``COUNTS`` says it one by one."""
        if row.awaits:
            self.still += row.still
        if row.kind not in CASES:
            return
        self.paused += row.paused
        if row.handler_id is None:
            self.not_given += row.all
            self.waits_since = min(self.waits_since or row.day, row.day)
        reached = (row.all, *(getattr(row, f"age_{low}") for low, _high in AGES[1:]), 0)
        self.ages = tuple(count + reached[place] - reached[place + 1] for place, count in enumerate(self.ages))


@dataclass(frozen=True, slots=True)
class Numbers:
    """All figures of a board. ``once``: what was met this month, in the same days a year ago, since a week ago."""

    shares: Sequence[Share]
    work: Work
    by_day: dict[date, int]
    once: dict[str, Row]


def figures(scope: Scope, days: Days) -> Numbers:
    """Every figure of a board; counted again as soon as any journal of the office has grown.

    Whatever changes a dossier, a clock or a name is journaled, and committed together with its row. The length is read
    before anything is counted: what is kept may only be newer than it says, never older.
    """
    kept: dict[tuple[Any, ...], tuple[int, Numbers]] = current_app.extensions.setdefault("board", {})
    length = reading().execute(_JOURNALED).scalar_one()
    asked = *scope.values(), *days.values.values()
    known = kept.get(asked)
    if known is None or known[0] != length:
        known = length, count_figures(scope, days)
        if len(kept) >= KEPT:
            kept.clear()
        kept[asked] = known
    return known[1]


def count_figures(scope: Scope, days: Days) -> Numbers:
    """Every figure of a board, in one statement."""
    found: dict[tuple[int, int | None], Share] = {}
    work, by_day, once = Work(), {}, {}
    for row in reading().execute(_FIGURES, {**scope, **days.values}):
        if row.what == "day":
            by_day[row.day] = row.all
        elif row.what != "open":
            once[row.what] = row
        else:
            key = row.unit_id, row.handler_id
            if key not in found:
                found[key] = Share(row.unit_id, row.public_id or "", row.name or "")
            found[key].add(row)
            work.add(row)
    return Numbers([share for share in found.values() if share.all], work, by_day, once)


def number_of_rows(scope: Scope, listed: Listed, days: Days) -> int:
    """How many rows a list has: the figure it was opened from."""
    return int(reading().execute(_number(_way(listed)), _values(scope, listed, days)).scalar_one())


def rows_of(scope: Scope, listed: Listed, days: Days) -> Sequence[Row]:
    """A page of a list and one row more; from the beginning when the row to go on after is not there any more."""
    values = _values(scope, listed, days)
    after = None
    if listed.after:
        after = reading().execute(_PLACES[listed.figure], {**values, "after": listed.after}).first()
    if after is not None and after.day is not None:
        values |= {"after_day": after.day, "after_id": after.id}
        return reading().execute(_page(_way(listed, "*")), values).all()
    return reading().execute(_page(_way(listed)), values).all()


def chosen(scope: Scope, public_ids: Sequence[str]) -> Sequence[Row]:
    """Dossiers that were ticked, as far as the viewer may see them, by unit."""
    return reading().execute(_CHOSEN, {**scope, "chosen": list(public_ids)}).all()
