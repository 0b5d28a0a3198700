"""Append-only by the database itself: triggers that refuse to change, delete or replace a journal row."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

SQLITE = {
    "journal_no_update": """CREATE TRIGGER IF NOT EXISTS journal_no_update BEFORE UPDATE ON journal
        BEGIN SELECT raise(ABORT, 'journal rows are never changed'); END""",
    "journal_no_delete": """CREATE TRIGGER IF NOT EXISTS journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT raise(ABORT, 'journal rows are never deleted'); END""",
    # INSERT OR REPLACE walks around the two above.
    "journal_no_replace": """CREATE TRIGGER IF NOT EXISTS journal_no_replace BEFORE INSERT ON journal
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
POSTGRESQL_NAMES = ("journal_no_change", "journal_no_truncate")


def ensure_guards(connection: Connection) -> None:
    """Create what is missing; called after every migration, since batch rebuilds drop triggers silently."""
    if not sa.inspect(connection).has_table("journal"):
        return
    statements = SQLITE.values() if connection.dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        connection.exec_driver_sql(statement)


def missing_guards(connection: Connection) -> list[str]:
    """Names of guards that somebody took away."""
    if connection.dialect.name == "sqlite":
        wanted, query = set(SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
    else:
        wanted, query = set(POSTGRESQL_NAMES), (
            "SELECT tgname FROM pg_trigger "
            "WHERE tgrelid = 'journal'::regclass AND tgenabled = 'O' AND NOT tgisinternal")
    return sorted(wanted - {name for (name,) in connection.exec_driver_sql(query)})
