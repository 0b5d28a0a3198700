"""Who may see which dossier: the one condition that every list, page, count, search and file goes through."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.dossiers.models import Accused, Dossier
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

# Units whose ordinary dossiers the viewer may read; among these a denunciation only for those entrusted
# with denunciations there, or for the officer who logged it; and never for an account it accuses
# (the respondent of a complaint is not accused: only sealed dossiers bar anybody).
VISIBLE: sa.ColumnElement[bool] = sa.and_(
    Dossier.unit_id.in_(sa.bindparam("reach", expanding=True)),
    sa.or_(
        Dossier.sealed.is_(False),
        sa.and_(
            sa.or_(
                Dossier.unit_id.in_(sa.bindparam("sealed_reach", expanding=True)),
                Dossier.author_id == sa.bindparam("me"),
            ),
            sa.not_(sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == sa.bindparam("me"))),
        ),
    ),
)


def scope(viewer: Viewer, can: Can = Can.READ_VISITS) -> dict[str, Any]:
    """Values for ``VISIBLE``: the units where ``viewer`` may do ``can``, and where denunciations are open to him."""
    return {
        "reach": viewer.units_for(can),
        "sealed_reach": viewer.units_for(Can.READ_SEALED),
        "me": viewer.account_id,
    }
