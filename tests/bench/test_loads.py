"""The measured loads at a size for every day: many writers at once, writers killed while they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from bench import backups, due, kills, rehearsal, writers
from bench.office import let_go
from caseapp.demo.staff import Offices, make_staff
from tests.office.templates import Run


@pytest.fixture
def offices(any_app: Flask) -> Offices:
    """The demo's units and accounts, without a visit; no connection open, so that processes may fork."""
    with any_app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    let_go(any_app)
    return made


@pytest.mark.slow
def test_many_officers_at_once_get_every_number_once(any_app: Flask, offices: Offices) -> None:
    outcome = writers.run(any_app, offices, processes=8, each=5)
    assert (outcome.visits, outcome.numbers, outcome.gaps, outcome.duplicates) == (40, 40, 0, 0)
    assert outcome.errors == []
    assert outcome.faults == []


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_it_had_said_was_saved(any_app: Flask, offices: Offices) -> None:
    outcome = kills.run(any_app, offices, kills=10)
    assert outcome.acknowledged >= 10
    assert outcome.lost == 0
    assert outcome.stored >= outcome.acknowledged
    assert outcome.faults == []
    again = writers.run(any_app, offices, processes=2, each=2)
    assert (again.gaps, again.duplicates, again.errors, again.faults) == (0, 0, [], [])


@pytest.mark.slow
def test_copies_taken_under_load_restore_and_prove_clean(any_app: Flask, offices: Offices, tmp_path: Path) -> None:
    outcome = backups.run(any_app, offices, backups=3, writers=2, folder=tmp_path)
    assert (outcome.backups, outcome.restored, outcome.verified, outcome.lost) == (3, 3, 3, 0)
    assert (outcome.problems, outcome.errors) == ([], [])
    assert outcome.visits


def test_the_proof_that_the_loads_rely_on_sees_a_gap(run: Run, new_app: Callable[..., Flask], home: Path) -> None:
    import sqlalchemy as sa

    from caseapp.dossiers.models import Dossier
    from tests.ledger.tampering import tampering

    app = new_app(run.template("sqlite"), home)
    with app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    writers.run(app, made, processes=1, each=3)
    with app.app_context(), tampering() as connection:
        connection.execute(sa.update(Dossier.__table__).where(Dossier.no == 2).values(no=7))
    outcome = writers.run(app, made, processes=1, each=1)
    assert outcome.gaps == 1
    assert outcome.faults


@pytest.mark.slow
def test_one_more_holiday_moves_exactly_the_clocks_that_count_otherwise(any_app: Flask, offices: Offices) -> None:
    rehearsal.fill(any_app, offices, 1500, seed=4)
    outcome = rehearsal.run(any_app, batch_cpu=1)
    assert outcome.clocks > 1400
    assert outcome.moved > 5
    assert outcome.exact


def test_the_batch_answers_every_line() -> None:
    outcome = due.run(300, seed=4)
    assert (outcome.lines, outcome.errors) == (300, 0)
