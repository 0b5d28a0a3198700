"""What the law says of a first-instance complaint: every act by state and by role, its conditions, its clocks.

Written from the law's text, not from the procedure's data: this table is what the data are held against. Articles are
short marks: LKN = Luật Khiếu nại, NĐ124 / NĐ155 = the decrees; "|" parts two marks that serve alike. Where the law is
silent a row follows the office's own order and says so in `basis`; such a row can be wrong about the office, not
about the law.
"""

from __future__ import annotations

from dataclasses import dataclass

RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED = "received", "declined", "accepted", "verifying", "reported"
SUSPENDED, ENDING, TERMINATED, DECIDED, SENT = "suspended", "ending", "terminated", "decided", "sent"
DELIVERED, CHALLENGED, EFFECTIVE, CARRIED_OUT = "delivered", "challenged", "effective", "carried-out"
CLOSED, VOID = "closed", "void"
STATES = (
    RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED, SUSPENDED, ENDING, TERMINATED,
    DECIDED, SENT, DELIVERED, CHALLENGED, EFFECTIVE, CARRIED_OUT, CLOSED, VOID,
)  # fmt: skip
# "machine" is nobody: what happens by itself when a day has gone by.
ROLES = ("reception", "handler", "clerk", "supervisor", "auditor", "mediator", "administrator", "machine")

DO, ENTER, PROPOSE, NO = "do", "enter", "propose", "no"
Ways = dict[str, str]

# The competent head decides; a handler drafts and proposes; a clerk copies what was signed on paper.
HEAD: Ways = {"supervisor": DO, "handler": PROPOSE, "clerk": ENTER}
# The office's staff. A watcher, another trade and the keeper of accounts never touch a case.
STAFF: Ways = {"supervisor": DO, "handler": DO, "clerk": DO}
# The verifier's own paper: others copy it in.
VERIFIER: Ways = {"supervisor": ENTER, "handler": DO, "clerk": ENTER}
# The office looks at its own act again; a clerk copies the outcome in.
OWN_ACT: Ways = {"supervisor": DO, "handler": DO, "clerk": ENTER}
NOBODY: Ways = {"machine": DO}

# A complaint is being resolved from its acceptance to its decision (LKN 28); suspension is a pause inside it (LKN 11a).
RUNNING = (ACCEPTED, VERIFYING, REPORTED)
RESOLVING = (*RUNNING, SUSPENDED)
ISSUED = (DECIDED, SENT, DELIVERED)

ACCEPTANCE, RESOLUTION = "complaint.acceptance", "complaint.resolution-1"
INFORMATION, DIALOGUE = "complaint.information", "complaint.dialogue-notice"
SUSPENSION_PAPER, DECISION_PAPER = "complaint.send-suspension", "complaint.send-decision-1"
EFFECT, SECOND, COURT, REOPEN = "complaint.effect", "complaint.second", "complaint.court", "complaint.reopen"


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of an act: its name, the article that asks for it, the states it is asked in (none: in all)."""

    fact: str
    article: str
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One act: where it stands open, who may, what must hold, what its form must ask, what it does to the clocks."""

    id: str
    act: str
    states: tuple[str, ...]
    who: Ways
    basis: str
    leads: str = ""  # the state it leads to; empty: it stays
    needs: tuple[Need, ...] = ()
    asks: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()  # ends what runs of these
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()

    def way(self, state: str, role: str) -> str:
        """How this role does the act in this state when every condition holds."""
        return self.who.get(role, NO) if state in self.states else NO


# What is wholly withdrawn is not resolved any further: it can only be terminated.
LEFT = Need("something is left of the complaint", "LKN 10")
# The law counts three working days for each such paper; the office sends one before it issues the next (its own order).
PAPERS = Need("every suspension paper is sent", "NĐ155 12|NĐ124 28b")

