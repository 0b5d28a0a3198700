"""The tables written from the law as a judge over a whole year: may this role do this act now, with these inputs?

    python -m bench.year --judge tests.cases.judge:judge

State, limits and conditions are found from the acts by the tables alone (``history``); no procedure is asked. Each
condition of the tables has one function here, called what the table calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.cases import oracle, oracle_again, oracle_denunciation, oracle_mediation
from tests.cases.history import History
from tests.cases.judge_petition import FEEDBACK_ROWS, PETITION_ROWS, way_on
from tests.cases.oracle import NO, Row

Condition = Callable[[History], bool]

TABLES: Mapping[str, tuple[Row, ...]] = {
    "complaint": oracle.ROWS, "complaint-2": oracle_again.SECOND_ROWS, "discipline": oracle_again.DISCIPLINE_ROWS,
    "discipline-2": oracle_again.DISCIPLINE_2_ROWS, "denunciation": oracle_denunciation.DENUNCIATION,
    "continued": oracle_denunciation.CONTINUED, "information": oracle_denunciation.INFORMATION,
    "petition": PETITION_ROWS, "feedback": FEEDBACK_ROWS, "mediation": oracle_mediation.MEDIATION_ROWS,
}  # fmt: skip
BY_ACT = {kind: {row.act: row for row in rows} for kind, rows in TABLES.items()}
# Limits that begin with the receipt, by kind and opening (LKN 27, 36, 50; LTC 24, 26, 37, 38; LTCD 28; LHG 20).
BEGIN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("complaint", "received"): (oracle.ACCEPTANCE,), ("complaint-2", "received"): (oracle.ACCEPTANCE,),
    ("discipline", "received"): (oracle_again.D_ACCEPTANCE,), ("discipline-2", "received"): (oracle_again.D_ACCEPTANCE,),
    ("denunciation", "received"): (oracle_denunciation.INTAKE,),
    ("denunciation", "forwarded"): (oracle_denunciation.INTAKE, oracle_denunciation.PRESS),
    ("continued", "received"): (oracle_denunciation.REVIEW,), ("continued", "overdue"): (oracle_denunciation.DEMAND,),
    ("information", "forwarded"): (oracle_denunciation.PRESS,),
    ("petition", "received"): ("petition.classify",), ("feedback", "received"): ("petition.classify",),
    ("mediation", "assigned"): (oracle_mediation.START,), ("mediation", "at-once"): (oracle_mediation.START,),
}  # fmt: skip
RESOLUTIONS = (oracle.RESOLUTION, oracle_again.RESOLUTION_2, oracle_again.D_RESOLUTION, oracle_denunciation.RESOLUTION)
WINDOWS = (oracle.SECOND, oracle_again.D_SECOND, oracle_again.D_LIMITATION)
EFFECTS = (oracle.EFFECT, oracle_again.D_EFFECT)
FREE = {"all", "none"}       # declared: no relation, no interest (NĐ31 10)
MANY = 5                     # people of one complaint who need representatives (GR-01)
HEARD = ("held", "absent")   # whoever stays away without a good reason does not stop the case (LKN 30(6))
_D = oracle_denunciation
OWED = (_D.NOTICE, _D.TELL, _D.SEND, _D.TELL_SEND, _D.CONCLUSION, _D.TELL_CONCLUSION, _D.ACT_ON, _D.PUBLISH,
        _D.TELL_TRANSFER, _D.PRESS)  # fmt: skip
# Whose paper each act of sending sends (LTC 24, 29, 30, 34, 35, 37).
PAPERS: Mapping[str, tuple[str, ...]] = {
    "tell-acceptance": ("accept",), "tell-extension": ("extend", "extend-especially"),
    "send-extension": ("extend", "extend-especially"), "tell-suspension": ("suspend", "resume", "terminate"),
    "send-suspension": ("suspend", "resume", "terminate"), "tell-conclusion": ("conclude",),
}  # fmt: skip


def _over(*rules: str) -> Condition:
    return lambda past: any(past.over(rule) for rule in rules)


def _runs(*rules: str) -> Condition:
    return lambda past: past.runs(*rules)


def _not(condition: Condition) -> Condition:
    return lambda past: not condition(past)


def _done(*acts: str) -> Condition:
    return lambda past: past.done(*acts)


def _on(on: str, *off: str) -> Condition:
    """Whether something was switched on and not off again."""
    return lambda past: past.last(on, *off)[0] == on


def _told(act: str, name: str, *values: str) -> Condition:
    return lambda past: past.last(act)[1].get(name) in values


def _withdrawn(past: History) -> bool:
    """All was withdrawn, not under threat, and nothing makes it go on (LKN 10; LTC 33; NĐ31 4)."""
    act, told = past.last("withdraw", "set-aside-withdrawal", "go-on")
    return act == "withdraw" and "whole" in (told.get("part"), told.get("withdrawn_part"))


def _late(past: History) -> bool:
    return any(past.over(rule, past.received_on) for rule in WINDOWS) and not past.done("excuse-delay")


def _talked_since_report(past: History) -> bool:
    """No difference was left, or the dialogue was about the result of the verification (LKN 30)."""
    if past.last("report")[1].get("differs") != "yes":
        return True
    return any(act == "hold-dialogue" and told.get("attendance") in HEARD for act, told in past.since("report"))


def _identified(past: History) -> bool:
    act, told = past.last("check-identity")
    return told.get("identity_result") in ("checked", "not-needed") if act else "identified" in past.traits


def _may_be_assigned(past: History) -> bool:
    return past.told.get("presided") != "assigned" or (past.people < MANY and "in-person" not in past.traits)


def _protected(past: History) -> bool:
    return past.last("decide-protection", "record-police", "end-protection")[1].get("protection_decision") == "granted"


def _extensions(past: History) -> int:
    return sum(act in ("extend", "extend-especially") for act, _told in past.acts)


def _said(name: str, part: str, past: History) -> set[str]:
    """What was said once for each, or in one word for all."""
    told = past.told.get(name) or ()
    return {told} if isinstance(told, str) else {row.get(part, "") for row in told}


def _each_found(past: History) -> bool:
    """Every content that was accepted, a line each, has a finding and its reason (NĐ31 16; LTC 35(2))."""
    told = past.told.get("findings")
    if told is None or isinstance(told, str):
        return True
    contents = [line for line in past.last("accept")[1].get("summary", "").splitlines() if line.strip()]
    return len(told) == max(len(contents), 1) and all(row.get("finding") and row.get("why") for row in told)


def _dropped_rightly(past: History) -> bool:
    """What is called withdrawn was withdrawn in part (NĐ31 4)."""
    return "dropped" not in _said("findings", "finding", past) or past.last("withdraw")[1].get("withdrawn_part") == "part"


def _unreported(past: History) -> bool:
    return past.last("hold-dialogue", "report-dialogue")[1].get("presided") == "assigned"


def _talked(past: History) -> bool:
    return any(act == "hold-dialogue" and told.get("attendance") in HEARD for act, told in past.acts)


def _at_least_two(name: str) -> Condition:
    """Whether two were chosen at least, where anything was."""
    return lambda past: len(past.told.get(name) or "ab") > 1


LIMIT_OVER, FIRST_KNOWN = _over(*RESOLUTIONS), _done("supply-first")
SUSPENSION_UNSENT, BOTH_UNSENT = _runs(oracle.SUSPENSION_PAPER), _runs(_D.SEND, _D.TELL_SEND)

CONDITIONS: Mapping[str, Condition] = {
    # complaints of every kind
    "something is left of the complaint": _not(_withdrawn), "not wholly withdrawn yet": _not(_withdrawn),
    "a withdrawal stands": _on("withdraw", "set-aside-withdrawal"),
    "it is known what is contested": lambda past: past.contested,
    "a group named its representatives": lambda past: past.people < MANY or past.nominated,
    "not checked yet": _not(_done("self-check")), "the office checked its own act": _done("self-check"),
    "the office found the complaint right": _told("self-check", "self_check", "right"),
    "a dialogue, when the result differs": _talked_since_report,
    "the dialogue is about the result of the verification": _talked_since_report,
    "a question is open": _runs(oracle.INFORMATION), "a dialogue was called": _done("invite-dialogue"),
    "not prolonged yet": _not(_done("prolong")), "the base limit has not ended": _not(LIMIT_OVER),
    "every suspension paper is sent": _not(SUSPENSION_UNSENT), "a suspension paper is to be sent": SUSPENSION_UNSENT,
    "no stay in force": _not(_on("stay", "lift-stay")), "a stay in force": _on("stay", "lift-stay"),
    "the resolution limit is over": LIMIT_OVER, "not noted yet": _not(_done("limit-passed")),
    "the days from the issue are over": _over(*EFFECTS),
    "the window from the receipt is over": _over(oracle.SECOND, oracle_again.D_SECOND),
    # second instance, discipline
    "the first instance is known": FIRST_KNOWN, "the first instance is unknown": _not(FIRST_KNOWN),
    "in time or excused": _not(_late), "there is a delay": _late,
    "no council yet": _not(_done("set-up-council")), "a council sits": _done("set-up-council"),
    "an expert was asked": _on("ask-expert", "record-expert"), "it may be assigned": _may_be_assigned,
    "an assigned dialogue is unreported": _unreported, "an assigned dialogue was reported": _not(_unreported),
    "a dialogue was held": _talked, "not public yet": _not(_done("publish", "post")), "made public": _done("publish"),
    "the petition is written": lambda past: "oral" not in past.traits,
    "the receipt is known": _done("note-receipt"), "the receipt is unknown": _not(_done("note-receipt")),
    "the council was heard": _done("hear-council"),
    "announced": _done("announce"), "not announced yet": _not(_done("announce")),
    "dismissal": lambda past: "dismissal" in past.traits, "no dismissal": lambda past: "dismissal" not in past.traits,
    # denunciations
    "something is left of the denunciation": _not(_withdrawn), "all was withdrawn": _withdrawn,
    "no expert is at work": _not(_on("request-expertise", "take-expertise")),
    "an expert is at work": _on("request-expertise", "take-expertise"),
    "both sides have every paper of suspension": _not(BOTH_UNSENT), "nothing is owed any more": _not(_runs(*OWED)),
    "not lengthened yet": _not(_done("several-places")), "intake has not ended": _not(_over(_D.INTAKE)),
    "the denouncer was identified": _identified,
    "no condition is missing": lambda past: past.done("check-conditions") and not past.last("check-conditions")[1].get("lacks"),
    "not transferred before": _not(_told("not-competent", "sent_before", "yes")),
    "transferred before": _told("not-competent", "sent_before", "yes"),
    "told in person": lambda past: "oral" in past.traits, "a forwarder waits": _runs(_D.PRESS),
    "the forwarder was answered": _not(_runs(_D.PRESS)), "the accused was not told": _runs(_D.NOTICE),
    "two people at least": _at_least_two("team"), "nobody related or interested": lambda past: _said("no_interest", "says", past) <= FREE,
    "every content was verified": _each_found, "every content has a conclusion": _each_found,
    "nothing is called withdrawn that was not": _dropped_rightly,
    "not extended yet": lambda past: not _extensions(past), "extended once at most": lambda past: _extensions(past) < 2,
    "two criteria": _at_least_two("complexity"), "the limit has not ended": _not(LIMIT_OVER),
    "a ground of the law": lambda past: past.told.get("ending_ground") != "withdrawn" or _withdrawn(past),
    "the conclusion is to be sent": _runs(_D.CONCLUSION), "nothing was done yet": _not(_done("act-on-conclusion")),
    "a result is awaited": _runs(_D.RESULT), "it is posted": _runs(_D.POSTING),
    "the days of posting are over": _over(_D.POSTING),
    "protection was asked for": _on("request-protection", "end-protection"),
    "the police were asked": _runs(_D.POLICE), "somebody is protected": _protected,
    "somebody judged what it is worth": _done("assess"), "it can be checked": _told("assess", "evidence", "clear"),
    "it cannot be checked": _told("assess", "evidence", "unclear"),
    # petitions, feedback
    "the content was not transferred before": _not(_done("transfer")), "the way is open": way_on,
    "somebody passed it on": lambda past: bool(past.traits & {"authority", "deputy", "press"}),
    # mediation: every settlement has a record and a request of its own
    "the parties agree to whoever is invited": lambda past: past.told.get("consent") != "not-both",
    "another team takes part": _done("join-team"), "a warning was not passed on": _on("warn", "pass-warning"),
    "the settlement was recorded and signed": _on("draw-record", "settle"),
    "the settlement was not recorded yet": _not(_on("draw-record", "settle")),
    "a party asked the court": _on("request-court", "settle"),
    "the court waits for papers": _runs(oracle_mediation.ANSWER),
    "no court waits for papers": _not(_runs(oracle_mediation.ANSWER)),
}  # fmt: skip


def _waits(act: str, past: History) -> bool:
    """A paper was issued since it was last sent, or the letter came back."""
    last, told = past.last(act, *PAPERS[act])
    return last in PAPERS[act] or told.get("letter_result") == "returned"


def _beside(kind: str, act: str, past: History) -> bool:
    """What the law asks of the inputs of an act, beside the rows (LKN 10, 57(3))."""
    if act == "terminate" and past.told.get("terminate_ground") == "withdrawn":
        return _withdrawn(past)
    if kind == "discipline" and act == "challenge" and past.told.get("challenge") == "court":
        return "dismissal" in past.traits
    return True


def judge(place: Any, act: str, role: str, told: Mapping[str, Any]) -> bool:
    """Whether the law lets a role do an act on the day of a place, with these inputs."""
    past = _kept(place)
    row = BY_ACT[place.case.kind][act]
    if row.way(past.state, role) == NO:
        return False
    past.told = {**told, "act": act}
    needs = (need for need in row.needs if not need.states or past.state in need.states)
    return all(_holds(need.fact, act, past) for need in needs) and _beside(place.case.kind, act, past)


def _holds(fact: str, act: str, past: History) -> bool:
    if fact in ("a letter waits", "the accused waits for a paper"):
        return _waits(act, past)
    return CONDITIONS[fact](past)


_last: list[tuple[Any, History]] = []


def _kept(place: Any) -> History:
    """The history of a place; many are asked about one after another."""
    if not _last or _last[0][0] is not place:
        _last[:] = [(place, _history(place))]
    return _last[0][1]


def _history(place: Any) -> History:
    """What the rows make of the acts. What happened later than the day counts for the state alone."""
    whole, known = _begun(place), _begun(place)
    for one in place.acts:
        whole.happen(one.code, one.happened_on, dict(one.told))
        if one.happened_on <= place.on:
            known.happen(one.code, one.happened_on, dict(one.told))
    known.state = whole.state
    return known


def _begun(place: Any) -> History:
    case = place.case
    first = case.opening or "received"
    traits = frozenset(case.traits.split()) | ({"remote"} if case.remote else frozenset())
    past = History(BY_ACT[case.kind], place.calendar, case.received_on, place.on, first, traits, case.people_count,
                   bool(case.nomination), bool(case.respondent and case.contested_paper))
    for rule in BEGIN.get((case.kind, first), ()):
        past.begin(rule, case.received_on)
    return past
