"""A part of a year in a commune and its province: every kind, whatever can be done, and what may not be is refused.

The year is compared with the tables written from the law (``judge``); whoever hands none in compares with nothing.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bench.living import LED
from bench.office import let_go
from bench.year import Year
from caseapp.cases.practices import PRACTICES
from caseapp.demo.staff import Offices, make_staff
from tests.cases.judge import BY_ACT, CONDITIONS, judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from flask import Flask

# The whole year, each branch five times, takes minutes: python -m bench.year --judge tests.cases.judge:judge.
LONGEST = 10


@pytest.fixture
def offices(any_app: Flask) -> Offices:
    """The demo's units and accounts."""
    with any_app.app_context():
        made = make_staff("hạt dẻ nướng 27")
    let_go(any_app)
    return made


def test_whatever_is_done_is_lawful_and_the_proof_is_clean(any_app: Flask, offices: Offices) -> None:
    kinds = LED      # the year of the hamlets' teams is lived in tests/mediation
    outcome = Year(any_app, offices, kinds, seed=random.Random(2026).randrange(100), judge=judge,
                   longest=LONGEST).live(len(kinds))
    assert not outcome.wrong
    assert outcome.faults == []
    assert outcome.in_vain.total() == 0
    assert outcome.tried > outcome.petitions
    assert outcome.judged > 100 * outcome.acts
    # Most of what an office does every week is among it.
    walked = {(kind, act) for kind, _state, act in outcome.walked}
    assert len(walked) > 3 * len(kinds)


def test_an_answer_that_is_not_the_law_s_is_told(any_app: Flask, offices: Offices) -> None:
    def stricter(place: Any, act: str, role: str, told: Mapping[str, Any]) -> bool:
        return act != "void" and judge(place, act, role, told)

    outcome = Year(any_app, offices, ("feedback",), judge=stricter, longest=3).live(2)
    assert "feedback received void to handler: offered, the law says no" in outcome.wrong


def test_the_tables_know_every_act_and_every_condition_has_its_meaning() -> None:
    for kind, practice in PRACTICES.items():
        assert {action.code for action in practice.kind.actions} == set(BY_ACT[kind])
    asked = {need.fact for rows in BY_ACT.values() for row in rows.values() for need in row.needs}
    assert asked <= {"a letter waits", "the accused waits for a paper", *CONDITIONS}
