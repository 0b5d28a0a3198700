"""What is stored of a visit beside its dossier row: matter, handling, papers, notices, the queue."""
from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import COUNTED, Model, UtcDateTime
from caseapp.text import mark


class Matter(StrEnum):
    """What a visit is about, by content and not by the title of the petition."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    FEEDBACK = "feedback"
    MIXED = "mixed"
    OTHER = "other"
    UNCLASSIFIED = "unclassified"       # out of an old book that does not say; a person must choose


class OtherMatter(StrEnum):
    DISPUTE = "dispute"
    REQUEST = "request"
    PROCEDURE = "procedure"


class Outcome(StrEnum):
    """What the officer did with the matter at the counter."""

    EXPLAINED = "explained"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    REPORTED = "reported"
    TAKEN = "taken"
    REFUSED = "refused"


class Session(StrEnum):
    """How the reception was held (LTCD 11–18)."""

    REGULAR = "regular"
    PERIODIC = "periodic"
    URGENT = "urgent"


class Identity(StrEnum):
    """What the officer records of a denouncer's identity check; the identity itself is on paper alone."""

    CHECKED = "checked"
    UNKNOWN = "unknown"        # LTC 25: information, not a denunciation
    IN_BOOK = "in-book"        # out of an old book: what the paper book says, nobody checked it here


class NoticeResult(StrEnum):
    """The four lawful answers of LTCD 28(1), and the written refusal of form 01/TCD."""

    ACCEPTED = "accepted"
    PROLONGED = "prolonged"
    DECLINED = "declined"
    FORWARDED = "forwarded"
    REFUSED = "refused"
    NOT_HANDLED = "not-handled"      # ends information (LTC 25): told to nobody, so no notice is stored of it


LABELS: dict[str, str] = {
    Matter.COMPLAINT: mark("Khiếu nại"), Matter.DENUNCIATION: mark("Tố cáo"),
    Matter.FEEDBACK: mark("Kiến nghị, phản ánh"), Matter.MIXED: mark("Nhiều nội dung"),
    Matter.OTHER: mark("Việc khác"), Matter.UNCLASSIFIED: mark("Chưa phân loại"),
    OtherMatter.DISPUTE: mark("Tranh chấp"), OtherMatter.REQUEST: mark("Đề nghị"),
    OtherMatter.PROCEDURE: mark("Hỏi thủ tục"),
    Outcome.EXPLAINED: mark("Giải thích ngay"), Outcome.GUIDED: mark("Hướng dẫn đến cơ quan khác"),
    Outcome.TRANSFERRED: mark("Chuyển đến cơ quan khác"), Outcome.REPORTED: mark("Báo cáo lãnh đạo"),
    Outcome.TAKEN: mark("Tiếp nhận đơn"), Outcome.REFUSED: mark("Từ chối tiếp, có căn cứ"),
    Session.REGULAR: mark("Thường xuyên"), Session.PERIODIC: mark("Định kỳ"), Session.URGENT: mark("Đột xuất"),
    Identity.CHECKED: mark("Đã kiểm tra giấy tờ"), Identity.UNKNOWN: mark("Không xác định được"),
    Identity.IN_BOOK: mark("Xem sổ giấy"),
    NoticeResult.ACCEPTED: mark("Thụ lý"), NoticeResult.PROLONGED: mark("Kéo dài thời gian xem xét"),
    NoticeResult.DECLINED: mark("Từ chối thụ lý"), NoticeResult.FORWARDED: mark("Đã chuyển cơ quan khác"),
    NoticeResult.REFUSED: mark("Từ chối tiếp, có căn cứ"),
    NoticeResult.NOT_HANDLED: mark("Không xử lý theo tố cáo"),
}
INFORMATION = mark("Tin báo có nội dung tố cáo")
# Column 6 of the register 03/TCD.
SHORT: dict[str, str] = {
    Matter.COMPLAINT: "KN", Matter.DENUNCIATION: "TC", Matter.FEEDBACK: "KNPA", Matter.MIXED: "KN, KNPA",
    Matter.OTHER: "", Matter.UNCLASSIFIED: "?",
}


def matter_label(matter: str, identity: str | None) -> str:
    """What a visit is about, for people: from whoever cannot be identified it is information alone (LTC 25)."""
    return INFORMATION if identity == Identity.UNKNOWN else LABELS[matter]


