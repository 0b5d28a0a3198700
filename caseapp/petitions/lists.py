"""The list of petitions: which wait for sorting, for a way, for the head, for another office; and how many."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.kinds.petition import (
    ANSWERED,
    CLASSIFIED,
    FILED,
    GUIDED,
    IN_CASE,
    PETITION,
    RECEIVED,
    RETURNED,
    SPLIT,
    TRANSFERRED,
)
from caseapp.cases.models import CaseFile
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier, Party
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.law.limits import Nature
from caseapp.people.models import Person
from caseapp.petitions.models import Petition
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

Row = Any      # a row of one of the statements below; its names are the columns selected there

PAGE: Final = 25
COUNT_CAP: Final = 1_000
OPEN, UNSORTED, SORTED, SIGNING, LATE = "", "cho-phan-loai", "cho-huong", "cho-duyet", "qua-han"
SENT, IN_CASES, ENDED = "da-chuyen", "vao-vu-viec", "da-xong"
SHOWN: Final = (OPEN, UNSORTED, SORTED, SIGNING, LATE, SENT, IN_CASES, ENDED)
UNDER_WAY: Final = frozenset({OPEN, UNSORTED, SORTED, SIGNING, LATE})

_handler = aliased(Account)
_today = sa.bindparam("today", type_=sa.Date())
_petition = Dossier.kind == PETITION.code
_open = sa.and_(Dossier.closed_on.is_(None), _petition, VISIBLE)
_closed = sa.and_(Dossier.closed_on.is_not(None), _petition, VISIBLE)
_unsorted = Dossier.state == RECEIVED.code
_signing = Dossier.awaits == "supervisor"
_WHICH: Final[dict[str, sa.ColumnElement[bool]]] = {
    OPEN: _open,
    UNSORTED: sa.and_(_open, _unsorted),
    SORTED: sa.and_(_open, Dossier.state == CLASSIFIED.code, sa.not_(_signing)),
    SIGNING: sa.and_(_open, _signing),
    LATE: sa.and_(_open, Dossier.next_due < _today),
    SENT: sa.and_(_closed, Dossier.state == TRANSFERRED.code),
    IN_CASES: sa.and_(_closed, Dossier.state == IN_CASE.code),
    ENDED: sa.and_(_closed, Dossier.state.in_(
        sorted(one.code for one in (GUIDED, ANSWERED, RETURNED, FILED, SPLIT)))),
}
# Nobody has read what waits for sorting: it stands before everything else, then what is due first.
_rank = sa.case((_unsorted, 0), else_=1)
_never = sa.literal(date(9999, 12, 31), sa.Date())
_day = sa.func.coalesce(Dossier.next_due, _never)
_clock = (
    sa.select(sa.func.min(Clock.id)).where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.nature == Nature.DUTY)
    .correlate(Dossier).scalar_subquery())
_writer = (
    sa.select(Person.name).join(Party, Party.person_id == Person.id).where(Party.dossier_id == Dossier.id)
    .order_by(Party.position, Party.id).limit(1).correlate(Dossier).scalar_subquery().label("writer"))
_LISTED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Dossier.subject, Dossier.state, Dossier.awaits, Dossier.proposed_on, Dossier.opened_on,
              Dossier.closed_on, Dossier.next_due, CaseFile.people_count, CaseFile.forwarded_by, Petition.channel,
              Petition.content_kind, _handler.display_name.label("handler"), Unit.name.label("unit_name"), Clock.rule,
              Clock.nature, Clock.unit, Clock.due_on, Clock.safe_on, Clock.paused_on, Clock.confirmed, Clock.ended_on,
              Clock.ended_by, _writer)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .join(Petition, Petition.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .outerjoin(Clock, Clock.id == _clock))
# Written out and not bound: a database that does not know how many expects a tenth of all rows.
_MOST = sa.literal_column(str(PAGE + 1), sa.Integer())
_PLACE = sa.select(Dossier.id, Dossier.opened_on, _rank.label("rank"), _day.label("day")).where(
    Dossier.public_id == sa.bindparam("public_id"), _petition, VISIBLE)
_COUNTS = (
    sa.select(Petition.channel, sa.func.count().label("open"),
              *(sa.func.count().filter(sort).label(name) for name, sort in (
                  ("unsorted", _unsorted), ("sorted", sa.and_(Dossier.state == CLASSIFIED.code, sa.not_(_signing))),
                  ("signing", _signing), ("late", Dossier.next_due < _today))))
    .select_from(Dossier).join(Petition, Petition.dossier_id == Dossier.id)
    .where(_open).group_by(Petition.channel))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which petitions are asked for; ``channel``: only those that came so; ``after``: public id of the last row of the
    page before."""

    show: str
    today: date
    channel: str = ""
    after: str = ""


def petition_rows(viewer: Viewer, wanted: Wanted) -> Sequence[Row]:
    """A page of petitions and one row more: unsorted ones first, then by the day they are due; ended newest first."""
    place = _place(viewer, wanted.after)
    values = {**scope(viewer), "today": wanted.today}
    if wanted.channel:
        values["channel"] = wanted.channel
    if place is not None:
        values |= ({"rank": place.rank, "day": place.day, "id": place.id} if wanted.show in UNDER_WAY
                   else {"day": place.opened_on, "id": place.id})
    statement = _statement(wanted.show, by_channel=bool(wanted.channel), further=place is not None)
    return reading().execute(statement, values).all()


def counts_of(viewer: Viewer, today: date) -> Sequence[Row]:
    """For each channel how many petitions are open, unsorted, sorted, before the head, late."""
    return reading().execute(_COUNTS, {**scope(viewer), "today": today}).all()


def _place(viewer: Viewer, public_id: str) -> Row | None:
    if not public_id:
        return None
    return reading().execute(_PLACE, {"public_id": public_id[:24], **scope(viewer)}).first()


@cache
def _statement(show: str, *, by_channel: bool, further: bool) -> Any:
    """A page of a list: the ids first, in order; then what is shown of so few."""
    day, number = sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer())
    order: tuple[Any, ...]
    if show in UNDER_WAY:
        order = _rank, _day, Dossier.id
        later = sa.tuple_(_rank, _day, Dossier.id) > sa.tuple_(sa.bindparam("rank", type_=sa.Integer()), day, number)
    else:
        order = Dossier.opened_on.desc(), Dossier.id.desc()
        later = sa.tuple_(Dossier.opened_on, Dossier.id) < sa.tuple_(day, number)
    ids = sa.select(Dossier.id).where(_WHICH[show])
    if by_channel:
        ids = ids.join(Petition, Petition.dossier_id == Dossier.id).where(
            Petition.channel == sa.bindparam("channel"))
    if further:
        ids = ids.where(later)
    found = ids.order_by(*order).limit(_MOST).subquery()
    return _LISTED.where(Dossier.id.in_(sa.select(found.c.id))).order_by(*order)
