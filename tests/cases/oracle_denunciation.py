"""What the law says of denunciations, continued ones and information: every act by state and role, conditions, clocks.

Written from the law's text, not from the procedures' data. LTC = Luật Tố cáo, NĐ31 / NĐ156 the decrees, TT05 the
circular on petitions; "|" parts marks that serve alike. Where the law is silent a row follows the office's own order.
"""

from __future__ import annotations

from tests.cases.oracle import DO, HEAD, STAFF, VERIFIER, Need, Row, Ways

ROLES = ("reception", "handler", "clerk", "supervisor", "custodian", "auditor", "mediator", "administrator", "machine")
# Whoever keeps the envelopes knows who denounced; an officer at the counter saw the papers himself (LTC 49, 56).
KEEPER: Ways = {"custodian": DO}
CHECKER: Ways = {"custodian": DO, "reception": DO}
COUNTER: Ways = {**STAFF, "reception": DO}

NEW = ("received", "forwarded")
ONGOING = ("accepted", "verifying", "reported")
RESOLVING = (*ONGOING, "suspended")
BEFORE = (*NEW, *RESOLVING)
AFTER = (*RESOLVING, "ending", "concluded")
FINAL = ("guided", "as-information", "terminated", "closed", "void")
OPEN = (*NEW, "declined", "not-competent", "transferred", "told", *AFTER, "followed")
STATES = (*OPEN, *FINAL)

INTAKE, TRANSFER, TELL_TRANSFER = "denunciation.intake", "denunciation.transfer", "denunciation.tell-transfer"
PRESS, RESOLUTION = "denunciation.press-reply", "denunciation.resolution"
NOTICE, TELL = "denunciation.notice", "denunciation.tell-denouncer"
SEND, TELL_SEND = "denunciation.send-suspension", "denunciation.tell-suspension"
CONCLUSION, TELL_CONCLUSION = "denunciation.send-conclusion", "denunciation.tell-conclusion"
ACT_ON, PUBLISH, POSTING = "denunciation.act-on-conclusion", "denunciation.publish", "denunciation.posting"
RESULT, POLICE = "denunciation.report-result", "protection.police-decision"
REVIEW, DEMAND, REPORT = "denunciation.continued", "denunciation.demand-report", "denunciation.overdue-report"

LEFT = Need("something is left of the denunciation", "NĐ31 4|LTC 33")
DROPPED = Need("nothing is called withdrawn that was not", "NĐ31 4")
EXPERT = Need("no expert is at work", "NĐ31 15")
PAPERS = Need("both sides have every paper of suspension", "LTC 34")
DONE = Need("nothing is owed any more", "LTC 39")
LETTER = ("letter_manner", "letter_result", "new_envelope")


def letter(number: str, act: str, states: tuple[str, ...], article: str, leads: str = "", meets: tuple[str, ...] = ()) -> Row:
    return Row(number, act, states, KEEPER, f"{article}; the custodian alone, LTC 56", leads,
               needs=() if leads else (Need("a letter waits", article),), asks=LETTER, meets=meets)


def any_stage(states: tuple[str, ...]) -> tuple[Row, ...]:
    return (
        Row("Z1", "report-harm", states, STAFF, "TT05 16: at once"),
        Row("Z2", "stop-harm", states, STAFF, "LTC 27(2): at once, no number of days"),
        Row("Z3", "refer-crime", states, HEAD, "LTC 27(1), 36(2), 44(1)(d); NĐ31 16(3): at any stage, at once"),
    )


