"""What the pages of every kind of dossier show of where it stands, and who carries out a form on it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from caseapp.dossiers.acting import Acting
from caseapp.gazette import office_calendar
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.forms import VersionedForm
from caseapp.web.now import by_the_day, now, today


@dataclass(frozen=True, slots=True)
class Cell:
    """One clock in the bar; ``share`` is how much of its time has passed, 0 to 1."""

    name: str
    state: str
    note: str
    tone: str
    share: float
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something that may be done now; ``code`` empty for what is no act of the procedure."""

    code: str
    words: str
    url: str


def roles_in(person: Viewer, unit_id: int) -> frozenset[str]:
    """The roles ``person`` holds in that very unit (or one merged into it): what the procedure asks for."""
    return frozenset(str(held.role) for held in person.held if unit_id in held.own)


def acting_on(dossier: Any, form: VersionedForm) -> Acting:
    """The viewer as the one who carries out ``form`` on a dossier; raises Refusal when the page is too old."""
    person = viewer()
    return Acting(
        dossier_id=dossier.id, unit_id=dossier.unit_id, version=form.seen_version(), by=person.account_id,
        roles=roles_in(person, dossier.unit_id), at=by_the_day(today()) if dossier.sealed else now(), today=today(),
        calendar=office_calendar(),
        form_key=form.key())
