"""`caseapp import`: what it prints where, how it ends, whom it acts for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from caseapp.exchange.cli import import_book
from tests.exchange import books, importing, petition_books
from tests.exchange.importing import make_office, rows, sizes
from tests.staff.making import filling, give_role, make_account

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.office.clock import Clock

BOOK = str(books.REGISTER)


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(import_book, list(words), obj=lambda: app)


def printed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_holds_every_row_and_what_became_of_it(app: Flask) -> None:
    make_office(app)
    told = printed(run(app, "visits", BOOK, "--json"))
    expected = json.loads(books.EXPECTED.read_text("utf-8"))
    assert (told["book"], told["as_of"], told["row_count"]) == ("reception", "2026-11-22", 120)
    assert {(row["sheet"], row["row"]) for row in told["rows"]} == {
        (row["sheet"], row["row"]) for row in expected["rows"]
    }
    assert {(row["sheet"], row["row"]) for row in told["skipped_rows"]} == {
        (row["sheet"], row["row"]) for row in expected["skipped_rows"]
    }
    assert set(expected["rows"][0]) - {"mess"} <= set(told["rows"][0])
    assert told["figures"]["made"] + told["figures"]["barred"] == 120
    assert all(row["persons"] == [] for row in told["rows"] if row["confidential"])
    assert {row["became"]["fate"] for row in told["rows"]} == {"made", "barred"}
    assert rows(app, "SELECT count(*) FROM dossier") == [(told["figures"]["made"],)]


def test_the_petition_book_comes_in_by_the_same_door(app: Flask) -> None:
    make_office(app)
    told = printed(run(app, "petitions", str(petition_books.BOOK), "--json"))
    expected = petition_books.expected()
    assert (told["book"], told["row_count"]) == (expected["book"], expected["row_count"])
    assert (told["figures"]["made"], told["figures"]["barred"]) == (96, 4)
    assert set(expected["rows"][0]) - {"mess"} <= set(told["rows"][0])
    assert all(row["persons"] == [] for row in told["rows"] if row["confidential"])
    assert rows(app, "SELECT count(*) FROM petition") == [(96,)]
    again = run(app, "petitions", str(petition_books.BOOK), "--json")
    assert "0 dòng đã thành đơn + 96 đã có từ trước + 4 chưa nhập được = 100 dòng" in again.stderr
    said = run(app, "petitions", str(petition_books.BOOK), "--dry-run", "--json").output + again.output
    assert importing.stays((json.dumps(told, ensure_ascii=False) + said).encode(), petition_books.EXPECTED) == []


def test_places_beside_the_book_are_used(app: Flask) -> None:
    told = printed(run(app, "visits", BOOK, "--json", "--dry-run"))
    assert told["rows"][0]["persons"][0]["commune_current"] == "xã Cư Blang"


def test_a_dry_run_writes_nothing_and_needs_no_office(app: Flask) -> None:
    before = sizes(app)
    result = run(app, "visits", BOOK, "--dry-run")
    assert result.exit_code == 0
    assert "114 dòng sẽ thành lượt tiếp + 0 đã có từ trước + 6 chưa nhập được = 120 dòng" in result.stderr
    assert result.stdout == ""
    assert sizes(app) == before


def test_progress_and_figures_go_to_standard_error(app: Flask) -> None:
    make_office(app)
    result = run(app, "visits", BOOK)
    assert result.stdout == ""
    assert "31/120" in result.stderr  # 6 barred rows and the first batch
    assert "114 dòng đã thành lượt tiếp" in result.stderr
    assert "dòng 90: DATE_MISSING" in result.stderr
    assert "0 dòng đã thành lượt tiếp + 114 đã có từ trước" in run(app, "visits", BOOK).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("petitions", BOOK),
        ("mediations", BOOK),
        ("nothing", BOOK),
        ("visits", "/không/có"),
        ("visits", str(books.DATA)),
        ("visits", BOOK, "--unit", "XX"),
        ("visits", BOOK, "--by", "ai-do"),
        ("visits", str(books.EXPECTED)),
    ],
)
def test_wrong_use_ends_with_two_and_a_sentence(app: Flask, words: tuple[str, ...]) -> None:
    make_office(app)
    before = sizes(app)
    result = run(app, *words)
    assert result.exit_code == 2
    assert result.stderr.strip().endswith(".")
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert sizes(app) == before


def test_without_anybody_who_may_import_it_says_how_to_make_one(app: Flask) -> None:
    result = run(app, "visits", BOOK)
    assert result.exit_code == 2
    assert "caseapp user add" in result.stderr


def test_it_acts_for_the_officer_of_the_unit_that_is_named(app: Flask) -> None:
    first = make_office(app, "vanthu", "A", roles=("clerk",))
    second = make_office(app, "tiepdan", "B")
    with filling(app) as session:
        from caseapp.staff.models import Unit

        clerk = make_account(session, "vanthu.b", ["clerk"], session.get(Unit, second.unit_id))
        give_role(session, clerk, "supervisor", session.get(Unit, first.unit_id))
    run(app, "visits", BOOK)  # nobody named: the first reception officer
    run(app, "visits", BOOK, "--unit", "a")
    assert rows(app, "SELECT DISTINCT unit_id, author_id FROM dossier ORDER BY 1") == [
        (first.unit_id, first.account_id),
        (second.unit_id, second.account_id),
    ]
    assert run(app, "visits", BOOK, "--unit", "A", "--by", "vanthu.b").exit_code == 2  # supervisor there
    assert run(app, "visits", BOOK, "--unit", "B", "--by", "VanThu.B").exit_code == 0


def test_nothing_of_a_denouncer_is_printed(app: Flask) -> None:
    make_office(app)
    for words in (("--dry-run", "--json"), ("--json",), ()):
        result = run(app, "visits", BOOK, *words)
        assert importing.stays((result.stdout + result.stderr).encode()) == []


@pytest.mark.slow
def test_a_killed_command_is_finished_by_running_it_again(any_app: Flask, home: Path) -> None:
    """The real command in a process of its own, killed between two batches and in the middle of one."""
    make_office(any_app)
    settings = any_app.extensions["settings"]
    environ = {**os.environ, "CASEAPP_HOME": str(home), "CASEAPP_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "caseapp", "import", "visits", BOOK]
    for batches in (1, 2):
        process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        seen = 0
        for line in process.stderr:
            seen += line.strip().endswith("/120")
            if seen > batches:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
    done = rows(any_app, "SELECT count(*) FROM dossier")[0][0]
    assert 75 <= done <= 114
    assert importing.faults(any_app) == []
    subprocess.run(command, env=environ, check=True, capture_output=True)
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(114,)]
    assert rows(any_app, "SELECT count(*) FROM book_row") == [(228,)]
    assert importing.faults(any_app) == []
