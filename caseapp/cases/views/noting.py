"""Writing an internal note on the page of a case."""
from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.assigning import NOTING, add_note
from caseapp.cases.forms.noting import NoteForm
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.case import case_page
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused


@pages.post("/vu-viec/<public_id>/ghi-chu")
@guarded(Can.READ_DOSSIERS)
def note(public_id: str) -> ResponseReturnValue:
    """Write a note down; one that is empty or too long comes back on the page of the case, with what was typed."""
    row = case_or_404(public_id)
    if not NOTING & roles_in(viewer(), row.unit_id):
        abort(404)
    if row.state == VOID.code:
        raise Refusal(_("Số này đã hủy, không ghi thêm."))
    form = NoteForm(row)
    home = redirect(url_for("cases.case", public_id=public_id, _anchor="timeline"), 303)
    if not form.validate():
        return case_page(row, form), 422
    try:
        add_note(form.text.data, acting_on(row, form))
    except FormKeyUsed:
        flash(_("Ghi chú này đã được lưu từ lần bấm trước."), "done")
        return home
    except Stale:
        row = case_or_404(public_id)
        form.form_errors.append(_("Hồ sơ vừa có người ghi thêm. Ghi chú của bạn còn nguyên: xem lại rồi lưu."))
        form.version.data = str(row.version)
        return case_page(row, form), 409
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(_("Đã lưu ghi chú nội bộ."), "done")
    return home
