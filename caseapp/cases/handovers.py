"""What is stored of a case that one unit hands over to another: who asked, by which paper, what became of it."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime
from caseapp.text import mark


class Way(StrEnum):
    """Where a hand-over stands."""

    WAITING = "waiting"          # the receiving unit has not answered; the case is still the giver's
    TAKEN = "taken"
    SENT_BACK = "sent-back"      # by the receiving unit
    WITHDRAWN = "withdrawn"      # by the giver


WAY_WORDS: Final[dict[str, str]] = {
    Way.WAITING: mark("Đang chờ nhận"), Way.TAKEN: mark("Đã nhận"), Way.SENT_BACK: mark("Đã trả lại"),
    Way.WITHDRAWN: mark("Đã rút lại"),
}


class HandOver(Model):
    """One hand-over, never deleted. ``taken_as``: the case that the receiving unit opened in its place.

    ``asked_by`` is unknown for those that an older version of the program had noted without it.
    """

    __tablename__ = "hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    from_unit: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    to_unit: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    document: Mapped[str] = mapped_column(sa.String(80), default="")
    dated_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(9), default=Way.WAITING)
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(sa.String(500), default="")          # why it was sent back or taken back
    taken_as: Mapped[int | None] = mapped_column(sa.ForeignKey("dossier.id"))

    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting','taken','sent-back','withdrawn')", name="state"),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        sa.CheckConstraint("(state = 'taken') = (taken_as IS NOT NULL)", name="taken"),
        sa.CheckConstraint("from_unit <> to_unit", name="units"),
        # A case waits for one unit at most.
        sa.Index("ix_hand_over_waiting", "case_id", unique=True, sqlite_where=sa.text("state = 'waiting'"),
                 postgresql_where=sa.text("state = 'waiting'")),
        sa.Index("ix_hand_over_coming", "to_unit", sqlite_where=sa.text("state = 'waiting'"),
                 postgresql_where=sa.text("state = 'waiting'")),
    )
