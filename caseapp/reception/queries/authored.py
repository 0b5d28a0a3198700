"""Who logged denunciations: an officer goes on reading what she logged, without any role that opens sealed dossiers."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Dossier

_UNITS = sa.select(Dossier.unit_id).where(
    Dossier.author_id == sa.bindparam("author", type_=sa.Integer()), Dossier.sealed).distinct()


def sealed_by(source: Session | Connection, account_id: int) -> set[int]:
    """The units in which an account logged sealed dossiers."""
    return set(source.execute(_UNITS, {"author": account_id}).scalars())
