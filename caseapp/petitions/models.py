"""What is stored of a petition beside its dossier row: how and when it came, of how many people, about what."""
from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model
from caseapp.text import mark


class Channel(StrEnum):
    """How a petition reached the office."""

    COUNTER = "counter"
    POST = "post"
    FORWARDED = "forwarded"


CHANNEL_WORDS: dict[str, str] = {
    Channel.COUNTER: mark("tại bàn tiếp dân"), Channel.POST: mark("bưu chính"),
    Channel.FORWARDED: mark("cơ quan khác chuyển đến"),
}


class Petition(Model):
    """One petition. It opens a case or joins one, and is counted by itself: petitions are not matters, nor visits."""

    __tablename__ = "petition"

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(16), default="petition")
    content: Mapped[str] = mapped_column(sa.Text)
    received_on: Mapped[date]
    dated_on: Mapped[date | None]
    channel: Mapped[str] = mapped_column(sa.String(12), default=Channel.COUNTER)
    people_count: Mapped[int] = mapped_column(default=1)
    forwarded_by: Mapped[str] = mapped_column(sa.String(200), default="")

    __table_args__ = (
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"]),
        sa.CheckConstraint("kind = 'petition'", name="kind"),
        sa.CheckConstraint("channel IN ('counter','post','forwarded')", name="channel"),
        sa.CheckConstraint("people_count >= 1", name="people_count"),
        sa.CheckConstraint("dated_on IS NULL OR dated_on <= received_on", name="dated"),
    )
