"""What the office is proposed to do with a petition that was sorted: the decision table's answer, as an act to do."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.kinds.petition_practice import sorted_as
from caseapp.cases.practice import Filed
from caseapp.law.decision_table import Proposed, decide
from caseapp.law.petition_choices import WAYS
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts

# Each way of the table as acts of the procedure, the likeliest first: the first that no condition bars is proposed.
ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "propose-complaint": ("open-case",), "decline-complaint": ("open-case",), "propose-feedback": ("open-case",),
    "guide": ("guide",), "guide-one": ("guide",), "return": ("return",), "transfer-feedback": ("transfer", "file"),
    "split": ("split",), "file-away": ("file",), "report-overdue": ("report-head",), "review-final": ("report-head",),
    "stay-first": ("report-head",), "reply-forwarder": ("answer-forwarder",),
    "other-bodies": ("transfer", "guide", "return", "file"), "information": ("transfer", "guide"),
}
# What the head is told once, and by which word the report says so.
REPORTED: Final = {"report-overdue": "overdue-below", "review-final": "final-new-facts", "stay-first": "irreparable"}
SENT_ONCE: Final = mark("Nội dung này đã được chuyển một lần: lưu đơn, đôn đốc ở đơn đã chuyển")
OUTSIDE_ADVICE: Final = frozenset({"guide", "transfer"})


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do: the line of the table it stands in, and the act that carries it out.

    ``act`` None: no act of the procedure fits, ``barred`` says why. ``why``: a marked sentence.
    """

    line: Proposed
    act: Action | None
    why: str
    barred: str = ""

    @property
    def words(self) -> str:
        """What is to be done, as the law's list of ways calls it; what no way was found for is called by its reason."""
        if self.act is not None and self.act.code == "file" and self.line.way != "file-away":
            return WAYS["file-away"].text
        return WAYS[self.line.way].text if self.line.way else self.line.why

    @property
    def names_body(self) -> bool:
        """Whether somebody else must be named who is competent."""
        return self.act is not None and self.act.code in OUTSIDE_ADVICE


@dataclass(frozen=True, slots=True)
class Advised:
    """The proposal, and what must be done beside it."""

    main: Advice
    beside: Sequence[Advice]


def advise(case: Filed, told: Sequence[tuple[str, Mapping[str, Any]]], facts: Facts) -> Advised | None:
    """The answer of the decision table to the latest sorting (LTCD 25, 26); None while nobody has sorted it.

    ``told``: code and inputs of the acts that were done, in order; what was reported since is not proposed again.
    """
    place = max((at for at, (code, _details) in enumerate(told) if code == "classify"), default=None)
    if place is None:
        return None
    since = told[place + 1:]
    reported = {str(details.get("report_why")) for code, details in since if code == "report-head"}
    answered = any(code == "answer-forwarder" for code, _details in since)
    main, *beside = decide(sorted_as(case, told[place][1], reported))
    left = [one for one in beside if not (answered and one.way == "reply-forwarder")]
    return Advised(_advice(main, facts), [_advice(one, facts) for one in left])


def _advice(line: Proposed, facts: Facts) -> Advice:
    barred = ""
    for code in ACTS.get(line.way, ()):
        action = PETITION.action(code)
        flaw = next((guard for guard in action.only_if if not guard.holds(facts)), None)
        if flaw is None:
            sent_once = code == "file" and line.way != "file-away"
            return Advice(line, action, SENT_ONCE if sent_once else line.why)
        barred = barred or flaw.reason
    return Advice(line, None, line.why, barred)
