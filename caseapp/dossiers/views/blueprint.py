"""The blueprint of the shared pages, and how one of them finds its dossier."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.dossiers.commands import number_of
from caseapp.dossiers.queries import find_dossier
from caseapp.dossiers.shown import shown_kinds
from caseapp.staff.viewer import viewer

dossiers = Blueprint("dossiers", __name__)


def dossier_or_404(public_id: str) -> Any:
    """The dossier the viewer asks for; 404 alike when it is absent and when it may not be seen."""
    dossier = find_dossier(viewer(), public_id) if viewer() else None
    if dossier is None or dossier.kind not in shown_kinds():
        abort(404)
    return dossier


def number_words(row: Any) -> str:
    """The number of a row that carries register, year and number: ``TCD 2026/0931``."""
    return number_of(row)
