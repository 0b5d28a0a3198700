"""Opening and changing dossiers: number, state and version; the steps every kind's acts are made of."""
from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import unordered_id
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
    by: int, at: datetime, opened_on: date, closed: bool, code: str | None = None, handler_id: int | None = None,
    awaits: str = "",
) -> Dossier:
    """A new dossier with the next number of ``register`` in the year of ``opened_on``, under the chain lock.

    ``handler_id``: who deals with it; ``awaits``: who must act next, see ``Dossier``.
    """
    number = take_number(session, chain, register=register, year=opened_on.year)
    dossier = Dossier(
        id=unordered_id(session, Dossier.id) if sealed else None, public_id=new_public_id(), kind=kind,
        unit_id=chain.unit_id, register=register, year=opened_on.year, no=number, sealed=sealed, code=code,
        subject=first_words(subject), state=state, author_id=by, handler_id=handler_id, awaits=awaits,
        opened_on=opened_on, closed_on=opened_on if closed else None, moved_on=opened_on, made_at=at)
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


class Numbered(Protocol):
    """What is read of a dossier to name it: a row of a page as well as a stored object."""

    @property
    def register(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def no(self) -> int: ...
    @property
    def code(self) -> str | None: ...


def number_of(dossier: Numbered) -> str:
    """What people call a dossier: ``TCD 2026/0931``; a sealed one goes by its code.

    The number of a sealed dossier is for the proof alone: whoever saw 25 and 27 in a register would know that 26 is
    kept from him, and an accused head or custodian would know why.
    """
    return dossier.code or f"{dossier.register} {dossier.year}/{dossier.no:04d}"
