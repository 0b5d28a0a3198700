"""The page of a petition: what it says, how it came, and the case it lives in."""
from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.petition import PETITION, REGISTER, VOID
from caseapp.cases.rules import KINDS
from caseapp.cases.views.linked import tell_of
from caseapp.dossiers.acting import follow
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.queries import names_of
from caseapp.dossiers.shown import Shown, page_of, show_kind
from caseapp.petitions.commands import cancel_with_case
from caseapp.petitions.models import CHANNEL_WORDS
from caseapp.petitions.queries import channels_of, find_petition, links_of
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _

pages = Blueprint("petitions", __name__)


def install(app: Flask) -> None:
    """Put the page into the application, and let shared pages know the petition."""
    app.register_blueprint(pages)
    follow(app, cancel_with_case)
    show_kind(app, Shown(
        kind=PETITION.code, page="/don/{}", home=lambda: (_("Vụ việc"), url_for("cases.case_list")),
        registers=(REGISTER,), coded=lambda _words: [], states={state.code: state.label for state in PETITION.states}))
    tell_of(app, PETITION.code, _channel_words)


def _channel_words(ids: Sequence[int]) -> dict[int, str]:
    """How each petition came: “bưu chính”."""
    return {dossier: _(CHANNEL_WORDS[channel]) for dossier, channel in channels_of(ids).items()}


@pages.get("/don/<public_id>")
@guarded(Can.READ_DOSSIERS)
def petition(public_id: str) -> ResponseReturnValue:
    """A petition that was registered; everything that happens to it happens in its case."""
    row = find_petition(viewer(), public_id)
    if row is None:
        abort(404)
    void = row.state == VOID.code
    linked = [(number_of(one), page_of(one.kind, one.public_id), one) for one in links_of(viewer(), row.id)]
    return render_template(
        "petitions/petition.html", petition=row, number=number_of(row), channels=CHANNEL_WORDS, void=void,
        people=[] if void else names_of([row.id]).get(row.id, []), state=PETITION.state(row.state), linked=linked,
        case=next((one for one in linked if one[2].kind in KINDS), None))
