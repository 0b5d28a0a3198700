"""What the pages of the calendar read: its versions, the changes asked for, who asked and who decided."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.gazette.models import CalendarRequest, CalendarVersion, State
from caseapp.staff.models import Account, Unit

NEWEST_VERSIONS: Final = 12
LARGEST_NUMBER: Final = 2**31 - 1      # what the column holds; an address may hold anything
_Asker, _Decider = aliased(Account), aliased(Account)
_REQUEST = (
    sa.select(CalendarRequest.__table__, Unit.name.label("unit_name"), _Asker.display_name.label("asker"),
              _Asker.title.label("asker_title"), _Decider.display_name.label("decider"), CalendarVersion.version,
              CalendarVersion.id.label("number"))
    .join(Unit, Unit.id == CalendarRequest.unit_id)
    .join(_Asker, _Asker.id == CalendarRequest.asked_by)
    .outerjoin(_Decider, _Decider.id == CalendarRequest.decided_by)
    .outerjoin(CalendarVersion, CalendarVersion.request_id == CalendarRequest.id))
_ONE = _REQUEST.where(CalendarRequest.public_id == sa.bindparam("public_id"))
_OPEN = _REQUEST.where(CalendarRequest.state == State.ASKED).order_by(CalendarRequest.asked_at)
_VERSIONS = (
    sa.select(CalendarVersion.id, CalendarVersion.version, CalendarVersion.hash, CalendarVersion.made_at,
              CalendarRequest.public_id, CalendarRequest.year, _Asker.display_name.label("asker"),
              _Decider.display_name.label("decider"))
    .outerjoin(CalendarRequest, CalendarRequest.id == CalendarVersion.request_id)
    .outerjoin(_Asker, _Asker.id == CalendarRequest.asked_by)
    .outerjoin(_Decider, _Decider.id == CalendarRequest.decided_by)
    .order_by(CalendarVersion.id.desc()).limit(NEWEST_VERSIONS))
_TEXT = sa.select(CalendarVersion.text).where(CalendarVersion.id == sa.bindparam("number", type_=sa.Integer()))
_BASE = sa.select(CalendarVersion.text).where(CalendarVersion.version == sa.bindparam("version"))


def request(public_id: str) -> Any:
    """One request with the names of its people; None for an unknown one."""
    return reading().execute(_ONE, {"public_id": public_id}).one_or_none()


def open_requests() -> Sequence[Any]:
    """What waits for a second person, the oldest first."""
    return reading().execute(_OPEN).all()


def versions() -> Sequence[Any]:
    """The newest versions, who asked for each and who confirmed it."""
    return reading().execute(_VERSIONS).all()


def version_text(number: int) -> str | None:
    """A version word for word as it was put in force; None for an unknown one."""
    if number > LARGEST_NUMBER:
        return None
    return reading().execute(_TEXT, {"number": number}).scalar_one_or_none()


def base_text(version: str) -> str:
    """The version a request was made on."""
    return reading().execute(_BASE, {"version": version}).scalar_one()


def seen_text(version: str) -> str | None:
    """The version somebody says to have seen; None when there never was one."""
    return reading().execute(_BASE, {"version": version}).scalar_one_or_none()
