"""Knows what time it is for one request: read once, shown and counted the same everywhere on the page."""
from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app, g

OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The instant of this request in UTC; ``app.config["CLOCK"]`` may stand in for the machine's clock."""
    if "now" not in g:
        clock = current_app.config.get("CLOCK") or _machine_clock
        g.now = clock()
    instant: datetime = g.now
    return instant


def today() -> date:
    """The civil day in Vietnam at this request: the day that statutes count."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The instant as the office's wall clock shows it (+07)."""
    return instant.astimezone(OFFICE_ZONE)


def by_the_day(day: date) -> datetime:
    """When something sealed is written down: a minute would lead from the open dossier that it was to it."""
    return datetime.combine(day, time(), OFFICE_ZONE).astimezone(UTC)


def _machine_clock() -> datetime:
    return datetime.now(UTC)
