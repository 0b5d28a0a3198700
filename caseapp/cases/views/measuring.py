"""What a decision or conclusion orders: its measures on a page of their own, and everything still to be carried out."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.measuring import (
    MEASURING,
    GivenMeasure,
    GivenResult,
    drop_measure,
    name_measure,
    report_measure,
)
from caseapp.cases.forms.measuring import DropForm, MeasureForm, ResultForm
from caseapp.cases.measures import BASIS, CARRIED_OUT_IN, STAND_WORDS, Stand, stand_of
from caseapp.cases.queries.measures import counts, measures_of, to_carry_out
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import changed_meanwhile
from caseapp.cases.views.clocks import RECEIPT
from caseapp.cases.views.steps import set_aside
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import Tone
from caseapp.web.errors import Refusal
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import today
from caseapp.web.paging import PAGE_ROWS, cut, page_asked
from caseapp.workflow.engine import Refused

LATE_ONLY = "qua-han"
TONES = {Stand.OPEN: Tone.RUNNING, Stand.LATE: Tone.LATE, Stand.DONE: Tone.MET, Stand.DROPPED: Tone.CLOSED}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as a page shows it; ``ends``: whether this viewer writes down what came of it."""

    row: Any
    tone: str
    words: str
    receipt: str
    ends: bool


def lines_of(case: Any, rows: Sequence[Any], roles: frozenset[str]) -> list[Line]:
    """The measures of a case in words; only those of the case itself are ended on its page."""
    return [_line(case, row, roles) for row in rows]


def _line(case: Any, row: Any, roles: frozenset[str]) -> Line:
    stand = stand_of(row, today())
    own = row.dossier_id == case.id
    words = late_words(_late_days(row)) if stand is Stand.LATE else _(STAND_WORDS[stand])
    return Line(row, TONES[stand], words,
                RECEIPT.format(case.public_id, row.clock) if row.clock and own else "",
                own and row.state == Stand.OPEN and bool(roles & MEASURING))


def may_name(case: Any, roles: frozenset[str]) -> bool:
    """Whether this viewer may write down a measure now."""
    return bool(roles & MEASURING) and case.state in CARRIED_OUT_IN.get(case.kind, ()) and not set_aside(case)


@pages.route("/vu-viec/<public_id>/bien-phap", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def measures(public_id: str) -> ResponseReturnValue:
    """The measures of a case; one more is named here."""
    case = _measured(public_id)
    form = MeasureForm(case)
    if request.method == "GET":
        return _page(case, form)
    return _written(case, form, _page, lambda: name_measure(
        GivenMeasure(form.what.data, form.who.data, form.due_on.data), acting_on(case, form)),
        _("Đã ghi biện pháp thi hành."))


@pages.route("/vu-viec/<public_id>/bien-phap/<key>/ket-qua", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def report(public_id: str, key: str) -> ResponseReturnValue:
    """Write down that a measure was carried out."""
    case = _measured(public_id)
    row, form = _one(case, key), ResultForm(case)
    if request.method == "GET":
        form.done_on.data = today()
        return _end_page(case, form, row)
    return _written(case, form, lambda shown, filled: _end_page(shown, filled, row), lambda: report_measure(
        key, GivenResult(form.done_on.data, form.done.data, form.document.data), acting_on(case, form)),
        _("Đã ghi kết quả thi hành."))


@pages.route("/vu-viec/<public_id>/bien-phap/<key>/thoi", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def drop(public_id: str, key: str) -> ResponseReturnValue:
    """Follow a measure no further."""
    case = _measured(public_id)
    row, form = _one(case, key), DropForm(case)
    if request.method == "GET":
        return _end_page(case, form, row)
    return _written(case, form, lambda shown, filled: _end_page(shown, filled, row), lambda: drop_measure(
        key, form.reason.data, acting_on(case, form)), _("Đã thôi theo dõi biện pháp này."))


@pages.get("/thi-hanh")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def carrying_out() -> ResponseReturnValue:
    """Everything that is still to be carried out in the viewer's units, the longest overdue first."""
    late, number = request.args.get("xem") == LATE_ONLY, page_asked()
    rows = to_carry_out(viewer(), today(), late=late, most=PAGE_ROWS + 1, skipped=(number - 1) * PAGE_ROWS)
    known = counts(viewer(), today())
    page = cut(rows, number, total=known.late if late else known.open)
    own = {unit for held in viewer().held for unit in held.own}
    return render_template(
        "cases/carrying_out.html", page=page, late=late, known=known,
        rows=[(one, number_of(one), page_of(one.kind, one.case), _late_days(one), one.unit_id in own)
              for one in page.rows])


def late_words(days: int) -> str:
    """By how much a measure is overdue."""
    return ngettext("Quá hạn %(num)d ngày", "Quá hạn %(num)d ngày", days)


def _late_days(row: Any) -> int:
    """How many days a measure is overdue; 0 when it is not."""
    return max((today() - row.due_on).days, 0) if row.due_on else 0


def _measured(public_id: str) -> Any:
    """A case whose measures this viewer keeps; 404 for everybody else and for kinds that have none."""
    case = case_or_404(public_id)
    if case.kind not in CARRIED_OUT_IN or not roles_in(viewer(), case.unit_id) & MEASURING:
        abort(404)
    return case


def _one(case: Any, key: str) -> Any:
    return next((row for row in measures_of(case.id) if row.public_id == key and row.dossier_id == case.id), None) \
        or abort(404)


def _written(case: Any, form: VersionedForm, page: Callable[..., str], write: Callable[[], Any],
             done: str) -> ResponseReturnValue:
    """Carry a form out; whatever stands against it is said above what was typed."""
    if not form.validate():
        return page(case, form), 422
    home = redirect(url_for("cases.case", public_id=case.public_id, _anchor="bien-phap"), 303)
    try:
        write()
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except Stale:
        case, form, change = changed_meanwhile(case, form)
        form.form_errors.append(_("%(who)s vừa ghi thêm vào hồ sơ. Điều bạn gõ còn nguyên: xem lại rồi lưu.",
                                  who=change.by or _("Máy chủ")))
        return page(case, form), 409
    except Refusal as refused:
        form.take(refused)
        return page(case, form), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    flash(done, "done")
    return home


def _page(case: Any, form: MeasureForm) -> str:
    roles = roles_in(viewer(), case.unit_id)
    return render_template(
        "cases/measures.html", case=case, number=number_of(case), form=form, basis=BASIS[case.kind],
        lines=lines_of(case, measures_of(case.id), roles), may_name=may_name(case, roles),
        page=page_of(case.kind, case.public_id))


def _end_page(case: Any, form: VersionedForm, row: Any) -> str:
    return render_template("cases/measure_end.html", case=case, number=number_of(case), form=form, row=row,
                           page=page_of(case.kind, case.public_id), result=isinstance(form, ResultForm))
