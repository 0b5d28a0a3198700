"""Units, accounts and sessions for tests: each function gives a state directly, without walking there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher

from caseapp.db import writing
from caseapp.ledger.chain import open_chain
from caseapp.staff.commands.units import put_below
from caseapp.staff.consent import until
from caseapp.staff.models import AccessRequest, Account, RoleGrant, SignIn, Substitution, Unit
from caseapp.staff.roles import Level, Role
from caseapp.staff.sessions import hash_of, new_token
from caseapp.text import fold, new_public_id
from caseapp.web.now import now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

PASSWORD = "hạt dẻ nướng 27"
LONG_AGO = date(2020, 1, 1)
# Enough to check a password in a test; a real office uses the settings of staff/passwords.py.
QUICK = {"ARGON2_TIME_COST": 1, "ARGON2_MEMORY_KIB": 8, "ARGON2_PARALLELISM": 1}


@cache
def quick_hash(password: str) -> str:
    """A hash that costs next to nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


@contextmanager
def filling(app: Flask) -> Iterator[Session]:
    """A transaction of one's own to make things in."""
    with app.app_context(), writing() as session:
        yield session


def make_unit(
    session: Session, code: str, name: str = "", level: Level = Level.COMMUNE, parent: Unit | None = None,
    **more: object,
) -> Unit:
    """A unit with its journal, at its place in the tree."""
    unit = Unit(
        public_id=new_public_id(), code=code, name=name or f"UBND {code}", level=level,
        parent_id=parent.id if parent else None, changed_at=now(), **{"valid_from": LONG_AGO, **more},
    )
    session.add(unit)
    session.flush()
    put_below(session, unit.id, unit.parent_id)
    open_chain(session, unit.id)
    return unit


def make_account(
    session: Session, name: str, roles: Iterable[str] = (), unit: Unit | None = None, *, display: str = "",
    password: str = PASSWORD, must_change: bool = False, one_time_until: datetime | None = None, **more: object,
) -> Account:
    """An account with ``roles`` in its unit since long ago; ``name`` is what it signs in with."""
    assert unit is not None
    account = Account(
        public_id=new_public_id(), name=name, display_name=display or name.title(), display_fold=fold(display or name),
        unit_id=unit.id, password=quick_hash(password), must_change=must_change, one_time_until=one_time_until,
        created=now(), changed_at=now(), **{"language": "vi", **more},
    )
    session.add(account)
    session.flush()
    session.add_all(_grant(account, role, unit) for role in roles)      # written along with whatever comes next
    return account


def give_role(
    session: Session, account: Account, role: str, unit: Unit, valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> RoleGrant:
    """A role in a unit."""
    grant = _grant(account, role, unit, valid_from, valid_to)
    session.add(grant)
    session.flush()
    return grant


def _grant(
    account: Account, role: str, unit: Unit, valid_from: date = LONG_AGO, valid_to: date | None = None,
) -> RoleGrant:
    return RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit.id, role=Role(role),
                     valid_from=valid_from, valid_to=valid_to)


def let_stand_in(
    session: Session, deputy: Account, absent: Account, role: str, unit: Unit, valid_from: date, valid_to: date,
) -> Substitution:
    """A deputy for a time."""
    row = Substitution(public_id=new_public_id(), for_account_id=absent.id, by_account_id=deputy.id, unit_id=unit.id,
                       role=Role(role), valid_from=valid_from, valid_to=valid_to, document="Quyết định 1/QĐ-UBND")
    session.add(row)
    session.flush()
    return row


def ask_for(session: Session, account: Account, role: str, unit: Unit, asked_by: Account) -> AccessRequest:
    """A request for a guarded role that waits for a second person."""
    at = now()
    row = AccessRequest(public_id=new_public_id(), what="grant", account_id=account.id, unit_id=unit.id,
                        role=Role(role), valid_from=LONG_AGO, asked_by=asked_by.id, asked_at=at, expires_at=until(at),
                        state="asked")
    session.add(row)
    session.flush()
    return row


def sign_in(client: FlaskClient, account: Account) -> str:
    """Put a session into the client's cookie as signing in would, without the password check; its token."""
    token = new_token()
    with filling(client.application) as session:
        at = now()
        session.add(SignIn(
            public_id=new_public_id(), token_hash=hash_of(token), account_id=account.id, started_at=at, last_seen_at=at,
            ends_at=at + timedelta(hours=client.application.extensions["settings"].session_hours),
            agent="Firefox 140, Linux", address="127.0.0.1"))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return token
