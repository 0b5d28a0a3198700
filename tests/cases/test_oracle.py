"""The procedure answers as the law does: every act in every state for every role, every condition, every clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.rules import DueDays, course_of, facts_of
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.receipts import Pause
from caseapp.workflow.engine import refusal, take, way_of
from caseapp.workflow.kind import Reason
from caseapp.workflow.running import Course, Running
from tests.cases import oracle
from tests.cases.oracle import BY_ACT, NO, ROLES, ROWS, STATES, Need, Row

RECEIVED_ON = date(2026, 8, 3)
SOON, LIMIT_OVER, ALL_OVER = date(2026, 8, 20), date(2026, 10, 15), date(2026, 12, 15)


@dataclass(frozen=True, slots=True)
class Told:
    """An act as the rules read it."""

    code: str
    happened_on: date
    details: str = "{}"
    document: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A case file as the rules read it."""

    kind: str = "complaint"
    opening: str = ""
    traits: str = ""
    received_on: date = RECEIVED_ON
    people_count: int = 1
    nomination: str = ""
    respondent: str = "Chủ tịch UBND phường"
    contested_paper: str = "Quyết định 264/QĐ-UBND"
    remote: bool = False


Past = tuple[tuple[str, dict[str, Any]], ...]


def past(*acts: str | tuple[str, dict[str, Any]]) -> Past:
    return tuple((one, WITH.get(one, {})) if isinstance(one, str) else one for one in acts)


WITH: dict[str, dict[str, Any]] = {
    "self-check": {"self_check": "unclear"}, "report": {"finding": "partly", "differs": "no"},
    "suspend": {"suspend_ground": "obstacle"}, "withdraw": {"part": "whole", "withdrawn_by": "letter"},
    "terminate": {"terminate_ground": "withdrawn"}, "hold-dialogue": {"attendance": "held"},
    "invite-dialogue": {"dialogue_on": "2026-09-04"}, "prolong": {"criteria": ["places"]},
}  # fmt: skip
RIGHT = ("self-check", {"self_check": "right"})
DIFFERS = ("report", {"finding": "partly", "differs": "yes"})
IN_PART = ("withdraw", {"part": "part", "withdrawn_by": "letter"})

