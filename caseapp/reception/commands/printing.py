"""Noting in the journal what left the screen: a register's whole numbers, a paper issued to a citizen."""
from __future__ import annotations

from datetime import datetime

from caseapp.db import writing
from caseapp.law.forms import REGISTER_FORM, form_number
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.reception.queries.register import Chosen


def note_disclosure(act: str, chosen: Chosen, *, unit_id: int, by: int, at: datetime) -> None:
    """Journal ``register.print`` or ``register.export``: which part of whose book; never what stood in it."""
    facts = {
        "form": form_number(REGISTER_FORM.code, chosen.until),
        "since": chosen.since.isoformat(), "until": chosen.until.isoformat(),
        "matter": str(chosen.matter) if chosen.matter else None, "receiver": chosen.receiver,
        "void_only": chosen.void_only,
    }
    with writing() as session:
        chain = lock_chain(session, unit_id)
        record(session, chain, act=act, by=by, at=at, facts=facts)


def note_paper(act: str, form: str, *, dossier_id: int, unit_id: int, sealed: bool, by: int, at: datetime) -> None:
    """Journal ``slip.print`` or ``refusal.print`` in the visit's own journal: which form, never what stood on it."""
    with writing() as session:
        chain = lock_chain(session, unit_id)
        record(session, chain, act=act, by=by, at=at, dossier=dossier_id, sealed=sealed, facts={"form": form})