class Visit(Model):
    """One reception of one or several citizens. For a denunciation: code and envelope, and no name anywhere."""

    __tablename__ = "visit"

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(16), default="visit")
    matter: Mapped[str] = mapped_column(sa.String(16))
    other_matter: Mapped[str | None] = mapped_column(sa.String(16))
    content: Mapped[str] = mapped_column(sa.Text)
    held_on: Mapped[date]
    held_at: Mapped[time | None]
    session: Mapped[str] = mapped_column(sa.String(12), default=Session.REGULAR)
    place: Mapped[str] = mapped_column(sa.String(200), default="")        # where, when not at the counter
    late: Mapped[bool] = mapped_column(default=False)                     # entered on a later day
    receiver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    receiver_name: Mapped[str] = mapped_column(sa.String(120), default="")
    people_count: Mapped[int | None]
    field: Mapped[str | None] = mapped_column(sa.String(24))
    repeat: Mapped[bool] = mapped_column(default=False)
    resolved_by: Mapped[str] = mapped_column(sa.String(300), default="")
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    competent: Mapped[bool | None]
    body: Mapped[str] = mapped_column(sa.String(200), default="")         # guided or transferred to
    document: Mapped[str] = mapped_column(sa.String(80), default="")      # its number and symbol
    ground: Mapped[str | None] = mapped_column(sa.String(4))
    ground_note: Mapped[str] = mapped_column(sa.String(500), default="")
    follow_up: Mapped[str] = mapped_column(sa.String(500), default="")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    follow_code: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    nomination: Mapped[str] = mapped_column(sa.String(200), default="")   # the paper naming a group's representatives
    # Denunciation alone:
    envelope: Mapped[str | None] = mapped_column(sa.String(20))
    identity: Mapped[str | None] = mapped_column(sa.String(8))
    protection: Mapped[bool] = mapped_column(default=False)
    accused_name: Mapped[str] = mapped_column(sa.String(200), default="")
    accused_post: Mapped[str] = mapped_column(sa.String(200), default="")
    custodian_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    custody_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Out of an old book:
    book_row: Mapped[str | None] = mapped_column(sa.String(120))
    to_confirm: Mapped[str] = mapped_column(sa.Text, default="")          # JSON list of {code, field, message}

    __table_args__ = (
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"]),
        sa.CheckConstraint("kind = 'visit'", name="kind"),
        sa.CheckConstraint(
            "matter IN ('complaint','denunciation','feedback','mixed','other','unclassified')", name="matter"),
        sa.CheckConstraint("(matter = 'denunciation') = (identity IS NOT NULL)", name="identity"),
        sa.CheckConstraint("identity IS NULL OR identity IN ('checked','unknown','in-book')", name="identity_word"),
        sa.CheckConstraint("outcome IS NULL OR (outcome = 'refused') = (ground IS NOT NULL)", name="ground"),
        sa.CheckConstraint("people_count IS NULL OR people_count >= 1", name="people_count"),
        sa.CheckConstraint("matter = 'denunciation' OR accused_name = ''", name="accused"),
    )


class Paper(Model):
    """One line of the papers slip 02/TCD."""

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.dossier_id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(300))
    pages: Mapped[int | None]
    condition: Mapped[str] = mapped_column(sa.String(16))

    __table_args__ = (
        sa.CheckConstraint("condition IN ('original','copy','certified')", name="condition"),
        sa.CheckConstraint("pages IS NULL OR pages >= 1", name="pages"),
        COUNTED,
    )


class Notice(Model):
    """An answer given to a visitor under LTCD 28(1), or the signed refusal notice 01/TCD."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.dossier_id"), index=True)
    result: Mapped[str] = mapped_column(sa.String(12))
    manner: Mapped[str] = mapped_column(sa.String(8))
    given_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(sa.String(120))
    document: Mapped[str] = mapped_column(sa.String(80), default="")
    follow_up_on: Mapped[date | None]
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("result IN ('accepted','prolonged','declined','forwarded','refused')", name="result"),
        sa.CheckConstraint("manner IN ('oral','written')", name="manner"),
        sa.CheckConstraint("(result = 'prolonged') = (follow_up_on IS NOT NULL)", name="follow_up"),
    )


class Ticket(Model):
    """A place in today's queue. A denouncer queues without a name; yesterday's tickets are deleted."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    day: Mapped[date]
    no: Mapped[int]
    place: Mapped[int]                                   # order of calling; moving down changes it, never the number
    matter: Mapped[str] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    purpose: Mapped[str] = mapped_column(sa.String(200), default="")
    people: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(8), default="waiting")
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "day", "no"),
        sa.CheckConstraint("state IN ('waiting','called','done','absent')", name="state"),
        sa.CheckConstraint("matter <> 'denunciation' OR (name = '' AND purpose = '')", name="denouncer"),
        sa.Index("ix_ticket_queue", "unit_id", "day", "state", "place"),
    )


class BookRow(Model):
    """A row of an old book that came in already: a keyed fingerprint, so that a second run makes nothing twice."""

    __tablename__ = "book_row"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"))
