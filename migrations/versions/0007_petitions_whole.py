"""every kind of case, petitions that run by acts, groups, merged cases, named lists

What a petition says moves into the file that every dossier has that runs by acts; a petition that lies in a case, or was
cancelled, begins where it stands. Sealed dossiers can be given to single accounts. Going back loses cases of the new kinds,
signers, mandates, merges and named lists, so it refuses while there are any dossiers of the new kinds, or petitions
outside a case.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTED = {"sqlite_autoincrement": True}
UNCOUNTED = {"sqlite_with_rowid": False}
BEFORE = "kind IN ('visit','petition','complaint')"
SINCE = ("kind IN ('visit','petition','complaint','complaint-2','discipline','discipline-2','denunciation','continued',"
         "'information','feedback')")
CHANNELS = "channel IN ('counter','post','box','portal','authority','deputy','press')"
CONTENTS = "content_kind IS NULL OR content_kind IN ('complaint','denunciation','feedback','mixed')"
IDENTITIES = "identity IN ('','checked','unknown','in-book')"
NEW_TEXTS = ("opening", 24), ("traits", 120), ("respondent_post", 200), ("earlier_paper", 300), ("earlier_body", 200), (
    "envelope", 20), ("identity", 8)
TABLES = ("saved_list", "case_merge", "mandate", "signer", "case_mention", "entrusted")


def upgrade() -> None:
    """Wider kinds first, then the files, then petitions lose what their files say."""
    with op.batch_alter_table("dossier", table_kwargs=COUNTED) as batch:
        batch.drop_constraint(op.f("ck_dossier_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_dossier_kind"), SINCE)
    with op.batch_alter_table("case_file") as batch:
        for name, length in NEW_TEXTS:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.add_column(sa.Column("earlier_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("custodian_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_case_file_custodian_id"), "account", ["custodian_id"], ["id"])
        batch.drop_constraint(op.f("ck_case_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_case_file_kind"), "kind <> 'visit'")
        batch.create_check_constraint(op.f("ck_case_file_identity"), IDENTITIES)
    with op.batch_alter_table("job") as batch:
        batch.drop_constraint(op.f("ck_job_what"), type_="check")
        batch.create_check_constraint(op.f("ck_job_what"), "what IN ('visits','petitions')")
    _file_petitions()
    with op.batch_alter_table("petition") as batch:
        batch.drop_constraint(op.f("ck_petition_people_count"), type_="check")
        batch.drop_constraint(op.f("ck_petition_dated"), type_="check")
        for name in ("content", "received_on", "people_count", "forwarded_by"):
            batch.drop_column(name)
        batch.add_column(sa.Column("content_kind", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("competent", sa.Boolean(), nullable=True))
        for name, length in (("forwarded_no", 80), ("also_sent_to", 300), ("originals", 500)):
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.add_column(sa.Column("book_row", sa.String(length=120), nullable=True))
        batch.add_column(sa.Column("to_confirm", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_petition_channel"), CHANNELS)
        batch.create_check_constraint(op.f("ck_petition_content_kind"), CONTENTS)
    op.execute("UPDATE petition SET content_kind = 'complaint'")
    _make_tables()


def _file_petitions() -> None:
    """Every petition gets its file, in the words of its own row."""
    with op.batch_alter_table("petition") as batch:
        batch.drop_constraint(op.f("ck_petition_channel"), type_="check")
    op.execute("UPDATE petition SET channel = 'authority' WHERE channel = 'forwarded'")
    op.execute("""
        INSERT INTO case_file (dossier_id, kind, opening, traits, instance, content, demand, received_on, people_count,
                               nomination, respondent, contested_paper, forwarded_by, remote)
        SELECT p.dossier_id, 'petition', d.state, p.channel, 1, p.content, '', p.received_on, p.people_count,
               '', '', '', p.forwarded_by, FALSE
        FROM petition p JOIN dossier d ON d.id = p.dossier_id""")


def _make_tables() -> None:
    op.create_table(
        "entrusted",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entrusted_account_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_entrusted_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "account_id", name=op.f("pk_entrusted")),
        **UNCOUNTED,
    )
    op.create_index("ix_entrusted_account", "entrusted", ["account_id", "dossier_id"])
    op.create_table(
        "case_mention",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_mention_account_id")),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_case_mention_note_id")),
        sa.PrimaryKeyConstraint("note_id", "account_id", name=op.f("pk_case_mention")),
    )
    _partial("ix_person_phone", "person", ["unit_id", "phone"], "phone <> ''")
    _partial("ix_case_mention_unread", "case_mention", ["account_id"], "read_at IS NULL")
    op.create_table(
        "signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_signer_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_signer_dossier_id_position")),
    )
    op.create_index(op.f("ix_signer_dossier_id"), "signer", ["dossier_id"])
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("what IN ('nomination','authorisation','lawful')", name=op.f("ck_mandate_what")),
        sa.CheckConstraint("form IN ('signed','minutes','certified','notarised','papers')", name=op.f("ck_mandate_form")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= dated_on", name=op.f("ck_mandate_ended")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_mandate_dossier_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_public_id")),
    )
    op.create_index(op.f("ix_mandate_dossier_id"), "mandate", ["dossier_id"])
    op.create_table(
        "case_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_why", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_case_merge_other")),
        sa.CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name=op.f("ck_case_merge_undone")),
        sa.ForeignKeyConstraint(["kept_id"], ["dossier.id"], name=op.f("fk_case_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["dossier.id"], name=op.f("fk_case_merge_merged_id")),
        sa.ForeignKeyConstraint(["merged_by"], ["account.id"], name=op.f("fk_case_merge_merged_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_case_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_merge_public_id")),
    )
    op.create_index(op.f("ix_case_merge_kept_id"), "case_merge", ["kept_id"])
    op.create_index(op.f("ix_case_merge_merged_id"), "case_merge", ["merged_id"])
    _partial("ix_case_merge_standing", "case_merge", ["merged_id"], "undone_at IS NULL", unique=True)
    op.create_table(
        "saved_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_list_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_list_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_list_public_id")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_list_account_id_name")),
    )
    op.create_index(op.f("ix_saved_list_account_id"), "saved_list", ["account_id"])
    op.create_index(op.f("ix_saved_list_unit_id"), "saved_list", ["unit_id"])


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Back to complaints alone; refused while dossiers exist that the former tables cannot hold."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT count(*) FROM dossier WHERE kind NOT IN ('visit','petition','complaint')")).scalar():
        raise RuntimeError("cases of newer kinds exist: going back would lose them and their numbers")
    if connection.execute(sa.text(
            "SELECT count(*) FROM dossier WHERE kind = 'petition' AND state NOT IN ('in-case','void')")).scalar():
        raise RuntimeError("petitions outside a case exist: going back would lose them and their numbers")
    op.execute("DELETE FROM job WHERE what = 'petitions'")
    with op.batch_alter_table("job") as batch:
        batch.drop_constraint(op.f("ck_job_what"), type_="check")
        batch.create_check_constraint(op.f("ck_job_what"), "what IN ('visits')")
    op.drop_index("ix_person_phone", "person")
    for table in TABLES:
        op.drop_table(table)
    _unfile_petitions()
    with op.batch_alter_table("case_file") as batch:
        batch.drop_constraint(op.f("ck_case_file_identity"), type_="check")
        batch.drop_constraint(op.f("ck_case_file_kind"), type_="check")
        batch.drop_constraint(op.f("fk_case_file_custodian_id"), type_="foreignkey")
        for name in ("custodian_id", "earlier_on", *(name for name, _length in NEW_TEXTS)):
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_case_file_kind"), "kind = 'complaint'")
    with op.batch_alter_table("dossier", table_kwargs=COUNTED) as batch:
        batch.drop_constraint(op.f("ck_dossier_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_dossier_kind"), BEFORE)


def _unfile_petitions() -> None:
    """Petitions say again themselves what their files said; their acts, which nobody knew then, go."""
    with op.batch_alter_table("petition") as batch:
        batch.drop_constraint(op.f("ck_petition_content_kind"), type_="check")
        batch.drop_constraint(op.f("ck_petition_channel"), type_="check")
        for name in ("content_kind", "competent", "forwarded_no", "also_sent_to", "originals", "book_row", "to_confirm"):
            batch.drop_column(name)
        batch.add_column(sa.Column("content", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("people_count", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("forwarded_by", sa.String(length=200), nullable=False, server_default=""))
    op.execute("""
        UPDATE petition SET (content, received_on, people_count, forwarded_by) =
            (SELECT f.content, f.received_on, f.people_count, f.forwarded_by FROM case_file f
             WHERE f.dossier_id = petition.dossier_id)""")
    op.execute("UPDATE petition SET channel = 'forwarded' WHERE channel IN ('authority','deputy','press')")
    op.execute("UPDATE petition SET channel = 'post' WHERE channel IN ('box','portal')")
    op.execute("DELETE FROM case_act WHERE dossier_id IN (SELECT dossier_id FROM petition)")
    op.execute("DELETE FROM case_file WHERE dossier_id IN (SELECT dossier_id FROM petition)")
    with op.batch_alter_table("petition") as batch:
        batch.alter_column("received_on", nullable=False)
        for name in ("content", "people_count", "forwarded_by"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(op.f("ck_petition_channel"), "channel IN ('counter','post','forwarded')")
        batch.create_check_constraint(op.f("ck_petition_people_count"), "people_count >= 1")
        batch.create_check_constraint(op.f("ck_petition_dated"), "dated_on IS NULL OR dated_on <= received_on")
