"""What is read of the petitions that came out of a dispute: number and state, for whoever may read the dispute."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link
from caseapp.dossiers.scope import FROM_DISPUTE
from caseapp.staff.models import Unit

Row = Any      # a row of the statement below; its names are the columns selected there

_PETITIONS = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.state, Dossier.opened_on, Unit.name.label("unit_name"))
    .join(Link, sa.and_(Link.other_id == Dossier.id, Link.what == FROM_DISPUTE))
    .join(Unit, Unit.id == Dossier.unit_id)
    .where(Link.dossier_id == sa.bindparam("id"), Dossier.sealed.is_(False)).order_by(Dossier.id))


def petitions_from(dossier_id: int) -> Sequence[Row]:
    """Petitions drawn up out of a dispute: public_id, kind, register, year, no, code, state, opened_on, unit_name.

    Number and state alone: whoever mediated may know what became of it, and opens it only where he may see it. One
    that was put under seal since then is named no more.
    """
    return reading().execute(_PETITIONS, {"id": dossier_id}).all()
