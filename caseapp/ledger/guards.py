"""Append-only by the database itself: triggers that refuse to change, delete or replace a journal row."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

SQLITE = {
    "journal_no_update": """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
        BEGIN SELECT raise(ABORT, 'journal rows are never changed'); END""",
    "journal_no_delete": """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT raise(ABORT, 'journal rows are never deleted'); END""",
    # INSERT OR REPLACE walks around the two above.
    "journal_no_replace": """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id
                     OR (unit_id = NEW.unit_id AND sealed = NEW.sealed AND seq = NEW.seq))
        BEGIN SELECT raise(ABORT, 'journal rows are never replaced'); END""",
}
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'journal rows are never changed'; END $$""",
    """CREATE OR REPLACE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
       FOR EACH ROW EXECUTE FUNCTION journal_is_final()""",
    """CREATE OR REPLACE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
       FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final()""",
)
# Where each trigger stands and what it runs: one that only bears the name guards nothing.
POSTGRESQL_NAMES = {
    "journal_no_change": "BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION journal_is_final()",
    "journal_no_truncate": "BEFORE TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final()",
}
_POSTGRESQL_BODY = "BEGIN RAISE EXCEPTION 'journal rows are never changed'; END"
_TRIGGERS = """SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger
    JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = 'journal'::regclass AND tgenabled = 'O' AND NOT tgisinternal"""


def ensure_guards(connection: Connection) -> None:
    """Create what is missing or emptied; called after every migration, since batch rebuilds drop triggers silently."""
    if not sa.inspect(connection).has_table("journal"):
        return
    if connection.dialect.name == "sqlite":
        for name in missing_guards(connection):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(SQLITE[name])
        return
    for statement in POSTGRESQL:
        connection.exec_driver_sql(statement)


def missing_guards(connection: Connection) -> list[str]:
    """Names of guards that somebody took away, switched off or emptied."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        found = {name: _bare(sql) for name, sql in connection.exec_driver_sql(query)}
        return sorted(name for name, sql in SQLITE.items() if found.get(name) != _bare(sql))
    kept = {name for name, words, body in connection.exec_driver_sql(_TRIGGERS)
            if words.endswith(POSTGRESQL_NAMES.get(name, "?")) and body.strip() == _POSTGRESQL_BODY}
    return sorted(POSTGRESQL_NAMES.keys() - kept)


def _bare(sql: str) -> str:
    """A trigger's text as the database keeps it, whatever the spacing."""
    return " ".join(sql.split())
