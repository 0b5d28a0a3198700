"""What the law says of petitions and of feedback: acts by state and role, and the ways on that a sorting leaves open.

Written from the law's file §3, §3.1 and §6 (đơn: received → sorted → accepted, guided, transferred, returned, filed,
split; kiến nghị, phản ánh: received → assigned → answered or transferred), not from the procedures. Where the law is
silent a row follows the office's own order.
"""

from __future__ import annotations

from tests.cases.history import History
from tests.cases.oracle import DO, ENTER, PROPOSE, Need, Row, Ways

# The head decides where a petition goes; whoever sorts it proposes, a clerk copies what was signed in.
HEAD: Ways = {"supervisor": DO, "handler": PROPOSE, "reception": PROPOSE, "clerk": ENTER}
OFFICE: Ways = {"supervisor": DO, "handler": DO, "reception": DO, "clerk": DO}
# Nobody reports to himself.
BELOW: Ways = {"handler": DO, "reception": DO, "clerk": DO}
ALONE: Ways = {"supervisor": DO}

CLASSIFY, KEEP_FILED = "petition.classify", "petition.keep-filed"
GONE = ("guided", "answered", "returned", "filed", "split")
OUT = (*GONE, "transferred")
OPEN_WAY = (Need("the way is open", "LTCD 25, 26|TT07 8, 28"),)
PASSED_ON = (Need("somebody passed it on", "LTCD 26"),)

PETITION_ROWS = (
    Row("A1", "classify", ("received", "classified"), OFFICE, "LTCD 26: by content, not by title", "classified",
        asks=("content_kind", "missing", "competence")),
    Row("A2", "open-case", ("classified",), OFFICE, "LTCD 26", "in-case", OPEN_WAY, meets=(CLASSIFY,)),
    Row("A3", "guide", ("classified",), HEAD, "XLD-05: once", "guided", OPEN_WAY, ("body",), meets=(CLASSIFY,)),
    Row("A4", "transfer", ("classified",), HEAD, "LTCD 26(2): once", "transferred", OPEN_WAY, ("body",),
        meets=(CLASSIFY,)),
    Row("A5", "return", ("classified",), HEAD, "§3.1: to the forwarder with reason", "returned",
        (*OPEN_WAY, *PASSED_ON), meets=(CLASSIFY,)),
    Row("A6", "split", ("classified",), HEAD, "LTCD 25(3)", "split", OPEN_WAY, meets=(CLASSIFY,)),
    Row("A7", "file", ("classified",), HEAD, "XLD-07: one year", "filed", OPEN_WAY, ("not_handled",),
        starts=(KEEP_FILED,), meets=(CLASSIFY,)),
    Row("B1", "report-head", ("received", "classified", "in-case"), BELOW, "§3.1: overdue below, new facts, harm"),
    Row("B2", "take-up-again", GONE, ALONE, "own order: the head alone", "classified", starts=(CLASSIFY,),
        meets=(KEEP_FILED,)),
    Row("B3", "answer-forwarder", ("classified", "in-case", *OUT), HEAD, "§3.1: reply to whoever forwarded it",
        needs=PASSED_ON),
    Row("B4", "urge", ("transferred",), OFFICE, "LTCD 26(2): its result is followed"),
    Row("B5", "record-reply", ("transferred", "answered"), OFFICE, "LTCD 27(2)", "answered"),
    Row("B6", "return-originals", ("in-case", *OUT), OFFICE, "XLD-06: at once when not accepted, after the decision"),
    Row("B7", "void", ("received", "classified", "in-case"), OFFICE, "no law: a mistaken entry", "void",
        meets=(CLASSIFY,)),
)  # fmt: skip

_OPEN, _AWAY = ("received", "assigned"), ("transferred", "urged")
FEEDBACK_ROWS = (
    Row("A1", "assign", ("received",), HEAD, "LTCD 26(2)", "assigned"),
    Row("A2", "notify", _OPEN, OFFICE, "LTCD 28(1), XLD-08: the notice in ten working days", meets=(CLASSIFY,)),
    Row("A3", "record-work", ("assigned",), OFFICE, "own order"),
    Row("A4", "answer", _OPEN, HEAD, "LTCD 28(1)", "answered", meets=(CLASSIFY,)),
    Row("A5", "transfer", _OPEN, HEAD, "LTCD 26(2): once per content", "transferred",
        (Need("the content was not transferred before", "LTCD 26"),), ("body",), meets=(CLASSIFY,)),
    Row("B1", "urge", _AWAY, OFFICE, "LTCD 26(2)", "urged"),
    Row("B2", "record-reply", _AWAY, OFFICE, "LTCD 27(2)", "replied"),
    Row("B3", "take-back", ("answered", "replied", *_AWAY), ALONE, "own order: the head alone", "assigned"),
    Row("C1", "close", ("answered", "replied"), OFFICE, "own order", "closed"),
    Row("C2", "void", _OPEN, OFFICE, "no law: a mistaken entry", "void", meets=(CLASSIFY,)),
)  # fmt: skip

# A condition that petitions of one kind alone must meet; of mixed contents all is asked (§3.1, axis 1).
_OF_A_KIND = frozenset({"complaint", "denunciation", "feedback"})


def way_on(past: History) -> bool:
    """Whether the latest sorting leaves this way open (the decision table of §3.1, guards of §6)."""
    sorting = past.last("classify")[1]
    kind, ours = sorting.get("content_kind"), sorting.get("competence") == "own"
    found, missing = set(sorting.get("circumstances", ())), set(sorting.get("missing", ()))
    incomplete = bool(missing if kind == "mixed" else missing - (_OF_A_KIND - {kind}))
    several = kind == "mixed" or "several-bodies" in found
    complaint = kind == "complaint"
    sent_back = complaint and bool(past.traits & {"deputy", "press"})
    known = found & {"guided-already", "transferred-already", "sent-to-competent"}
    return {
        "open-case": ours and not incomplete and not several,
        "guide": not ours and not sent_back and "guided-already" not in found,
        "transfer": not ours and not complaint and "transferred-already" not in found,
        "return": not ours,
        "split": several,
        "file": incomplete or (not ours and bool(known)),
    }[past.told["act"]]
