"""What is stored of the calendar: its versions, each written once, and the changes somebody asked for."""
from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime


class State(StrEnum):
    """How a requested change stands; outdated: another version came first, so that it must be asked for anew."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"


class CalendarVersion(Model):
    """One version of the calendar as it was put in force, word for word; a later one is a row of its own."""

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(24), unique=True)
    hash: Mapped[str] = mapped_column(sa.String(16))
    text: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The change it came from; the first is the one the program brought.
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calendar_request.id"), unique=True)


class CalendarRequest(Model):
    """A year of the calendar as somebody wants it, on top of the version they saw; ``text`` is the whole calendar."""

    __tablename__ = "calendar_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    year: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    base: Mapped[str] = mapped_column(sa.String(24))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    asked_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(12), default=State.ASKED)
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")

    __table_args__ = (
        sa.CheckConstraint("state IN ('asked','confirmed','refused','withdrawn','outdated')", name="state"),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by <> asked_by", name="second_person"),
        sa.Index("ix_calendar_request_open", "asked_at", sqlite_where=sa.text("state = 'asked'"),
                 postgresql_where=sa.text("state = 'asked'")),
    )
