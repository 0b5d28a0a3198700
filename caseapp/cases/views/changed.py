"""What somebody else did to a case between the opening of a page and its saving: said above what was typed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from caseapp.cases.views.blueprint import case_or_404
from caseapp.db import reading
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account
from caseapp.web.forms import VersionedForm

F = TypeVar("F", bound=VersionedForm)
_LAST = (
    sa.select(JournalRow.at, Account.display_name.label("by")).outerjoin(Account, Account.id == JournalRow.account_id)
    .where(JournalRow.dossier_id == sa.bindparam("id")).order_by(JournalRow.at.desc(), JournalRow.seq.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Change:
    """The latest act on a case: when, by whom; nobody for what happened by itself."""

    at: datetime
    by: str


def changed_meanwhile(case: Any, form: F) -> tuple[Any, F, Change]:
    """The case as it is now, the form with all that was typed and the version that stands now, and who came between."""
    now = case_or_404(case.public_id)
    form.version.data = str(now.version)
    return now, form, last_change(case.id)


def last_change(case_id: int) -> Change:
    """Who acted on a case last."""
    row = reading().execute(_LAST, {"id": case_id}).one()
    return Change(row.at, row.by or "")
