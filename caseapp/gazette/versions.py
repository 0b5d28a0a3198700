"""The versions of the calendar: the first is the program's, each later one was asked for and confirmed."""
from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.gazette.models import CalendarRequest, CalendarVersion, State
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.outlook import with_outlook
from caseapp.text import canonical

NEWEST: Final = sa.select(sa.func.max(CalendarVersion.id)).scalar_subquery()
"""The number of the version in force, for a statement that is asked anyway; None before an office is opened."""
NEWEST_NAME: Final = sa.select(CalendarVersion.version).order_by(CalendarVersion.id.desc()).limit(1)
"""What the version in force calls itself; no row before an office is opened."""
CHANGE_ASKED: Final = sa.exists().where(CalendarRequest.state == sa.literal_column(f"'{State.ASKED}'"))
"""Whether somebody waits for a second person to confirm a change, likewise."""
_NUMBER: Final = sa.select(sa.func.max(CalendarVersion.id))
_TEXT: Final = sa.select(CalendarVersion.text).where(CalendarVersion.id == sa.bindparam("number", type_=sa.Integer()))


def newest_number(source: Connection | Session) -> int:
    """The number of the version in force; 0 before an office is opened: then it is the program's own."""
    return source.execute(_NUMBER).scalar_one() or 0


def version_numbered(source: Connection | Session, number: int) -> Calendar:
    """A version as offices count with it: with what the statutes alone fix of years nobody announced."""
    if not number:
        return _whole(_shipped())
    return _whole(source.execute(_TEXT, {"number": number}).scalar_one())


def read_text(text: str) -> Calendar:
    """A stored calendar without the outlook on other years: what notices say, and nothing else."""
    return Calendar.from_plain(json.loads(text))


def write_text(calendar: Calendar) -> str:
    """The calendar as it is stored, byte for byte the same for the same calendar."""
    return canonical(calendar.plain())


def in_force(session: Session) -> CalendarVersion:
    """The version in force, as stored."""
    return session.execute(sa.select(CalendarVersion).order_by(CalendarVersion.id.desc()).limit(1)).scalar_one()


def lock_versions(session: Session) -> None:
    """Wait until nobody else puts a version in force: units do not wait for each other, and the calendar is one.

    What is in force is to be asked after it: the one who was first may have put another in its place. It hangs on the
    first version, which stays the first: whoever waited for the newest would hold one that is no longer the newest.
    """
    session.execute(sa.select(CalendarVersion.id).order_by(CalendarVersion.id).limit(1).with_for_update())


def keep_version(session: Session, calendar: Calendar, at: datetime, request_id: int | None = None) -> CalendarVersion:
    """Put a version in force. The caller holds the lock under which it saw that no other came first."""
    row = CalendarVersion(version=calendar.version, hash=calendar.hash, text=write_text(calendar), made_at=at,
                          request_id=request_id)
    session.add(row)
    session.flush()
    return row


def begin(session: Session, at: datetime) -> None:
    """At the first start: the calendar of the program becomes the office's first version."""
    if not newest_number(session):
        keep_version(session, SHIPPED, at)


@lru_cache(maxsize=1)
def _shipped() -> str:
    return write_text(SHIPPED)


@lru_cache(maxsize=16)
def _whole(text: str) -> Calendar:
    """One value for the same version: its table of days is made once, however many requests ask."""
    return with_outlook(read_text(text))