DENUNCIATION = (
    Row("A1", "check-identity", NEW, CHECKER, "LTC 24(1): the result alone", asks=("identity_result",)),
    Row("A2", "check-conditions", NEW, STAFF, "LTC 29(1)", asks=("lacks",)),
    Row("A3", "several-places", NEW, HEAD, "LTC 24(1): to ten working days", needs=(
        Need("not lengthened yet", "LTC 24"), Need("intake has not ended", "LTC 24")), extends=(INTAKE,)),
    Row("A4", "accept", NEW, HEAD, "LTC 29, 30", "accepted", needs=(
        LEFT, Need("the denouncer was identified", "LTC 24"), Need("no condition is missing", "LTC 29")),
        meets=(INTAKE,), starts=(RESOLUTION, NOTICE, TELL)),
    Row("A5", "decline", NEW, HEAD, "LTC 24(1), 29(1)", "declined", asks=("refuse_ground",), meets=(INTAKE,)),
    letter("A6", "tell-decline", ("declined",), "LTC 24", "told"),
    Row("A7", "not-competent", NEW, STAFF, "LTC 24(2): counted from receipt", "not-competent", asks=("body",),
        meets=(INTAKE,), starts=(TRANSFER, TELL_TRANSFER)),
    Row("A8", "transfer", ("not-competent",), HEAD, "LTC 24(2); TT05 14: once per content", "transferred",
        needs=(Need("not transferred before", "TT05 14"),), asks=("body",), meets=(TRANSFER,)),
    Row("A9", "keep-filed", ("not-competent",), HEAD, "TT05 14: never twice", "told",
        needs=(Need("transferred before", "TT05 14"),), meets=(TRANSFER, TELL_TRANSFER)),
    Row("A10", "pass-to-party", NEW, HEAD, "TT05 15", "transferred", asks=("body",), meets=(INTAKE,), starts=(TELL_TRANSFER,)),
    letter("A11", "tell-transfer", ("transferred",), "LTC 24", "told", (TELL_TRANSFER,)),
    Row("A12", "guide", ("received",), COUNTER, "LTC 24(2): told in person", "guided",
        needs=(Need("told in person", "LTC 24"),), asks=("body",), meets=(INTAKE,)),
    Row("A13", "to-information", NEW, HEAD, "LTC 25", "as-information", asks=("irregular",), meets=(INTAKE, PRESS)),
    Row("A14", "answer-forwarder", tuple(one for one in OPEN[1:] if one != "followed"), HEAD,
        "LTC 26(2): nothing is followed up before the forwarder was answered", needs=(Need("a forwarder waits", "LTC 26"),), meets=(PRESS,)),
    Row("A15", "void", NEW, COUNTER, "own order", "void", meets=(INTAKE, PRESS)),
    Row("B1", "tell-accused", (*RESOLVING, "concluded"), HEAD, "LTC 29(3); NĐ31 9(2); after a termination LTC 34(4)", needs=(Need("the accused was not told", "LTC 29"),),
        asks=("stripped",), meets=(NOTICE,)),
    letter("B2", "tell-acceptance", AFTER, "LTC 29", meets=(TELL,)),
    Row("B3", "short-way", ("accepted",), HEAD, "LTC 43; NĐ31 19", "reported", needs=(LEFT,)),
    Row("B4", "assign-team", ("accepted",), HEAD, "LTC 31; NĐ31 10", "verifying", needs=(
        LEFT, Need("two people at least", "NĐ31 10"), Need("nobody related or interested", "NĐ31 10")),
        asks=("team", "no_interest", "stripped")),
    Row("B5", "record-work", ONGOING, STAFF, "NĐ31 11-14"),
    Row("B6", "request-expertise", ONGOING, HEAD, "NĐ31 15: not counted", needs=(LEFT, EXPERT), pauses=(RESOLUTION,)),
    Row("B7", "take-expertise", ONGOING, STAFF, "NĐ31 15(4)", needs=(Need("an expert is at work", "NĐ31 15"),),
        resumes=(RESOLUTION,)),
    Row("B8", "report", ("verifying",), VERIFIER, "NĐ31 16", "reported",
        needs=(LEFT, EXPERT, Need("every content was verified", "NĐ31 16"), DROPPED), asks=("findings",)),
    Row("C1", "extend", ONGOING, HEAD, "LTC 30(2); NĐ31 3: complex, once, before the end", needs=(
        LEFT, Need("not extended yet", "LTC 30"), Need("the limit has not ended", "NĐ31 3")),
        asks=("complexity",), extends=(RESOLUTION,)),
    Row("C2", "extend-especially", ONGOING, HEAD, "LTC 30(3); NĐ31 3: two criteria, twice", needs=(
        LEFT, Need("extended once at most", "LTC 30"), Need("two criteria", "NĐ31 3"),
        Need("the limit has not ended", "NĐ31 3")), asks=("complexity",), extends=(RESOLUTION,)),
    Row("C3", "send-extension", AFTER, STAFF, "NĐ31 3(4)", needs=(Need("the accused waits for a paper", "NĐ31 3"),)),
    letter("C4", "tell-extension", AFTER, "NĐ31 3"),
    Row("D1", "suspend", ONGOING, HEAD, "LTC 34(1)", "suspended", needs=(LEFT, EXPERT, PAPERS),
        asks=("standstill_ground",), pauses=(RESOLUTION,), starts=(SEND, TELL_SEND)),
    Row("D2", "resume", ("suspended",), HEAD, "LTC 34(2): at once", "before", resumes=(RESOLUTION,)),
    Row("D3", "send-suspension", AFTER, STAFF, "LTC 34(4)", needs=(Need("the accused waits for a paper", "LTC 34"),),
        meets=(SEND,)),
    letter("D4", "tell-suspension", AFTER, "LTC 34", meets=(TELL_SEND,)),
    Row("D5", "withdraw", BEFORE, STAFF, "LTC 33; NĐ31 4: until the conclusion", needs=(LEFT,),
        asks=("withdrawn_part", "withdrawal_paper")),
    Row("D6", "go-on", BEFORE, HEAD, "NĐ31 4 by NĐ156 1", needs=(Need("all was withdrawn", "NĐ31 4"),), asks=("goes_on",)),
    Row("D7", "terminate", BEFORE, HEAD, "LTC 34(3)", "ending", needs=(PAPERS, Need("a ground of the law", "LTC 34")),
        asks=("ending_ground",), meets=(INTAKE, RESOLUTION, NOTICE, TELL), starts=(SEND, TELL_SEND)),
    Row("D8", "file-terminated", ("ending",), STAFF, "LTC 39", "terminated", needs=(DONE,)),
    Row("E1", "conclude", ("reported",), HEAD, "LTC 35: not while suspended", "concluded",
        needs=(LEFT, EXPERT, PAPERS, Need("every content has a conclusion", "LTC 35"), DROPPED),
        asks=("findings", "content_finding"), meets=(RESOLUTION,), starts=(CONCLUSION, TELL_CONCLUSION, ACT_ON, PUBLISH)),
    Row("E2", "send-conclusion", ("concluded",), STAFF, "LTC 35(3)", needs=(Need("the conclusion is to be sent", "LTC 35"),),
        asks=("stripped",), meets=(CONCLUSION,)),
    letter("E3", "tell-conclusion", ("concluded",), "LTC 35", meets=(TELL_CONCLUSION,)),
    Row("E4", "act-on-conclusion", ("concluded",), HEAD, "LTC 36(1)", needs=(Need("nothing was done yet", "LTC 36"),),
        asks=("measures",), meets=(ACT_ON,)),
    Row("E5", "note-result", ("concluded", "followed"), STAFF, "LTC 36(3)", starts=(RESULT,)),
    Row("E6", "record-result", ("concluded", "followed"), STAFF, "LTC 36(3)",
        needs=(Need("a result is awaited", "LTC 36"),), meets=(RESULT,)),
    Row("E7", "publish", ("concluded",), STAFF, "LTC 40", needs=(Need("not public yet", "LTC 40"),), asks=("stripped",),
        meets=(PUBLISH,)),
    Row("E8", "post", ("concluded",), STAFF, "NĐ31 6(2): fifteen days", needs=(Need("not public yet", "LTC 40"),),
        asks=("stripped",), meets=(PUBLISH,), starts=(POSTING,)),
    Row("E9", "end-posting", ("concluded", "followed"), STAFF, "NĐ31 6(2)", needs=(
        Need("it is posted", "NĐ31 6"), Need("the days of posting are over", "NĐ31 6")), meets=(POSTING,)),
    Row("E10", "follow", ("concluded",), STAFF, "NĐ31 18(2)", "followed", needs=(DONE,)),
    Row("E11", "follow-up", ("concluded", "followed"), STAFF, "NĐ31 18(2)"),
    Row("E12", "close", ("told", "followed"), STAFF, "LTC 39", "closed", needs=(DONE,)),
    *any_stage(OPEN),
    Row("P1", "request-protection", OPEN, STAFF, "LTC 50"),
    Row("P2", "decide-protection", OPEN, HEAD, "LTC 51", needs=(Need("protection was asked for", "LTC 50"),),
        asks=("protection_decision",)),
    Row("P3", "ask-police", OPEN, STAFF, "TT145 5", needs=(Need("protection was asked for", "LTC 50"),), starts=(POLICE,)),
    Row("P4", "police-complex", OPEN, STAFF, "TT145 5", needs=(Need("the police were asked", "LTC 51"),), extends=(POLICE,)),
    Row("P5", "record-police", OPEN, STAFF, "TT145 5", needs=(Need("the police were asked", "LTC 51"),), meets=(POLICE,)),
    Row("P6", "end-protection", OPEN, HEAD, "LTC 54", needs=(Need("somebody is protected", "LTC 54"),),
        asks=("protection_ends",)),
)

