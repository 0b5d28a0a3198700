"""What the law says of a first-instance complaint: every act by state and by role, its conditions, its clocks.

Written from the law's text and not from the procedure's data: this table is what the data are held against. Articles are
short marks: LKN = Luật Khiếu nại, NĐ124 / NĐ155 = the decrees. Where the law is silent the row says so (`by`).
"""

from __future__ import annotations

from dataclasses import dataclass

STATES = (
    "received",
    "declined",
    "accepted",
    "verifying",
    "reported",
    "suspended",
    "ending",
    "terminated",
    "decided",
    "sent",
    "delivered",
    "challenged",
    "effective",
    "carried-out",
    "closed",
    "void",
)
ROLES = ("reception", "handler", "clerk", "supervisor", "auditor", "mediator", "administrator")

DO, ENTER, PROPOSE, NO = "do", "enter", "propose", "no"

# The competent head decides; a handler drafts and proposes; a clerk copies what was signed on paper.
HEAD = {"supervisor": DO, "handler": PROPOSE, "clerk": ENTER}
# The office's staff; a watcher (auditor), another trade (mediator) or the keeper of accounts never touches a case.
STAFF = {"supervisor": DO, "handler": DO, "clerk": DO}
# The report is the verifier's own paper: others only copy it in.
VERIFIER = {"supervisor": ENTER, "handler": DO, "clerk": ENTER}

