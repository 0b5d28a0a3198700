"""Acts on a visit: one view for all of its procedure, the form by the act's code."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.commands import Stale
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.law.grounds import GROUNDS
from caseapp.law.limits import Unit
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.commands import acting as commands
from caseapp.reception.commands.petitioning import void_flaw
from caseapp.reception.forms.acts import FORMS, ActForm
from caseapp.reception.forms.people import wrong
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.queries.visits import clocks_of, links_of
from caseapp.reception.views.blueprint import changed_meanwhile, facts_seen, number_words, pages, visit_or_404
from caseapp.reception.views.clocks import title_of
from caseapp.reception.views.offers import ground_doubts
from caseapp.reception.views.reclassifying import seal_page
from caseapp.reception.views.starting import Starting, accepting
from caseapp.reception.views.taken import held_of, taken_of
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import Due, due_badge
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import WRONG_ROLE, Refused, refusal
from caseapp.workflow.kind import Action

DONE = {
    "notify": commands.notify, "prolong": commands.prolong, "sign-refusal": commands.sign_refusal,
    "take-petition": commands.take_petition,
}


@pages.route("/tiep-dan/luot/<public_id>/viec/<act>", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def act(public_id: str, act: str) -> ResponseReturnValue:
    """The page of an act, and the act itself."""
    visit = visit_or_404(public_id)
    action = _action_or_404(visit, act)
    if act == "correct":
        return redirect(url_for("reception.correct_visit", public_id=public_id))
    if act == "seal":
        return seal_page(visit, action)
    form = FORMS[act]()
    form.look_at(visit)
    if request.method == "GET":
        _see_case(visit, action)
        _begin(form, visit)
        return _page(visit, action, form)
    if not form.validate():
        return _page(visit, action, form), 422
    return _carry_out(visit, action, form)


def _action_or_404(visit: Any, code: str) -> Action:
    """The act, when it may be done now; why not otherwise, and nothing at all to whoever may never do it."""
    action = next((one for one in VISIT.actions if one.code == code), None)
    if action is None:
        abort(404)
    roles = roles_in(viewer(), visit.unit_id)
    reason = refusal(action, VISIT.state(visit.state), roles, facts_seen(visit))
    if reason is None or (request.method == "POST" and reason != WRONG_ROLE and action.by & roles):
        return action      # a second sending finds the act done: its key tells so, further down
    if reason == WRONG_ROLE or not action.by & roles:
        abort(404)
    raise Refusal(_(reason))


def _see_case(visit: Any, action: Action) -> None:
    """Say at once why a number cannot be cancelled, before a reason is typed."""
    held = held_of(visit) if action.code == "void" else None
    if held is not None and (flaw := void_flaw(held)):
        raise flaw


def _begin(form: ActForm, visit: Any) -> None:
    form.version.data = str(visit.version)
    given = (("given_on", today()), ("paper_on", today()), ("given_by", viewer().name), ("body", visit.body),
             ("received_on", visit.held_on))
    for name, value in given:
        if name in form:
            form[name].data = value


def _carry_out(visit: Any, action: Action, form: ActForm) -> ResponseReturnValue:
    home = redirect(url_for("reception.visit", public_id=visit.public_id), 303)
    try:
        how = acting_on(visit, form)
        if action.code in DONE:
            DONE[action.code](form.given(), how)  # type: ignore[attr-defined]
        elif action.code == "void":
            commands.void(form.reason.data, how, whole=bool(form.whole.data))  # type: ignore[attr-defined]
        else:
            commands.take_custody(how)
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except Refused as reason:
        flash(_(str(reason)), "error")
        return home
    except Stale as stale:
        form.version.data = str(stale.version)
        form.form_errors.append(changed_meanwhile())
        return _page(visit_or_404(visit.public_id), action, form), 409
    except LawError as problem:
        wrong(form["received_on" if "received_on" in form else "follow_up_on"], problem.words(_))
        return _page(visit, action, form), 422
    except Refusal as refused:
        form.take(refused)
        return _page(visit, action, form), refused.status
    flash(_("Đã ghi: %(act)s.", act=_(action.label)), "done")
    if action.code == "take-petition" and (taken := taken_of(links_of(viewer(), visit.id))) is not None:
        flash(taken.words, "done")
    return home


def _page(visit: Any, action: Action, form: ActForm) -> str:
    day, calendar = today(), office_calendar()
    met = [clock for clock in clocks_of(visit.id) if clock.ended_by is None and clock.rule in action.meets]
    given_on = form["given_on"].data if "given_on" in form and form["given_on"].data else day
    dues = [Due(clock.due_on, clock.unit == Unit.WORKING, clock.safe_on, given_on) for clock in met]
    badges = [due_badge(due, day, calendar, measure=True) for due in dues]
    return render_template(
        "reception/act.html", visit=visit, number=number_words(visit), action=action, form=form, title_of=title_of,
        met=list(zip(met, badges, strict=True)) if action.code in DONE else [], starts=action.starts,
        doubts=_doubts(visit, action), held=held_of(visit) if action.code == "void" else None,
        accepting=_accepting(form))


def _accepting(form: ActForm) -> list[Starting]:
    """By when the complaint must be accepted, from the day the petition was received."""
    if "received_on" not in form or form["received_on"].data is None:
        return []
    return accepting(form["received_on"].data, office_calendar(), None, "", running=True)


def _doubts(visit: Any, action: Action) -> list[str]:
    """What is not certain of the ground that the head signs for."""
    ground = GROUNDS.get(visit.ground or "")
    return ground_doubts(ground) if ground is not None and action.code == "sign-refusal" else []
