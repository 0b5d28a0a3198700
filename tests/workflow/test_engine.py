"""The engine: what may be done, why not, and what a step changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caseapp.workflow.engine import FINISHED, NO_SUCH_ACTION, WRONG_ROLE, WRONG_STATE, Refused, available, refusal, take
from caseapp.workflow.kind import Action, State
from tests.workflow import counter as it

OFFICER = frozenset({"reception"})
HEAD = frozenset({"supervisor"})
PROVED = {"document": "12/TB-UBND"}


@pytest.mark.parametrize(
    ("action", "state", "roles", "facts", "reason"),
    [
        (it.NOTIFY, it.AWAITING, OFFICER, {}, None),
        (it.NOTIFY, it.SIGNING, OFFICER, {}, WRONG_STATE),
        (it.NOTIFY, it.DONE, OFFICER, {}, FINISHED),
        (it.NOTIFY, it.AWAITING, HEAD, {}, WRONG_ROLE),
        (it.NOTIFY, it.AWAITING, frozenset(), {}, WRONG_ROLE),
        (it.SIGN, it.SIGNING, HEAD, {}, "Chưa ghi văn bản đã trả lời."),
        (it.SIGN, it.SIGNING, HEAD, PROVED, None),
        (it.NOTE, it.DONE, OFFICER, {}, None),
    ],
)
def test_a_refusal_is_a_reason(
    action: Action, state: State, roles: frozenset[str], facts: dict[str, object], reason: str | None
) -> None:
    assert refusal(action, state, roles, facts) == reason


def test_what_is_available_are_the_buttons_in_order() -> None:
    assert [action.code for action in available(it.VISIT, "awaiting", OFFICER, {})] == ["notify", "prolong", "note"]
    assert [action.code for action in available(it.VISIT, it.SIGNING, HEAD, PROVED)] == ["sign", "note"]
    assert available(it.VISIT, it.REFUSED, OFFICER | HEAD, PROVED) == ()


def test_a_step_says_what_it_moves() -> None:
    step = take(it.VISIT, "prolong", "awaiting", OFFICER, {})
    assert (step.before, step.after, step.to) == (it.AWAITING, it.FOLLOWED, it.FOLLOWED)
    assert (step.meets, step.starts) == (("reception.reply",), ("reception.follow-up",))
    assert (step.pauses, step.resumes, step.extends) == ((), (), ())
    assert step.basis == "khoản 1 Điều 28 Luật Tiếp công dân"
    stay = take(it.VISIT, "note", it.DONE, OFFICER, {})
    assert (stay.before, stay.after, stay.to, stay.basis) == (it.DONE, it.DONE, None, "")


def test_what_may_not_be_done_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused, match="Chưa ghi văn bản"):
        take(it.VISIT, "sign", "signing", HEAD, {})
    with pytest.raises(Refused, match=NO_SUCH_ACTION):
        take(it.VISIT, "eat", "signing", HEAD, {})
    with pytest.raises(KeyError):
        take(it.VISIT, "sign", "nowhere", HEAD, {})


@given(
    some.sampled_from(it.VISIT.states),
    some.sampled_from(it.VISIT.actions),
    some.frozensets(some.sampled_from(["reception", "supervisor", "clerk"])),
    some.booleans(),
)
def test_exactly_the_available_actions_can_be_taken(
    state: State, action: Action, roles: frozenset[str], proved: bool
) -> None:
    facts: dict[str, object] = PROVED if proved else {}
    if action in available(it.VISIT, state, roles, facts):
        assert take(it.VISIT, action.code, state, roles, facts).after in it.VISIT.states
    else:
        with pytest.raises(Refused):
            take(it.VISIT, action.code, state, roles, facts)


def test_labels_take_no_part_in_comparing() -> None:
    assert replace(it.AWAITING, label="khác") == it.AWAITING
    assert hash(replace(it.AWAITING, label="khác")) == hash(it.AWAITING)
    assert replace(it.NOTIFY, label="khác") == it.NOTIFY
    assert replace(it.VISIT, label="khác") == it.VISIT
    assert replace(it.DONE, final=False) != it.DONE


def test_a_state_that_rests_is_closed_but_may_be_taken_up_again() -> None:
    rests = State("rests", "Tạm xong", rests=True)
    assert (rests.closed, rests.final, it.DONE.closed, it.AWAITING.closed) == (True, False, True, False)
    assert refusal(it.NOTIFY, rests, OFFICER, {}) == FINISHED
    assert refusal(replace(it.NOTIFY, when={rests}), rests, OFFICER, {}) is None


def test_a_kind_knows_its_parts_by_code() -> None:
    assert it.VISIT.initial == it.AWAITING
    assert it.VISIT.action("sign") is it.SIGN
    assert it.has_document.name == "has_document"
    assert it.PROLONG.clocks == {"reception.reply", "reception.follow-up"}
    assert isinstance(it.SIGN.by, frozenset)
