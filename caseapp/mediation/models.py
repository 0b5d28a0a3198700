"""What is stored of mediation teams: the team, its mediators and leaders, what they were trained in."""
from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model
from caseapp.law.mediation_tables import ORGANISATION

MAJORITY = "01"
"""The code of the Kinh among the peoples of Viet Nam: whoever has another one is counted as of a minority."""


class Schooling(StrEnum):
    """What a mediator was trained in, in the words of the statistics."""

    LAW = "law"
    OTHER = "other"
    NONE = "none"


SCHOOLING_WORDS: dict[str, str] = {
    Schooling(column.code): column.said for column in ORGANISATION.columns if column.code in set(Schooling)}


class Team(Model):
    """A mediation team (tổ hòa giải) of a hamlet. The day in ``until_on`` is the first no longer, as everywhere.

    ``minority_area``: many people of ethnic minorities live there, so that one of them must be a mediator (LHG 12).
    ``seats``: how many mediators the chair fixed, None while nobody wrote it down. ``successor_id``: the team that goes
    on with its work after hamlets merged.
    """

    __tablename__ = "mediation_team"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    minority_area: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int | None]
    from_on: Mapped[date]
    document: Mapped[str] = mapped_column(sa.String(80), default="")           # the chair's decision
    until_on: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(sa.String(80), default="")           # the decision that ended it
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mediation_team.id"))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until"),
        sa.CheckConstraint("successor_id IS NULL OR until_on IS NOT NULL", name="successor"),
        sa.CheckConstraint("seats IS NULL OR seats >= 1", name="seats"),
        # One team works in a hamlet at a time: what its leader sees follows from the hamlet.
        sa.Index("ix_mediation_team_open", "unit_id", unique=True, sqlite_where=sa.text("until_on IS NULL"),
                 postgresql_where=sa.text("until_on IS NULL")),
        sa.Index("ix_mediation_team_unit", "unit_id", "from_on"),
    )


class Mediator(Model):
    """A mediator (hòa giải viên) of one team, from the day of recognition; whoever changes teams has a second row.

    ``votes`` of ``households``: whose representatives agreed, and how many there are (LHG 8). ``until_on``: the first
    day no longer; ``release_ground``: why the release (LHG 11), a code of ``law.mediation_people.RELEASES``.
    """

    __tablename__ = "mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_team.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    name_fold: Mapped[str] = mapped_column(sa.String(120))
    sex: Mapped[str] = mapped_column(sa.String(1))
    people: Mapped[str] = mapped_column(sa.String(2), default=MAJORITY)        # code of the ethnic group
    birth_year: Mapped[int | None]
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    schooling: Mapped[str] = mapped_column(sa.String(8), default=Schooling.NONE)
    elected_on: Mapped[date | None]
    votes: Mapped[int | None]
    households: Mapped[int | None]
    from_on: Mapped[date]                                                      # recognised
    document: Mapped[str] = mapped_column(sa.String(80), default="")           # the decision of recognition
    term_until: Mapped[date | None]                                            # where the decision names an end
    until_on: Mapped[date | None]
    release_ground: Mapped[str] = mapped_column(sa.String(24), default="")
    release_document: Mapped[str] = mapped_column(sa.String(80), default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("sex IN ('M','F')", name="sex"),
        sa.CheckConstraint("schooling IN ('law','other','none')", name="schooling"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until"),
        sa.CheckConstraint("votes IS NULL OR households IS NULL OR votes <= households", name="votes"),
        sa.Index("ix_mediator_team", "team_id", "from_on", "until_on"),
    )


class TeamLeader(Model):
    """Which mediator led a team from when until when (LHG 14)."""

    __tablename__ = "team_leader"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_team.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(sa.ForeignKey("mediator.id"))
    elected_on: Mapped[date | None]
    from_on: Mapped[date]
    document: Mapped[str] = mapped_column(sa.String(80), default="")
    until_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until"),
        sa.Index("ix_team_leader_open", "team_id", unique=True, sqlite_where=sa.text("until_on IS NULL"),
                 postgresql_where=sa.text("until_on IS NULL")),
    )


class Training(Model):
    """A course that a mediator took part in (bồi dưỡng chuyên môn, nghiệp vụ)."""

    __tablename__ = "mediator_training"

    id: Mapped[int] = mapped_column(primary_key=True)
    mediator_id: Mapped[int] = mapped_column(sa.ForeignKey("mediator.id"), index=True)
    held_on: Mapped[date]
    what: Mapped[str] = mapped_column(sa.String(200))
    hours: Mapped[int | None]
    organiser: Mapped[str] = mapped_column(sa.String(200), default="")

    __table_args__ = (sa.CheckConstraint("hours IS NULL OR hours >= 1", name="hours"),)
