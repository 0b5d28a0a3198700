"""What the law says of a second complaint and of disciplinary complaints: every act by state and role, its conditions.

Written from the law's text as ``oracle`` is, whose words it uses; a row that is the same there is not written again.
"""

from __future__ import annotations

from dataclasses import replace

from tests.cases import oracle
from tests.cases.oracle import (
    ACCEPTED,
    BY_ACT,
    CARRIED_OUT,
    CHALLENGED,
    CLOSED,
    COURT,
    DECIDED,
    DECLINED,
    DELIVERED,
    DIALOGUE,
    DO,
    EFFECTIVE,
    ENDING,
    HEAD,
    INFORMATION,
    LEFT,
    NOBODY,
    PAPERS,
    RECEIVED,
    REPORTED,
    RESOLVING,
    RUNNING,
    SENT,
    STAFF,
    SUSPENDED,
    SUSPENSION_PAPER,
    TERMINATED,
    VERIFIER,
    VERIFYING,
    VOID,
    Need,
    Row,
)

COUNTER = {**STAFF, "reception": DO}
SECOND_STATES = (RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED, SUSPENDED, ENDING, TERMINATED, DECIDED, SENT,
                 CHALLENGED, EFFECTIVE, CARRIED_OUT, CLOSED, VOID)  # fmt: skip
DISCIPLINE_STATES = oracle.STATES
DISCIPLINE_2_STATES = tuple(one for one in SECOND_STATES if one != CHALLENGED)

CONTESTED = Need("it is known what is contested", "LKN 8")
GROUP = Need("a group named its representatives", "NĐ155 10|NĐ124 16")
IN_TIME = Need("in time or excused", "LKN 11")
TALKED = "a dialogue was held"
NOT_OVER = Need("the base limit has not ended", "NĐ124 3a|LKN 28")
ONCE = "not prolonged yet"
SUSPENSION_DUE = Need("a suspension paper is to be sent", "NĐ155 12|NĐ124 28b")


def _same(*acts: str, **renamed: str) -> tuple[Row, ...]:
    """Rows of the first instance under the names that limits bear here."""
    return tuple(_renamed(BY_ACT[act], renamed) for act in acts)


def _renamed(row: Row, names: dict[str, str]) -> Row:
    limits = {oracle.RESOLUTION: names["resolution"], oracle.ACCEPTANCE: names["acceptance"]}
    moved = {verb: tuple(limits.get(rule, rule) for rule in getattr(row, verb))
             for verb in ("starts", "meets", "pauses", "resumes", "extends")}
    return replace(row, **moved)


# ── second instance (LKN 33, 36 to 44; NĐ155 Art. 11) ──

RESOLUTION_2, ACCEPTANCE = "complaint.resolution-2", "complaint.acceptance"
SECOND, EFFECT = "complaint.second", "complaint.effect"
SEND_2, PUBLISH = "complaint.send-decision-2", "complaint.publish"
_AT_SECOND = {"resolution": RESOLUTION_2, "acceptance": ACCEPTANCE}

