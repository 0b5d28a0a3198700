"""What the law says of grassroots mediation: every act by state and role, its conditions, its clocks.

Written from the law's file §1 (1.1, 1.3, 1.4), not from the procedure: LHG = Luật Hòa giải ở cơ sở, NĐ15 its decree,
BLTTDS = Bộ luật Tố tụng dân sự. Where the law is silent a row follows the team's own order and says so.
"""

from __future__ import annotations

from tests.cases.oracle import DO, Need, Row, Ways

ROLES = ("reception", "handler", "clerk", "supervisor", "auditor", "mediator", "team-leader", "administrator", "machine")
# Whoever mediates writes it down (LHG 21); the leader may do whatever a mediator may, and alone assigns (LHG 15, 18).
TEAM: Ways = {"mediator": DO, "team-leader": DO}
LEADER: Ways = {"team-leader": DO}

BEGUN = ("assigned", "at-once", "under-way")
OPEN = ("received", *BEGUN)
SETTLED = ("followed", "kept", "unkept")
UNSETTLED = ("failed", "stopped")
# No agreement, or none that was carried out: whoever wants his right goes to the competent place (LHG 10(4), 27).
ELSEWHERE = (*UNSETTLED, "referred", "unkept")
STATES = (*OPEN, *SETTLED, *UNSETTLED, "referred", "void")

START, ANSWER, RECOGNITION = "mediation.start", "mediation.court-answer", "mediation.court-recognition"

RECORD = Need("the settlement was recorded and signed", "BLTTDS 418(1)")
NO_RECORD = Need("the settlement was not recorded yet", "LHG 24(2)")
ANSWERED = Need("no court waits for papers", "BLTTDS 419")
ASKED = Need("a party asked the court", "BLTTDS 418(1)|BLTTDS 419")

MEDIATION_ROWS = (
    Row("A1", "assign", ("received",), LEADER, "LHG 15, 18: where the parties did not choose", "assigned",
        starts=(START,)),
    Row("A2", "replace", (*BEGUN, "followed"), LEADER, "LHG 18", asks=("replaced_for",)),
    Row("A3", "agree-time", ("assigned",), TEAM, "LHG 20(2): the parties' own day", asks=("agreed_on",),
        meets=(START,)),
    Row("A4", "invite", BEGUN, TEAM, "LHG 19", needs=(Need("the parties agree to whoever is invited", "LHG 19"),),
        asks=("invited", "consent")),
    Row("A5", "join-team", OPEN, LEADER, "LHG 22, 15: leaders work together"),
    Row("A6", "tell-fronts", (*OPEN, *SETTLED, *UNSETTLED), LEADER, "LHG 22",
        needs=(Need("another team takes part", "LHG 22"),)),
    Row("A7", "warn", OPEN, TEAM, "LHG 10(5): at once", asks=("summary",)),
    Row("A8", "pass-warning", tuple(state for state in STATES if state != "void"), LEADER, "LHG 15(4)",
        needs=(Need("a warning was not passed on", "LHG 15(4)"),), asks=("summary",)),
    Row("B1", "sit", BEGUN, TEAM, "LHG 20(2), 21", "under-way", asks=("sat_at", "came", "summary"), meets=(START,)),
    Row("B2", "settle", BEGUN, TEAM, "LHG 23, 24", "followed", asks=("summary",), meets=(START,)),
    Row("B3", "fail", BEGUN, TEAM, "LHG 23, 27: no prospect", "failed", asks=("summary",), meets=(START,)),
    Row("B4", "stop", BEGUN, TEAM, "LHG 17, 23: a party asks", "stopped", asks=("asked_by",), meets=(START,)),
    Row("B5", "refer", OPEN, TEAM, "LHG 3(1), 10(4)", "referred", asks=("barred", "to_place", "summary"),
        meets=(START,)),
    Row("C1", "draw-record", SETTLED, TEAM, "LHG 24(2); BLTTDS 418(1): six months from the agreement",
        needs=(NO_RECORD,), asks=("signed_as", "settled_on"), starts=(RECOGNITION,)),
    Row("C2", "refuse-sign", SETTLED, TEAM, "LHG 24(2): by the parties' will alone", needs=(NO_RECORD,),
        asks=("summary",)),
    Row("C3", "pass-difficulty", ("followed",), LEADER, "LHG 26", asks=("summary",)),
    Row("C4", "finish", ("followed",), TEAM, "LHG 25, 26", "kept", needs=(ANSWERED,)),
    Row("C5", "give-up", ("followed",), LEADER, "own order: the leader says that it was not carried out", "unkept",
        needs=(ANSWERED,), asks=("summary",)),
    Row("C6", "request-court", SETTLED, TEAM, "BLTTDS 416, 418", needs=(RECORD,), asks=("court",),
        meets=(RECOGNITION,)),
    Row("C7", "court-asks", SETTLED, TEAM, "BLTTDS 419: five working days to answer", needs=(ASKED,),
        leads="followed", starts=(ANSWER,)),
    Row("C8", "answer-court", ("followed",), TEAM, "BLTTDS 419: nothing ends before the court was answered",
        needs=(Need("the court waits for papers", "BLTTDS 419"),), meets=(ANSWER,)),
    Row("C9", "court-decides", SETTLED, TEAM, "BLTTDS 419", needs=(ASKED,), asks=("court_result",)),
    Row("D1", "continue", (*UNSETTLED, "unkept"), TEAM, "LHG 27: the parties ask for it", "assigned",
        asks=("asked_by",), starts=(START,)),
    Row("D2", "record-failure", UNSETTLED, TEAM, "NĐ15 10: when the parties ask for it", asks=("asked_by",)),
    Row("D3", "guide", ELSEWHERE, TEAM, "LHG 10(4), 27", asks=("to_place", "summary")),
    Row("D4", "hand-on", ELSEWHERE, TEAM, "LHG 27: the party's own petition, nothing by itself", asks=("asked_by",)),
    Row("E1", "reopen", (*SETTLED, *UNSETTLED, "referred"), LEADER, "own order: an end entered by mistake",
        "under-way", asks=("summary",), meets=(RECOGNITION, ANSWER)),
    Row("E2", "void", (*OPEN, *SETTLED, *UNSETTLED, "referred"), LEADER, "own order: a number taken by mistake", "void",
        asks=("reason",), meets=(START, ANSWER, RECOGNITION)),
)  # fmt: skip
