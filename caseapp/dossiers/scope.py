"""Who may see which dossier: the one condition that every list, page, count, search and file goes through."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.dossiers.models import Accused, Dossier, Entrusted
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

# Units whose ordinary dossiers the viewer may read; among these a denunciation only for those entrusted
# with denunciations there, for the officer who logged it, and for whom it was given to; never for an account it accuses
# (the respondent of a complaint is not accused: only sealed dossiers bar anybody).
VISIBLE: sa.ColumnElement[bool] = sa.and_(
    # First the units at all: the one condition an index answers.
    Dossier.unit_id.in_(sa.bindparam("anywhere", expanding=True)),
    sa.or_(
        sa.and_(Dossier.sealed.is_(False), Dossier.unit_id.in_(sa.bindparam("reach", expanding=True))),
        sa.and_(
            Dossier.sealed,
            sa.or_(
                Dossier.unit_id.in_(sa.bindparam("sealed_reach", expanding=True)),
                sa.and_(Dossier.author_id == sa.bindparam("me"),
                        Dossier.unit_id.in_(sa.bindparam("reach", expanding=True))),
                sa.exists().where(Entrusted.dossier_id == Dossier.id, Entrusted.account_id == sa.bindparam("me")),
            ),
            sa.not_(sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == sa.bindparam("me"))),
        ),
    ),
)


def scope(viewer: Viewer, can: Can = Can.READ_DOSSIERS) -> dict[str, Any]:
    """Values for ``VISIBLE``: the units where ``viewer`` may do ``can``, and where denunciations are open to him."""
    reach, sealed_reach = viewer.units_for(can), viewer.units_for(Can.READ_SEALED)
    return {
        "anywhere": reach if reach == sealed_reach else tuple({*reach, *sealed_reach}),
        "reach": reach, "sealed_reach": sealed_reach, "me": viewer.account_id,
    }
