"""The pages of rates of pay: what counts today and why, what was written down, a rate added, mended, taken out."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.law.mediation_pay import LOCAL, ceiling
from caseapp.mediation.commands import rates as acts
from caseapp.mediation.forms.pay import LinesForm, RateForm
from caseapp.mediation.paying import PAID_WORDS
from caseapp.mediation.queries.due import amounts
from caseapp.mediation.queries.rates import rate_of, rates_reaching, stamp_of
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.pay_desk import Desk, desk, done
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@pages.get("/hoa-giai/muc-chi")
@guarded(Can.PAY_MEDIATORS)
def rates() -> ResponseReturnValue:
    """What counts today for each thing that is paid, where it comes from, and every rate that was written down."""
    return _rates_page(desk())


@pages.route("/hoa-giai/muc-chi/moi", methods=["GET", "POST"])
@guarded(Can.APPROVE_PAY)
def rate_new() -> ResponseReturnValue:
    """A rate of the own unit."""
    here = desk()
    if not viewer().may_in(Can.APPROVE_PAY, here.unit.id):
        abort(404)
    form = RateForm(data={"from_on": today()})
    if form.validate_on_submit() and done(form, here.unit.id, lambda how: acts.add_rate(_given(form), how)):
        flash(_("Đã ghi mức chi."), "done")
        return redirect(here.address("mediation.rates"), 303)
    return _form_page(form, here, None)


@pages.route("/hoa-giai/muc-chi/<public_id>", methods=["GET", "POST"])
@guarded(Can.APPROVE_PAY)
def rate(public_id: str) -> ResponseReturnValue:
    """A rate mended; what it is for and from when it counts stay."""
    row = _rate_or_404(public_id)
    form = RateForm(data={
        "amount": row.amount, "until_on": row.until_on, "source": row.source, "confirmed": row.confirmed,
        "version": stamp_of(row)})
    del form.what, form.from_on
    if form.validate_on_submit() and done(
            form, row.unit_id, lambda how: acts.change_rate(public_id, form.seen_version(), _given(form, row), how),
            _("Mức này vừa có người sửa: nay là bản ở cột bên. Điều bạn ghi còn nguyên, xem lại rồi lưu.")):
        flash(_("Đã lưu mức chi."), "done")
        return redirect(url_for("mediation.rates"), 303)
    return _form_page(form, None, _rate_or_404(public_id))


@pages.post("/hoa-giai/muc-chi/<public_id>/xoa")
@guarded(Can.APPROVE_PAY)
def rate_remove(public_id: str) -> ResponseReturnValue:
    """A rate that was entered in error taken out."""
    row, form = _rate_or_404(public_id), LinesForm()
    if form.validate() and done(form, row.unit_id, lambda how: acts.remove_rate(public_id, form.seen_version(), how),
                                _("Mức này vừa có người sửa. Xem lại rồi xóa.")):
        flash(_("Đã xóa mức nhập nhầm. Danh sách đã lập giữ số tiền cũ."), "done")
        return redirect(url_for("mediation.rates"), 303)
    return _rates_page(desk(), form.problems()), 409


def _rates_page(here: Desk, problems: Any = ()) -> str:
    known, day = amounts(reading(), here.unit.id), today()
    written = rates_reaching(here.unit.id)
    names = {row.unit_id: row.unit_name for row in written}
    counting = [(what, known.on(what, day), ceiling(what, day)) for what in PAID_WORDS]
    return render_template(
        "mediation/rates.html", desk=here, counting=counting, written=written, names=names, words=PAID_WORDS,
        duty=LOCAL, problems=problems, keeps=viewer().may_in(Can.APPROVE_PAY, here.unit.id), day=day)


def _form_page(form: RateForm, here: Desk | None, row: Any) -> ResponseReturnValue:
    button = LinesForm(formdata=None)
    button.version.data = str(stamp_of(row)) if row else ""
    page = render_template("mediation/rate_form.html", form=form, desk=here, row=row, words=PAID_WORDS, button=button,
                           ceilings=[(what, ceiling(what, today())) for what in PAID_WORDS], duty=LOCAL)
    return page, 422 if form.is_submitted() else 200


def _rate_or_404(public_id: str) -> Any:
    return rate_of(public_id, viewer().units_for(Can.APPROVE_PAY)) or abort(404)


def _given(form: RateForm, row: Any = None) -> acts.GivenRate:
    return acts.GivenRate(row.what if row else form.what.data, form.amount.data,
                          row.from_on if row else form.from_on.data, form.until_on.data, form.source.data,
                          form.confirmed.data)
