"""the calendar in versions, changes of it that two people make, and by which version a clock was counted

Every running clock is looked at again after the upgrade, since nobody noted by which calendar it stands; one that comes
out the same keeps its receipt. Going back loses the office's versions of the calendar: clocks keep their receipts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = "state IN ('asked','confirmed','refused','withdrawn','outdated')"


def upgrade() -> None:
    """The tables first; a clock's version is a word, no key: versions may come from another copy of the office."""
    op.create_table(
        "calendar_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_calendar_request_state")),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_calendar_request_decided")),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by <> asked_by", name=op.f("ck_calendar_request_second_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_calendar_request_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_calendar_request_decided_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_request_public_id")),
    )
    _partial("ix_calendar_request_open", "calendar_request", ["asked_at"], "state = 'asked'")
    op.create_table(
        "calendar_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=24), nullable=False),
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["calendar_request.id"], name=op.f("fk_calendar_version_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_version")),
        sa.UniqueConstraint("request_id", name=op.f("uq_calendar_version_request_id")),
        sa.UniqueConstraint("version", name=op.f("uq_calendar_version_version")),
    )
    # Without building the table anew: its rows count by themselves, and there may be very many.
    op.add_column("clock", sa.Column("calendar", sa.String(length=24), nullable=False, server_default=""))
    _partial("ix_clock_calendar", "clock", ["calendar", "id"], "ended_by IS NULL")
    op.execute(sa.text("DELETE FROM office_fact WHERE name = 'calendar'"))


def downgrade() -> None:
    """The column goes with its index; SQLite can do that in place, too."""
    op.drop_index("ix_clock_calendar", "clock")
    op.drop_column("clock", "calendar")
    op.drop_table("calendar_version")
    op.drop_table("calendar_request")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
