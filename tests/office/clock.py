"""A clock that tests set: asked for the time it gives aware UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Stands still until told otherwise. Starts on Monday 16/11/2026, 09:00 in Vietnam."""

    def __init__(self, moment: str | datetime = "2026-11-16 09:00") -> None:
        self.set(moment)

    def __call__(self) -> datetime:
        return self._now

    def set(self, moment: str | datetime) -> None:
        """To an aware instant, or to a Vietnamese civil time such as "2026-11-16 09:00"."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        self._now = (moment if moment.tzinfo else moment.replace(tzinfo=OFFICE)).astimezone(UTC)

    def forward(self, **length: float) -> None:
        """Let time pass: ``clock.forward(days=3, minutes=10)``."""
        self._now += timedelta(**length)