SECOND_ROWS = (
    Row("A1", "accept", (RECEIVED,), HEAD, "LKN 36(1), 37", ACCEPTED,
        needs=(LEFT, CONTESTED, GROUP, Need("the first instance is known", "LKN 33"), IN_TIME),
        meets=(ACCEPTANCE, SECOND), starts=(RESOLUTION_2,)),
    Row("A2", "decline", (RECEIVED,), HEAD, "LKN 11, 36(1)", DECLINED, asks=("decline_ground",),
        meets=(ACCEPTANCE, SECOND)),
    Row("A3", "supply-first", (RECEIVED,), COUNTER, "LKN 33(1): sent with the first decision",
        needs=(Need("the first instance is unknown", "LKN 33"),), asks=("first_result", "first_on"), starts=(SECOND,)),
    Row("A4", "excuse-delay", (RECEIVED,), STAFF, "LKN 11(6): without a good reason",
        needs=(Need("there is a delay", "LKN 11"),), asks=("delay_excuse",)),
    Row("B1", "set-up-council", RUNNING, HEAD, "LKN 36(2): may", needs=(LEFT, Need("no council yet", "LKN 36"))),
    Row("B2", "hear-council", RUNNING, STAFF, "LKN 36(2)", needs=(LEFT, Need("a council sits", "LKN 36"))),
    Row("B3", "assign-verification", (ACCEPTED,), HEAD, "LKN 38", VERIFYING, needs=(LEFT,)),
    Row("B4", "ask-expert", RUNNING, HEAD, "LKN 38; form 09", needs=(LEFT,)),
    Row("B5", "urge-expert", RUNNING, STAFF, "form 10", needs=(Need("an expert was asked", "LKN 38"),)),
    Row("B6", "record-expert", RESOLVING, STAFF, "an answer comes when it comes",
        needs=(Need("an expert was asked", "LKN 38"),)),
    Row("B7", "report", (VERIFYING,), VERIFIER, "LKN 38", REPORTED, needs=(LEFT,), asks=("finding_again",)),
    Row("C1", "invite-dialogue", (VERIFYING, REPORTED), STAFF, "NĐ124 28(1)", needs=(LEFT,),
        asks=("dialogue_on", "place"), starts=(DIALOGUE,), meets=(DIALOGUE,)),
    Row("C2", "hold-dialogue", (VERIFYING, REPORTED), STAFF, "LKN 39; NĐ155 11: always",
        needs=(LEFT, Need("a dialogue was called", "NĐ124 28"), Need("it may be assigned", "NĐ155 11")),
        asks=("attendance", "presided")),
    Row("C3", "report-dialogue", (VERIFYING, REPORTED), STAFF, "NĐ155 11: who reports back",
        needs=(LEFT, Need("an assigned dialogue is unreported", "NĐ155 11"))),
    Row("D1", "prolong", RUNNING, HEAD, "LKN 37; NĐ124 3a", needs=(LEFT, Need(ONCE, "LKN 37"), NOT_OVER),
        asks=("criteria",), extends=(RESOLUTION_2,)),
    *_same("record-work", "ask-information", "record-answer", "suspend", "resume", "send-suspension", "withdraw",
           "set-aside-withdrawal", "terminate", "send-termination", "stay", "void", **_AT_SECOND),
    replace(BY_ACT["lift-stay"], states=(*RESOLVING, ENDING, DECIDED, SENT)),
    Row("F1", "decide", (REPORTED,), HEAD, "LKN 37, 40, 44(2)", DECIDED,
        needs=(LEFT, PAPERS, Need(TALKED, "LKN 39"), Need("an assigned dialogue was reported", "NĐ155 11")),
        asks=("finding_again", "outcome_again"), meets=(RESOLUTION_2, INFORMATION), starts=(SEND_2, PUBLISH, EFFECT)),
    Row("F2", "send-decision", (DECIDED,), STAFF, "LKN 41(1)", SENT, asks=("manner",), meets=(SEND_2,)),
    Row("F3", "publish", (DECIDED, SENT, EFFECTIVE, CARRIED_OUT), STAFF, "LKN 41(2)",
        needs=(Need("not public yet", "LKN 41"),), asks=("published_by",), meets=(PUBLISH,)),
    Row("F4", "deliver", (SENT, EFFECTIVE, CARRIED_OUT), STAFF, "LKN 42: the year from the receipt", starts=(COURT,)),
    Row("G1", "limit-passed", RUNNING, NOBODY, "LKN 42", starts=(COURT,),
        needs=(Need("the resolution limit is over", "LKN 42"), Need("not noted yet", "LKN 42"))),
    Row("G2", "sue-overdue", RUNNING, STAFF, "LKN 42", CHALLENGED,
        needs=(Need("the resolution limit is over", "LKN 42"),), meets=(RESOLUTION_2, INFORMATION)),
    Row("G3", "sue", (SENT, EFFECTIVE, CARRIED_OUT), STAFF, "LKN 42: the decision stays in effect"),
    Row("G4", "take-effect", (SENT,), {**STAFF, **NOBODY}, "LKN 44(2): thirty days from the issue", EFFECTIVE,
        needs=(Need("the days from the issue are over", "LKN 44"),), meets=(EFFECT,)),
    Row("G5", "carry-out", (EFFECTIVE,), STAFF, "LKN 44(4)", CARRIED_OUT),
    Row("H1", "close", (CHALLENGED, CARRIED_OUT), STAFF, "LKN 43; own order: nothing lies unsent", CLOSED,
        needs=(Need(PAPERS.fact, PAPERS.article, (CHALLENGED,)), Need("made public", "LKN 41", (CARRIED_OUT,)))),
)  # fmt: skip

# ── disciplinary decisions (LKN 47 to 58) ──

D_ACCEPTANCE, D_RESOLUTION, D_LIMITATION = "discipline.acceptance", "discipline.resolution", "discipline.limitation"
D_SECOND, D_EFFECT, D_SEND_2 = "discipline.second", "discipline.effect", "discipline.send-decision-2"
_OF_DISCIPLINE = {"resolution": D_RESOLUTION, "acceptance": D_ACCEPTANCE}
WRITTEN = Need("the petition is written", "LKN 49")


