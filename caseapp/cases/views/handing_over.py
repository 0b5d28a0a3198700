"""A case that goes to another unit: handed over here, taken over or sent back there."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.handing_over import (
    GIVING,
    SEALED,
    TAKING,
    Answering,
    GivenHandOver,
    hand_over,
    send_back,
    take_over,
    units_around,
)
from caseapp.cases.commands.merging import open_flaw
from caseapp.cases.forms.handing_over import HandOverForm, SendBackForm, TakeOverForm
from caseapp.cases.handovers import WAY_WORDS
from caseapp.cases.queries.handed import OnItsWay, coming_case, on_its_way, trail_of
from caseapp.cases.rules import CASES, KINDS
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import changed_meanwhile
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused


@pages.route("/vu-viec/<public_id>/chuyen", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def hand_over_case(public_id: str) -> ResponseReturnValue:
    """Ask another unit to take a case over."""
    case = case_or_404(public_id)
    if not GIVING & roles_in(viewer(), case.unit_id) or case.kind not in CASES:
        abort(404)
    form = HandOverForm(units_around(reading(), case.unit_id, today()))
    if request.method == "GET":
        _see_free(case)
        form.version.data, form.dated_on.data = str(case.version), today()
        return _page(case, form)
    if not form.validate():
        return _page(case, form), 422
    given = GivenHandOver(form.units[form.unit.data], form.document.data, form.dated_on.data, form.reason.data)
    try:
        hand_over(given, acting_on(case, form))
    except FormKeyUsed:
        flash(_("Việc chuyển này đã được ghi từ lần bấm trước."), "done")
    except Stale:
        return _page(*changed_meanwhile(case, form)), 409
    except Refusal as refused:
        form.take(refused)
        return _page(case, form), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    else:
        flash(_("Đã chuyển. Các hạn vẫn chạy ở đây cho đến khi đơn vị kia nhận."), "done")
    return redirect(url_for("cases.case", public_id=public_id), 303)


def _see_free(case: Any) -> None:
    if case.sealed:
        raise Refusal(_(SEALED))
    flaw = open_flaw(reading(), case)
    if flaw is not None and on_its_way(reading(), case.public_id) is None:      # that page lets one take it back
        raise Refusal(_(flaw, number=number_of(case)))


def _page(case: Any, form: HandOverForm, change: Any = None) -> str:
    way = on_its_way(reading(), case.public_id)
    return render_template("cases/hand_over.html", case=case, number=number_of(case), form=form, change=change, way=way,
                           back=SendBackForm(formdata=None) if way else None, trail=trail_of(case.id), words=WAY_WORDS)


@pages.get("/chuyen-den/<key>")
@guarded(Can.READ_DOSSIERS)
def coming(key: str) -> ResponseReturnValue:
    """A case another unit wants to hand over: what it is about, to take it or to send it back."""
    return _coming_page(_for_me(key), SendBackForm(formdata=None))


@pages.post("/chuyen-den/<key>/nhan")
@guarded(Can.READ_DOSSIERS)
def take_over_case(key: str) -> ResponseReturnValue:
    """Take it over: from today it is this unit's own case."""
    way, form = _for_me(key), TakeOverForm()
    if not form.validate():
        abort(422)
    try:
        public_id = take_over(key, _answering(way.to_unit, form))
    except FormKeyUsed:
        return redirect(url_for("home.work"), 303)
    flash(_("Đã nhận vụ việc. Ngày nhận là hôm nay; các hạn tính từ hôm nay."), "done")
    return redirect(url_for("cases.case", public_id=public_id), 303)


@pages.post("/chuyen-den/<key>/tra")
@guarded(Can.READ_DOSSIERS)
def send_case_back(key: str) -> ResponseReturnValue:
    """Leave it with the unit that wanted to hand it over; that unit takes it back the same way."""
    way, form = _way_or_404(key), SendBackForm()
    roles = {unit: roles_in(viewer(), unit) for unit in (way.from_unit, way.to_unit)}
    unit = way.to_unit if roles[way.to_unit] & TAKING else way.from_unit
    if unit == way.from_unit and not roles[unit] & GIVING:
        abort(404)
    if not form.validate():
        if unit == way.to_unit:
            return _coming_page(way, form), 422
        raise Refusal(_("Ghi lý do rút lại việc chuyển."), status=422)
    try:
        send_back(key, form.reason.data, _answering(unit, form))
    except FormKeyUsed:
        return redirect(url_for("home.work"), 303)
    flash(_("Đã trả lại. Vụ việc ở nguyên đơn vị chuyển."), "done")
    return redirect(url_for("home.work") if unit == way.to_unit else url_for("cases.case", public_id=key), 303)


def _way_or_404(key: str) -> OnItsWay:
    way = on_its_way(reading(), key[:24])
    if way is None:
        if request.method == "POST":
            raise Refusal(_("Việc chuyển này đã được nhận, trả lại hoặc rút lại. Mở lại danh sách việc."))
        abort(404)
    return way


def _for_me(key: str) -> OnItsWay:
    """A case on its way to a unit for which the viewer takes cases over; 404 for everybody else."""
    way = _way_or_404(key)
    if not TAKING & roles_in(viewer(), way.to_unit):
        abort(404)
    return way


def _answering(unit: int, form: OfficeForm) -> Answering:
    return Answering(unit, viewer().account_id, now(), today(), office_calendar(), form.key())


def _coming_page(way: OnItsWay, form: SendBackForm) -> str:
    case = coming_case(way)
    return render_template("cases/hand_over_coming.html", way=way, case=case, kind=_(KINDS[case.kind].label), form=form,
                           take=TakeOverForm(formdata=None))
