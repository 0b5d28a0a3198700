"""Append-only by the database itself: triggers that refuse to change, delete or replace a row of evidence."""
from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

# What is written once, by table, and what makes a row the same one: INSERT OR REPLACE walks around the other guards.
FINAL: Final = {
    "journal": "id = NEW.id OR (unit_id = NEW.unit_id AND sealed = NEW.sealed AND seq = NEW.seq)",
    "clock_receipt": "clock_id = NEW.clock_id AND no = NEW.no",
    "calendar_version": "id = NEW.id OR version = NEW.version",
}


def _sqlite(table: str, key: str) -> dict[str, str]:
    """The guards of one table of ours: no word of them comes from outside."""
    return {
        f"{table}_no_update": f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            BEGIN SELECT raise(ABORT, '{table} rows are never changed'); END""",
        f"{table}_no_delete": f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
            BEGIN SELECT raise(ABORT, '{table} rows are never deleted'); END""",
        f"{table}_no_replace": f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})
            BEGIN SELECT raise(ABORT, '{table} rows are never replaced'); END""",  # noqa: S608
    }


SQLITE: Final = {name: words for table, key in FINAL.items() for name, words in _sqlite(table, key).items()}
_BODY: Final = "BEGIN RAISE EXCEPTION '{table} rows are never changed'; END"
_WHEN: Final = {"change": ("BEFORE DELETE OR UPDATE", "ROW"), "truncate": ("BEFORE TRUNCATE", "STATEMENT")}
# Where each trigger stands and what it runs: one that only bears the name guards nothing.
POSTGRESQL_NAMES: Final = {
    f"{table}_no_{what}": (table, f"{when} ON public.{table} FOR EACH {each} EXECUTE FUNCTION {table}_is_final()")
    for table in FINAL for what, (when, each) in _WHEN.items()
}
_TRIGGERS = """SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger
    JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgenabled = 'O' AND NOT tgisinternal"""


def ensure_guards(connection: Connection) -> None:
    """Create what is missing or emptied; called after every migration, since batch rebuilds drop triggers silently."""
    if connection.dialect.name == "sqlite":
        for name in missing_guards(connection):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(SQLITE[name])
        return
    for table in _tables(connection):
        body = _BODY.format(table=table)
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {table}_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    for name in missing_guards(connection):
        table, words = POSTGRESQL_NAMES[name]
        connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {words}")


def missing_guards(connection: Connection) -> list[str]:
    """Names of guards that somebody took away, switched off or emptied."""
    tables = _tables(connection)
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        found = {name: _bare(sql) for name, sql in connection.exec_driver_sql(query)}
        wanted = {name: words for table in tables for name, words in _sqlite(table, FINAL[table]).items()}
        return sorted(name for name, words in wanted.items() if found.get(name) != _bare(words))
    kept = {name for name, table, words, body in connection.exec_driver_sql(_TRIGGERS)
            if words.endswith(POSTGRESQL_NAMES.get(name, ("", "?"))[1]) and body.strip() == _BODY.format(table=table)}
    return sorted(name for name, (table, _words) in POSTGRESQL_NAMES.items() if table in tables and name not in kept)


def _tables(connection: Connection) -> list[str]:
    """Those that are there: a migration may stop before the later ones are made."""
    there = set(sa.inspect(connection).get_table_names())
    return [table for table in FINAL if table in there]


def _bare(sql: str) -> str:
    """A trigger's text as the database keeps it, whatever the spacing."""
    return " ".join(sql.split())
