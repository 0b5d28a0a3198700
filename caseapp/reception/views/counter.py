"""The counter a form is filled in at: its unit, who may have received, and what the office knows beside the form."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from caseapp.cases.queries.joining import Joinable, find_joinable
from caseapp.db import reading
from caseapp.gazette import office_calendar
from caseapp.law.days import Calendar
from caseapp.petitions.views.repeats import Repeat
from caseapp.reception.commands.logging import new_denouncer_code
from caseapp.reception.forms.codes import carried_code, carry_code
from caseapp.reception.forms.reading import Known
from caseapp.reception.forms.visit import MATTERS, VisitForm
from caseapp.reception.models import Matter
from caseapp.reception.queries import desk, office
from caseapp.reception.slips import sign_slip
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.alike import alike, tied
from caseapp.reception.views.earlier import Earlier, earlier
from caseapp.reception.views.secrecy import check_secrecy
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.now import local, now, today


@dataclass(slots=True)
class Counter:
    """Where a visit is logged, with what was looked up for it in this request."""

    unit_id: int
    calendar: Calendar
    receivers: list[Any]
    people: dict[str, Any] = field(default_factory=dict)
    found: list[Earlier] = field(default_factory=list)
    earlier_asked: bool = False
    alike: list[Repeat] = field(default_factory=list)
    alike_asked: bool = False
    ticket: Any = None
    accounts: Accounts | None = None
    code: str = ""

    @classmethod
    def of_viewer(cls) -> Counter:
        """The counter of the viewer's own unit; 404 when visits are not logged there by this person."""
        person = viewer()
        if not person.may_in(Can.LOG_VISIT, person.unit_id):
            abort(404)
        rows = office.receivers(person.unit_id, person.account_id, today())
        return cls(person.unit_id, office_calendar(), list(rows))

    def form(self, typed: MultiDict[str, str] | None) -> VisitForm:
        """The form with what was typed, or as it stands when a visitor sits down."""
        known = [value for name, value in (typed or MultiDict()).items() if name.endswith("-known")]
        self.people = office.known_people(self.unit_id, known)
        form = VisitForm(
            typed, calendar=self.calendar,
            receivers=[(row.public_id, self._receiver_words(row)) for row in self.receivers],
            stored_numbers={public_id: row.id_masked for public_id, row in self.people.items() if row.id_masked})
        if typed is None:
            form.draft.data = new_public_id()
            form.held_on.data, form.held_at.data = today(), local(now()).time().replace(second=0, microsecond=0)
            form.people_count.data = 1
        if not form.receiver.data:
            form.receiver.data = viewer().public_id
        self.give_code(form, carried_code(form.slip.data or ""))
        self.accounts = Accounts(form, self.unit_id)
        return form

    def give_code(self, form: VisitForm, code: str = "") -> None:
        """The code for a denouncer: the one the page carries, or a new one."""
        self.code = code or new_denouncer_code(today().year)
        form.slip.data = carry_code(self.code)

    @property
    def slip_token(self) -> str:
        """What the address of the denouncer's slip carries: a signed code and nothing else."""
        return sign_slip(self.code)

    def begin(self, form: VisitForm, *, kind: str, ticket: str) -> None:
        """Start from a chosen kind or from a called number; of a denouncer the queue knows nothing to start from."""
        if kind in MATTERS:
            form.matter.data = kind
        self.ticket = desk.ticket(viewer(), ticket[:24], today()) if ticket else None
        if self.ticket is None:
            return
        form.ticket.data = self.ticket.public_id
        form.matter.data = kind if kind in MATTERS else self.ticket.matter
        if form.kind in ("", Matter.DENUNCIATION):
            return
        form.people_count.data = self.ticket.people
        form.content.data = form.content.data or self.ticket.purpose
        if self.ticket.name:
            form.lookup.data = form.people.entries[0].form.name.data = self.ticket.name
            self.look_up(viewer(), self.ticket.name)

    def look_up(self, person: Viewer, words: str) -> None:
        """Earlier visits of whoever bears these words."""
        self.found, self.earlier_asked = earlier(person, words), True

    def look_for_alike(self, person: Viewer, form: VisitForm) -> None:
        """Earlier visits, petitions and cases on what stands in the form."""
        self.alike, self.alike_asked = alike(person, form), True

    def know(self, public_id: str) -> Any | None:
        """A person met before, by public id."""
        self.people |= office.known_people(self.unit_id, [public_id])
        return self.people.get(public_id)

    def check(self, form: VisitForm) -> bool:
        """Everything to mend, also what only the office's books can tell; False when there is something."""
        form.validate()
        if form.sealed and self.accounts is not None:
            check_secrecy(form, self.accounts, form.held_on.data)
        if form.takes_petition and not form.joins.errors:
            try:
                self.joined(form)
            except Refusal as refusal:
                form.take(refusal)
        return not form.problems()

    def joined(self, form: Any) -> Joinable | None:
        """The complaint whose number the form names; raises Refusal at the field."""
        return find_joinable(reading(), self.unit_id, form.joins.data, today()) if form.joins.data else None

    def receiver_of(self, form: VisitForm) -> Any:
        return next((row for row in self.receivers if row.public_id == form.receiver.data), self.receivers[0])

    @staticmethod
    def _receiver_words(row: Any) -> str:
        return f"{row.display_name}, {row.title}" if row.title else str(row.display_name)


def known_of(form: VisitForm, counter: Counter) -> Known:
    """What the office adds to a form that was found good."""
    same = tied(viewer(), form)
    return Known(
        receiver_id=counter.receiver_of(form).id, code=counter.code,
        same_matter_as=same.id if same is not None else None,
        accused_accounts=counter.accounts.chosen() if form.sealed and counter.accounts else ())
