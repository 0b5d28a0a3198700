"""What stands in the form of sorting a petition before anybody chooses: its kind as taken in, or the last sorting."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from caseapp.cases.rules import details_of
from caseapp.cases.views.asked import Asked
from caseapp.petitions.queries import how_it_came

SORTING: Final = "classify"


def sorted_before(asked: Asked) -> Mapping[str, Any]:
    """Inputs of the act of sorting that are known already; of every other act nothing."""
    if asked.action.code != SORTING:
        return {}
    last = next((details_of(act) for act in reversed(asked.acts) if act.code == SORTING), None)
    if last is not None:
        return {name: value for name, value in last.items() if name != "note"}
    kind = how_it_came(asked.case.id).content_kind
    return {"content_kind": kind} if kind else {}