def _discipline(window: str, known: Need, dialogue: str) -> tuple[Row, ...]:
    return (
        Row("A1", "accept", (RECEIVED,), HEAD, "LKN 49, 50", ACCEPTED, needs=(LEFT, CONTESTED, WRITTEN, known, IN_TIME),
            meets=(D_ACCEPTANCE, window), starts=(D_RESOLUTION,)),
        Row("A2", "decline", (RECEIVED,), HEAD, "LKN 11, 50", DECLINED, asks=("decline_ground",),
            meets=(D_ACCEPTANCE, window)),
        Row("A4", "excuse-delay", (RECEIVED,), STAFF, "LKN 48: time of obstacles is excluded",
            needs=(Need("there is a delay", "LKN 11"),), asks=("delay_excuse",)),
        Row("B1", "assign-verification", (ACCEPTED,), HEAD, "LKN 52", VERIFYING, needs=(LEFT,)),
        Row("B2", "report", (VERIFYING,), VERIFIER, "LKN 52", REPORTED, needs=(LEFT,)),
        Row("B3", "hear-council", (VERIFYING, REPORTED), STAFF, "LKN 52", needs=(LEFT,)),
        Row("C1", "invite-dialogue", (VERIFYING, REPORTED), STAFF, dialogue, needs=(LEFT,), asks=("dialogue_on",)),
        Row("C2", "hold-dialogue", (VERIFYING, REPORTED), STAFF, dialogue,
            needs=(LEFT, Need("a dialogue was called", "LKN 53")), asks=("attendance",)),
        Row("D1", "prolong", RUNNING, HEAD, "LKN 50; NĐ124 3a", needs=(LEFT, Need(ONCE, "LKN 50"), NOT_OVER),
            asks=("criteria",), extends=(D_RESOLUTION,)),
        *_same("record-work", "ask-information", "record-answer", "suspend", "resume", "withdraw",
               "set-aside-withdrawal", "terminate", "send-termination", "void", **_OF_DISCIPLINE),
        Row("D4", "send-suspension", RESOLVING, STAFF, "NĐ155 12", needs=(SUSPENSION_DUE,), meets=(SUSPENSION_PAPER,)),
        Row("H1", "announce", (EFFECTIVE, CARRIED_OUT), STAFF, "LKN 58", needs=(Need("not announced yet", "LKN 58"),)),
        Row("H2", "carry-out", (EFFECTIVE,), STAFF, "LKN 58", CARRIED_OUT),
    )


def _decide(dialogue: str, *begun: str) -> Row:
    return Row("F1", "decide", (REPORTED,), HEAD, "LKN 54, 56", DECIDED,
               needs=(LEFT, PAPERS, Need("the council was heard", "LKN 52"), Need(TALKED, dialogue)),
               meets=(D_RESOLUTION, INFORMATION), starts=(*begun, D_EFFECT))


SMALL, DISMISSED = Need("no dismissal", "LKN 57"), Need("dismissal", "LKN 57")
ISSUE_OVER = Need("the days from the issue are over", "LKN 57")
_AFTER_2 = (SENT, EFFECTIVE, CARRIED_OUT)

DISCIPLINE_ROWS = (
    *_discipline(D_LIMITATION, Need("the receipt is known", "LKN 48"), "LKN 53"),
    Row("A3", "note-receipt", (RECEIVED,), COUNTER, "LKN 48", needs=(Need("the receipt is unknown", "LKN 48"),),
        asks=("learned_on",), starts=(D_LIMITATION,)),
    _decide("LKN 53"),
    Row("F2", "send-decision", (DECIDED,), STAFF, "LKN 54: no days named", SENT, asks=("manner",)),
    Row("F3", "deliver", (SENT, DELIVERED), STAFF, "LKN 48", DELIVERED, needs=(SMALL,), starts=(D_SECOND,)),
    Row("F4", "deliver-dismissal", (SENT, DELIVERED), STAFF, "LKN 48, 57(3)", DELIVERED, needs=(DISMISSED,),
        starts=(D_SECOND, COURT)),
    Row("G1", "challenge", (SENT, DELIVERED), STAFF, "LKN 51, 57(3)", CHALLENGED, asks=("challenge",),
        meets=(D_SECOND, D_EFFECT)),
    Row("G2", "take-effect", (DELIVERED,), {**STAFF, **NOBODY}, "LKN 57(1)", EFFECTIVE,
        needs=(ISSUE_OVER, Need("the window from the receipt is over", "LKN 57")), meets=(D_EFFECT, D_SECOND)),
    Row("H3", "close", (CHALLENGED, CARRIED_OUT), STAFF, "LKN 58", CLOSED,
        needs=(Need("announced", "LKN 58", (CARRIED_OUT,)),)),
)  # fmt: skip

DISCIPLINE_2_ROWS = (
    *_discipline(D_SECOND, Need("the first instance is known", "LKN 51"), "LKN 55"),
    Row("A3", "supply-first", (RECEIVED,), COUNTER, "LKN 48, 51", needs=(Need("the first instance is unknown", "LKN 51"),),
        asks=("first_on",), starts=(D_SECOND,)),
    _decide("LKN 55", D_SEND_2),
    Row("F2", "send-decision", (DECIDED,), STAFF, "LKN 56(2)", SENT, asks=("manner",), meets=(D_SEND_2,)),
    Row("F3", "deliver", _AFTER_2, STAFF, "the day is noted, nobody can complain again", needs=(SMALL,)),
    Row("F4", "deliver-dismissal", _AFTER_2, STAFF, "LKN 57(3)", needs=(DISMISSED,), starts=(COURT,)),
    Row("G1", "sue", _AFTER_2, STAFF, "LKN 57(3)", needs=(DISMISSED,)),
    Row("G2", "take-effect", (SENT,), {**STAFF, **NOBODY}, "LKN 57(1)", EFFECTIVE, needs=(ISSUE_OVER,),
        meets=(D_EFFECT,)),
    Row("H3", "close", (CARRIED_OUT,), STAFF, "LKN 58", CLOSED, needs=(Need("announced", "LKN 58"),)),
)  # fmt: skip
