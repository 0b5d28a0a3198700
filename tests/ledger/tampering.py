"""The database in the hands of somebody who has its password: guards off, foreign keys off, any byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.db import db
from caseapp.ledger.guards import SQLITE, ensure_guards
from caseapp.ledger.models import Chain, JournalRow, JournalValues, RegisterCounter

OFF = ("PRAGMA foreign_keys=OFF", "PRAGMA ignore_check_constraints=ON", "BEGIN IMMEDIATE",
       *(f"DROP TRIGGER {name}" for name in SQLITE))
ON = ("COMMIT", "PRAGMA foreign_keys=ON", "PRAGMA ignore_check_constraints=OFF")
EVIDENCE = (JournalRow, JournalValues, Chain, RegisterCounter)


@contextmanager
def tampering() -> Iterator[Connection]:
    """A connection that nothing holds back; afterwards every guard stands again as if nobody had been there."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            free = connection.execution_options(isolation_level="AUTOCOMMIT")
            free.exec_driver_sql("SET session_replication_role = replica")
            yield free
            free.exec_driver_sql("SET session_replication_role = DEFAULT")
            return
        free = connection.execution_options(begin=None)
        for line in OFF:
            free.exec_driver_sql(line)
        yield free
        ensure_guards(free)
        for line in ON:
            free.exec_driver_sql(line)


@contextmanager
def undone(*tables: type[Any]) -> Iterator[None]:
    """Whatever happens inside to ``tables`` (the ledger's when none is named) is put right again afterwards."""
    kept = {}
    with db.engine.connect() as connection:
        for table in tables or EVIDENCE:
            kept[table] = [row._asdict() for row in connection.execute(sa.select(table.__table__))]
    try:
        yield
    finally:
        with tampering() as connection:
            for table, rows in kept.items():
                connection.execute(sa.delete(table.__table__))
                connection.execute(sa.insert(table.__table__), rows)


def other(value: Any) -> Any:
    """Another value of the same type, as near to ``value`` as can be."""
    changed: Any
    if isinstance(value, bool):
        changed = not value
    elif isinstance(value, int):
        changed = value + 1_000
    elif isinstance(value, datetime):
        changed = value + timedelta(microseconds=1)
    elif isinstance(value, date):
        changed = value + timedelta(days=1)
    elif isinstance(value, str):
        changed = value[:-1] + chr(ord(value[-1]) ^ 1)
    elif isinstance(value, (bytes, memoryview)):
        changed = bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
    else:
        raise TypeError(value)
    return changed


def change(table: type[Any], where: sa.ColumnElement[bool], column: str) -> None:
    """Change one column of one row by as little as can be."""
    columns = table.__table__.c
    with tampering() as connection:
        value = connection.execute(sa.select(columns[column]).where(where)).scalar_one()
        done = connection.execute(sa.update(table.__table__).where(where).values({column: other(value)}))
        assert done.rowcount == 1


def remove(table: type[Any], where: sa.ColumnElement[bool]) -> None:
    """Delete rows."""
    with tampering() as connection:
        assert connection.execute(sa.delete(table.__table__).where(where)).rowcount >= 1
