"""The journal: append-only, chained per unit; the only writer of journal rows."""
from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import unordered_id
from caseapp.ledger.models import Chain, JournalRow, JournalValues
from caseapp.text import canonical

FORMAT = 1


def record(
    session: Session, chain: Chain, *, act: str, by: int | None, at: datetime,
    dossier: int | None = None, sealed: bool = False,
    facts: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None,
) -> JournalRow:
    """Write one act at the end of the unit's (open or sealed) journal and move its head.

    ``facts``: ids, codes, dates of law, names of changed fields; never a personal value.
    ``values``: old and new personal values; kept beside, their salted hash goes into the body.
    """
    seq = (chain.sealed_seq if sealed else chain.seq) + 1
    row_id = unordered_id(session, JournalRow.id) if sealed else None
    salt = secrets.token_bytes(16) if values else None
    side = canonical(values) if values else None
    body = canonical({
        "format": FORMAT, "unit": chain.unit_id, "sealed": sealed, "seq": seq, "act": act, "by": by,
        "at": instant(at), "dossier": dossier, "facts": dict(facts or {}),
        "values": side_hash(salt, side) if salt and side else None,
        # An id that does not grow with the journal is said in the body, or nobody could prove it.
        **({"row": row_id} if row_id is not None else {}),
    })
    row = JournalRow(
        id=row_id, unit_id=chain.unit_id, sealed=sealed, seq=seq, dossier_id=dossier, account_id=by, at=at, act=act,
        body=body, hash=link(chain.sealed_head if sealed else chain.head, body),
    )
    session.add(row)
    session.flush()
    if salt and side:
        session.add(JournalValues(journal_id=row.id, salt=salt, body=side))
    if sealed:
        chain.sealed_seq, chain.sealed_head = seq, row.hash
    else:
        chain.seq, chain.head = seq, row.hash
    return row


def erase_values(session: Session, chain: Chain, *, dossier: int, by: int, at: datetime, why: str) -> None:
    """Empty the personal values of everything journaled on ``dossier``; an act of its own, the chain stays valid."""
    rows = session.scalars(
        sa.select(JournalValues).join(JournalRow, JournalRow.id == JournalValues.journal_id)
        .where(JournalRow.dossier_id == dossier, JournalValues.body.is_not(None)).order_by(JournalValues.journal_id),
    ).all()
    if not rows:
        return
    act = record(session, chain, act="values.erase", by=by, at=at, dossier=dossier,
                 facts={"why": why, "rows": [row.journal_id for row in rows]})
    for row in rows:
        row.salt, row.body, row.erased_by = None, None, act.id


def link(before: bytes, body: str) -> bytes:
    """The hash of a row that follows ``before``."""
    return hashlib.sha256(before + body.encode()).digest()


def side_hash(salt: bytes, side: str) -> str:
    """Hash of the values beside a journal row, salted so that nobody can guess a name from it."""
    return hashlib.sha256(salt + side.encode()).hexdigest()


def instant(at: datetime) -> str:
    """UTC with six fractional digits, as journal bodies write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
