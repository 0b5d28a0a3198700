"""Envelopes that wait for a custodian."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.reception.models import Visit
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

ENVELOPES_SHOWN = 50

_author = aliased(Account)
_ENVELOPES = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.opened_on, Dossier.author_id, Visit.envelope, _author.display_name.label("author"))
    .join(Visit, Visit.dossier_id == Dossier.id)
    .join(_author, _author.id == Dossier.author_id)
    .where(Dossier.kind == "visit", Dossier.sealed.is_(True), Dossier.state != "void",
           Visit.custodian_id.is_(None), VISIBLE)
    .order_by(Dossier.opened_on, Dossier.id).limit(ENVELOPES_SHOWN + 1))


def envelopes(viewer: Viewer) -> Sequence[Any]:
    """Sealed envelopes that no custodian has signed for yet, the oldest first."""
    return reading().execute(_ENVELOPES, scope(viewer, Can.CUSTODY)).all()