ROWS = (
    Row("A1", "accept", (RECEIVED,), HEAD, "LKN 27, 28", ACCEPTED,
        needs=(LEFT, Need("it is known what is contested", "LKN 8"),
               Need("a group named its representatives", "NĐ155 10|NĐ124 16")),
        meets=(ACCEPTANCE,), starts=(RESOLUTION,)),
    Row("A2", "decline", (RECEIVED,), HEAD, "LKN 11, 27", DECLINED, asks=("decline_ground",), meets=(ACCEPTANCE,)),
    Row("A3", "self-check", (ACCEPTED,), OWN_ACT, "LKN 29(1)", needs=(LEFT, Need("not checked yet", "LKN 29")),
        asks=("self_check",)),
    Row("B1", "assign-verification", (ACCEPTED,), HEAD, "LKN 29(2): after the self-check", VERIFYING,
        needs=(LEFT, Need("the office checked its own act", "LKN 29"))),
    Row("B2", "record-work", RUNNING, STAFF, "LKN 29, 34"),
    Row("B3", "ask-information", RUNNING, STAFF, "LKN 14(1), 15", starts=(INFORMATION,)),
    Row("B4", "record-answer", RESOLVING, STAFF, "LKN 14(1): an answer comes when it comes",
        needs=(Need("a question is open", "LKN 14"),), meets=(INFORMATION,)),
    Row("B5", "report", (VERIFYING,), VERIFIER, "LKN 29(4)", REPORTED, needs=(LEFT,), asks=("finding", "differs")),
    Row("C1", "invite-dialogue", (VERIFYING, REPORTED), STAFF,
        "LKN 30; NĐ124 28(1). The duty is there only when the result differs; an earlier talk is nowhere forbidden",
        needs=(LEFT,), asks=("dialogue_on", "place"), starts=(DIALOGUE,), meets=(DIALOGUE,)),
    Row("C2", "hold-dialogue", (VERIFYING, REPORTED), STAFF, "LKN 30; NĐ124 28(1): written notice comes first",
        needs=(LEFT, Need("a dialogue was called", "NĐ124 28")), asks=("attendance",)),
    Row("D1", "prolong", RUNNING, HEAD, "LKN 28; NĐ124 3a",
        needs=(LEFT, Need("not prolonged yet", "LKN 28"), Need("the base limit has not ended", "NĐ124 3a|LKN 28")),
        asks=("criteria",), extends=(RESOLUTION,)),
    Row("D2", "suspend", RUNNING, HEAD, "LKN 11a(1); NĐ124 28a", SUSPENDED, needs=(LEFT, PAPERS),
        asks=("suspend_ground",), pauses=(RESOLUTION,), starts=(SUSPENSION_PAPER,)),
    Row("D3", "resume", (SUSPENDED,), HEAD, "NĐ124 28b(2)", "before", needs=(PAPERS,),
        resumes=(RESOLUTION,), starts=(SUSPENSION_PAPER,)),
    Row("D4", "send-suspension", (*RESOLVING, CHALLENGED), STAFF, "NĐ155 12: in three working days",
        needs=(Need("a suspension paper is to be sent", "NĐ155 12|NĐ124 28b"),), asks=("manner",),
        meets=(SUSPENSION_PAPER,)),
    Row("D5", "withdraw", (RECEIVED, *RESOLVING), STAFF, "LKN 10; NĐ124 7a: at any time until the decision",
        needs=(Need("not wholly withdrawn yet", "LKN 10"),), asks=("part", "withdrawn_by")),
    Row("D5a", "set-aside-withdrawal", (RECEIVED, *RESOLVING), STAFF,
        "LKN 10 as amended, KN-24: what was withdrawn is closed, unless under threat or coercion",
        needs=(Need("a withdrawal stands", "LKN 10"),)),
    Row("D6", "terminate", (RECEIVED, *RESOLVING), HEAD,
        "LKN 10, 11a(2); NĐ124 28b(1): also before acceptance, when all is withdrawn", ENDING, needs=(PAPERS,),
        asks=("terminate_ground",), meets=(ACCEPTANCE, RESOLUTION, INFORMATION), starts=(SUSPENSION_PAPER,)),
    Row("D7", "send-termination", (ENDING,), STAFF, "NĐ155 12; LKN 11(8) from the notice", TERMINATED,
        asks=("manner",), meets=(SUSPENSION_PAPER,), starts=(REOPEN,)),
    Row("E1", "stay", RESOLVING, HEAD, "LKN 35: while it is being resolved, and a suspension is inside that; no clock",
        needs=(LEFT, Need("no stay in force", "LKN 35"))),
    Row("E2", "lift-stay", (*RESOLVING, ENDING, *ISSUED), HEAD, "LKN 35: at once when its reason ends, as it does with "
        "the complaint itself", needs=(Need("a stay in force", "LKN 35"),)),
    Row("F1", "decide", (ACCEPTED, REPORTED), HEAD, "LKN 28, 31, 44(1)", DECIDED,
        needs=(LEFT, PAPERS, Need("the office found the complaint right", "LKN 29", (ACCEPTED,)),
               Need("a dialogue, when the result differs", "LKN 30", (REPORTED,)),
               Need("the dialogue is about the result of the verification", "LKN 30", (REPORTED,))),
        asks=("finding",), meets=(RESOLUTION, INFORMATION), starts=(DECISION_PAPER, EFFECT)),
    Row("F2", "send-decision", (DECIDED,), STAFF, "LKN 32", SENT, asks=("manner",), meets=(DECISION_PAPER,)),
    Row("F3", "deliver", (SENT, DELIVERED), STAFF, "LKN 33(1): of several complainants the last", DELIVERED,
        starts=(SECOND, COURT)),
    Row("G1", "limit-passed", RUNNING, NOBODY, "LKN 33(1), (2): the limit is over and no decision there",
        needs=(Need("the resolution limit is over", "LKN 33"), Need("not noted yet", "LKN 33")),
        starts=(SECOND, COURT)),
    Row("G2", "challenge", (*RUNNING, SENT, DELIVERED), STAFF,
        "LKN 33(1): against the decision, or once the limit is over without one", CHALLENGED,
        needs=(Need("the resolution limit is over", "LKN 33", RUNNING),), asks=("challenge",),
        meets=(SECOND, EFFECT, RESOLUTION, INFORMATION)),
    Row("G3", "take-effect", (DELIVERED,), {**STAFF, **NOBODY}, "LKN 44(1) with 33(1): both windows", EFFECTIVE,
        needs=(Need("the days from the issue are over", "LKN 44"), Need("the window from the receipt is over", "LKN 44")),
        meets=(EFFECT, SECOND)),
    Row("G4", "carry-out", (EFFECTIVE,), STAFF, "LKN 44(4)", CARRIED_OUT),
    Row("H1", "close", (CHALLENGED, CARRIED_OUT), STAFF, "LKN 34; the office's own order: nothing lies unsent", CLOSED,
        needs=(Need(PAPERS.fact, PAPERS.article, (CHALLENGED,)),)),
    Row("H2", "void", (RECEIVED,), {**STAFF, "reception": DO}, "no law: a mistaken entry before anyone relied on it",
        VOID, meets=(ACCEPTANCE,)),
)  # fmt: skip

BY_ACT = {row.act: row for row in ROWS}
