"""What waits on the page of somebody's own work beside tasks: notes that call him, cases on their way to his unit."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.handing_over import TAKING, OnItsWay
from caseapp.cases.models import CaseNote, Mention
from caseapp.cases.queries.merging import ON_ITS_WAY
from caseapp.db import UtcDateTime, reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.ledger.models import OfficeFact
from caseapp.staff.models import Account
from caseapp.staff.viewer import Viewer

Row = Any      # public_id, kind, register, year, no, code of the case; name of whoever wrote the note, when

# The sign that follows the dot: every name between them begins as theirs do.
_PAST = ON_ITS_WAY[:-1] + chr(ord(ON_ITS_WAY[-1]) + 1)
_NOTHING = [sa.cast(sa.null(), kind) for kind in (sa.String(), sa.String(), sa.String(), sa.Integer(), sa.Integer(),
                                                  sa.String(), sa.String(), UtcDateTime(), sa.Integer())]
_WAITING: Any = sa.union_all(
    sa.select(sa.literal("note").label("what"), Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year,
              Dossier.no, Dossier.code, Account.display_name.label("name"), CaseNote.at, CaseNote.id.label("place"),
              sa.cast(sa.null(), sa.Text()).label("value"))
    .select_from(Mention).join(CaseNote, CaseNote.id == Mention.note_id)
    .join(Dossier, Dossier.id == CaseNote.dossier_id).join(Account, Account.id == CaseNote.by)
    .where(Mention.account_id == sa.bindparam("me"), Mention.read_at.is_(None), VISIBLE),
    sa.select(OfficeFact.name, *_NOTHING, OfficeFact.value).where(
        OfficeFact.name >= ON_ITS_WAY, OfficeFact.name < _PAST),
).order_by(sa.text("place"), sa.text("what"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Notes the viewer has not seen, and cases his unit is asked to take over."""

    notes: Sequence[Row]
    coming: Sequence[OnItsWay]


def waiting_for(viewer: Viewer) -> Waiting:
    """Both in one statement."""
    rows = reading().execute(_WAITING, scope(viewer)).all()
    units = taking_in(viewer)
    coming = [OnItsWay.read(row.what, row.value) for row in rows if row.what != "note"]
    return Waiting([row for row in rows if row.what == "note"], [one for one in coming if one.to_unit in units])


def taking_in(viewer: Viewer) -> set[int]:
    """The units for which the viewer takes cases over."""
    return {unit for held in viewer.held if str(held.role) in TAKING for unit in held.own}
