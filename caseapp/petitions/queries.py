"""One petition and the dossiers it belongs to."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.petitions.models import Petition
from caseapp.staff.viewer import Viewer

_ONE = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.subject, Dossier.state, Dossier.opened_on, CaseFile.content, CaseFile.received_on,
              Petition.dated_on, Petition.channel, CaseFile.people_count, CaseFile.forwarded_by)
    .join(Petition, Petition.dossier_id == Dossier.id).join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .where(Dossier.public_id == sa.bindparam("public_id"), VISIBLE))
_linked = sa.union(
    sa.select(Link.other_id.label("id")).where(Link.dossier_id == sa.bindparam("id")),
    sa.select(Link.dossier_id).where(Link.other_id == sa.bindparam("id"))).subquery()
_LINKED = (
    sa.select(Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.subject, Dossier.opened_on)
    .join(_linked, _linked.c.id == Dossier.id).where(VISIBLE).order_by(Dossier.opened_on, Dossier.id))

_CHANNELS = sa.select(Petition.dossier_id, Petition.channel).where(
    Petition.dossier_id.in_(sa.bindparam("ids", expanding=True)))


def channels_of(ids: Sequence[int]) -> dict[int, str]:
    """How petitions reached the office, by dossier id; asked for dossiers the viewer may see."""
    return {row.dossier_id: row.channel for row in reading().execute(_CHANNELS, {"ids": list(ids)})}


def find_petition(viewer: Viewer, public_id: str) -> Any | None:
    """The petition, or None: absent and forbidden are the same."""
    return reading().execute(_ONE, {"public_id": public_id, **scope(viewer)}).first()


def links_of(viewer: Viewer, dossier_id: int) -> Sequence[Any]:
    """The visit it came in by and the case it lives in, as far as the viewer may see them."""
    return reading().execute(_LINKED, {"id": dossier_id, **scope(viewer)}).all()
