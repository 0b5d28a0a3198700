"""What is read of measures: those of one case, and everything that is still to be carried out in a viewer's units."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from caseapp.cases.measures import Measure, Stand
from caseapp.cases.queries.merging import HERE
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

Row = Any      # a row of one of the statements below; its names are the columns selected there

NEVER: Final = date(9999, 12, 31)      # where no day is named it waits behind every day
_maker, _ender, _handler = aliased(Account), aliased(Account), aliased(Account)
_when = sa.func.coalesce(Measure.due_on, sa.literal(NEVER, sa.Date()))
_SHOWN = (
    Measure.public_id, Measure.dossier_id, Measure.what, Measure.who, Measure.due_on, Measure.state, Measure.done_on,
    Measure.done, Measure.document, Measure.reason)
# Of a case and of those that were laid into it.
MEASURES = (
    sa.select(*_SHOWN, Measure.made_at, Measure.ended_at, _maker.display_name.label("made_by"),
              _ender.display_name.label("ended_by"), Clock.public_id.label("clock"))
    .join(_maker, _maker.id == Measure.made_by).outerjoin(_ender, _ender.id == Measure.ended_by)
    .outerjoin(Clock, Clock.id == Measure.clock_id)
    .where(Measure.dossier_id.in_(HERE)).order_by(Measure.state != Stand.OPEN, _when, Measure.id))
_OPEN = (
    sa.select(*_SHOWN, Dossier.public_id.label("case"), Dossier.kind, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Dossier.subject, Dossier.unit_id, Unit.name.label("unit_name"),
              _handler.display_name.label("handler"))
    .join(Dossier, Dossier.id == Measure.dossier_id).join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .where(Measure.state == Stand.OPEN, VISIBLE)
    .order_by(_when, Measure.id)
    .limit(sa.bindparam("most", type_=sa.Integer())).offset(sa.bindparam("skipped", type_=sa.Integer())))
_LATE = _OPEN.where(Measure.due_on < sa.bindparam("today", type_=sa.Date()))
_COUNTS = (
    sa.select(sa.func.count().label("open"),
              sa.func.count().filter(Measure.due_on < sa.bindparam("today", type_=sa.Date())).label("late"))
    .select_from(Measure).join(Dossier, Dossier.id == Measure.dossier_id).where(Measure.state == Stand.OPEN, VISIBLE))
_LEFT = sa.select(Measure.what).where(Measure.dossier_id == sa.bindparam("case"), Measure.state == Stand.OPEN).order_by(
    Measure.id)


def measures_of(case_id: int) -> Sequence[Row]:
    """The measures of a case, and of those that lie in it: what is still open first, by its day."""
    return reading().execute(MEASURES, {"id": case_id}).all()


def left_open(session: Session, case_id: int) -> list[str]:
    """What is still to be carried out of a case itself."""
    return list(session.scalars(_LEFT, {"case": case_id}))


def to_carry_out(viewer: Viewer, today: date, *, late: bool, most: int, skipped: int = 0) -> Sequence[Row]:
    """What is still to be carried out where the viewer may see the case, longest overdue first; ``late``: only that."""
    values = {**scope(viewer), "most": most, "skipped": skipped}
    if late:
        return reading().execute(_LATE, {**values, "today": today}).all()
    return reading().execute(_OPEN, values).all()


def counts(viewer: Viewer, today: date) -> Row:
    """How many measures are ``open``, how many of them ``late``."""
    return reading().execute(_COUNTS, {**scope(viewer), "today": today}).one()
