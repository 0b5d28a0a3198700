"""Journal, receipts and calendars are append-only by the database itself: whatever statement somebody sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from caseapp.db import db
from caseapp.ledger.guards import POSTGRESQL_NAMES, SQLITE, ensure_guards, missing_guards
from tests.office.making import Commune, everything, log, make_commune, proof

COLUMNS = "id, unit_id, sealed, seq, dossier_id, account_id, at, act, body, hash"
EVERYWHERE = (
    "UPDATE journal SET act = 'other'",
    "UPDATE journal SET act = act WHERE seq = 1",
    "DELETE FROM journal",
    "DELETE FROM journal WHERE seq = 2",
    "UPDATE clock_receipt SET text = '{}'",
    "DELETE FROM clock_receipt",
    "UPDATE calendar_version SET text = '{}'",
    "DELETE FROM calendar_version WHERE id = 1",
)
ON_SQLITE = (
    "UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2",
    f"INSERT OR REPLACE INTO journal SELECT {COLUMNS} FROM journal WHERE seq = 1",
    f"REPLACE INTO journal SELECT id + 50, {COLUMNS.partition(', ')[2]} FROM journal WHERE seq = 1",
    f"INSERT INTO journal SELECT {COLUMNS} FROM journal WHERE seq = 1 ON CONFLICT DO UPDATE SET act = 'other'",
    "REPLACE INTO clock_receipt SELECT clock_id, no, made_at, '{}' FROM clock_receipt",
    "REPLACE INTO calendar_version SELECT id + 1, version, hash, '{}', made_at, request_id FROM calendar_version",
)
ON_POSTGRESQL = (
    "TRUNCATE clock_receipt",
    "TRUNCATE calendar_version",
    "TRUNCATE journal CASCADE",
    "TRUNCATE journal, journal_values",
    f"INSERT INTO journal SELECT {COLUMNS} FROM journal WHERE seq = 1 ON CONFLICT (id) DO UPDATE SET act = 'other'",
    "MERGE INTO journal USING (SELECT 1 AS n) AS one ON journal.seq = one.n WHEN MATCHED THEN DELETE",
)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune with two journal rows, on each database."""
    with any_app.app_context():
        commune = make_commune()
        log(commune)
        log(commune)
        yield commune


def attempt(line: str) -> None:
    with pytest.raises(DBAPIError, match=r"rows are never|unique|UNIQUE"), db.engine.begin() as connection:
        connection.exec_driver_sql(line)


def test_no_statement_changes_a_row(office: Commune) -> None:
    before = everything()
    for line in EVERYWHERE + (ON_SQLITE if db.engine.dialect.name == "sqlite" else ON_POSTGRESQL):
        attempt(line)
        assert everything() == before, line
    assert proof() == []


def test_a_removed_guard_is_named(office: Commune) -> None:
    sqlite = db.engine.dialect.name == "sqlite"
    for name in SQLITE if sqlite else POSTGRESQL_NAMES:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {POSTGRESQL_NAMES[name][0]}"))
        assert [name in line for line in proof()] == [True]
        with db.engine.begin() as connection:
            ensure_guards(connection)
            assert missing_guards(connection) == []
    assert proof() == []


def test_a_disabled_guard_is_named(office: Commune) -> None:
    if db.engine.dialect.name == "sqlite":      # where a trigger is there or not
        return
    for name, (table, _words) in POSTGRESQL_NAMES.items():
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        assert any(name in line for line in proof())
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER {name}")



EMPTIED = {
    "sqlite": ("DROP TRIGGER journal_no_update; "
               "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END"),
    "postgresql": ("CREATE OR REPLACE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ "
                   "BEGIN RETURN NEW; END $$"),
}


def test_a_guard_that_was_emptied_is_named_and_mended(office: Commune) -> None:
    """A trigger of the same name that lets everything pass is no guard."""
    dialect = db.engine.dialect.name
    with db.engine.begin() as connection:
        for line in EMPTIED[dialect].split("; ", 1) if dialect == "sqlite" else [EMPTIED[dialect]]:
            connection.exec_driver_sql(line)
        named = missing_guards(connection)
        assert named == (["journal_no_update"] if dialect == "sqlite" else ["journal_no_change", "journal_no_truncate"])
        ensure_guards(connection)
        assert missing_guards(connection) == []
    attempt("UPDATE journal SET act = 'other'")
