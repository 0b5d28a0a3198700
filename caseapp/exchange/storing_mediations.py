"""Makes a dispute of a row of an old mediation logbook, under the chain lock of its hamlet."""
from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import Opening
from caseapp.dossiers.models import Dossier
from caseapp.exchange.planning import Importing, Step
from caseapp.exchange.storing_people import known_in
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.booking import BookDispute, put_down

_UNSURE = "REPEAT_UNSURE"


def store_mediation(session: Session, chain: Chain, step: Step, first: int | None, how: Importing) -> Dossier:
    """The dispute of a row, tied to the ``first`` between these parties. Raises ValueError for a barred row."""
    given: BookDispute | None = step.translated.given
    if given is None:
        raise ValueError("a barred row")
    if first is not None and not any(one.code == _UNSURE for one in step.problems):
        people = known_in(session, first, [one.person for one in given.parties])
        given = replace(given, parties=tuple(
            replace(party, person=person) for party, person in zip(given.parties, people, strict=True)))
    return put_down(session, chain, given, Opening(how.by, how.at, how.today, how.calendar), first=first)
