"""What the pages of acts read beside the case: files of an act, what was written down in a case lately."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import Act, ActFile
from caseapp.db import reading
from caseapp.dossiers.models import Attachment
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account

Row = Any      # a row of one of the statements below; its names are the columns selected there

_FILES = (
    sa.select(Attachment.public_id, Attachment.name, Attachment.type, Attachment.size)
    .join(ActFile, ActFile.attachment_id == Attachment.id)
    .where(ActFile.act_id == sa.bindparam("act")).order_by(Attachment.id))
_DRAFT = sa.select(Act.id, Act.public_id, Act.code, Act.status, Act.reason, Act.proposed_by).where(
    Act.dossier_id == sa.bindparam("id"), Act.public_id == sa.bindparam("public_id"), Act.proposed_at.is_not(None))
_LATEST = (
    sa.select(JournalRow.act, JournalRow.at, Account.display_name.label("by"))
    .outerjoin(Account, Account.id == JournalRow.account_id)
    .where(JournalRow.dossier_id == sa.bindparam("id"))
    .order_by(JournalRow.seq.desc()).limit(sa.bindparam("most", type_=sa.Integer())))


def files_of_act(act_id: int) -> Sequence[Row]:
    """Files that belong to an act of a case the viewer may see."""
    return reading().execute(_FILES, {"act": act_id}).all()


def draft_of(case_id: int, public_id: str) -> Row | None:
    """A draft of a case whatever became of it; None when the case never had one by that id."""
    return reading().execute(_DRAFT, {"id": case_id, "public_id": public_id}).first()


def latest_of(case_id: int, most: int) -> Sequence[Row]:
    """What was last written down in a case, newest first: act of the journal, when, by whom (None: by itself)."""
    return reading().execute(_LATEST, {"id": case_id, "most": most}).all()
