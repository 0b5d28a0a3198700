"""What is read of the promises of one dispute: all that ever stood, in the order they were made."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.mediation.dispute import Promised

Row = Any      # a row of the statement below; its names are the columns selected there

_PROMISES = (
    sa.select(Promised.public_id, Promised.side, Promised.who, Promised.what, Promised.due_on, Promised.state,
              Promised.ended_on, Promised.said, Promised.passed_on, Promised.moved_to, Promised.made_at,
              Promised.ended_at)
    .where(Promised.dossier_id == sa.bindparam("id")).order_by(Promised.position))


def promises_of(dossier_id: int) -> Sequence[Row]:
    """Every promise of a dispute, also those that another one took the place of."""
    return reading().execute(_PROMISES, {"id": dossier_id}).all()