VERIFIED = past("accept", "self-check", "assign-verification")
DECIDED = (*VERIFIED, *past("report", "decide"))
DELIVERED = (*DECIDED, *past("send-decision", "deliver"))
# One lawful way into each state.
WAY_TO: dict[str, Past] = {
    "received": (), "declined": past("decline"), "accepted": past("accept"), "verifying": VERIFIED,
    "reported": (*VERIFIED, *past("report")), "suspended": (*VERIFIED, *past("suspend", "send-suspension")),
    "ending": (*VERIFIED, *past("withdraw", "terminate")),
    "terminated": (*VERIFIED, *past("withdraw", "terminate", "send-termination")),
    "decided": DECIDED, "sent": (*DECIDED, *past("send-decision")), "delivered": DELIVERED,
    "challenged": (*DELIVERED, *past("challenge")), "effective": (*DELIVERED, *past("take-effect")),
    "carried-out": (*DELIVERED, *past("take-effect", "carry-out")),
    "closed": (*DELIVERED, *past("take-effect", "carry-out", "close")), "void": past("void"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """A case at a moment: its file, what was done in it (one act a day), the day somebody acts."""

    state: str
    acts: Past
    file: File = field(default_factory=File)
    on: date = SOON

    @property
    def told(self) -> list[Told]:
        return [Told(code, RECEIVED_ON + timedelta(days=place + 1), json.dumps(details))
                for place, (code, details) in enumerate(self.acts)]

    def course(self, *more: Told) -> Course:
        return course_of(self.file, [*self.told, *more])

    @property
    def facts(self) -> dict[str, object]:
        running = {one.rule: due(one) for one in self.course().limits
                   if one.ended_on is None and one.paused_on is None}
        return dict(facts_of(self.file, self.told, DueDays(running), self.on))

    def after(self, act: str, *extra: str | tuple[str, dict[str, Any]]) -> Situation:
        """The same with more done right after an act; at the end when the act was not done."""
        at = next((place + 1 for place, (code, _more) in enumerate(self.acts) if code == act), len(self.acts))
        return replace(self, acts=(*self.acts[:at], *past(*extra), *self.acts[at:]))

    def without(self, act: str) -> Situation:
        return replace(self, acts=tuple(one for one in self.acts if one[0] != act))

    def instead(self, act: str, details: dict[str, Any]) -> Situation:
        return replace(self, acts=tuple((code, details if code == act else told) for code, told in self.acts))

    def refuses(self, act: str, role: str) -> str | None:
        on = self.on
        return refusal(COMPLAINT.action(act), COMPLAINT.state(self.state), {role}, self.facts, on)


def due(one: Running) -> date:
    pauses = [Pause(stop.first, stop.until) for stop in one.pauses if stop.until]
    return count(one.rule, one.start, SHIPPED, one.options, pauses, one.extensions).due


def lawful(act: str, state: str) -> Situation:
    """A moment in a state at which every condition of the act holds."""
    here = Situation(state, WAY_TO[state])
    prepare = PREPARED.get(act)
    return prepare(here) if prepare and state in BY_ACT[act].states else here


def _dialogue(here: Situation) -> Situation:
    return here.instead("report", DIFFERS[1]).after("report", "invite-dialogue")


def _unsent(here: Situation) -> Situation:
    return here.without("send-suspension") if here.state == "suspended" else here.after("", "suspend", "resume")


def _over(here: Situation) -> Situation:
    return replace(here, on=LIMIT_OVER)


PREPARED: dict[str, Callable[[Situation], Situation]] = {
    "assign-verification": lambda here: here.after("accept", "self-check"),
    "record-answer": lambda here: here.after("accept", "ask-information"),
    "invite-dialogue": lambda here: here.instead("report", DIFFERS[1]),
    "hold-dialogue": _dialogue,
    "send-suspension": _unsent,
    "terminate": lambda here: here.after("", "withdraw"),
    "set-aside-withdrawal": lambda here: here.after("", "withdraw"),
    "lift-stay": lambda here: here.after("accept", "stay"),
    "decide": lambda here: here.after("accept", RIGHT) if here.state == "accepted" else _held(here),
    "limit-passed": _over,
    "challenge": lambda here: _over(here) if here.state in oracle.RUNNING else here,
    "take-effect": lambda here: replace(here, on=ALL_OVER),
}


def _held(here: Situation) -> Situation:
    return _dialogue(here).after("invite-dialogue", "hold-dialogue")


# What breaks each condition, and nothing else.
BROKEN: dict[str, Callable[[Situation], Situation]] = {
    "something is left of the complaint": lambda here: here.after("", "withdraw"),
    "not wholly withdrawn yet": lambda here: here.after("", "withdraw"),
    "a withdrawal stands": lambda here: here.after("", "set-aside-withdrawal"),
    "it is known what is contested": lambda here: replace(here, file=replace(here.file, respondent="")),
    "a group named its representatives": lambda here: replace(here, file=replace(here.file, people_count=7)),
    "not checked yet": lambda here: here.after("accept", "self-check"),
    "the office checked its own act": lambda here: here.without("self-check"),
    "a question is open": lambda here: here.without("ask-information"),
    "a dialogue was called": lambda here: here.without("invite-dialogue"),
    "not prolonged yet": lambda here: here.after("accept", "prolong"),
    "the base limit has not ended": _over,
    "every suspension paper is sent": _unsent,
    "a suspension paper is to be sent": lambda here: here.after("", "send-suspension"),
    "no stay in force": lambda here: here.after("accept", "stay"),
    "a stay in force": lambda here: here.without("stay"),
    "the office found the complaint right": lambda here: here.instead("self-check", {"self_check": "unclear"}),
    "a dialogue, when the result differs": lambda here: here.without("hold-dialogue"),
    "the dialogue is about the result of the verification":
        lambda here: here.without("hold-dialogue").after("assign-verification", "hold-dialogue"),
    "the resolution limit is over": lambda here: replace(here, on=SOON),
    "not noted yet": lambda here: here.after("", "limit-passed"),
    "the days from the issue are over": lambda here: replace(here, on=date(2026, 9, 4)),
    "the window from the receipt is over": lambda here: replace(here, on=date(2026, 9, 8)),
}


def test_the_table_knows_every_act_and_every_state_and_no_more() -> None:
    assert {action.code for action in COMPLAINT.actions} == set(BY_ACT)
    assert {state.code for state in COMPLAINT.states} == set(STATES)
    assert {need.fact for row in ROWS for need in row.needs} == set(BROKEN)
    for state in STATES:
        assert Situation(state, WAY_TO[state]).course().state.code == state


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.act}")
def test_every_act_in_every_state_for_every_role(row: Row) -> None:
    action = COMPLAINT.action(row.act)
    wrong = {}
    for state in STATES:
        here = lawful(row.act, state)
        for role in ROLES:
            way = None if here.refuses(row.act, role) else way_of(action, {role})
            if (found := str(way) if way else NO) != row.way(state, role):
                wrong[f"{row.id} {state} {role}"] = f"{found}, lawful: {row.way(state, role)}"
    assert wrong == {}


def conditions() -> Iterator[Any]:
    for row in ROWS:
        for need in row.needs:
            for state in need.states or row.states:
                yield pytest.param(row, need, state, id=f"{row.id}-{row.act}-{state}-{need.fact}")


@pytest.mark.parametrize(("row", "need", "state"), list(conditions()))
def test_every_missing_condition_is_refused_with_its_article(row: Row, need: Need, state: str) -> None:
    role = next(iter(row.who))
    good = lawful(row.act, state)
    bad = BROKEN[need.fact](good)
    assert bad.course().state.code == state, "the condition alone is broken"
    reason = bad.refuses(row.act, role)
    assert reason is not None, f"{row.id}: {need.fact} is not asked for"
    assert isinstance(reason, Reason), reason
    assert any(cites(reason, mark) for mark in need.article.split("|")), reason.citation


def cites(reason: Reason, mark: str) -> bool:
    """Whether a refusal names an article of an act, or the article that gave it its words."""
    act, article = mark.split()
    found = reason.citation
    while found is not None:
        if (found.act.code, found.article) == (act, article):
            return True
        found = found.amended
    return False


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.act}")
def test_every_act_asks_what_the_law_wants_written_down(row: Row) -> None:
    assert set(row.asks) <= set(COMPLAINT.action(row.act).asks)


