"""What the ledger stores: one chain row per unit, counters of registers, journal rows, used form keys."""
from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import COUNTED, UNCOUNTED, Model, UtcDateTime

HASH = sa.LargeBinary(32)


class Chain(Model):
    """The heads of a unit's two journals. Its row is the unit's one lock: numbers, journal, drafts of evidence.

    ``sealed_*`` is the journal of denunciations, apart so that the open one shows no gap where they lie.
    """

    __tablename__ = "chain"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(HASH)
    sealed_seq: Mapped[int] = mapped_column(default=0)
    sealed_head: Mapped[bytes] = mapped_column(HASH)


class RegisterCounter(Model):
    """The next number of a register in a year; changed only under the unit's chain lock."""

    __tablename__ = "register_counter"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    register: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_no: Mapped[int]

    __table_args__ = (sa.CheckConstraint("next_no >= 1", name="next_no"),)


class JournalRow(Model):
    """One act. ``hash`` = SHA-256 of the row before it and of ``body``, the canonical text as stored.

    The other columns repeat what the body says, so that lists can be read; the proof compares both.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    sealed: Mapped[bool]
    seq: Mapped[int]
    dossier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dossier.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(sa.String(40))
    body: Mapped[str] = mapped_column(sa.Text)
    hash: Mapped[bytes] = mapped_column(HASH)

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "sealed", "seq"),
        sa.Index("ix_journal_dossier_id_seq", "dossier_id", "seq"),
        COUNTED,
    )


class JournalValues(Model):
    """Old and new values of an act. Personal, so outside the chain: the body holds their salted hash alone.

    A lawful erasure empties ``body`` and ``salt``; the chain stays valid and the erasure is itself an act.
    """

    __tablename__ = "journal_values"

    journal_id: Mapped[int] = mapped_column(sa.ForeignKey("journal.id"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16))
    body: Mapped[str | None] = mapped_column(sa.Text)
    erased_by: Mapped[int | None] = mapped_column(sa.ForeignKey("journal.id"))

    __table_args__ = (
        sa.CheckConstraint("(erased_by IS NULL) = (body IS NOT NULL)", name="erased"),
    )


class FormKey(Model):
    """A form that was carried out: posting it again answers what it did the first time."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    result: Mapped[str] = mapped_column(sa.String(120))

    __table_args__ = (UNCOUNTED,)


class OfficeFact(Model):
    """What the installation knows of itself: ids of the keys its data were written with."""

    __tablename__ = "office_fact"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)
