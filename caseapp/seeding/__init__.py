"""Benchmark volume: many dossiers written in bulk, the same for the same seed; numbers and journal as real ones."""
from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from caseapp import demo
from caseapp.config import OfficeProblem
from caseapp.db import db, writing
from caseapp.gazette import office_calendar
from caseapp.office import is_empty
from caseapp.seeding.batch import Batch, Place
from caseapp.seeding.complaints import add_pair
from caseapp.seeding.visits import add_visit
from caseapp.staff.models import RoleGrant, Unit

BATCH = 1_000
FIRST_DAY = date(2025, 1, 2)
# In a hundred dossiers begun: how many are a petition with the complaint it opens.
COMPLAINT_PERCENT = 20

def fill(app: Flask, dossiers: int, number: int, progress: Callable[[int], None]) -> None:
    """Add ``dossiers`` to the communes of the office; an empty office gets the demo staff first."""
    if is_empty(app):
        demo.fill_staff(app)
    with app.app_context():
        places = _places()
        luck = random.Random(number)  # noqa: S311  volume, not a secret
        done = 0
        for place, share in zip(places, _shares(dossiers, len(places)), strict=True):
            days = _days(share, luck)
            for start in range(0, share, BATCH):
                _write(place, luck, days[start:start + BATCH], number)
                done += len(days[start:start + BATCH])
                progress(done)
        _know_the_volume()


def _know_the_volume() -> None:
    """Let PostgreSQL count what is there now: before its own next round it would plan as for an empty office."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _write(place: Place, luck: random.Random, days: list[date], number: int) -> None:
    try:
        with writing() as session:
            batch = Batch(session, place, luck)
            batch.begin()
            _fill(batch, days)
            batch.write()
    except IntegrityError as problem:
        raise OfficeProblem(f"Dữ liệu của --seed {number} đã có trong văn phòng này. Chọn số khác.") from problem


def _fill(batch: Batch, days: list[date]) -> None:
    """As many dossiers as days: visits, and petitions with their complaints, which are two dossiers of one day."""
    left = list(reversed(days))
    while left:
        day = left.pop()
        if left and batch.chance(COMPLAINT_PERCENT):
            left.pop()
            add_pair(batch, day)
        else:
            add_visit(batch, day)


def _places() -> list[Place]:
    """Units that receive visits, with whoever logs them, handles complaints and signs."""
    holders = {role: sa.func.min(sa.case((RoleGrant.role == role, RoleGrant.account_id)))
               for role in ("reception", "handler", "supervisor")}
    rows = _read(sa.select(Unit.id, Unit.name, *holders.values()).join(RoleGrant, RoleGrant.unit_id == Unit.id)
                 .group_by(Unit.id, Unit.name).having(holders["reception"].is_not(None)).order_by(Unit.id))
    if not rows:
        raise LookupError("no unit has a reception officer")
    return [Place(unit, officer, name, handler or officer, head or officer)
            for unit, name, officer, handler, head in rows]


def _read(statement: sa.Select[*tuple[Any, ...]]) -> list[Any]:
    with writing() as session:
        return list(session.execute(statement))


def _shares(total: int, places: int) -> list[int]:
    """Two thirds to the first unit, the rest evenly: the first officer's lists are the ones that are timed."""
    if places == 1:
        return [total]
    rest = total // 3 // (places - 1)
    return [total - rest * (places - 1), *([rest] * (places - 1))]


def _days(share: int, luck: random.Random) -> list[date]:
    calendar = office_calendar()
    span = (datetime.now(UTC).date() - FIRST_DAY).days
    working = [day for day in (FIRST_DAY + timedelta(days=one) for one in range(span)) if calendar.is_working(day)]
    return sorted(luck.choices(working, k=share))


