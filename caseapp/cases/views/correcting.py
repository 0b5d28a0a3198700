"""Correcting what a case is about, visibly; two people correcting at once see both versions, nothing typed is lost."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.mending import MENDING_CASE, mend_case
from caseapp.cases.forms.correcting import NAMES, CaseForm, written
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.models import CONTESTED_WORDS
from caseapp.cases.queries.cases import clocks_of
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import last_change
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.fields import LABELS as FIELD_LABELS
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import show_date
from caseapp.web.access import guarded
from caseapp.web.compare import conflict
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused


@pages.route("/vu-viec/<public_id>/sua", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def correct_case(public_id: str) -> ResponseReturnValue:
    """The correction form; ``pick-…`` fields come from the page that lays two versions side by side."""
    case = case_or_404(public_id)
    if not MENDING_CASE & roles_in(viewer(), case.unit_id):
        abort(404)
    if case.state == VOID.code:
        raise Refusal(_("Số này đã hủy, không sửa được."))
    form = CaseForm(case)
    if request.method == "GET":
        form.show(case)
        return _page(case, form)
    seen = {name: request.form.get(f"seen-{name}", "") for name in NAMES}
    for name in NAMES:      # where the saved version was picked, it takes the place of what was typed
        if request.form.get(f"pick-{name}") == "saved":
            form.fill(name, written(getattr(case, name)))
    if request.form.get("step") == "edit":
        return _page(case, form)
    if not form.validate():
        return _page(case, form, seen), 422
    return _save(case, form, seen)


def _save(case: Any, form: CaseForm, seen: dict[str, str]) -> ResponseReturnValue:
    home = redirect(page_of(case.kind, case.public_id), 303)
    before = _due_days(case)
    try:
        changed = mend_case(form.changes(), acting_on(case, form))
    except FormKeyUsed:
        flash(_("Bản sửa này đã được lưu từ lần bấm trước."), "done")
        return home
    except Stale:
        return _conflict(case_or_404(case.public_id), form, seen), 409
    except Refusal as refused:
        form.take(refused)
        return _page(case, form, seen), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(_("Đã sửa. Giá trị cũ và mới ghi trong nhật ký.") if changed else _("Không có gì khác để sửa."), "done")
    for old, new in zip(before, _due_days(case), strict=True):
        if old != new and old is not None and new is not None:
            flash(_("Hạn %(old)s thành %(new)s: tính lại từ ngày nhận đơn. Giấy tính cũ còn giữ bên cạnh.",
                    old=show_date(old), new=show_date(new)), "done")
    return home


def _due_days(case: Any) -> list[Any]:
    return [clock.due_on for clock in clocks_of(case.id)]


def _page(case: Any, form: CaseForm, seen: dict[str, str] | None = None) -> str:
    stored = {name: written(getattr(case, name)) for name in NAMES}
    return render_template("cases/correct.html", case=case, number=number_of(case), form=form, names=NAMES,
                           seen=seen or stored, home=shown_kinds()[case.kind].home(),
                           back=page_of(case.kind, case.public_id))


def _conflict(case: Any, form: CaseForm, seen: dict[str, str]) -> str:
    """Both versions side by side; posting it again carries the version that is saved now."""
    saved = {name: written(getattr(case, name)) for name in NAMES}
    yours = {name: form.typed(name) for name in NAMES}
    labels = {name: str(form[name].label.text) for name in NAMES}
    rows = conflict(labels, *({name: _words(name, side[name]) for name in NAMES} for side in (seen, saved, yours)))
    return render_template(
        "cases/correct_conflict.html", case=case, number=number_of(case), form=CaseForm(case, formdata=None), rows=rows,
        saved=saved, yours=yours, names=NAMES, last=last_change(case.id), same=len(NAMES) - len(rows))


def _words(name: str, value: str) -> str:
    """What a field would send, as people read it."""
    if name == "field":
        return _(FIELD_LABELS.get(value, value))
    return _(CONTESTED_WORDS.get(value, value)) if name == "contested" else value
