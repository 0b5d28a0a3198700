"""Giving a case to somebody, or to somebody else; the clocks stay as they are."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.assigning import ASSIGNING, assign
from caseapp.cases.commands.declaring import joining
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.forms.assigning import AssignForm, assign_form
from caseapp.cases.models import Duty
from caseapp.cases.queries.cases import team_of
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import changed_meanwhile
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.queries import working_in
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import FINISHED, Refused


@pages.route("/vu-viec/<public_id>/phan-cong", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def assign_case(public_id: str) -> ResponseReturnValue:
    """Who handles a case and who verifies with him; handing it over asks for the reason."""
    case = case_or_404(public_id)
    if not ASSIGNING & roles_in(viewer(), case.unit_id):
        abort(404)
    if KINDS[case.kind].state(case.state).final:
        raise Refusal(_(FINISHED))
    form = assign_form(working_in(reading(), case.unit_id, today()), today(), joining(reading(), case))
    if request.method == "GET":
        standing = [row.public_id for row in team_of(case.id) if row.until_on is None and row.duty == Duty.VERIFIER]
        form.show(case, standing)
        return _page(case, form)
    if not form.validate():
        return _page(case, form), 422
    return _save(case, form)


def _save(case: Any, form: AssignForm) -> ResponseReturnValue:
    home = redirect(url_for("cases.case", public_id=case.public_id), 303)
    given = GivenTeam(form.accounts[form.handler.data], [form.accounts[one] for one in form.team.data or ()],
                      form.reason.data or "", form.declared)
    try:
        assign(given, acting_on(case, form))
    except FormKeyUsed:
        flash(_("Việc phân công này đã được lưu từ lần bấm trước."), "done")
        return home
    except Stale:
        return _page(*changed_meanwhile(case, form)), 409
    except Refusal as refused:
        form.take(refused)
        return _page(case, form), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(_("Đã phân công. Các hạn giữ nguyên."), "done")
    return home


def _page(case: Any, form: AssignForm, change: Any = None) -> str:
    return render_template("cases/assign.html", case=case, number=number_of(case), form=form, change=change)
