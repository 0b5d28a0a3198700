"""What the page of a sealed case says of its envelope, to whom, and what is still missing."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from caseapp.cases.queries.denounced import keeper_of
from caseapp.cases.rules import KINDS
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Kept:
    """Who keeps the envelope; ``url``: the letters that wait, for whoever sends them."""

    keeper: str
    url: str


def kept_of(case: Any, person: Viewer) -> Kept | None:
    """Where the envelope lies, for those entrusted with all denunciations of the unit; a verifier need not know."""
    if not person.may_in(Can.READ_SEALED, case.unit_id):
        return None
    return Kept(keeper_of(case), url_for("cases.denouncer_letters") if person.may_in(Can.CUSTODY, case.unit_id) else "")


def sealed_doubts(case: Any) -> list[str]:
    """What a person still has to supply: who is accused, the number of the envelope."""
    if KINDS[case.kind].state(case.state).closed:
        return []
    found = []
    if not case.respondent:
        found.append(_("Chưa ghi người bị tố cáo."))
    if case.kind == "denunciation" and not case.envelope:
        found.append(_("Chưa ghi số phong bì niêm phong."))
    return found
