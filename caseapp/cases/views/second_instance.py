"""The page “Khiếu nại lần hai”: opened at the competent office; any other one is told where it must go."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.opening import Opening
from caseapp.cases.commands.second_instance import open_second
from caseapp.cases.forms.second_instance import SecondForm
from caseapp.cases.kinds.discipline import DISCIPLINE_2
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.second_instance import seconds_of, taken_over
from caseapp.cases.second_instance import MATTER_OF, SECOND_OF, body_of, offices_for, where_to
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.queries import names_of
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.citing import cited
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

# Acts of the first instance after which the second may begin.
FIRST_ENDED: Final = frozenset({"decide", "limit-passed"})
_LEVEL = sa.select(Unit.level).where(Unit.id == sa.bindparam("id"))


@pages.route("/vu-viec/mo/khieu-nai-lan-hai", methods=["GET", "POST"])
@guarded(Can.ANSWER_VISIT)
def open_again() -> ResponseReturnValue:
    """A second complaint about an administrative decision; ``?tu=`` names the first case, where it is held here."""
    return _form_of(SECOND_COMPLAINT.code)


@pages.route("/vu-viec/mo/ky-luat-lan-hai", methods=["GET", "POST"])
@guarded(Can.ANSWER_VISIT)
def open_discipline_again() -> ResponseReturnValue:
    """A second complaint about a disciplinary decision; ``?tu=`` as above."""
    return _form_of(DISCIPLINE_2.code)


_PAGES = {SECOND_COMPLAINT.code: "cases.open_again", DISCIPLINE_2.code: "cases.open_discipline_again"}


def opens_again(kind: str) -> bool:
    """Whether the viewer's unit is one that opens such a case, and he may do it there."""
    person = viewer()
    return person.may_in(Can.ANSWER_VISIT, person.unit_id) and _level(person.unit_id) in PRACTICES[kind].levels


def _level(unit_id: int) -> str:
    return str(reading().execute(_LEVEL, {"id": unit_id}).scalar_one())


@dataclass(frozen=True, slots=True)
class Above:
    """What the first case tells of the second instance: the cases opened above, the page where one opens."""

    seconds: Sequence[Any]
    url: str


def above(case: Any, done: Collection[str]) -> Above | None:
    """The second instance of a case that was decided, or whose limit passed; None where it could not begin.

    ``done``: codes of its acts. The page to open one is for a unit above alone.
    """
    kind = SECOND_OF.get(case.kind)
    if kind is None or not FIRST_ENDED & set(done):
        return None
    seconds = seconds_of(case.id)
    opens = not seconds and viewer().unit_id != case.unit_id and opens_again(kind)
    return Above(seconds, url_for(_PAGES[kind], tu=case.public_id) if opens else "")


def _form_of(kind: str) -> ResponseReturnValue:
    person = viewer()
    if not person.may_in(Can.ANSWER_VISIT, person.unit_id):
        abort(404)
    level = _level(person.unit_id)
    if level not in PRACTICES[kind].levels:
        return _elsewhere(kind), 409
    first = case_or_404(request.args["tu"]) if request.args.get("tu") else None
    if first is not None and SECOND_OF.get(first.kind, first.kind) != kind:
        abort(404)
    form = SecondForm(kind, offices_for(MATTER_OF[kind], level, today()), today(), linked=first is not None)
    if request.method == "GET":
        form.show({"received_on": today(), "people_count": 1, **(taken_over(first) if first is not None else {})})
        return _page(kind, form, first)
    if not form.validate():
        return _page(kind, form, first), 422
    return _open(kind, form, first)


def _open(kind: str, form: SecondForm, first: Any) -> ResponseReturnValue:
    person = viewer()
    how = Opening(person.account_id, now(), today(), office_calendar())
    try:
        opened = open_second(form.given(first.id if first is not None else None), person.unit_id, how, form.key())
        public_id = opened.public_id
    except FormKeyUsed as used:
        flash(_("Vụ việc này đã mở từ lần bấm trước."), "done")
        return redirect(page_of(kind, str(used.result)), 303)
    except LawError as problem:
        form.take(Refusal(problem.words(_), "received_on"))
        return _page(kind, form, first), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(kind, form, first), refusal.status
    flash(_("Đã mở %(number)s.", number=number_of(opened)), "done")
    return redirect(page_of(kind, public_id), 303)


def _page(kind: str, form: SecondForm, first: Any) -> str:
    return render_template(
        "cases/second.html", form=form, kind=PRACTICES[kind].kind, first=first,
        first_number=number_of(first) if first is not None else "",
        first_page=page_of(first.kind, first.public_id) if first is not None else "",
        people=names_of([first.id]).get(first.id, []) if first is not None else [])


def _elsewhere(kind: str) -> str:
    """Where a second complaint against this office's own head goes: guide there, or ask about another office."""
    matter, on = MATTER_OF[kind], today()
    answer = where_to(matter, "commune-head", on, body_of(reading(), viewer().unit_id))
    asked = {"viec": str(matter), "cua": "commune-head", "lan": "2", "nhan": on.isoformat()}
    return render_template(
        "cases/second_elsewhere.html", kind=PRACTICES[kind].kind, authority=answer.named(_),
        place=cited(answer.citations[0], _), notes=[cited(note.words(_), _) for note in answer.notes],
        ask_url=f"/phap-luat/tham-quyen?{urlencode(asked)}", home=url_for("cases.case_list"))
