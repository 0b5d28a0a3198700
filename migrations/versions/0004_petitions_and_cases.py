"""petitions, cases and whom a dossier waits for

Petitions and complaints get their tables: what they are about, acts, deliveries, who works on them, notes. Every dossier
says who must act next and when it last moved; every clock may stand still and knows when somebody must be reminded. Visits
that were logged before are given to whoever received the visitor. Going back loses petitions and cases with their numbers,
so it refuses while there are any.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTED = {"sqlite_autoincrement": True}
NOT_PLANNED = date(1, 1, 1)
OPEN = "closed_on IS NULL"
DUE = "next_due IS NOT NULL"
RUNNING_DUTY = "ended_by IS NULL AND nature = 'duty'"
MET_DUTY = "ended_by = 'met' AND nature = 'duty'"


def upgrade() -> None:
    """Columns on dossiers and clocks, then the tables of petitions and cases."""
    _widen_dossiers()
    _widen_clocks()
    with op.batch_alter_table("party") as batch:
        batch.drop_constraint(op.f("ck_party_role"), type_="check")
        batch.create_check_constraint(
            op.f("ck_party_role"), "role IN ('visitor','representative','represented','complainant')")
    _make_petitions_and_files()
    _make_acts()
    _make_work()


def downgrade() -> None:
    """Back to visits alone; refused while petitions or cases exist, for their numbers would leave gaps."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT count(*) FROM dossier WHERE kind <> 'visit'")).scalar():
        raise RuntimeError("petitions or cases exist: going back would lose them and their numbers")
    for table in ("case_note", "case_assignment", "case_delivery", "case_act_file", "case_act", "case_file",
                  "petition"):
        op.drop_table(table)
    with op.batch_alter_table("party") as batch:
        batch.drop_constraint(op.f("ck_party_role"), type_="check")
        batch.create_check_constraint(op.f("ck_party_role"), "role IN ('visitor','representative','represented')")
    _narrow_clocks()
    _narrow_dossiers()


