"""Where the matter of an earlier dossier is being settled."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Link
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.reception.queries.petitions import PETITION_OF, TAKES_MORE
from caseapp.staff.viewer import Viewer

_of_visit, _in_case = aliased(Link), aliased(Link)
# A dossier is its own case, lies in one as a petition, or led to one as a visit.
_near = sa.union_all(
    sa.select(sa.bindparam("id", type_=sa.Integer).label("id")),
    sa.select(Link.other_id).where(Link.dossier_id == sa.bindparam("id"), Link.what == CASE_OF),
    sa.select(_in_case.other_id).join(_of_visit, _of_visit.other_id == _in_case.dossier_id).where(
        _of_visit.dossier_id == sa.bindparam("id"), _of_visit.what == PETITION_OF, _in_case.what == CASE_OF)).subquery()
_OPEN_CASE = (
    sa.select(Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code)
    .join(_near, _near.c.id == Dossier.id)
    .where(Dossier.kind == COMPLAINT.code, Dossier.state.in_(TAKES_MORE), Dossier.sealed.is_(False), VISIBLE)
    .order_by(Dossier.id.desc()).limit(1))


def open_case_of(viewer: Viewer, dossier_id: int) -> str:
    """The number of the complaint that a dossier belongs to, while it can take another petition; else nothing."""
    row: Any = reading().execute(_OPEN_CASE, {"id": dossier_id, **scope(viewer)}).first()
    return number_of(row) if row is not None else ""
