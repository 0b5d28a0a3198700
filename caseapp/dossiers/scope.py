"""Who may see which dossier: the one condition that every list, page, count, search and file goes through."""
from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.dossiers.models import Accused, Dossier, Entrusted, Link
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

CASE_OF: Final = "case"
"""What a link from a petition to its case says."""
HANDED_OVER: Final = "handed-over"
"""What a link from a case to the one that another unit opened in its place says."""
HANDED_ON: Final = "handed-on"
"""The same from every earlier case, where that one was handed over itself."""
FROM_DISPUTE: Final = "from-dispute"
"""What a link from a dispute to the petition that was drawn up out of it says."""
MEDIATION: Final = "mediation"
"""The kind of dossier that volunteers of a hamlet lead: for them nothing else exists."""


def visible(one: type[Dossier]) -> sa.ColumnElement[bool]:
    """That the viewer may see a dossier of ``one``: the table itself, or another name for it.

    Units whose ordinary dossiers the viewer may read; among these a denunciation only for those entrusted with
    denunciations there, for the officer who logged it, and for whom it was given to; never for an account it accuses
    (the respondent of a complaint is not accused: only sealed dossiers bar anybody).
    """
    return sa.and_(
        # First the units at all: the one condition an index answers.
        one.unit_id.in_(sa.bindparam("anywhere", expanding=True)),
        sa.or_(
            sa.and_(one.sealed.is_(False), one.unit_id.in_(sa.bindparam("reach", expanding=True))),
            sa.and_(
                one.sealed,
                sa.or_(
                    one.unit_id.in_(sa.bindparam("sealed_reach", expanding=True)),
                    sa.and_(one.author_id == sa.bindparam("me"),
                            one.unit_id.in_(sa.bindparam("reach", expanding=True))),
                    sa.exists().where(Entrusted.dossier_id == one.id, Entrusted.account_id == sa.bindparam("me")),
                ),
                sa.not_(sa.exists().where(Accused.dossier_id == one.id, Accused.account_id == sa.bindparam("me"))),
            ),
        ),
    )


def _handed(case_id: Any) -> sa.ColumnElement[bool]:
    """That a case was handed over, and the viewer may see the one that was opened in its place."""
    taken, way = aliased(Dossier), aliased(Link)
    return sa.exists().where(way.dossier_id == case_id, way.what.in_((HANDED_OVER, HANDED_ON)),
                             taken.id == way.other_id, visible(taken))


VISIBLE: sa.ColumnElement[bool] = visible(Dossier)
_lies_in = aliased(Link)
# One dossier at a time, to read and never to write into: besides what is visible, what another unit handed over to one
# of the viewer's, and the petitions that lie in it. Sealed dossiers are not handed over.
READABLE: sa.ColumnElement[bool] = sa.or_(VISIBLE, sa.and_(Dossier.sealed.is_(False), sa.or_(
    _handed(Dossier.id),
    sa.exists().where(_lies_in.dossier_id == Dossier.id, _lies_in.what == CASE_OF, _handed(_lies_in.other_id)))))


# For those who mediate: what was brought to them or given to them, and for a leader everything of the own team. One
# dossier at a time and the list of one's own go through this; no list of the office does.
MEDIATED: sa.ColumnElement[bool] = sa.and_(Dossier.kind == MEDIATION, sa.or_(
    Dossier.unit_id.in_(sa.bindparam("led", expanding=True)),
    sa.exists().where(Entrusted.dossier_id == Dossier.id, Entrusted.account_id == sa.bindparam("me"),
                      sa.bindparam("mediates", type_=sa.Boolean()))))


OPEN_TO: sa.ColumnElement[bool] = sa.or_(VISIBLE, MEDIATED)
"""What somebody may see in whatever he is, for what is asked of one dossier or of one's own reminders."""


def mediated(viewer: Viewer) -> dict[str, Any]:
    """Values for it; nothing at all for whoever mediates nowhere any more."""
    return {"led": viewer.units_for(Can.LEAD_TEAM), "me": viewer.account_id, "mediates": viewer.may(Can.MEDIATE)}


def scope(viewer: Viewer, can: Can = Can.READ_DOSSIERS) -> dict[str, Any]:
    """Values for both: the units where ``viewer`` may do ``can``, and where denunciations are open to him."""
    reach, sealed_reach = viewer.units_for(can), viewer.units_for(Can.READ_SEALED)
    return {
        "anywhere": reach if reach == sealed_reach else tuple({*reach, *sealed_reach}),
        "reach": reach, "sealed_reach": sealed_reach, "me": viewer.account_id,
    }


def open_to(viewer: Viewer) -> dict[str, Any]:
    """Values for ``OPEN_TO``."""
    return {**scope(viewer), **mediated(viewer)}
