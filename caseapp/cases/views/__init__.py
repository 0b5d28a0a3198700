"""The pages of cases: the list, a case, its acts, who works on it, notes."""
from __future__ import annotations

from flask import Flask, url_for

from caseapp.cases.kinds.complaint import COMPLAINT, REGISTER
from caseapp.cases.views import (
    acts,
    assigning,
    case,
    correcting,
    drafting,
    listing,
    mending,
    noting,
    printing,
    proposals,
)
from caseapp.cases.views.blueprint import pages
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.web.language import gettext as _

__all__ = ["PAGE", "acts", "assigning", "case", "correcting", "drafting", "install", "listing", "mending", "noting",
           "printing", "proposals"]

PAGE = "/vu-viec/{}"
# Importing them hangs their views on the blueprint.
_PARTS = (acts, assigning, case, correcting, drafting, listing, mending, noting, printing, proposals)


def install(app: Flask) -> None:
    """Put the pages of cases into the application, and let shared pages know the complaint."""
    app.register_blueprint(pages)
    show_kind(app, Shown(
        kind=COMPLAINT.code, page=PAGE, home=lambda: (_("Vụ việc"), url_for("cases.case_list")), registers=(REGISTER,),
        coded=lambda _words: [], states={state.code: state.label for state in COMPLAINT.states}))
