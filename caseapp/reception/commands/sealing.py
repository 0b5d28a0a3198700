"""A visit that proves to be a denunciation: it begins anew in the sealed register, and the names are erased."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.cancelling import empty_case, retell_case
from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.models import CaseFile
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.clocks import void_clocks
from caseapp.dossiers.files import remove_file
from caseapp.dossiers.models import Attachment, Dossier, Link, Party
from caseapp.dossiers.search import drop_search_doc
from caseapp.ledger.journal import erase_values
from caseapp.petitions.forgetting import forget_people
from caseapp.petitions.models import Petition
from caseapp.petitions.sealing import see_nowhere_else
from caseapp.reception.commands.acting import Act, acting
from caseapp.reception.commands.findable import find_everywhere
from caseapp.reception.commands.logging import GivenVisit, Logging, add_visit
from caseapp.reception.commands.petitioning import END_FIRST, cancel, refused
from caseapp.reception.models import Notice, Paper, Visit
from caseapp.reception.queries.petitions import Held
from caseapp.reception.stored_words import ENTERED_IN_ERROR


def seal(given: GivenVisit, how: Acting, logging: Logging) -> Dossier:
    """Log the denunciation apart and empty the open visit; returns the sealed dossier.

    Between the two there is no link, neither stored nor journaled: the open number is cancelled like one
    entered in error, so that nobody who reads the open register learns that a denunciation was made.
    """
    if given.denouncer is None or given.parties:
        raise ValueError("a denunciation has a code and no names")
    with acting("seal", how) as act:
        files = _empty(act)
        sealed = add_visit(act.session, act.chain, given, logging)
    for stored_as in files:      # after the commit: an act that failed must not have lost a file
        remove_file(stored_as)
    return sealed


def _empty(act: Act) -> list[str]:
    """Erase persons, story, papers, files and journaled values of the open visit, and of what its petition opened.

    Returns the files to remove.
    """
    session, dossier, visit = act.session, act.dossier, act.visit
    emptied = [dossier.id, *(one for held in act.held for one in _emptied_with(held))]
    files = list(session.scalars(sa.select(Attachment.stored_as).where(Attachment.dossier_id.in_(emptied))))
    people = list(session.scalars(sa.select(Party.person_id).where(Party.dossier_id.in_(emptied)).distinct()))
    for held in act.held:
        _empty_petition(act, held)
    void_clocks(session, dossier, on=act.how.today)
    for table, column in ((Attachment, Attachment.dossier_id), (Party, Party.dossier_id), (Paper, Paper.dossier_id),
                          (Notice, Notice.dossier_id), (Link, Link.dossier_id), (Link, Link.other_id)):
        session.execute(sa.delete(table).where(column.in_(emptied)))
    forget_people(session, [dossier.id], people, find_everywhere)
    drop_search_doc(session, dossier.id)
    _blank(visit)
    dossier.subject = ""
    act.close(act.how.today)
    erase_values(session, act.chain, dossier=dossier.id, by=act.how.by, at=act.how.at, why="void")
    visit.note = ENTERED_IN_ERROR      # the same words and the same journal row as any number cancelled by mistake
    act.journal("visit.void", {"fields": ["note"]}, {"note": ["", ENTERED_IN_ERROR]})
    return files


def _emptied_with(held: Held) -> tuple[int, ...]:
    """The petition, and its case unless others have theirs in it."""
    return (held.petition.id, held.case.id) if held.alone else (held.petition.id,)


def _empty_petition(act: Act, held: Held) -> None:
    """Empty a petition and the case it alone opened; both are cancelled in the words of any number entered in error.

    Raises Refusal while a case that it opened is under way: its papers went out, the head must end it first; and for
    a case whose people stand in another one too.
    """
    session, how = act.session, act.how
    if held.opened and held.under_way:
        raise refused(END_FIRST, held)
    see_nowhere_else(session, held.case)
    petition, case = session.get_one(Dossier, held.petition.id), session.get_one(Dossier, held.case.id)
    erase_values(session, act.chain, dossier=petition.id, by=how.by, at=how.at, why="void")
    empty_case(session, petition, ENTERED_IN_ERROR, at=how.at)
    written = session.get_one(Petition, petition.id)
    written.dated_on = written.content_kind = written.competent = None
    written.forwarded_no = written.also_sent_to = written.originals = ""
    if held.alone:
        erase_values(session, act.chain, dossier=case.id, by=how.by, at=how.at, why="void")
        empty_case(session, case, ENTERED_IN_ERROR, at=how.at)
        drop_search_doc(session, case.id)
    cancel(session, act.chain, held, ENTERED_IN_ERROR, by=how.by, at=how.at, today=how.today)
    if held.opened and held.others:
        retell_case(session, act.chain, case, _next_story(session, case), by=how.by, at=how.at)


def _next_story(session: Session, case: Dossier) -> str:
    """What the oldest petition that is left in a case says."""
    return session.scalars(sa.select(CaseFile.content).join(Link, Link.dossier_id == CaseFile.dossier_id).where(
        Link.other_id == case.id, Link.what == CASE_OF).order_by(CaseFile.dossier_id).limit(1)).first() or ""


def _blank(visit: Visit) -> None:
    visit.content = visit.place = visit.receiver_name = visit.resolved_by = visit.body = visit.document = ""
    visit.ground_note = visit.follow_up = visit.note = visit.nomination = visit.to_confirm = ""
    visit.people_count = visit.field = visit.other_matter = visit.follow_code = visit.competent = None
    visit.book_row = visit.held_at = None
    visit.outcome = visit.ground = None
