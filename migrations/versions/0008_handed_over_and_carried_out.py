"""cases handed over have rows of their own; what decisions order is followed

A case on its way to another unit stood among the facts of the office as one line of JSON; one that was taken over as a
link alone, one that came back nowhere but in the journal. All become rows, out of what the journal tells of them. Going
back puts what is on its way where it was, and refuses while measures are written down, which nothing else holds.
"""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FACT = "hand-over."
REASON = "Lý do: "
_fact = sa.table("office_fact", sa.column("name", sa.String), sa.column("value", sa.Text))
_dossier = sa.table("dossier", sa.column("id", sa.Integer), sa.column("public_id", sa.String), sa.column("register", sa.String),
                    sa.column("year", sa.Integer), sa.column("no", sa.Integer))
_journal = sa.table("journal", sa.column("id", sa.Integer), sa.column("unit_id", sa.Integer), sa.column("dossier_id", sa.Integer),
                    sa.column("account_id", sa.Integer), sa.column("at", sa.DateTime(timezone=True)),
                    sa.column("act", sa.String), sa.column("body", sa.Text))
_values = sa.table("journal_values", sa.column("journal_id", sa.Integer), sa.column("body", sa.Text))
_note = sa.table("case_note", sa.column("id", sa.Integer), sa.column("dossier_id", sa.Integer), sa.column("text", sa.Text),
                 sa.column("by", sa.Integer), sa.column("at", sa.DateTime(timezone=True)))
_unit = sa.table("unit", sa.column("id", sa.Integer), sa.column("public_id", sa.String), sa.column("name", sa.String))
_way = sa.table(
    "hand_over", sa.column("id", sa.Integer), sa.column("public_id", sa.String), sa.column("case_id", sa.Integer),
    sa.column("from_unit", sa.Integer), sa.column("to_unit", sa.Integer), sa.column("document", sa.String),
    sa.column("dated_on", sa.Date), sa.column("reason", sa.String), sa.column("asked_by", sa.Integer),
    sa.column("asked_at", sa.DateTime(timezone=True)), sa.column("state", sa.String), sa.column("answered_by", sa.Integer),
    sa.column("answered_at", sa.DateTime(timezone=True)), sa.column("answer", sa.String), sa.column("taken_as", sa.Integer))


def upgrade() -> None:
    """The tables, then every hand-over as the journal tells it."""
    _make_hand_overs()
    _make_measures()
    _retell()
    op.execute(sa.delete(_fact).where(_fact.c.name.like(FACT + "%")))


def _make_hand_overs() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_unit", sa.Integer(), nullable=False),
        sa.Column("to_unit", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("taken_as", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('waiting','taken','sent-back','withdrawn')", name=op.f("ck_hand_over_state")),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name=op.f("ck_hand_over_answered")),
        sa.CheckConstraint("(state = 'taken') = (taken_as IS NOT NULL)", name=op.f("ck_hand_over_taken")),
        sa.CheckConstraint("from_unit <> to_unit", name=op.f("ck_hand_over_units")),
        sa.ForeignKeyConstraint(["case_id"], ["dossier.id"], name=op.f("fk_hand_over_case_id")),
        sa.ForeignKeyConstraint(["from_unit"], ["unit.id"], name=op.f("fk_hand_over_from_unit")),
        sa.ForeignKeyConstraint(["to_unit"], ["unit.id"], name=op.f("fk_hand_over_to_unit")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_hand_over_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_hand_over_answered_by")),
        sa.ForeignKeyConstraint(["taken_as"], ["dossier.id"], name=op.f("fk_hand_over_taken_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hand_over_public_id")),
    )
    op.create_index(op.f("ix_hand_over_case_id"), "hand_over", ["case_id"])
    _partial("ix_hand_over_waiting", "hand_over", ["case_id"], "state = 'waiting'", unique=True)
    _partial("ix_hand_over_coming", "hand_over", ["to_unit"], "state = 'waiting'")


def _make_measures() -> None:
    op.create_table(
        "case_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("clock_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done", sa.String(length=1000), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open','done','dropped')", name=op.f("ck_case_measure_state")),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_case_measure_ended")),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_case_measure_done")),
        sa.CheckConstraint("clock_id IS NULL OR due_on IS NOT NULL", name=op.f("ck_case_measure_clock")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_case_measure_dossier_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_case_measure_clock_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_case_measure_made_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_case_measure_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_measure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_measure_public_id")),
    )
    op.create_index(op.f("ix_case_measure_dossier_id"), "case_measure", ["dossier_id"])
    _partial("ix_case_measure_open", "case_measure", ["due_on", "dossier_id"], "state = 'open'")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _retell() -> None:
    """Each hand-over a row; what came of it ends the one that waited. Of one that was erased the words are gone."""
    connection = op.get_bind()
    units = {row.public_id: row.id for row in connection.execute(sa.select(_unit.c.public_id, _unit.c.id))}
    waiting: dict[int, int] = {}
    for line in connection.execute(_told()).all():
        facts, values = json.loads(line.body)["facts"], json.loads(line.said or "{}")
        act = line.act.partition(".")[2]
        if act == "hand-over":
            waiting[line.dossier_id] = connection.execute(sa.insert(_way).values(
                public_id=facts.get("hand_over") or secrets.token_urlsafe(16)[:22], case_id=line.dossier_id,
                from_unit=line.unit_id, to_unit=units[facts["to"]], document=_said(values, "document"),
                dated_on=date.fromisoformat(facts["dated_on"]), reason=_said(values, "reason"), asked_by=line.account_id,
                asked_at=line.at, state="waiting", answer="").returning(_way.c.id)).scalar_one()
        elif (row := waiting.get(line.dossier_id)) is not None and facts.get("from", line.key) == line.key:
            del waiting[line.dossier_id]
            connection.execute(sa.update(_way).where(_way.c.id == row).values(
                answered_by=line.account_id, answered_at=line.at, **_answer(connection, act, facts, values, row)))


