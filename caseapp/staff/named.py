"""Knows who wants to hear that an account has a new name, post, unit or role: features above register at assembly."""
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import Session

from caseapp.staff.models import Account

# Each is called inside the transaction of the act, after the account is flushed and under its unit's lock;
# it reads and writes through the session it is given, opens no other, and must not commit.
ON_NAMED: Final[list[Callable[[Session, Account], None]]] = []


def on_named(hear: Callable[[Session, Account], None]) -> None:
    """Have ``hear`` called whenever an account is made, changed or given a role; once, however often it is said."""
    if hear not in ON_NAMED:
        ON_NAMED.append(hear)


def tell_named(session: Session, account: Account) -> None:
    """Tell everyone who asked; what one of them raises ends the act."""
    session.flush()
    for hear in ON_NAMED:
        hear(session, account)
