"""“Mở vụ việc cho đơn đã nhập”: the case of a petition out of an old book, open or under seal."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.petition import OFFICE, VOID
from caseapp.cases.queries.cases import acts_of
from caseapp.cases.views.asked import typed_day
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.petitions.book_cases import (
    NOT_WAITING,
    GivenBookDenunciation,
    open_book_case,
    open_book_denunciation,
    waiting_states,
)
from caseapp.petitions.denouncing import secret_desk
from caseapp.petitions.forms.book_cases import BookCaseForm
from caseapp.petitions.forms.denounced import SealForm
from caseapp.petitions.models import Content
from caseapp.petitions.opening_cases import COMPLAINT, FEEDBACK
from caseapp.petitions.queries import case_of, how_it_came
from caseapp.petitions.views.blueprint import pages, petition_or_404
from caseapp.petitions.views.going_on import page_or_list
from caseapp.staff.policy import Can
from caseapp.staff.signing import signers
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, Way

CLERK = "clerk"


def waits(row: Any, came: Any) -> bool:
    """Whether the page of a petition offers to open its case here."""
    return came.book_row is not None and row.state in waiting_states(row.sealed) and case_of(row.id) is None


@pages.route("/don/<public_id>/vu-viec", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def book_case(public_id: str) -> ResponseReturnValue:
    """Open the case of a petition that an old book calls accepted, with the days of then, or name the open one."""
    row = petition_or_404(public_id)
    roles = roles_in(viewer(), row.unit_id)
    if row.state == VOID.code or not roles & OFFICE:
        abort(404)
    came = how_it_came(row.id)
    if not waits(row, came):
        raise Refusal(_(NOT_WAITING))
    return _sealed(row) if row.sealed else _open(row, came, roles)


def _open(row: Any, came: Any, roles: frozenset[str]) -> ResponseReturnValue:
    on = typed_day(request.form.get("accepted_on", "")) or today()
    form = BookCaseForm(signers(reading(), row.unit_id, on), another=CLERK in roles, people=row.people_count)
    if request.method == "GET":
        form.version.data = str(row.version)
        form.kind.data = FEEDBACK if came.content_kind == Content.FEEDBACK else COMPLAINT
        noted = next((act for act in acts_of(row.id) if act.code == "open-case"), None)
        if noted is not None and form.kind.data == COMPLAINT:      # as the book says it was accepted
            form.accepted_on.data, form.document.data = noted.happened_on, noted.document
        return _page(row, form)
    if not form.validate():
        return _page(row, form), 422
    try:
        case, way = open_book_case(form.given(), acting_on(row, form))
    except _KNOWN as problem:
        return _told(row, form, problem, _page)
    words = {Way.PROPOSE: _("Đã mở %(number)s; việc thụ lý đã trình người đứng đầu duyệt.", number=number_of(case)),
             None: _("Đơn nay nằm trong %(number)s.", number=number_of(case))}
    flash(words.get(way, _("Đã mở %(number)s và ghi ngày thụ lý, đánh dấu nhập sau.", number=number_of(case))), "done")
    return redirect(page_of(case.kind, case.public_id), 303)


def _sealed(row: Any) -> ResponseReturnValue:
    """Of a sealed petition: the act without its writer, the envelope the paper lies in from now on, the accused."""
    desk = secret_desk()
    if desk is None:
        raise Refusal(_("Đơn tố cáo chưa ghi ở trang này được: ghi ở bàn tiếp dân, loại Tố cáo."))
    form = SealForm()
    form.accounts = desk.accounts(form, row.unit_id)
    if request.method == "GET":
        form.version.data, form.content.data = str(row.version), row.content
        form.accused_name.data, form.accused_post.data = row.respondent, row.respondent_post
        desk.propose(form, row.unit_id, row.received_on.year)
        return _sealed_page(row, form)
    if request.form.get("step") == "accused":
        form.accounts.look_up()
        return _sealed_page(row, form)
    form.validate()
    desk.check(form, form.accounts, row.received_on)
    if form.problems():
        return _sealed_page(row, form), 422
    given = GivenBookDenunciation(
        form.content.data or "", (form.accused_name.data or "", form.accused_post.data or ""), form.envelope.data or "",
        form.told_identity, tuple(form.accounts.chosen()))
    try:
        case = open_book_denunciation(given, acting_on(row, form))
    except _KNOWN as problem:
        return _told(row, form, problem, _sealed_page)
    flash(_("Đã mở %(number)s.", number=number_of(case)), "done")
    return redirect(page_or_list(case), 303)


_KNOWN = (FormKeyUsed, Stale, LawError, Refusal, Refused)


def _told(row: Any, form: VersionedForm, problem: Exception, page: Any) -> ResponseReturnValue:
    """What stands against it, above what was typed."""
    if isinstance(problem, FormKeyUsed):
        return redirect(url_for("petitions.petition", public_id=row.public_id), 303)
    if isinstance(problem, Refused):
        raise Refusal(_(str(problem.reason))) from problem
    if isinstance(problem, Stale):
        form.version.data = str(problem.version)
        form.form_errors.append(_("Đơn này vừa có người ghi sau khi bạn mở trang. Xem lại rồi bấm lần nữa."))
        return page(row, form), 409
    if isinstance(problem, LawError):
        form.form_errors.append(problem.words(_))
        return page(row, form), 422
    refused = problem if isinstance(problem, Refusal) else Refusal(problem)
    form.take(refused)
    return page(row, form), refused.status


def _page(row: Any, form: BookCaseForm) -> str:
    return render_template("petitions/book_case.html", petition=row, number=number_of(row), form=form,
                           came=how_it_came(row.id))


def _sealed_page(row: Any, form: SealForm) -> str:
    return render_template("petitions/book_denounced.html", petition=row, number=number_of(row), form=form)
