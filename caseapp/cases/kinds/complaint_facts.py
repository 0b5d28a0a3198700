"""What the guards of every kind of complaint look at."""
from __future__ import annotations

from caseapp.cases.practice import Told
from caseapp.law.complaints import INFORMATION, SEND_SUSPENSION
from caseapp.law.duties import MANY_PEOPLE
from caseapp.law.limits import Limit

WITHDRAWALS = ("withdraw", "set-aside-withdrawal")
# The complainant who stays away without a good reason does not stop the case (LKN 30(6)).
DIALOGUE_HELD = frozenset({"held", "absent"})

DISMISSAL = "dismissal"
"""Trait: the contested decision dismisses a civil servant; longer limits and the court hang on it (LKN 48, 57)."""
ORAL = "oral"
"""Trait: it was told, not written."""
IN_PERSON = "in-person"
"""Trait: whoever resolves it may not have the dialogue held for him (Decree 155/2026, Article 11)."""


def shared_facts(told: Told, resolution: Limit) -> dict[str, object]:
    """What is asked of a complaint of any kind, whose resolution limit is ``resolution``."""
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
        "prolonged": told.done("prolong"),
        "past_limit": told.dues.gone_by(resolution.code, on),
        "unsent": told.runs(SEND_SUSPENSION.code),
        "stayed": told.on_between("stay", "lift-stay"),
        "asked": told.runs(INFORMATION.code),
        "noted_passed": told.done("limit-passed"),
    }


def in_time(told: Told, window: Limit) -> bool:
    """Whether it came before the end of ``window``, or with a good reason for the delay (LKN 9, 11(6))."""
    return not told.dues.gone_by(window.code, told.case.received_on) or told.done("excuse-delay")


def first_known(told: Told) -> bool:
    """Whether it is known what came of the first instance, and since when one could complain again (LKN 33(1))."""
    return bool(told.last("supply-first").get("first_on"))


def talked(told: Told) -> bool:
    """Whether a dialogue was held, at whatever time before the decision, or the complainant stayed away from it."""
    return any(code == "hold-dialogue" and details.get("attendance") in DIALOGUE_HELD for code, details in told.acts)