@pytest.mark.parametrize("code", ["accept", "decline", "assign-verification", "prolong", "suspend", "resume",
                                  "terminate", "stay", "lift-stay", "decide"])  # fmt: skip
def test_what_the_head_decides_is_a_signed_paper(code: str) -> None:
    assert COMPLAINT.action(code).document
    assert COMPLAINT.action(code).by == {"supervisor"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.act}")
def test_every_act_moves_its_state_and_clocks_and_no_other(row: Row) -> None:
    wrong = {}
    for state in row.states:
        here = lawful(row.act, state)
        if here.refuses(row.act, next(iter(row.who))):
            continue  # said by the test of states
        before, after = here.course(), here.course(Told(row.act, here.on, json.dumps(details_for(row.act, here))))
        leads = (before.before.code if before.before else "") if row.leads == "before" else row.leads or state
        found, lawful_moves = moves(before, after), expected(row, before)
        if (after.state.code, found) != (leads, lawful_moves):
            wrong[f"{row.id} {state}"] = f"{after.state.code} {sorted(found ^ lawful_moves)}"
    assert wrong == {}


def details_for(act: str, here: Situation) -> dict[str, Any]:
    if act == "invite-dialogue":
        return {"dialogue_on": (here.on + timedelta(days=7)).isoformat()}
    return {"passed_on": (here.on - timedelta(days=1)).isoformat()} if act == "limit-passed" else WITH.get(act, {})


def expected(row: Row, before: Course) -> set[tuple[str, str]]:
    open_rules = {one.rule for one in before.limits if one.ended_on is None}
    found = {(verb, rule) for verb in ("starts", "pauses", "resumes", "extends") for rule in getattr(row, verb)}
    return found | {("meets", rule) for rule in row.meets if rule in open_rules or rule in row.starts}


def moves(before: Course, after: Course) -> set[tuple[str, str]]:
    """What an act changed, limit by limit."""
    found: set[tuple[str, str]] = set()
    for place, one in enumerate(after.limits):
        old = before.limits[place] if place < len(before.limits) else None
        found |= {(verb, one.rule) for verb, moved in (
            ("starts", old is None or old.start != one.start),
            ("meets", one.ended_on is not None and (old is None or old.ended_on is None)),
            ("pauses", old is not None and old.paused_on is None and one.paused_on is not None),
            ("resumes", old is not None and old.paused_on is not None and one.ended_on is None
             and one.paused_on is None),
            ("extends", old is not None and old.options != one.options),
        ) if moved}
    return found


def test_what_the_decree_brought_cannot_be_done_before_its_day() -> None:
    for code, first in (("suspend", date(2026, 7, 1)), ("resume", date(2026, 7, 1)),
                        ("set-aside-withdrawal", date(2026, 7, 1))):
        action = COMPLAINT.action(code)
        state = COMPLAINT.state("suspended" if code == "resume" else "verifying")
        here = lawful(code, state.code)
        assert refusal(action, state, {"supervisor"}, here.facts, first - timedelta(days=1)) is not None
        assert refusal(action, state, {"supervisor"}, here.facts, first) is None


def test_a_part_withdrawn_leaves_the_rest_to_be_resolved() -> None:
    here = lawful("decide", "reported").after("accept", IN_PART)
    assert here.refuses("decide", "supervisor") is None
    assert here.refuses("withdraw", "handler") is None


def test_what_was_withdrawn_under_threat_is_resolved_all_the_same() -> None:
    gone = lawful("decide", "reported").after("accept", "withdraw")
    assert gone.refuses("decide", "supervisor") is not None
    back = gone.after("withdraw", "set-aside-withdrawal")
    assert back.refuses("decide", "supervisor") is None
    assert back.refuses("withdraw", "handler") is None
    assert back.after("set-aside-withdrawal", "withdraw").refuses("decide", "supervisor") is not None


def test_an_absent_complainant_does_not_stop_the_case_but_an_excused_one_does() -> None:
    called = _dialogue(Situation("reported", WAY_TO["reported"]))
    assert called.after("", ("hold-dialogue", {"attendance": "absent"})).refuses("decide", "supervisor") is None
    assert called.after("", ("hold-dialogue", {"attendance": "excused"})).refuses("decide", "supervisor") is not None


def test_taking_an_act_gives_what_the_table_says() -> None:
    here = lawful("resume", "suspended")
    step = take(COMPLAINT, "resume", "suspended", {"supervisor"}, here.facts, here.on)
    assert step.after.code == "verifying"
