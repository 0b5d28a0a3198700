"""Where a page of a list ended, and what a form made that was sent before."""
from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.ledger.models import FormKey
from caseapp.staff.viewer import Viewer

Place = tuple[date, int]

_PLACE = sa.select(Dossier.id, Dossier.opened_on, Dossier.next_due).where(
    Dossier.public_id == sa.bindparam("public_id"), Dossier.kind == "visit", VISIBLE)

_MADE = sa.select(FormKey.result).where(
    FormKey.key == sa.bindparam("key"), FormKey.account_id == sa.bindparam("me"))


def form_result(key: str, account_id: int) -> str | None:
    """What the form with this one-time key made when it was carried out; None when it was not."""
    made: str | None = reading().execute(_MADE, {"key": key, "me": account_id}).scalar()
    return made


def place_of(viewer: Viewer, public_id: str, *, by_due: bool) -> Place | None:
    """The day and id a list goes on after; None for the first page, also when that row is no longer in the list."""
    if not public_id:
        return None
    row = reading().execute(_PLACE, {"public_id": public_id[:24], **scope(viewer)}).first()
    if row is None:
        return None
    day = row.next_due if by_due else row.opened_on
    return (day, row.id) if day is not None else None
