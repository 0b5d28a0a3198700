"""Rows of any table as lines of text that keep every type, the same from SQLite and from PostgreSQL.

Tables are described by the database itself, not by today's models: a copy of an older schema must load into that one.
"""
from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.backup.problems import BackupProblem
from caseapp.dossiers.search import is_of_search

VERSION_TABLE = "alembic_version"
BATCH = 1_000


def tables_of(connection: Connection) -> list[sa.Table]:
    """Every table that holds rows of its own, by name; what is computed from others is left out."""
    inspector, metadata = sa.inspect(connection), sa.MetaData()
    names = [name for name in sorted(inspector.get_table_names())
             if name != VERSION_TABLE and not is_of_search("table", name)]
    return [_table(inspector, metadata, name) for name in names]


def _table(inspector: sa.Inspector, metadata: sa.MetaData, name: str) -> sa.Table:
    key = inspector.get_pk_constraint(name)["constrained_columns"]
    columns = [sa.Column(column["name"], column["type"], primary_key=column["name"] in key, autoincrement=False)
               for column in inspector.get_columns(name) if "computed" not in column]
    return sa.Table(name, metadata, *columns)


def read_rows(connection: Connection, table: sa.Table) -> Iterator[list[Any]]:
    """All rows in the order of their key, a batch in memory at a time; instants come aware, in UTC."""
    statement = sa.select(table).order_by(*table.primary_key.columns)
    with connection.execute(statement, execution_options={"yield_per": BATCH}) as rows:
        try:
            for row in rows:
                yield [_exact(value) for value in row]
        except (ValueError, TypeError, UnicodeDecodeError) as problem:
            raise BackupProblem(f"Bảng {table.name} có giá trị không đọc được: chạy caseapp verify. "
                                "Chưa sao lưu gì.") from problem


def write_line(values: list[Any]) -> bytes:
    """A row, or the names of the columns, as one line."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_tagged).encode() + b"\n"


def read_line(line: bytes) -> list[Any]:
    """What ``write_line`` was given."""
    values: list[Any] = json.loads(line, object_hook=_untagged)
    return values


def _exact(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    raise TypeError(f"a copy cannot hold values of {type(value).__name__}")


def _untagged(tagged: dict[str, str]) -> Any:
    (kind, text), = tagged.items()
    readers: dict[str, Callable[[str], Any]] = {
        "bytes": base64.b64decode, "instant": datetime.fromisoformat, "day": date.fromisoformat,
        "time": time.fromisoformat}
    return readers[kind](text)
