"""What the pages of cases share: their blueprint, the case that is asked for, who acts on it."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.cases.queries.cases import find_case
from caseapp.dossiers.acting import Acting
from caseapp.gazette import office_calendar
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.forms import VersionedForm
from caseapp.web.now import now, today

pages = Blueprint("cases", __name__)


def case_or_404(public_id: str) -> Any:
    """The case with everything of its own row; 404 alike when it is absent and when it may not be seen."""
    case = find_case(viewer(), public_id)
    if case is None:
        abort(404)
    return case


def roles_in(person: Viewer, unit_id: int) -> frozenset[str]:
    """The roles ``person`` holds in that very unit (or one merged into it): what the procedure asks for."""
    return frozenset(str(held.role) for held in person.held if unit_id in held.own)


def acting_on(case: Any, form: VersionedForm) -> Acting:
    """The viewer as the one who carries out ``form`` on ``case``; raises Refusal when the page is too old."""
    person = viewer()
    return Acting(
        dossier_id=case.id, unit_id=case.unit_id, version=form.seen_version(), by=person.account_id,
        roles=roles_in(person, case.unit_id), at=now(), today=today(), calendar=office_calendar(), form_key=form.key())
