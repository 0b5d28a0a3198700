"""What the page of a sealed case's papers reads: papers, those withdrawn, the documents a scan may belong to."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import Act, ActFile, Status
from caseapp.db import reading
from caseapp.dossiers.models import Attachment
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account
from caseapp.web.now import local

_id = sa.bindparam("id", type_=sa.Integer())
_PAPERS = (
    sa.select(Attachment.public_id, Attachment.name, Attachment.type, Attachment.size, Attachment.stored_as,
              Attachment.added_at, Account.display_name.label("by"), Act.document)
    .join(Account, Account.id == Attachment.added_by)
    .outerjoin(ActFile, ActFile.attachment_id == Attachment.id).outerjoin(Act, Act.id == ActFile.act_id)
    .where(Attachment.dossier_id == _id).order_by(Attachment.id))
_PAPER = _PAPERS.where(Attachment.public_id == sa.bindparam("file"))
_WITHDRAWN = (
    sa.select(JournalRow.at, JournalRow.body, Account.display_name.label("by"))
    .join(Account, Account.id == JournalRow.account_id)
    .where(JournalRow.dossier_id == _id, JournalRow.act == "file.withdraw").order_by(JournalRow.seq))
_DOCUMENTS = (
    sa.select(Act.public_id, Act.code, Act.document, Act.happened_on)
    .where(Act.dossier_id == _id, Act.status == Status.DONE, Act.document != "").order_by(Act.place.desc()))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A paper that left the case: what it was called, when, by whom; ``why``: a code of WHY_WITHDRAWN."""

    name: str
    on: date
    by: str
    why: str


def papers_of(case_id: int) -> Sequence[Any]:
    """Papers of a sealed case the viewer may see, in the order they came."""
    return reading().execute(_PAPERS, {"id": case_id}).all()


def paper_of(case_id: int, file: str) -> Any | None:
    """One of them by its public id."""
    return reading().execute(_PAPER, {"id": case_id, "file": file}).first()


def withdrawn_of(case_id: int) -> list[Withdrawn]:
    """Papers that were withdrawn, as the journal says."""
    rows = reading().execute(_WITHDRAWN, {"id": case_id}).all()
    told = [(row, json.loads(row.body)["facts"]) for row in rows]
    return [Withdrawn(facts["name"], local(row.at).date(), row.by, facts["why"]) for row, facts in told]


def documents_of(case_id: int) -> Sequence[Any]:
    """Acts that issued a document, the latest first."""
    return reading().execute(_DOCUMENTS, {"id": case_id}).all()
