"""What is stored of a petition beside its file: how it came, what it is, what was handed in with it."""
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
    BOX = "box"
    PORTAL = "portal"
    AUTHORITY = "authority"
    DEPUTY = "deputy"
    PRESS = "press"


CHANNEL_WORDS: dict[str, str] = {
    Channel.COUNTER: mark("tại bàn tiếp dân"), Channel.POST: mark("bưu chính"), Channel.BOX: mark("hòm thư góp ý"),
    Channel.PORTAL: mark("cổng thông tin, thư điện tử"), Channel.AUTHORITY: mark("cơ quan khác chuyển đến"),
    Channel.DEPUTY: mark("đại biểu dân cử, Mặt trận chuyển đến"), Channel.PRESS: mark("báo chí chuyển đến"),
}
FORWARDED = frozenset({Channel.AUTHORITY, Channel.DEPUTY, Channel.PRESS})
"""Somebody sent it on, and gets an answer."""


class Content(StrEnum):
    """What a petition is by its content, whatever it calls itself."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    FEEDBACK = "feedback"
    MIXED = "mixed"


CONTENT_WORDS: dict[str, str] = {
    Content.COMPLAINT: mark("Khiếu nại"), Content.DENUNCIATION: mark("Tố cáo"),
    Content.FEEDBACK: mark("Kiến nghị, phản ánh"), Content.MIXED: mark("Nhiều nội dung"),
}


class Petition(Model):
    """One petition. It opens a case or joins one, and is counted by itself: petitions are not matters, nor visits.

    What it says, when it came and of how many people stands in its file, as of every dossier that runs by acts.
    """

    __tablename__ = "petition"

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(16), default="petition")
    channel: Mapped[str] = mapped_column(sa.String(12), default=Channel.COUNTER)
    content_kind: Mapped[str | None] = mapped_column(sa.String(16))        # None until somebody has read it
    competent: Mapped[bool | None]
    dated_on: Mapped[date | None]
    forwarded_no: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")     # the cover letter
    also_sent_to: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    originals: Mapped[str] = mapped_column(sa.String(500), default="", server_default="")
    # Out of an old book:
    book_row: Mapped[str | None] = mapped_column(sa.String(120))
    to_confirm: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    __table_args__ = (
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"]),
        sa.CheckConstraint("kind = 'petition'", name="kind"),
        sa.CheckConstraint("channel IN ('counter','post','box','portal','authority','deputy','press')", name="channel"),
        sa.CheckConstraint("content_kind IS NULL OR content_kind IN ('complaint','denunciation','feedback','mixed')",
                           name="content_kind"),
    )
