"""What is stored of a dispute beside its dossier and its file: who mediates, what was promised and what came of it."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime
from caseapp.law.mediation_book import SCOPES
from caseapp.law.mediation_duties import RESULTS
from caseapp.text import mark


class Scope(StrEnum):
    """The scopes by which the statistics count disputes."""

    CIVIL = "civil"
    FAMILY = "family"
    OTHER = "other"


class Outcome(StrEnum):
    """How a dispute ended; None while it goes on. A stopped one counts as not settled (LHG 23, 27)."""

    SETTLED = "settled"
    FAILED = "failed"
    STOPPED = "stopped"
    REFERRED = "referred"      # it may not be mediated: no end under LHG 23


class Chosen(StrEnum):
    """How a mediator came to a dispute."""

    PARTIES = "parties"
    LEADER = "leader"
    SELF = "self"              # it was brought to him, or he witnessed it
    JOINT = "joint"            # of the other hamlet's team (LHG 22)
    BOOK = "book"              # out of an old logbook


class Kept(StrEnum):
    """Where a promise stands, as it is stored; that an open one is late follows from its day."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"      # the parties agreed otherwise
    LATE = "late"              # never stored


SCOPE_WORDS: dict[str, str] = {scope: SCOPES[scope] for scope in Scope}
OUTCOME_WORDS: dict[str, str] = {
    Outcome.SETTLED: RESULTS[Outcome.SETTLED].text, Outcome.FAILED: RESULTS[Outcome.FAILED].text,
    Outcome.STOPPED: mark("Chấm dứt theo yêu cầu của một bên"), Outcome.REFERRED: mark("Không thuộc phạm vi hòa giải"),
}
KEPT_WORDS: dict[str, str] = {
    Kept.OPEN: mark("Chưa đến hạn"), Kept.KEPT: mark("Đã làm"), Kept.BROKEN: mark("Không làm"),
    Kept.RELEASED: mark("Thôi theo dõi"), Kept.LATE: mark("Quá hạn"),
}
SIDES: dict[str, str] = {
    "party-a": mark("Bên thứ nhất"), "party-b": mark("Bên thứ hai"),
    "related": mark("Người có quyền, nghĩa vụ liên quan"),
}
"""What the roles of a dispute's parties are called; the roles are those of ``dossiers.models.Party``."""


class Dispute(Model):
    """One dispute. What it is about, when it was received stands in its file, where it stands follows from its acts.

    ``outcome``, ``ended_on``, ``ended_by`` are kept by the acts, for lists and figures; ``unit_id`` and ``received_on``
    stand beside them for the same reason. ``started_by``, ``ended_by``, ``barred``: codes of ``law.mediation_duties``.
    ``matter``: what it is about, a code of ``mediation.matters``. ``urgent_on``: violence or disorder was likely, and
    the leader was told; ``passed_on``: the leader told the chair of the commune (LHG 10(5), 15(4)).
    ``record_on``: the day of a signed record of the settlement, without which no court recognises it.
    """

    __tablename__ = "mediation"

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(16), default="mediation")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_team.id"))
    received_on: Mapped[date]
    scope: Mapped[str | None] = mapped_column(sa.String(8))                    # None: out of an old book, unsaid
    matter: Mapped[str] = mapped_column(sa.String(16), default="")
    started_by: Mapped[str] = mapped_column(sa.String(12))
    proposed_by: Mapped[str] = mapped_column(sa.String(200), default="")       # the agency or person that proposed it
    barred: Mapped[str] = mapped_column(sa.String(24), default="")
    urgent_on: Mapped[date | None]
    passed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(8))
    ended_on: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(sa.String(16), default="")
    agreement: Mapped[str] = mapped_column(sa.Text, default="")                # or what each side asked for
    record_on: Mapped[date | None]
    book_row: Mapped[str | None] = mapped_column(sa.String(120))
    to_confirm: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"]),
        sa.CheckConstraint("kind = 'mediation'", name="kind"),
        sa.CheckConstraint("scope IS NULL OR scope IN ('civil','family','other')", name="scope"),
        sa.CheckConstraint("outcome IS NULL OR outcome IN ('settled','failed','stopped','referred')", name="outcome"),
        sa.CheckConstraint("outcome IS NOT NULL OR (ended_on IS NULL AND ended_by = '')", name="ended"),
        sa.CheckConstraint("passed_on IS NULL OR urgent_on IS NOT NULL", name="passed"),
        sa.CheckConstraint("record_on IS NULL OR outcome = 'settled'", name="record"),
        # Figures count out of it alone.
        sa.Index("ix_mediation_received", "unit_id", "received_on", "scope", "outcome", "ended_on", "matter",
                 "team_id"),
        # What was ended and may have to be paid.
        sa.Index("ix_mediation_ended", "team_id", "ended_on", "outcome", "dossier_id"),
    )


