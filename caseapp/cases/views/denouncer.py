"""Pages for whoever keeps the envelopes: letters that wait, and sending one; a name is typed on none of them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.forms.act import ActForm, begin
from caseapp.cases.kinds.denunciation_letters import KEEPING, LETTERS, SENDING
from caseapp.cases.queries.denounced import clocks_in, done_in, keeper_of, kept_cases
from caseapp.cases.rules import KINDS, due_days, facts_of
from caseapp.cases.views.asked import Asked, asked_or_404
from caseapp.cases.views.blueprint import pages
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.views.standing import acting_on
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Due, due_badge
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused

CHANGED: Final = mark("Hồ sơ vừa thay đổi sau khi bạn mở trang. Xem lại rồi ghi lần nữa.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits: its case and envelope, what is sent, its last day, the pages to print and to record it.

    ``badge``: how much time is left; None where the law says no number of days.
    """

    number: str
    envelope: str
    keeper: str
    what: str
    due: date | None
    badge: Badge | None
    print_url: str
    url: str


@pages.get("/vu-viec/thu-nguoi-to-cao")
@guarded(Can.CUSTODY)
def denouncer_letters() -> ResponseReturnValue:
    """Every letter that waits in the units whose envelopes the viewer keeps, the earliest day first."""
    return render_template("cases/denouncer_letters.html", letters=letters_waiting(viewer()))


def letters_waiting(person: Viewer) -> list[Waiting]:
    """What waits to be sent by whoever keeps envelopes, the earliest day first; what goes at once is due today."""
    cases = kept_cases(person)
    acts, clocks = done_in(cases), clocks_in(cases)
    found = [one for case in cases for one in _waiting(case, acts.get(case.id, ()), clocks.get(case.id, ()))]
    return sorted(found, key=lambda one: (one.due or today(), one.number))


def _waiting(case: Any, done: Sequence[Any], clocks: Sequence[Any]) -> list[Waiting]:
    waits: Any = facts_of(case, done, due_days(clocks), today())["waiting"]
    running = {one.rule: one for one in clocks if one.ended_by is None and one.due_on is not None}
    found = []
    for action in KINDS[case.kind].actions:
        issued = next((one for one in reversed(done) if one.code in LETTERS.get(action.code, ())), None)
        if action.code not in waits or issued is None:
            continue
        clock = next((running[rule] for rule in action.meets if rule in running), None)
        found.append(Waiting(
            number_of(case), case.envelope, case.keeper or "", _(action.label), clock.due_on if clock else None,
            due_badge(Due.of(clock), today(), office_calendar(), year=False) if clock else None,
            url_for("cases.letter", public_id=case.public_id, act=issued.public_id),
            SENDING.format(case.public_id, action.code)))
    return found


@pages.route("/vu-viec/<public_id>/nguoi-to-cao/<act>", methods=["GET", "POST"])
@guarded(Can.CUSTODY, Can.LOG_VISIT)
def send_letter(public_id: str, act: str) -> ResponseReturnValue:
    """What the custodian did: the day, the manner, how it ended, the number of the envelope sealed again."""
    if act not in KEEPING:
        abort(404)
    asked = asked_or_404(public_id, act)
    if reason := asked.reason(today()):
        raise Refusal(asked.why(reason))
    form = asked.form()
    if not form.is_submitted():
        begin(form, viewer().account_id)
        return _page(asked, form)
    return _record(asked, form) if form.validate() else (_page(asked, form), 422)


def _record(asked: Asked, form: ActForm) -> ResponseReturnValue:
    home = redirect(url_for("cases.denouncer_letters") if viewer().may(Can.CUSTODY) else "/", 303)
    try:
        carry_out(form.given(), acting_on(asked.case, form))
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except Stale:
        form.form_errors.append(_(CHANGED))
        return _page(asked_or_404(asked.case.public_id, asked.action.code), form), 409
    except Refused as refused:
        form.form_errors.append(asked.why(refused.reason))
        return _page(asked, form), 409
    except LawError as problem:
        form.take(Refusal(problem.words(_), "happened_on"))
        return _page(asked, form), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(asked, form), refusal.status
    flash(_("Đã ghi. Họ tên, địa chỉ không nằm ở đâu trong hồ sơ."), "done")
    return home


def _page(asked: Asked, form: ActForm) -> str:
    case = asked.case
    form.version.data = str(case.version)
    issued = next((one for one in reversed(asked.acts) if one.code in LETTERS.get(asked.action.code, ())), None)
    return render_template(
        "cases/denouncer_letter.html", case=case, action=asked.action, form=form, number=number_of(case),
        keeper=keeper_of(case), print_url=url_for(
            "cases.letter", public_id=case.public_id, act=issued.public_id) if issued is not None else "")
