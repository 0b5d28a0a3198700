"""What is stored of a citizen or organisation."""
from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model


class Nature(StrEnum):
    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class IdKind(StrEnum):
    """The paper that a visitor shows (Article 12 of Decree 154/2026)."""

    CITIZEN = "cccd"          # căn cước, giấy chứng nhận căn cước, số định danh: 12 digits
    OLD_CARD = "cmnd"         # 9 digits, no longer valid, kept as history
    PASSPORT = "passport"
    NONE = "none"             # nothing shown; the reason is recorded and never blocks


class Person(Model):
    """A person of one unit's books. The identity number is encrypted; ``id_index`` is its keyed fingerprint."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    nature: Mapped[str] = mapped_column(sa.String(16), default=Nature.INDIVIDUAL)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_fold: Mapped[str] = mapped_column(sa.String(200))
    birth_year: Mapped[int | None]
    birth_on: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(sa.String(1))
    id_kind: Mapped[str] = mapped_column(sa.String(8), default=IdKind.NONE)
    id_cipher: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    id_index: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    id_masked: Mapped[str] = mapped_column(sa.String(40), default="")
    id_issued: Mapped[str] = mapped_column(sa.String(120), default="")      # day and place of issue, as on the paper
    id_missing: Mapped[str] = mapped_column(sa.String(200), default="")     # why no paper was shown
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    commune: Mapped[str] = mapped_column(sa.String(120), default="")
    address: Mapped[str] = mapped_column(sa.String(300), default="")

    __table_args__ = (
        sa.CheckConstraint("nature IN ('individual','organisation')", name="nature"),
        sa.CheckConstraint("id_kind IN ('cccd','cmnd','passport','none')", name="id_kind"),
        sa.CheckConstraint("(id_kind = 'none') = (id_cipher IS NULL)", name="id_cipher"),
        sa.CheckConstraint("(id_cipher IS NULL) = (id_index IS NULL)", name="id_index"),
        sa.CheckConstraint("sex IS NULL OR sex IN ('M','F')", name="sex"),
        sa.Index("ix_person_name", "unit_id", "name_fold"),
        sa.Index("ix_person_id", "unit_id", "id_index"),
        sa.Index("ix_person_phone", "unit_id", "phone", sqlite_where=sa.text("phone <> ''"),
                 postgresql_where=sa.text("phone <> ''")),
    )
