"""The desk: who waits, who is at a counter."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.reception.models import Ticket
from caseapp.staff.models import Account
from caseapp.staff.viewer import Viewer

QUEUE = (
    sa.select(Ticket.public_id, Ticket.no, Ticket.matter, Ticket.name, Ticket.purpose, Ticket.people, Ticket.state,
              Ticket.came_at, Ticket.called_at, Ticket.called_by, Account.display_name.label("counter"))
    .outerjoin(Account, Account.id == Ticket.called_by)
    .where(Ticket.unit_id == sa.bindparam("unit"), Ticket.day == sa.bindparam("today"),
           Ticket.state.in_(("waiting", "called", "absent")))
    .order_by(Ticket.place).limit(60))
ONE = (
    sa.select(Ticket.public_id, Ticket.no, Ticket.matter, Ticket.name, Ticket.purpose, Ticket.people, Ticket.came_at)
    .where(Ticket.unit_id == sa.bindparam("unit"), Ticket.day == sa.bindparam("today"),
           Ticket.public_id == sa.bindparam("public_id")))


def queue(viewer: Viewer, today: date) -> Sequence[Any]:
    """Today's tickets that are not done, in the order of calling."""
    return reading().execute(QUEUE, {"unit": viewer.unit_id, "today": today}).all()


def ticket(viewer: Viewer, public_id: str, today: date) -> Any | None:
    """One of today's tickets of the viewer's unit."""
    return reading().execute(ONE, {"unit": viewer.unit_id, "today": today, "public_id": public_id}).first()
