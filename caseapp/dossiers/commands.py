"""Opening and changing dossiers: number, state and version; the steps every kind's acts are made of."""
from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import take_number
from caseapp.ledger.models import Chain
from caseapp.text import new_public_id

SUBJECT_LIMIT = 160


class Stale(Exception):
    """Somebody saved the dossier after this page was opened; ``version`` is what is stored now."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


def open_dossier(
    session: Session, chain: Chain, *, kind: str, register: str, sealed: bool, subject: str, state: str,
    by: int, at: datetime, opened_on: date, closed: bool,
) -> Dossier:
    """A new dossier with the next number of ``register`` in the year of ``opened_on``, under the chain lock."""
    number = take_number(session, chain, register=register, year=opened_on.year)
    dossier = Dossier(
        public_id=new_public_id(), kind=kind, unit_id=chain.unit_id, register=register, year=opened_on.year, no=number,
        sealed=sealed, subject=first_words(subject), state=state, author_id=by, opened_on=opened_on,
        closed_on=opened_on if closed else None, made_at=at)
    session.add(dossier)
    session.flush()
    return dossier


def lock_dossier(session: Session, dossier_id: int, version: int | None) -> Dossier:
    """The dossier for changing, under the chain lock; raises Stale when it is not the version that was shown."""
    dossier = session.scalar(
        sa.select(Dossier).where(Dossier.id == dossier_id), execution_options={"populate_existing": True})
    if dossier is None:
        raise LookupError(dossier_id)
    if version is not None and dossier.version != version:
        raise Stale(dossier.version)
    return dossier


def first_words(text: str) -> str:
    """One line that stands for a matter in lists: its first words, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= SUBJECT_LIMIT:
        return line
    return line[:SUBJECT_LIMIT].rpartition(" ")[0].rstrip(" ,;.–-") + "…"


def number_of(register: str, year: int, no: int) -> str:
    """A dossier's number as people write it: ``TCD 2026/0931``."""
    return f"{register} {year}/{no:04d}"
