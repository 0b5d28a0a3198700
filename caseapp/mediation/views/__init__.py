"""The pages of mediation: a mediator's own work, teams, the logbook, pay, figures."""
from __future__ import annotations

from flask import Flask, url_for

from caseapp.cases.kinds.mediation import MEDIATION, REGISTER
from caseapp.dossiers.acting import follow, watch_acts
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.mediation import dispute, models, paying
from caseapp.mediation.commands.following import keep_dispute
from caseapp.mediation.commands.following_up import heed_promises, see_promises_ended, see_who_mediates
from caseapp.mediation.views import (
    acts,
    figures,
    going_on,
    importing,
    logbook,
    opening,
    own,
    page,
    pay_lists,
    pay_papers,
    pay_steps,
    people,
    photos,
    printing,
    promises,
    rates,
    receipts,
    results,
    saving,
    teams,
)
from caseapp.mediation.views.blueprint import pages
from caseapp.web.language import gettext as _

__all__ = ["install"]

# Importing them hangs their views on the blueprint.
_PARTS = (
    dispute, models, paying, figures, logbook,
    teams, people, importing,
    pay_lists, pay_steps, pay_papers, rates,
    acts, going_on, opening, own, page, photos, printing, promises, receipts, results, saving,
)


def install(app: Flask) -> None:
    """Put the pages into the application, and let shared pages know disputes."""
    app.register_blueprint(pages)
    follow(app, keep_dispute)
    follow(app, heed_promises)
    watch_acts(app, see_who_mediates)
    watch_acts(app, see_promises_ended)
    show_kind(app, Shown(
        kind=MEDIATION.code, page="/hoa-giai/vu/{}", home=lambda: (_("Hòa giải"), url_for("mediation.disputes")),
        registers=(REGISTER,), coded=lambda _words: [], states={state.code: state.label for state in MEDIATION.states}))
