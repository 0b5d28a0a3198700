"""A petition that proves to be a denunciation: told anew under seal, and the open number emptied and cancelled."""
from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.cancelling import cancel_case, empty_case
from caseapp.cases.commands.opening import Opening
from caseapp.cases.commands.work import Work, working
from caseapp.cases.kinds.petition import IN_CASE, OFFICE, PETITION, VOID
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.files import remove_file
from caseapp.dossiers.models import Attachment, Dossier, Link, Party
from caseapp.dossiers.search import drop_search_doc
from caseapp.ledger.journal import erase_values
from caseapp.people.commands import forget
from caseapp.petitions.models import Petition
from caseapp.petitions.taking_in import GivenIntake, open_denounced
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

# As of any number that was entered in error: nobody who reads the open register learns of a denunciation.
ENTERED_IN_ERROR: Final = mark("Ghi nhầm")
IN_A_CASE: Final = mark(
    "Đơn này đã nằm trong vụ việc: người đứng đầu kết thúc hoặc hủy số vụ việc trước, rồi ghi là tố cáo.")


def seal_petition(given: GivenIntake, how: Acting) -> Dossier:
    """Open the sealed case and empty the open petition; returns the sealed dossier.

    Between the two there is no link, neither stored nor journaled. Raises Refusal, Stale, FormKeyUsed, LawError.
    """
    if given.denouncer is None or given.people:
        raise ValueError("a denunciation names nobody")
    with working(how) as work:
        if work.kind.code != PETITION.code or not work.roles & OFFICE or work.state is VOID:
            raise Refusal(_("Đơn này không ghi lại thành tố cáo được."))
        if work.state == IN_CASE:
            raise Refusal(_(IN_A_CASE))
        files = _empty(work)
        sealed = open_denounced(work.session, work.chain, given, given.denouncer, Opening(
            how.by, how.at, how.today, how.calendar))
    for stored_as in files:      # after the commit: an act that failed must not have lost a file
        remove_file(stored_as)
    return sealed


def _empty(work: Work) -> list[str]:
    """Take out persons, story, files and journaled values, and cancel the number; the files to remove."""
    session, dossier, how = work.session, work.dossier, work.how
    files = list(session.scalars(sa.select(Attachment.stored_as).where(Attachment.dossier_id == dossier.id)))
    people = list(session.scalars(sa.select(Party.person_id).where(Party.dossier_id == dossier.id).distinct()))
    empty_case(session, dossier, ENTERED_IN_ERROR, at=how.at)
    _blank(session, dossier.id)
    for table, column in ((Attachment, Attachment.dossier_id), (Party, Party.dossier_id), (Link, Link.dossier_id),
                          (Link, Link.other_id)):
        session.execute(sa.delete(table).where(column == dossier.id))
    for person in people:
        forget(session, person)
    drop_search_doc(session, dossier.id)
    erase_values(session, work.chain, dossier=dossier.id, by=how.by, at=how.at, why="void")
    cancel_case(session, work.chain, dossier, ENTERED_IN_ERROR, by=how.by, at=how.at, today=how.today)
    return files


def _blank(session: Session, dossier_id: int) -> None:
    written = session.get_one(Petition, dossier_id)
    written.dated_on = written.content_kind = written.competent = None
    written.forwarded_no = written.also_sent_to = written.originals = ""
