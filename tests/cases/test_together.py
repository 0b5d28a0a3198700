"""Two to six officers act on one complaint at once: one gets through, the others are told, nothing is left crooked."""

from __future__ import annotations

import pytest
from flask import Flask

from bench import together
from bench.office import let_go
from caseapp.demo.staff import Offices, make_staff


@pytest.fixture
def offices(any_app: Flask) -> Offices:
    """The demo's units and accounts; no connection open, so that processes may fork."""
    with any_app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    let_go(any_app)
    return made


@pytest.mark.parametrize("seed", [1, 2])
def test_exactly_one_of_several_officers_gets_through(any_app: Flask, offices: Offices, seed: int) -> None:
    outcome = together.run(any_app, offices, rounds=10, seed=seed)
    assert outcome.wrong_rounds == []
    assert outcome.winners == {1: 10}
    assert set(outcome.answers) <= {"done", "Stale", "FormKeyUsed"}
    assert outcome.attempts >= 20
    assert outcome.faults == []
