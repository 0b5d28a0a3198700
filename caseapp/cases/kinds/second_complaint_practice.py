"""How the office runs a second complaint: what its guards look at, who is sent what, who may open one."""
from __future__ import annotations

from caseapp.cases.kinds.complaint_facts import IN_PERSON, first_known, in_time, shared_facts, talked
from caseapp.cases.kinds.second_complaint import REGISTER, SECOND_COMPLAINT
from caseapp.cases.kinds.second_complaint_words import DAYS, SUMMARIES
from caseapp.cases.practice import Practice, Told, traits_of
from caseapp.law.complaint_choices import recipients_again
from caseapp.law.complaints import COURT, EFFECT, RESOLUTION_2, SECOND
from caseapp.law.duties import MANY_PEOPLE
from caseapp.workflow.kind import Facts

ASSIGNED = "assigned"
"""In the dialogue's minutes: somebody else held it for the resolver, and tells him of it."""


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at."""
    return {
        **shared_facts(told, RESOLUTION_2),
        "first_known": first_known(told),
        "in_time": in_time(told, SECOND),
        "council": told.done("set-up-council"),
        "expert": told.on_between("ask-expert", "record-expert"),
        "talked": talked(told),
        "talk_assigned": told.chosen.get("presided") == ASSIGNED,
        "in_person": told.case.people_count >= MANY_PEOPLE or IN_PERSON in traits_of(told.case),
        "talk_unreported": told.last("hold-dialogue", "report-dialogue").get("presided") == ASSIGNED,
        # Where no decision came, there is none to be made public.
        "published": told.done("publish") or not told.done("decide"),
        "effect_due": told.dues.gone_by(EFFECT.code, told.on),
    }


SECOND_COMPLAINTS = Practice(
    kind=SECOND_COMPLAINT, register=REGISTER, facts=facts,
    passing={"limit-passed": (RESOLUTION_2.code,), "take-effect": (EFFECT.code,)},
    clears={
        "first_known": "supply-first", "in_time": "excuse-delay", "nothing_unsent": "send-suspension",
        "talked": "hold-dialogue", "invited": "invite-dialogue", "talk_reported": "report-dialogue",
        "not_withdrawn": "terminate", "withdrawal_recorded": "withdraw", "published": "publish",
    },
    starts_on={"passed_on": (COURT.code,), "first_on": (SECOND.code,)},
    summaries=SUMMARIES, days=DAYS,
    sends={"send-decision": ("decide",), "send-suspension": ("suspend", "resume"), "send-termination": ("terminate",)},
    recipients=recipients_again,
    levels=frozenset({"province", "agency"}),
)
