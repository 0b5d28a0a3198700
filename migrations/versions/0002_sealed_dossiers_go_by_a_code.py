"""sealed dossiers go by a code

The code that stands for a denouncer moves from the visit to its dossier, where it takes the place of the number on
every page. Rows of sealed dossiers get random ids below zero, so SQLite must count the others by itself, and not count
those that have no number of their own. Dossiers sealed before keep their ids: the journal names them. Going back loses
nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTED = {"sqlite_autoincrement": True}
UNCOUNTED = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Add the column, carry the codes over, and only then demand one of every sealed dossier."""
    with op.batch_alter_table("dossier") as batch:
        batch.add_column(sa.Column("code", sa.String(length=20), nullable=True))
    op.execute("UPDATE dossier SET code = (SELECT denouncer_code FROM visit WHERE visit.dossier_id = dossier.id)")
    with op.batch_alter_table("dossier", recreate=_on_sqlite(), table_kwargs=COUNTED) as batch:
        batch.create_unique_constraint(op.f("uq_dossier_code"), ["code"])
        batch.create_check_constraint(op.f("ck_dossier_code"), "sealed = (code IS NOT NULL)")
    _index_of_duties("next_due", "id", "kind", "sealed", "author_id", "state")
    with op.batch_alter_table("visit") as batch:
        batch.drop_constraint(op.f("ck_visit_denouncer_code"), type_="check")
        batch.drop_constraint(op.f("uq_visit_denouncer_code"), type_="unique")
        batch.drop_column("denouncer_code")
    _forget_sealed_numbers()
    for table in ("clock", "paper"):
        with op.batch_alter_table(table, recreate=_on_sqlite(), table_kwargs=COUNTED):
            pass
    for table in ("clock_receipt", "accused", "form_key"):
        with op.batch_alter_table(table, recreate=_on_sqlite(), table_kwargs=UNCOUNTED):
            pass
    with op.batch_alter_table("journal", recreate=_on_sqlite(), table_kwargs=COUNTED) as batch:
        batch.drop_index("ix_journal_dossier_id_id")
        batch.create_index("ix_journal_dossier_id_seq", ["dossier_id", "seq"])


def _index_of_duties(*columns: str) -> None:
    """What counting the duties of a unit reads, and nothing beside it."""
    op.drop_index("ix_dossier_due", table_name="dossier")
    due = sa.text("next_due IS NOT NULL")
    op.create_index("ix_dossier_due", "dossier", ["unit_id", *columns], sqlite_where=due, postgresql_where=due)


def _on_sqlite() -> str:
    """Where a table must be built anew to count by itself."""
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def _forget_sealed_numbers() -> None:
    """Nobody finds a sealed dossier by its number any more."""
    connection = op.get_bind()
    sealed = connection.execute(sa.text("SELECT id, register, year, no FROM dossier WHERE sealed")).all()
    for dossier, register, year, no in sealed:
        number = f"{register.lower().replace('-', ' ')} {year} {no:04d} "
        connection.execute(
            sa.text("UPDATE search_doc SET fold = replace(fold, :number, '') WHERE dossier_id = :dossier"),
            {"number": number, "dossier": dossier})


def downgrade() -> None:
    """The codes go back to the visits; what is found by its code alone stays so."""
    with op.batch_alter_table("journal") as batch:
        batch.drop_index("ix_journal_dossier_id_seq")
        batch.create_index("ix_journal_dossier_id_id", ["dossier_id", "id"])
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("denouncer_code", sa.String(length=20), nullable=True))
    op.execute("UPDATE visit SET denouncer_code = (SELECT code FROM dossier WHERE dossier.id = visit.dossier_id)")
    with op.batch_alter_table("visit") as batch:
        batch.create_unique_constraint(op.f("uq_visit_denouncer_code"), ["denouncer_code"])
        batch.create_check_constraint(
            op.f("ck_visit_denouncer_code"), "(matter = 'denunciation') = (denouncer_code IS NOT NULL)")
    _index_of_duties("next_due", "id", "kind", "sealed", "author_id")
    with op.batch_alter_table("dossier") as batch:
        batch.drop_constraint(op.f("ck_dossier_code"), type_="check")
        batch.drop_constraint(op.f("uq_dossier_code"), type_="unique")
        batch.drop_column("code")
