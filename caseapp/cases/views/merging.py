"""Laying a case into another, and taking it out again."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.merging import (
    HOLDS,
    MERGING,
    NOT_MERGED,
    GivenMerge,
    merge,
    merge_flaw,
    open_flaw,
    unmerge,
)
from caseapp.cases.forms.merging import MergeForm, UnmergeForm
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.merging import aside, held_in, named
from caseapp.cases.rules import CASES, KINDS
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import changed_meanwhile
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused

UNKNOWN = mark("Không có vụ việc mang số này, hoặc bạn không được xem.")
LOOK = mark("Xem lại hai vụ việc ở dưới, rồi bấm Nhập hai vụ việc.")


@pages.route("/vu-viec/<public_id>/nhap", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def merge_case(public_id: str) -> ResponseReturnValue:
    """Two steps with one form: the number is looked up and both cases are shown, then one is laid into the other."""
    case = _heads_case(public_id)
    form = MergeForm()
    if request.method == "GET":
        _see_free(case)
        form.version.data = str(case.version)
        return _merge_page(case, form)
    try:
        whole = form.validate()
        other = _other(case, form) if form.other.data else None
    except Refusal as refused:
        form.take(refused)
        return _merge_page(case, form), refused.status
    if other is None or not whole:
        return _merge_page(case, form, other), 422
    if not form.saw(other):
        form.show_other(other)
        return _merge_page(case, form, other, ask=True)
    return _merge(case, other, form)


def _merge(case: Any, other: Any, form: MergeForm) -> ResponseReturnValue:
    try:
        merge(GivenMerge(other.id, form.seen_other(), form.reason.data), acting_on(case, form))
    except FormKeyUsed:
        flash(_("Hai vụ việc đã được nhập từ lần bấm trước."), "done")
    except Stale:
        now, form, change = changed_meanwhile(case, form)
        other = _other(now, form)
        form.show_other(other)
        return _merge_page(now, form, other, change=change), 409
    except Refusal as refused:
        form.take(refused)
        return _merge_page(case, form, other), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    else:
        flash(_("Đã nhập vào %(number)s. Tách lại được lúc nào cũng được, không mất gì.", number=number_of(other)),
              "done")
    return redirect(page_of(other.kind, other.public_id), 303)


@pages.route("/vu-viec/<public_id>/tach", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def unmerge_case(public_id: str) -> ResponseReturnValue:
    """Take a case out of the one it lies in; both stand again, and what was done meanwhile stays in the other."""
    case = _heads_case(public_id)
    form = UnmergeForm()
    home = redirect(url_for("cases.case", public_id=public_id), 303)
    kept = aside(reading(), case.id)
    if kept is None or kept.why != "merged":
        if request.method == "POST":      # the second of two clicks finds it done
            return home
        raise Refusal(_(NOT_MERGED))
    if request.method == "GET":
        form.version.data = str(case.version)
        return _unmerge_page(case, kept, form)
    if not form.validate():
        return _unmerge_page(case, kept, form), 422
    try:
        unmerge(form.reason.data, acting_on(case, form))
    except FormKeyUsed:
        return home
    except Stale:
        return _unmerge_page(case, kept, *changed_meanwhile(case, form)[1:]), 409
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(_("Đã tách ra. Vụ việc đứng lại như trước khi nhập; việc đã làm từ đó ở lại %(number)s.",
            number=number_of(kept)), "done")
    return home


def _heads_case(public_id: str) -> Any:
    """A case of the unit the viewer heads; 404 for everybody else, and for what is no case."""
    case = case_or_404(public_id)
    if not MERGING & roles_in(viewer(), case.unit_id) or case.kind not in CASES:
        abort(404)
    return case


def _see_free(case: Any) -> None:
    """Refuse the page of a case that can be laid into no other."""
    flaw = open_flaw(reading(), case)
    if flaw is None and held_in(reading(), case.id) is not None:
        flaw = HOLDS
    if flaw is not None:
        raise Refusal(_(flaw, number=number_of(case)))


def _other(case: Any, form: MergeForm) -> Any:
    """The case whose number was written; raises Refusal at the field with what keeps both apart."""
    other = named(viewer(), form.other.data, case.unit_id, PRACTICES[case.kind].register, today())
    if other is None:
        raise Refusal(_(UNKNOWN), "other", 422)
    flaw = merge_flaw(case, other) or open_flaw(reading(), other)
    if flaw is not None:
        raise Refusal(_(flaw, number=number_of(other)), "other", 422)
    return other


def _merge_page(case: Any, form: MergeForm, other: Any = None, *, change: Any = None, ask: bool = False) -> str:
    shown = [(number_of(one), one, _(KINDS[one.kind].state(one.state).label)) for one in (case, other) if one]
    return render_template("cases/merge.html", case=case, number=number_of(case), form=form, other=other, shown=shown,
                           change=change, look=_(LOOK) if ask else "")


def _unmerge_page(case: Any, kept: Any, form: UnmergeForm, change: Any = None) -> str:
    return render_template("cases/merge_undo.html", case=case, number=number_of(case), kept=number_of(kept),
                           kept_url=page_of(kept.kind, kept.public_id), form=form, change=change)
