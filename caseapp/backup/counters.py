"""The ids that tables have given out already: a row that was deleted must not lend its number to a new one."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_SEQUENCES = sa.text("""SELECT tables.relname, attname, sequences.oid::regclass::text
    FROM pg_class sequences JOIN pg_depend ON pg_depend.objid = sequences.oid AND pg_depend.deptype IN ('a', 'i')
    JOIN pg_class tables ON tables.oid = pg_depend.refobjid
    JOIN pg_attribute ON attrelid = tables.oid AND attnum = pg_depend.refobjsubid
    WHERE sequences.relkind = 'S' AND sequences.relnamespace = current_schema()::regnamespace ORDER BY 1""")
_COUNTED = sa.text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
_LAST = sa.text("SELECT name, seq FROM sqlite_sequence")


def read_counters(connection: Connection) -> dict[str, int]:
    """The last id that each table has given out, where the database keeps it apart from the rows."""
    if connection.dialect.name == "sqlite":
        return _counted_by_sqlite(connection)
    return {table: _last_of(connection, sequence) for table, _column, sequence in connection.execute(_SEQUENCES).all()}


def _last_of(connection: Connection, sequence: str) -> int:
    last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
    return int(last) if called else 0


def _counted_by_sqlite(connection: Connection) -> dict[str, int]:
    """SQLite keeps its own table of them as soon as one table counts."""
    if connection.execute(_COUNTED).first() is None:
        return {}
    return {row.name: row.seq for row in connection.execute(_LAST)}


def write_counters(connection: Connection, counters: dict[str, int]) -> None:
    """Let every table go on counting after the ids it holds and those it has given out."""
    if connection.dialect.name == "sqlite":
        _write_on_sqlite(connection, counters)
        return
    for table, column, sequence in connection.execute(_SEQUENCES).all():
        highest = connection.exec_driver_sql(f'SELECT max("{column}") FROM "{table}"').scalar() or 0  # noqa: S608
        last = max(counters.get(table, 0), highest)
        connection.execute(sa.text("SELECT setval(CAST(:sequence AS regclass), :last, :called)"),
                           {"sequence": sequence, "last": max(last, 1), "called": last > 0})


def _write_on_sqlite(connection: Connection, counters: dict[str, int]) -> None:
    """SQLite has counted the rows that came in; it learns of those that had gone before."""
    now = _counted_by_sqlite(connection)
    for table in connection.execute(_COUNTED).scalars().all():
        last = max(counters.get(table, 0), now.get(table, 0))
        if table in now:
            connection.execute(sa.text("UPDATE sqlite_sequence SET seq = :last WHERE name = :table"),
                               {"last": last, "table": table})
        elif table in counters:
            connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"),
                               {"last": last, "table": table})
