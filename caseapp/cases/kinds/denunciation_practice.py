"""How the office runs a denunciation: what its guards look at; sealed, numbered apart, known by a code."""
from __future__ import annotations

from typing import Any, Final

from caseapp.cases.each import all_found, all_free, drops
from caseapp.cases.kinds.denunciation import DENUNCIATION, REGISTER
from caseapp.cases.kinds.denunciation_letters import waiting
from caseapp.cases.kinds.denunciation_words import DAYS, SUMMARIES
from caseapp.cases.practice import Practice, Told, traits_of
from caseapp.law.denunciations import INTAKE, POLICE_DECISION, POSTING, RESOLUTION, TELL_TRANSFER, TRANSFER
from caseapp.workflow.kind import Facts

IDENTIFIED: Final = "identified"      # a word of its traits: checked before the case was opened
ORAL: Final = "oral"                  # told in person, nothing written by the denouncer himself
KNOWN: Final = frozenset({"checked", "not-needed"})
EXTENDING: Final = ("extend", "extend-especially")


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at."""
    traits, chosen = traits_of(told.case), told.chosen
    checked = told.last("check-identity").get("identity_result")
    return {
        **shared(told),
        "identified": checked in KNOWN if checked else IDENTIFIED in traits,
        "conditions_met": told.done("check-conditions") and not told.last("check-conditions").get("lacks"),
        "several_places": told.done("several-places"),
        "past_intake": told.dues.gone_by(INTAKE.code, told.on),
        "oral": ORAL in traits,
        "sent_before": told.last("not-competent").get("sent_before") == "yes",
        "withdrawn": _withdrawn(told),
        "ending_ground": chosen.get("ending_ground"),
        "team": chosen.get("team"),
        "disinterested": all_free(told),
        "each_found": all_found(told),
        "drops": drops(told),
        "dropped": told.last("withdraw").get("withdrawn_part") == "part",
        "criteria": chosen.get("complexity"),
        "expertise_out": told.on_between("request-expertise", "take-expertise"),
        "extensions": sum(code in EXTENDING for code, _details in told.acts),
        "past_limit": told.dues.gone_by(RESOLUTION.code, told.on),
        "posted": told.dues.gone_by(POSTING.code, told.on),
    }


def shared(told: Told) -> dict[str, Any]:
    """What every kind of denunciation knows: running limits, papers that wait, where protection stands."""
    protection = told.last("decide-protection", "record-police", "end-protection").get("protection_decision")
    return {
        "running": frozenset(one.rule for one in told.now.limits if one.ended_on is None),
        "waiting": waiting(told),
        "protection_asked": told.on_between("request-protection", "end-protection"),
        "police_asked": told.runs(POLICE_DECISION.code),
        "protected": protection == "granted",
    }


def _withdrawn(told: Told) -> bool:
    """Whether all was withdrawn last, and nothing since makes the case go on (NĐ31 4)."""
    last = told.last("withdraw", "go-on")
    return last.get("code") == "withdraw" and last.get("withdrawn_part") == "whole"


DENUNCIATIONS: Final = Practice(
    kind=DENUNCIATION, register=REGISTER, facts=facts, sealed=True, code=REGISTER,
    clears={
        "identified": "check-identity", "conditions_met": "check-conditions", "not_withdrawn": "terminate",
        "nothing_unsent": "send-suspension", "withdrawal_recorded": "withdraw", "no_expertise_out": "take-expertise",
    },
    or_else={"not_withdrawn": "go-on"},
    from_receipt=frozenset({TRANSFER.code, TELL_TRANSFER.code}),
    grounds=("standstill_ground",), summaries=SUMMARIES, days=DAYS,
)
