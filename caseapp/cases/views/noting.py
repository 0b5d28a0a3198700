"""Writing an internal note on the page of a case."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.assigning import NOTING, add_note
from caseapp.cases.forms.noting import NoteForm
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.queries.colleagues import colleagues
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.case import case_page
from caseapp.cases.views.markup import NOTE_HINT
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused

PICKS = "picks"      # the form was sent from the page on which colleagues are chosen


@pages.route("/vu-viec/<public_id>/ghi-chu", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def note(public_id: str) -> ResponseReturnValue:
    """Write a note down; one that is empty or too long comes back on the page of the case, with what was typed.

    Whom it calls is chosen on a page of its own, to which the typed text goes along.
    """
    row = case_or_404(public_id)
    if not NOTING & roles_in(viewer(), row.unit_id):
        abort(404)
    if row.state == VOID.code:
        raise Refusal(_("Số này đã hủy, không ghi thêm."))
    people = [one for one in colleagues(reading(), row, today()) if one.id != viewer().account_id] if _picks() else ()
    form = NoteForm(row, people)
    if request.method == "GET" or "choose" in request.form:
        return _note_page(row, form)
    home = redirect(url_for("cases.case", public_id=public_id, _anchor="timeline"), 303)
    if not form.validate():
        return _again(row, form), 422
    try:
        add_note(form.text.data, acting_on(row, form), form.mentions.data or ())
    except FormKeyUsed:
        flash(_("Ghi chú này đã được lưu từ lần bấm trước."), "done")
        return home
    except Stale:
        row = case_or_404(public_id)
        form.form_errors.append(_("Hồ sơ vừa có người ghi thêm. Ghi chú của bạn còn nguyên: xem lại rồi lưu."))
        form.version.data = str(row.version)
        return _again(row, form), 409
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(_("Đã lưu ghi chú nội bộ."), "done")
    return home


def _picks() -> bool:
    """Whether colleagues are to be chosen from: the page of the case offers none, the text alone names them there."""
    return request.method == "GET" or bool({"choose", PICKS} & request.form.keys())


def _again(row: Any, form: NoteForm) -> str:
    """The page the note was sent from, with what was typed."""
    return _note_page(row, form) if PICKS in request.form else case_page(row, form)


def _note_page(row: Any, form: NoteForm) -> str:
    return render_template("cases/note.html", case=row, picks=PICKS, number=number_of(row), form=form, hint=NOTE_HINT)
