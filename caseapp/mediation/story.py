"""What the acts of a dispute say of its end, its record and its warning: the columns that lists and figures read."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from caseapp.cases.practice import Recorded
from caseapp.cases.rules import details_of
from caseapp.mediation.dispute import Outcome

ENDS: Final[Mapping[str, tuple[Outcome, str]]] = {
    "settle": (Outcome.SETTLED, "agreed"), "fail": (Outcome.FAILED, "no-prospect"),
    "stop": (Outcome.STOPPED, "party-stops"), "refer": (Outcome.REFERRED, ""),
}
"""What each act that ends a mediation makes of it, and why it ended: a code of ``law.mediation_duties.ENDED_BY``."""
NO_END: Final[Mapping[str, Any]] = {
    "outcome": None, "ended_on": None, "ended_by": "", "agreement": "", "record_on": None, "barred": "",
}
NO_LONGER_ENDED: Final = frozenset({"continue", "reopen", "void"})


def story_of(acts: Iterable[Recorded]) -> dict[str, Any]:
    """Values of ``Dispute`` by column, as far as any act says something of them: an old book may have said the rest."""
    found: dict[str, Any] = {}
    for act in acts:
        told = details_of(act)
        if act.code in ENDS:
            outcome, why = ENDS[act.code]
            asked = "" if outcome is Outcome.REFERRED else told.get("summary", "")
            found |= {**NO_END, "outcome": outcome, "ended_on": act.happened_on, "ended_by": why, "agreement": asked,
                      "barred": told.get("barred", "")}
        elif act.code in NO_LONGER_ENDED:
            found |= NO_END
        elif act.code == "draw-record":
            found["record_on"] = act.happened_on
        elif act.code == "warn":
            found |= {"urgent_on": act.happened_on, "passed_on": None}
        elif act.code == "pass-warning":
            found["passed_on"] = act.happened_on
    return found
