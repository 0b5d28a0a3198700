"""Knows what the bell in the header counts: unread reminders that hold, and requests for access; in one statement."""
from __future__ import annotations

import sqlalchemy as sa
from flask import url_for

from caseapp.db import reading
from caseapp.dossiers.scope import scope
from caseapp.notices.queries import UNREAD
from caseapp.staff import request_queries
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer
from caseapp.web.now import now

_BOTH = sa.select(UNREAD.scalar_subquery().label("unread"), request_queries.COUNT.scalar_subquery().label("requests"))


def bell(person: Viewer) -> tuple[int, str] | None:
    """(How much somebody has to read, where); None for whoever has no work here."""
    if not person.may(Can.MY_WORK):
        return None
    if not person.may(Can.READ_DOSSIERS):
        return request_queries.count(person, now()), url_for("notices.reminders")
    if not person.may(Can.CONFIRM_ACCESS):
        unread = reading().execute(UNREAD, scope(person)).scalar_one()
        return int(unread), url_for("notices.reminders")
    row = reading().execute(_BOTH, {**scope(person), **request_queries.count_values(person, now())}).one()
    return row.unread + row.requests, url_for("notices.reminders")
