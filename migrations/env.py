"""How migrations reach the database: one connection, one transaction, guards put back at its end.

SQLite needs three things that it does not ask for: foreign keys off while a table is rebuilt (else rebuilding a
parent fails), a check of them before the commit, and the triggers again, since a rebuild drops them without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection

from caseapp.db import db
from caseapp.dossiers.search import ensure_search, is_of_search
from caseapp.ledger.guards import ensure_guards
from caseapp.petitions.repeats.pairs import ensure_pairs, let_go_of_pairs

# Any constant will do, as long as every copy of the program takes the same.
UPGRADE_LOCK = 2026_11_16


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | bool:
    """Write our own column types as the plain types beneath them: a migration must not follow today's code."""
    if kind == "type" and isinstance(item, sa.TypeDecorator) and type(item).__module__.startswith("caseapp."):
        return f"sa.{item.impl_instance!r}"
    return False


def drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """A revision that changes nothing is not written."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Switch them off outside any transaction, where alone the switch works; check them at the end."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_orphans(connection: Connection) -> None:
    """Stop (and so undo) an upgrade that leaves rows pointing at nothing."""
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({str(table) for table, *_ in orphans}))
        raise RuntimeError(f"the migration leaves {len(orphans)} rows that point at nothing, in: {tables}")


def migrate(connection: Connection) -> None:
    """Run what is asked, all or nothing."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=lambda _object, name, kind, *_rest: not is_of_search(kind, name),
        render_item=render_item,
        process_revision_directives=drop_empty,
        # SQLite undoes DDL like everything else once the driver no longer commits behind our back (see caseapp.db).
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        let_go_of_pairs(connection)
        before = context.get_context().get_current_heads()
        context.run_migrations()
        ensure_guards(connection)
        if sqlite and not sa.inspect(connection).has_table("search_doc"):
            connection.exec_driver_sql("DROP TABLE IF EXISTS search_fts")  # on the way down its table goes first
        ensure_search(connection)
        ensure_pairs(connection, anew=before != context.get_context().get_current_heads())
        if sqlite:
            refuse_orphans(connection)


def run() -> None:
    """Connect and migrate; on SQLite the write lock is taken first, so two starts at once do not collide."""
    if context.is_offline_mode():
        raise SystemExit("migrations look at the database as they go: there is no offline mode")
    with db.engine.connect().execution_options(begin="IMMEDIATE") as connection:
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        with foreign_keys_off(connection):
            migrate(connection)


run()
