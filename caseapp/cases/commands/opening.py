"""Opening a case for a petition that was taken, or letting the petition join one that is open."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.set_aside import see_open
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.models import CaseFile
from caseapp.cases.practice import Practice
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import course_of, opening_of
from caseapp.dossiers.commands import number_of, open_dossier
from caseapp.dossiers.models import Accused, Dossier, Link, Party
from caseapp.dossiers.scope import CASE_OF
from caseapp.dossiers.search import write_search_doc
from caseapp.dossiers.settling import settle
from caseapp.law.days import Calendar
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.staff.models import Unit
from caseapp.text import new_code
from caseapp.web.now import by_the_day, local


@dataclass(frozen=True, slots=True)
class GivenDenouncer:
    """Where a denouncer's identity lies on paper: the envelope, who holds it, how it was checked; never who it is.

    ``accused``: ids of accounts of this office that the denunciation is about; for them the dossier does not exist.
    """

    envelope: str
    identity: str
    custodian_id: int | None = None
    accused: Sequence[int] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class GivenCase:
    """A case as its petition tells it; ``people``: ids of persons, whoever wrote it first.

    ``opening``: the state it begins in, empty for the usual one; ``traits``: what else is true of it from its first
    day. ``earlier_*``: of a second instance the first decision, whose it is, and the day it was received.
    """

    content: str
    received_on: date
    people: Sequence[int] = ()
    people_count: int = 1
    nomination: str = ""
    field: str | None = None
    respondent: str = ""
    respondent_post: str = ""
    contested: str | None = None
    contested_paper: str = ""
    demand: str = ""
    forwarded_by: str = ""
    handler_id: int | None = None
    opening: str = ""
    traits: str = ""
    instance: int = 1
    earlier_paper: str = ""
    earlier_body: str = ""
    earlier_on: date | None = None
    denouncer: GivenDenouncer | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens the case, when."""

    by: int
    at: datetime
    today: date
    calendar: Calendar


def open_case(session: Session, chain: Chain, kind: str, given: GivenCase, how: Opening) -> Dossier:
    """A case of a kind, under the chain lock: number, first clocks, journal; a sealed one goes by a code.

    The clocks run from the day the office received the petition (LKN 27, LTC 24), whatever day it is entered.
    Raises LawError where a limit cannot be counted, LookupError for a kind that is none.
    """
    practice = PRACTICES[kind]
    at = by_the_day(how.today) if practice.sealed else how.at
    case = CaseFile(
        kind=kind, opening=given.opening, traits=given.traits, instance=given.instance, content=given.content,
        demand=given.demand, field=given.field, received_on=given.received_on, people_count=given.people_count,
        nomination=given.nomination, respondent=given.respondent, respondent_post=given.respondent_post,
        contested=given.contested, contested_paper=given.contested_paper, forwarded_by=given.forwarded_by,
        earlier_paper=given.earlier_paper, earlier_body=given.earlier_body, earlier_on=given.earlier_on,
        remote=_remote(session, chain.unit_id, given.received_on))
    state = opening_of(case).state
    dossier = open_dossier(
        session, chain, kind=kind, register=practice.register, sealed=practice.sealed, subject=given.content,
        state=state.code, by=how.by, at=at, opened_on=given.received_on, closed=state.closed,
        handler_id=given.handler_id, awaits=state.awaits, code=_code(practice, given) if practice.sealed else None)
    dossier.moved_on = how.today
    case.dossier_id = dossier.id
    if given.denouncer is not None:
        _seal(session, dossier, case, given.denouncer)
    session.add(case)
    session.flush()
    if not practice.sealed:
        add_complainants(session, dossier, given.people)
    begun = course_of(case, ()).limits
    settle(session, dossier, begun, how.calendar, at=at)
    find_case_again(session, dossier, case)
    record(session, chain, act=f"{kind}.open", by=how.by, at=at, dossier=dossier.id, sealed=dossier.sealed,
           facts={"received_on": given.received_on.isoformat(), "late": given.received_on < how.today,
                  "people": given.people_count, "starts": [one.rule for one in begun]})
    return dossier


def open_complaint(session: Session, chain: Chain, given: GivenCase, how: Opening) -> Dossier:
    """A complaint at first instance in state received, under the chain lock."""
    return open_case(session, chain, COMPLAINT.code, given, how)


def _code(practice: Practice, given: GivenCase) -> str:
    """What a sealed case is called: its own code, never the denouncer's, which stands in papers that go out."""
    return new_code(f"{practice.code}-{given.received_on.year}", 8)


def _seal(session: Session, dossier: Dossier, case: CaseFile, given: GivenDenouncer) -> None:
    case.envelope, case.identity, case.custodian_id = given.envelope, given.identity, given.custodian_id
    session.add_all(Accused(dossier_id=dossier.id, account_id=account) for account in sorted(set(given.accused)))


def join_case(session: Session, chain: Chain, petition: Dossier, case: Dossier, *, by: int, at: datetime) -> None:
    """Lay a petition into a case: the one it opened, or an open one on the same matter."""
    see_open(session, case)
    session.add(Link(dossier_id=petition.id, other_id=case.id, what=CASE_OF))
    record(session, chain, act=f"{case.kind}.petition", by=by, at=by_the_day(local(at).date()) if case.sealed else at,
           dossier=case.id, sealed=case.sealed, facts={"petition": petition.public_id})


def add_complainants(session: Session, dossier: Dossier, people: Sequence[int]) -> None:
    """Persons who complain, each once."""
    known = set(session.scalars(sa.select(Party.person_id).where(
        Party.dossier_id == dossier.id, Party.role == "complainant")))
    new = [person for person in dict.fromkeys(people) if person not in known]
    session.add_all(Party(dossier_id=dossier.id, person_id=person, role="complainant", position=len(known) + place)
                    for place, person in enumerate(new))
    session.flush()


def find_case_again(session: Session, dossier: Dossier, case: CaseFile) -> None:
    """Bring the words by which a case is found in line with what is stored; of a sealed one nobody who wrote it."""
    if dossier.sealed:
        write_search_doc(session, dossier.id, number_of(dossier), case.content, case.respondent, case.respondent_post)
        return
    names = session.scalars(sa.select(Person.name).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == dossier.id).order_by(Party.position))
    write_search_doc(session, dossier.id, number_of(dossier), *names, case.content, case.respondent,
                     case.contested_paper)


def _remote(session: Session, unit_id: int, on: date) -> bool:
    """Whether the unit was remote and hard to reach on a day, by the text that says so: limits are longer there."""
    unit = session.get_one(Unit, unit_id)
    return bool(unit.remote and unit.remote_from and unit.remote_from <= on
                and (unit.remote_to is None or on < unit.remote_to))
