"""How many dossiers a rule holds at this moment, in the scope of whoever asks."""
from __future__ import annotations

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

_RUNNING = (
    sa.select(sa.func.count(sa.distinct(Clock.dossier_id))).select_from(Clock)
    .join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Clock.rule == sa.bindparam("rule"), Clock.ended_by.is_(None), VISIBLE)
)


def running(viewer: Viewer, rule: str) -> int | None:
    """Dossiers with a running clock of the rule; None for somebody who may read no dossier at all."""
    if not (viewer.may(Can.READ_DOSSIERS) or viewer.may(Can.READ_SEALED)):
        return None
    found: int = reading().execute(_RUNNING, {"rule": rule, **scope(viewer)}).scalar_one()
    return found
