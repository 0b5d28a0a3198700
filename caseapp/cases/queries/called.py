"""What waits on the page of somebody's own work beside tasks: notes that call him, cases on their way to his unit."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.handing_over import TAKING
from caseapp.cases.handovers import HandOver, Way
from caseapp.cases.models import CaseNote, Mention
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

Row = Any      # public_id, kind, register, year, no, code of the case; name of whoever wrote the note, when

_WAITING: Any = sa.union_all(
    sa.select(sa.literal("note").label("what"), Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year,
              Dossier.no, Dossier.code, Account.display_name.label("name"), CaseNote.at, CaseNote.id.label("place"))
    .select_from(Mention).join(CaseNote, CaseNote.id == Mention.note_id)
    .join(Dossier, Dossier.id == CaseNote.dossier_id).join(Account, Account.id == CaseNote.by)
    .where(Mention.account_id == sa.bindparam("me"), Mention.read_at.is_(None), VISIBLE),
    sa.select(sa.literal("coming"), Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Unit.name, HandOver.asked_at, HandOver.id)
    .select_from(HandOver).join(Dossier, Dossier.id == HandOver.case_id).join(Unit, Unit.id == HandOver.from_unit)
    .where(HandOver.state == Way.WAITING, HandOver.to_unit.in_(sa.bindparam("taking", expanding=True))),
).order_by(sa.text("place"), sa.text("what"))


@dataclass(frozen=True, slots=True)
class Coming:
    """A case another unit wants to hand over; ``key``: its public id."""

    key: str
    number: str
    from_name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Notes the viewer has not seen, and cases his unit is asked to take over."""

    notes: Sequence[Row]
    coming: Sequence[Coming]


def waiting_for(viewer: Viewer) -> Waiting:
    """Both in one statement."""
    rows = reading().execute(_WAITING, {**scope(viewer), "taking": sorted(taking_in(viewer))}).all()
    return Waiting([row for row in rows if row.what == "note"],
                   [Coming(row.public_id, number_of(row), row.name) for row in rows if row.what == "coming"])


def taking_in(viewer: Viewer) -> set[int]:
    """The units for which the viewer takes cases over."""
    return {unit for held in viewer.held if str(held.role) in TAKING for unit in held.own}
