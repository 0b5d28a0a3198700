"""From a sealed visit to its case: the page that asks whose act it is, and the way on."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.denouncing import offices_of
from caseapp.cases.rules import CASES
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.petitions.views.going_on import page_or_list
from caseapp.reception.commands.denouncing import (
    ENVELOPE_FIRST,
    NOT_WAITING,
    OPENING,
    open_from_visit,
    waits_for_case,
)
from caseapp.reception.forms.denouncing import OpenCaseForm
from caseapp.reception.queries.visits import links_of
from caseapp.reception.rules import is_information
from caseapp.reception.views.blueprint import changed_meanwhile, number_words, pages, visit_or_404
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

_LEVEL = sa.select(Unit.level).where(Unit.id == sa.bindparam("id"))


@pages.route("/tiep-dan/luot/<public_id>/vu-viec", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def open_denounced(public_id: str) -> ResponseReturnValue:
    """Open the denunciation, or the information, of a sealed visit; 404 for whoever opens none."""
    visit = visit_or_404(public_id)
    if not visit.sealed or not roles_in(viewer(), visit.unit_id) & OPENING:
        abort(404)
    information = is_information(visit.identity)
    level = reading().execute(_LEVEL, {"id": visit.unit_id}).scalar_one()
    form = OpenCaseForm(offices_of(level, visit.held_on), information=information)
    if request.method == "GET":
        _see_open(visit)
        form.version.data = str(visit.version)
        return _page(visit, form)
    return _open(visit, form) if form.validate() else (_page(visit, form), 422)


def _see_open(visit: Any) -> None:
    """Say at once why no case opens, before anything is chosen."""
    if not waits_for_case(visit.state, visit.identity) or case_in(links_of(viewer(), visit.id)) is not None:
        raise Refusal(_(NOT_WAITING))
    if not visit.envelope and not is_information(visit.identity):
        raise Refusal(_(ENVELOPE_FIRST))


def case_in(links: Iterable[Any]) -> Any:
    """Out of what a sealed visit is tied to, the case it opened; None while there is none that the viewer may see."""
    return next((row for row in links if row.kind in CASES), None)


def opens_case(visit: Any, case: Any) -> bool:
    """Whether the viewer may open the case of a visit now; ``case``: the one it has opened already."""
    return bool(
        visit.sealed and case is None and waits_for_case(visit.state, visit.identity)
        and (visit.envelope or is_information(visit.identity)) and roles_in(viewer(), visit.unit_id) & OPENING)


def _open(visit: Any, form: OpenCaseForm) -> ResponseReturnValue:
    home = url_for("reception.visit", public_id=visit.public_id)
    try:
        case = open_from_visit(form.given(), acting_on(visit, form))
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return redirect(home, 303)
    except Stale as stale:
        form.version.data = str(stale.version)
        form.form_errors.append(changed_meanwhile())
        return _page(visit_or_404(visit.public_id), form), 409
    except Refused as refused:
        raise Refusal(_(str(refused.reason))) from refused
    except LawError as problem:
        form.form_errors.append(problem.words(_))
        return _page(visit, form), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(visit, form), refusal.status
    flash(_("Đã mở %(number)s.", number=number_of(case)), "done")
    return redirect(page_or_list(case), 303)


def _page(visit: Any, form: OpenCaseForm) -> str:
    return render_template("reception/open_case.html", visit=visit, number=number_words(visit), form=form,
                           information=is_information(visit.identity))
