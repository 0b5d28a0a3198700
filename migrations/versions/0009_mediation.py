"""grassroots mediation: teams, disputes, promises, pay

Tables of their own; dossiers may be of the kind "mediation", their parties two sides and whoever else is concerned, and a
book that is brought in a logbook of mediation. Volunteers may choose a short number by which an idle phone goes on. Going
back refuses while there is a team or a dispute, which nothing else holds; the short numbers go, passwords stay.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("kind IN ('visit','petition','complaint','complaint-2','discipline','discipline-2','denunciation','continued',"
                "'information','feedback')")
KINDS_SINCE = KINDS_BEFORE.removesuffix(")") + ",'mediation')"
ROLES_BEFORE = "role IN ('visitor','representative','represented','complainant')"
ROLES_SINCE = ROLES_BEFORE.removesuffix(")") + ",'party-a','party-b','related')"
BOOKS_BEFORE = "what IN ('visits','petitions')"
BOOKS_SINCE = "what IN ('visits','petitions','mediations')"
COUNTED = {"sqlite_autoincrement": True}
# In the order in which they can be dropped.
TABLES = (
    "mediation_follow_up", "mediation_promise", "pay_line", "pay_list", "pay_rate", "mediation_joint", "mediation_invited",
    "mediation_interest", "mediation_mediator", "mediation", "mediator_training", "team_leader", "mediator", "mediation_team")


def upgrade() -> None:
    """Wider checks, then the tables."""
    _check("dossier", "kind", KINDS_SINCE, table_kwargs=COUNTED)
    _check("party", "role", ROLES_SINCE)
    _check("job", "what", BOOKS_SINCE)
    op.add_column("account", sa.Column("pin", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("sign_in", sa.Column("pin_tries", sa.Integer(), nullable=False, server_default="0"))
    _make_teams()
    _make_disputes()
    _make_promises()
    _make_pay()


def downgrade() -> None:
    """As it was; raises RuntimeError while anything would be lost."""
    connection = op.get_bind()
    for table in ("mediation_team", "mediation", "pay_rate"):
        if connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar():
            raise RuntimeError(f"{table} is not empty: going back would lose it")
    if connection.execute(sa.text("SELECT count(*) FROM job WHERE what = 'mediations'")).scalar():
        raise RuntimeError("a logbook of mediation was brought in: going back would lose it")
    for table in TABLES:
        op.drop_table(table)
    for table, column in (("sign_in", "pin_tries"), ("account", "pin")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    _check("job", "what", BOOKS_BEFORE)
    _check("party", "role", ROLES_BEFORE)
    _check("dossier", "kind", KINDS_BEFORE, table_kwargs=COUNTED)


def _check(table: str, name: str, words: str, **how: object) -> None:
    with op.batch_alter_table(table, **how) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), words)


def _make_teams() -> None:
    op.create_table(
        "mediation_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("minority_area", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats IS NULL OR seats >= 1", name=op.f("ck_mediation_team_seats")),
        sa.CheckConstraint("successor_id IS NULL OR until_on IS NOT NULL", name=op.f("ck_mediation_team_successor")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_mediation_team_until")),
        sa.ForeignKeyConstraint(["successor_id"], ["mediation_team.id"], name=op.f("fk_mediation_team_successor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mediation_team_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_team")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mediation_team_public_id")))
    op.create_index("ix_mediation_team_open", "mediation_team", ["unit_id"], unique=True,
                   sqlite_where=sa.text("until_on IS NULL"), postgresql_where=sa.text("until_on IS NULL"))
    op.create_index("ix_mediation_team_unit", "mediation_team", ["unit_id", "from_on"])
    op.create_table(
        "mediator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_fold", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("people", sa.String(length=2), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("schooling", sa.String(length=8), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("release_ground", sa.String(length=24), nullable=False),
        sa.Column("release_document", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("schooling IN ('law','other','none')", name=op.f('ck_mediator_schooling')),
        sa.CheckConstraint("sex IN ('M','F')", name=op.f('ck_mediator_sex')),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_mediator_until")),
        sa.CheckConstraint("votes IS NULL OR households IS NULL OR votes <= households",
                name=op.f("ck_mediator_votes")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mediator_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["mediation_team.id"], name=op.f("fk_mediator_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mediator_public_id")))
    op.create_index(op.f("ix_mediator_account_id"), "mediator", ["account_id"])
    op.create_index("ix_mediator_team", "mediator", ["team_id", "from_on", "until_on"])
    op.create_table(
        "team_leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_team_leader_until")),
        sa.ForeignKeyConstraint(["mediator_id"], ["mediator.id"], name=op.f("fk_team_leader_mediator_id")),
        sa.ForeignKeyConstraint(["team_id"], ["mediation_team.id"], name=op.f("fk_team_leader_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_leader")))
    op.create_index("ix_team_leader_open", "team_leader", ["team_id"], unique=True,
                   sqlite_where=sa.text("until_on IS NULL"), postgresql_where=sa.text("until_on IS NULL"))
    op.create_index(op.f("ix_team_leader_team_id"), "team_leader", ["team_id"])
    op.create_table(
        "mediator_training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.CheckConstraint("hours IS NULL OR hours >= 1", name=op.f("ck_mediator_training_hours")),
        sa.ForeignKeyConstraint(["mediator_id"], ["mediator.id"], name=op.f("fk_mediator_training_mediator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator_training")))
    op.create_index(op.f("ix_mediator_training_mediator_id"), "mediator_training", ["mediator_id"])


def _make_disputes() -> None:
    op.create_table(
        "mediation",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=True),
        sa.Column("matter", sa.String(length=16), nullable=False),
        sa.Column("started_by", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("barred", sa.String(length=24), nullable=False),
        sa.Column("urgent_on", sa.Date(), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("record_on", sa.Date(), nullable=True),
        sa.Column("book_row", sa.String(length=120), nullable=True),
        sa.Column("to_confirm", sa.Text(), nullable=False),
        sa.CheckConstraint("kind = 'mediation'", name=op.f('ck_mediation_kind')),
        sa.CheckConstraint("outcome IS NOT NULL OR (ended_on IS NULL AND ended_by = '')",
                name=op.f('ck_mediation_ended')),
        sa.CheckConstraint("outcome IS NULL OR outcome IN ('settled','failed','stopped','referred')",
                name=op.f('ck_mediation_outcome')),
        sa.CheckConstraint("record_on IS NULL OR outcome = 'settled'", name=op.f('ck_mediation_record')),
        sa.CheckConstraint("scope IS NULL OR scope IN ('civil','family','other')", name=op.f('ck_mediation_scope')),
        sa.CheckConstraint("passed_on IS NULL OR urgent_on IS NOT NULL", name=op.f("ck_mediation_passed")),
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"],
                name=op.f("fk_mediation_dossier_id_kind")),
        sa.ForeignKeyConstraint(["team_id"], ["mediation_team.id"], name=op.f("fk_mediation_team_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mediation_unit_id")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_mediation")))
    op.create_index("ix_mediation_ended", "mediation", ["team_id", "ended_on", "outcome", "dossier_id"])
    op.create_index("ix_mediation_received", "mediation",
                    ["unit_id", "received_on", "scope", "outcome", "ended_on", "matter", "team_id"])
    op.create_table(
        "mediation_mediator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("mediator_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.String(length=8), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("replaced", sa.String(length=300), nullable=False),
        sa.Column("took_part", sa.Boolean(), nullable=False),
        sa.Column("breach", sa.String(length=300), nullable=False),
        sa.CheckConstraint("chosen IN ('parties','leader','self','joint','book')",
                name=op.f('ck_mediation_mediator_chosen')),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_mediation_mediator_until")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_mediator_dossier_id")),
        sa.ForeignKeyConstraint(["mediator_id"], ["mediator.id"], name=op.f("fk_mediation_mediator_mediator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_mediator")))
    op.create_index(op.f("ix_mediation_mediator_dossier_id"), "mediation_mediator", ["dossier_id"])
    op.create_index(op.f("ix_mediation_mediator_mediator_id"), "mediation_mediator", ["mediator_id"])
    op.create_index("ix_mediation_mediator_open", "mediation_mediator", ["dossier_id", "mediator_id"], unique=True,
                   sqlite_where=sa.text("until_on IS NULL"), postgresql_where=sa.text("until_on IS NULL"))
    op.create_table(
        "mediation_interest",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mediator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_interest_dossier_id")),
        sa.ForeignKeyConstraint(["mediator_id"], ["mediator.id"], name=op.f("fk_mediation_interest_mediator_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["account.id"], name=op.f("fk_mediation_interest_noted_by")),
        sa.PrimaryKeyConstraint("dossier_id", "mediator_id", name=op.f("pk_mediation_interest")))
    op.create_table(
        "mediation_invited",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("standing", sa.String(length=200), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_invited_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_invited")))
    op.create_index(op.f("ix_mediation_invited_dossier_id"), "mediation_invited", ["dossier_id"])
    op.create_table(
        "mediation_joint",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("fronts_told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_joint_dossier_id")),
        sa.ForeignKeyConstraint(["team_id"], ["mediation_team.id"], name=op.f("fk_mediation_joint_team_id")),
        sa.PrimaryKeyConstraint("dossier_id", "team_id", name=op.f("pk_mediation_joint")))


def _make_promises() -> None:
    op.create_table(
        "mediation_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("clock_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("moved_to", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f('ck_mediation_promise_ended')),
        sa.CheckConstraint("side IN ('party-a','party-b','related')", name=op.f('ck_mediation_promise_side')),
        sa.CheckConstraint("state IN ('open','kept','broken','released')", name=op.f('ck_mediation_promise_state')),
        sa.CheckConstraint("clock_id IS NULL OR due_on IS NOT NULL", name=op.f("ck_mediation_promise_clock")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_mediation_promise_clock_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_promise_dossier_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_mediation_promise_made_by")),
        sa.ForeignKeyConstraint(["moved_to"], ["mediation_promise.id"], name=op.f("fk_mediation_promise_moved_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_promise")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_mediation_promise_dossier_id_position")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mediation_promise_public_id")))
    op.create_index(op.f("ix_mediation_promise_dossier_id"), "mediation_promise", ["dossier_id"])
    op.create_index("ix_mediation_promise_open", "mediation_promise", ['due_on', 'dossier_id'],
                   sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "mediation_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("manner", sa.String(length=8), nullable=False),
        sa.Column("found", sa.String(length=1000), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("manner IN ('visit','call')", name=op.f('ck_mediation_follow_up_manner')),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mediation_follow_up_dossier_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_mediation_follow_up_made_by")),
        sa.ForeignKeyConstraint(["promise_id"], ["mediation_promise.id"],
                name=op.f("fk_mediation_follow_up_promise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_follow_up")))
    op.create_index(op.f("ix_mediation_follow_up_dossier_id"), "mediation_follow_up", ["dossier_id"])


def _make_pay() -> None:
    op.create_table(
        "pay_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('settled','other','team-month')", name=op.f('ck_pay_rate_what')),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_pay_rate_amount")),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_pay_rate_until")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_pay_rate_made_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pay_rate_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_rate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pay_rate_public_id")),
        sa.UniqueConstraint("unit_id", "what", "from_on", name=op.f("uq_pay_rate_unit_id_what_from_on")))
    op.create_table(
        "pay_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("paid_by", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'draft') = (approved_on IS NULL)", name=op.f('ck_pay_list_approved')),
        sa.CheckConstraint("(stage = 'paid') = (paid_on IS NOT NULL)", name=op.f('ck_pay_list_paid')),
        sa.CheckConstraint("stage IN ('draft','approved','paid')", name=op.f('ck_pay_list_stage')),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_pay_list_period")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_pay_list_approved_by")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_pay_list_made_by")),
        sa.ForeignKeyConstraint(["paid_by"], ["account.id"], name=op.f("fk_pay_list_paid_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pay_list_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pay_list_public_id")))
    op.create_index("ix_pay_list_unit", "pay_list", ["unit_id", "from_on"])
    op.create_table(
        "pay_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("mediator_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(what = 'team-month') = (dossier_id IS NULL)", name=op.f('ck_pay_line_dossier')),
        sa.CheckConstraint("(what = 'team-month') = (month IS NOT NULL)", name=op.f('ck_pay_line_month')),
        sa.CheckConstraint("what IN ('settled','other','team-month')", name=op.f('ck_pay_line_what')),
        sa.CheckConstraint("(dossier_id IS NULL) = (mediator_id IS NULL)", name=op.f("ck_pay_line_mediator")),
        sa.CheckConstraint("amount >= 0 AND amount <= rate", name=op.f("ck_pay_line_amount")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_pay_line_dossier_id")),
        sa.ForeignKeyConstraint(["list_id"], ["pay_list.id"], name=op.f("fk_pay_line_list_id")),
        sa.ForeignKeyConstraint(["mediator_id"], ["mediator.id"], name=op.f("fk_pay_line_mediator_id")),
        sa.ForeignKeyConstraint(["team_id"], ["mediation_team.id"], name=op.f("fk_pay_line_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
        sa.UniqueConstraint("dossier_id", "mediator_id", name=op.f("uq_pay_line_dossier_id_mediator_id")),
        sa.UniqueConstraint("team_id", "month", name=op.f("uq_pay_line_team_id_month")))
    op.create_index(op.f("ix_pay_line_list_id"), "pay_line", ["list_id"])
