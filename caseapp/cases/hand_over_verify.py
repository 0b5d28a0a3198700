"""The proof of hand-overs: each as the journals tell it, and a link for each that was taken."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.cases.handovers import HandOver, Way
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Link
from caseapp.dossiers.scope import HANDED_OVER
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault

_ACTS: Final = ("hand-over", "take-over", "hand-back")
_ROWS = (
    sa.select(HandOver.public_id, HandOver.state, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              sa.exists().where(Link.dossier_id == HandOver.case_id, Link.other_id == HandOver.taken_as,
                                Link.what == HANDED_OVER).label("linked"))
    .join(Dossier, Dossier.id == HandOver.case_id).order_by(HandOver.id))
_TOLD = sa.select(JournalRow.act, JournalRow.body).where(
    JournalRow.dossier_id.is_not(None), sa.or_(*(JournalRow.act.like(f"%.{act}") for act in _ACTS)))


def hand_over_faults(connection: Connection) -> Iterator[Fault]:
    """Every hand-over that is not as it was written. Older journals name none: those rows are held by their links."""
    told: dict[str, set[str]] = defaultdict(set)
    for act, body in connection.execute(_TOLD).all():
        if key := json.loads(body)["facts"].get("hand_over"):
            told[key].add(act.partition(".")[2])
    for row in connection.execute(_ROWS).all():
        acts = told.pop(row.public_id, set())
        if acts and acts != _wanted(row.state) and acts != _wanted(row.state) - {"hand-over"}:
            yield Fault(number_of(row), "việc chuyển vụ việc khác nhật ký")
        elif row.linked != (row.state == Way.TAKEN):
            yield Fault(number_of(row), "việc chuyển vụ việc khác với vụ việc đã mở")
    for key in sorted(told):
        yield Fault(f"chuyển vụ việc {key}", "việc chuyển vụ việc đã ghi trong nhật ký đã mất")


def _wanted(state: str) -> set[str]:
    """The acts by which a hand-over came to stand where it stands."""
    ends = {Way.WAITING: set[str](), Way.TAKEN: {"take-over"}}
    return {"hand-over"} | ends.get(Way(state), {"hand-back"})
