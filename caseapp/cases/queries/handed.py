"""What is read of a case that goes from one unit to another: on its way, what it is about, what became of it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.cases.handovers import HandOver, Way
from caseapp.cases.models import CaseFile
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Attachment, Dossier, Link
from caseapp.dossiers.scope import CASE_OF
from caseapp.staff.models import Account, Unit

Row = Any      # a row of one of the statements below; its names are the columns selected there

_id = sa.bindparam("id", type_=sa.Integer())
ON_ITS_WAY = (
    sa.select(HandOver.id.label("place"), HandOver.case_id, HandOver.from_unit, HandOver.to_unit, HandOver.document,
              HandOver.dated_on, HandOver.reason, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Unit.name.label("from_name"))
    .join(Dossier, Dossier.id == HandOver.case_id).join(Unit, Unit.id == HandOver.from_unit)
    .where(HandOver.state == Way.WAITING))
_ONE_ON_ITS_WAY = ON_ITS_WAY.where(Dossier.public_id == sa.bindparam("public_id"))
_COMING = (
    sa.select(Dossier.kind, Dossier.subject, CaseFile.content, CaseFile.demand, CaseFile.respondent,
              CaseFile.contested_paper, CaseFile.people_count, CaseFile.received_on)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id).where(Dossier.id == _id))
_to, _asker, _answerer = aliased(Unit), aliased(Account), aliased(Account)
_TRAIL = (
    sa.select(HandOver.document, HandOver.dated_on, HandOver.reason, HandOver.state, HandOver.answer,
              HandOver.asked_at, HandOver.answered_at, Unit.name.label("from_name"), _to.name.label("to_name"),
              _asker.display_name.label("asked_by"), _answerer.display_name.label("answered_by"))
    .join(Unit, Unit.id == HandOver.from_unit).join(_to, _to.id == HandOver.to_unit)
    .outerjoin(_asker, _asker.id == HandOver.asked_by).outerjoin(_answerer, _answerer.id == HandOver.answered_by)
    .where(sa.or_(HandOver.case_id == _id, HandOver.taken_as == _id)).order_by(HandOver.id))
# The case as its giver left it.
_BEFORE = (
    sa.select(Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code, Unit.name.label("unit_name"))
    .join(HandOver, HandOver.case_id == Dossier.id).join(Unit, Unit.id == Dossier.unit_id)
    .where(HandOver.taken_as == _id).order_by(HandOver.id))
# The papers that came with its petitions, as the page of a case shows files.
_FILES = (
    sa.select(Attachment.public_id.label("key"), Attachment.name, Attachment.type.label("role"),
              Attachment.size.label("number"), Attachment.added_at.label("at"), Account.display_name.label("more"),
              sa.null().label("ref"))
    .join(Link, sa.and_(Link.dossier_id == Attachment.dossier_id, Link.what == CASE_OF, Link.other_id == _id))
    .join(Dossier, Dossier.id == Attachment.dossier_id).join(Account, Account.id == Attachment.added_by)
    .where(Dossier.sealed.is_(False)).order_by(Attachment.id))


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A case that waits to be taken over; ``key``: its public id, ``place``: its row among the hand-overs."""

    place: int
    key: str
    case_id: int
    number: str
    from_unit: int
    from_name: str
    to_unit: int
    document: str
    dated_on: date
    reason: str

    @classmethod
    def read(cls, row: Row) -> OnItsWay:
        """Out of a row of ``ON_ITS_WAY``."""
        return cls(row.place, row.public_id, row.case_id, number_of(row), row.from_unit, row.from_name, row.to_unit,
                   row.document, row.dated_on, row.reason)


def on_its_way(source: Session | Connection, public_id: str) -> OnItsWay | None:
    """The hand-over of a case that waits for another unit; None when it waits for none."""
    row = source.execute(_ONE_ON_ITS_WAY, {"public_id": public_id}).first()
    return OnItsWay.read(row) if row else None


def all_on_their_way(source: Session | Connection) -> list[OnItsWay]:
    """Every case that waits to be taken over, oldest first."""
    return [OnItsWay.read(row) for row in source.execute(ON_ITS_WAY.order_by(HandOver.id))]


def coming_case(way: OnItsWay) -> Row:
    """The case as its giver wrote it; asked only for whoever may take it over."""
    return reading().execute(_COMING, {"id": way.case_id}).one()


def trail_of(case_id: int) -> Sequence[Row]:
    """Every hand-over of a case, away from here and to here, oldest first."""
    return reading().execute(_TRAIL, {"id": case_id}).all()


def came_from(case_id: int) -> Row | None:
    """The case of another unit in whose place this one was opened; whoever may see this one may read that one."""
    return reading().execute(_BEFORE, {"id": case_id}).first()


def files_of_petitions(case_id: int) -> Sequence[Row]:
    """The files of the petitions that lie in a case; asked only for whoever may read that case."""
    return reading().execute(_FILES, {"id": case_id}).all()
