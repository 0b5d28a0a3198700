"""The steps of a list of payments: the request came in, the head approves or sends back, it was paid out."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.errors import LawError
from caseapp.law.mediation import PAYMENT
from caseapp.law.sentences import length_line
from caseapp.mediation.commands import pay_steps as acts
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.forms.pay import ApproveForm, LinesForm, PaidForm, RequestForm
from caseapp.mediation.paying import Stage
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.pay_desk import done, list_or_404
from caseapp.mediation.views.pay_lists import list_page
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@pages.route("/hoa-giai/thu-lao/<public_id>/de-nghi", methods=["GET", "POST"])
@guarded(Can.PAY_MEDIATORS)
def pay_ask(public_id: str) -> ResponseReturnValue:
    """The day of the request for payment, from which the last day to pay is counted."""
    row = _list(public_id, Stage.DRAFT, Stage.APPROVED)
    form = RequestForm(data={"requested_on": row.requested_on or today(), "version": row.version})
    return _step(row, form, _("Ghi ngày nhận giấy đề nghị"), _("Đã ghi. Hạn chi tính từ ngày nhận giấy đề nghị."),
                 lambda how: acts.ask_payment(public_id, form.seen_version(), form.requested_on.data,
                                              office_calendar(), how))


@pages.route("/hoa-giai/thu-lao/<public_id>/duyet", methods=["GET", "POST"])
@guarded(Can.APPROVE_PAY)
def pay_approve(public_id: str) -> ResponseReturnValue:
    """The head's approval."""
    row = _list(public_id, Stage.DRAFT, can=Can.APPROVE_PAY)
    form = ApproveForm(data={"approved_on": today(), "version": row.version})
    return _step(row, form, _("Duyệt danh sách"), _("Đã duyệt danh sách."), lambda how: acts.approve(
        public_id, form.seen_version(), form.approved_on.data, form.document.data or "", how))


@pages.post("/hoa-giai/thu-lao/<public_id>/tra-lai")
@guarded(Can.APPROVE_PAY)
def pay_send_back(public_id: str) -> ResponseReturnValue:
    """An approval taken back before anything is paid."""
    row, form = _list(public_id, can=Can.APPROVE_PAY), LinesForm()
    if form.validate() and done(form, row.unit_id, lambda how: acts.send_back(public_id, form.seen_version(), how)):
        flash(_("Đã trả lại: danh sách lại sửa được."), "done")
        return redirect(url_for("mediation.pay_list", public_id=public_id), 303)
    return list_page(list_or_404(public_id), form), 409


@pages.route("/hoa-giai/thu-lao/<public_id>/da-chi", methods=["GET", "POST"])
@guarded(Can.PAY_MEDIATORS)
def pay_paid(public_id: str) -> ResponseReturnValue:
    """The day on which it was paid out."""
    row = _list(public_id, Stage.APPROVED)
    form = PaidForm(data={"paid_on": today(), "version": row.version})
    return _step(row, form, _("Ghi đã chi"), _("Đã ghi ngày chi."),
                 lambda how: acts.pay(public_id, form.seen_version(), form.paid_on.data, how,
                                       nonetheless=bool(form.nonetheless.data)))


def _list(public_id: str, *stages: str, can: Can = Can.PAY_MEDIATORS) -> Any:
    """A list whose step is the viewer's to take; a step that is over leads back to the list."""
    row = list_or_404(public_id)
    if not viewer().may_in(can, row.unit_id):
        abort(404)
    if stages and row.stage not in stages:
        flash(_("Danh sách đã qua bước này."), "error")
        abort(redirect(url_for("mediation.pay_list", public_id=public_id), 303))
    return row


def _step(row: Any, form: VersionedForm, heading: str, said: str,
          act: Callable[[Paying], object]) -> ResponseReturnValue:
    if form.validate_on_submit() and done(form, row.unit_id, act):
        flash(said, "done")
        return redirect(url_for("mediation.pay_list", public_id=row.public_id), 303)
    return render_template("mediation/pay_step.html", row=list_or_404(row.public_id), form=form, heading=heading,
                           rule=_rule(), limit=PAYMENT.wordings[-1]), 422 if form.is_submitted() else 200


def _rule() -> str:
    """The limit as it counts for a request of today."""
    try:
        return length_line(count(PAYMENT, today(), office_calendar()), _)
    except LawError as problem:
        return problem.words(_)
