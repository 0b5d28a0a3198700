"""Files that come with an act: they lie in the store first; rows, journal and act commit together."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.work import Work
from caseapp.cases.models import Act, ActFile
from caseapp.dossiers.attaching import Attaching, put_in
from caseapp.dossiers.files import Stored, remove_file
from caseapp.dossiers.models import Dossier
from caseapp.ledger.models import Chain
from caseapp.text import new_public_id


@contextmanager
def kept_or_removed(papers: Sequence[Stored]) -> Iterator[None]:
    """Whatever fails inside, also the commit itself, the files leave the store again."""
    try:
        yield
    except BaseException:
        for one in papers:
            remove_file(one.stored_as)
        raise


def put_papers(
    session: Session, chain: Chain, dossier: Dossier, papers: Sequence[Stored], *, by: int, at: datetime,
) -> list[int]:
    """Rows and journal of stored files, in the act's own transaction; ids of the rows, in the order given."""
    how = Attaching(dossier.id, dossier.unit_id, by, at)
    return [put_in(session, chain, dossier, one, how, new_public_id()).id for one in papers]


def put_files(work: Work, act: Act, given: GivenAct) -> None:
    """The files of an act: those the case has already, and those that came with its form."""
    new = put_papers(work.session, work.chain, work.dossier, given.papers, by=work.how.by, at=work.how.at)
    work.session.add_all(ActFile(act_id=act.id, attachment_id=file) for file in (*given.files, *new))
    work.session.flush()
