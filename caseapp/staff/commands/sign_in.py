"""Acts at the door: sign in, sign out. The password is checked outside every transaction."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.staff.commands.accounts import login_name
from caseapp.staff.models import Account, SignIn
from caseapp.staff.passwords import hash_password, is_outdated, matches
from caseapp.staff.sessions import hash_of, new_token
from caseapp.staff.throttle import Counted, Turn, Wait, give_back, take_turn
from caseapp.text import new_public_id
from caseapp.web.now import local

log = structlog.get_logger(__name__)

_KEEP_ENDED = timedelta(days=90)
_LONGEST_NAME = 200
_ACCOUNT = sa.select(
    Account.id, Account.public_id, Account.password, Account.must_change, Account.one_time_until, Account.disabled_on,
).where(Account.name == sa.bindparam("name"))


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody knocks: network address, browser in a few words, whether this device signed in as them before."""

    address: str
    agent: str
    known: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: the token for the cookie, and whether a first password must be changed now."""

    token: str
    account_id: int
    must_change: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """No. ``spent``: the password was right, but a one-time one that is used up or too old."""

    spent: bool = False


def sign_in(name: str, password: str, door: Door, at: datetime) -> Opened | Refused | Wait:
    """Check a password and open a session. Unknown, locked and wrong are one answer, given in the same time."""
    name = login_name(name[:_LONGEST_NAME])
    turn = _turn(name, door, at)
    if isinstance(turn, Wait):
        log.warning("sign-in slowed", seconds=turn.seconds)
        return turn
    row = reading().execute(_ACCOUNT, {"name": name}).one_or_none()
    right = matches(row.password if row else None, password)
    if not right or row is None or (row.disabled_on is not None and row.disabled_on <= local(at).date()):
        log.warning("sign-in refused", account=row.public_id if row else None)
        return Refused()
    if row.must_change and (row.one_time_until is None or row.one_time_until <= at):
        log.warning("one-time password is spent", account=row.public_id)
        return Refused(spent=True)
    return _open(row, password, turn, door, at)


def sign_out(sign_in_id: int, at: datetime) -> None:
    """End a session on the server's side; a copy of its cookie is worth nothing from now on."""
    with writing() as session:
        session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
                        .values(ended_at=at))


def _turn(name: str, door: Door, at: datetime) -> Turn | Wait:
    with writing() as session:
        turn = take_turn(session, [(Counted.ACCOUNT, name), (Counted.SOURCE, door.address)], at)
        if isinstance(turn, Wait) and door.known:
            turn = take_turn(session, [(Counted.KNOWN, name)], at)
        return turn


def _open(row: Any, password: str, turn: Turn, door: Door, at: datetime) -> Opened | Refused:
    fresh_hash = hash_password(password) if is_outdated(row.password) else None
    token = new_token()
    hours = current_app.extensions["settings"].session_hours
    with writing() as session:
        give_back(session, turn)
        if row.must_change and not _spend(session, row.id):
            return Refused(spent=True)
        if fresh_hash:
            session.execute(sa.update(Account).where(Account.id == row.id, Account.password == row.password)
                            .values(password=fresh_hash))
        session.execute(sa.delete(SignIn).where(SignIn.account_id == row.id, SignIn.ends_at < at - _KEEP_ENDED))
        session.add(SignIn(
            public_id=new_public_id(), token_hash=hash_of(token), account_id=row.id, started_at=at, last_seen_at=at,
            ends_at=at + timedelta(hours=hours), agent=door.agent[:60], address=door.address[:45]))
    log.info("signed in", account=row.public_id)
    return Opened(token, row.id, row.must_change)


def _spend(session: Session, account_id: int) -> bool:
    """Use up a one-time password; False when another sign-in was faster."""
    spent = session.execute(
        sa.update(Account).where(Account.id == account_id, Account.one_time_until.is_not(None))
        .values(one_time_until=None).returning(Account.id)).all()
    return bool(spent)
