"""What is stored of every dossier: number, state, clocks with receipts, parties, files, links, drafts."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import COUNTED, UNCOUNTED, Model, UtcDateTime

KINDS = ("visit", "petition", "complaint", "complaint-2", "discipline", "discipline-2", "denunciation", "continued",
         "information", "feedback", "mediation")
# Nobody was reminded of a new or moved clock yet: its first day of a reminder is found by the next sweep.
NOT_PLANNED = date(1, 1, 1)


class Ended(StrEnum):
    """Why a clock no longer runs."""

    MET = "met"            # the act was done
    VOID = "void"          # the number was cancelled or entered in error
    BOOK = "book"          # an old book says it was done, without the day
    PASSED = "passed"      # a right or an effect whose last day went by


class Dossier(Model):
    """The columns that every kind shares; its own lie in one detail row beside it (key on id and kind)."""

    __tablename__ = "dossier"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    register: Mapped[str] = mapped_column(sa.String(16))
    year: Mapped[int]
    no: Mapped[int]
    sealed: Mapped[bool]
    # What a sealed dossier is called in place of its number, which no page shows: a missing number would tell an
    # accused head or custodian that something is kept from him.
    code: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    subject: Mapped[str] = mapped_column(sa.String(300), default="")
    state: Mapped[str] = mapped_column(sa.String(24))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    # Who must act next: a role of the unit, "handler" for handler_id, empty when nothing is awaited.
    awaits: Mapped[str] = mapped_column(sa.String(12), default="")
    # An act that was drafted and waits for whoever may do it, and since when.
    proposed: Mapped[str | None] = mapped_column(sa.String(24))
    proposed_on: Mapped[date | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    next_due: Mapped[date | None]
    moved_on: Mapped[date]                               # the day of the latest act
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.UniqueConstraint("unit_id", "register", "year", "no"),
        sa.UniqueConstraint("id", "kind"),
        sa.CheckConstraint(f"kind IN ({','.join(repr(kind) for kind in KINDS)})", name="kind"),
        sa.CheckConstraint("(proposed IS NULL) = (proposed_on IS NULL)", name="proposed"),
        sa.CheckConstraint("no >= 1", name="no"),
        sa.CheckConstraint("sealed = (code IS NOT NULL)", name="code"),
        sa.CheckConstraint("closed_on IS NULL OR next_due IS NULL", name="closed_has_no_due"),
        sa.Index("ix_dossier_newest", "unit_id", "kind", "opened_on", "id"),
        # Holds all that counting what is due needs, so that no row is fetched for it.
        sa.Index("ix_dossier_due", "unit_id", "next_due", "id", "kind", "sealed", "author_id", "handler_id", "awaits",
                 "state",
                 sqlite_where=sa.text("next_due IS NOT NULL"), postgresql_where=sa.text("next_due IS NOT NULL")),
        sa.Index("ix_dossier_mine", "author_id", "opened_on", "id"),
        # Everything open is counted out of it alone, in its own order: nothing is fetched and nothing sorted.
        sa.Index("ix_dossier_open", "unit_id", "kind", "awaits", "handler_id", "next_due", "state", "moved_on",
                 "opened_on", "sealed", "author_id", "id", "closed_on",
                 sqlite_where=sa.text("closed_on IS NULL"), postgresql_where=sa.text("closed_on IS NULL")),
        sa.Index("ix_dossier_handler", "handler_id", "next_due", "id",
                 sqlite_where=sa.text("closed_on IS NULL"), postgresql_where=sa.text("closed_on IS NULL")),
        COUNTED,
    )


class Accused(Model):
    """An account of the person a denunciation is about: for it the dossier does not exist."""

    __tablename__ = "accused"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True, autoincrement=False)

    __table_args__ = (sa.Index("ix_accused_account", "account_id", "dossier_id"), UNCOUNTED)


class Entrusted(Model):
    """An account a sealed dossier was given to, besides those its role entrusts with them: it may see that one."""

    __tablename__ = "entrusted"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True, autoincrement=False)

    __table_args__ = (sa.Index("ix_entrusted_account", "account_id", "dossier_id"), UNCOUNTED)


class Clock(Model):
    """One time limit of a dossier. What it was counted from stands in its receipts, which are never rewritten."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    rule: Mapped[str] = mapped_column(sa.String(40))
    nature: Mapped[str] = mapped_column(sa.String(12))
    unit: Mapped[str] = mapped_column(sa.String(12))      # in which the rule counts: working, calendar, …
    start_on: Mapped[date]
    due_on: Mapped[date | None]
    safe_on: Mapped[date | None]
    confirmed: Mapped[bool]
    receipt_no: Mapped[int] = mapped_column(default=1)
    # The version of the calendar by which the days were last looked at: another one in force, and they must be again.
    calendar: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    paused_on: Mapped[date | None]                       # stands still since then: no due day until it runs again
    remind_on: Mapped[date | None] = mapped_column(default=NOT_PLANNED)     # when somebody must be reminded next
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(sa.String(8))
    result: Mapped[str | None] = mapped_column(sa.String(24))

    __table_args__ = (
        sa.CheckConstraint("nature IN ('duty','right','effect','exclusion','awaited')", name="nature"),
        sa.CheckConstraint("ended_by IS NULL OR ended_by IN ('met','void','book','passed')", name="ended_by"),
        sa.CheckConstraint("ended_by IS NULL OR ended_by NOT IN ('met','passed') OR ended_on IS NOT NULL",
                           name="met_has_day"),
        sa.CheckConstraint("paused_on IS NULL OR (due_on IS NULL AND ended_by IS NULL)", name="paused"),
        sa.Index("ix_clock_remind", "remind_on", "id", sqlite_where=sa.text("ended_by IS NULL AND nature = 'duty'"),
                 postgresql_where=sa.text("ended_by IS NULL AND nature = 'duty'")),
        # How many duties were met in time, by month.
        sa.Index("ix_clock_met", "ended_on", "dossier_id", "due_on",
                 sqlite_where=sa.text("ended_by = 'met' AND nature = 'duty'"),
                 postgresql_where=sa.text("ended_by = 'met' AND nature = 'duty'")),
        sa.Index("ix_clock_calendar", "calendar", "id", sqlite_where=sa.text("ended_by IS NULL"),
                 postgresql_where=sa.text("ended_by IS NULL")),
        sa.Index("ix_clock_open", "due_on", "dossier_id", sqlite_where=sa.text("ended_by IS NULL"),
                 postgresql_where=sa.text("ended_by IS NULL")),
        COUNTED,
    )


