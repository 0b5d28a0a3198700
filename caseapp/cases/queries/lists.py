"""Lists of cases: which are under way, overdue, due soon, waiting for a signature, suspended, ended; and how many."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import CaseFile
from caseapp.cases.rules import CASES, KINDS
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier, Party
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.law.limits import Nature
from caseapp.people.models import Person
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer
from caseapp.workflow.kind import State

Row = Any      # a row of one of the statements below; its names are the columns selected there

PAGE: Final = 25
# Beyond this a count says nothing more that helps.
COUNT_CAP: Final = 100
OPEN, LATE, SOON, SIGNING, SUSPENDED, ENDED = "", "qua-han", "sap-den", "cho-ky", "tam-dinh-chi", "da-xong"
SHOWN: Final = (OPEN, LATE, SOON, SIGNING, SUSPENDED, ENDED)
NOBODY: Final = "chua"          # how an address names cases that were given to nobody

_handler = aliased(Account)
_today, _soon = sa.bindparam("today", type_=sa.Date()), sa.bindparam("soon", type_=sa.Date())
_cases = Dossier.kind.in_(sorted(CASES))
_standing_still = {action.to.code for code in CASES for action in KINDS[code].actions
                   if action.pauses and isinstance(action.to, State)}
_open = sa.and_(Dossier.closed_on.is_(None), _cases, VISIBLE)
_WHICH: Final[dict[str, sa.ColumnElement[bool]]] = {
    OPEN: _open,
    LATE: sa.and_(_open, Dossier.next_due < _today),
    SOON: sa.and_(_open, Dossier.next_due >= _today, Dossier.next_due <= _soon),
    SIGNING: sa.and_(_open, Dossier.awaits == "supervisor"),
    SUSPENDED: sa.and_(_open, Dossier.state.in_(sorted(_standing_still))),
    ENDED: sa.and_(Dossier.closed_on.is_not(None), _cases, VISIBLE),
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
              Dossier.code, Dossier.subject, Dossier.state, Dossier.awaits, Dossier.proposed_on, Dossier.opened_on,
              Dossier.closed_on, Dossier.next_due, CaseFile.people_count, _handler.display_name.label("handler"),
              Unit.name.label("unit_name"), Clock.rule, Clock.nature, Clock.unit, Clock.due_on, Clock.safe_on,
              Clock.paused_on, Clock.confirmed, Clock.ended_on, Clock.ended_by, _complainant)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .outerjoin(Clock, Clock.id == _clock))
_asked_handler = sa.select(Account.id).where(Account.public_id == sa.bindparam("handler")).scalar_subquery()
# Written out and not bound: a database that does not know how many expects a tenth of all rows.
_MOST = sa.literal_column(str(PAGE + 1), sa.Integer())
_PLACE = sa.select(Dossier.id, Dossier.next_due, Dossier.opened_on).where(
    Dossier.public_id == sa.bindparam("public_id"), _cases, VISIBLE)
# One walk over what is open says how many there are of each sort, and who handles them: few handle many, so that
# names are looked up last. All that is counted stands in one index.
_counts = (
    sa.select(Dossier.handler_id, sa.func.count().label("open"),
              *(sa.func.count().filter(sort).label(name) for name, sort in (
                  ("late", Dossier.next_due < _today),
                  ("soon", sa.and_(Dossier.next_due >= _today, Dossier.next_due <= _soon)),
                  ("signing", Dossier.awaits == "supervisor"),
                  ("suspended", Dossier.state.in_(sorted(_standing_still))))))
    .where(_open).group_by(Dossier.handler_id).subquery())
_COUNTS = (
    sa.select(_handler.public_id, _handler.display_name.label("name"), _counts.c.open, _counts.c.late, _counts.c.soon,
              _counts.c.signing, _counts.c.suspended)
    .select_from(_counts).outerjoin(_handler, _handler.id == _counts.c.handler_id)
    .order_by(_handler.display_name))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; ``handler``: public id of whose, NOBODY for those given to nobody, empty for all.

    ``after``: public id of the last row of the page before. ``soon``: the last day that counts as due soon.
    """

    show: str
    today: date
    soon: date
    handler: str = ""
    after: str = ""


def case_rows(viewer: Viewer, wanted: Wanted) -> Sequence[Row]:
    """A page of cases and one row more: the earliest duty first, then those without a day; what ended newest first."""
    values = {**scope(viewer), "today": wanted.today, "soon": wanted.soon}
    if wanted.handler not in ("", NOBODY):
        values["handler"] = wanted.handler[:24]
    place = _place(viewer, wanted.after)
    whose = wanted.handler if wanted.handler in ("", NOBODY) else "one"
    if wanted.show == ENDED:
        values |= {"day": place.opened_on, "id": place.id} if place else {}
        return reading().execute(_statement(ENDED, whose, "ended", bool(place)), values).all()
    found: list[Row] = []
    if place is None or place.next_due is not None:
        more = {"day": place.next_due, "id": place.id} if place else {}
        found += reading().execute(_statement(wanted.show, whose, "due", bool(place)), {**values, **more}).all()
        place = None
    if len(found) <= PAGE:
        more = {"id": place.id} if place else {}
        found += reading().execute(_statement(wanted.show, whose, "undated", bool(place)), {**values, **more}).all()
    return found[:PAGE + 1]


def counts_of(viewer: Viewer, today: date, soon: date) -> Sequence[Row]:
    """For whoever handles open cases how many of them are open, late, soon due, waiting for the head, suspended; a row
    without public id: given to nobody."""
    return reading().execute(_COUNTS, {**scope(viewer), "today": today, "soon": soon}).all()


def _place(viewer: Viewer, public_id: str) -> Row | None:
    if not public_id:
        return None
    return reading().execute(_PLACE, {"public_id": public_id[:24], **scope(viewer)}).first()


@cache
def _statement(show: str, whose: str, part: str, further: bool) -> Any:
    """A page of a list: of everybody, of one handler or of nobody; its dated part, the undated one, or what ended.

    The ids first, in the order of the index; then what is shown of so few.
    """
    day, number = sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer())
    conditions = [_WHICH[show]]
    if whose:
        conditions.append(Dossier.handler_id.is_(None) if whose == NOBODY else Dossier.handler_id == _asked_handler)
    order: tuple[Any, ...]
    if part == "due":
        order, later = (Dossier.next_due, Dossier.id), sa.tuple_(Dossier.next_due, Dossier.id) > sa.tuple_(day, number)
        conditions.append(Dossier.next_due.is_not(None))
    elif part == "undated":
        order, later = (Dossier.id,), Dossier.id > number
        conditions.append(Dossier.next_due.is_(None))
    else:
        order = Dossier.opened_on.desc(), Dossier.id.desc()
        later = sa.tuple_(Dossier.opened_on, Dossier.id) < sa.tuple_(day, number)
    if further:
        conditions.append(later)
    ids = sa.select(Dossier.id).where(*conditions).order_by(*order).limit(_MOST).subquery()
    return _LISTED.where(Dossier.id.in_(sa.select(ids.c.id))).order_by(*order)
