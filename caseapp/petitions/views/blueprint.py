"""What the pages of petitions share: their blueprint, and the petition that is asked for."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.queries.cases import find_case
from caseapp.staff.viewer import viewer

pages = Blueprint("petitions", __name__)


def petition_or_404(public_id: str) -> Any:
    """The petition with everything of its file; 404 alike when it is absent and when it may not be seen."""
    row = find_case(viewer(), public_id)
    if row is None or row.kind != PETITION.code:
        abort(404)
    return row
