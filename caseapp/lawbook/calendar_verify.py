"""The proof of the calendar: every version says what was put in force, and the journal knows who confirmed it."""
from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.gazette.models import CalendarRequest, CalendarVersion, State
from caseapp.gazette.versions import read_text, write_text
from caseapp.law.errors import LawError
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault

_VERSIONS = sa.select(CalendarVersion.version, CalendarVersion.hash, CalendarVersion.text).order_by(CalendarVersion.id)
_CONFIRMED = sa.select(JournalRow.body).where(JournalRow.act == "calendar.confirm").order_by(JournalRow.id)
_LOST = (
    sa.select(CalendarRequest.public_id)
    .outerjoin(CalendarVersion, CalendarVersion.request_id == CalendarRequest.id)
    .where(CalendarRequest.state == State.CONFIRMED, CalendarVersion.id.is_(None)).order_by(CalendarRequest.id))


def calendar_faults(connection: Connection) -> Iterator[Fault]:
    """Everything of the versions of the calendar that is not as it was put in force.

    The first came with the program and nobody confirmed it; each later one stands in the journal with its hash.
    """
    known = set(_confirmed(connection))
    for place, row in enumerate(connection.execute(_VERSIONS).all()):
        where = f"lịch bản {row.version}"
        if not _is_whole(row.text, row.version, row.hash):
            yield Fault(where, "nội dung khác lúc đưa vào dùng")
        elif place and (row.version, row.hash) not in known:
            yield Fault(where, "nhật ký không ghi người thứ hai xác nhận bản này")
    for request in connection.execute(_LOST).scalars().all():
        yield Fault(f"đề nghị đổi lịch {request}", "mất bản lịch đã đưa vào dùng")


def _is_whole(text: str, version: str, mark: str) -> bool:
    """Whether a stored calendar is the one its mark was made of, letter by letter."""
    try:
        calendar = read_text(text)
    except (LawError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return (calendar.version, calendar.hash, write_text(calendar)) == (version, mark, text)


def _confirmed(connection: Connection) -> Iterator[tuple[str, str]]:
    """Version and hash as the journal says; a row that cannot be read is the journal's own fault."""
    for body in connection.execute(_CONFIRMED).scalars():
        try:
            facts = json.loads(body)["facts"]
            yield facts["version"], facts["hash"]
        except (ValueError, KeyError, TypeError):
            continue
