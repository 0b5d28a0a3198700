"""Everything beneath a case in one statement: its acts, clocks, linked dossiers, measures and what lies beside them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.cases.queries import beside, cases, measures
from caseapp.cases.queries.parts import Part, Row
from caseapp.db import reading
from caseapp.dossiers.scope import scope
from caseapp.staff.viewer import Viewer

_ACTS, _CLOCKS = Part("acts", cases.ACTS), Part("clocks", cases.CLOCKS)
_LINKED, _BESIDE = Part("linked", cases.LINKED), Part("beside", beside.BESIDE)
_MEASURES = Part("measures", measures.MEASURES)
_WHOLE = sa.select(_ACTS.column, _CLOCKS.column, _LINKED.column, _BESIDE.column, _MEASURES.column)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page of a case shows beneath its own row, as the queries of each part say."""

    acts: Sequence[Row]
    clocks: Sequence[Row]
    linked: Sequence[Row]
    near: beside.Beside
    measures: Sequence[Row]


def whole(viewer: Viewer, case: Any, today: date) -> Whole:
    """Acts, clocks, linked dossiers the viewer may read, measures, what lies beside them; ``case``: its row."""
    row = reading().execute(_WHOLE, {**beside.values_of(case, today), **scope(viewer)}).one()
    return Whole(_ACTS.read(row.acts), _CLOCKS.read(row.clocks), _LINKED.read(row.linked),
                 beside.sorted_out(_BESIDE.read(row.beside)), _MEASURES.read(row.measures))
