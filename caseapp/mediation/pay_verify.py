"""The proof of the mediators' pay: an approved list is still as it was approved, no case paid beyond its worth."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault
from caseapp.mediation.paying import PayLine, PayList, Stage
from caseapp.text import canonical, show_date

LINE = (PayLine.what, PayLine.team_id, PayLine.dossier_id, PayLine.mediator_id, PayLine.month, PayLine.rate,
        PayLine.amount)
"""What of a line is money: in this order."""
_LINES = (
    sa.select(PayList.id, PayList.public_id, PayList.from_on, PayList.to_on, *LINE)
    .outerjoin(PayLine, PayLine.list_id == PayList.id).where(PayList.stage != Stage.DRAFT)
    .order_by(PayList.id, PayLine.id))
_APPROVED = sa.select(JournalRow.body).where(JournalRow.act == "pay-list.approve").order_by(JournalRow.id)
_TOO_MUCH = (
    sa.select(PayLine.dossier_id).where(PayLine.dossier_id.is_not(None)).group_by(PayLine.dossier_id)
    .having(sa.func.sum(PayLine.amount) > sa.func.max(PayLine.rate)).order_by(PayLine.dossier_id))
_IN_TWO = (
    sa.select(PayLine.dossier_id).where(PayLine.dossier_id.is_not(None)).group_by(PayLine.dossier_id)
    .having(sa.func.count(sa.distinct(PayLine.list_id)) > 1).order_by(PayLine.dossier_id))


def mark_of(lines: Iterable[Any]) -> str:
    """A mark of everything that a list pays, whatever the order of its lines; rows with the columns of ``LINE``."""
    said = sorted(canonical([
        line.what, line.team_id, line.dossier_id, line.mediator_id, line.month.isoformat() if line.month else None,
        line.rate, line.amount]) for line in lines)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def pay_faults(connection: Connection) -> Iterator[Fault]:
    """Everything of the approved and paid lists that is not as it was approved, and cases paid beyond their worth."""
    approved = dict(_approved(connection))
    for _id, rows in groupby(connection.execute(_LINES).all(), key=lambda row: row.id):
        found = list(rows)
        first = found[0]
        where = f"danh sách chi {show_date(first.from_on)}–{show_date(first.to_on)}"
        if first.public_id not in approved:
            yield Fault(where, "nhật ký không ghi ai duyệt")
        elif approved[first.public_id] != mark_of(row for row in found if row.what is not None):
            yield Fault(where, "các dòng khác lúc duyệt")
    for query, what in ((_TOO_MUCH, "chi quá mức của vụ việc"), (_IN_TWO, "một vụ việc ở hai danh sách")):
        for dossier in connection.execute(query).scalars().all():
            yield Fault(f"vụ việc {dossier}", what)


def _approved(connection: Connection) -> Iterator[tuple[str, str]]:
    """List and mark of every approval, the latest last; a row that cannot be read is the journal's own fault."""
    for body in connection.execute(_APPROVED).scalars():
        try:
            facts = json.loads(body)["facts"]
            yield facts["list"], facts["mark"]
        except (ValueError, KeyError, TypeError):
            continue
