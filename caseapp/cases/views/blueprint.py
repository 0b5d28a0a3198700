"""What the pages of cases share: their blueprint and the case that is asked for."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.cases.queries.cases import find_case
from caseapp.staff.viewer import viewer

pages = Blueprint("cases", __name__)


def case_or_404(public_id: str) -> Any:
    """The case with everything of its own row; 404 alike when it is absent and when it may not be seen."""
    case = find_case(viewer(), public_id)
    if case is None:
        abort(404)
    return case
