"""Knows how many password checks a name and an address get: counted in the database, for all workers together."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.staff.models import SignInTry


class Counted(StrEnum):
    """What tries are counted for."""

    ACCOUNT = "account"      # a name, tried from anywhere
    KNOWN = "known"          # the same name from a device that signed in to it before
    SOURCE = "source"        # one network address, whatever the name


@dataclass(frozen=True, slots=True)
class Window:
    """At most ``most`` tries within ``seconds``."""

    seconds: int
    most: int


# A name gets 8 + 2 = 10 checks a minute at most. The two are for known devices alone, so that nobody can lock
# an officer out by trying passwords elsewhere. A whole office may sit behind one address.
WINDOWS: Final[dict[Counted, tuple[Window, ...]]] = {
    Counted.ACCOUNT: (Window(60, 8), Window(900, 40)),
    Counted.KNOWN: (Window(60, 2), Window(900, 20)),
    Counted.SOURCE: (Window(60, 40), Window(900, 240)),
}
_MEMORY: Final = 900_000      # milliseconds a try is remembered

_PUT = sa.text(
    "INSERT INTO sign_in_try (key, times, last_at) VALUES (:key, '', :at) ON CONFLICT (key) DO NOTHING",
).bindparams(sa.bindparam("key", type_=SignInTry.key.type), sa.bindparam("at", type_=SignInTry.last_at.type))


@dataclass(frozen=True, slots=True)
class Turn:
    """A permitted check, to be given back when the password was right."""

    keys: tuple[bytes, ...]
    stamp: int


@dataclass(frozen=True, slots=True)
class Wait:
    """No check now; another may be asked for after ``seconds``."""

    seconds: int


def key_of(what: Counted, value: str) -> bytes:
    """The row that counts for ``value``: keyed, so the table tells nobody which names were tried from where."""
    found: bytes = current_app.extensions["keys"].index("cookie", f"sign-in try {what}:{value}")
    return found


def take_turn(session: Session, counted: Iterable[tuple[Counted, str]], at: datetime) -> Turn | Wait:
    """Count one check for every pair, or for none of them when one has had too many. Locks rows in key order."""
    stamp = _stamp(at)
    rows = _locked(session, {key_of(what, value): what for what, value in counted}, at)
    wait = max(_seconds_to_wait(_times(row), WINDOWS[what], stamp) for row, what in rows)
    if wait:
        return Wait(wait)
    for row, _what in rows:
        row.times = _written([*_times(row), stamp], stamp)
        row.last_at = at
    return Turn(tuple(row.key for row, _what in rows), stamp)


def give_back(session: Session, turn: Turn) -> None:
    """Uncount a check whose password was right."""
    rows = session.scalars(
        sa.select(SignInTry).where(SignInTry.key.in_(turn.keys)).order_by(SignInTry.key).with_for_update(),
        execution_options={"populate_existing": True}).all()
    for row in rows:
        times = _times(row)
        if turn.stamp in times:
            times.remove(turn.stamp)
        row.times = _written(times, turn.stamp)


def drop_old_tries(session: Session, at: datetime) -> None:
    """Drop rows that no longer count; part of the hourly sweep."""
    old = (sa.select(SignInTry.key).where(SignInTry.last_at < at - timedelta(milliseconds=2 * _MEMORY)).limit(1000)
           .with_for_update(skip_locked=True))
    session.execute(sa.delete(SignInTry).where(SignInTry.key.in_(old)).execution_options(synchronize_session=False))


def _locked(session: Session, wanted: dict[bytes, Counted], at: datetime) -> list[tuple[SignInTry, Counted]]:
    for key in sorted(wanted):
        session.execute(_PUT, {"key": key, "at": at})
    rows = session.scalars(
        sa.select(SignInTry).where(SignInTry.key.in_(wanted)).order_by(SignInTry.key).with_for_update(),
        execution_options={"populate_existing": True})
    return [(row, wanted[bytes(row.key)]) for row in rows]


def _seconds_to_wait(times: list[int], windows: tuple[Window, ...], stamp: int) -> int:
    """0 when another check fits into every window; else seconds until the oldest that is in the way has gone."""
    waits = [0]
    for window in windows:
        recent = [time for time in times if time > stamp - window.seconds * 1000]
        if len(recent) >= window.most:
            waits.append(ceil((recent[-window.most] + window.seconds * 1000 - stamp) / 1000) or 1)
    return max(waits)


def _times(row: SignInTry) -> list[int]:
    return [int(word) for word in row.times.split(",") if word]


def _written(times: list[int], stamp: int) -> str:
    return ",".join(str(time) for time in sorted(times) if time > stamp - _MEMORY)


def _stamp(at: datetime) -> int:
    return int(at.timestamp() * 1000)
