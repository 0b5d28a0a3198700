"""The accounts a denunciation is kept from, and letting in one that was barred wrongly."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.accused import proposed, told_of
from caseapp.reception.commands.barring import Lifting, bar_named, lift
from caseapp.reception.forms.barring import LiftForm
from caseapp.reception.kinds.visit import VOID
from caseapp.reception.queries.barred import barred_from, doubted_of
from caseapp.reception.views.accounts import words_of
from caseapp.reception.views.blueprint import number_words, pages, visit_or_404
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now


@pages.route("/tiep-dan/luot/<public_id>/tai-khoan-bi-chan", methods=["GET", "POST"])
@guarded(Can.READ_SEALED)
def barred_accounts(public_id: str) -> ResponseReturnValue:
    """The list, and the form to let one in again; 404 for whoever is barred, or reads no denunciations there."""
    visit = visit_or_404(public_id)
    if not visit.sealed or visit.state == VOID.code or not viewer().may_in(Can.READ_SEALED, visit.unit_id):
        abort(404)
    form, rows = LiftForm(), barred_from(visit.id)
    doubted = [row for row in doubted_of(visit) if row.id != viewer().account_id]
    not_barred = _("chưa chặn")
    form.account.choices = [(row.public_id, f"{words_of(row)} ({_why(visit, row)})") for row in rows] + [
        (row.public_id, f"{words_of(row)} ({not_barred})") for row in doubted]
    rows = [*rows, *doubted]
    if request.method == "GET":
        return _page(visit, form, rows)
    if not form.validate():
        return _page(visit, form, rows), 422
    try:
        lift(form.account.data, form.reason.data,
             Lifting(visit.id, visit.unit_id, viewer().account_id, now(), form.key()))
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
    except LookupError:
        abort(404)
    except Refusal as refused:
        form.take(refused)
        return _page(visit, form, rows), refused.status
    else:
        flash(_("Đã gỡ chặn. Lý do ghi trong diễn biến."), "done")
    return redirect(url_for("reception.visit", public_id=public_id), 303)


def _why(visit: Any, row: Any) -> str:
    """Whether the name explains the bar, or only the choice of the person who logged the visit."""
    text = told_of(visit.accused_name, visit.accused_post, visit.content)
    return _("trùng họ tên hoặc chức vụ") if proposed(text, [row]) else _("người ghi chọn")


def _page(visit: Any, form: LiftForm, rows: Sequence[Any]) -> str:
    return render_template("reception/barred.html", visit=visit, number=number_words(visit), form=form, rows=rows)


def accused_doubts(visit: Any) -> list[str]:
    """Who may be accused by a new name and reads the denunciation all the same, with the way to settle it."""
    return [_doubt(visit, row) for row in (doubted_of(visit) if visit.sealed else ())]


def _doubt(visit: Any, row: Any) -> str:
    words = _("%(account)s có thể là người bị tố cáo. Chưa chặn vì ngoài người này không ai xem được hồ sơ.",
              account=words_of(row))
    if row.id == viewer().account_id or not viewer().may_in(Can.READ_SEALED, visit.unit_id):
        return words
    link = Markup('<a href="{}">{}</a>').format(
        url_for("reception.barred_accounts", public_id=visit.public_id), _("Không phải người bị tố cáo"))
    return escape(words) + " " + link


def hear_named(session: Session, account: Account) -> None:
    """Compare an account that was made, changed or given a role with the accused, at the instant of the act."""
    bar_named(session, account, now())
