"""What is done to several dossiers at once: urging what is late, giving cases to another handler."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.board import queries
from caseapp.board.forms import HandOverForm, TickedForm
from caseapp.board.overview import BOARD
from caseapp.board.reach import board_scope
from caseapp.board.views.blueprint import pages
from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.urging import Urging, urge
from caseapp.cases.models import Duty
from caseapp.cases.queries.cases import team_of
from caseapp.cases.rules import KINDS
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale, number_of
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.queries import working_in
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded, local_path
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused

MOST = 100


def _ticked(units: Sequence[int]) -> list[Any]:
    """What was ticked, each once; 404 for all of it when one may not be seen, or not be acted on here."""
    asked = list(dict.fromkeys(request.form.getlist("chon")))
    if not asked:
        raise Refusal(_("Chưa chọn việc nào. Quay lại, chọn ít nhất một việc."), status=422)
    if len(asked) > MOST:
        raise Refusal(_("Mỗi lần chọn nhiều nhất %(count)s việc.", count=MOST), status=422)
    rows = list(queries.chosen(board_scope(viewer(), tuple(units)), asked))
    return rows if len(rows) == len(asked) else abort(404)


def _back() -> ResponseReturnValue:
    return redirect(local_path(request.form.get("ve")) or BOARD, 303)


@pages.post("/bang-theo-doi/don-doc")
@guarded(Can.URGE)
def urge_ticked() -> ResponseReturnValue:
    """Urge everything that was ticked, or nothing of it."""
    person, form = viewer(), TickedForm()
    rows = _ticked(person.units_for(Can.URGE))
    try:
        count = urge([(row.unit_id, row.id) for row in rows], Urging(person.account_id, now(), today(), form.key()))
    except FormKeyUsed as used:
        count = int(used.result)
    flash(ngettext("Đã đôn đốc %(num)d việc, ghi vào nhật ký hồ sơ.", "Đã đôn đốc %(num)d việc, ghi vào nhật ký hồ sơ.",
                   count), "done")
    return _back()


@pages.post("/bang-theo-doi/phan-cong")
@guarded(Can.SIGN_REFUSAL)
def hand_over() -> ResponseReturnValue:
    """Give every case that was ticked to one handler; each is an act of its own, and what failed is named."""
    person, form = viewer(), HandOverForm()
    rows = _cases(_ticked(person.units_for(Can.SIGN_REFUSAL)))
    able = working_in(reading(), rows[0].unit_id, today())
    form.handler.choices = [(one.public_id, one.name) for one in able]
    asked = "handler" in request.form
    if not asked or not form.validate():
        page = render_template("board/hand_over.html", form=form, rows=rows, numbers=[number_of(row) for row in rows],
                               seen=_seen(), back=local_path(request.form.get("ve")) or BOARD)
        return (page, 422) if asked else page
    handler = next(one for one in able if one.public_id == form.handler.data)
    _give(rows, handler, form)
    return _back()


def _cases(rows: Sequence[Any]) -> Sequence[Any]:
    """Refuse what cannot be given to one person at once: other dossiers than cases, cases of several units."""
    others = [number_of(row) for row in rows if row.kind not in KINDS]
    if others:
        raise Refusal(_("Chỉ phân công lại được vụ việc; bỏ chọn %(numbers)s.", numbers=", ".join(others)), status=422)
    if len({row.unit_id for row in rows}) > 1:
        raise Refusal(_("Chọn các vụ việc của cùng một đơn vị: người thụ lý làm việc ở đơn vị ấy."), status=422)
    return rows


def _seen() -> dict[str, int]:
    """The version of each case that the page of this form showed: what a colleague did since is not done over."""
    shown = (one.rpartition(".") for one in request.form.getlist("thay"))
    return {public_id: int(version) for public_id, _dot, version in shown if version.isascii() and version.isdigit()}


def _give(rows: Sequence[Any], handler: Any, form: HandOverForm) -> None:
    """One act after the other, each under its lock; the form's key goes with the first."""
    person, key, seen, done, failed = viewer(), form.key(), _seen(), 0, []
    for place, row in enumerate(rows):
        version = seen.get(row.public_id, row.version)
        how = Acting(row.id, row.unit_id, version, person.account_id, frozenset({"supervisor"}), now(), today(),
                     office_calendar(), key if place == 0 else "")
        verifiers = [one.id for one in team_of(row.id) if one.until_on is None and one.duty == Duty.VERIFIER]
        try:
            assign(GivenTeam(handler.id, verifiers, form.reason.data or ""), how)
            done += 1
        except FormKeyUsed:
            flash(_("Lần phân công này đã được ghi trước đó."), "done")
            return
        except Stale:
            failed.append((row, _("người khác vừa sửa vụ việc này")))
        except Refused as refused:
            failed.append((row, _(refused.reason)))
        except Refusal as refusal:
            failed.append((row, str(refusal)))
    if done:
        flash(_("Đã giao %(count)s vụ việc cho %(name)s.", count=done, name=handler.name), "done")
    for row, why in failed:
        flash(_("%(number)s chưa giao được: %(why)s", number=number_of(row), why=why), "error")
