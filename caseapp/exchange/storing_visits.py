"""Makes a visit of a row of an old register of receptions, under the chain lock."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from caseapp.dossiers.clocks import close_by_book
from caseapp.dossiers.models import Dossier
from caseapp.exchange.planning import Importing, Step
from caseapp.exchange.storing_people import known_in
from caseapp.ledger.models import Chain
from caseapp.reception.commands.logging import GivenParty, GivenVisit, Logging, add_visit
from caseapp.reception.kinds.visit import DONE, REFUSED, SIGNING
from caseapp.reception.queries.office import officials_meant


def store_visit(session: Session, chain: Chain, step: Step, first: int | None, how: Importing) -> Dossier:
    """The visit of a row; of one that comes back to ``first``, tied to that. Raises ValueError for a barred row."""
    given: GivenVisit | None = step.translated.given
    if given is None:
        raise ValueError("a barred row")
    if given.denouncer is not None:      # tied to none; every account that its story may mean is barred
        barred = tuple(row.id for row in officials_meant(given.content, how.unit_id))
        given = replace(given, denouncer=replace(given.denouncer, accused_accounts=barred))
    elif first is not None:
        parties = tuple(_as_before(session, given, first)) if step.row.is_repeat_of else given.parties
        given = replace(given, parties=parties, same_matter_as=first)
    answered = step.translated.answered
    dossier = add_visit(session, chain, given, Logging(
        how.unit_id, how.by, how.at, how.today, how.calendar,
        journal={"late": False, "book_row": step.row.row, "answered_by_book": answered}))
    if answered and close_by_book(session, dossier):
        after = REFUSED if dossier.state == SIGNING.code else DONE
        dossier.state, dossier.awaits = after.code, after.awaits
    return dossier


def _as_before(session: Session, given: GivenVisit, first: int) -> Iterator[GivenParty]:
    people = known_in(session, first, [party.person for party in given.parties])
    yield from (replace(party, person=person) for party, person in zip(given.parties, people, strict=True))
