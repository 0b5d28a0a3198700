"""Whether this office is a copy that nobody has called the live one yet: until then it sends nothing."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain, OfficeFact

RESTORED = "restored"
_FACT = sa.select(OfficeFact.value).where(OfficeFact.name == RESTORED)


@dataclass(frozen=True, slots=True)
class Restored:
    """When this office was made of a copy, and when that copy was made; both aware UTC."""

    at: datetime
    made_at: datetime


def held(where: Connection | Session) -> Restored | None:
    """The restored copy that still waits for somebody's word; None for the live office.

    Pages ask with their reading connection. Whoever sends asks with the session in which he marks what he sends.
    """
    value = where.execute(_FACT).scalar()
    return None if value is None else read_restored(value)


def read_restored(value: str) -> Restored:
    """The fact as it is kept."""
    kept = json.loads(value)
    return Restored(datetime.fromisoformat(kept["at"]), datetime.fromisoformat(kept["made_at"]))


def write_restored(restored: Restored) -> str:
    """The fact as it is kept, for whoever restores."""
    return json.dumps({"at": restored.at.isoformat(), "made_at": restored.made_at.isoformat()})


def confirm_live(session: Session, chain: Chain, *, by: int | None, at: datetime) -> Restored | None:
    """Call this office the live one, from now on it sends; journaled. None when nothing was held back.

    ``by`` is None for the owner of the machine on the command line.
    """
    fact = session.get(OfficeFact, RESTORED, populate_existing=True)
    if fact is None:
        return None
    restored = read_restored(fact.value)
    session.delete(fact)
    record(session, chain, act="office.live", by=by, at=at,
           facts={"restored_at": restored.at.isoformat(), "made_at": restored.made_at.isoformat()})
    return restored
