"""Knows whether the scheduler is awake: its sign of life, and since when there was none."""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import Session

from caseapp.db import reading
from caseapp.ledger.models import OfficeFact
from caseapp.staff.roles import Role
from caseapp.staff.viewer import Viewer
from caseapp.web.now import now

HEARTBEAT: Final = "scheduler"
# It beats every minute; after this long somebody must look.
SILENT: Final = timedelta(minutes=10)
TOLD: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
NEVER: Final = "never"
BEAT: Final = sa.select(OfficeFact.value).where(OfficeFact.name == HEARTBEAT)


def beat(session: Session, at: datetime) -> None:
    """Note that the scheduler is awake; ``/readyz`` and ``silence`` read it."""
    fact = session.get(OfficeFact, HEARTBEAT)
    if fact is None:
        session.add(OfficeFact(name=HEARTBEAT, value=at.isoformat()))
    else:
        fact.value = at.isoformat()


def last_beat() -> datetime | None:
    """When the scheduler last gave a sign of life; None when it never did."""
    if "heartbeat" not in g:
        hear(reading().execute(BEAT).scalar())
    return g.heartbeat  # type: ignore[no-any-return]


def hear(kept: str | None) -> None:
    """Keep for this request what a statement read of ``BEAT`` on its way."""
    g.heartbeat = datetime.fromisoformat(kept) if kept else None


def silence(person: Viewer) -> datetime | str:
    """Since when those who look after the office hear nothing of the scheduler, ``NEVER``, or '' when all is well."""
    if not any(role in TOLD for _unit, role in person.roles):
        return ""
    heard = last_beat()
    if heard is None:
        return NEVER
    return heard if now() - heard > SILENT else ""