class ClockReceipt(Model):
    """Why the due day is that day: the text as counted then; a new count is a new row beside it."""

    __tablename__ = "clock_receipt"

    clock_id: Mapped[int] = mapped_column(sa.ForeignKey("clock.id"), primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (UNCOUNTED,)


class Party(Model):
    """A person in a dossier, in a role; never a denouncer."""

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    position: Mapped[int] = mapped_column(default=0)
    authority: Mapped[str] = mapped_column(sa.String(200), default="")     # the paper a representative showed

    __table_args__ = (
        sa.UniqueConstraint("dossier_id", "person_id", "role"),
        sa.CheckConstraint("role IN ('visitor','representative','represented','complainant','party-a','party-b',"
                           "'related')", name="role"),
    )


class Attachment(Model):
    """A file of a dossier. ``stored_as`` is random; ``sha256`` is of the bytes as they came in."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    type: Mapped[str] = mapped_column(sa.String(8))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    stored_as: Mapped[str] = mapped_column(sa.String(40), unique=True)
    added_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Link(Model):
    """Two dossiers that belong together: the same matter again, a petition's case."""

    __tablename__ = "link"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False,
                                          index=True)
    what: Mapped[str] = mapped_column(sa.String(16), primary_key=True)

    __table_args__ = (sa.CheckConstraint("dossier_id <> other_id", name="other"),)


class Draft(Model):
    """A form somebody has not finished: encrypted, deleted on saving, expires."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    form: Mapped[str] = mapped_column(sa.String(24))
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Search(Model):
    """Words somebody searched for, under a random id that expires, so that no URL holds a name."""

    __tablename__ = "search"

    id: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    words: Mapped[bytes] = mapped_column(sa.LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SearchDoc(Model):
    """Folded words by which a dossier is found; a sealed dossier has its code and story, never a denouncer."""

    __tablename__ = "search_doc"

    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    fold: Mapped[str] = mapped_column(sa.Text)
