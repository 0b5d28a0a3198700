"""Several small results in one statement: each comes as one JSON text and is read back as rows."""
from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from caseapp.db import UtcDateTime

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
        self._row = _row_class(name, [column.key for column in inner.c])
        self._readers = [(place, reader) for place, column in enumerate(inner.c)
                         for kind, reader in _READERS if isinstance(column.type, kind)]

    def read(self, written: str | None) -> list[Row]:
        """The rows; none where the database had none to gather."""
        found = []
        for values in json.loads(written) if written else ():
            for place, reader in self._readers:
                if values[place] is not None:
                    values[place] = reader(values[place])
            found.append(self._row(*values))
        return found


def _row_class(name: str, columns: list[str]) -> Callable[..., Row]:
    made: Any = namedtuple(name, columns)  # type: ignore[misc]  # noqa: PYI024  its columns are known only here
    return made
