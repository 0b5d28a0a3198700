"""How the office runs disciplinary complaints of both instances: what guards look at, who is sent what, who opens."""
from __future__ import annotations

from caseapp.cases.kinds.complaint_facts import DISMISSAL, ORAL, first_known, in_time, shared_facts, talked
from caseapp.cases.kinds.discipline import DISCIPLINE, DISCIPLINE_2, REGISTER, REGISTER_2
from caseapp.cases.kinds.discipline_words import DAYS, DAYS_2, SUMMARIES, SUMMARIES_2
from caseapp.cases.practice import Practice, Told, traits_of
from caseapp.law.discipline import EFFECT, LIMITATION, RESOLUTION, SECOND
from caseapp.law.discipline_choices import recipients, recipients_again
from caseapp.workflow.kind import Facts


def facts(told: Told) -> Facts:
    """What the guards look at, at first instance."""
    return {**_both(told), "receipt_known": bool(told.last("note-receipt").get("learned_on")),
            "in_time": in_time(told, LIMITATION),
            "windows_passed": told.dues.gone_by(EFFECT.code, told.on) and told.dues.gone_by(SECOND.code, told.on)}


def facts_again(told: Told) -> Facts:
    """What the guards look at, at second instance: nobody can complain again, so only the days from issue count."""
    return {**_both(told), "first_known": first_known(told), "in_time": in_time(told, SECOND),
            "windows_passed": told.dues.gone_by(EFFECT.code, told.on)}


def _both(told: Told) -> dict[str, object]:
    traits = traits_of(told.case)
    return {
        **shared_facts(told, RESOLUTION),
        "written": ORAL not in traits,
        "dismissal": DISMISSAL in traits,
        "court": told.chosen.get("challenge") == "court",
        "council": told.done("hear-council"),
        "talked": talked(told),
        # What took no effect is not announced: a decision that was challenged, a case that ended before any.
        "announced": told.done("announce") or not told.done("take-effect"),
    }


_CLEARS = {
    "in_time": "excuse-delay", "nothing_unsent": "send-suspension", "council_heard": "hear-council",
    "talked": "hold-dialogue", "called": "invite-dialogue", "announced": "announce", "not_withdrawn": "terminate",
    "withdrawal_recorded": "withdraw",
}
_SENDS = {
    "send-decision": ("decide",), "send-suspension": ("suspend", "resume"), "send-termination": ("terminate",),
}

DISCIPLINES = Practice(
    kind=DISCIPLINE, register=REGISTER, facts=facts, passing={"take-effect": (EFFECT.code, SECOND.code)},
    clears={**_CLEARS, "receipt_known": "note-receipt", "no_dismissal": "deliver-dismissal"},
    starts_on={"learned_on": (LIMITATION.code,)}, summaries=SUMMARIES, days=DAYS, sends=_SENDS,
    recipients=recipients, on_receipt=(SECOND.code,), levels=frozenset({"province", "agency", "commune"}))

DISCIPLINES_AGAIN = Practice(
    kind=DISCIPLINE_2, register=REGISTER_2, facts=facts_again, passing={"take-effect": (EFFECT.code,)},
    clears={**_CLEARS, "first_known": "supply-first", "no_dismissal": "deliver-dismissal"},
    starts_on={"first_on": (SECOND.code,)}, summaries=SUMMARIES_2,
    days=DAYS_2, sends=_SENDS, recipients=recipients_again, levels=frozenset({"province", "agency"}))
