"""Lists of cases: which are under way, overdue, due soon, waiting for a signature, suspended, ended; and how many."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import CaseFile
from caseapp.cases.narrowing import (
    BY_DUE,
    BY_NUMBER,
    BY_RECEIVED,
    ENDED,
    LATE,
    NOBODY,
    OPEN,
    SHOWN,
    SIGNING,
    SOON,
    SUSPENDED,
)
from caseapp.cases.rules import CASES, STANDING_STILL
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier, Party
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.law.limits import Nature
from caseapp.people.models import Person
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

__all__ = ["COUNT_CAP", "ENDED", "LATE", "NOBODY", "OPEN", "PAGE", "SHOWN", "SIGNING", "SOON", "SUSPENDED", "Wanted",
           "case_rows", "chosen", "counts_of", "unit_names", "worker_name"]

Row = Any      # a row of one of the statements below; its names are the columns selected there

PAGE: Final = 25
# Beyond this a count says nothing more that helps.
COUNT_CAP: Final = 100

_handler = aliased(Account)
_today, _soon = sa.bindparam("today", type_=sa.Date()), sa.bindparam("soon", type_=sa.Date())
_cases = Dossier.kind.in_(sorted(CASES))
_open = sa.and_(Dossier.closed_on.is_(None), _cases, VISIBLE)
_SORTS: Final[dict[str, sa.ColumnElement[bool]]] = {
    LATE: Dossier.next_due < _today,
    SOON: sa.and_(Dossier.next_due >= _today, Dossier.next_due <= _soon),
    SIGNING: Dossier.awaits == "supervisor",
    SUSPENDED: Dossier.state.in_(STANDING_STILL),
}
_WHICH: Final[dict[str, sa.ColumnElement[bool]]] = {
    OPEN: _open, **{show: sa.and_(_open, sort) for show, sort in _SORTS.items()},
    ENDED: sa.and_(Dossier.closed_on.is_not(None), _cases, VISIBLE),
}
_asked_handler = sa.select(Account.id).where(Account.public_id == sa.bindparam("handler")).scalar_subquery()
# What a list may be narrowed to, by the part of ``Wanted`` that holds the value.
_NARROWED: Final[dict[str, sa.ColumnElement[bool]]] = {
    "kind": Dossier.kind == sa.bindparam("kind", type_=sa.String()),
    "state": Dossier.state == sa.bindparam("state", type_=sa.String()),
    "field": sa.exists().where(CaseFile.dossier_id == Dossier.id,
                               CaseFile.field == sa.bindparam("field", type_=sa.String())),
    "received_from": Dossier.opened_on >= sa.bindparam("received_from", type_=sa.Date()),
    "received_to": Dossier.opened_on <= sa.bindparam("received_to", type_=sa.Date()),
    "due_from": Dossier.next_due >= sa.bindparam("due_from", type_=sa.Date()),
    "due_to": Dossier.next_due <= sa.bindparam("due_to", type_=sa.Date()),
    "ids": Dossier.id.in_(sa.bindparam("ids", expanding=True)),
}
# The clock a list shows: the duty that is due first, or the one that stands still.
_clock = (
    sa.select(sa.func.min(Clock.id)).where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.nature == Nature.DUTY,
        sa.or_(Clock.due_on == Dossier.next_due, sa.and_(Dossier.next_due.is_(None), Clock.paused_on.is_not(None))))
    .correlate(Dossier).scalar_subquery())
# Who complains, by the first name: the list shows no other.
_complainant = (
    sa.select(Person.name).join(Party, Party.person_id == Person.id).where(Party.dossier_id == Dossier.id)
    .order_by(Party.position, Party.id).limit(1).correlate(Dossier).scalar_subquery().label("complainant"))
_LISTED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Dossier.sealed, Dossier.version, Dossier.subject, Dossier.state, Dossier.awaits,
              Dossier.proposed_on, Dossier.opened_on, Dossier.closed_on, Dossier.next_due, CaseFile.people_count,
              CaseFile.field, _handler.display_name.label("handler"), Unit.name.label("unit_name"), Clock.rule,
              Clock.nature, Clock.unit, Clock.due_on, Clock.safe_on, Clock.paused_on, Clock.confirmed, Clock.ended_on,
              Clock.ended_by, _complainant)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .outerjoin(Clock, Clock.id == _clock))
_CHOSEN = _LISTED.where(Dossier.public_id.in_(sa.bindparam("chosen", expanding=True)), _cases, VISIBLE)
# Written out and not bound: a database that does not know how many expects a tenth of all rows.
_MOST = sa.literal_column(str(PAGE + 1), sa.Integer())
# The number of a sealed dossier is nobody's to know, so that it orders nothing either.
_year = sa.case((Dossier.sealed, 0), else_=Dossier.year)
_no = sa.case((Dossier.sealed, 0), else_=Dossier.no)
# In which order the parts of a list go on, and the last row of the page before as it stands in that order.
_ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "due": (Dossier.next_due, Dossier.id), "undated": (Dossier.id,),
    BY_RECEIVED: (Dossier.opened_on, Dossier.id), BY_NUMBER: (Dossier.register, _year, _no, Dossier.id),
}
_PLACES: Final[dict[str, tuple[str, ...]]] = {
    "due": ("next_due", "id"), "undated": ("id",), BY_RECEIVED: ("opened_on", "id"),
    BY_NUMBER: ("register", "year", "no", "id"),
}
_PLACE = sa.select(Dossier.id, Dossier.next_due, Dossier.opened_on, Dossier.register, _year.label("year"),
                   _no.label("no")).where(Dossier.public_id == sa.bindparam("public_id"), _cases, VISIBLE)
_UNITS = (sa.select(Unit.id, Unit.public_id, Unit.name).where(Unit.id.in_(sa.bindparam("reach", expanding=True)))
          .order_by(Unit.name, Unit.id))
_WORKER = sa.select(Account.display_name).where(
    Account.public_id == sa.bindparam("public_id"), Account.unit_id.in_(sa.bindparam("reach", expanding=True)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; ``handler``: public id of whose, NOBODY for those given to nobody, empty for all.

    ``after``: public id of the last row of the page before. ``soon``: the last day that counts as due soon.
    ``units``: those alone, None for every unit in sight; ``ids``: those alone, which some words were found in.
    """

    show: str
    today: date
    soon: date
    handler: str = ""
    after: str = ""
    kind: str = ""
    state: str = ""
    field: str = ""
    units: tuple[int, ...] | None = None
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    ids: tuple[int, ...] | None = None
    sort: str = BY_DUE

    def narrowed(self, but: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The parts by which the list is narrowed."""
        return tuple(part for part in _NARROWED if part not in but and getattr(self, part) not in (None, ""))

    def values(self, viewer: Viewer) -> dict[str, Any]:
        """What its statements are asked with, within what the viewer may see."""
        found = {**scope(viewer), "today": self.today, "soon": self.soon}
        if self.units is not None:
            found["anywhere"] = tuple(unit for unit in found["anywhere"] if unit in self.units)
        if self.handler not in ("", NOBODY):
            found["handler"] = self.handler[:24]
        return found | {part: getattr(self, part) for part in self.narrowed()}


def case_rows(viewer: Viewer, wanted: Wanted) -> Sequence[Row]:
    """A page of cases and one row more, in the order asked for.

    By the last day: the earliest duty first, then those without a day; what ended goes by the day it was received.
    """
    place = _place(viewer, wanted.after)
    if wanted.sort == BY_DUE and wanted.show != ENDED:
        return _by_due(viewer, wanted, place)
    return _part(viewer, wanted, BY_RECEIVED if wanted.sort == BY_DUE else wanted.sort, place)


def counts_of(viewer: Viewer, wanted: Wanted) -> Sequence[Row]:
    """How many open cases there are late, soon due, waiting for the head, suspended: by who handles them and by kind.

    Narrowed as asked, but for handler and kind, so that the others can be offered; a row without public id was given
    to nobody.
    """
    return reading().execute(_counting(wanted.narrowed(but=("kind", "state"))), wanted.values(viewer)).all()


def chosen(viewer: Viewer, public_ids: Sequence[str]) -> Sequence[Row]:
    """The cases among ``public_ids`` that the viewer may see, as a list shows them, in the order they were chosen."""
    found = reading().execute(_CHOSEN, {"chosen": list(public_ids), **scope(viewer)}).all()
    return sorted(found, key=lambda row: public_ids.index(row.public_id))


def unit_names(viewer: Viewer) -> Sequence[Row]:
    """The units whose cases the viewer sees: id, public_id, name."""
    return reading().execute(_UNITS, {"reach": scope(viewer)["anywhere"]}).all()


def worker_name(viewer: Viewer, public_id: str) -> str:
    """The name of somebody who works in a unit in sight; empty for anybody else."""
    return reading().execute(_WORKER, {"public_id": public_id, "reach": scope(viewer)["anywhere"]}).scalar() or ""


def _by_due(viewer: Viewer, wanted: Wanted, place: Row | None) -> Sequence[Row]:
    found: list[Row] = []
    if place is None or place.next_due is not None:
        found += _part(viewer, wanted, "due", place)
        place = None
    if len(found) <= PAGE and wanted.due_from is None and wanted.due_to is None:
        found += _part(viewer, wanted, "undated", place)
    return found[:PAGE + 1]


def _part(viewer: Viewer, wanted: Wanted, part: str, place: Row | None) -> Sequence[Row]:
    whose = wanted.handler if wanted.handler in ("", NOBODY) else "one"
    statement = _statement(wanted.show, whose, part, wanted.narrowed(), further=place is not None)
    more = {f"at_{name}": getattr(place, name) for name in _PLACES[part]} if place is not None else {}
    return reading().execute(statement, {**wanted.values(viewer), **more}).all()


def _place(viewer: Viewer, public_id: str) -> Row | None:
    if not public_id:
        return None
    return reading().execute(_PLACE, {"public_id": public_id[:24], **scope(viewer)}).first()


@lru_cache(maxsize=512)
def _statement(show: str, whose: str, part: str, narrowed: tuple[str, ...], *, further: bool) -> Any:
    """A page of a list: of everybody, of one handler or of nobody; its dated part, the undated one, or all of it.

    The ids first, in the order of the index; then what is shown of so few.
    """
    conditions = [_WHICH[show], *(_NARROWED[one] for one in narrowed)]
    if whose:
        conditions.append(Dossier.handler_id.is_(None) if whose == NOBODY else Dossier.handler_id == _asked_handler)
    keys = _ORDERS[part]
    falling = part in (BY_RECEIVED, BY_NUMBER)
    if part in ("due", "undated"):
        conditions.append(Dossier.next_due.is_not(None) if part == "due" else Dossier.next_due.is_(None))
    if further:
        here = sa.tuple_(*keys)
        last = sa.tuple_(*(sa.bindparam(f"at_{name}", type_=key.type)
                           for name, key in zip(_PLACES[part], keys, strict=True)))
        conditions.append(here < last if falling else here > last)
    order = [key.desc() for key in keys] if falling else list(keys)
    ids = sa.select(Dossier.id).where(*conditions).order_by(*order).limit(_MOST).subquery()
    return _LISTED.where(Dossier.id.in_(sa.select(ids.c.id))).order_by(*order)


@lru_cache(maxsize=128)
def _counting(narrowed: tuple[str, ...]) -> Any:
    """One walk over what is open says how many there are of each sort, and who handles them: few handle many, so that
    names are looked up last. Without a narrowing all that is counted stands in one index."""
    counts = (
        sa.select(Dossier.handler_id, Dossier.kind, Dossier.state, sa.func.count().label("open"),
                  *(sa.func.count().filter(sort).label(_COLUMNS[show]) for show, sort in _SORTS.items()))
        .where(_open, *(_NARROWED[one] for one in narrowed))
        .group_by(Dossier.handler_id, Dossier.kind, Dossier.state).subquery())
    return (
        sa.select(_handler.public_id, _handler.display_name.label("name"), counts.c.kind, counts.c.state,
                  counts.c.open, *(counts.c[name] for name in _COLUMNS.values()))
        .select_from(counts).outerjoin(_handler, _handler.id == counts.c.handler_id)
        .order_by(_handler.display_name))


_COLUMNS: Final = {LATE: "late", SOON: "soon", SIGNING: "signing", SUSPENDED: "suspended"}
