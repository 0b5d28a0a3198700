"""Puts a dispute out of an old logbook into its hamlet's book as it stands there: no act, no day is made up."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import Opening, find_case_again
from caseapp.cases.kinds.mediation import MEDIATION, REGISTER
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.cases.rules import course_of
from caseapp.dossiers.commands import open_dossier
from caseapp.dossiers.models import Dossier, Entrusted, Link, Party
from caseapp.dossiers.settling import settle
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.mediation.books import KnownTeam, Member, at_work
from caseapp.mediation.commands.given import GivenParty
from caseapp.mediation.dispute import Chosen, Dispute, Invited, MediatedBy, Outcome
from caseapp.people.commands import take_in
from caseapp.workflow.kind import State

AGAIN: Final = "again"
"""What the link from a dispute to an earlier one of the same parties about the same matter says."""
AGREED: Final = "agreed"
# How a note begins what it copies out of the book; a note is in no language but the book's.
NOTE: Final = "Ghi chú theo sổ"


@dataclass(frozen=True, slots=True)
class BookDispute:
    """A dispute as an old logbook gives it.

    ``state``: where the book leaves it; ``outcome``: None while it goes on. ``agreement``: what was agreed, or what
    each side asked for. ``invited``: names alone. ``row``: its number in the sheet, ``book_row``: that in words.
    ``mediators``: those of the team whom the book names, the first one leads. ``to_confirm``: what a person must see.
    """

    content: str
    received_on: date
    state: State
    outcome: Outcome | None
    scope: str | None
    parties: tuple[GivenParty, ...]
    people_count: int
    agreement: str = ""
    note: str = ""
    invited: tuple[str, ...] = ()
    row: int = 0
    book_row: str = ""
    to_confirm: str = ""
    team: KnownTeam | None = None
    mediators: tuple[Member, ...] = ()


def put_down(session: Session, chain: Chain, given: BookDispute, how: Opening, *, first: int | None = None) -> Dossier:
    """The dispute in the book of its hamlet, under that unit's lock; ``first``: an earlier one of the same parties.

    A book of the form has no day of the end: ``ended_on`` stays empty, and no list pays for the dispute before
    somebody writes the day down. No time limit runs. Raises ValueError where no team is known.
    """
    if given.team is None:
        raise ValueError("a dispute without a team")
    dossier = _open(session, chain, given, how)
    case = CaseFile(
        dossier_id=dossier.id, kind=MEDIATION.code, opening=given.state.code, traits="", instance=1,
        content=given.content, received_on=given.received_on, people_count=given.people_count, nomination="",
        respondent="", contested_paper="", forwarded_by="", remote=False)
    session.add_all((case, Dispute(
        dossier_id=dossier.id, kind=MEDIATION.code, unit_id=dossier.unit_id, team_id=given.team.id,
        received_on=given.received_on, scope=given.scope, started_by="", outcome=given.outcome,
        ended_by=AGREED if given.outcome is Outcome.SETTLED else "", agreement=given.agreement,
        book_row=given.book_row, to_confirm=given.to_confirm)))
    session.flush()
    if first is not None:
        session.add(Link(dossier_id=dossier.id, other_id=first, what=AGAIN))
    record(session, chain, act=f"{MEDIATION.code}.open", by=how.by, at=how.at, dossier=dossier.id, facts={
        "received_on": given.received_on.isoformat(), "late": False, "people": given.people_count, "starts": [],
        "state": given.state.code, "book_row": given.row, "team": given.team.public_id,
        "come": [one.public_id for one in given.mediators], "chosen": str(Chosen.BOOK)})
    _put_people(session, chain, dossier, given, how)
    _put_mediators(session, dossier, given, how.today)
    _put_note(session, chain, dossier, given.note, how)
    settle(session, dossier, course_of(case, ()).limits, how.calendar, at=how.at)
    find_case_again(session, dossier, case)
    return dossier


def _open(session: Session, chain: Chain, given: BookDispute, how: Opening) -> Dossier:
    lead = next(iter(given.mediators), None)
    handler = lead.account_id if lead is not None and at_work(lead, how.today) else None
    dossier = open_dossier(
        session, chain, kind=MEDIATION.code, register=REGISTER, sealed=False, subject=given.content,
        state=given.state.code, by=how.by, at=how.at, opened_on=given.received_on, closed=given.state.closed,
        handler_id=handler, awaits=given.state.awaits)
    dossier.moved_on = how.today
    return dossier


def _put_people(session: Session, chain: Chain, dossier: Dossier, given: BookDispute, how: Opening) -> None:
    """The parties, each once on a side; the year of birth follows from the age on the day of the row."""
    seen: set[tuple[int, str]] = set()
    for party in given.parties:
        born = party.person.birth_year or (given.received_on.year - party.age if party.age is not None else None)
        person, changes = take_in(session, dossier.unit_id, replace(party.person, birth_year=born))
        if changes:
            record(session, chain, act="person.update", by=how.by, at=how.at, dossier=dossier.id,
                   facts={"person": person.public_id, "fields": sorted(changes)}, values=changes)
        if (person.id, party.side) not in seen:
            seen.add((person.id, party.side))
            session.add(Party(dossier_id=dossier.id, person_id=person.id, role=party.side, position=len(seen) - 1))
    session.add_all(Invited(dossier_id=dossier.id, name=name) for name in given.invited)
    session.flush()


def _put_mediators(session: Session, dossier: Dossier, given: BookDispute, today: date) -> None:
    """Whoever mediated, and those of them who are mediators today may see it."""
    session.add_all(
        MediatedBy(dossier_id=dossier.id, mediator_id=one.id, chosen=Chosen.BOOK, from_on=given.received_on,
                   lead=one is given.mediators[0])
        for one in given.mediators)
    session.add_all(Entrusted(dossier_id=dossier.id, account_id=account)
                    for account in _accounts(given.mediators, today))
    session.flush()


def _accounts(mediators: Iterable[Member], today: date) -> list[int]:
    return sorted({one.account_id for one in mediators if one.account_id is not None and at_work(one, today)})


def _put_note(session: Session, chain: Chain, dossier: Dossier, text: str, how: Opening) -> None:
    if not text:
        return
    note = CaseNote(dossier_id=dossier.id, text=f"{NOTE}: {text}", by=how.by, at=how.at)
    session.add(note)
    session.flush()
    record(session, chain, act=f"{MEDIATION.code}.note", by=how.by, at=how.at, dossier=dossier.id,
           facts={"note": note.id})
