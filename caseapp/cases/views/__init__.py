"""The pages of cases: the list, a case, its acts, who works on it, notes."""
from __future__ import annotations

from flask import Flask

from caseapp.cases.commands.denouncing import follow_denunciation
from caseapp.cases.commands.second_instance import keep_sanction
from caseapp.cases.commands.set_aside import see_open
from caseapp.cases.shown import PAGE, show_cases
from caseapp.cases.views import (
    acts,
    assigning,
    bulk,
    case,
    correcting,
    denouncer,
    drafting,
    groups,
    handing_over,
    letters,
    linking,
    listing,
    measuring,
    mending,
    merging,
    narrowing,
    noting,
    printing,
    proposals,
    saved_lists,
    sealed_papers,
    second_instance,
)
from caseapp.cases.views.blueprint import pages
from caseapp.dossiers.acting import follow, watch_door
from caseapp.dossiers.shown import shown_kinds

__all__ = ["PAGE", "acts", "assigning", "bulk", "case", "correcting", "denouncer", "drafting", "groups", "handing_over",
           "install", "letters", "linking", "listing", "measuring", "mending", "merging", "narrowing", "noting",
           "printing", "proposals", "saved_lists", "sealed_papers", "second_instance"]

# Importing them hangs their views on the blueprint.
_PARTS = (acts, assigning, bulk, case, correcting, denouncer, drafting, groups, handing_over, letters, linking, listing,
          measuring, mending, merging, narrowing, noting, printing, proposals, saved_lists, sealed_papers,
          second_instance)


def install(app: Flask) -> None:
    """Put the pages of cases into the application, and let shared pages know every kind of case."""
    app.register_blueprint(pages)
    show_cases(app)
    app.jinja_env.globals["dossier_home"] = lambda kind: shown_kinds()[kind].home()
    follow(app, follow_denunciation)
    follow(app, keep_sanction)
    watch_door(app, see_open)
