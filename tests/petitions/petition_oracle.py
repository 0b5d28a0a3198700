"""What the law says of sorted petitions (law §3.1 and the guards of §6), written down apart from the procedure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

KINDS = ("complaint", "feedback", "mixed")
CHANNELS = ("post", "authority", "deputy", "press")
COMPETENCE = ("own", "other", "below", "outside")
CIRCUMSTANCES = ("", "guided-already", "transferred-already", "sent-to-competent", "overdue-below", "final-new-facts",
                 "irreparable", "several-bodies")
MISSING = ("", "dated", "complaint", "feedback")
WAYS_ON = ("open-case", "guide", "transfer", "return", "split", "file")


@dataclass(frozen=True, slots=True)
class Case:
    """A petition as it was sorted: one circumstance, one condition missing at most."""

    kind: str
    channel: str
    competence: str
    circumstance: str
    missing: str

    @property
    def ours(self) -> bool:
        return self.competence == "own"

    @property
    def forwarded(self) -> bool:
        return self.channel != "post"

    @property
    def incomplete(self) -> bool:
        """What another kind of petition must have is not missing in this one; of mixed contents all is asked."""
        if self.missing in ("complaint", "feedback"):
            return self.kind in (self.missing, "mixed")
        return bool(self.missing)

    @property
    def several(self) -> bool:
        return self.kind == "mixed" or self.circumstance == "several-bodies"


def every_case() -> list[Case]:
    return [Case(*one) for one in product(KINDS, CHANNELS, COMPETENCE, CIRCUMSTANCES, MISSING)]


def allowed(case: Case) -> frozenset[str]:
    """The ways on that the law leaves open."""
    found = set()
    if case.ours and not case.incomplete and not case.several:
        found.add("open-case")                                     # LTCD 26: what is ours and whole is dealt with here
    if not case.ours:
        returned = case.kind == "complaint" and case.channel in ("deputy", "press")
        if case.circumstance != "guided-already" and not returned:
            found.add("guide")                                     # XLD-05: once; a forwarded complaint goes back
        if case.kind != "complaint" and case.circumstance != "transferred-already":
            found.add("transfer")                                  # a complaint is never transferred; once per content
        if case.forwarded:
            found.add("return")
    if case.several:
        found.add("split")                                         # LTCD 25(3)
    done_before = case.circumstance in ("guided-already", "transferred-already", "sent-to-competent")
    if case.incomplete or (done_before and not case.ours):
        found.add("file")
    return frozenset(found)


def proposed(case: Case) -> str:
    """The act of the decision table of §3.1, row by row in its order of strength."""
    if case.competence == "outside":
        return _elsewhere(case)
    if case.several:
        return "split"
    if case.incomplete:
        return "file"
    if not case.ours and case.circumstance in ("sent-to-competent", "guided-already"):
        return "file"
    if case.kind == "feedback":
        return "open-case" if case.ours else "file" if case.circumstance == "transferred-already" else "transfer"
    if case.circumstance == "final-new-facts":
        return "report-head"
    if case.ours:
        return "open-case"
    if case.circumstance == "overdue-below" and case.competence == "below":
        return "report-head"
    return "return" if case.channel in ("deputy", "press") else "guide"


def _elsewhere(case: Case) -> str:
    """Courts, enforcement, elected and party bodies: guide or transfer to them."""
    open_ways = allowed(case)
    return next(one for one in ("transfer", "guide", "return", "file") if one in open_ways)
