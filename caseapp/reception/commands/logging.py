"""Logging a visit: number, person, papers, clock and journal in one transaction."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.denouncing import see_free
from caseapp.cases.commands.opening import Opening as CaseOpening
from caseapp.db import unordered_id, writing
from caseapp.dossiers.clocks import start_clock
from caseapp.dossiers.commands import number_of, open_dossier
from caseapp.dossiers.drafts import drop_draft
from caseapp.dossiers.models import Accused, Dossier, Link, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import Person
from caseapp.reception.commands.petitioning import GivenTaking, take_in_petition
from caseapp.reception.models import LABELS, Identity, Matter, Outcome, Paper, Ticket, Visit
from caseapp.reception.models import Session as Held
from caseapp.reception.rules import opening, register_of
from caseapp.text import new_code
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import by_the_day
from caseapp.workflow.kind import Opening


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A line of the papers slip; ``condition``: original, copy or certified."""

    name: str
    pages: int | None
    condition: str


@dataclass(frozen=True, slots=True)
class GivenParty:
    """A person at the counter and in which role: visitor, representative or represented."""

    person: Given
    role: str = "visitor"
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Denouncer:
    """All that the office's computer ever learns of a denouncer (LTC 9, 47, 56)."""

    code: str
    envelope: str | None
    identity: Identity
    protection: bool = False
    accused_name: str = ""
    accused_post: str = ""
    accused_accounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenVisit:
    """A visit as the form or an old book gives it; dates are civil days.

    ``petition``: it was taken in, and opens or joins a complaint. None in old books, which name no case, and of matters
    that are no complaint.
    """

    matter: Matter
    content: str
    held_on: date
    outcome: Outcome | None
    parties: tuple[GivenParty, ...] = ()
    denouncer: Denouncer | None = None
    held_at: time | None = None
    other_matter: str | None = None
    session: str = Held.REGULAR
    place: str = ""
    receiver_id: int | None = None
    receiver_name: str = ""
    people_count: int | None = None
    field: str | None = None
    repeat: bool = False
    resolved_by: str = ""
    competent: bool | None = None
    body: str = ""
    document: str = ""
    ground: str | None = None
    ground_note: str = ""
    follow_up: str = ""
    note: str = ""
    nomination: str = ""
    papers: tuple[GivenPaper, ...] = ()
    same_matter_as: int | None = None
    petition: GivenTaking | None = None
    book_row: str | None = None
    to_confirm: str = ""


@dataclass(frozen=True, slots=True)
class Logging:
    """Who logs a visit, when and for which form; ``ticket`` and ``draft`` are the ones it uses up."""

    unit_id: int
    by: int
    at: datetime
    today: date
    calendar: Calendar
    form_key: str = ""
    draft: str = ""
    ticket: str = ""
    journal: dict[str, object] = field(default_factory=dict)


def log_visit(given: GivenVisit, how: Logging) -> Dossier:
    """Log one visit. A form that was carried out before raises FormKeyUsed with the visit's public id."""
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            see_form_key(session, how.form_key, how.by)
        dossier = add_visit(session, chain, given, how)
        if how.form_key:
            # Of a sealed one by the day, as everything that is written of it.
            use_form_key(session, how.form_key, how.by, dossier.made_at if dossier.sealed else how.at,
                         result=dossier.public_id)
        if how.draft:
            drop_draft(session, how.draft, account_id=how.by, now=how.at)
        if how.ticket:
            _finish_ticket(session, how)
        elif dossier.sealed:
            _forget_called(session, how)
    return dossier


def add_visit(session: Session, chain: Chain, given: GivenVisit, how: Logging) -> Dossier:
    """The visit inside a transaction whose chain is locked: also what an import does, row by row."""
    sealed = given.matter == Matter.DENUNCIATION
    if given.denouncer is not None and given.denouncer.envelope:
        see_envelope(session, how.unit_id, given.denouncer.envelope, given.held_on.year, by=how.by)
        see_free(session, how.unit_id, given.denouncer.envelope, given.held_on.year, by=how.by, at="envelope")
    if sealed:
        how = replace(how, at=by_the_day(how.today))
    identity = given.denouncer.identity if given.denouncer is not None else None
    begins = opening(given.outcome, given.ground, given.held_on, identity)
    dossier = open_dossier(
        session, chain, kind="visit", register=register_of(given.matter), sealed=sealed, subject=given.content,
        state=begins.state.code, by=how.by, at=how.at, opened_on=given.held_on, closed=begins.state.closed,
        # Whoever received the visitor answers; of a row of an old book nobody here did.
        handler_id=given.receiver_id or (how.by if given.book_row is None else None), awaits=begins.state.awaits,
        code=given.denouncer.code if given.denouncer is not None else None)
    dossier.moved_on = how.today
    _add_row(session, dossier, given, how)
    names, changes = ([], {}) if sealed else _add_parties(session, dossier, given)
    for position, paper in enumerate(given.papers):
        session.add(Paper(id=unordered_id(session, Paper.id) if sealed else None, dossier_id=dossier.id,
                          position=position, name=paper.name, pages=paper.pages, condition=paper.condition))
    _start(session, dossier, begins, given, how)
    _make_findable(session, dossier, given, names)
    facts = {"matter": given.matter, "outcome": given.outcome, "ground": given.ground,
             "held_on": given.held_on.isoformat(), "starts": list(begins.starts),
             "late": given.held_on < how.today, **how.journal}
    if given.denouncer is not None:
        facts |= {"envelope": given.denouncer.envelope, "identity": given.denouncer.identity,
                  "code": given.denouncer.code}
    record(session, chain, act="visit.log", by=how.by, at=how.at, dossier=dossier.id, sealed=sealed, facts=facts)
    for person, fields in changes.items():
        record(session, chain, act="person.update", by=how.by, at=how.at, dossier=dossier.id,
               facts={"person": person, "fields": sorted(fields)}, values=fields)
    if given.petition is not None and not sealed:
        take_in_petition(session, chain, dossier, session.get_one(Visit, dossier.id), given.petition,
                         CaseOpening(how.by, how.at, how.today, how.calendar))
    return dossier


