"""The calendar in versions: kept word for word, read once, answered by commands that open no office."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.config import OfficeProblem, load_settings
from caseapp.db import reading, writing
from caseapp.gazette import forget_version, office_calendar
from caseapp.gazette.models import CalendarVersion
from caseapp.gazette.versions import begin, newest_number, version_numbered
from caseapp.law.calendars import SHIPPED
from caseapp.law.outlook import with_outlook
from caseapp.office import open_office
from caseapp.stored_calendar import stored_calendar
from tests.office.making import NOW, a_visit, log, make_commune, proof, put_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

EXCHANGED = SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV")


def versions() -> list[str]:
    return list(reading().execute(sa.select(CalendarVersion.version).order_by(CalendarVersion.id)).scalars())


def test_an_office_begins_with_the_calendar_of_the_program(any_app: Flask) -> None:
    with any_app.app_context():
        assert versions() == [SHIPPED.version]
        assert office_calendar() == with_outlook(SHIPPED)
        with writing() as session:
            begin(session, NOW)      # every start asks for it
    open_office(any_app)
    with any_app.app_context():
        assert versions() == [SHIPPED.version]
        assert proof() == []


def test_the_newest_version_counts_and_each_is_read_once(any_app: Flask) -> None:
    with any_app.app_context():
        put_calendar(EXCHANGED)
        assert office_calendar().is_working(date(2026, 11, 28))
        assert office_calendar() is office_calendar()
        forget_version()
        assert office_calendar().version == EXCHANGED.version
    with any_app.app_context():      # another request
        commune = make_commune()
        dossier = log(commune, a_visit(held_on=date(2026, 11, 12)))
        assert dossier.next_due == date(2026, 11, 28)
        assert version_numbered(reading(), 1) == with_outlook(SHIPPED)
        assert newest_number(reading()) == 2


def test_before_any_version_the_programs_own_answers(app: Flask) -> None:
    with app.app_context():
        assert version_numbered(reading(), 0) == with_outlook(SHIPPED)


def test_a_version_stands_once(any_app: Flask) -> None:
    with any_app.app_context():
        with pytest.raises(sa.exc.DBAPIError):
            put_calendar(replace(SHIPPED, exchanges=()))      # the same name again
        assert versions() == [SHIPPED.version]


def test_commands_read_the_offices_calendar_without_opening_it(any_app: Flask) -> None:
    settings = any_app.extensions["settings"]
    assert stored_calendar(settings) == SHIPPED
    with any_app.app_context():
        put_calendar(EXCHANGED)
    found = stored_calendar(settings)
    assert found is not None
    assert (found.version, found.hash) == (EXCHANGED.version, EXCHANGED.hash)


def test_where_there_is_no_office_nobody_makes_one(home: Path) -> None:
    assert stored_calendar(load_settings({"CASEAPP_HOME": str(home)})) is None
    assert not home.exists()
    home.mkdir()
    (home / "caseapp.sqlite3").write_bytes(b"")
    assert stored_calendar(load_settings({"CASEAPP_HOME": str(home)})) is None      # a file without any table
    (home / "caseapp.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(OfficeProblem, match="Không đọc được lịch"):
        stored_calendar(load_settings({"CASEAPP_HOME": str(home)}))


def test_a_stored_calendar_that_cannot_be_read_is_told_in_a_sentence(any_app: Flask) -> None:
    from tests.ledger.tampering import tampering
    with any_app.app_context(), tampering() as connection:
        connection.execute(sa.update(CalendarVersion).values(text="không phải lịch"))
    with pytest.raises(OfficeProblem, match="Không đọc được lịch"):
        stored_calendar(any_app.extensions["settings"])
    with any_app.app_context():
        assert any("nội dung khác lúc đưa vào dùng" in line for line in proof())


def test_due_and_calendar_name_the_version_of_the_office(app: Flask, home: Path) -> None:
    with app.app_context():
        put_calendar(EXCHANGED)
    environ = {"CASEAPP_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}

    def said(*words: str) -> dict[str, object]:
        done = subprocess.run([sys.executable, "-m", "caseapp", *words, "--json"], env=environ, capture_output=True,
                              check=True, cwd=sys.path[0] or None)
        found: dict[str, object] = json.loads(done.stdout)
        return found

    answer = said("due", "reception.reply", "--from", "2026-11-12")
    assert answer["due"] == "2026-11-28"
    assert answer["receipt"]["calendar_version"] == EXCHANGED.version      # type: ignore[index]
    assert said("calendar", "2026")["version"] == EXCHANGED.version
