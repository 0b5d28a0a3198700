"""The measured loads at a size for every day: sweeps started together, a server that was down, schedulers killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import reminders, sweeps
from bench.office import let_go
from caseapp.demo.staff import Offices, make_staff

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def offices(any_app: Flask) -> Offices:
    """The demo's units and accounts; no connection open, so that processes may fork."""
    with any_app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    let_go(any_app)
    any_app.config["CLOCK"] = None
    return made


@pytest.mark.slow
def test_days_of_sweeps_beside_people_at_work(any_app: Flask, offices: Offices) -> None:
    month = reminders.run(any_app, offices, days=8, sweeps=3, workers=1, each=2, down=(4, 5))
    assert (month.errors, month.faults) == ([], [])
    assert (month.missed, month.twice, month.unexpected) == (0, 0, 0)
    assert (month.mails_twice, month.people_days, month.untold) == (0, 0, 0)
    assert month.reminders
    assert month.mails


@pytest.mark.slow
def test_a_scheduler_killed_with_its_claim_loses_nothing(any_app: Flask, offices: Offices) -> None:
    left = reminders.run_kills(any_app, offices, kills=5, seed=4)
    assert (left.digests, left.missed, left.other_duplicates) == (5, 0, 0)
    assert left.most_often <= 2
    assert left.same_mail_twice == left.killed_after_taking


def test_an_idle_sweep_costs_the_same_however_much_runs(any_app: Flask, offices: Offices) -> None:
    sweeps.fill(any_app, offices, 3000)      # enough for an index to be worth looking into
    few = sweeps.run(any_app)
    assert few.statements == 3
    assert few.work < 400