def see_envelope(session: Session, unit_id: int, envelope: str, year: int, *, by: int, besides: int = 0) -> None:
    """Refuse a number that is given; asked under the chain lock, so that two officers cannot both take it.

    Denunciations that accuse ``by`` do not count: else he could find their envelopes by trying numbers.
    """
    taken = session.scalar(
        sa.select(Visit.dossier_id).join(Dossier, Dossier.id == Visit.dossier_id).where(
            Dossier.unit_id == unit_id, Dossier.sealed, Dossier.year == year, Dossier.state != "void",
            sa.func.lower(Visit.envelope) == envelope.lower(), Visit.dossier_id != besides,
            ~sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == by)).limit(1))
    if taken is not None:
        raise Refusal(_("Phong bì số %(number)s năm %(year)s đã dùng. Ghi số khác, đúng số trên phong bì.",
                        number=envelope, year=str(year)), "envelope", 422)


def _add_row(session: Session, dossier: Dossier, given: GivenVisit, how: Logging) -> None:
    sealed = given.denouncer
    visit = Visit(
        dossier_id=dossier.id, matter=given.matter, other_matter=given.other_matter, content=given.content,
        # The hour of a denunciation is not kept: it stands beside an open number, where one was cancelled for it.
        held_on=given.held_on, held_at=None if sealed else given.held_at, session=given.session, place=given.place,
        late=given.held_on < how.today and given.book_row is None, receiver_id=given.receiver_id,
        receiver_name=given.receiver_name, people_count=given.people_count, field=given.field, repeat=given.repeat,
        resolved_by=given.resolved_by, outcome=given.outcome, competent=given.competent, body=given.body,
        document=given.document, ground=given.ground, ground_note=given.ground_note, follow_up=given.follow_up,
        note=given.note, nomination=given.nomination, book_row=given.book_row, to_confirm=given.to_confirm,
        follow_code=new_follow_code())
    if sealed is not None:
        visit.envelope, visit.identity = sealed.envelope, sealed.identity
        visit.protection, visit.accused_name, visit.accused_post = (
            sealed.protection, sealed.accused_name, sealed.accused_post)
        for account_id in sorted(set(sealed.accused_accounts)):
            session.add(Accused(dossier_id=dossier.id, account_id=account_id))
    session.add(visit)
    session.flush()


def _add_parties(session: Session, dossier: Dossier,
                 given: GivenVisit) -> tuple[list[Person], dict[str, dict[str, list[object]]]]:
    """The persons, and what the form said anew of those the unit knew, by public id."""
    people: list[Person] = []
    changed: dict[str, dict[str, list[object]]] = {}
    seen: set[tuple[int, str]] = set()
    for position, party in enumerate(given.parties):
        person, changes = take_in(session, dossier.unit_id, party.person)
        people.append(person)
        if changes:
            changed[person.public_id] = changes
        if (person.id, party.role) in seen:
            continue
        seen.add((person.id, party.role))
        session.add(Party(dossier_id=dossier.id, person_id=person.id, role=party.role, position=position,
                          authority=party.authority))
    if given.same_matter_as is not None:
        session.add(Link(dossier_id=dossier.id, other_id=given.same_matter_as, what="same-matter"))
    session.flush()
    return people, changed


def _start(session: Session, dossier: Dossier, begins: Opening, given: GivenVisit, how: Logging) -> None:
    for rule in begins.starts:
        start_clock(session, dossier, count(rule, given.held_on, how.calendar), at=how.at)


def _make_findable(session: Session, dossier: Dossier, given: GivenVisit, people: list[Person]) -> None:
    """A sealed visit is found by code and matter; its story names nobody, or the officer was warned."""
    if dossier.sealed:
        write_search_doc(session, dossier.id, number_of(dossier), given.content)
        return
    write_search_doc(session, dossier.id, number_of(dossier), *(person.name for person in people), given.content,
                     LABELS[given.matter], given.body)


def _finish_ticket(session: Session, how: Logging) -> None:
    session.execute(sa.update(Ticket).where(Ticket.public_id == how.ticket, Ticket.unit_id == how.unit_id)
                    .values(state="done", name="", purpose=""))


def _forget_called(session: Session, how: Logging) -> None:
    """A denunciation that was logged past the queue: the visitor may be the one this officer called by name."""
    session.execute(sa.update(Ticket).where(
        Ticket.unit_id == how.unit_id, Ticket.state == "called", Ticket.called_by == how.by,
    ).values(name="", purpose=""))


def new_follow_code() -> str:
    """The code on the slip by which a visitor asks for the result: ``5K7R-24XD``."""
    return new_code("", 8)


def new_denouncer_code(year: int) -> str:
    """The code that stands for a denouncer: ``TC-2026-7K4P-3M2Q``; eight signs, so that no two ever meet."""
    return new_code(f"TC-{year}", 8)
