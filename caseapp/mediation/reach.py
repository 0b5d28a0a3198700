"""Whose teams, books and figures somebody may see: an office goes by its hamlets, a leader by the own team."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

WITHIN: sa.ColumnElement[bool] = sa.or_(
    Unit.id.in_(sa.bindparam("reach", expanding=True)),
    sa.and_(Unit.level == "hamlet", Unit.parent_id.in_(sa.bindparam("office", expanding=True))))
"""That a unit's team is within the viewer's reach; of ``staff.models.Unit`` itself."""
KEPT_BY: sa.ColumnElement[bool] = sa.and_(
    Unit.level == "hamlet", Unit.parent_id.in_(sa.bindparam("office", expanding=True)))
"""That a unit is a hamlet whose teams the viewer's own commune keeps."""


def within(viewer: Viewer) -> dict[str, Any]:
    """Values for both: units read by rank, and the communes whose hamlets' teams the viewer keeps."""
    return {"reach": viewer.units_for(Can.READ_LOGBOOK), "office": viewer.units_for(Can.KEEP_TEAMS)}
