"""Earlier visits, petitions and cases on what is being written down at the counter; a denunciation looks up nothing."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.dossiers.commands import number_of
from caseapp.petitions.queries import earlier_dossier, writers_of
from caseapp.petitions.repeats.finding import Asked
from caseapp.petitions.views.repeats import Repeat, asked_people, offered, told_content
from caseapp.reception.forms.people import PersonPart
from caseapp.reception.forms.visit import VisitForm
from caseapp.reception.queries.alike import open_case_of
from caseapp.staff.viewer import Viewer
from caseapp.web.now import today

_PICK = re.compile(r"(?:(again|second|writer):([\w-]{16,24})|untie)")


@dataclass(frozen=True, slots=True)
class Tied:
    """The earlier dossier of the same matter; ``case``: the number of the complaint in which it is being settled."""

    id: int
    public_id: str
    number: str
    opened_on: date
    case: str


def alike(person: Viewer, form: VisitForm) -> list[Repeat]:
    """The likeliest earlier dossiers of what stands in the form so far; none before a kind is chosen."""
    if form.sealed or not form.kind:
        return []
    parts = [entry.form for entry in form.people.entries]
    return offered(person, Asked(asked_people(person, parts), told_content(form), form.held_on.data or today()))


def tied(person: Viewer, form: VisitForm) -> Tied | None:
    """What the form is tied to, as far as the viewer may know of it; never anything sealed."""
    row = earlier_dossier(person, form.same_as.data or "") if not form.sealed else None
    if row is None:
        return None
    return Tied(row.id, row.public_id, number_of(row), row.opened_on, open_case_of(person, row.id))


def carry_out_pick(person: Viewer, form: VisitForm, pick: str) -> bool:
    """Tie the visit to an earlier dossier, untie it, or take its writer over; False when ``pick`` asks for none of it.

    A complaint of second instance opens a case of its own: it is tied, and not joined to the first.
    """
    chosen = _PICK.fullmatch(pick)
    if chosen is None or form.sealed or not form.kind:
        return False
    what, public_id = chosen.groups()
    earlier = earlier_dossier(person, public_id) if public_id else None
    if what == "writer":
        if earlier is not None and (writer := writers_of(person, [earlier.id]).get(earlier.id)) is not None:
            _take_over(form.people.entries[0].form, writer)
        return True
    form.same_as.data = earlier.public_id if earlier is not None else ""
    form.joins.raw_data, form.joins.data = None, ""
    if earlier is not None:
        form.repeat.data = "again"
    if earlier is not None and what == "again":
        form.joins.data = open_case_of(person, earlier.id)
    return True


def _take_over(part: PersonPart, writer: Any) -> None:
    part.known.data = writer.public_id
    for name in ("name", "birth_year", "phone", "commune", "address"):
        line = part[name]
        line.raw_data, line.data = None, getattr(writer, name) or (None if name in ("birth_year", "phone") else "")
