"""What was promised, followed to its end: done, not done, another day, asked after; and what was forgotten before."""
from __future__ import annotations

from typing import Any, Final

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.mediation import FOLLOWED
from caseapp.dossiers.views.standing import acting_on
from caseapp.gazette import office_calendar
from caseapp.mediation.commands.following_up import GivenFollowUp, follow_up
from caseapp.mediation.commands.promises import (
    GivenKept,
    add_promises,
    break_promise,
    keep_promise,
    move_promise,
    release_promise,
)
from caseapp.mediation.dispute import Kept
from caseapp.mediation.forms.promises import ASKED, BROKEN, KEPT, MOVED, RELEASED, SAID, FollowForm, MoreForm, VisitForm
from caseapp.mediation.queries.own import Whole, whole
from caseapp.mediation.shown import PAGE, RECEIPT, Days
from caseapp.mediation.told import lines_of, phones_of
from caseapp.mediation.views.asking import Opened, acted_on_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.saving import save
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MORE: Final = "more"
LEADER: Final = "team-leader"


def _followed_or_404(public_id: str) -> tuple[Opened, Whole]:
    """A settlement that is being followed; 404 for any other dispute."""
    opened = acted_on_or_404(public_id)
    if opened.row.state != FOLLOWED.code:
        abort(404)
    return opened, whole(viewer(), opened.row)


@pages.get("/hoa-giai/vu/<public_id>/cam-ket/moi")
@guarded(Can.MEDIATE)
def more_promises(public_id: str) -> ResponseReturnValue:
    """What was forgotten, or promised besides."""
    opened, found = _followed_or_404(public_id)
    form = _more_form(found)
    form.version.data = str(opened.row.version)
    return _more_page(opened, form)


@pages.post("/hoa-giai/vu/<public_id>/cam-ket/moi")
@guarded(Can.MEDIATE)
def add_more(public_id: str) -> ResponseReturnValue:
    """Put it down."""
    opened, found = _followed_or_404(public_id)
    form = _more_form(found)
    if request.form.get("step") == MORE:
        form.more()
        return _more_page(opened, form)
    if not form.validate():
        return _more_page(opened, form), 422

    def act() -> None:
        add_promises(form.promised(), acting_on(opened.row, form))

    return save(opened, form, act, lambda: _more_page(opened, form), home=PAGE.format(public_id),
                done=_("Đã ghi cam kết."))


@pages.get("/hoa-giai/vu/<public_id>/cam-ket/<promise>")
@guarded(Can.MEDIATE)
def promise(public_id: str, promise: str) -> ResponseReturnValue:
    """How one promise stands."""
    opened, found = _followed_or_404(public_id)
    row = _promise_or_404(found, promise)
    if row.state not in (Kept.OPEN, Kept.BROKEN):
        return redirect(PAGE.format(public_id))
    form = FollowForm()
    form.version.data, form.on.data = str(opened.row.version), today()
    return _promise_page(opened, found, row, form)


@pages.post("/hoa-giai/vu/<public_id>/cam-ket/<promise>")
@guarded(Can.MEDIATE)
def follow_promise(public_id: str, promise: str) -> ResponseReturnValue:
    """Write it down."""
    opened, found = _followed_or_404(public_id)
    row, form = _promise_or_404(found, promise), FollowForm()
    if not form.validate():
        return _promise_page(opened, found, row, form), 422
    return save(opened, form, lambda: _follow(opened, row, form), lambda: _promise_page(opened, found, row, form),
                home=PAGE.format(public_id), done=_("Đã ghi."))


@pages.get("/hoa-giai/vu/<public_id>/hoi-tham")
@guarded(Can.MEDIATE)
def visit(public_id: str) -> ResponseReturnValue:
    """A visit or call about the settlement as a whole."""
    opened, found = _followed_or_404(public_id)
    form = VisitForm()
    form.version.data, form.on.data = str(opened.row.version), today()
    return _visit_page(opened, found, form)


@pages.post("/hoa-giai/vu/<public_id>/hoi-tham")
@guarded(Can.MEDIATE)
def save_visit(public_id: str) -> ResponseReturnValue:
    """Write it down."""
    opened, found = _followed_or_404(public_id)
    form = VisitForm()
    if not form.validate():
        return _visit_page(opened, found, form), 422

    def act() -> None:
        told = GivenFollowUp(form.on.data, form.manner.data, form.said.data, difficulty=bool(form.difficulty.data))
        follow_up(told, acting_on(opened.row, form))

    return save(opened, form, act, lambda: _visit_page(opened, found, form), home=PAGE.format(public_id),
                done=_("Đã ghi."))


def _follow(opened: Opened, row: Any, form: FollowForm) -> None:
    """The act that was chosen; each is one transaction."""
    how, found, said = acting_on(opened.row, form), form.found.data, form.said.data
    if found == KEPT:
        keep_promise(row.public_id, GivenKept(form.on.data, said, store_photos(form.photos)), how)
    elif found == BROKEN:
        break_promise(row.public_id, form.on.data, said, how)
    elif found == MOVED:
        move_promise(row.public_id, form.new_due.data, said, how)
    elif found == RELEASED:
        release_promise(row.public_id, said, how)
    elif found == ASKED:
        follow_up(GivenFollowUp(form.on.data, form.manner.data, said, row.public_id, bool(form.difficulty.data)), how)


def _promise_or_404(found: Whole, public_id: str) -> Any:
    return next((one for one in found.promises if one.public_id == public_id), None) or abort(404)


def _promise_page(opened: Opened, found: Whole, row: Any, form: FollowForm) -> str:
    days = Days(today(), office_calendar())
    line = next(one for one in lines_of(opened.row, found, days, may=True) if one.url.endswith(row.public_id))
    return render_template(
        "mediation/promise.html", case=opened.row, row=row, line=line, form=form, said=SAID,
        photo_hint=said_of_photos(), back=PAGE.format(opened.row.public_id), phones=phones_of(row, found),
        asked=[one for one in found.follow_ups if one.promise == row.public_id], leads=LEADER in opened.roles,
        receipt=RECEIPT.format(opened.row.public_id, row.clock) if row.clock else "")


def _visit_page(opened: Opened, found: Whole, form: VisitForm) -> str:
    return render_template("mediation/visit.html", case=opened.row, form=form, found=found,
                           back=PAGE.format(opened.row.public_id))


def _more_form(found: Whole) -> MoreForm:
    form = MoreForm()
    form.offer(found.people)
    return form


def _more_page(opened: Opened, form: MoreForm) -> str:
    if not len(form.promises):
        form.more()
    return render_template("mediation/promises.html", case=opened.row, form=form,
                           back=PAGE.format(opened.row.public_id))
