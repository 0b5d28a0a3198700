"""Whose teams, books and figures somebody may see: an office goes by its hamlets, a leader by the own team."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.policy import Can, permits, reaches_below
from caseapp.staff.viewer import Viewer

# A province has thousands of units below it: they are found in the database, never bound one by one.
WITHIN: sa.ColumnElement[bool] = sa.or_(
    Unit.id.in_(sa.bindparam("own", expanding=True)),
    Unit.id.in_(sa.select(UnitWithin.unit_id).where(
        UnitWithin.ancestor_id.in_(sa.bindparam("above", expanding=True)))),
    sa.and_(Unit.level == "hamlet", Unit.parent_id.in_(sa.bindparam("office", expanding=True))))
"""That a unit's team is within the viewer's reach; of ``staff.models.Unit`` itself."""
KEPT_BY: sa.ColumnElement[bool] = sa.and_(
    Unit.level == "hamlet", Unit.parent_id.in_(sa.bindparam("office", expanding=True)))
"""That a unit is a hamlet whose teams the viewer's own commune keeps."""


def within(viewer: Viewer) -> dict[str, Any]:
    """Values for both: own units, units whose everything below is read, communes whose hamlets' teams are kept."""
    if not viewer.may(Can.READ_LOGBOOK):
        return {"own": (), "above": (), "office": ()}
    readers = [held for held in viewer.held if permits(Can.READ_LOGBOOK, held.role)]
    return {
        "own": tuple(sorted({unit for held in readers for unit in held.own})),
        "above": tuple(sorted({held.unit_id for held in readers if reaches_below(Can.READ_LOGBOOK, held.role)})),
        "office": viewer.units_for(Can.KEEP_TEAMS),
    }
