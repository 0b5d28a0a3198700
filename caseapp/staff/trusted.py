"""Knows which accounts read something sealed whatever their roles: features above register at assembly."""
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

# Each is given a way to read and an account, and answers with the units whose sealed dossiers are open to that
# account as soon as it may read ordinary ones there; it writes nothing.
ON_TRUST: Final[list[Callable[[Session | Connection, int], set[int]]]] = []


def on_trust(tell: Callable[[Session | Connection, int], set[int]]) -> None:
    """Have ``tell`` asked about accounts; once, however often it is said."""
    if tell not in ON_TRUST:
        ON_TRUST.append(tell)


def trusted_in(source: Session | Connection, account_id: int) -> set[int]:
    """The units of which an account knows sealed dossiers beside what its roles open."""
    return set().union(*(tell(source, account_id) for tell in ON_TRUST))
