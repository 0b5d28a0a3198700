"""What is stored of a case beside its dossier row: what it is about, its acts, deliveries, who works on it, notes."""
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime
from caseapp.text import mark


class Contested(StrEnum):
    """What a complaint is against (LKN 2)."""

    DECISION = "decision"
    ACT = "act"


class Status(StrEnum):
    """Where an act stands: drafted for whoever may do it, done, sent back, not needed any more, or taken back.

    Taken back is what had happened by itself, when an act entered later shows that it had not.
    """

    PROPOSED = "proposed"
    DONE = "done"
    RETURNED = "returned"
    DROPPED = "dropped"
    UNDONE = "undone"


class Duty(StrEnum):
    """What somebody does in a case: handles it, or verifies as one of a team."""

    HANDLER = "handler"
    VERIFIER = "verifier"


CONTESTED_WORDS: dict[str, str] = {
    Contested.DECISION: mark("Quyết định hành chính"), Contested.ACT: mark("Hành vi hành chính"),
}
DUTY_WORDS: dict[str, str] = {Duty.HANDLER: mark("Người thụ lý"), Duty.VERIFIER: mark("Tổ xác minh")}


class CaseFile(Model):
    """What is written of a dossier that runs by acts, a petition as well as a case; its acts alone say where it stands.

    ``opening``: the state it began in, empty for the usual one; ``traits``: words of its kind that are true of it from
    the first day, with blanks between. Of a denunciation ``respondent`` is the accused, and nobody is named beside.
    """

    __tablename__ = "case_file"

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(16), default="complaint")
    opening: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    traits: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    instance: Mapped[int] = mapped_column(default=1)
    content: Mapped[str] = mapped_column(sa.Text)
    demand: Mapped[str] = mapped_column(sa.Text, default="")               # what the complainant asks for
    field: Mapped[str | None] = mapped_column(sa.String(24))
    received_on: Mapped[date]                                              # the office received the petition
    people_count: Mapped[int] = mapped_column(default=1)
    nomination: Mapped[str] = mapped_column(sa.String(200), default="")    # the paper naming a group's representatives
    respondent: Mapped[str] = mapped_column(sa.String(200), default="")
    respondent_post: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    contested: Mapped[str | None] = mapped_column(sa.String(8))
    contested_paper: Mapped[str] = mapped_column(sa.String(300), default="")
    forwarded_by: Mapped[str] = mapped_column(sa.String(200), default="")
    remote: Mapped[bool] = mapped_column(default=False)                    # the unit was remote when it was opened
    resolver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    # Of a second instance: the first decision, and the day the complainant received it or its limit ended.
    earlier_paper: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    earlier_body: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    earlier_on: Mapped[date | None]
    # Of a denunciation: where the identity lies on paper, who holds it, how it was checked.
    envelope: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    identity: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    custodian_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    __table_args__ = (
        sa.ForeignKeyConstraint(["dossier_id", "kind"], ["dossier.id", "dossier.kind"]),
        sa.CheckConstraint("kind <> 'visit'", name="kind"),
        sa.CheckConstraint("identity IN ('','checked','unknown','in-book')", name="identity"),
        sa.CheckConstraint("instance IN (1, 2)", name="instance"),
        sa.CheckConstraint("people_count >= 1", name="people_count"),
        sa.CheckConstraint("contested IS NULL OR contested IN ('decision','act')", name="contested"),
    )


class Act(Model):
    """One act on a case. ``happened_on`` is the day the law counts from, ``entered_at`` when it was written down.

    ``details``: the inputs of its form as canonical JSON. ``on_paper``: a clerk recorded what somebody signed on paper.
    """

    __tablename__ = "case_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"))
    code: Mapped[str] = mapped_column(sa.String(24))
    status: Mapped[str] = mapped_column(sa.String(8))
    place: Mapped[int | None]                                              # of what was done in the case, the n-th
    happened_on: Mapped[date]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))      # None: by itself
    proposed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late: Mapped[bool] = mapped_column(default=False)                      # entered on a later day
    on_paper: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(24))                      # where the case stood after it
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    document: Mapped[str] = mapped_column(sa.String(80), default="")       # number and symbol
    document_fold: Mapped[str] = mapped_column(sa.String(80), default="")
    form: Mapped[str] = mapped_column(sa.String(8), default="")
    signer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    signer: Mapped[str] = mapped_column(sa.String(120), default="")
    signer_post: Mapped[str] = mapped_column(sa.String(200), default="")   # “KT. CHỦ TỊCH, PHÓ CHỦ TỊCH”
    details: Mapped[str] = mapped_column(sa.Text, default="{}")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")        # why a proposal was sent back
    corrected: Mapped[int] = mapped_column(default=0)                      # how often
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("status IN ('proposed','done','returned','dropped','undone')", name="status"),
        sa.CheckConstraint("status IN ('done','undone') OR (proposed_by IS NOT NULL AND proposed_at IS NOT NULL)",
                           name="proposed"),
        sa.CheckConstraint("(status = 'done') = (place IS NOT NULL)", name="place"),
        sa.UniqueConstraint("dossier_id", "place"),
        # One proposal at a time: whoever decides sees one paper, not two that contradict each other.
        sa.Index("ix_case_act_proposal", "dossier_id", unique=True, sqlite_where=sa.text("status = 'proposed'"),
                 postgresql_where=sa.text("status = 'proposed'")),
        sa.Index("ix_case_act_document", "unit_id", "document_fold", "happened_on",
                 sqlite_where=sa.text("document_fold <> ''"), postgresql_where=sa.text("document_fold <> ''")),
    )


