"""The pages of petitions: the list, taking one in, one petition and what is to be done with it."""
from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, url_for

from caseapp.cases.kinds.feedback import FEEDBACK
from caseapp.cases.kinds.feedback import REGISTER as FEEDBACK_REGISTER
from caseapp.cases.kinds.petition import PETITION, REGISTER
from caseapp.cases.views.acts import begin_with
from caseapp.cases.views.linked import tell_of
from caseapp.dossiers.acting import follow
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.petitions.commands import cancel_with_case
from caseapp.petitions.models import CHANNEL_WORDS
from caseapp.petitions.opening_cases import note_sorting, open_its_case
from caseapp.petitions.queries import channels_of
from caseapp.petitions.views import bodies, book_cases, drafting, intake, listing, page, sealing
from caseapp.petitions.views.blueprint import pages
from caseapp.petitions.views.sorting import sorted_before
from caseapp.web.language import gettext as _

__all__ = ["bodies", "book_cases", "drafting", "install", "intake", "listing", "page", "sealing"]


def install(app: Flask) -> None:
    """Put the pages into the application, and let shared pages know petitions and feedback."""
    app.register_blueprint(pages)
    for follower in (note_sorting, open_its_case, cancel_with_case):
        follow(app, follower)
    show_kind(app, Shown(
        kind=PETITION.code, page="/don/{}", home=lambda: (_("Đơn"), url_for("petitions.petition_list")),
        registers=(REGISTER,), coded=lambda _words: [], states={state.code: state.label for state in PETITION.states}))
    show_kind(app, Shown(
        kind=FEEDBACK.code, page="/vu-viec/{}", home=lambda: (_("Vụ việc"), url_for("cases.case_list")),
        registers=(FEEDBACK_REGISTER,), coded=lambda _words: [],
        states={state.code: state.label for state in FEEDBACK.states}))
    tell_of(app, PETITION.code, _channel_words)
    begin_with(app, PETITION.code, sorted_before)


def _channel_words(ids: Sequence[int]) -> dict[int, str]:
    """How each petition came: “bưu chính”."""
    return {dossier: _(CHANNEL_WORDS[channel]) for dossier, channel in channels_of(ids).items()}
