"""Pages of requests for access: what waits for a second person, and that person's yes or no."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.staff import queries, request_queries
from caseapp.staff.commands import requests as acts
from caseapp.staff.commands.acting import Acting
from caseapp.staff.consent import STATE_NAMES, WHAT_NAMES, State, What, objection, readers_of
from caseapp.staff.forms import ConfirmForm, ConfirmProvenForm, RefuseRequestForm
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import done, pages
from caseapp.web.access import guarded
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


@pages.get("/quan-tri/de-nghi")
@guarded(Can.CONFIRM_ACCESS)
def request_list() -> ResponseReturnValue:
    """What waits within reach, what took effect unconfirmed, what was decided lately."""
    units, at = _reach(), now()
    return render_template(
        "staff/requests.html", waiting=request_queries.waiting(units, at), immediate=request_queries.immediate(units),
        halves=request_queries.halves(units, viewer().account_id, at),
        decided=[(row, request_queries.state_of(row, at)) for row in request_queries.decided(units, at)],
        what_names=WHAT_NAMES, role_names=ROLE_NAMES, state_names=STATE_NAMES)


@pages.get("/quan-tri/de-nghi/<public_id>")
@guarded(Can.CONFIRM_ACCESS)
def request_page(public_id: str) -> ResponseReturnValue:
    """One request: what it opens to whom, who asked, who may confirm."""
    row, at = _request_or_404(public_id), now()
    state = request_queries.state_of(row, at)
    seconds = request_queries.seconds(row, today(), at) if state is State.ASKED else {}
    return render_template(
        "staff/request.html", row=row, state=state, seconds=list(seconds.values()), against=_against(row, state),
        half_waits=row.half_until is not None and row.half_until > at, readers=_readers(row, state),
        what_names=WHAT_NAMES, role_names=ROLE_NAMES, state_names=STATE_NAMES)


@pages.route("/quan-tri/de-nghi/<public_id>/xac-nhan", methods=["GET", "POST"])
@guarded(Can.CONFIRM_ACCESS)
def request_confirm(public_id: str) -> ResponseReturnValue:
    """The second person's yes; their half of a password that comes of it is shown once."""
    row, form = _request_or_404(public_id), ConfirmProvenForm()
    made: list[str | None] = []
    if form.validate_on_submit() and done(form, lambda acting: made.append(acts.confirm(public_id, acting))):
        if made and made[0]:
            return _show_half(public_id, made[0], first=False)
        flash(_("Đã xác nhận. Việc này có hiệu lực từ bây giờ."), "done")
        return _to_page(public_id)
    return _asked(form, row, _("Xác nhận đề nghị"), _confirm_words(row), _("Xác nhận"))


@pages.route("/quan-tri/de-nghi/<public_id>/nua-mat-khau", methods=["GET", "POST"])
@guarded(Can.CONFIRM_ACCESS)
def request_half(public_id: str) -> ResponseReturnValue:
    """The asker's half of a password that somebody else has confirmed, shown once."""
    row, form = _request_or_404(public_id), ConfirmProvenForm()
    made: list[str] = []
    if form.validate_on_submit() and done(form, lambda acting: made.append(acts.take_half(public_id, acting))):
        return _show_half(public_id, made[0], first=True) if made else _to_page(public_id)
    return _asked(
        form, row, _("Xem nửa đầu của mật khẩu"),
        _("Hiện một lần cho bạn, người đề nghị: chép ra giấy và đưa tận tay người nhận. Người xác nhận đưa nửa sau."),
        _("Xem nửa đầu"))


@pages.route("/quan-tri/de-nghi/<public_id>/tu-choi", methods=["GET", "POST"])
@guarded(Can.CONFIRM_ACCESS)
def request_refuse(public_id: str) -> ResponseReturnValue:
    """The second person's no, with a reason."""
    form = RefuseRequestForm()
    return _decided(
        public_id, form, lambda acting: acts.refuse(public_id, form.reason.data, acting), _("Không xác nhận đề nghị"),
        _("Không có gì thay đổi; người đề nghị thấy lý do của bạn."), _("Không xác nhận"),
        _("Đã ghi là không xác nhận."))