class MediatedBy(Model):
    """Who mediates a dispute, from when until when; whoever was replaced keeps a dated row.

    ``took_part``: whether the case's amount is shared with him; ``breach``: which duty he broke, which bars the pay of
    the case (LHG 18, NĐ 15/2014 Đ.14).
    """

    __tablename__ = "mediation_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(sa.ForeignKey("mediator.id"), index=True)
    chosen: Mapped[str] = mapped_column(sa.String(8))
    lead: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    replaced: Mapped[str] = mapped_column(sa.String(300), default="")          # why
    took_part: Mapped[bool] = mapped_column(default=True)
    breach: Mapped[str] = mapped_column(sa.String(300), default="")

    __table_args__ = (
        sa.CheckConstraint("chosen IN ('parties','leader','self','joint','book')", name="chosen"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until"),
        sa.Index("ix_mediation_mediator_open", "dossier_id", "mediator_id", unique=True,
                 sqlite_where=sa.text("until_on IS NULL"), postgresql_where=sa.text("until_on IS NULL")),
    )


class Interest(Model):
    """Why a mediator may not mediate a dispute: an interest in it, or another doubt about neutrality (LHG 18)."""

    __tablename__ = "mediation_interest"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    mediator_id: Mapped[int] = mapped_column(sa.ForeignKey("mediator.id"), primary_key=True, autoincrement=False)
    why: Mapped[str] = mapped_column(sa.String(300))
    noted_on: Mapped[date]
    noted_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))


class Invited(Model):
    """Somebody of standing or knowledge invited to a sitting; the parties agreed to it (LHG 19)."""

    __tablename__ = "mediation_invited"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    standing: Mapped[str] = mapped_column(sa.String(200), default="")
    agreed_on: Mapped[date | None]                                             # None: out of an old book, unsaid


class Joint(Model):
    """Another hamlet's team that mediates a dispute together with its own (LHG 22)."""

    __tablename__ = "mediation_joint"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_team.id"), primary_key=True, autoincrement=False)
    since_on: Mapped[date]
    fronts_told_on: Mapped[date | None]


class Promised(Model):
    """One thing that a side promised in a settlement; its day runs as a duty of the mediator to follow it (LHG 26).

    ``side``: the role of the party that owes it, ``who`` its name; ``moved_to``: the promise that took its place when
    the parties agreed on another day (LHG 25).
    """

    __tablename__ = "mediation_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    position: Mapped[int]
    side: Mapped[str] = mapped_column(sa.String(8))
    who: Mapped[str] = mapped_column(sa.String(200), default="")
    what: Mapped[str] = mapped_column(sa.String(500))
    due_on: Mapped[date | None]
    clock_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clock.id"))
    state: Mapped[str] = mapped_column(sa.String(8), default=Kept.OPEN)
    ended_on: Mapped[date | None]                                              # kept, found broken, released
    said: Mapped[str] = mapped_column(sa.String(1000), default="")             # what was found, or why
    passed_on: Mapped[date | None]                                             # the leader told hamlet head and Front
    moved_to: Mapped[int | None] = mapped_column(sa.ForeignKey("mediation_promise.id"))
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("side IN ('party-a','party-b','related')", name="side"),
        sa.CheckConstraint("state IN ('open','kept','broken','released')", name="state"),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended"),
        sa.CheckConstraint("clock_id IS NULL OR due_on IS NOT NULL", name="clock"),
        sa.UniqueConstraint("dossier_id", "position"),
        sa.Index("ix_mediation_promise_open", "due_on", "dossier_id", sqlite_where=sa.text("state = 'open'"),
                 postgresql_where=sa.text("state = 'open'")),
    )


class FollowUp(Model):
    """A visit or call to ask how a settlement is carried out, and what was found."""

    __tablename__ = "mediation_follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    promise_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mediation_promise.id"))
    held_on: Mapped[date]
    manner: Mapped[str] = mapped_column(sa.String(8))
    found: Mapped[str] = mapped_column(sa.String(1000))
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (sa.CheckConstraint("manner IN ('visit','call')", name="manner"),)


def stand_of(promise: Any, today: date) -> Kept:
    """Where a promise stands on a day; a stored object or a row with ``state`` and ``due_on``."""
    if promise.state == Kept.OPEN and promise.due_on is not None and promise.due_on < today:
        return Kept.LATE
    return Kept(promise.state)
