"""Putting the rows of a copy into an empty database with the schema they were written under, all or nothing."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.backup.archive import Manifest
from caseapp.backup.counters import write_counters
from caseapp.backup.problems import BackupProblem
from caseapp.backup.rows import tables_of
from caseapp.db import db
from caseapp.ledger.live import RESTORED, Restored, write_restored

# Who was signed in there is not signed in here.
LEFT_OUT = frozenset({"sign_in"})
FACTS = "office_fact"
_FOREIGN_KEYS = sa.text("""SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2""")


class Loader:
    """Takes tables and rows in the order of the copy."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables_of(connection)}
        self._table: sa.Table | None = None
        self._columns: list[str] = []

    def table(self, name: str, columns: list[str]) -> None:
        """The rows that follow are of this table."""
        if name not in self._tables or set(columns) != set(self._tables[name].columns.keys()):
            raise BackupProblem(f"bảng {name} trong bản sao lưu không khớp với phiên bản nó ghi.")
        self._table, self._columns = self._tables[name], columns

    def rows(self, rows: list[list[Any]]) -> None:
        """Some rows of the present table."""
        if self._table is None or self._table.name in LEFT_OUT:
            return
        if self._connection.dialect.name == "postgresql":
            self._copy(self._table.name, rows)
            return
        insert = self._table.insert()
        self._connection.execute(insert, [dict(zip(self._columns, row, strict=True)) for row in rows])

    def _copy(self, name: str, rows: list[list[Any]]) -> None:
        columns = ", ".join(f'"{column}"' for column in self._columns)
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def loading(manifest: Manifest, restored: Restored) -> Iterator[Loader]:
    """One transaction in which everything comes in: with it the fact that this is a copy, which sends nothing."""
    with db.engine.connect() as connection, _unordered(connection):
        yield Loader(connection)
        write_counters(connection, manifest.counters)
        facts = sa.table(FACTS, sa.column("name"), sa.column("value"))
        connection.execute(facts.delete().where(facts.c.name == RESTORED))
        connection.execute(facts.insert().values(name=RESTORED, value=write_restored(restored)))


@contextmanager
def _unordered(connection: Connection) -> Iterator[None]:
    """A transaction in which rows may come before those they point at; at its end none may point at nothing."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")      # has no effect inside a transaction
        try:
            with connection.begin():
                yield
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise BackupProblem("bản sao lưu có dòng trỏ vào chỗ trống: dữ liệu gốc đã hỏng khi sao lưu.")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
        return
    with connection.begin():
        keys = connection.execute(_FOREIGN_KEYS).all()
        for table, name, _words in keys:
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        for table, name, words in keys:
            connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {words}')
