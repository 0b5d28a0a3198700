"""A petition that proves to be a denunciation: its form, and the way into the sealed case."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.opening import GivenDenouncer
from caseapp.cases.kinds.petition import OFFICE, VOID
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.petitions.denouncing import secret_desk
from caseapp.petitions.forms.denounced import SealForm
from caseapp.petitions.models import Content
from caseapp.petitions.queries import how_it_came
from caseapp.petitions.sealing import held_case, seal_petition, see_sealable
from caseapp.petitions.taking_in import GivenIntake
from caseapp.petitions.views.blueprint import pages, petition_or_404
from caseapp.petitions.views.going_on import page_or_list
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused


@pages.route("/don/<public_id>/to-cao", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def seal(public_id: str) -> ResponseReturnValue:
    """Tell the petition anew as a denunciation, without a name; the open number is emptied and cancelled."""
    row = petition_or_404(public_id)
    if row.state == VOID.code or not roles_in(viewer(), row.unit_id) & OFFICE:
        abort(404)
    desk = secret_desk()
    if desk is None:
        raise Refusal(_("Đơn tố cáo chưa ghi ở trang này được: ghi ở bàn tiếp dân, loại Tố cáo."))
    held = held_case(reading(), row.id)
    see_sealable(reading(), row.id, held)
    form = SealForm()
    if held is not None:
        form.case = (number_of(held.case), not held.waits) if held.alone else None
        form.stays = "" if held.alone else number_of(held.case)
    form.accounts = desk.accounts(form, row.unit_id)
    if request.method == "GET":
        form.version.data = str(row.version)
        desk.propose(form, row.unit_id, row.received_on.year)
        return _page(row, form)
    if request.form.get("step") == "accused":
        form.accounts.look_up()
        return _page(row, form)
    form.validate()
    desk.check(form, form.accounts, row.received_on)
    return (_page(row, form), 422) if form.problems() else _seal(row, form)


def _seal(row: Any, form: SealForm) -> ResponseReturnValue:
    home = url_for("petitions.petition", public_id=row.public_id)
    try:
        sealed = seal_petition(_given(row, form), acting_on(row, form))
    except FormKeyUsed:
        return redirect(home, 303)
    except Stale as stale:
        form.version.data = str(stale.version)
        form.form_errors.append(_("Đơn này vừa có người ghi sau khi bạn mở trang. Xem lại rồi bấm lần nữa."))
        return _page(row, form), 409
    except LawError as problem:
        form.form_errors.append(problem.words(_))
        return _page(row, form), 422
    except Refused as refused:
        raise Refusal(_(str(refused.reason))) from refused
    except Refusal as refusal:
        form.take(refusal)
        return _page(row, form), refusal.status
    flash(_("Đã ghi %(number)s. Số đơn đã hủy, tên và nội dung đã xóa khỏi máy.", number=number_of(sealed)), "done")
    return redirect(page_or_list(sealed), 303)


def _given(row: Any, form: SealForm) -> GivenIntake:
    return GivenIntake(
        how_it_came(row.id).channel, row.received_on, form.content.data or "", Content.DENUNCIATION,
        forwarded_by=row.forwarded_by, field=row.field,
        accused=(form.accused_name.data or "", form.accused_post.data or ""), denouncer=GivenDenouncer(
            form.envelope.data or "", form.told_identity, accused=tuple(form.accounts.chosen())))


def _page(row: Any, form: SealForm) -> str:
    return render_template("petitions/seal.html", petition=row, number=number_of(row), form=form)
