"""Correcting an act that was done: its day, number, inputs; every time limit is counted anew, and that is shown."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp.cases.commands.mending import MENDING, mend_act
from caseapp.cases.forms.act import ActForm, act_form
from caseapp.cases.forms.asking import Asking
from caseapp.cases.forms.offers import doubts_of, place_of
from caseapp.cases.models import Status
from caseapp.cases.queries.cases import acts_of, clocks_of
from caseapp.cases.rules import KINDS, details_of, mended_day_flaw
from caseapp.cases.views.asked import refused_words, typed_day
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.conflicts import told_conflict
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.law.errors import LawError
from caseapp.law.registry import RULES
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import show_date
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import Required, TextField
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, Way

WHY = "mended_because"


@pages.route("/vu-viec/<public_id>/viec-da-ghi/<act>/sua", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def mend(public_id: str, act: str) -> ResponseReturnValue:
    """The form of an act as it was recorded, and its correction."""
    case = case_or_404(public_id)
    acts = [one for one in acts_of(case.id) if one.status == Status.DONE]
    found = next((one for one in acts if one.public_id == act and one.entered_by is not None), None)
    if found is None or not MENDING & roles_in(viewer(), case.unit_id):
        abort(404)      # what happened by itself is mended by mending what it followed from
    form = _form(case, found, acts)
    if request.method == "GET":
        return _page(case, found, form)
    if not _valid(case, found, acts, form):
        return _page(case, found, form), 422
    return _carry_out(case, found, form)


def _form(case: Any, found: Any, acts: Sequence[Any]) -> ActForm:
    """The act's own form without what has rows of its own, and with a reason."""
    action = KINDS[case.kind].action(found.code)
    on = typed_day(request.form.get("happened_on", "")) or found.happened_on
    asking = Asking(action=action, way=Way.ENTER, case=case, acts=acts, on=on, today=today(), mending=True)
    form = act_form(asking, more={WHY: TextField(
        _l("Lý do sửa"), [Required(_l("Ghi lý do sửa: giá trị cũ và mới đứng trong diễn biến cùng lý do này."))],
        max_length=500)})
    if not form.is_submitted():
        form.version.data = str(case.version)
        form["happened_on"].data = found.happened_on
        if "document" in form:
            form["document"].data = found.document
        form.fill(details_of(found))
    return form


def _valid(case: Any, found: Any, acts: Sequence[Any], form: ActForm) -> bool:
    whole = form.validate()
    line = form["happened_on"]
    place = next(at for at, one in enumerate(acts) if one.public_id == found.public_id)
    flaw = mended_day_flaw(case, acts, place, line.data, today()) if line.data and not line.errors else None
    if flaw is not None:
        line.errors = [_(flaw.words, **{name: _(value) for name, value in flaw.values.items()})]
    return whole and flaw is None


def _carry_out(case: Any, found: Any, form: ActForm) -> ResponseReturnValue:
    home = redirect(page_of(case.kind, case.public_id), 303)
    before = _dues(case.id)
    try:
        changed = mend_act(found.public_id, form.day, form["document"].data if "document" in form else "",
                           _plain(form.details()), form[WHY].data, acting_on(case, form))
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except Stale as stale:
        case = case_or_404(case.public_id)
        kind = KINDS[case.kind]
        words = _("Sửa: %(act)s", act=_(kind.action(found.code).label))
        return told_conflict(case, kind, form, stale, act=words), 409
    except Refused as refused:
        form.form_errors.append(refused_words(refused.reason))
        return _page(case, found, form), 409
    except LawError as problem:
        form.take(Refusal(problem.words(_), "happened_on"))
        return _page(case, found, form), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(case, found, form), refusal.status
    if not changed:
        flash(_("Không có gì khác với bản đang lưu."))
        return home
    flash(_("Đã sửa: %(act)s.", act=_(KINDS[case.kind].action(found.code).label)), "done")
    for words in _moved(before, _dues(case.id)):
        flash(words, "done")
    return home


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as they are stored, so that only what differs counts as changed."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()}


def _dues(case_id: int) -> dict[str, tuple[str, date | None]]:
    """Rule and last day of every clock, by its id."""
    return {one.public_id: (one.rule, one.due_on) for one in clocks_of(case_id)}


def _moved(before: Mapping[str, tuple[str, date | None]], after: Mapping[str, tuple[str, date | None]]) -> list[str]:
    """What each limit whose last day changed was, and what it is."""
    return [_("%(limit)s: hạn %(old)s thành %(new)s.", limit=_(RULES[rule].title), old=show_date(old),
              new=show_date(due))
            for key, (rule, due) in after.items()
            if key in before and (old := before[key][1]) is not None and due is not None and old != due]


def _page(case: Any, found: Any, form: ActForm) -> str:
    kind = KINDS[case.kind]
    asks = kind.action(found.code).asks
    return render_template(
        "cases/mend.html", case=case, found=found, action=kind.action(found.code), form=form, number=number_of(case),
        back=page_of(case.kind, case.public_id), home=shown_kinds()[case.kind].home(), why=WHY, asking=form.asking,
        doubts={ask: doubts_of(ask, form.asking.on) for ask in asks},
        places={ask: place_of(ask, form.asking.on) for ask in asks})
