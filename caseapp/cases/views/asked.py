"""An act that a page asks for: its case, what was done in it, the way the viewer may carry it out, its form."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request

from caseapp.cases.forms.act import ActForm, act_form
from caseapp.cases.forms.asking import Asking
from caseapp.cases.models import Status
from caseapp.cases.queries.cases import acts_of
from caseapp.cases.rules import KINDS, dues_of, facts_of
from caseapp.cases.views.blueprint import case_or_404
from caseapp.db import reading
from caseapp.dossiers.queries import names_of
from caseapp.dossiers.views.standing import roles_in
from caseapp.gazette import office_calendar
from caseapp.staff.queries import working_in
from caseapp.staff.signing import signers
from caseapp.staff.viewer import viewer
from caseapp.text import DateProblem, clean_line, read_date
from caseapp.web.filters import said_place
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import FINISHED, WRONG_STATE, Way, refusal, way_of
from caseapp.workflow.kind import Action, Kind, Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """``rows``: every act and draft of the case, ``acts``: what was done; ``roles``: the viewer's in its unit."""

    case: Any
    kind: Kind
    action: Action
    way: Way
    roles: frozenset[str]
    rows: Sequence[Any]
    acts: Sequence[Any]

    def reason(self, on: date, until: date | None = None) -> str | None:
        """Why the act may not be done on a day, None when it may; ``until``: as if nothing had been done after it."""
        known = [one for one in self.acts if one.happened_on <= min(on, until or on)]
        facts = facts_of(self.case, known, dues_of(self.case, known, office_calendar()), on)
        return refusal(self.action, self.kind.state(self.case.state), self.roles, facts, on)

    def why(self, reason: str) -> str:
        """The reason in words; where the case stands in the way itself, what it must have come to first."""
        if reason not in (WRONG_STATE, FINISHED):
            return refused_words(reason)
        states = [_(one.label) for one in self.kind.states if one in self.action.when]
        told = [_(str(reason)), _("Vụ việc đang ở: %(state)s.", state=_(self.kind.state(self.case.state).label))]
        if reason == WRONG_STATE:
            told.append(_("Việc này làm khi vụ việc ở: %(states)s.", states="; ".join(states)))
        if self.action.citation is not None:
            told.append(_("Căn cứ: %(place)s.", place=said_place(self.action.citation)))
        return " ".join(told)

    @property
    def first_day(self) -> date:
        """The earliest day the act can bear: none before what led the case to where it stands."""
        moving = [one.happened_on for one in self.acts if self.kind.action(one.code).to is not None]
        return max([self.case.received_on, *moving])

    @property
    def waiting(self) -> Any | None:
        """The draft that waits for whoever may decide it."""
        return next((one for one in self.rows if one.status == Status.PROPOSED), None)

    def asking(self, on: date) -> Asking:
        """What the form of the act must know, on the day it happens."""
        inside, unit, source = self.action.asks, self.case.unit_id, reading()
        return Asking(
            action=self.action, way=self.way, case=self.case, acts=self.acts, on=on, today=today(),
            signers=signers(source, unit, on) if self.action.document else (),
            workers=working_in(source, unit, today()) if "team" in inside else (),
            people=names_of([self.case.id]).get(self.case.id, []) if {"recipients", "manner"} & set(inside) else ())

    def form(self, on: date | None = None, **more: Any) -> ActForm:
        """The form as it was sent, or a new one; its choices are those of the day that is typed in it."""
        return act_form(self.asking(on or typed_day(request.form.get("happened_on", "")) or today()), **more)


def asked_or_404(public_id: str, code: str) -> Asked:
    """The act that is asked for; 404 alike for an absent case, an unknown act, and whoever may never do it."""
    case = case_or_404(public_id)
    kind = KINDS[case.kind]
    action = next((one for one in kind.actions if one.code == code), None)
    roles = roles_in(viewer(), case.unit_id)
    way = way_of(action, roles) if action is not None else None
    if action is None or way is None:
        abort(404)
    rows = acts_of(case.id)
    return Asked(case, kind, action, way, roles, rows, [one for one in rows if one.status == Status.DONE])


def typed_day(written: str) -> date | None:
    """A day as somebody types it, None while it cannot be read."""
    try:
        return read_date(clean_line(written[:40]), today())
    except DateProblem:
        return None


def refused_words(reason: str) -> str:
    """Why something may not be done, with the place in the law that asks for what is missing."""
    words = _(str(reason))
    if not isinstance(reason, Reason) or reason.citation is None:
        return words
    return _("%(why)s Căn cứ: %(place)s.", why=words, place=said_place(reason.citation))
