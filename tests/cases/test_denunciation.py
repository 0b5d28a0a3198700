"""The denunciation, the continued one and information answer as the law does: acts, states, roles, conditions, clocks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import DueDays, course_of, facts_of
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.receipts import Pause
from caseapp.law.registry import PROMISES, RULES
from caseapp.workflow.check import mistakes
from caseapp.workflow.engine import refusal, way_of
from caseapp.workflow.kind import Facts, Kind, Reason
from caseapp.workflow.running import Course, Running
from tests.cases import oracle_denunciation as law
from tests.cases.oracle import NO, Need, Row
from tests.cases.test_oracle import cites, expected, moves

RECEIVED_ON, EARLY, SOON, LIMIT_OVER = date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 28), date(2026, 12, 1)
Past = tuple[tuple[str, dict[str, Any]], ...]
WITH: dict[str, dict[str, Any]] = {
    "check-identity": {"identity_result": "checked"}, "withdraw": {"withdrawn_part": "whole"},
    "assess": {"evidence": "clear"}, "decide-protection": {"protection_decision": "granted"},
}  # fmt: skip
UNCLEAR = ("assess", {"evidence": "unclear"})
SENT_BEFORE = ("not-competent", {"sent_before": "yes"})


def past(*acts: str | tuple[str, dict[str, Any]]) -> Past:
    return tuple((one, WITH.get(one, {})) if isinstance(one, str) else one for one in acts)


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

    kind: str
    opening: str = ""
    traits: str = "identified"
    received_on: date = RECEIVED_ON
    people_count: int = 1
    nomination: str = ""
    respondent: str = "Lâm Văn Tặc"
    contested_paper: str = ""
    remote: bool = False
    instance: int = 1
    earlier_on: date | None = None


ACCEPTED = past("check-identity", "check-conditions", "accept")
NOTICED = (*ACCEPTED, *past("tell-accused", "tell-acceptance"))
VERIFYING = (*NOTICED, *past("assign-team"))
CONCLUDED = (*VERIFYING, *past("report", "conclude"))
ALL_SENT = (*CONCLUDED, *past("send-conclusion", "tell-conclusion", "act-on-conclusion", "publish"))
ENDING = (*NOTICED, *past("withdraw", "terminate"))
ENDED = (*ENDING, *past("send-suspension", "tell-suspension"))
TRANSFERRED = past("not-competent", "transfer")
WAYS: dict[str, dict[str, Past]] = {
    "denunciation": {
        "received": past("check-identity", "check-conditions"), "forwarded": past("check-identity", "check-conditions"),
        "declined": past("decline"), "not-competent": past("not-competent"), "transferred": TRANSFERRED,
        "told": (*TRANSFERRED, *past("tell-transfer")), "guided": past("guide"), "as-information": past("to-information"),
        "accepted": NOTICED, "verifying": VERIFYING, "reported": (*VERIFYING, *past("report")),
        "suspended": (*VERIFYING, *past("suspend", "send-suspension", "tell-suspension")), "ending": ENDING,
        "terminated": (*ENDED, *past("file-terminated")), "concluded": CONCLUDED, "followed": (*ALL_SENT, *past("follow")),
        "closed": (*ALL_SENT, *past("follow", "close")), "void": past("void"),
    },
    "continued": {
        "received": (), "overdue": (), "demanded": past("demand-report"),
        "explained": past("demand-report", "record-explanation"), "decided": past("not-again"),
        "closed": past("not-again", "tell-outcome"), "void": past("void"),
    },
    "information": {
        "received": past("assess"), "forwarded": past("assess"), "inspecting": past("assess", "inspect"),
        "inspected": past("assess", "inspect", "record-findings"), "passed-on": past("assess", "pass-on"),
        "filed": past(UNCLEAR, "file"), "closed": past(UNCLEAR, "file", "close"), "void": past("void"),
    },
}  # fmt: skip
TABLES: dict[str, tuple[tuple[Row, ...], tuple[str, ...]]] = {
    "denunciation": (law.DENUNCIATION, law.STATES), "continued": (law.CONTINUED, law.C_STATES),
    "information": (law.INFORMATION, law.I_STATES),
}  # fmt: skip
OVERDUE = frozenset({"overdue", "demanded", "explained"})


@dataclass(frozen=True, slots=True)
class Situation:
    """A case at a moment: what was done in it (an act a day), the day somebody acts, what he chooses."""

    state: str
    acts: Past
    file: File
    on: date = SOON
    chosen: dict[str, Any] | None = None

    @property
    def kind(self) -> Kind:
        return PRACTICES[self.file.kind].kind

    @property
    def told(self) -> list[Told]:
        return [Told(code, RECEIVED_ON + timedelta(days=place + 1), json.dumps(details))
                for place, (code, details) in enumerate(self.acts)]

    def course(self, *more: Told) -> Course:
        return course_of(self.file, [*self.told, *more])

    @property
    def facts(self) -> Facts:
        running = {one.rule: due(one) for one in self.course().limits if one.ended_on is None and one.paused_on is None}
        return facts_of(self.file, self.told, DueDays(running), self.on, self.chosen)

    def refuses(self, act: str, role: str, facts: Facts | None = None) -> str | None:
        known = self.facts if facts is None else facts
        return refusal(self.kind.action(act), self.kind.state(self.state), {role}, known, self.on)

    def then(self, *more: str | tuple[str, dict[str, Any]]) -> Situation:
        return replace(self, acts=(*self.acts, *past(*more)))

    def without(self, *gone: str) -> Situation:
        return replace(self, acts=tuple(one for one in self.acts if one[0] not in gone))

    def instead(self, act: str, details: dict[str, Any]) -> Situation:
        return replace(self, acts=tuple((code, details if code == act else told) for code, told in self.acts))

    def known(self, traits: str = "", opening: str | None = None) -> Situation:
        return replace(self, file=replace(self.file, traits=traits, opening=self.file.opening if opening is None else opening))

    def choosing(self, **chosen: Any) -> Situation:
        return replace(self, chosen=chosen)


def due(one: Running) -> date:
    pauses = [Pause(stop.first, stop.until) for stop in one.pauses if stop.until]
    return count(one.rule, one.start, SHIPPED, one.options, pauses, one.extensions).due


def at(kind: str, state: str) -> Situation:
    opening = state if state in ("forwarded", "overdue") else "overdue" if state in OVERDUE else ""
    return Situation(state, WAYS[kind][state], File(kind, opening))


def lawful(row: Row, kind: str, state: str) -> Situation:
    """A moment in a state at which every condition of the act holds."""
    here = at(kind, state)
    prepare = PREPARED.get(row.act)
    return prepare(here) if prepare and state in row.states else here


def _forwarded(here: Situation) -> Situation:
    """The same, had it been forwarded by somebody who was not answered."""
    moved = replace(here, file=replace(here.file, opening="forwarded"))
    return moved if moved.course().state.code == here.state else here


def _untold(*acts: str) -> Callable[[Situation], Situation]:
    return lambda here: here.without(*acts)


def _stopped(here: Situation) -> Situation:
    """A paper of suspension waits, wherever the case stands."""
    if here.state in ("suspended", "ending"):
        return here.without("send-suspension", "tell-suspension")
    if here.state == "concluded":      # resumed the day before the conclusion, and the paper still lies there
        place = next(at for at, (code, _told) in enumerate(here.acts) if code == "report")
        return replace(here, acts=(*here.acts[:place], *past("suspend", "resume"), *here.acts[place:]))
    return here.then("suspend", "resume")


def _posted(here: Situation) -> Situation:
    if here.state == "concluded":
        return replace(here.then("post"), on=LIMIT_OVER)
    return replace(here, acts=tuple(("post", {}) if code == "publish" else (code, told) for code, told in here.acts),
                   on=LIMIT_OVER)


def _extended(here: Situation) -> Situation:
    place = next(at for at, (code, _told) in enumerate(here.acts) if code == "accept")
    return replace(here, acts=(*here.acts[:place + 1], *past("extend"), *here.acts[place + 1:]))


PREPARED: dict[str, Callable[[Situation], Situation]] = {
    "several-places": lambda here: replace(here, on=EARLY), "guide": lambda here: here.known("identified oral"),
    "keep-filed": lambda here: here.instead(*SENT_BEFORE),
    "answer-forwarder": _forwarded,
    "tell-accused": _untold("tell-accused"),
    "tell-acceptance": _untold("tell-acceptance"),
    "take-expertise": lambda here: here.then("request-expertise"),
    "send-extension": _extended, "tell-extension": _extended,
    "send-suspension": _stopped, "tell-suspension": _stopped,
    "go-on": lambda here: here.then("withdraw"),
    "terminate": lambda here: here.then("withdraw").choosing(ending_ground="withdrawn"),
    "file-terminated": lambda here: here.then("send-suspension", "tell-suspension"),
    "assign-team": lambda here: here.choosing(team=["a", "b"], no_interest="all"),
    "extend-especially": lambda here: here.choosing(complexity=["places", "abroad"]),
    "record-result": lambda here: here.then("note-result"),
    "end-posting": _posted,
    "follow": lambda here: replace(here, acts=ALL_SENT),
    "decide-protection": lambda here: here.then("request-protection"),
    "ask-police": lambda here: here.then("request-protection"),
    "police-complex": lambda here: here.then("request-protection", "ask-police"),
    "record-police": lambda here: here.then("request-protection", "ask-police"),
    "end-protection": lambda here: here.then("request-protection", "decide-protection"),
    "file": lambda here: here.instead(*UNCLEAR),
}

# What breaks each condition, and nothing else.
BROKEN: dict[str, Callable[[Situation], Situation]] = {
    "something is left of the denunciation": lambda here: here.then("withdraw"),
    "no expert is at work": lambda here: here.then("request-expertise"),
    "both sides have every paper of suspension":
        lambda here: here.without("send-suspension") if here.state == "suspended" else here.then("suspend", "resume"),
    "nothing is owed any more": lambda here: replace(here, file=replace(here.file, opening="forwarded")),
    "not lengthened yet": lambda here: here.then("several-places"),
    "intake has not ended": lambda here: replace(here, on=LIMIT_OVER),
    "the denouncer was identified": lambda here: here.without("check-identity").known(),
    "no condition is missing": lambda here: here.instead("check-conditions", {"lacks": ["form"]}),
    "not transferred before": lambda here: here.instead(*SENT_BEFORE),
    "transferred before": lambda here: here.instead("not-competent", {"sent_before": "no"}),
    "told in person": lambda here: here.known("identified"),
    "a forwarder waits": lambda here: here.then("answer-forwarder"),
    "the accused was not told": lambda here: here.then("tell-accused"),
    "two people at least": lambda here: here.choosing(team=["a"], no_interest="all"),
    "nobody related or interested": lambda here: here.choosing(team=["a", "b"], no_interest="some"),
    "every content was verified": lambda here: here.choosing(findings=[]),
    "every content has a conclusion": lambda here: here.choosing(findings=[{"finding": "right", "why": ""}]),
    "nothing is called withdrawn that was not": lambda here: here.choosing(findings="dropped"),
    "an expert is at work": lambda here: here.then("take-expertise"),
    "not extended yet": _extended,
    "extended once at most": lambda here: _extended(here).then("extend-especially"),
    "two criteria": lambda here: here.choosing(complexity=["places"]),
    "the limit has not ended": lambda here: replace(here, on=LIMIT_OVER),
    "the accused waits for a paper": lambda here: here.then("send-extension", "send-suspension"),
    "all was withdrawn": lambda here: here.then("go-on"),
    "a ground of the law": lambda here: here.then("go-on"),
    "the conclusion is to be sent": lambda here: here.then("send-conclusion"),
    "nothing was done yet": lambda here: here.then("act-on-conclusion"),
    "a result is awaited": lambda here: here.then("record-result"),
    "not public yet": lambda here: here.then("publish"),
    "it is posted": lambda here: here.then("end-posting"),
    "the days of posting are over": lambda here: replace(here, on=date(2026, 8, 20)),
    "protection was asked for": lambda here: here.without("request-protection"),
    "the police were asked": lambda here: here.then("record-police"),
    "somebody is protected": lambda here: here.then("end-protection"),
    "somebody judged what it is worth": lambda here: here.without("assess"),
    "it can be checked": lambda here: here.instead(*UNCLEAR),
    "it cannot be checked": lambda here: here.instead("assess", {"evidence": "clear"}),
    "the forwarder was answered": lambda here: replace(here, file=replace(here.file, opening="forwarded")),
}
def every_row() -> Iterator[Any]:
    for kind, (rows, _states) in TABLES.items():
        for row in rows:
            yield pytest.param(kind, row, id=f"{kind}-{row.id}-{row.act}")


@pytest.mark.parametrize("kind", TABLES)
def test_the_table_knows_every_act_and_state_and_the_procedure_is_sound(kind: str) -> None:
    rows, states = TABLES[kind]
    procedure = PRACTICES[kind].kind
    assert {action.code for action in procedure.actions} == {row.act for row in rows}
    assert {state.code for state in procedure.states} == set(states)
    assert list(mistakes(procedure, {**RULES, **PROMISES})) == []
    for state in states:
        assert at(kind, state).course().state.code == state
    assert {need.fact for table, _states in TABLES.values() for row in table for need in row.needs} == {*BROKEN, "a letter waits"}


@pytest.mark.parametrize(("kind", "row"), list(every_row()))
def test_every_act_in_every_state_for_every_role(kind: str, row: Row) -> None:
    action, wrong = PRACTICES[kind].kind.action(row.act), {}
    for state in TABLES[kind][1]:
        here = lawful(row, kind, state)
        if state == "ending" and row.act == "tell-acceptance":
            continue      # the termination ended this duty: nothing is left to be told there
        facts = here.facts
        for role in law.ROLES:
            way = None if here.refuses(row.act, role, facts) else way_of(action, {role})
            if (found := str(way) if way else NO) != row.way(state, role):
                wrong[f"{row.id} {state} {role}"] = f"{found}, lawful: {row.way(state, role)}"
    assert wrong == {}


def conditions() -> Iterator[Any]:
    for kind, (rows, _states) in TABLES.items():
        for row in rows:
            for need in row.needs:
                yield pytest.param(kind, row, need, id=f"{kind}-{row.id}-{row.act}-{need.fact}")


@pytest.mark.parametrize(("kind", "row", "need"), list(conditions()))
def test_every_missing_condition_is_refused_with_its_article(kind: str, row: Row, need: Need) -> None:
    wrong = {}
    for state in need.states or row.states:
        bad = broken(lawful(row, kind, state), row, need)
        assert bad.course().state.code == state, "the condition alone is broken"
        reason = bad.refuses(row.act, next(iter(row.who)))
        if not isinstance(reason, Reason) or not any(cites(reason, mark) for mark in need.article.split("|")):
            wrong[state] = reason
    assert wrong == {}


def broken(good: Situation, row: Row, need: Need) -> Situation:
    """The same moment with this condition gone, and nothing else."""
    return good.then(row.act) if need.fact == "a letter waits" else BROKEN[need.fact](good)


@pytest.mark.parametrize(("kind", "row"), list(every_row()))
def test_every_act_asks_and_moves_what_the_law_wants(kind: str, row: Row) -> None:
    action, wrong = PRACTICES[kind].kind.action(row.act), {}
    assert set(row.asks) <= set(action.asks)
    for state in row.states:
        here = lawful(row, kind, state)
        if here.refuses(row.act, next(iter(row.who))):
            continue      # said by the test of states
        before, after = here.course(), here.course(Told(row.act, here.on))
        leads = (before.before.code if before.before else "") if row.leads == "before" else row.leads or state
        found, lawful_moves = moves(before, after), expected(row, before)
        if (after.state.code, found) != (leads, lawful_moves):
            wrong[f"{row.id} {state}"] = f"{after.state.code} {sorted(found ^ lawful_moves)}"
    assert wrong == {}


def test_a_letter_that_came_back_can_be_sent_again() -> None:
    here = replace(at("denunciation", "accepted"), acts=(*ACCEPTED, ("tell-acceptance", {"letter_result": "returned"})))
    assert here.refuses("tell-acceptance", "custodian") is None
    assert here.then("tell-acceptance").refuses("tell-acceptance", "custodian") is not None


def test_what_was_withdrawn_in_part_is_resolved() -> None:
    here = at("denunciation", "reported").then(("withdraw", {"withdrawn_part": "part"}))
    assert here.refuses("conclude", "supervisor") is None
    assert here.then("withdraw").refuses("conclude", "supervisor") is not None
    assert here.then("withdraw", "go-on").refuses("conclude", "supervisor") is None
