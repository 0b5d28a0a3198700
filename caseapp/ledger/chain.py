"""The unit's chain row: the one lock under which numbers are taken and the journal grows."""
from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.ledger.models import Chain, RegisterCounter


def genesis(unit_id: int, *, sealed: bool) -> bytes:
    """The hash that a unit's first journal row follows."""
    return hashlib.sha256(f"caseapp journal 1 unit {unit_id} {'sealed' if sealed else 'open'}".encode()).digest()


def open_chain(session: Session, unit_id: int) -> Chain:
    """Begin the journal of a new unit."""
    chain = Chain(unit_id=unit_id, head=genesis(unit_id, sealed=False), sealed_head=genesis(unit_id, sealed=True),
                  seq=0, sealed_seq=0)
    session.add(chain)
    session.flush()
    return chain


def lock_chain(session: Session, unit_id: int) -> Chain:
    """Wait for the unit's turn. First thing of every act; acts over several units lock them in id order."""
    chain = session.scalar(sa.select(Chain).where(Chain.unit_id == unit_id).with_for_update(),
                           execution_options={"populate_existing": True})
    if chain is None:
        raise LookupError(f"unit {unit_id} has no chain")
    return chain


def take_number(session: Session, chain: Chain, *, register: str, year: int) -> int:
    """The next number of ``register`` in ``year``: no gap, no duplicate, since the chain is locked."""
    key = (chain.unit_id, register, year)
    counter = session.get(RegisterCounter, key, populate_existing=True)
    if counter is None:
        counter = RegisterCounter(unit_id=chain.unit_id, register=register, year=year, next_no=1)
        session.add(counter)
    number = counter.next_no
    counter.next_no = number + 1
    return number
