"""The proof of measures: each as the journal tells it, and a clock runs exactly for those that are open with a day."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.cases.measures import Measure, Stand
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.enforcement import MEASURE
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault

_ENDS: Final = {"measure-done": Stand.DONE, "measure-dropped": Stand.DROPPED}
_MEASURES = (
    sa.select(Measure.public_id, Measure.dossier_id, Measure.state, Measure.due_on, Measure.done_on,
              Dossier.state.label("stands"), Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Clock.due_on.label("clock"), Clock.paused_on, Clock.ended_by, Clock.id.label("clock_id"))
    .join(Dossier, Dossier.id == Measure.dossier_id).outerjoin(Clock, Clock.id == Measure.clock_id)
    .order_by(Measure.id))
_TOLD = sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.body).where(
    JournalRow.dossier_id.is_not(None),
    sa.or_(JournalRow.act.like("%.measure"), JournalRow.act.like("%.measure-%"))).order_by(
        JournalRow.dossier_id, JournalRow.seq)      # ids of sealed rows say nothing of their order
_STRAY = (
    sa.select(Dossier.register, Dossier.year, Dossier.no, Dossier.code)
    .join(Clock, Clock.dossier_id == Dossier.id)
    .where(Clock.rule == MEASURE.code, ~sa.exists().where(Measure.clock_id == Clock.id)).order_by(Clock.id))


def measure_faults(connection: Connection) -> Iterator[Fault]:
    """Every measure that is not as it was written, and every clock of a measure that belongs to none."""
    told: dict[str, list[tuple[int, str, dict[str, Any]]]] = defaultdict(list)
    for dossier_id, act, body in connection.execute(_TOLD).all():
        facts = json.loads(body)["facts"]
        told[facts["measure"]].append((int(dossier_id or 0), act.partition(".")[2], facts))
    for row in connection.execute(_MEASURES).all():
        if not _as_told(row, told.pop(row.public_id, [])):
            yield Fault(number_of(row), "biện pháp thi hành khác nhật ký")
        if not _clock_fits(row):
            yield Fault(number_of(row), "hạn thi hành khác với biện pháp")
    for measure in sorted(told):
        yield Fault(f"biện pháp thi hành {measure}", "biện pháp đã ghi trong nhật ký đã mất")
    for stray in connection.execute(_STRAY).all():
        yield Fault(number_of(stray), "hạn thi hành không thuộc biện pháp nào")


def _as_told(row: Any, told: list[tuple[int, str, dict[str, Any]]]) -> bool:
    """Whether a row says what its one or two lines of the journal say."""
    if not told or any(dossier_id != row.dossier_id for dossier_id, _act, _facts in told):
        return False
    (_dossier, first, named), *ends = told
    if first != "measure" or named["due"] != (row.due_on.isoformat() if row.due_on else None) or len(ends) > 1:
        return False
    if not ends:
        return bool(row.state == Stand.OPEN)
    _dossier, act, facts = ends[0]
    return row.state == _ENDS.get(act) and facts.get("done_on") == (row.done_on.isoformat() if row.done_on else None)


def _clock_fits(row: Any) -> bool:
    """An open measure with a day has a clock that runs to it, or stands still with its case; any other's has ended."""
    if row.due_on is None:
        return row.clock_id is None
    if row.clock_id is None:
        return False
    if row.state == Stand.OPEN and row.stands != "void":
        return row.ended_by is None and (row.paused_on is not None or row.clock == row.due_on)
    return row.ended_by is not None
