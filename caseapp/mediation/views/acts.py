"""Acts on a dispute: one view for every action of the procedure that has no page of its own, made from what it asks."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.forms.act import ActForm, begin
from caseapp.cases.forms.offers import place_of
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.queries.cases import acts_of
from caseapp.cases.views.asked import Asked, typed_day
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.views.standing import acting_on
from caseapp.mediation.commands.following_up import pass_promise_on
from caseapp.mediation.forms.acts import NAMES_PEOPLE, PASSING, dispute_act_form, extra_details
from caseapp.mediation.queries.own import Whole, whole
from caseapp.mediation.shown import BY_RESULT, PAGE, RESULT, done_of
from caseapp.mediation.views import asking
from caseapp.mediation.views.asking import Opened, acted_on_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.saving import save
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.filters import lower_first
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, way_of

# They are written down on pages of their own.
ELSEWHERE: Final[Mapping[str, str]] = {**dict.fromkeys(BY_RESULT, RESULT), "hand-on": PAGE + "/gui-don"}


@pages.get("/hoa-giai/vu/<public_id>/viec/<act>")
@guarded(Can.MEDIATE)
def act(public_id: str, act: str) -> ResponseReturnValue:
    """The page of an act, empty or as it was kept while it was typed."""
    opened = acted_on_or_404(public_id)
    asked = _asked(opened, act)
    if act in ELSEWHERE:
        return redirect(ELSEWHERE[act].format(public_id))
    reason = asked.reason(today())
    if reason is not None:
        return _refused(asked, asked.why(reason)), 409
    found, kept = whole(viewer(), opened.row), asking.kept(act, public_id)
    if kept is not None:
        form = dispute_act_form(asked, found, today(), formdata=MultiDict(asking.typed(kept) or {}))
        form.draft.data, form.version.data = kept.id, str(opened.row.version)
        return _page(asked, form, found, saved_at=kept.saved_at)
    form = dispute_act_form(asked, found, today())
    begin(form, viewer().account_id)
    form.draft.data = asking.new_draft()
    _presume(form, asked, found)
    return _page(asked, form, found)


@pages.post("/hoa-giai/vu/<public_id>/viec/<act>")
@guarded(Can.MEDIATE)
def do_act(public_id: str, act: str) -> ResponseReturnValue:
    """Carry it out."""
    opened = acted_on_or_404(public_id)
    asked = _asked(opened, act)
    if act in ELSEWHERE:
        abort(404)
    found = whole(viewer(), opened.row)
    form = dispute_act_form(asked, found, typed_day(request.form.get("happened_on", "")) or today())
    form.draft.data = asking.known(form.draft.data or "")
    if not form.validate():
        return _page(asked, form, found), 422
    return _carry_out(opened, asked, form, found)


@pages.post("/hoa-giai/vu/<public_id>/nhap/<form>/<draft_id>")
@guarded(Can.MEDIATE)
def keep_typed(public_id: str, form: str, draft_id: str) -> ResponseReturnValue:
    """Keep what is typed of an act or a result, for whoever may do it."""
    opened = acted_on_or_404(public_id)
    if (form != asking.RESULT and form not in {one.code for one in MEDIATION.actions}) \
            or MEDIATION.state(opened.row.state).final:
        abort(404)
    return asking.keep(form, draft_id, public_id)


def _asked(opened: Opened, code: str) -> Asked:
    """The act; 404 alike for an unknown one and for whoever may never do it."""
    action = next((one for one in MEDIATION.actions if one.code == code), None)
    way = way_of(action, opened.roles) if action is not None else None
    if action is None or way is None:
        abort(404)
    rows = acts_of(opened.row.id)
    return Asked(opened.row, MEDIATION, action, way, opened.roles, rows, done_of(rows))


def _presume(form: ActForm, asked: Asked, found: Whole) -> None:
    """What the office knows already: who leads, the day of the settlement, a ground that was chosen before."""
    if asked.action.code == "replace" and found.mediating:
        form["lead"].data = found.mediating[0].public_id
        form["others"].data = [one.public_id for one in found.mediating[1:]]
    if "settled_on" in form:
        settled = next((one for one in reversed(asked.acts) if one.code == "settle"), None)
        form["settled_on"].data = settled.happened_on if settled else None
    if "barred" in form and request.args.get("can-cu"):
        form["barred"].data = request.args["can-cu"]
    if PASSING in form and request.args.get("cam-ket"):
        form[PASSING].data = [request.args["cam-ket"]]


def _carry_out(opened: Opened, asked: Asked, form: ActForm, found: Whole) -> ResponseReturnValue:
    def act() -> None:
        how = acting_on(asked.case, form)      # an old page is refused before its files are kept
        given = _given(asked, form)
        try:
            _act(given, form, how)
        except Refusal as refusal:
            if refusal.field not in ("mediators", "team") or "lead" not in form:
                raise
            # Who may not mediate is said where he was chosen.
            raise Refusal(str(refusal), "lead", refusal.status) from refusal
        except Refused as refused:
            raise Refusal(asked.why(refused.reason), status=409) from refused

    return save(opened, form, act, lambda: _page(asked, form, found), home=PAGE.format(asked.case.public_id),
                done=_("Đã ghi: %(act)s.", act=lower_first(_(asked.action.label))))


def _act(given: GivenAct, form: ActForm, how: Acting) -> None:
    if given.code != "pass-difficulty":
        carry_out(given, how)
        return
    passed = form[PASSING].data or [] if PASSING in form else []
    pass_promise_on(passed, given.happened_on, str(given.details.get("summary") or ""), how)
    asking.put_away(given.draft)


def _given(asked: Asked, form: ActForm) -> GivenAct:
    given = form.given(store_photos(form["photos"]) if "photos" in form else ())
    if asked.action.code not in NAMES_PEOPLE:
        return given
    return replace(given, details={**given.details, **extra_details(asked.action.code, form)})


def _page(asked: Asked, form: ActForm, found: Whole, *, saved_at: Any = None) -> str:
    action = asked.action
    return render_template(
        "mediation/act.html", case=asked.case, action=action, form=form, back=PAGE.format(asked.case.public_id),
        places={ask: place_of(ask, form.asking.on) for ask in action.asks}, saved_at=saved_at, found=found,
        photo_hint=said_of_photos(), records=action.label.startswith("Ghi "), names_people=action.code in NAMES_PEOPLE,
        keep_at=url_for("mediation.keep_typed", public_id=asked.case.public_id, form=action.code,
                        draft_id=form.draft.data or "x"))


def _refused(asked: Asked, why: str) -> str:
    return render_template("mediation/act_refused.html", case=asked.case, action=asked.action, why=why,
                           back=PAGE.format(asked.case.public_id))
