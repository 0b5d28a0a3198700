"""One form for a sitting and what came of it: settled, failed, stopped, or to be gone on with."""
from __future__ import annotations

from datetime import date
from typing import Any, Final, NoReturn

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from caseapp.cases.kinds.mediation import BEGUN, MEDIATION
from caseapp.cases.rules import details_of
from caseapp.cases.views.asked import typed_day
from caseapp.dossiers.views.standing import acting_on
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.errors import LawError
from caseapp.law.mediation import COURT_RECOGNITION
from caseapp.law.receipts import Receipt
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.forms.results import SAID, ResultForm, result_form
from caseapp.mediation.queries.own import Whole, whole
from caseapp.mediation.shown import PAGE, done_of
from caseapp.mediation.told import titled
from caseapp.mediation.views import asking
from caseapp.mediation.views.asking import Opened, acted_on_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.saving import save
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MORE: Final = "more"      # one more promise, without a script
LINES: Final = 2          # empty lines for promises to begin with


@pages.get("/hoa-giai/vu/<public_id>/ket-qua")
@guarded(Can.MEDIATE)
def result(public_id: str) -> ResponseReturnValue:
    """The form: empty, or as it was kept while it was typed."""
    opened = acted_on_or_404(public_id)
    if MEDIATION.state(opened.row.state) not in BEGUN:
        return _refused(opened), 409
    found, kept = whole(viewer(), opened.row), asking.kept(asking.RESULT, public_id)
    if kept is not None:
        form = result_form(found.people, found.mediating, formdata=MultiDict(asking.typed(kept) or {}))
        form.draft.data, form.version.data = kept.id, str(opened.row.version)
        return _page(opened, form, found, saved_at=kept.saved_at)
    form = result_form(found.people, found.mediating)
    form.draft.data, form.version.data, form.happened_on.data = asking.new_draft(), str(opened.row.version), today()
    form.came.data = ", ".join([*(titled(one) for one in found.people if one.role != "related"),
                                *(one.name for one in found.mediating)])[:500]
    last = next((one for one in reversed(done_of(found.acts)) if one.code == "sit"), None)
    form.sat_at.data = _place(last)
    return _page(opened, form, found)


@pages.post("/hoa-giai/vu/<public_id>/ket-qua")
@guarded(Can.MEDIATE)
def save_result(public_id: str) -> ResponseReturnValue:
    """Write down the sitting with its end."""
    opened = acted_on_or_404(public_id)
    if MEDIATION.state(opened.row.state) not in BEGUN:
        return _refused(opened), 409
    found = whole(viewer(), opened.row)
    form = result_form(found.people, found.mediating)
    form.draft.data = asking.known(form.draft.data or "")
    if request.form.get("step") == MORE:
        form.more()
        return _page(opened, form, found)
    if not form.validate():
        return _page(opened, form, found), 422
    return _save(opened, form, found)


@pages.post("/hoa-giai/vu/<public_id>/ket-qua/han")
@guarded(Can.MEDIATE)
def count_result(public_id: str) -> ResponseReturnValue:
    """The last day on which a court can be asked, counted from the day that is typed."""
    acted_on_or_404(public_id)
    on = typed_day(request.form.get("happened_on", "")) or today()
    return render_template("mediation/court_note.html", court=court_until(on))


def court_until(on: date) -> Receipt | None:
    """Until when a court may be asked to recognise a settlement reached on a day; None where no law says so."""
    try:
        return count(COURT_RECOGNITION, on, office_calendar())
    except LawError:
        return None


def _place(last: Any | None) -> str:
    return str(details_of(last).get("sat_at", "")) if last is not None else ""


def _save(opened: Opened, form: ResultForm, found: Whole) -> ResponseReturnValue:
    def act() -> None:
        how = acting_on(opened.row, form)      # an old page is refused before its files are kept
        try:
            record_result(form.given(store_photos(form.photos)), how)
        except Refusal as refusal:
            _take(form, refusal)

    return save(opened, form, act, lambda: _page(opened, form, found), home=PAGE.format(opened.row.public_id),
                done=_("Đã lưu kết quả."))


def _take(form: ResultForm, refusal: Refusal) -> NoReturn:
    """Raise a refusal again at its field; one of a promise names its line among those that were filled in."""
    if refusal.field == "agreement" and form.result.data != "settled":
        raise Refusal(str(refusal), "demands", refusal.status) from refusal
    name, _dash, rest = (refusal.field or "").partition("-")
    place, _dash, part = rest.partition("-")
    lines = list(form.lines())
    if name == "promises" and place.isdecimal() and int(place) < len(lines) and part in ("what", "due_on"):
        lines[int(place)][part].errors = [str(refusal)]
        raise Refusal(_("Xem lại cam kết."), None, refusal.status) from refusal
    raise refusal


def _page(opened: Opened, form: ResultForm, found: Whole, *, saved_at: Any = None) -> str:
    while len(form.promises) < LINES:
        form.more()
    return render_template(
        "mediation/result.html", case=opened.row, form=form, found=found, said=SAID, saved_at=saved_at,
        back=PAGE.format(opened.row.public_id), photo_hint=said_of_photos(),
        court=court_until(form.happened_on.data or today()),
        keep_at=url_for("mediation.keep_typed", public_id=opened.row.public_id, form=asking.RESULT,
                        draft_id=form.draft.data or "x"))


def _refused(opened: Opened) -> str:
    return render_template("mediation/act_refused.html", case=opened.row, action=MEDIATION.action("sit"),
                           why=_("Vụ việc đang ở: %(state)s.", state=_(MEDIATION.state(opened.row.state).label)),
                           back=PAGE.format(opened.row.public_id))
