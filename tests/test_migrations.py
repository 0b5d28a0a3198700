"""The schema: from empty to the models and back, on both databases, with its guards in place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from caseapp.cases.commands.handing_over import send_back, take_over
from caseapp.cases.handovers import HandOver
from caseapp.cases.measures import Measure
from caseapp.db import db, reading, upgrade, writing
from caseapp.dossiers.search import hits, is_of_search
from caseapp.ledger.guards import missing_guards
from caseapp.proof import faults
from caseapp.web.now import now
from tests.cases.making import make_office, open_case
from tests.cases.test_handing_over import by, give, neighbour
from tests.office.making import a_denunciation, log, make_commune

if TYPE_CHECKING:
    from flask import Flask


def settings_of(app: Flask) -> Config:
    """What Alembic needs to know of this office."""
    return app.extensions["migrate"].migrate.get_config()


def differences(app: Flask) -> list[object]:
    """Where the tables of the database are not those of the models."""
    with app.app_context(), db.engine.connect() as connection:
        ours = {"compare_type": True, "include_object": lambda _o, name, kind, *_rest: not is_of_search(kind, name)}
        return compare_metadata(MigrationContext.configure(connection, opts=ours), db.metadata)


def test_a_new_office_has_the_tables_of_the_models(any_app: Flask) -> None:
    assert differences(any_app) == []


def test_down_to_nothing_and_up_again(any_app: Flask) -> None:
    with any_app.app_context():
        command.downgrade(settings_of(any_app), "base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade(any_app)
    assert differences(any_app) == []
    with any_app.app_context(), db.engine.connect() as connection:
        assert missing_guards(connection) == []


def test_upgrading_twice_changes_nothing(any_app: Flask) -> None:
    upgrade(any_app)
    assert differences(any_app) == []


def test_an_upgrade_puts_lost_guards_back(any_app: Flask) -> None:
    with any_app.app_context(), db.engine.begin() as connection:
        on_table = "" if connection.dialect.name == "sqlite" else " ON journal"
        name = "journal_no_update" if connection.dialect.name == "sqlite" else "journal_no_change"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on_table}")
        assert missing_guards(connection) == [name]
    upgrade(any_app)
    with any_app.app_context(), db.engine.connect() as connection:
        assert missing_guards(connection) == []


def test_foreign_keys_are_checked_and_on_again(app: Flask) -> None:
    with app.app_context():
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        driver = db.engine.raw_connection()
        cursor = driver.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("CREATE TABLE orphan (id INTEGER PRIMARY KEY, unit_id INTEGER REFERENCES unit (id))")
        cursor.execute("INSERT INTO orphan (unit_id) VALUES (999999)")
        cursor.execute("PRAGMA foreign_keys=ON")
        driver.close()
        with pytest.raises(RuntimeError, match="point at nothing, in: orphan"):
            upgrade(app)
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_history_is_one_line_that_goes_both_ways(app: Flask) -> None:
    with app.app_context():
        scripts = ScriptDirectory.from_config(settings_of(app))
    assert len(scripts.get_heads()) == 1
    for revision in scripts.walk_revisions():
        assert revision.doc.strip()
        assert callable(revision.module.downgrade)


def test_a_code_moves_with_its_dossier_both_ways(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_commune()
        sealed, opened = log(office, a_denunciation("27")), log(office)
        command.downgrade(settings_of(any_app), "0001")
        with db.engine.connect() as connection:
            kept = connection.exec_driver_sql("SELECT dossier_id, denouncer_code FROM visit ORDER BY dossier_id").all()
        assert [tuple(row) for row in kept] == [(sealed.id, sealed.code), (opened.id, None)]
    upgrade(any_app)
    with any_app.app_context(), db.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT id, code FROM dossier ORDER BY id").all()
        assert [tuple(row) for row in found] == [(sealed.id, sealed.code), (opened.id, None)]
        assert missing_guards(connection) == []
        assert hits(connection, sealed.code or "") == [sealed.id]


def test_numbers_of_denunciations_leave_the_words_that_were_searched(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_commune()
        sealed = log(office, a_denunciation("27"))
        command.downgrade(settings_of(any_app), "0001")
        with db.engine.begin() as connection:      # as they were written before codes took the place of numbers
            connection.exec_driver_sql("UPDATE search_doc SET fold = 'tcd tc 2026 0001 ' || fold")
            assert hits(connection, "0001") == [sealed.id]
    upgrade(any_app)
    with any_app.app_context(), db.engine.connect() as connection:
        assert hits(connection, "0001") == []
        assert hits(connection, sealed.code or "") == [sealed.id]


def test_tables_with_random_ids_count_by_themselves(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        made = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all())
    for table in ("dossier", "clock", "journal", "paper"):
        assert "AUTOINCREMENT" in made[table], table
    for table in ("clock_receipt", "accused", "form_key"):
        assert "WITHOUT ROWID" in made[table], table


def hand_overs() -> list[tuple[Any, ...]]:
    """Every hand-over as it is stored."""
    columns = [one for one in HandOver.__table__.c if one.name != "id"]
    return [tuple(row)[2:] + tuple(row)[:2] for row in reading().execute(sa.select(
        HandOver.asked_at, HandOver.answered_at, HandOver.case_id, HandOver.state,
        *(one for one in columns if one.name not in ("asked_at", "answered_at", "case_id", "state"))).order_by(HandOver.id))]


def test_hand_overs_move_both_ways(any_app: Flask) -> None:
    office = make_office(any_app)
    unit, head, _handler = neighbour(any_app, office)
    with any_app.app_context():
        waiting, taken = open_case(office), open_case(office)
        give(office, waiting, unit)
        send_back(waiting.public_id, "Đất không ở xã này.", by(unit, head))
        give(office, waiting, unit)
        give(office, taken, unit)
        new = take_over(taken.public_id, by(unit, head))
        before = hand_overs()
        assert [row[1] for row in before] == ["sent-back", "waiting", "taken"]
        command.downgrade(settings_of(any_app), "0007")
        with db.engine.connect() as connection:
            facts = connection.exec_driver_sql("SELECT name, value FROM office_fact WHERE name LIKE 'hand-over.%%'").all()
        assert [name for name, _value in facts] == [f"hand-over.{waiting.public_id}"]
        kept = json.loads(facts[0][1])
        assert (kept["case_id"], kept["to_unit"], kept["from_name"]) == (waiting.id, unit.id, "UBND phường An Thịnh")
        assert kept["note"]
    upgrade(any_app)
    assert differences(any_app) == []
    with any_app.app_context():
        assert hand_overs() == before
        assert not reading().execute(sa.text("SELECT 1 FROM office_fact WHERE name LIKE 'hand-over.%'")).all()
        assert faults(9) == []
        assert take_over(waiting.public_id, by(unit, head)) != new
        assert faults(9) == []


def test_measures_have_nowhere_else_to_go(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office)
        with writing() as session:
            session.add(Measure(public_id="m", dossier_id=case.id, what="x", who="y", made_by=office.head.id,
                                made_at=now()))
        with pytest.raises(RuntimeError, match="going back would lose them"):
            command.downgrade(settings_of(any_app), "0007")
