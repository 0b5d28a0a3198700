"""Pages of the administrator on accounts: list, add, one account, edit, lock, one-time password."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.staff import queries, request_queries
from caseapp.staff.commands import accounts as acts
from caseapp.staff.commands.acting import Acting, Stale
from caseapp.staff.consent import WHAT_NAMES, Asked, concerned, held_units
from caseapp.staff.forms import AccountForm, AccountTextForm, ConfirmForm, ConfirmProvenForm
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import (
    account_or_404,
    differences,
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
from caseapp.web.now import now, today
from caseapp.web.paging import PAGE_ROWS, cut, page_asked


@pages.get("/quan-tri/tai-khoan")
@guarded(Can.ADMINISTER)
def account_list() -> ResponseReturnValue:
    """Accounts within reach, or of one unit; in use or locked."""
    chosen = queries.unit(request.args.get("don-vi", ""), reach())
    where, locked, number = [chosen.id] if chosen else reach(), "khoa" in request.args, page_asked()
    page = cut(queries.accounts(where, locked=locked, skip=(number - 1) * PAGE_ROWS), number)
    return render_template(
        "staff/accounts.html", page=page, counts=queries.account_counts(where), locked=locked, chosen=chosen,
        units=unit_choices(), roles=queries.roles_now([row.id for row in page.rows], today()), role_names=ROLE_NAMES,
        waiting=request_queries.count(viewer(), now()))


@pages.route("/quan-tri/tai-khoan/them", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_add() -> ResponseReturnValue:
    """A new account with its first roles; the one-time password is shown once."""
    choices = unit_choices()
    form = AccountForm(data={"unit": request.args.get("don-vi") or choices[0].value})
    form.unit.choices = choices
    if form.validate_on_submit():
        made: list[acts.Issued] = []
        unit = unit_or_404(form.unit.data)
        roles = tuple(Role(role) for role in form.roles.data or ())
        if done(form, lambda acting: made.append(
                acts.add_account(form.name.data, _entry(form, unit.id), roles, acting))):
            return _show_issued(made[0]) if made else redirect(url_for("staff.account_list"), 303)
    return _form_page(form, None)


@pages.get("/quan-tri/tai-khoan/<public_id>")
@guarded(Can.ADMINISTER)
def account_page(public_id: str) -> ResponseReturnValue:
    """One account: what it may do where, since when, and who acts in its place."""
    account, day, at = account_or_404(public_id), today(), now()
    requests = request_queries.of_account(account.id, at)
    return render_template(
        "staff/account.html", account=account, role_names=ROLE_NAMES, day=day, at=at, reach=set(reach()),
        grants=queries.grants(account.id), substitutions=queries.substitutions(account.id),
        beyond=bool(held_units(reading(), account.id, day) - set(reach())), what_names=WHAT_NAMES,
        requests=[(row, list(request_queries.seconds(row, day, at).values())) for row in requests],
        confirm=ConfirmForm(formdata=None))


@pages.route("/quan-tri/tai-khoan/<public_id>/sua", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_edit(public_id: str) -> ResponseReturnValue:
    """Name, post and unit; two who save at once see both versions."""
    account = account_or_404(public_id)
    form = AccountTextForm(data=_data(account))
    form.unit.choices = unit_choices()
    if form.validate_on_submit():
        unit = unit_or_404(form.unit.data)

        def act(acting: Acting) -> None:
            acts.edit_account(public_id, form.seen_version(), _entry(form, unit.id), acting)

        try:
            saved = done(form, act)
        except Stale:
            return _both_versions(form, public_id)
        if saved:
            flash(_("Đã lưu tài khoản của %(name)s.", name=form.display_name.data), "done")
            return redirect(url_for("staff.account_page", public_id=public_id), 303)
    return _form_page(form, account)


@pages.route("/quan-tri/tai-khoan/<public_id>/mat-khau", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_password(public_id: str) -> ResponseReturnValue:
    """A new one-time password, shown once and known to nobody afterwards."""
    account, form = account_or_404(public_id), ConfirmProvenForm()
    if form.validate_on_submit():
        made: list[acts.Issued] = []
        if done(form, lambda acting: made.append(acts.issue_password(public_id, acting))):
            return _show_issued(made[0]) if made else _to_page(public_id)
    return _asked(
        form, account, _("Cấp mật khẩu dùng một lần"),
        _("Làm việc này khi đã gặp mặt và biết rõ người nhận. Mật khẩu cũ và mọi nơi đang đăng nhập hết hiệu lực ngay; "
          "mật khẩu mới hiện một lần, dùng một lần trong 72 giờ, rồi phải đổi."),
        _("Cấp mật khẩu"), guarded=_is_guarded(account))


@pages.route("/quan-tri/tai-khoan/<public_id>/khoa", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_lock(public_id: str) -> ResponseReturnValue:
    """No more signing in, from now on."""
    return _confirmed(
        public_id, acts.lock_account, _("Khóa tài khoản"),
        _("Người này thoát khỏi mọi nơi đang đăng nhập và không đăng nhập lại được. "
          "Hồ sơ, nhật ký và vai trò đã ghi vẫn giữ nguyên."),
        _("Khóa tài khoản"), _("Đã khóa tài khoản."))


@pages.route("/quan-tri/tai-khoan/<public_id>/mo-khoa", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_unlock(public_id: str) -> ResponseReturnValue:
    """May sign in again."""
    return _confirmed(
        public_id, acts.unlock_account, _("Mở khóa tài khoản"),
        _("Người này đăng nhập lại được bằng mật khẩu đã có, với những vai trò còn hiệu lực."),
        _("Mở khóa"), _("Đã mở khóa tài khoản."), may_wait=True)


@pages.route("/quan-tri/tai-khoan/<public_id>/thoat", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def account_sign_out(public_id: str) -> ResponseReturnValue:
    """End every session of somebody, for example after a telephone was lost."""
    return _confirmed(
        public_id, acts.end_all_sign_ins, _("Thoát ở mọi nơi"),
        _("Mọi máy đang đăng nhập bằng tài khoản này phải đăng nhập lại. Bản nháp vẫn còn."),
        _("Thoát ở mọi nơi"), _("Đã thoát ở mọi nơi."))


def _confirmed(public_id: str, command: Callable[[str, Acting], object], heading: str, sentence: str, verb: str,
               told: str, *, may_wait: bool = False) -> ResponseReturnValue:
    account, form = account_or_404(public_id), ConfirmForm()
    made: list[object] = []
    if form.validate_on_submit() and done(form, lambda acting: made.append(command(public_id, acting))):
        if made and isinstance(made[0], str):
            return waits(made[0])
        flash(told, "done")
        return _to_page(public_id)
    return _asked(form, account, heading, sentence, verb, guarded=may_wait and _is_guarded(account))


def _asked(form: OfficeForm, account: Any, heading: str, sentence: str, verb: str, *,
           guarded: bool = False) -> ResponseReturnValue:
    return render_template("staff/confirm.html", form=form, account=account, heading=heading, sentence=sentence,
                           verb=verb, guarded=guarded), _status(form)


def _is_guarded(account: Any) -> bool:
    return bool(concerned(reading(), Asked(None, account.unit_id, account.id, account.unit_id), today(), now()))


def _show_issued(issued: acts.Issued) -> ResponseReturnValue:
    """The one-time password, or where it waits for a second person."""
    return _show_once(issued.account, issued.password) if issued.password else waits(issued.requests[0])


def _to_page(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.account_page", public_id=public_id), 303)


def _show_once(public_id: str, password: str) -> ResponseReturnValue:
    return render_template("staff/one_time_password.html", account=account_or_404(public_id), password=password)


def _entry(form: AccountTextForm, unit_id: int) -> acts.AccountEntry:
    return acts.AccountEntry(form.display_name.data, form.title.data, unit_id, form.email.data or None)


def _data(account: Any) -> dict[str, Any]:
    return {"display_name": account.display_name, "title": account.title, "unit": account.unit_public_id,
            "email": account.email or "", "version": account.version}


def _both_versions(form: AccountTextForm, public_id: str) -> ResponseReturnValue:
    saved = account_or_404(public_id)
    theirs = AccountTextForm(formdata=None, data=_data(saved))
    theirs.unit.choices = form.unit.choices
    return render_template(
        "staff/conflict.html", row=saved, form=theirs, rows=differences(form, theirs), name=saved.display_name,
        here=url_for("staff.account_edit", public_id=public_id), up=url_for("staff.account_list"),
        up_name=_("Tài khoản cán bộ")), 409


def _form_page(form: AccountTextForm, account: Any) -> ResponseReturnValue:
    return render_template("staff/account_form.html", form=form, account=account, guarded=guarded_names(),
                           mails=current_app.extensions["settings"].mails), _status(form)


def _status(form: OfficeForm) -> int:
    return 422 if form.is_submitted() else 200
