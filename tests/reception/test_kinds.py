"""The procedure of a visit, said a second time by hand: who may do what, when, and which clocks it moves."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from caseapp.law.registry import PROMISES, RULES
from caseapp.reception.kinds.visit import VISIT
from caseapp.staff.roles import Role
from caseapp.workflow.check import mistakes
from caseapp.workflow.engine import Refused, available, take

ORDINARY = {"sealed": False, "in_custody": False, "envelope": None, "information": False, "complaint": True,
            "in_case": False}
SEALED = {"sealed": True, "in_custody": False, "envelope": "26", "information": False, "complaint": False,
          "in_case": False}
EVERYBODY = frozenset(str(role) for role in Role)
ANSWERS = {"reception", "handler", "clerk", "supervisor"}
# act → (from states, to, by whom)
EXPECTED: dict[str, tuple[set[str], str | None, set[str]]] = {
    "notify": ({"awaiting", "prolonged"}, "done", ANSWERS),
    "prolong": ({"awaiting", "prolonged"}, "prolonged", ANSWERS),
    "take-petition": ({"awaiting", "prolonged"}, None, ANSWERS),
    "sign-refusal": ({"signing"}, "refused", {"supervisor"}),
    "take-custody": ({"awaiting", "prolonged", "signing", "done", "refused"}, None, {"custodian"}),
    "correct": ({"awaiting", "prolonged", "signing", "done", "refused"}, None, {"reception", "supervisor"}),
    "seal": ({"awaiting", "prolonged", "signing", "done", "refused"}, "void", {"reception", "supervisor"}),
    "void": ({"awaiting", "prolonged", "signing", "done", "refused"}, "void", {"reception", "supervisor"}),
}
STATES = ("awaiting", "prolonged", "signing", "done", "refused", "void")


def facts_for(act: str) -> dict[str, Any]:
    return SEALED if act == "take-custody" else ORDINARY


def test_the_procedure_is_sound() -> None:
    assert list(mistakes(VISIT, {**RULES, **PROMISES})) == []


def test_nothing_else_can_be_done_or_reached() -> None:
    assert {action.code for action in VISIT.actions} == set(EXPECTED)
    assert tuple(state.code for state in VISIT.states) == STATES
    assert {state.code for state in VISIT.states if state.closed} == {"done", "refused", "void"}
    assert {state.code for state in VISIT.states if state.final} == {"void"}


@pytest.mark.parametrize("act", EXPECTED)
def test_an_act_is_done_from_its_states_by_its_roles_alone(act: str) -> None:
    states, to, roles = EXPECTED[act]
    for state, role in itertools.product(STATES, sorted(EVERYBODY)):
        allowed = state in states and role in roles
        offered = act in {action.code for action in available(VISIT, state, {role}, facts_for(act))}
        assert offered is allowed, (state, role)
        if allowed:
            assert take(VISIT, act, state, {role}, facts_for(act)).to == (VISIT.state(to) if to else None)
            continue
        with pytest.raises(Refused) as refused:
            take(VISIT, act, state, {role}, facts_for(act))
        assert len(str(refused.value)) > 10
        assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("act", "facts", "reason"),
    [
        ("take-custody", ORDINARY, "tố cáo"),
        ("take-custody", {**SEALED, "envelope": None}, "phong bì"),
        ("take-custody", {**SEALED, "envelope": ""}, "phong bì"),
        ("take-custody", {**SEALED, "in_custody": True}, "ký nhận"),
        ("seal", SEALED, "tố cáo"),
        ("take-petition", {**ORDINARY, "complaint": False}, "khiếu nại"),
        ("take-petition", {**ORDINARY, "in_case": True}, "đã ở trong một vụ việc"),
        ("prolong", {**SEALED, "information": True}, "không có người để báo"),
    ],
)
def test_what_the_facts_forbid_is_refused_with_its_reason(act: str, facts: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        take(VISIT, act, "awaiting", EVERYBODY, facts)
    assert act not in {action.code for action in available(VISIT, "awaiting", EVERYBODY, facts)}


def test_a_void_number_is_finished_and_says_so() -> None:
    assert available(VISIT, "void", EVERYBODY, SEALED) == ()
    with pytest.raises(Refused, match="kết thúc"):
        take(VISIT, "correct", "void", EVERYBODY, ORDINARY)


def test_an_act_nobody_described_is_refused() -> None:
    with pytest.raises(Refused):
        take(VISIT, "reopen", "awaiting", EVERYBODY, ORDINARY)


def test_no_act_leaves_a_duty_running_where_nobody_looks() -> None:
    running = {
        "awaiting": {"reception.reply"},
        "prolonged": {"reception.follow-up"},
        "signing": {"reception.refusal-notice"},
    }
    for action in VISIT.actions:
        for state in action.when:
            left = (running.get(state.code, set()) - set(action.meets)) | set(action.starts)
            after = action.to or state
            assert left == running.get(after.code, set()), (action.code, state.code)


def test_the_head_alone_signs_a_refusal_on_its_form() -> None:
    action = VISIT.action("sign-refusal")
    assert (action.by, action.form) == ({"supervisor"}, "01/TCD")
    assert all(one.citation for one in VISIT.actions if one.meets and one.code != "void")
