"""Acts on the short number of an account: choosing it, giving it up, going on with it after a while."""
from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from caseapp.db import reading, writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.own_account import prove
from caseapp.staff.models import Account, SignIn
from caseapp.staff.passwords import hash_password, matches
from caseapp.staff.pins import TRIES, pin_flaw
from caseapp.staff.policy import may_use_pin
from caseapp.staff.sessions import hash_of, held_by, new_token
from caseapp.staff.viewer import Viewer
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import local

log = structlog.get_logger(__name__)

_RESTING = (
    sa.select(SignIn.id, SignIn.account_id, Account.pin, Account.public_id)
    .join(Account, Account.id == SignIn.account_id)
    .where(SignIn.token_hash == sa.bindparam("token_hash", type_=SignIn.token_hash.type), SignIn.ended_at.is_(None),
           SignIn.ends_at > sa.bindparam("at", type_=SignIn.ends_at.type), SignIn.pin_tries < TRIES, Account.pin != "",
           Account.must_change.is_(False),
           sa.or_(Account.disabled_on.is_(None), Account.disabled_on > sa.bindparam("today", type_=sa.Date()))))


def choose_pin(person: Viewer, password: str, pin: str, at: datetime) -> None:
    """Keep a short number; asks for the password. Raises Refusal at a field, or for roles that may have none."""
    if not may_use_pin(frozenset(held.role for held in person.held)):
        raise Refusal(_("Mã ngắn chỉ dành cho hòa giải viên và tổ trưởng."), "pin")
    if flaw := pin_flaw(pin):
        raise Refusal(flaw, "pin")
    prove(person, password, "own_password", at)
    _put(person, hash_password(pin), "account.pin.choose", at)


def drop_pin(person: Viewer, at: datetime) -> None:
    """Give the short number up: from now on the password alone opens."""
    _put(person, "", "account.pin.drop", at)


def resting(token: str, at: datetime) -> Any | None:
    """The session behind a cookie that was idle too long and may go on by a short number; None for every other."""
    day = local(at).date()
    row = reading().execute(_RESTING, {"token_hash": hash_of(token), "at": at, "today": day}).one_or_none()
    if row is None:
        return None
    held, _names = held_by(row.account_id, day)
    return row if may_use_pin(frozenset(one.role for one in held)) else None


def go_on(token: str, pin: str, at: datetime) -> tuple[str | None, int]:
    """The new token of a session that goes on, and how many tries are left; no token for a wrong number.

    A try is counted before it is checked: whoever asks many times at once gets no more of them.
    """
    row = resting(token, at)
    if row is None:
        return None, 0
    with writing() as session:
        tries = session.execute(
            sa.update(SignIn).where(SignIn.id == row.id, SignIn.ended_at.is_(None), SignIn.pin_tries < TRIES)
            .values(pin_tries=SignIn.pin_tries + 1).returning(SignIn.pin_tries)).scalar_one_or_none()
    if tries is None:
        return None, 0
    if not matches(row.pin, pin):
        log.warning("short number refused", account=row.public_id)
        if tries >= TRIES:
            _end(row.id, at)
        return None, TRIES - tries
    fresh = new_token()
    with writing() as session:
        moved = session.execute(
            sa.update(SignIn).where(SignIn.id == row.id, SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None))
            .values(token_hash=hash_of(fresh), last_seen_at=at, pin_tries=0).returning(SignIn.id)).all()
    return (fresh, TRIES) if moved else (None, 0)


def _end(sign_in_id: int, at: datetime) -> None:
    with writing() as session:
        session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
                        .values(ended_at=at))


def _put(person: Viewer, hashed: str, act: str, at: datetime) -> None:
    with writing() as session:
        account = session.get_one(Account, person.account_id)
        chain = lock_chain(session, account.unit_id)
        session.refresh(account)
        account.pin = hashed
        record(session, chain, act=act, by=account.id, at=at, facts={"account": account.public_id})
