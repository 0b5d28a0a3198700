"""What is stored of a book's import: how far it has come, and which rows a person must look at; nothing of a cell."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime


class JobState(StrEnum):
    """How an import stands. One that stays silent while ``running`` was interrupted."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One import of a book from the page.

    ``problems`` is a JSON list of rows with codes and fixed sentences, without any value that stood in the book:
    what a row said of a citizen lives in its dossier alone, and leaves the office when that is emptied.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    what: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(8), default=JobState.RUNNING)
    total: Mapped[int]  # data rows of the book
    done: Mapped[int] = mapped_column(default=0)  # rows whose fate is decided
    made: Mapped[int] = mapped_column(default=0)  # became a dossier in this run
    there: Mapped[int] = mapped_column(default=0)  # had become one in an earlier run
    barred: Mapped[int] = mapped_column(default=0)            # named problems: none until corrected
    skipped: Mapped[int] = mapped_column(default=0)  # titles, headers, sums, signatures, blank rows
    problems: Mapped[str] = mapped_column(sa.Text, default="[]")
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    heartbeat: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("what IN ('visits','petitions','mediations')", name="what"),
        sa.CheckConstraint("state IN ('running','done','failed')", name="state"),
        sa.CheckConstraint("made + there + barred <= done AND done <= total", name="figures"),
        sa.Index("ix_job_mine", "account_id", "started"),
    )
