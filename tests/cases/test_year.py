"""A part of a year in a commune and its province: every kind, whatever can be done, and what may not be is refused."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bench.office import let_go
from bench.year import Year
from caseapp.cases.practices import PRACTICES
from caseapp.demo.staff import Offices, make_staff

if TYPE_CHECKING:
    from flask import Flask

# The whole year, each branch five times, takes minutes: python -m bench.year.
DOSSIERS = 3 * len(PRACTICES)


@pytest.fixture
def offices(any_app: Flask) -> Offices:
    """The demo's units and accounts."""
    with any_app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    let_go(any_app)
    return made


def test_whatever_is_done_is_lawful_and_the_proof_is_clean(any_app: Flask, offices: Offices) -> None:
    outcome = Year(any_app, offices, tuple(PRACTICES), seed=random.Random(2026).randrange(100)).live(DOSSIERS)
    assert outcome.wrong == []
    assert outcome.faults == []
    assert outcome.tried > outcome.petitions
    # Most of what an office does every week is among it.
    walked = {(kind, act) for kind, _state, act in outcome.walked}
    assert len(walked) > 4 * len(PRACTICES)