# A complaint is being resolved from its acceptance to its decision (LKN 28); suspension is a pause inside it (LKN 11a).
RUNNING = ("accepted", "verifying", "reported")
RESOLVING = (*RUNNING, "suspended")
# The decision is issued and not yet beyond complaint (LKN 33, 44).
ISSUED = ("decided", "sent", "delivered")


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of an act: its name, and the article that asks for it."""

    fact: str
    article: str
    states: tuple[str, ...] = ()  # asked only in these; empty: in all


@dataclass(frozen=True, slots=True)
class Row:
    """One act: where it stands open, who may, what must hold, what it does to the clocks (rule code and verb)."""

    id: str
    act: str
    states: tuple[str, ...]
    who: dict[str, str]
    needs: tuple[Need, ...] = ()
    clocks: tuple[tuple[str, str], ...] = ()  # (verb, rule): starts, meets, pauses, resumes, extends, ends
    leads: str | None = None
    by: str = ""

    def way(self, state: str, role: str) -> str:
        """How this role does the act in this state when every condition holds."""
        return self.who.get(role, NO) if state in self.states else NO


ROWS = (
    Row(
        "A1", "accept", ("received",), HEAD,
        (
            Need("no ground of refusal found", "LKN 11"),
            Need("a group brings all signatures and its nomination", "NĐ124 16"),
            Need("not wholly withdrawn", "LKN 10"),
        ),
        (("meets", "complaint.acceptance"), ("starts", "complaint.resolution-1")),
        "accepted", "LKN 27, 28; NĐ124 16",
    ),
    Row(
        "A2", "decline", ("received",), HEAD,
        (Need("a ground of refusal is named", "LKN 11"),),
        (("meets", "complaint.acceptance"),),
        "declined", "LKN 11, 27",
    ),
    Row("A3", "self-check", ("accepted",), STAFF, (), (), None, "NĐ124 annex: the office checks its own act first"),
    Row("B1", "assign-verification", ("accepted", "verifying"), HEAD, (), (), "verifying", "LKN 29; again = another team"),
    Row("B2", "record-work", ("verifying",), STAFF, (), (), None, "LKN 29, 34"),
    Row(
        "B3", "ask-information", ("accepted", "verifying"), STAFF, (),
        (("starts", "complaint.information"),), None, "LKN 14(1), 15",
    ),
    Row(
        "B4", "record-answer", (*RUNNING, "suspended"), STAFF,
        (Need("a question is open", "LKN 14"),),
        (("meets", "complaint.information"),), None, "an answer comes when it comes",
    ),
    Row("B5", "report", ("verifying",), VERIFIER, (), (), "reported", "LKN 29(4)"),
    Row(
        "C1", "invite-dialogue", ("reported",), STAFF,
        (
            Need("demand and result still differ", "LKN 30"),
            Need("notice at least five days before", "NĐ124 28"),
        ),
        (("starts", "complaint.dialogue-notice"), ("meets", "complaint.dialogue-notice")), None, "LKN 30; NĐ124 28",
    ),
    Row(
        "C2", "hold-dialogue", ("reported",), STAFF,
        (Need("a dialogue was called", "NĐ124 28"),), (), None, "LKN 30; an absent complainant does not stop the case, 30(6)",
    ),
    Row(
        "D1", "prolong", RUNNING, HEAD,
        (
            Need("a criterion in writing", "NĐ124 3a"),
            Need("before the base limit ends", "LKN 28"),
            Need("not prolonged already", "LKN 28"),
        ),
        (("extends", "complaint.resolution-1"),), None, "LKN 28; NĐ124 3a",
    ),
    Row(
        "D2", "suspend", RUNNING, HEAD,
        (Need("a ground of suspension is named", "LKN 11a"),),
        (("pauses", "complaint.resolution-1"), ("starts", "complaint.send-suspension")), "suspended", "LKN 11a(1); NĐ124 28a",
    ),
    Row(
        "D3", "resume", ("suspended",), HEAD, (),
        (("resumes", "complaint.resolution-1"), ("starts", "complaint.send-suspension")), None, "NĐ124 28b(2)",
    ),
    Row(
        "D4", "send-suspension", RESOLVING, STAFF,
        (Need("a paper on suspension is still to send", "LKN 11a"),),
        (("meets", "complaint.send-suspension"),), None, "in three working days; the paper on resuming is sent while the case runs",
    ),
    Row(
        "D5", "withdraw", ("received", *RESOLVING), STAFF,
        (Need("letter or minutes, signed", "LKN 10"), Need("not wholly withdrawn already", "LKN 10")),
        (), None, "LKN 10; at any time until the decision",
    ),
    Row(
        "D6", "terminate", RESOLVING, HEAD,
        (Need("a ground of termination holds", "LKN 11a"),),
        (("ends", "complaint.resolution-1"), ("starts", "complaint.send-suspension")), "ending", "LKN 11a(2); NĐ124 28b(1)",
    ),
    Row(
        "D7", "send-termination", ("ending",), STAFF, (),
        (("meets", "complaint.send-suspension"),), "terminated", "NĐ124 28b(1)",
    ),
    Row(
        "E1", "stay", RESOLVING, HEAD,
        (Need("no stay in force", "LKN 35"),), (), None, "LKN 35; never the clock",
    ),
    Row(
        "E2", "lift-stay", (*RESOLVING, *ISSUED), HEAD,
        (Need("a stay in force", "LKN 35"),), (), None, "LKN 35: at once when its reason ends",
    ),
    Row(
        "F1", "decide", ("accepted", "reported"), HEAD,
        (
            Need("the office found itself wrong", "LKN 29", ("accepted",)),
            Need("dialogue held or not required", "LKN 30", ("reported",)),
            Need("not wholly withdrawn", "LKN 10"),
        ),
        (
            ("meets", "complaint.resolution-1"),
            ("starts", "complaint.send-decision-1"),
            ("starts", "complaint.effect"),
        ),
        "decided", "LKN 31, 28, 44(1)",
    ),
    Row("F2", "send-decision", ("decided",), STAFF, (), (("meets", "complaint.send-decision-1"),), "sent", "LKN 32"),
    Row("F3", "deliver", ("sent",), STAFF, (), (("starts", "complaint.second"),), "delivered", "LKN 33(1)"),
    Row(
        "G1", "limit-passed", RUNNING, STAFF,
        (Need("the resolution limit is over", "LKN 33"),), (("starts", "complaint.second"),), None, "LKN 33(1): no decision in time",
    ),
    Row(
        "G2", "challenge", (*RUNNING, "sent", "delivered"), STAFF,
        (
            Need("the resolution limit is over", "LKN 33", RUNNING),
            Need("inside the window", "LKN 33", ("delivered",)),
        ),
        (("ends", "complaint.effect"), ("meets", "complaint.second")), "challenged", "LKN 33",
    ),
    Row(
        "G3", "take-effect", ("delivered",), STAFF,
        (
            Need("the days from the issue are over", "LKN 44"),
            Need("the window from the receipt is over", "LKN 33"),
        ),
        (("meets", "complaint.effect"),), "effective", "LKN 44(1)",
    ),
    Row("G4", "carry-out", ("effective",), STAFF, (), (), "carried-out", "LKN 44(4), 45, 46"),
    Row(
        "H1", "close", ("declined", "terminated", "challenged", "carried-out"), STAFF,
        (), (), "closed", "LKN 34: the file is complete when nothing is left to send",
    ),
    Row("H2", "void", ("received",), STAFF, (), (), "void", "no law: a mistaken entry, before anyone relied on it"),
)

BY_ACT = {row.act: row for row in ROWS}
