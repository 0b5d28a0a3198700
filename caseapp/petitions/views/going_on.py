"""Where somebody goes on who has just saved a petition."""
from __future__ import annotations

from typing import Any

from flask import url_for

from caseapp.dossiers.queries import find_dossier
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.staff.viewer import viewer


def page_or_list(dossier: Any) -> str:
    """The page of what was saved; whoever may not open it goes back to the list."""
    seen = find_dossier(viewer(), dossier.public_id)
    known = seen is not None and dossier.kind in shown_kinds()
    return page_of(dossier.kind, dossier.public_id) if known else url_for("petitions.petition_list")
