"""Cancelling a case together with the petition that opened it, and taking out of it what was written."""
from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.asks import ASKS
from caseapp.cases.commands.given import DRAFT, OF_CASE
from caseapp.cases.commands.mentioning import forget_mentions
from caseapp.cases.commands.merging import forget_reasons
from caseapp.cases.commands.opening import CASE_OF, find_case_again
from caseapp.cases.commands.set_aside import see_holds_none, see_open
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.measures import Measure
from caseapp.cases.models import Act, ActFile, Assignment, CaseFile, CaseNote, Delivery, Mandate, Signer, Status
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import details_of, write_details
from caseapp.dossiers.clocks import void_clocks
from caseapp.dossiers.commands import first_words
from caseapp.dossiers.drafts import drop_drafts_with
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.search import drop_search_doc, forget_old_words
from caseapp.ledger.journal import erase_values, record
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.text import new_public_id

# Inputs of acts that time limits are counted from: days and choices, nothing that anybody wrote.
COUNTED: Final = frozenset({name for name, ask in ASKS.items() if ask.counted}
                           | {name for practice in PRACTICES.values() for name in practice.starts_on})


def cancel_case(session: Session, chain: Chain, case: Dossier, reason: str, *, by: int, at: datetime,
                today: date) -> None:
    """Cancel the number of a case entered in error, inside another act, as the act “void” does on its own page."""
    see_open(session, case)
    see_holds_none(session, case)
    for draft in session.scalars(sa.select(Act).where(Act.dossier_id == case.id, Act.status == Status.PROPOSED)):
        draft.status = Status.DROPPED
    place = session.scalar(sa.select(sa.func.count()).where(Act.dossier_id == case.id, Act.status == Status.DONE)) or 0
    act = Act(
        public_id=new_public_id(), dossier_id=case.id, code="void", status=Status.DONE, place=place, happened_on=today,
        entered_at=at, entered_by=by, state=VOID.code, unit_id=case.unit_id, details=write_details({"reason": reason}))
    session.add(act)
    void_clocks(session, case, on=today)
    case.state, case.awaits, case.closed_on, case.subject = VOID.code, VOID.awaits, today, ""
    case.proposed = case.proposed_on = None
    case.moved_on = max(case.moved_on, today)
    case.version += 1
    drop_search_doc(session, case.id)
    record(session, chain, act=f"{case.kind}.void", by=by, at=at, dossier=case.id, facts={
        "on": today.isoformat(), "late": False, "paper": False, "state": VOID.code, "act": act.public_id})


def empty_case(session: Session, case: Dossier, reason: str, *, at: datetime) -> None:
    """Take out everything that was written of a case: story, drafts, papers, notes; a cancelled one keeps ``reason``.

    That an act was done, and when, stands in the journal for good, and so it stays here, without a word of its own.
    Persons, files and journaled values are the caller's: they are taken out of all dossiers at once.
    """
    acts = sa.select(Act.id).where(Act.dossier_id == case.id)
    for table in (ActFile, Delivery):
        session.execute(sa.delete(table).where(table.act_id.in_(acts)))
    session.execute(sa.delete(Act).where(Act.dossier_id == case.id, Act.status != Status.DONE))
    for act in session.scalars(sa.select(Act).where(Act.dossier_id == case.id)):
        told = details_of(act)
        counted: dict[str, Any] = {name: told[name] for name in COUNTED if name in told}
        act.details = write_details({"reason": reason} if act.code == VOID.code else counted)
        act.document = act.document_fold = act.reason = ""
    forget_mentions(session, case.id)
    forget_reasons(session, case.id)
    for listed in (Mandate, Signer):      # who signed a group's petition, who speaks for it
        session.execute(sa.delete(listed).where(listed.dossier_id == case.id))
    session.execute(sa.delete(CaseNote).where(CaseNote.dossier_id == case.id))
    session.execute(sa.update(Assignment).where(Assignment.dossier_id == case.id).values(reason=""))
    session.execute(sa.update(Measure).where(Measure.dossier_id == case.id).values(
        what="", who="", done="", document="", reason=""))
    file = session.get_one(CaseFile, case.id)
    _forget_story(file)
    file.content = ""
    file.people_count, file.resolver_id = 1, None
    case.subject = ""
    drop_drafts_with(session, DRAFT, OF_CASE, case.public_id, now=at)


def leave_case(session: Session, chain: Chain, petition: Dossier, case: Dossier, *, by: int, at: datetime) -> None:
    """Take a petition out of a case that has others: whoever came by it alone leaves the case too.

    Also as one who signed there, who speaks for others, or whom a paper was sent to. Raises Refusal for a case that was
    set aside.
    """
    see_open(session, case)
    others = sa.select(Link.dossier_id).where(
        Link.other_id == case.id, Link.what == CASE_OF, Link.dossier_id != petition.id)
    stay = sa.select(Party.person_id).where(Party.dossier_id.in_(others))
    came = sa.select(Party.person_id).where(Party.dossier_id == petition.id)
    gone = session.execute(sa.select(Person.id, Person.name, Person.name_fold).where(
        Person.id.in_(came), Person.id.not_in(stay))).all()
    people, names = [one.id for one in gone], [one.name for one in gone]
    folded, acts = [one.name_fold for one in gone], sa.select(Act.id).where(Act.dossier_id == case.id)
    for statement in (
            sa.delete(Party).where(Party.dossier_id == case.id, Party.person_id.in_(people)),
            sa.delete(Mandate).where(Mandate.dossier_id == case.id, Mandate.person_id.in_(people)),
            sa.delete(Signer).where(Signer.dossier_id == case.id, Signer.name_fold.in_(folded)),
            sa.update(Delivery).where(Delivery.act_id.in_(acts), Delivery.name.in_(names)).values(name="")):
        session.execute(statement, execution_options={"synchronize_session": False})
    session.execute(sa.delete(Link).where(Link.dossier_id == petition.id, Link.other_id == case.id))
    session.flush()
    if case.state != VOID.code:
        find_case_again(session, case, session.get_one(CaseFile, case.id))
        forget_old_words(session)
    record(session, chain, act=f"{case.kind}.petition-void", by=by, at=at, dossier=case.id,
           facts={"petition": petition.public_id})


def retell_case(session: Session, chain: Chain, case: Dossier, story: str, *, by: int, at: datetime) -> None:
    """Let a case tell what another of its petitions says, once its first is gone; the rest is asked anew."""
    see_open(session, case)
    file = session.get_one(CaseFile, case.id)
    _forget_story(file)
    file.content = story
    case.subject = "" if case.state == VOID.code else first_words(file.content)
    session.flush()
    if case.state != VOID.code:
        find_case_again(session, case, file)
        forget_old_words(session)
    case.version += 1
    erase_values(session, chain, dossier=case.id, by=by, at=at, why="void")


def _forget_story(file: CaseFile) -> None:
    file.demand = file.nomination = file.respondent = file.respondent_post = file.contested_paper = ""
    file.forwarded_by = file.earlier_paper = file.earlier_body = ""
    file.field = file.contested = None
