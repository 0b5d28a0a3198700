"""Where a page of a list ended: found again by the public id that stands in the address."""
from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.viewer import Viewer

Place = tuple[date, int]

_PLACE = sa.select(Dossier.id, Dossier.opened_on, Dossier.next_due).where(
    Dossier.public_id == sa.bindparam("public_id"), Dossier.kind == "visit", VISIBLE)


def place_of(viewer: Viewer, public_id: str, *, by_due: bool) -> Place | None:
    """The day and id a list goes on after; None for the first page, also when that row is no longer in the list."""
    if not public_id:
        return None
    row = reading().execute(_PLACE, {"public_id": public_id[:24], **scope(viewer)}).first()
    if row is None:
        return None
    day = row.next_due if by_due else row.opened_on
    return (day, row.id) if day is not None else None