@pages.route("/quan-tri/de-nghi/<public_id>/rut", methods=["GET", "POST"])
@guarded(Can.CONFIRM_ACCESS)
def request_withdraw(public_id: str) -> ResponseReturnValue:
    """One's own request taken back."""
    return _decided(
        public_id, ConfirmForm(), lambda acting: acts.withdraw(public_id, acting), _("Rút đề nghị"),
        _("Không có gì thay đổi; muốn làm lại thì gửi đề nghị khác."), _("Rút đề nghị"), _("Đã rút đề nghị."))


@pages.route("/quan-tri/de-nghi/<public_id>/da-xem", methods=["GET", "POST"])
@guarded(Can.CONFIRM_ACCESS)
def request_see(public_id: str) -> ResponseReturnValue:
    """What took effect while nobody could confirm it, confirmed afterwards."""
    return _decided(
        public_id, ConfirmForm(), lambda acting: acts.see(public_id, acting), _("Xác nhận đã xem"),
        _("Bạn đã hỏi và biết việc này là đúng. Nếu không đúng thì kết thúc vai trò hoặc khóa tài khoản trước."),
        _("Xác nhận đã xem"), _("Đã ghi là đã xem."))


def _decided(public_id: str, form: OfficeForm, command: Callable[[Acting], object], heading: str, sentence: str,
             verb: str, told: str) -> ResponseReturnValue:
    row = _request_or_404(public_id)
    if form.validate_on_submit() and done(form, command):
        flash(told, "done")
        return _to_page(public_id)
    return _asked(form, row, heading, sentence, verb)


def _asked(form: OfficeForm, row: Any, heading: str, sentence: str, verb: str) -> ResponseReturnValue:
    page = render_template("staff/request_act.html", form=form, row=row, heading=heading, sentence=sentence, verb=verb,
                           what_names=WHAT_NAMES, role_names=ROLE_NAMES)
    return page, 422 if form.is_submitted() else 200


def _confirm_words(row: Any) -> str:
    if row.what == What.MERGE:
        return _("Làm việc này khi đã biết quyết định sáp nhập. Cán bộ của đơn vị kế tục xem được mọi hồ sơ của đơn vị "
                 "này, kể cả hồ sơ kín; việc này không hoàn lại được.")
    if row.what == What.PASSWORD or row.password_by is not None:
        return _("Làm việc này khi đã gặp mặt và biết rõ người nhận. Mật khẩu mới chia hai nửa: nửa sau hiện một lần "
                 "cho bạn, nửa đầu cho người đề nghị; mỗi người chép ra giấy và đưa tận tay người nhận. Mật khẩu cũ và "
                 "mọi nơi đang đăng nhập hết hiệu lực ngay.")
    return _("Làm việc này khi đã hỏi và biết việc là đúng. Hai người cùng đứng tên trong nhật ký.")


def _against(row: Any, state: State) -> str | None:
    """Why the viewer may not say yes; None when they may, or when nobody has to."""
    person, day = viewer(), today()
    if state not in {State.ASKED, State.IMMEDIATE} or row.asked_by is None:
        return None
    units = request_queries.units_of(row, day, now())
    return objection(reading(), person.account_id, row.asked_by, row.account_id, units, day)


def _readers(row: Any, state: State) -> list[str]:
    """Who comes to read sealed dossiers by a merger that waits: the people of the unit that carries on."""
    if row.heir_id is None or state is not State.ASKED:
        return []
    return [person.name for person in readers_of(reading(), row.heir_id, today())]


def _show_half(public_id: str, half: str, *, first: bool) -> ResponseReturnValue:
    row = _request_or_404(public_id)
    return render_template("staff/half_password.html", account=queries.account(row.account, [row.home_id]), half=half,
                           first=first, other=row.decider if first else row.asker, request_id=public_id)


def _request_or_404(public_id: str) -> Any:
    return request_queries.one(public_id, _reach()) or abort(404)


def _reach() -> tuple[int, ...]:
    return viewer().units_for(Can.CONFIRM_ACCESS)


def _to_page(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.request_page", public_id=public_id), 303)
