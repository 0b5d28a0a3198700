"""What is stored of reminders: who was told of which step of a clock, and the mails that tell people to look."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import UNCOUNTED, Model, UtcDateTime


class Mailed(StrEnum):
    """How a reminder stands with the mail."""

    NO = "no"              # its receiver wants no mail, or the office sends none
    WAITS = "waits"        # goes into the next digest
    SENT = "sent"
    MOOT = "moot"          # was done, moved or no longer theirs before a digest left


class Post(StrEnum):
    """How a mail stands."""

    DUE = "due"
    LEASED = "leased"      # somebody is sending it, until the lease ends
    SENT = "sent"
    MOOT = "moot"          # nothing was left to tell
    FAILED = "failed"      # the server refused it too often


class Reminder(Model):
    """One person told of one step of one clock, once for every due day.

    The key is all it is known by: rows that were counted would tell in which order sealed dossiers came.
    """

    __tablename__ = "reminder"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True, autoincrement=False)
    clock_id: Mapped[int] = mapped_column(sa.ForeignKey("clock.id"), primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail: Mapped[str] = mapped_column(sa.String(8))

    __table_args__ = (
        sa.CheckConstraint("mail IN ('no','waits','sent','moot')", name="mail"),
        sa.Index("ix_reminder_clock", "clock_id"),
        sa.Index("ix_reminder_newest", "account_id", "made_on"),
        # What the bell counts and what the next digest holds: few rows, however many there were.
        sa.Index("ix_reminder_unread", "account_id", "clock_id", sqlite_where=sa.text("read_at IS NULL"),
                 postgresql_where=sa.text("read_at IS NULL")),
        sa.Index("ix_reminder_waits", "account_id", sqlite_where=sa.text("mail = 'waits'"),
                 postgresql_where=sa.text("mail = 'waits'")),
        UNCOUNTED,
    )


class Outbox(Model):
    """A mail to one person on one working day: one digest, whose words are found when it is sent.

    ``mark`` makes its Message-ID: the same however often it is tried, and it tells nothing.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    day: Mapped[date]
    mark: Mapped[str] = mapped_column(sa.String(24), unique=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[str | None] = mapped_column(sa.String(24))
    tries: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(sa.String(40), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.UniqueConstraint("account_id", "day"),
        sa.CheckConstraint("state IN ('due','leased','sent','moot','failed')", name="state"),
        sa.CheckConstraint("(state = 'leased') = (owner IS NOT NULL)", name="owner"),
        sa.CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="lease"),
        sa.CheckConstraint("(state IN ('due','leased')) = (ended_at IS NULL)", name="ended"),
        sa.Index("ix_outbox_open", "due_at", "id", sqlite_where=sa.text("state IN ('due','leased')"),
                 postgresql_where=sa.text("state IN ('due','leased')")),
        sa.Index("ix_outbox_failed", "day", sqlite_where=sa.text("state = 'failed'"),
                 postgresql_where=sa.text("state = 'failed'")),
    )