def _widen_dossiers() -> None:
    with op.batch_alter_table("dossier", table_kwargs=COUNTED) as batch:
        batch.add_column(sa.Column("awaits", sa.String(length=12), nullable=False, server_default=""))
        batch.add_column(sa.Column("proposed", sa.String(length=24), nullable=True))
        batch.add_column(sa.Column("proposed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("moved_on", sa.Date(), nullable=True))
    op.execute("UPDATE dossier SET moved_on = COALESCE(closed_on, opened_on)")
    op.execute("UPDATE dossier SET awaits = CASE state WHEN 'awaiting' THEN 'handler' WHEN 'prolonged' THEN 'handler' "
               "WHEN 'signing' THEN 'supervisor' ELSE '' END")
    op.execute("UPDATE dossier SET handler_id = (SELECT COALESCE(visit.receiver_id, CASE WHEN visit.book_row IS NULL THEN "
               "dossier.author_id END) FROM visit WHERE visit.dossier_id = dossier.id)")
    op.drop_index("ix_dossier_due", "dossier")
    op.drop_index("ix_dossier_handler", "dossier")
    with op.batch_alter_table("dossier", table_kwargs=COUNTED) as batch:
        batch.alter_column("moved_on", nullable=False)
        batch.alter_column("awaits", server_default=None)
        batch.drop_constraint(op.f("ck_dossier_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_dossier_kind"), "kind IN ('visit','petition','complaint')")
        batch.create_check_constraint(op.f("ck_dossier_proposed"), "(proposed IS NULL) = (proposed_on IS NULL)")
    _index("ix_dossier_due", "dossier", DUE, "unit_id", "next_due", "id", "kind", "sealed", "author_id", "handler_id",
           "awaits", "state")
    _index("ix_dossier_open", "dossier", OPEN, "unit_id", "kind", "awaits", "handler_id", "next_due", "state", "moved_on",
           "opened_on", "sealed", "author_id", "id", "closed_on")
    _index("ix_dossier_handler", "dossier", OPEN, "handler_id", "next_due", "id")


def _narrow_dossiers() -> None:
    for name in ("ix_dossier_due", "ix_dossier_open", "ix_dossier_handler"):
        op.drop_index(name, "dossier")
    with op.batch_alter_table("dossier", table_kwargs=COUNTED) as batch:
        batch.drop_constraint(op.f("ck_dossier_proposed"), type_="check")
        batch.drop_constraint(op.f("ck_dossier_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_dossier_kind"), "kind IN ('visit')")
        for column in ("awaits", "proposed", "proposed_on", "moved_on"):
            batch.drop_column(column)
    op.execute("UPDATE dossier SET handler_id = NULL")
    _index("ix_dossier_due", "dossier", DUE, "unit_id", "next_due", "id", "kind", "sealed", "author_id", "state")
    _index("ix_dossier_handler", "dossier", DUE, "handler_id", "next_due", "id")


def _widen_clocks() -> None:
    with op.batch_alter_table("clock", table_kwargs=COUNTED) as batch:
        batch.add_column(sa.Column("paused_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("remind_on", sa.Date(), nullable=True))
        batch.drop_constraint(op.f("ck_clock_nature"), type_="check")
        batch.drop_constraint(op.f("ck_clock_ended_by"), type_="check")
        batch.drop_constraint(op.f("ck_clock_met_has_day"), type_="check")
        batch.create_check_constraint(
            op.f("ck_clock_nature"), "nature IN ('duty','right','effect','exclusion','awaited')")
        batch.create_check_constraint(
            op.f("ck_clock_ended_by"), "ended_by IS NULL OR ended_by IN ('met','void','book','passed')")
        batch.create_check_constraint(
            op.f("ck_clock_met_has_day"),
            "ended_by IS NULL OR ended_by NOT IN ('met','passed') OR ended_on IS NOT NULL")
        batch.create_check_constraint(
            op.f("ck_clock_paused"), "paused_on IS NULL OR (due_on IS NULL AND ended_by IS NULL)")
    clock = sa.table("clock", sa.column("remind_on", sa.Date()), sa.column("ended_by", sa.String()))
    op.execute(sa.update(clock).where(clock.c.ended_by.is_(None)).values(remind_on=NOT_PLANNED))
    _index("ix_clock_remind", "clock", RUNNING_DUTY, "remind_on", "id")
    _index("ix_clock_met", "clock", MET_DUTY, "ended_on", "dossier_id", "due_on")


def _narrow_clocks() -> None:
    for name in ("ix_clock_remind", "ix_clock_met"):
        op.drop_index(name, "clock")
    with op.batch_alter_table("clock", table_kwargs=COUNTED) as batch:
        for name in ("nature", "ended_by", "met_has_day", "paused"):
            batch.drop_constraint(op.f(f"ck_clock_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_clock_nature"), "nature IN ('duty','right','effect','exclusion')")
        batch.create_check_constraint(
            op.f("ck_clock_ended_by"), "ended_by IS NULL OR ended_by IN ('met','void','book')")
        batch.create_check_constraint(
            op.f("ck_clock_met_has_day"), "ended_by IS NULL OR ended_by <> 'met' OR ended_on IS NOT NULL")
        batch.drop_column("paused_on")
        batch.drop_column("remind_on")


def _index(name: str, table: str, where: str, *columns: str, unique: bool = False) -> None:
    op.create_index(name, table, list(columns), unique=unique, sqlite_where=sa.text(where),
                    postgresql_where=sa.text(where))


def _make_petitions_and_files() -> None:
    op.create_table(
        "petition",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("forwarded_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_petition")),
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"],
                                name=op.f("fk_petition_dossier_id_kind")),
        sa.CheckConstraint("kind = 'petition'", name=op.f("ck_petition_kind")),
        sa.CheckConstraint("channel IN ('counter','post','forwarded')", name=op.f("ck_petition_channel")),
        sa.CheckConstraint("people_count >= 1", name=op.f("ck_petition_people_count")),
        sa.CheckConstraint("dated_on IS NULL OR dated_on <= received_on", name=op.f("ck_petition_dated")),
    )
    op.create_table(
        "case_file",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("instance", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("nomination", sa.String(length=200), nullable=False),
        sa.Column("respondent", sa.String(length=200), nullable=False),
        sa.Column("contested", sa.String(length=8), nullable=True),
        sa.Column("contested_paper", sa.String(length=300), nullable=False),
        sa.Column("forwarded_by", sa.String(length=200), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("resolver_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_case_file")),
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"],
                                name=op.f("fk_case_file_dossier_id_kind")),
        sa.ForeignKeyConstraint(["resolver_id"], ["account.id"], name=op.f("fk_case_file_resolver_id")),
        sa.CheckConstraint("kind = 'complaint'", name=op.f("ck_case_file_kind")),
        sa.CheckConstraint("instance IN (1, 2)", name=op.f("ck_case_file_instance")),
        sa.CheckConstraint("people_count >= 1", name=op.f("ck_case_file_people_count")),
        sa.CheckConstraint("contested IS NULL OR contested IN ('decision','act')", name=op.f("ck_case_file_contested")),
    )


def _make_acts() -> None:
    op.create_table(
        "case_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("document_fold", sa.String(length=80), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("signer_post", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_act")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_act_public_id")),
        sa.UniqueConstraint("dossier_id", "place", name=op.f("uq_case_act_dossier_id_place")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_case_act_dossier_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_case_act_entered_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_case_act_proposed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_act_unit_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["account.id"], name=op.f("fk_case_act_signer_id")),
        sa.CheckConstraint("status IN ('proposed','done','returned','dropped','undone')", name=op.f("ck_case_act_status")),
        sa.CheckConstraint("status IN ('done','undone') OR (proposed_by IS NOT NULL AND proposed_at IS NOT NULL)",
                           name=op.f("ck_case_act_proposed")),
        sa.CheckConstraint("(status = 'done') = (place IS NOT NULL)", name=op.f("ck_case_act_place")),
    )
    _index("ix_case_act_proposal", "case_act", "status = 'proposed'", "dossier_id", unique=True)
    _index("ix_case_act_document", "case_act", "document_fold <> ''", "unit_id", "document_fold", "happened_on")
    op.create_table(
        "case_act_file",
        sa.Column("act_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attachment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("act_id", "attachment_id", name=op.f("pk_case_act_file")),
        sa.ForeignKeyConstraint(["act_id"], ["case_act.id"], name=op.f("fk_case_act_file_act_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_case_act_file_attachment_id")),
    )
    op.create_table(
        "case_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("manner", sa.String(length=12), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_delivery")),
        sa.ForeignKeyConstraint(["act_id"], ["case_act.id"], name=op.f("fk_case_delivery_act_id")),
        sa.CheckConstraint("manner IN ('handed','posted','online','announced')", name=op.f("ck_case_delivery_manner")),
        sa.CheckConstraint("received_on IS NULL OR received_on >= sent_on", name=op.f("ck_case_delivery_received")),
    )
    op.create_index(op.f("ix_case_delivery_act_id"), "case_delivery", ["act_id"])


def _make_work() -> None:
    op.create_table(
        "case_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=8), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_case_assignment_dossier_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_assignment_account_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_case_assignment_made_by")),
        sa.CheckConstraint("duty IN ('handler','verifier')", name=op.f("ck_case_assignment_duty")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_case_assignment_until")),
    )
    op.create_index(op.f("ix_case_assignment_dossier_id"), "case_assignment", ["dossier_id"])
    _index("ix_case_assignment_open", "case_assignment", "until_on IS NULL", "account_id", "dossier_id")
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_case_note_dossier_id")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_case_note_by")),
    )
    op.create_index(op.f("ix_case_note_dossier_id"), "case_note", ["dossier_id"])
