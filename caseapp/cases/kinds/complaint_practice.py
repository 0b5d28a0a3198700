"""How the office runs a complaint at first instance: what its guards look at, who is sent what, what just happens."""
from __future__ import annotations

from caseapp.cases.kinds.complaint import COMPLAINT, REGISTER
from caseapp.cases.kinds.complaint_facts import DIALOGUE_HELD, shared_facts
from caseapp.cases.kinds.complaint_words import DAYS, SUMMARIES
from caseapp.cases.practice import Practice, Told
from caseapp.law.complaint_choices import recipients
from caseapp.law.complaints import COURT, EFFECT, RESOLUTION_1, SECOND
from caseapp.workflow.kind import Facts


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at."""
    return {
        **shared_facts(told, RESOLUTION_1),
        "self_check": told.last("self-check").get("self_check"),
        "reported": told.done("report"),
        "differs": told.last("report").get("differs") == "yes",
        "dialogue": any(code == "hold-dialogue" and details.get("attendance") in DIALOGUE_HELD
                        for code, details in told.since("report")),
        "windows_passed": told.dues.gone_by(EFFECT.code, told.on) and told.dues.gone_by(SECOND.code, told.on),
    }


COMPLAINTS = Practice(
    kind=COMPLAINT, register=REGISTER, facts=facts,
    passing={"limit-passed": (RESOLUTION_1.code,), "take-effect": (EFFECT.code, SECOND.code)},
    clears={
        "self_checked": "self-check", "verified": "report", "nothing_unsent": "send-suspension",
        "dialogue_settled": "hold-dialogue", "invited": "invite-dialogue", "not_withdrawn": "terminate",
        "withdrawal_recorded": "withdraw",
    },
    starts_on={"passed_on": (SECOND.code, COURT.code)},
    summaries=SUMMARIES, days=DAYS,
    sends={"send-decision": ("decide",), "send-suspension": ("suspend", "resume"), "send-termination": ("terminate",)},
    recipients=recipients, on_receipt=(SECOND.code, COURT.code),
)
