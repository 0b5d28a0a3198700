"""What the pages of cases share: their blueprint and the case that is asked for."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.queries.cases import find_case, find_to_read
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.staff.viewer import viewer

pages = Blueprint("cases", __name__)


def case_or_404(public_id: str) -> Any:
    """The case with everything of its own row; 404 alike when it is absent and when it may not be seen."""
    return _shown(find_case(viewer(), public_id), public_id)


def case_to_read_or_404(public_id: str) -> Any:
    """The same for pages on which nothing is written: also a case that another unit handed over to the viewer's."""
    return _shown(find_to_read(viewer(), public_id), public_id)


def _shown(case: Any | None, public_id: str) -> Any:
    # A dispute of mediation has pages of its own; nothing of it is done under the cases' addresses.
    if case is None or case.kind == MEDIATION.code:
        abort(404)
    if case.kind in shown_kinds():      # the acts on a petition lie under the cases' addresses
        g.lies_under = page_of(case.kind, public_id)
    return case