C_OPEN = ("received", "overdue", "demanded", "explained", "decided")
C_STATES = (*C_OPEN, "closed", "void")
CONTINUED = (
    Row("A1", "review-file", ("received",), STAFF, "LTC 37(2)"),
    *(Row(f"A{place}", act, ("received",), HEAD, "LTC 37(2)", "decided", meets=(REVIEW,))
      for place, act in enumerate(("not-again", "hand-on", "again", "take-over"), 2)),
    Row("B1", "demand-report", ("overdue",), HEAD, "LTC 38(2)", "demanded", meets=(DEMAND,), starts=(REPORT,)),
    Row("B2", "record-explanation", ("demanded",), STAFF, "LTC 38(3)", "explained", meets=(REPORT,)),
    Row("B3", "leave", ("explained",), HEAD, "LTC 38", "decided"),
    Row("B4", "seize", ("demanded", "explained"), HEAD, "LTC 38(5)", "decided", asks=("seized_why",), meets=(REPORT,)),
    letter("C1", "tell-outcome", ("decided",), "LTC 37", "closed"),
    Row("C2", "void", ("received", "overdue"), COUNTER, "own order", "void", meets=(REVIEW, DEMAND)),
    *any_stage(C_OPEN),
)

I_OPEN = ("received", "forwarded", "inspecting", "inspected", "passed-on", "filed")
I_STATES = (*I_OPEN, "closed", "void")
SEEN = Need("somebody judged what it is worth", "LTC 25")
CLEAR = Need("it can be checked", "LTC 25")
INFORMATION = (
    Row("A1", "assess", NEW, STAFF, "LTC 25(2)", asks=("irregular", "evidence")),
    Row("A2", "inspect", NEW, HEAD, "LTC 25(2); NĐ31 20", "inspecting", needs=(SEEN, CLEAR)),
    Row("A3", "record-findings", ("inspecting",), STAFF, "NĐ31 20", "inspected"),
    Row("A4", "pass-on", NEW, HEAD, "LTC 25(2)", "passed-on", needs=(SEEN, CLEAR), asks=("body",)),
    Row("A5", "file", NEW, HEAD, "LTC 25(1)", "filed", needs=(SEEN, Need("it cannot be checked", "LTC 25"))),
    Row("A6", "answer-forwarder", I_OPEN[1:], HEAD, "LTC 26(2)", needs=(Need("a forwarder waits", "LTC 26"),), meets=(PRESS,)),
    Row("A7", "close", ("inspected", "passed-on", "filed"), STAFF, "own order", "closed",
        needs=(Need("the forwarder was answered", "LTC 26"),)),
    Row("A8", "void", NEW, COUNTER, "own order", "void", meets=(PRESS,)),
    *any_stage(I_OPEN),
)
