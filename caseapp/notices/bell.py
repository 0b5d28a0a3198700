"""Knows what the bell in the header counts: unread reminders that hold, and requests for access; in one statement."""
from __future__ import annotations

import sqlalchemy as sa
from flask import url_for

from caseapp.db import reading
from caseapp.dossiers.scope import open_to, scope
from caseapp.notices.heartbeat import BEAT, hear
from caseapp.notices.queries import UNREAD, UNREAD_MEDIATED
from caseapp.staff import request_queries
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer
from caseapp.web.now import now

_MEDIATED = sa.select(UNREAD_MEDIATED.scalar_subquery().label("unread"))
# The scheduler's sign of life comes along: most pages of those who are told of its silence ask for both.
_UNREAD = sa.select(UNREAD.scalar_subquery().label("unread"), BEAT.scalar_subquery().label("beat"))
_BOTH = _UNREAD.add_columns(request_queries.COUNT.scalar_subquery().label("requests"))


def bell(person: Viewer) -> tuple[int, str] | None:
    """(How much somebody has to read, where); None for whoever has no work here."""
    if person.may(Can.MEDIATE):
        return _for_mediators(person), url_for("notices.reminders")
    if not person.may(Can.MY_WORK):
        return None
    if not person.may(Can.READ_DOSSIERS):
        return request_queries.count(person, now()), url_for("notices.reminders")
    if not person.may(Can.CONFIRM_ACCESS):
        row = reading().execute(_UNREAD, scope(person)).one()
        hear(row.beat)
        return row.unread, url_for("notices.reminders")
    row = reading().execute(_BOTH, {**scope(person), **request_queries.count_values(person, now())}).one()
    hear(row.beat)
    return row.unread + row.requests, url_for("notices.reminders")


def _for_mediators(person: Viewer) -> int:
    """For whoever mediates, and may hold an office beside it."""
    unread = int(reading().execute(_MEDIATED, open_to(person)).scalar_one())
    return unread + (request_queries.count(person, now()) if person.may(Can.CONFIRM_ACCESS) else 0)
