"""Opening a complaint for a petition that was taken, or letting the petition join one that is open."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.kinds.complaint import COMPLAINT, REGISTER
from caseapp.cases.models import CaseFile
from caseapp.cases.rules import course_of
from caseapp.dossiers.commands import number_of, open_dossier
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.dossiers.settling import settle
from caseapp.law.days import Calendar
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.staff.models import Unit

CASE_OF = "case"             # what a link from a petition to its case says


@dataclass(frozen=True, slots=True)
class GivenCase:
    """A complaint as its petition tells it; ``people``: ids of persons, the complainants first."""

    content: str
    received_on: date
    people: Sequence[int] = ()
    people_count: int = 1
    nomination: str = ""
    field: str | None = None
    respondent: str = ""
    contested: str | None = None
    contested_paper: str = ""
    demand: str = ""
    forwarded_by: str = ""
    handler_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens the case, when."""

    by: int
    at: datetime
    today: date
    calendar: Calendar


def open_complaint(session: Session, chain: Chain, given: GivenCase, how: Opening) -> Dossier:
    """A complaint in state received, under the chain lock: number, acceptance clock, journal.

    The clock runs from the day the office received the petition (LKN 27), whatever day it is entered.
    """
    state = COMPLAINT.initial
    dossier = open_dossier(
        session, chain, kind=COMPLAINT.code, register=REGISTER, sealed=False, subject=given.content, state=state.code,
        by=how.by, at=how.at, opened_on=given.received_on, closed=False, handler_id=given.handler_id,
        awaits=state.awaits)
    case = CaseFile(
        dossier_id=dossier.id, kind=COMPLAINT.code, content=given.content, demand=given.demand, field=given.field,
        received_on=given.received_on, people_count=given.people_count, nomination=given.nomination,
        respondent=given.respondent, contested=given.contested, contested_paper=given.contested_paper,
        forwarded_by=given.forwarded_by, remote=_remote(session, chain.unit_id, given.received_on))
    session.add(case)
    dossier.moved_on = how.today
    session.flush()
    add_complainants(session, dossier, given.people)
    settle(session, dossier, course_of(case, ()).limits, how.calendar, at=how.at)
    find_case_again(session, dossier, case)
    record(session, chain, act="complaint.open", by=how.by, at=how.at, dossier=dossier.id,
           facts={"received_on": given.received_on.isoformat(), "late": given.received_on < how.today,
                  "people": given.people_count, "starts": [one.rule for one in course_of(case, ()).limits]})
    return dossier


def join_case(session: Session, chain: Chain, petition: Dossier, case: Dossier, *, by: int, at: datetime) -> None:
    """Lay a petition into a case: the one it opened, or an open one on the same matter."""
    session.add(Link(dossier_id=petition.id, other_id=case.id, what=CASE_OF))
    record(session, chain, act="complaint.petition", by=by, at=at, dossier=case.id,
           facts={"petition": petition.public_id})


def add_complainants(session: Session, dossier: Dossier, people: Sequence[int]) -> None:
    """Persons who complain, each once."""
    known = set(session.scalars(sa.select(Party.person_id).where(
        Party.dossier_id == dossier.id, Party.role == "complainant")))
    new = [person for person in dict.fromkeys(people) if person not in known]
    session.add_all(Party(dossier_id=dossier.id, person_id=person, role="complainant", position=len(known) + place)
                    for place, person in enumerate(new))
    session.flush()


def find_case_again(session: Session, dossier: Dossier, case: CaseFile) -> None:
    """Bring the words by which a case is found in line with what is stored."""
    names = session.scalars(sa.select(Person.name).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == dossier.id).order_by(Party.position))
    write_search_doc(session, dossier.id, number_of(dossier), *names, case.content, case.respondent,
                     case.contested_paper)


def _remote(session: Session, unit_id: int, on: date) -> bool:
    """Whether the unit was remote and hard to reach on a day, by the text that says so: limits are longer there."""
    unit = session.get_one(Unit, unit_id)
    return bool(unit.remote and unit.remote_from and unit.remote_from <= on
                and (unit.remote_to is None or on < unit.remote_to))
