"""Sealed cases of the units whose envelopes somebody keeps: what waits to be sent to whoever denounced."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.cases.practices import PRACTICES
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

MOST = 200
_SEALED = sorted(code for code, practice in PRACTICES.items() if practice.sealed)
_OPEN = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.state, *(column for column in CaseFile.__table__.c if column.name != "dossier_id"))
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .where(Dossier.kind.in_(_SEALED), Dossier.sealed, Dossier.closed_on.is_(None), VISIBLE,
           Dossier.unit_id.in_(sa.bindparam("kept", expanding=True)))
    .order_by(Dossier.opened_on, Dossier.code).limit(MOST))
_KEEPER = sa.select(Account.display_name).where(Account.id == sa.bindparam("id"))


def kept_cases(viewer: Viewer) -> Sequence[Any]:
    """Open sealed cases of the units where the viewer keeps the envelopes; those that accuse him are not there."""
    return reading().execute(_OPEN, {**scope(viewer), "kept": viewer.units_for(Can.CUSTODY)}).all()


def keeper_of(case: Any) -> str:
    """Who keeps the envelope of a case, by name; empty while nobody signed for it."""
    return reading().execute(_KEEPER, {"id": case.custodian_id}).scalar_one_or_none() or ""
