"""The proof of merges: each as both journals tell it, and nothing running in a case that lies in another."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from caseapp.cases.models import Merge
from caseapp.cases.queries.merging import STANDING
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier, Link
from caseapp.dossiers.scope import HANDED_OVER
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault

_kept = aliased(Dossier)
_MERGES = (
    sa.select(Merge.public_id, Merge.kept_id, Merge.merged_id, Merge.undone_at, Dossier.register, Dossier.year,
              Dossier.no, Dossier.code)
    .join(Dossier, Dossier.id == Merge.merged_id).join(_kept, _kept.id == Merge.kept_id)
    .order_by(Merge.id))
_TOLD = sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.body).where(
    JournalRow.dossier_id.is_not(None),
    sa.or_(JournalRow.act.like("%.merge"), JournalRow.act.like("%.unmerge"))).order_by(JournalRow.id)
_aside = sa.union(
    sa.select(Merge.merged_id.label("id")).where(STANDING),
    sa.select(Link.dossier_id).where(Link.what == HANDED_OVER)).subquery()
_RUNNING = (
    sa.select(Dossier.register, Dossier.year, Dossier.no, Dossier.code)
    .join(_aside, _aside.c.id == Dossier.id)
    .where(sa.or_(Dossier.closed_on.is_(None), Dossier.awaits != "", sa.exists().where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.due_on.is_not(None))))
    .order_by(Dossier.id))


def merge_faults(connection: Connection) -> Iterator[Fault]:
    """Every merge that is not as it was written."""
    told: dict[str, set[tuple[int | None, bool]]] = defaultdict(set)
    for dossier_id, act, body in connection.execute(_TOLD).all():
        told[json.loads(body)["facts"]["merge"]].add((dossier_id, act.endswith(".unmerge")))
    for row in connection.execute(_MERGES).all():
        undone = [False] if row.undone_at is None else [False, True]
        wanted: set[tuple[int | None, bool]] = {
            (case, over) for case in (row.kept_id, row.merged_id) for over in undone}
        if told.pop(row.public_id, set()) != wanted:
            yield Fault(number_of(row), "việc nhập hoặc tách vụ việc khác nhật ký")
    for merge in sorted(told):
        yield Fault(f"nhập vụ việc {merge}", "việc nhập vụ việc đã ghi trong nhật ký đã mất")
    for running in connection.execute(_RUNNING).all():
        yield Fault(number_of(running), "vụ việc đã nhập hoặc chuyển đi mà hạn còn chạy")
