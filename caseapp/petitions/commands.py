"""Registering petitions: each takes a number of its own under the unit's lock."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.cancelling import cancel_case
from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.commands.work import Happened
from caseapp.cases.kinds.petition import IN_CASE, PETITION, REGISTER, VOID
from caseapp.cases.models import CaseFile
from caseapp.dossiers.commands import number_of, open_dossier
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.petitions.models import Channel, Content, Petition

# Why the number of a petition was cancelled that went with its case or visit; shown on the page of the number.
WITH_ITS_CASE: Final = "Hủy cùng vụ việc hoặc lượt tiếp."


@dataclass(frozen=True, slots=True)
class GivenPetition:
    """A petition as it came in; ``people``: ids and names of whoever signed it. Days are civil days."""

    content: str
    received_on: date
    people: Sequence[tuple[int, str]] = ()
    people_count: int = 1
    channel: str = Channel.COUNTER
    dated_on: date | None = None
    forwarded_by: str = ""
    content_kind: str | None = Content.COMPLAINT


def register_petition(session: Session, chain: Chain, given: GivenPetition, *, by: int, at: datetime) -> Dossier:
    """Number a petition that goes into a case at once: the case alone has time limits, the petition none of its own."""
    dossier = open_dossier(
        session, chain, kind=PETITION.code, register=REGISTER, sealed=False, subject=given.content, state=IN_CASE.code,
        by=by, at=at, opened_on=given.received_on, closed=True)
    session.add_all((
        CaseFile(dossier_id=dossier.id, kind=PETITION.code, opening=IN_CASE.code, traits=given.channel,
                 content=given.content, received_on=given.received_on, people_count=given.people_count,
                 forwarded_by=given.forwarded_by),
        Petition(dossier_id=dossier.id, kind=PETITION.code, channel=given.channel, dated_on=given.dated_on,
                 content_kind=given.content_kind)))
    session.flush()
    session.add_all(Party(dossier_id=dossier.id, person_id=person, role="complainant", position=place)
                    for place, person in enumerate(dict.fromkeys(one for one, _name in given.people)))
    session.flush()
    write_search_doc(session, dossier.id, number_of(dossier), *(name for _id, name in given.people), given.content)
    record(session, chain, act="petition.register", by=by, at=at, dossier=dossier.id,
           facts={"received_on": given.received_on.isoformat(), "channel": given.channel, "people": given.people_count})
    return dossier


def cancel_with_case(session: Session, chain: Chain, done: Happened) -> None:
    """Told of acts on cases: the number of a case entered in error takes those of its petitions along."""
    if done.act.code != "void":
        return
    petitions = session.scalars(
        sa.select(Dossier).join(Link, sa.and_(Link.dossier_id == Dossier.id, Link.what == CASE_OF))
        .where(Link.other_id == done.work.dossier.id, Dossier.kind == PETITION.code, Dossier.state != VOID.code))
    for petition in petitions.all():
        cancel_petition(session, chain, petition, by=done.work.how.by, at=done.work.how.at, today=done.work.how.today)


def cancel_petition(session: Session, chain: Chain, petition: Dossier, *, by: int, at: datetime, today: date) -> None:
    """Cancel a number: it is found by its number alone from now on."""
    cancel_case(session, chain, petition, WITH_ITS_CASE, by=by, at=at, today=today)
