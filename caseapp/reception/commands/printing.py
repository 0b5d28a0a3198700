"""Noting in the journal that whole identity numbers left the screen: on paper or in a spreadsheet."""
from __future__ import annotations

from datetime import datetime

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.reception.queries.register import Chosen


def note_disclosure(act: str, chosen: Chosen, *, unit_id: int, by: int, at: datetime) -> None:
    """Journal ``register.print`` or ``register.export``: which part of whose book; never what stood in it."""
    facts = {
        "form": "03/TCD", "since": chosen.since.isoformat(), "until": chosen.until.isoformat(),
        "matter": str(chosen.matter) if chosen.matter else None, "receiver": chosen.receiver,
        "void_only": chosen.void_only,
    }
    with writing() as session:
        chain = lock_chain(session, unit_id)
        record(session, chain, act=act, by=by, at=at, facts=facts)
