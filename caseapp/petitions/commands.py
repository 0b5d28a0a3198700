"""Registering petitions: each takes a number of its own under the unit's lock."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from caseapp.dossiers.commands import number_of, open_dossier
from caseapp.dossiers.models import Dossier, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.petitions.models import Channel, Petition
from caseapp.petitions.procedure import IN_CASE, PETITION, REGISTER


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


def register_petition(session: Session, chain: Chain, given: GivenPetition, *, by: int, at: datetime) -> Dossier:
    """Number a petition that goes into a case at once: the case alone has time limits, the petition none of its own."""
    dossier = open_dossier(
        session, chain, kind=PETITION.code, register=REGISTER, sealed=False, subject=given.content, state=IN_CASE.code,
        by=by, at=at, opened_on=given.received_on, closed=True)
    session.add(Petition(
        dossier_id=dossier.id, kind=PETITION.code, content=given.content, received_on=given.received_on,
        dated_on=given.dated_on, channel=given.channel, people_count=given.people_count,
        forwarded_by=given.forwarded_by))
    session.add_all(Party(dossier_id=dossier.id, person_id=person, role="complainant", position=place)
                    for place, person in enumerate(dict.fromkeys(one for one, _name in given.people)))
    session.flush()
    write_search_doc(session, dossier.id, number_of(dossier), *(name for _id, name in given.people), given.content)
    record(session, chain, act="petition.register", by=by, at=at, dossier=dossier.id,
           facts={"received_on": given.received_on.isoformat(), "channel": given.channel, "people": given.people_count})
    return dossier
