"""reminders, the outbox, mail addresses and monitoring accounts

Accounts may name a mail address and whether it is used; a unit may bear the account by which the unit above watches over
it. Reminders and mails get their tables. Going back loses who was reminded of what, and the addresses.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ADDRESS = "email IS NULL OR email <> ''"


def upgrade() -> None:
    """Columns on what exists, then the tables."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch.add_column(sa.Column("mail_on", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.create_check_constraint(op.f("ck_account_email"), ADDRESS)
    with op.batch_alter_table("account") as batch:
        batch.alter_column("mail_on", server_default=None)
    with op.batch_alter_table("unit") as batch:
        batch.add_column(sa.Column("monitor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_unit_monitor_id"), "account", ["monitor_id"], ["id"])
    _make_reminders()
    _make_outbox()


def downgrade() -> None:
    """The tables go first: they point at the rest."""
    op.drop_table("outbox")
    op.drop_table("reminder")
    with op.batch_alter_table("unit") as batch:
        batch.drop_constraint(op.f("fk_unit_monitor_id"), type_="foreignkey")
        batch.drop_column("monitor_id")
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("ck_account_email"), type_="check")
        batch.drop_column("mail_on")
        batch.drop_column("email")


def _make_reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clock_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail", sa.String(length=8), nullable=False),
        sa.CheckConstraint("mail IN ('no','waits','sent','moot')", name=op.f("ck_reminder_mail")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_reminder_clock_id")),
        sa.PrimaryKeyConstraint("account_id", "clock_id", "step", "due_on", name=op.f("pk_reminder")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reminder_clock", "reminder", ["clock_id"])
    op.create_index("ix_reminder_newest", "reminder", ["account_id", "made_on"])
    _partial("ix_reminder_unread", "reminder", ["account_id", "clock_id"], "read_at IS NULL")
    _partial("ix_reminder_waits", "reminder", ["account_id"], "mail = 'waits'")


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(length=24), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('due','leased','sent','moot','failed')", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("(state = 'leased') = (owner IS NOT NULL)", name=op.f("ck_outbox_owner")),
        sa.CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name=op.f("ck_outbox_lease")),
        sa.CheckConstraint("(state IN ('due','leased')) = (ended_at IS NULL)", name=op.f("ck_outbox_ended")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outbox_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("account_id", "day", name=op.f("uq_outbox_account_id_day")),
        sa.UniqueConstraint("mark", name=op.f("uq_outbox_mark")),
    )
    _partial("ix_outbox_open", "outbox", ["due_at", "id"], "state IN ('due','leased')")
    _partial("ix_outbox_failed", "outbox", ["day"], "state = 'failed'")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
