"""The pages of mediation: a mediator's own work, teams, the logbook, pay, figures."""
from __future__ import annotations

from flask import Flask, url_for

from caseapp.cases.kinds.mediation import MEDIATION, REGISTER
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.mediation import dispute, models, paying
from caseapp.mediation.views.blueprint import pages
from caseapp.web.language import gettext as _

__all__ = ["install"]

# Importing them hangs their views on the blueprint.
_PARTS = (
    dispute, models, paying,
)


def install(app: Flask) -> None:
    """Put the pages into the application, and let shared pages know disputes."""
    app.register_blueprint(pages)
    show_kind(app, Shown(
        kind=MEDIATION.code, page="/hoa-giai/vu/{}", home=lambda: (_("Hòa giải"), url_for("mediation.disputes")),
        registers=(REGISTER,), coded=lambda _words: [], states={state.code: state.label for state in MEDIATION.states}))
