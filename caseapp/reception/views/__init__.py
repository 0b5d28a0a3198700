"""The pages of the counter: desk, queue, new visit, a visit and the acts on it, correction."""
from __future__ import annotations

from flask import Flask

from caseapp.dossiers.acting import follow
from caseapp.dossiers.drafts import Sieve
from caseapp.petitions.denouncing import SecretDesk, denounce_at
from caseapp.reception import print_views, register_views
from caseapp.reception.commands.answering import answer_visits
from caseapp.reception.commands.denouncing import see_visit_envelopes
from caseapp.reception.commands.findable import find_everywhere
from caseapp.reception.forms.drafting import draftable, kind_of
from caseapp.reception.models import Matter
from caseapp.reception.queries.authored import sealed_by
from caseapp.reception.views import acts, barring, correcting, denouncing, desk, listing, logging, people, visit
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.blueprint import pages
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from caseapp.staff.named import on_named
from caseapp.staff.trusted import on_trust

__all__ = ["acts", "barring", "correcting", "denouncing", "desk", "install", "listing", "logging", "people", "visit"]

# Importing them hangs their views on the blueprint.
_PARTS = (desk, logging, listing, visit, acts, correcting, barring, denouncing, people)


def install(app: Flask) -> None:
    """Put the pages of reception into the application; drafts are sieved, new names compared with the accused."""
    app.register_blueprint(pages)
    app.extensions.setdefault("draft_filters", {})["visit"] = Sieve(
        draftable, nameless=lambda fields: kind_of(fields) == Matter.DENUNCIATION)
    follow(app, answer_visits)
    follow(app, see_visit_envelopes)
    on_named(barring.hear_named)
    on_trust(sealed_by)
    denounce_at(app, SecretDesk(Accounts, check_secrecy, propose_envelope, find_everywhere))
    register_views.install(app)
    print_views.install(app)
