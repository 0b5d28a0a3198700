"""How the office runs a complaint at first instance: what its guards look at, who is sent what, what just happens."""
from __future__ import annotations

from caseapp.cases.kinds.complaint import COMPLAINT, REGISTER
from caseapp.cases.kinds.complaint_words import DAYS, SUMMARIES
from caseapp.cases.practice import Practice, Told
from caseapp.law.complaint_choices import recipients
from caseapp.law.complaints import COURT, EFFECT, INFORMATION, RESOLUTION_1, SECOND, SEND_SUSPENSION
from caseapp.law.duties import MANY_PEOPLE
from caseapp.workflow.kind import Facts

WITHDRAWALS = ("withdraw", "set-aside-withdrawal")
# The complainant who stays away without a good reason does not stop the case (LKN 30(6)).
DIALOGUE_HELD = frozenset({"held", "absent"})


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at."""
    case, on = told.case, told.on
    # What was withdrawn under threat is not withdrawn (KN-24).
    withdrawal = told.last(*WITHDRAWALS).get("part", "")
    return {
        "invited": told.done("invite-dialogue"),
        "issued": told.done("decide"),
        "ground": told.chosen.get("terminate_ground"),
        "contested": bool(case.respondent and case.contested_paper),
        "nominated": case.people_count < MANY_PEOPLE or bool(case.nomination),
        "withdrawal": withdrawal,
        "withdrawn": withdrawal == "whole",
        "self_check": told.last("self-check").get("self_check"),
        "reported": told.done("report"),
        "differs": told.last("report").get("differs") == "yes",
        "dialogue": any(code == "hold-dialogue" and details.get("attendance") in DIALOGUE_HELD
                        for code, details in told.since("report")),
        "prolonged": told.done("prolong"),
        "past_limit": told.dues.gone_by(RESOLUTION_1.code, on),
        "unsent": told.runs(SEND_SUSPENSION.code),
        "stayed": told.on_between("stay", "lift-stay"),
        "windows_passed": told.dues.gone_by(EFFECT.code, on) and told.dues.gone_by(SECOND.code, on),
        "asked": told.runs(INFORMATION.code),
        "noted_passed": told.done("limit-passed"),
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
