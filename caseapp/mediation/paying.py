"""What is stored of the mediators' pay: rates of provinces by date, lists of a commune, a line for each amount."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime
from caseapp.text import mark


class Paid(StrEnum):
    """What an amount is paid for."""

    SETTLED = "settled"          # a case ended in success
    OTHER = "other"              # a case ended otherwise under LHG 23
    TEAM_MONTH = "team-month"    # the running cost of a team


class Stage(StrEnum):
    """Where a list of payments stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    PAID = "paid"


PAID_WORDS: dict[str, str] = {
    Paid.SETTLED: mark("Vụ hòa giải thành"), Paid.OTHER: mark("Vụ hòa giải không thành"),
    Paid.TEAM_MONTH: mark("Chi hoạt động của tổ, theo tháng"),
}
STAGE_WORDS: dict[str, str] = {
    Stage.DRAFT: mark("Đang lập"), Stage.APPROVED: mark("Đã duyệt, chờ chi"), Stage.PAID: mark("Đã chi"),
}


class PayRate(Model):
    """An amount in đồng that the People's Council set for a unit and all below it; the day in ``until_on`` no longer.

    Where there is none the circular's own amount counts (``law.mediation_pay``). ``confirmed``: a person has read the
    resolution itself.
    """

    __tablename__ = "pay_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    what: Mapped[str] = mapped_column(sa.String(12))
    amount: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(sa.String(200))
    confirmed: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("what IN ('settled','other','team-month')", name="what"),
        sa.CheckConstraint("amount >= 0", name="amount"),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name="until"),
        sa.UniqueConstraint("unit_id", "what", "from_on"),
    )


class PayList(Model):
    """A list of payments of one commune for a period; ``from_on`` and ``to_on`` are its first and last day."""

    __tablename__ = "pay_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    stage: Mapped[str] = mapped_column(sa.String(8), default=Stage.DRAFT)
    requested_on: Mapped[date | None]                          # the request for payment came in
    pay_by: Mapped[date | None]                                # the last day, counted from it
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    approved_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(sa.String(80), default="")
    paid_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    paid_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("stage IN ('draft','approved','paid')", name="stage"),
        sa.CheckConstraint("to_on >= from_on", name="period"),
        sa.CheckConstraint("(stage = 'draft') = (approved_on IS NULL)", name="approved"),
        sa.CheckConstraint("(stage = 'paid') = (paid_on IS NOT NULL)", name="paid"),
        sa.Index("ix_pay_list_unit", "unit_id", "from_on"),
    )


class PayLine(Model):
    """An amount in đồng: a mediator's share of one case, or a team's running cost of one month.

    ``rate`` is what the case or month was worth as a whole, ``source`` where that stands.
    """

    __tablename__ = "pay_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("pay_list.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_team.id"))
    what: Mapped[str] = mapped_column(sa.String(12))
    dossier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dossier.id"))
    mediator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mediator.id"))
    month: Mapped[date | None]                                 # its first day
    rate: Mapped[int]
    amount: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(200))
    confirmed: Mapped[bool]

    __table_args__ = (
        sa.CheckConstraint("what IN ('settled','other','team-month')", name="what"),
        sa.CheckConstraint("(what = 'team-month') = (month IS NOT NULL)", name="month"),
        sa.CheckConstraint("(what = 'team-month') = (dossier_id IS NULL)", name="dossier"),
        sa.CheckConstraint("(dossier_id IS NULL) = (mediator_id IS NULL)", name="mediator"),
        sa.CheckConstraint("amount >= 0 AND amount <= rate", name="amount"),
        # Nothing is paid twice, whatever list it stands in.
        sa.UniqueConstraint("dossier_id", "mediator_id"),
        sa.UniqueConstraint("team_id", "month"),
    )
