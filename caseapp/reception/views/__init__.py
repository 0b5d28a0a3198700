"""The pages of the counter: desk, queue, new visit, a visit and the acts on it, correction."""
from __future__ import annotations

from flask import Flask

from caseapp.reception import print_views, register_views
from caseapp.reception.forms.drafting import draftable
from caseapp.reception.views import acts, correcting, desk, listing, logging, people, visit
from caseapp.reception.views.blueprint import pages

__all__ = ["acts", "correcting", "desk", "install", "listing", "logging", "people", "visit"]

# Importing them hangs their views on the blueprint.
_PARTS = (desk, logging, listing, visit, acts, correcting, people)


def install(app: Flask) -> None:
    """Put the pages of reception into the application: counter, register, papers; and the sieve of its drafts."""
    app.register_blueprint(pages)
    app.extensions.setdefault("draft_filters", {})["visit"] = draftable
    register_views.install(app)
    print_views.install(app)
