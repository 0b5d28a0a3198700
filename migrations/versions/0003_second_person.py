"""a second person confirms access

Requests for access to sealed dossiers and to accounts get a table; roles and substitutions note who confirmed them,
accounts note who alone handed out their password and whether they ever had one of their own. Roles that an administrator gave before stay as they are and count
as unconfirmed until `caseapp user confirm`. Going back loses the requests and who confirmed what.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLES = ("'reception','handler','clerk','mediator','team-leader','supervisor',"
         "'administrator','auditor','custodian'")
CONFIRMED = "confirmed_by IS NULL OR confirmed_at IS NOT NULL"


def upgrade() -> None:
    """Columns on what exists, then the table of requests."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("password_by", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_account_password_by"), "account", ["password_by"], ["id"])
        batch.add_column(sa.Column("had_own_password", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE account SET had_own_password = true WHERE EXISTS (SELECT 1 FROM journal "
               "WHERE journal.account_id = account.id AND journal.act = 'account.password.change')")
    with op.batch_alter_table("account") as batch:
        batch.alter_column("had_own_password", server_default=None)
    # Whoever gave the first role most likely handed out the password too.
    op.execute("UPDATE account SET password_by = (SELECT granted_by FROM role_grant "
               "WHERE role_grant.account_id = account.id ORDER BY role_grant.id LIMIT 1)")
    for table in ("role_grant", "substitution"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("confirmed_by", sa.Integer(), nullable=True))
            batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_confirmed_by"), "account", ["confirmed_by"], ["id"])
            batch.create_check_constraint(op.f(f"ck_{table}_confirmed"), CONFIRMED)
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("stands_for", sa.String(length=24), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made", sa.String(length=24), nullable=True),
        sa.Column("password_issued", sa.Boolean(), nullable=False),
        sa.Column("half", sa.LargeBinary(), nullable=True),
        sa.Column("half_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what IN ('grant','substitution','password','unlock','merge')",
                           name=op.f("ck_access_request_what")),
        sa.CheckConstraint(f"role IS NULL OR role IN ({ROLES})", name=op.f("ck_access_request_role")),
        sa.CheckConstraint(
            "(what IN ('grant','substitution')) = (role IS NOT NULL AND valid_from IS NOT NULL)",
            name=op.f("ck_access_request_shape")),
        sa.CheckConstraint("(what = 'substitution') = (stands_for IS NOT NULL)",
                           name=op.f("ck_access_request_stands_for")),
        sa.CheckConstraint("(what = 'merge') = (account_id IS NULL)", name=op.f("ck_access_request_whose")),
        sa.CheckConstraint("(what = 'merge') = (successor_id IS NOT NULL)", name=op.f("ck_access_request_successor")),
        sa.CheckConstraint("what <> 'merge' OR valid_to IS NOT NULL", name=op.f("ck_access_request_merged_on")),
        sa.CheckConstraint("(half IS NULL) = (half_until IS NULL)", name=op.f("ck_access_request_half")),
        sa.CheckConstraint(
            "state IN ('asked','confirmed','refused','withdrawn','expired','immediate','seen')",
            name=op.f("ck_access_request_state")),
        sa.CheckConstraint("(state IN ('asked','immediate')) = (decided_at IS NULL)",
                           name=op.f("ck_access_request_decided")),
        sa.CheckConstraint("state <> 'asked' OR (asked_by IS NOT NULL AND expires_at IS NOT NULL)",
                           name=op.f("ck_access_request_asked")),
        sa.CheckConstraint("state <> 'confirmed' OR (decided_by <> account_id AND decided_by <> asked_by)",
                           name=op.f("ck_access_request_second")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_request_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_access_request_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_access_request_decided_by")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_access_request_successor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_access_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_request_public_id")),
    )
    op.create_index(op.f("ix_access_request_account_id"), "access_request", ["account_id"])
    op.create_index("ix_access_request_waiting", "access_request", ["state", "unit_id"])


def downgrade() -> None:
    """The table goes first: it points at the rest."""
    op.drop_table("access_request")
    for table in ("substitution", "role_grant"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_confirmed"), type_="check")
            batch.drop_constraint(op.f(f"fk_{table}_confirmed_by"), type_="foreignkey")
            batch.drop_column("confirmed_at")
            batch.drop_column("confirmed_by")
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("fk_account_password_by"), type_="foreignkey")
        batch.drop_column("password_by")
        batch.drop_column("had_own_password")
