"""Which act leads a complaint on: a table over states, duties and what is known; no button that leads nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from caseapp.cases.kinds.complaint import (
    ACCEPTED,
    CARRIED_OUT,
    CHALLENGED,
    CLOSED,
    COMPLAINT,
    DECIDED,
    DELIVERED,
    EFFECTIVE,
    ENDING,
    RECEIVED,
    REPORTED,
    SENT,
    SUSPENDED,
    TERMINATED,
    VERIFYING,
)
from caseapp.cases.kinds.complaint_practice import COMPLAINTS
from caseapp.cases.leading import leading
from caseapp.law.complaints import ACCEPTANCE, RESOLUTION_1, SEND_DECISION_1, SEND_SUSPENSION

NOTHING = {
    "before": None, "contested": True, "nominated": True, "withdrawn": False, "withdrawal": "", "self_check": None, "reported": False,
    "differs": False, "dialogue": False, "prolonged": False, "past_limit": False, "unsent": False, "stayed": False,
    "windows_passed": False, "asked": False, "noted_passed": False, "invited": False, "issued": False, "ground": None,
}


@pytest.mark.parametrize(("state", "duty", "known", "goal", "act"), [
    (RECEIVED, ACCEPTANCE, {}, "accept", "accept"),
    (RECEIVED, ACCEPTANCE, {"contested": False}, "accept", None),
    (RECEIVED, ACCEPTANCE, {"withdrawn": True}, "accept", "terminate"),
    (ACCEPTED, RESOLUTION_1, {}, "decide", "self-check"),
    (ACCEPTED, RESOLUTION_1, {"self_check": "unclear"}, "decide", "assign-verification"),
    (ACCEPTED, RESOLUTION_1, {"self_check": "right"}, "decide", "decide"),
    (VERIFYING, RESOLUTION_1, {"self_check": "unclear"}, "decide", "report"),
    (VERIFYING, SEND_SUSPENSION, {"unsent": True}, "send-suspension", "send-suspension"),
    (REPORTED, RESOLUTION_1, {"reported": True}, "decide", "decide"),
    (REPORTED, RESOLUTION_1, {"reported": True, "differs": True}, "decide", "invite-dialogue"),
    (REPORTED, RESOLUTION_1, {"reported": True, "differs": True, "invited": True}, "decide", "hold-dialogue"),
    (REPORTED, RESOLUTION_1, {"reported": True, "withdrawn": True}, "decide", "terminate"),
    (SUSPENDED, None, {}, "resume", "resume"),
    (SUSPENDED, SEND_SUSPENSION, {"unsent": True}, "send-suspension", "send-suspension"),
    (ENDING, SEND_SUSPENSION, {"unsent": True}, "send-termination", "send-termination"),
    (DECIDED, SEND_DECISION_1, {}, "send-decision", "send-decision"),
    (SENT, None, {}, "deliver", "deliver"),
    (DELIVERED, None, {}, "take-effect", None),
    (DELIVERED, None, {"windows_passed": True}, "take-effect", "take-effect"),
    (CHALLENGED, None, {}, "close", "close"),
    (EFFECTIVE, None, {}, "carry-out", "carry-out"),
    (CARRIED_OUT, None, {}, "close", "close"),
    (CLOSED, None, {}, None, None),
    (TERMINATED, None, {}, None, None),
])
def test_what_leads_on(state: Any, duty: Any, known: dict[str, Any], goal: str | None, act: str | None) -> None:
    found = leading(COMPLAINT, state, {**NOTHING, **known}, duty.code if duty else "")
    assert (found.goal.code if found.goal else None, found.act.code if found.act else None) == (goal, act)
    if found.act is not None:
        assert state in found.act.when
        assert all(guard.holds({**NOTHING, **known}) for guard in found.act.only_if)
    assert (found.barred is None) == (found.act is found.goal or not any(
        not guard.holds({**NOTHING, **known}) for guard in found.goal.only_if))


def test_what_clears_a_guard_is_an_act_of_the_procedure() -> None:
    guards = {guard.name for action in COMPLAINT.actions for guard in action.only_if}
    assert set(COMPLAINTS.clears) <= guards
    assert set(COMPLAINTS.clears.values()) <= {action.code for action in COMPLAINT.actions}
