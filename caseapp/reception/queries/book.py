"""The register in the order of the book, batch by batch: for paper and spreadsheet, on both databases alike."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import scope
from caseapp.reception.queries.register import _ORDER_BOOK, BATCH, Chosen, _filtered
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

_AFTER = sa.tuple_(Dossier.opened_on, Dossier.id) > sa.tuple_(
    sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))


def book_rows(viewer: Viewer, chosen: Chosen) -> Iterator[Sequence[Any]]:
    """Rows in the order of the book; each batch is a statement of its own, since pages read without a transaction."""
    statement, values = _filtered(chosen)
    statement = statement.order_by(*_ORDER_BOOK).limit(BATCH)
    values |= scope(viewer, Can.READ_REGISTER)
    rows = reading().execute(statement, values).all()
    while rows:
        yield rows
        if len(rows) < BATCH:
            return
        values |= {"day": rows[-1].opened_on, "id": rows[-1].id}
        rows = reading().execute(statement.where(_AFTER), values).all()
