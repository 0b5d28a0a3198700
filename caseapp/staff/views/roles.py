"""Pages of the administrator on dated roles and on who stands in for whom."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from caseapp.staff import queries
from caseapp.staff.commands import roles as acts
from caseapp.staff.consent import GUARDED
from caseapp.staff.forms import ConfirmForm, EndRoleForm, GrantForm, SubstitutionForm
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.views.blueprint import (
    account_or_404,
    done,
    guarded_names,
    pages,
    reach,
    unit_choices,
    unit_or_404,
    waits,
)
from caseapp.web.access import guarded
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today

_NEXT_DAY = timedelta(days=1)      # forms say the last day, rows keep the first day no longer


@pages.route("/quan-tri/tai-khoan/<public_id>/vai-tro", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def role_add(public_id: str) -> ResponseReturnValue:
    """A role in a unit, from a day on."""
    account = account_or_404(public_id)
    form = GrantForm(data={"unit": account.unit_public_id, "valid_from": today()})
    form.unit.choices = unit_choices()
    if form.validate_on_submit():
        unit, last = unit_or_404(form.unit.data), form.valid_to.data
        asked: list[str | None] = []
        if done(form, lambda acting: asked.append(
                acts.grant_role(public_id, Role(form.role.data), unit.id, form.valid_from.data,
                                last + _NEXT_DAY if last else None, acting))):
            if asked and asked[0]:
                return waits(asked[0])
            flash(_("Đã trao vai trò. Người này đăng nhập lại để bắt đầu."), "done")
            return _to_page(public_id)
    return render_template("staff/role_form.html", form=form, account=account,
                           guarded=guarded_names()), _status(form)


@pages.route("/quan-tri/tai-khoan/<public_id>/vai-tro/<grant_id>/thoi", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def role_end(public_id: str, grant_id: str) -> ResponseReturnValue:
    """The end of a role."""
    account = account_or_404(public_id)
    grant = _grant_or_404(account, grant_id)
    form = EndRoleForm(data={"valid_to": today()})
    if form.validate_on_submit() and done(
            form, lambda acting: acts.end_role(public_id, grant_id, form.valid_to.data, acting)):
        flash(_("Đã ghi ngày thôi giữ vai trò."), "done")
        return _to_page(public_id)
    return render_template("staff/role_end.html", form=form, account=account, grant=grant,
                           role_names=ROLE_NAMES), _status(form)


@pages.route("/quan-tri/tai-khoan/<public_id>/vai-tro/<grant_id>/lam-thay", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def substitution_add(public_id: str, grant_id: str) -> ResponseReturnValue:
    """Somebody of the same unit acts in this role for a time."""
    account = account_or_404(public_id)
    grant = _grant_or_404(account, grant_id)
    form = SubstitutionForm(data={"valid_from": today()})
    form.deputy.choices = [
        SelectChoice(row.public_id, f"{row.display_name}, {row.title}" if row.title else row.display_name)
        for row in queries.deputies(grant.unit_id, account.id, reach())]
    asked: list[str | None] = []
    if form.validate_on_submit() and done(form, lambda acting: asked.append(acts.add_substitution(
            grant_id, form.deputy.data, form.valid_from.data, form.valid_to.data + _NEXT_DAY, form.document.data,
            acting))):
        if asked and asked[0]:
            return waits(asked[0])
        flash(_("Đã ghi việc làm thay. Người làm thay đăng nhập lại để bắt đầu."), "done")
        return _to_page(public_id)
    return render_template("staff/substitution.html", form=form, account=account, grant=grant, role_names=ROLE_NAMES,
                           guarded=grant.role in GUARDED), _status(form)


@pages.post("/quan-tri/tai-khoan/<public_id>/lam-thay/<substitution_id>/thoi")
@guarded(Can.ADMINISTER)
def substitution_end(public_id: str, substitution_id: str) -> ResponseReturnValue:
    """The end of standing in, today."""
    account_or_404(public_id)
    form = ConfirmForm()
    if form.validate_on_submit() and done(form, lambda acting: acts.end_substitution(substitution_id, acting)):
        flash(_("Đã ghi việc làm thay kết thúc hôm nay."), "done")
    for problem in form.problems():
        flash(problem.message, "error")
    return _to_page(public_id)


def _grant_or_404(account: Any, grant_id: str) -> Any:
    return queries.grant(grant_id, account.id, reach()) or abort(404)


def _to_page(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.account_page", public_id=public_id), 303)


def _status(form: OfficeForm) -> int:
    return 422 if form.is_submitted() else 200