class ActFile(Model):
    """A file that belongs to an act: the signed paper, minutes, an enclosure."""

    __tablename__ = "case_act_file"

    act_id: Mapped[int] = mapped_column(sa.ForeignKey("case_act.id"), primary_key=True, autoincrement=False)
    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"), primary_key=True, autoincrement=False)


class Delivery(Model):
    """A paper on its way to one recipient: how, when it was sent, when it was received."""

    __tablename__ = "case_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(sa.ForeignKey("case_act.id"), index=True)
    recipient: Mapped[str] = mapped_column(sa.String(24))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    manner: Mapped[str] = mapped_column(sa.String(12))
    sent_on: Mapped[date]
    received_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("manner IN ('handed','posted','online','announced')", name="manner"),
        sa.CheckConstraint("received_on IS NULL OR received_on >= sent_on", name="received"),
    )


class Assignment(Model):
    """Who works on a case, from a day on, why; ended by a day, never deleted."""

    __tablename__ = "case_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    duty: Mapped[str] = mapped_column(sa.String(8))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("duty IN ('handler','verifier')", name="duty"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until"),
        sa.Index("ix_case_assignment_open", "account_id", "dossier_id", sqlite_where=sa.text("until_on IS NULL"),
                 postgresql_where=sa.text("until_on IS NULL")),
    )


class CaseNote(Model):
    """An internal note: for the colleagues, never part of a paper that goes out."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mention(Model):
    """A colleague whom a note calls by name; told once, until it was read."""

    __tablename__ = "case_mention"

    note_id: Mapped[int] = mapped_column(sa.ForeignKey("case_note.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True, autoincrement=False)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index("ix_case_mention_unread", "account_id", sqlite_where=sa.text("read_at IS NULL"),
                 postgresql_where=sa.text("read_at IS NULL")),
    )


class Signer(Model):
    """Somebody who signed a group's petition: as the list says, no person of the office's own book."""

    __tablename__ = "signer"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))
    name_fold: Mapped[str] = mapped_column(sa.String(200))
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    withdrawn_on: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("dossier_id", "position"),)


class Mandate(Model):
    """A paper by which somebody speaks for others: who, by which form, from when until when."""

    __tablename__ = "mandate"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(sa.String(16))
    form: Mapped[str] = mapped_column(sa.String(16))
    document: Mapped[str] = mapped_column(sa.String(200), default="")
    dated_on: Mapped[date]
    ended_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("what IN ('nomination','authorisation','lawful')", name="what"),
        sa.CheckConstraint("form IN ('signed','minutes','certified','notarised','papers')", name="form"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= dated_on", name="ended"),
    )


class Merge(Model):
    """Two cases that were laid together; ``moved``: what was moved, as JSON, so that it can be put back."""

    __tablename__ = "case_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    kept_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    merged_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    merged_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    moved: Mapped[str] = mapped_column(sa.Text, default="{}")
    undone_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_why: Mapped[str] = mapped_column(sa.String(500), default="")

    __table_args__ = (
        sa.CheckConstraint("kept_id <> merged_id", name="other"),
        sa.CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="undone"),
        # A case lies in one other at most.
        sa.Index("ix_case_merge_standing", "merged_id", unique=True, sqlite_where=sa.text("undone_at IS NULL"),
                 postgresql_where=sa.text("undone_at IS NULL")),
    )


class SavedList(Model):
    """A list of cases somebody named: its filters and columns, for oneself or the whole unit."""

    __tablename__ = "saved_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    query: Mapped[str] = mapped_column(sa.String(500))          # the list's address: filters and columns, no names
    shared: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)
