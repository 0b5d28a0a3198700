"""Everything beneath a case in one statement: each part comes as one JSON text and is read back as rows."""
from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from caseapp.cases.queries import beside, cases
from caseapp.db import UtcDateTime, reading
from caseapp.dossiers.scope import scope
from caseapp.staff.viewer import Viewer

Row = Any      # a row of a part; its names are the columns selected there


class as_rows(FunctionElement[str]):  # noqa: N801  named as what it becomes in a statement
    """The rows of a sub-select as one JSON text, an array for each row, in their order."""

    type = sa.Text()
    inherit_cache = True


@compiles(as_rows, "sqlite")
def _rows_in_sqlite(element: as_rows, compiler: Any, **how: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


@compiles(as_rows, "postgresql")
def _rows_in_postgresql(element: as_rows, compiler: Any, **how: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **how)})) AS TEXT)"


def _instant(written: str) -> datetime:
    """An instant as either database writes it: SQLite in UTC without saying so."""
    at = datetime.fromisoformat(written)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


# What JSON has no word for; everything else comes as it is.
_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (UtcDateTime, _instant), (sa.Date, date.fromisoformat), (sa.Boolean, bool))


class Part:
    """One part of the whole: its statement as a column of a greater one, and how its rows are read."""

    def __init__(self, name: str, statement: Any) -> None:
        inner = statement.subquery(name)
        self.column = sa.select(as_rows(*inner.c)).scalar_subquery().label(name)
        # A column may be called like anything else in the language; none begins with an underscore.
        self._made: Any = namedtuple(name.capitalize(), [column.key for column in inner.c])  # noqa: PYI024
        self._readers = [(place, reader) for place, column in enumerate(inner.c)
                         for kind, reader in _READERS if isinstance(column.type, kind)]

    def read(self, written: str | None) -> list[Row]:
        """The rows; none where the database had none to gather."""
        found = []
        for values in json.loads(written) if written else ():
            for place, reader in self._readers:
                if values[place] is not None:
                    values[place] = reader(values[place])
            found.append(self._made._make(values))
        return found


_ACTS, _CLOCKS = Part("acts", cases.ACTS), Part("clocks", cases.CLOCKS)
_LINKED, _BESIDE = Part("linked", cases.LINKED), Part("beside", beside.BESIDE)
_WHOLE = sa.select(_ACTS.column, _CLOCKS.column, _LINKED.column, _BESIDE.column)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page of a case shows beneath its own row, as the queries of each part say."""

    acts: Sequence[Row]
    clocks: Sequence[Row]
    linked: Sequence[Row]
    near: beside.Beside


def whole(viewer: Viewer, case: Any, today: date) -> Whole:
    """Acts, clocks, linked dossiers the viewer may see, and what lies beside them; ``case``: its row."""
    row = reading().execute(_WHOLE, {**beside.values_of(case, today), **scope(viewer)}).one()
    return Whole(_ACTS.read(row.acts), _CLOCKS.read(row.clocks), _LINKED.read(row.linked),
                 beside.sorted_out(_BESIDE.read(row.beside)))
