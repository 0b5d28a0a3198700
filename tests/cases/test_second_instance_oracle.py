"""Second and disciplinary complaints answer as the law does: every act, state, role, condition and clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from caseapp.cases.kinds.discipline import DISCIPLINE, DISCIPLINE_2
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.cases.rules import DueDays, facts_of
from caseapp.workflow.engine import refusal, way_of
from caseapp.workflow.kind import Kind, Reason
from tests.cases import oracle_again as law
from tests.cases.oracle import NO, ROLES, RUNNING, Need, Row
from tests.cases.test_oracle import (
    BROKEN,
    RECEIVED_ON,
    WITH,
    File,
    Past,
    Situation,
    Told,
    cites,
    details_for,
    due,
    expected,
    moves,
    past,
)

SOON, ALL_OVER = date(2026, 8, 25), date(2026, 12, 31)
OVER = date(2026, 11, 2)
EARLY, LATE_DAY = "2026-07-30", "2026-05-04"

WITH.update({
    "supply-first": {"first_result": "decided", "first_on": EARLY}, "note-receipt": {"learned_on": EARLY, "sanction": "other"},
    "excuse-delay": {"delay_excuse": "illness"},
})
TALK = past("invite-dialogue", ("hold-dialogue", {"attendance": "held", "presided": "personally"}))
ASSIGNED = ("hold-dialogue", {"attendance": "held", "presided": "assigned"})


@dataclass(frozen=True, slots=True)
class Table:
    """A kind beside what the law says of it, and one lawful way into each state."""

    kind: Kind
    rows: tuple[Row, ...]
    states: tuple[str, ...]
    known: str
    way_to: dict[str, Past]

    def row(self, act: str) -> Row:
        return next(one for one in self.rows if one.act == act)

    def here(self, state: str) -> Situation:
        return Situation(state, self.way_to[state], File(kind=self.kind.code), SOON)


def ways(known: str, states: tuple[str, ...], *before: Any, publish: str) -> dict[str, Past]:
    """Into each state; ``before``: what must come before the decision, ``publish``: before the archive."""
    begun = past(known)
    verifying = (*begun, *past("accept", "assign-verification"))
    decided = (*verifying, *past("report"), *past(*before), *past("decide"))
    sent = (*decided, *past("send-decision"))
    delivered = (*sent, *past("deliver")) if "delivered" in states else sent
    effective = (*delivered, *past("take-effect"))
    carried = (*effective, *past("carry-out", publish))
    challenge = past("challenge") if "delivered" in states else past("sue-overdue")
    whole = {
        "received": begun, "declined": (*begun, *past("decline")), "accepted": (*begun, *past("accept")),
        "verifying": verifying, "reported": (*verifying, *past("report")),
        "suspended": (*verifying, *past("suspend", "send-suspension")),
        "ending": (*verifying, *past("withdraw", "terminate")),
        "terminated": (*verifying, *past("withdraw", "terminate", "send-termination")), "decided": decided,
        "sent": sent, "delivered": delivered, "effective": effective, "carried-out": carried,
        "challenged": (*(delivered if "delivered" in states else verifying), *challenge),
        "closed": (*carried, *past("close")), "void": (*begun, *past("void")),
    }  # fmt: skip
    return {state: whole[state] for state in states}


SECOND = Table(SECOND_COMPLAINT, law.SECOND_ROWS, law.SECOND_STATES, "supply-first",
               ways("supply-first", law.SECOND_STATES, *TALK, publish="publish"))
FIRST_D = Table(DISCIPLINE, law.DISCIPLINE_ROWS, law.DISCIPLINE_STATES, "note-receipt",
                ways("note-receipt", law.DISCIPLINE_STATES, "hear-council", *TALK, publish="announce"))
SECOND_D = Table(DISCIPLINE_2, law.DISCIPLINE_2_ROWS, law.DISCIPLINE_2_STATES, "supply-first",
                 ways("supply-first", law.DISCIPLINE_2_STATES, "hear-council", *TALK, publish="announce"))
TABLES = (SECOND, FIRST_D, SECOND_D)

Change = Callable[[Situation], Situation]


def late(table: Table) -> Change:
    day = "learned_on" if table.known == "note-receipt" else "first_on"
    return lambda here: here.instead(table.known, {**WITH[table.known], day: LATE_DAY})


def on(day: date) -> Change:
    return lambda here: replace(here, on=day)


def trait(*words: str) -> Change:
    return lambda here: replace(here, file=replace(here.file, traits=" ".join(words)))


def lawful(table: Table, act: str, state: str) -> Situation:
    """A moment in a state at which every condition of the act holds."""
    here = table.here(state)
    if state not in table.row(act).states:
        return here
    started = table.known if state == "received" else "accept"
    prepared: dict[str, Change] = {
        table.known: lambda here: here.without(table.known),
        "excuse-delay": late(table),
        "hear-council": lambda here: here.after("accept", "set-up-council") if table is SECOND else here,
        "urge-expert": lambda here: here.after("accept", "ask-expert"),
        "record-expert": lambda here: here.after("accept", "ask-expert"),
        "record-answer": lambda here: here.after("accept", "ask-information"),
        "hold-dialogue": lambda here: here.after("assign-verification", "invite-dialogue"),
        "report-dialogue": lambda here: here.after("", "invite-dialogue", ASSIGNED),
        "send-suspension": lambda here: here.without("send-suspension") if state == "suspended"
        else here.after("", "suspend", "resume") if state in RUNNING else here.after("accept", "suspend", "resume"),
        "terminate": lambda here: here.after("", "withdraw"),
        "set-aside-withdrawal": lambda here: here.after(started, "withdraw"),
        "lift-stay": lambda here: here.after("accept", "stay"),
        "decide": lambda here: here.after("report", *(() if table is SECOND else ("hear-council",)), *TALK),
        "publish": lambda here: here.without("publish"), "announce": lambda here: here.without("announce"),
        "limit-passed": on(OVER), "sue-overdue": on(OVER), "take-effect": on(ALL_OVER),
        "deliver-dismissal": trait("dismissal"), "sue": trait("dismissal"),
    }  # fmt: skip
    return prepared.get(act, lambda here: here)(here)


def broken(table: Table, need: Need) -> Change:
    """What breaks a condition, and nothing else."""
    own: dict[str, Change] = {
        "the first instance is known": lambda here: here.without("supply-first"),
        "the first instance is unknown": lambda here: replace(here, acts=(*past("supply-first"), *here.acts)),
        "the receipt is known": lambda here: here.without("note-receipt"),
        "the receipt is unknown": lambda here: replace(here, acts=(*past("note-receipt"), *here.acts)),
        "in time or excused": late(table),
        "there is a delay": lambda here: here.after("", "excuse-delay"),
        "the petition is written": trait("oral"),
        "no council yet": lambda here: here.after("accept", "set-up-council"),
        "a council sits": lambda here: here.without("set-up-council"),
        "an expert was asked": lambda here: here.after("", "record-expert"),
        "it may be assigned": trait("in-person"),
        "an assigned dialogue is unreported": lambda here: here.after("", "report-dialogue"),
        "a dialogue was held": lambda here: here.without("hold-dialogue"),
        "an assigned dialogue was reported": lambda here: here.instead("hold-dialogue", ASSIGNED[1]),
        "the council was heard": lambda here: here.without("hear-council"),
        "not public yet": lambda here: here.after("", "publish"), "made public": lambda here: here.without("publish"),
        "not announced yet": lambda here: here.after("", "announce"),
        "announced": lambda here: here.without("announce"),
        "no dismissal": trait("dismissal"), "dismissal": trait(),
        "the base limit has not ended": on(OVER),
        "the days from the issue are over": on(SOON),
        # One act a day: the decision is received four weeks after it was issued.
        "the window from the receipt is over": lambda here: replace(
            here.after("send-decision", *["record-work"] * 25), on=date(2026, 9, 14)),
        "every suspension paper is sent": lambda here: here.without("send-suspension") if here.state == "suspended"
        else here.after("", "suspend", "resume"),
    }  # fmt: skip
    return own.get(need.fact) or BROKEN[need.fact]


def chosen(act: str, need: Need | None = None) -> dict[str, Any]:
    return {"presided": "assigned"} if act == "hold-dialogue" and need and need.fact == "it may be assigned" else {}


def refuses(table: Table, here: Situation, act: str, role: str, inputs: dict[str, Any] | None = None) -> str | None:
    action, state = table.kind.action(act), table.kind.state(here.state)
    return refusal(action, state, {role}, known_of(here, inputs or {}), here.on)


def known_of(here: Situation, inputs: dict[str, Any]) -> Any:
    """What the guards look at."""
    running = {one.rule: due(one) for one in here.course().limits if one.ended_on is None and one.paused_on is None}
    return facts_of(here.file, here.told, DueDays(running), here.on, inputs)


def rows() -> Iterator[Any]:
    for table in TABLES:
        for row in table.rows:
            yield pytest.param(table, row, id=f"{table.kind.code}-{row.act}")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind.code)
def test_the_table_knows_every_act_and_every_state_and_no_more(table: Table) -> None:
    assert {action.code for action in table.kind.actions} == {row.act for row in table.rows}
    assert {state.code for state in table.kind.states} == set(table.states)
    for state in table.states:
        assert table.here(state).course().state.code == state


@pytest.mark.parametrize(("table", "row"), list(rows()))
def test_every_act_in_every_state_for_every_role(table: Table, row: Row) -> None:
    action, wrong = table.kind.action(row.act), {}
    for state in table.states:
        here = lawful(table, row.act, state)
        facts = known_of(here, {})
        for role in ROLES:
            refused = refusal(action, table.kind.state(state), {role}, facts, here.on)
            way = None if refused else way_of(action, {role})
            if (found := str(way) if way else NO) != row.way(state, role):
                wrong[f"{state} {role}"] = f"{found}, lawful: {row.way(state, role)}"
    assert wrong == {}
    assert set(row.asks) <= set(action.asks)


@pytest.mark.parametrize(("table", "row"), [one for one in rows() if one.values[1].needs])
def test_every_missing_condition_is_refused_with_its_article(table: Table, row: Row) -> None:
    role, wrong = next(iter(row.who)), {}
    for need in row.needs:
        for state in need.states or row.states:
            bad = broken(table, need)(lawful(table, row.act, state))
            assert bad.course().state.code == state, f"{need.fact}: the condition alone is broken"
            reason = refuses(table, bad, row.act, role, chosen(row.act, need))
            if not isinstance(reason, Reason) or not any(cites(reason, mark) for mark in need.article.split("|")):
                wrong[f"{state} {need.fact}"] = f"{reason} {getattr(reason, 'citation', '')}"
    assert wrong == {}


@pytest.mark.parametrize(("table", "row"), list(rows()))
def test_every_act_moves_its_state_and_clocks_and_no_other(table: Table, row: Row) -> None:
    wrong = {}
    for state in row.states:
        here = lawful(table, row.act, state)
        before = here.course()
        after = here.course(Told(row.act, here.on, json.dumps(details_for(row.act, here))))
        leads = (before.before.code if before.before else "") if row.leads == "before" else row.leads or state
        found, lawful_moves = moves(before, after), expected(row, before)
        if (after.state.code, found) != (leads, lawful_moves):
            wrong[state] = f"{after.state.code} {sorted(found ^ lawful_moves)}"
    assert wrong == {}


def test_only_dismissal_goes_to_court() -> None:
    here = lawful(FIRST_D, "challenge", "delivered")
    reason = refuses(FIRST_D, here, "challenge", "clerk", {"challenge": "court"})
    assert isinstance(reason, Reason)
    assert cites(reason, "LKN 57")
    assert refuses(FIRST_D, here, "challenge", "clerk", {"challenge": "second"}) is None
    assert refuses(FIRST_D, trait("dismissal")(here), "challenge", "clerk", {"challenge": "court"}) is None


def test_a_delay_with_a_good_reason_is_no_bar() -> None:
    for table in TABLES:
        here = late(table)(lawful(table, "accept", "received"))
        assert refuses(table, here, "accept", "supervisor") is not None
        assert refuses(table, here.after("", "excuse-delay"), "accept", "supervisor") is None


@pytest.mark.parametrize(("traits", "refused"), [("", True), ("dismissal", False)])
def test_dismissal_lengthens_the_second_window(traits: str, refused: bool) -> None:
    # Ten days against thirty (LKN 48): the decision came on 20 July, the petition on 3 August.
    here = trait(traits)(SECOND_D.here("received")).instead("supply-first", {"first_on": "2026-07-20"})
    assert (refuses(SECOND_D, here, "accept", "supervisor") is not None) is refused


def test_a_group_is_heard_by_the_resolver_himself() -> None:
    here = lawful(SECOND, "hold-dialogue", "reported")
    group = replace(here, file=replace(here.file, people_count=12, nomination="Văn bản cử 03/08"))
    assert refuses(SECOND, group, "hold-dialogue", "handler", {"presided": "personally"}) is None
    reason = refuses(SECOND, group, "hold-dialogue", "handler", {"presided": "assigned"})
    assert isinstance(reason, Reason)
    assert cites(reason, "NĐ155 11")


def test_an_excused_absence_is_no_dialogue() -> None:
    here = lawful(SECOND, "decide", "reported").instead("hold-dialogue", {"attendance": "excused"})
    assert refuses(SECOND, here, "decide", "supervisor") is not None
    away = here.instead("hold-dialogue", {"attendance": "absent"})
    assert refuses(SECOND, away, "decide", "supervisor") is None


def test_days_of_acts_stand_apart() -> None:
    """Situations hold one act a day: no way into a state is longer than the days before the limits of the tests."""
    longest = max(len(way) for table in TABLES for way in table.way_to.values())
    assert RECEIVED_ON + timedelta(days=longest + 4) <= SOON
