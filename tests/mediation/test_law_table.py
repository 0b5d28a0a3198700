"""The procedure of mediation held against the table written from the law: by state, role, condition and clock."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bench.places import Paper, Place
from caseapp.cases.asks import ASKS
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.law.calendars import SHIPPED
from caseapp.workflow.engine import refusal, way_of
from tests.cases.judge import CONDITIONS, _kept, judge
from tests.cases.oracle_mediation import MEDIATION_ROWS, ROLES, STATES

if TYPE_CHECKING:
    from tests.cases.oracle import Row

FIRST = date(2026, 8, 3)
STEPS, WALKS = 14, 24
BY_ROW = pytest.mark.parametrize("row", MEDIATION_ROWS, ids=lambda row: row.act)


def begun(opening: str) -> Place:
    """A dispute that begins in a state."""
    return Place(Paper("mediation", FIRST, opening), (), FIRST, SHIPPED)


def told(act: str, luck: random.Random, here: Place) -> dict[str, Any]:
    """What the form of an act may say on a day."""
    found: dict[str, Any] = {}
    for name in MEDIATION.action(act).asks:
        ask = ASKS[name]
        offered = [*(code for code, one in ask.law.items() if one.holds(here.on)), *(one.code for one in ask.own)]
        if offered:
            found[name] = luck.choice(offered)
        elif name == "settled_on":
            found[name] = (here.on - timedelta(days=luck.randrange(3))).isoformat()
    return found


def test_the_table_knows_every_act_and_every_state_and_no_more() -> None:
    assert {action.code for action in MEDIATION.actions} == {row.act for row in MEDIATION_ROWS}
    assert {state.code for state in MEDIATION.states} == set(STATES)


@BY_ROW
def test_every_act_stands_open_where_and_to_whom_the_law_says(row: Row) -> None:
    action = MEDIATION.action(row.act)
    assert {state.code for state in action.when} == set(row.states)
    assert {role: str(way) for role in ROLES if (way := way_of(action, {role}))} == row.who
    assert len(action.only_if) == len(row.needs)
    assert set(row.asks) <= set(action.asks)
    assert (action.starts, set(action.meets)) == (row.starts, set(row.meets))
    assert (action.to.code if action.to else "") == row.leads  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_happens_the_law_says_the_same(seed: int) -> None:
    """A dispute led at random: in every place each act for each role, then one that may be done or may not."""
    luck = random.Random(seed)
    here = begun(luck.choice(["received", "assigned", "at-once"]))
    for _step in range(STEPS):
        past = _kept(here)
        assert here.state.code == past.state
        running = {(one.rule, one.start) for one in here.course.limits if one.ended_on is None}
        assert running == {(one.rule, one.start) for one in past.clocks}
        facts = here.facts()
        for action in MEDIATION.actions:
            for role in ROLES:
                offered = refusal(action, here.state, {role}, facts, here.on) is None
                assert offered == judge(here, action.code, role, {}), (here.state.code, action.code, role)
        act = luck.choice([one for one in MEDIATION.actions if here.state in one.when or luck.random() < 0.1] or [
            MEDIATION.actions[0]])
        inputs, role = told(act.code, luck, here), luck.choice(["mediator", "team-leader"])
        lawful = judge(here, act.code, role, inputs)
        refused = refusal(act, here.state, {role}, here.facts(inputs), here.on)
        assert (refused is None) == lawful, (here.state.code, act.code, inputs, refused)
        if lawful and (act.code != "void" or luck.random() < 0.2):
            here = here.after(act, inputs).later(luck.randrange(4))


def test_a_missing_condition_is_refused_with_its_article() -> None:
    for row in (one for one in MEDIATION_ROWS if one.needs):
        (need,), (guard,) = row.needs, MEDIATION.action(row.act).only_if
        assert need.fact in CONDITIONS
        articles = {mark.split("(")[0].split()[-1] for mark in need.article.split("|")}
        assert any(f"Điều {article} " in f"{guard.reason.citation} " for article in articles), row.act
