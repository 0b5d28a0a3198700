"""Pages of one's own account: password, language, shortcuts, places signed in."""
from __future__ import annotations

from datetime import timedelta

from flask import abort, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from caseapp.staff import queries, request_queries
from caseapp.staff.commands import own_account as acts
from caseapp.staff.commands import pins
from caseapp.staff.forms import ConfirmForm, PasswordForm, PinForm, PreferencesForm
from caseapp.staff.pins import TRIES
from caseapp.staff.policy import Can, idle_minutes, may_use_pin
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import pages
from caseapp.staff.views.door import leave
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.language import speak
from caseapp.web.now import now, today


@pages.route("/doi-mat-khau", methods=["GET", "POST"])
@guarded(Can.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """One's own password; the only page that opens while a first password waits to be changed."""
    form, person = PasswordForm(), viewer()
    if form.validate_on_submit():
        try:
            session["_user_id"] = acts.change_password(person, form.current.data or "", form.new.data or "", now())
        except Refusal as refusal:
            form.take(refusal)
        else:
            flash(_("Đã đổi mật khẩu. Những nơi khác đang đăng nhập đã thoát."), "done")
            return redirect("/" if person.must_change else url_for("staff.own_account"), 303)
    status = 422 if form.is_submitted() else 200
    login = queries.own_account(person.account_id).name      # for the browser's own store of passwords
    told = request_queries.last_password(person.account_id) if person.must_change else None
    return render_template("staff/password.html", form=form, login=login, told=told), status


@pages.route("/tai-khoan", methods=["GET", "POST"])
@guarded(Can.OWN_ACCOUNT)
def own_account() -> ResponseReturnValue:
    """What one may know and choose of one's own account."""
    person, at = viewer(), now()
    account, settings = queries.own_account(person.account_id), current_app.extensions["settings"]
    form = PreferencesForm(data={"language": person.language or "", "keys_on": person.keys_on,
                                 "email": account.email or "", "mail_on": account.mail_on})
    if form.validate_on_submit():
        acts.choose(person, acts.Choices(form.language.data or None, bool(form.keys_on.data), form.email.data or None,
                                         bool(form.mail_on.data)), at)
        if form.language.data:
            speak(form.language.data)
        flash(_("Đã lưu lựa chọn của bạn."), "done")
        return redirect(url_for("staff.own_account"), 303)
    return render_template(
        "staff/own_account.html", form=form, confirm=ConfirmForm(formdata=None), role_names=ROLE_NAMES,
        account=account, mails=settings.mails, grants=queries.grants(person.account_id),
        substitutions=queries.substitutions(person.account_id),
        places=queries.places(person.account_id, at, at - timedelta(minutes=_idle())), day=today(),
        idle=_idle(), hours=settings.session_hours, may_use_pin=may_use_pin(_roles()))


@pages.route("/tai-khoan/ma-ngan", methods=["GET", "POST"])
@guarded(Can.OWN_ACCOUNT)
def choose_pin() -> ResponseReturnValue:
    """A short number for volunteers, by which an idle phone goes on; nobody else has one."""
    form, person = PinForm(), viewer()
    if not may_use_pin(_roles()):
        abort(404)
    if form.validate_on_submit():
        try:
            pins.choose_pin(person, form.own_password.data or "", form.pin.data or "", now())
        except Refusal as refusal:
            form.take(refusal)
        else:
            flash(_("Đã đặt mã ngắn. Nghỉ quá %(minutes)s phút thì gõ mã này.", minutes=str(_idle())), "done")
            return redirect(url_for("staff.own_account"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("staff/pin.html", form=form, minutes=_idle(), tries=TRIES), status


@pages.post("/tai-khoan/ma-ngan/bo")
@guarded(Can.OWN_ACCOUNT)
def drop_pin() -> ResponseReturnValue:
    """Give the short number up."""
    pins.drop_pin(viewer(), now())
    flash(_("Đã bỏ mã ngắn."), "done")
    return redirect(url_for("staff.own_account"), 303)


@pages.post("/tai-khoan/noi-dang-nhap/<public_id>/thoat")
@guarded(Can.OWN_ACCOUNT)
def end_place(public_id: str) -> ResponseReturnValue:
    """End one of one's own sessions elsewhere."""
    acts.end_one_sign_in(viewer(), public_id, now())
    flash(_("Đã thoát ở nơi đó."), "done")
    return redirect(url_for("staff.own_account"), 303)


@pages.post("/tai-khoan/thoat-moi-noi")
@guarded(Can.OWN_ACCOUNT)
def end_everywhere() -> ResponseReturnValue:
    """Log out everywhere, here too."""
    acts.end_every_sign_in(viewer(), now())
    return leave()


def _roles() -> frozenset[Role]:
    return frozenset(held.role for held in viewer().held)


def _idle() -> int:
    return idle_minutes(_roles(), current_app.extensions["settings"].session_idle_minutes)
