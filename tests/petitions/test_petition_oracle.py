"""The petition's procedure and the decision table answer as the law does, for every sorting there is."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from caseapp.cases.kinds.feedback import FEEDBACK
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.joining import taking
from caseapp.cases.rules import DueDays, facts_of
from caseapp.law.registry import PROMISES, RULES
from caseapp.petitions.proposing import advise
from caseapp.workflow.check import mistakes
from caseapp.workflow.engine import refusal
from tests.petitions.petition_oracle import WAYS_ON, Case, allowed, every_case, proposed

DAY = date(2026, 11, 16)


@dataclass(frozen=True, slots=True)
class Told:
    """An act as the rules read it."""

    code: str
    details: str = "{}"
    happened_on: date = DAY
    document: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A petition's file as the rules read it."""

    traits: str = "post"
    kind: str = "petition"
    opening: str = ""
    received_on: date = DAY
    people_count: int = 1
    nomination: str = ""
    respondent: str = ""
    contested_paper: str = ""
    remote: bool = field(default=False)


def sorting(case: Case) -> dict[str, Any]:
    return {"content_kind": case.kind, "competence": case.competence,
            "missing": [case.missing] if case.missing else [],
            "circumstances": [case.circumstance] if case.circumstance else []}


def facts(case: Case) -> dict[str, object]:
    return dict(facts_of(File(case.channel), [Told("classify", json.dumps(sorting(case)))], DueDays({}), DAY))


def open_ways(case: Case) -> frozenset[str]:
    found = facts(case)
    return frozenset(code for code in WAYS_ON if refusal(
        PETITION.action(code), PETITION.state("classified"), {"supervisor"}, found, DAY) is None)


def test_every_way_on_is_open_exactly_where_the_law_leaves_it_open() -> None:
    wrong = [(case, sorted(open_ways(case) ^ allowed(case))) for case in every_case()
             if open_ways(case) != allowed(case)]
    assert not wrong, wrong[:5]


def test_the_table_proposes_what_the_law_says_and_never_what_a_guard_refuses() -> None:
    wrong, seen = [], Counter[str]()
    for case in every_case():
        advised = advise(File(case.channel), [("classify", sorting(case))], facts(case))
        assert advised is not None
        code = advised.main.act.code if advised.main.act else ""
        seen[code] += 1
        if code != proposed(case) or (code in WAYS_ON and code not in open_ways(case)):
            wrong.append((case, code, proposed(case)))
    assert not wrong, wrong[:5]
    assert set(seen) == {*WAYS_ON, "report-head"}


@pytest.mark.parametrize(("reported", "then"), [("final-new-facts", "guide"), ("overdue-below", "guide"), ("irreparable", "open-case")])
def test_what_was_reported_is_not_proposed_again(reported: str, then: str) -> None:
    ours = "own" if reported == "irreparable" else "below"
    case = Case("complaint", "post", ours, reported, "")
    told = [("classify", sorting(case)), ("report-head", {"report_why": reported})]
    advised = advise(File("post"), told, facts(case))
    assert advised is not None
    assert advised.main.act is not None
    assert advised.main.act.code == then
    assert not advised.beside
    again = advise(File("post"), [*told, ("classify", sorting(case))], facts(case))
    assert again is not None
    assert again.beside or (again.main.act is not None and again.main.act.code == "report-head")


def test_a_stay_is_reported_at_once_beside_the_proposal() -> None:
    case = Case("complaint", "post", "own", "irreparable", "")
    advised = advise(File("post"), [("classify", sorting(case))], facts(case))
    assert advised is not None
    assert [(one.act.code if one.act else "", one.line.at_once) for one in advised.beside] == [("report-head", True)]


def test_nothing_is_proposed_before_somebody_has_sorted_it() -> None:
    assert advise(File(), [], {}) is None


@pytest.mark.parametrize("kind", [PETITION, FEEDBACK], ids=["petition", "feedback"])
def test_the_procedures_are_sound(kind: Any) -> None:
    assert list(mistakes(kind, {**RULES, **PROMISES})) == []


# act → (states it may be done in, state after, who decides), written from law §6: received → assigned → answered …
FEEDBACK_ROWS: dict[str, tuple[set[str], str | None, set[str]]] = {
    "assign": ({"received"}, "assigned", {"supervisor"}),
    "notify": ({"received", "assigned"}, None, {"handler", "reception", "clerk", "supervisor"}),
    "record-work": ({"assigned"}, None, {"handler", "reception", "clerk", "supervisor"}),
    "answer": ({"received", "assigned"}, "answered", {"supervisor"}),
    "transfer": ({"received", "assigned"}, "transferred", {"supervisor"}),
    "urge": ({"transferred", "urged"}, "urged", {"handler", "reception", "clerk", "supervisor"}),
    "record-reply": ({"transferred", "urged"}, "replied", {"handler", "reception", "clerk", "supervisor"}),
    "take-back": ({"answered", "replied", "transferred", "urged"}, "assigned", {"supervisor"}),
    "close": ({"answered", "replied"}, "closed", {"handler", "reception", "clerk", "supervisor"}),
    "void": ({"received", "assigned"}, "void", {"handler", "reception", "clerk", "supervisor"}),
}


def test_feedback_answers_as_its_table_says_in_every_state_for_every_role() -> None:
    assert {action.code for action in FEEDBACK.actions} == FEEDBACK_ROWS.keys()
    for code, (states, after, roles) in FEEDBACK_ROWS.items():
        action = FEEDBACK.action(code)
        assert action.to is None or getattr(action.to, "code", "") == after
        for state in FEEDBACK.states:
            for role in ("handler", "reception", "clerk", "supervisor", "auditor", "custodian"):
                may = role in action.by and refusal(action, state, {role}, {"transferred": False}, DAY) is None
                assert may == (state.code in states and role in roles), (code, state.code, role)


def test_feedback_is_transferred_once() -> None:
    why = refusal(FEEDBACK.action("transfer"), FEEDBACK.state("assigned"), {"supervisor"}, {"transferred": True}, DAY)
    assert why is not None
    assert "một lần" in why


def test_feedback_has_one_limit_and_it_is_not_confirmed() -> None:
    starts = {*FEEDBACK.openings[0].starts, *(rule for action in FEEDBACK.actions for rule in action.starts)}
    assert starts == {"petition.classify"}
    wording = RULES["petition.classify"].in_force(DAY)[0]
    assert (wording.length, str(wording.unit), wording.confirmed) == (10, "working-day", False)


def test_a_case_takes_further_petitions_until_it_is_decided() -> None:
    from caseapp.cases.kinds.complaint import BEFORE_DECISION, COMPLAINT

    assert taking(COMPLAINT) == frozenset(BEFORE_DECISION)
    assert {state.code for state in taking(FEEDBACK)} == {"received", "assigned"}
    assert all(taking(one.kind) for code, one in PRACTICES.items() if code != "petition")
