"""Pages at the door: sign in, sign out."""
from __future__ import annotations

import re

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from caseapp.staff import devices, queries
from caseapp.staff.commands.pins import go_on as resume
from caseapp.staff.commands.pins import resting
from caseapp.staff.commands.sign_in import Door, Opened, Refused
from caseapp.staff.commands.sign_in import sign_in as open_session
from caseapp.staff.commands.sign_in import sign_out as close_session
from caseapp.staff.forms import GoOnForm, SignInForm
from caseapp.staff.sessions import person_behind
from caseapp.staff.throttle import Wait
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import pages
from caseapp.web.access import local_path, public
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

# In the address of the door: whoever may go on by a short number wants to give the password all the same.
ALL_THE_SAME = "mat-khau"
_BROWSERS = re.compile(r"(Edg|OPR|Firefox|coc_coc_browser|SamsungBrowser|Chrome|Safari)[/ ](\d+)")
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"))
_NAMES = {"Edg": "Edge", "OPR": "Opera", "coc_coc_browser": "Cốc Cốc", "SamsungBrowser": "Samsung Internet"}


@pages.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The door. After it, back to the page that was asked for, on this site only."""
    form, status = SignInForm(), 200
    target = local_path(request.args.get("next"))
    if form.validate_on_submit():
        answer = open_session(form.username.data, form.password.data or "", _door(form.username.data), now())
        if isinstance(answer, Opened):
            return _let_in(answer, form.username.data, target)
        status = _say_no(form, answer)
    elif form.is_submitted():
        status = 422
    elif viewer():
        return redirect(target or "/")
    elif ALL_THE_SAME not in request.args and resting(_held_token(), now()) is not None:
        return redirect(url_for("staff.go_on", next=target))
    office = queries.sole_office(today())
    page = make_response(render_template("staff/sign_in.html", form=form, office_here=office, next=target), status)
    if status == 429:
        page.headers["Retry-After"] = "60"
    return page


@pages.route("/dang-nhap-lai", methods=["GET", "POST"])
@public
def go_on() -> ResponseReturnValue:
    """After a while on a phone: the short number in place of the password. Nothing here says whose phone it is."""
    form, status, target = GoOnForm(), 200, local_path(request.args.get("next"))
    if viewer():
        return redirect(target or "/")
    if resting(_held_token(), now()) is None:
        return redirect(url_for("staff.sign_in", next=target))
    if form.validate_on_submit():
        token, left = resume(_held_token(), form.pin.data or "", now())
        if token is not None:
            return _take_up(token, target)
        if not left:
            session.clear()
            flash(_("Nhập sai mã nhiều lần. Đăng nhập bằng mật khẩu."), "error")
            return redirect(url_for("staff.sign_in", next=target))
        form.take(Refusal(_("Mã không đúng, còn %(count)s lần thử.", count=str(left)), "pin"))
    if form.is_submitted():
        status = 422
    return render_template("staff/go_on.html", form=form, next=target, all_the_same=ALL_THE_SAME), status


def _held_token() -> str:
    """What the browser still holds of a session that may be over."""
    return str(session.get("_user_id", ""))


def _take_up(token: str, target: str | None) -> Response:
    session.clear()
    person = person_behind(token)
    if person is None or not login_user(person):
        abort(503)
    return redirect(target or "/", 303)


@pages.get("/phien")
@public
def session_sign() -> ResponseReturnValue:
    """Whether a page that lay open can still send its form: a page asks by itself, so it keeps nobody signed in."""
    key = request.headers.get("X-Form-Key", "")
    if not viewer():
        return jsonify(
            signed_in=False, login=url_for("staff.sign_in"), link=_("Đăng nhập ở cửa sổ mới"),
            words=_("Hết phiên, chưa gửi gì; chữ trên trang còn nguyên. Đăng nhập xong, quay lại đây bấm lần nữa."))
    if key and not _opened_by_viewer(key):
        return jsonify(
            signed_in=False, login="/", link=_("Mở cửa sổ mới"),
            words=_("Trang này mở bằng tài khoản khác, chưa gửi gì. Bấm Khóa máy ở cửa sổ mới, đăng nhập lại bằng "
                    "tài khoản đó, rồi quay lại đây bấm lần nữa."))
    return jsonify(signed_in=True, csrf=generate_csrf())


def _opened_by_viewer(key: str) -> bool:
    form = OfficeForm(formdata=None)
    form.form_key.data = key
    try:
        return bool(form.key())
    except Refusal:
        return False


@pages.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    """End this session on the server and in the browser, also one that was idle too long and rests."""
    found = viewer().sign_in_id or getattr(resting(_held_token(), now()), "id", 0)
    if found:
        close_session(found, now())
    return leave()


def leave() -> Response:
    """To the door, with nothing of the session left in the browser."""
    session.clear()
    answer = redirect(url_for("staff.sign_in"), 303)
    # Not "cookies": the mark of a known device and the chosen language stay.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _door(name: str) -> Door:
    agent = _agent(request.user_agent.string)
    return Door(address=request.remote_addr or "", agent=agent, known=devices.is_known(name))


def _let_in(opened: Opened, name: str, target: str | None) -> Response:
    """A new session in place of whatever the browser held: new token, new form token."""
    before = viewer().sign_in_id
    if before:
        close_session(before, now())
    session.clear()
    person = person_behind(opened.token)
    if person is None or not login_user(person):
        abort(503)
    answer = redirect(url_for("staff.change_password") if opened.must_change else target or "/", 303)
    devices.remember(answer, name)
    return answer


def _say_no(form: SignInForm, answer: Refused | Wait) -> int:
    """Put the refusal into the form; the status of the page. The same words for a wrong name and a wrong password."""
    if isinstance(answer, Wait):
        form.form_errors.append(_("Đã thử nhiều lần. Chờ %(count)s giây rồi đăng nhập lại.", count=str(answer.seconds)))
        return 429
    if answer.spent:
        form.form_errors.append(_("Mật khẩu dùng một lần này đã dùng rồi hoặc đã hết hạn. "
                                  "Nhờ người quản trị của đơn vị cấp lại."))
    else:
        form.form_errors.append(_("Tên đăng nhập hoặc mật khẩu không đúng. "
                                  "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."))
    return 401


def _agent(header: str) -> str:
    """A browser in a few words: “Chrome 141, Windows”."""
    browser = _BROWSERS.search(header)
    system = next((name for sign, name in _SYSTEMS if sign in header), "")
    found = f"{_NAMES.get(browser[1], browser[1])} {browser[2]}" if browser else ""
    return ", ".join(part for part in (found, system) if part)