def _told() -> sa.Select[Any]:
    """Every line of the journal that tells of a hand-over, oldest first; ``key``: whose line it is."""
    acts = sa.or_(*(_journal.c.act.like(f"%.{act}") for act in ("hand-over", "take-over", "hand-back")))
    return (
        sa.select(_journal.c.unit_id, _journal.c.dossier_id, _journal.c.account_id, _journal.c.at, _journal.c.act,
                  _journal.c.body, _values.c.body.label("said"), _dossier.c.public_id.label("key"))
        .join_from(_journal, _dossier, _dossier.c.id == _journal.c.dossier_id)
        .outerjoin(_values, _values.c.journal_id == _journal.c.id).where(acts).order_by(_journal.c.id))


def _said(values: dict[str, Any], name: str) -> str:
    return str(values.get(name, ["", ""])[1])[:500]


def _answer(connection: sa.Connection, act: str, facts: dict[str, Any], values: dict[str, Any], row: int) -> dict[str, Any]:
    """What became of the hand-over: taken as a case, sent back, or taken back by its giver."""
    if act == "take-over":
        taken = connection.execute(sa.select(_dossier.c.id).where(_dossier.c.public_id == facts["to"])).scalar_one()
        return {"state": "taken", "taken_as": taken}
    giver = connection.execute(sa.select(_unit.c.public_id).join_from(_way, _unit, _unit.c.id == _way.c.from_unit)
                               .where(_way.c.id == row)).scalar_one()
    why = _said(values, "reason")
    if not why and "note" in facts:
        note = connection.execute(sa.select(_note.c.text).where(_note.c.id == facts["note"])).scalar()
        why = (note or "").partition(REASON)[2][:500]
    return {"state": "withdrawn" if facts["by"] == giver else "sent-back", "answer": why}


def downgrade() -> None:
    """What is on its way becomes a fact of the office again; measures have no other place, so none may be there."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT count(*) FROM case_measure")).scalar():
        raise RuntimeError("measures are written down: going back would lose them")
    for row in connection.execute(
            sa.select(_way, _dossier.c.public_id.label("case"), _dossier.c.register, _dossier.c.year, _dossier.c.no,
                      _unit.c.name.label("from_name"))
            .join_from(_way, _dossier, _dossier.c.id == _way.c.case_id).join(_unit, _unit.c.id == _way.c.from_unit)
            .where(_way.c.state == "waiting").order_by(_way.c.id)).all():
        connection.execute(sa.insert(_fact).values(name=FACT + row.case, value=_as_fact(connection, row)))
    op.execute("DELETE FROM link WHERE what = 'handed-on'")
    for table in ("case_measure", "hand_over"):
        op.drop_table(table)


def _as_fact(connection: sa.Connection, row: Any) -> str:
    """As the former program reads it; the giver's note is the one written with it."""
    note = connection.execute(sa.select(sa.func.max(_note.c.id)).where(
        _note.c.dossier_id == row.case_id, _note.c.at == row.asked_at)).scalar()
    return json.dumps({
        "case_id": row.case_id, "number": f"{row.register} {row.year}/{row.no:04d}", "from_unit": row.from_unit,
        "from_name": row.from_name, "to_unit": row.to_unit, "document": row.document,
        "dated_on": row.dated_on.isoformat(), "note": note or 0}, ensure_ascii=False, sort_keys=True,
        separators=(",", ":"))
