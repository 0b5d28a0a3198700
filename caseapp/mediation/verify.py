"""The proof of disputes: their ends as their acts say, who mediates and what was promised as the journal tells it."""
from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.models import Act, Status
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.mediation import PROMISE
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import Fault
from caseapp.mediation.dispute import Chosen, Dispute, Kept, MediatedBy, Promised
from caseapp.mediation.story import NO_END, story_of

Lines = dict[str, list[tuple[int, str, dict[str, Any]]]]
"""Of each promise what the journal says: dossier, act, facts."""


class Done(NamedTuple):
    """An act as it is stored."""

    code: str
    happened_on: date
    document: str
    details: str


_NUMBER = (Dossier.register, Dossier.year, Dossier.no, Dossier.code)
_KEPT: Final = {**NO_END, "urgent_on": None, "passed_on": None}
_DISPUTES = (
    sa.select(Dossier.id, *_NUMBER, Dispute.book_row, Dispute.dossier_id.label("row"),
              *(Dispute.__table__.c[name] for name in _KEPT), Act.code.label("act"), Act.happened_on, Act.details,
              Act.document)
    .outerjoin(Dispute, Dispute.dossier_id == Dossier.id)
    .outerjoin(Act, sa.and_(Act.dossier_id == Dossier.id, Act.status == Status.DONE))
    .where(Dossier.kind == MEDIATION.code).order_by(Dossier.id, Act.place))
_MEDIATING = (
    sa.select(MediatedBy.dossier_id, sa.func.count().label("all"),
              sa.func.count().filter(MediatedBy.chosen == Chosen.BOOK).label("of_book"),
              sa.func.count().filter(MediatedBy.until_on.is_(None)).label("now"),
              sa.func.count().filter(MediatedBy.lead, MediatedBy.until_on.is_(None)).label("leading"))
    .group_by(MediatedBy.dossier_id))
_PROMISES = (
    sa.select(*_NUMBER, Promised.public_id, Promised.dossier_id, Promised.state, Promised.due_on, Promised.ended_on,
              Promised.clock_id, Clock.due_on.label("clock"), Clock.ended_by)
    .join(Dossier, Dossier.id == Promised.dossier_id).outerjoin(Clock, Clock.id == Promised.clock_id)
    .order_by(Promised.id))
_STRAY = (
    sa.select(*_NUMBER).join(Clock, Clock.dossier_id == Dossier.id)
    .where(Clock.rule == PROMISE.code, ~sa.exists().where(Promised.clock_id == Clock.id)).order_by(Clock.id))
_TOLD = (
    sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.body)
    .where(JournalRow.dossier_id.is_not(None), JournalRow.act.like(f"{MEDIATION.code}.%"))
    .order_by(JournalRow.dossier_id, JournalRow.seq))
_ENDS: Final = {
    "promise-kept": Kept.KEPT, "promise-broken": Kept.BROKEN, "promise-moved": Kept.RELEASED,
    "promise-released": Kept.RELEASED,
}


def mediation_faults(connection: Connection) -> Iterator[Fault]:
    """Everything of disputes that is not as it was written."""
    come, gone, promises = _told(connection)
    mediating = {row.dossier_id: row for row in connection.execute(_MEDIATING)}
    for dossier_id, group in groupby(connection.execute(_DISPUTES).all(), key=lambda row: row.id):
        rows = list(group)
        where, here = number_of(rows[0]), mediating.get(dossier_id)
        if rows[0].row is None:
            yield Fault(where, "vụ hòa giải mất phần ghi riêng")
        elif not _ends_as_told(rows):
            yield Fault(where, "kết quả hòa giải khác với các việc đã ghi")
        came = come[dossier_id] + (here.of_book if here else 0)      # whom an old book names came with it
        if ((here.all, here.now) if here else (0, 0)) != (came, came - gone[dossier_id]):
            yield Fault(where, "hòa giải viên khác nhật ký")
        if here is not None and here.leading > 1:
            yield Fault(where, "có hơn một hòa giải viên phụ trách")
    yield from _promise_faults(connection, promises)


def _ends_as_told(rows: list[Any]) -> bool:
    """Whether a dispute says of its end what its acts say; what they say nothing of may stand in an old book."""
    said = story_of(Done(row.act, row.happened_on, row.document, row.details) for row in rows if row.act is not None)
    kept = said if rows[0].book_row is not None else {**_KEPT, **said}
    return all(getattr(rows[0], name) == value for name, value in kept.items())


def _promise_faults(connection: Connection, told: Lines) -> Iterator[Fault]:
    for row in connection.execute(_PROMISES).all():
        if not _as_told(row, told.pop(row.public_id, [])):
            yield Fault(number_of(row), "cam kết khác nhật ký")
        if not _clock_fits(row):
            yield Fault(number_of(row), "hạn theo dõi khác với cam kết")
    for promise in sorted(told):
        yield Fault(f"cam kết {promise}", "cam kết đã ghi trong nhật ký đã mất")
    for stray in connection.execute(_STRAY).all():
        yield Fault(number_of(stray), "hạn theo dõi không thuộc cam kết nào")


def _as_told(row: Any, told: list[tuple[int, str, dict[str, Any]]]) -> bool:
    """Whether a promise says what its lines of the journal say, the last one of its state."""
    if not told or told[0][1] != "promise" or any(dossier != row.dossier_id for dossier, _act, _facts in told):
        return False
    if told[0][2]["due"] != (row.due_on.isoformat() if row.due_on else None):
        return False
    ends = [(act, facts) for _dossier, act, facts in told[1:] if act in _ENDS]
    if not ends:
        return bool(row.state == Kept.OPEN)
    act, facts = ends[-1]
    return bool(row.state == _ENDS[act] and ("on" not in facts or facts["on"] == row.ended_on.isoformat()))


def _clock_fits(row: Any) -> bool:
    """An open promise with a day has a clock that runs to it; any other's has ended."""
    if row.due_on is None or row.clock_id is None:
        return row.clock_id is None and (row.due_on is None or row.state != Kept.OPEN)
    return (row.ended_by is None and row.clock == row.due_on) if row.state == Kept.OPEN else row.ended_by is not None


def _told(connection: Connection) -> tuple[Counter[int], Counter[int], Lines]:
    """What the journal says: how many came to mediate each dispute and left it, and of each promise everything."""
    come: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    promises: Lines = defaultdict(list)
    for row_id, act, body in connection.execute(_TOLD).all():
        what, facts, dossier_id = act.partition(".")[2], json.loads(body)["facts"], int(row_id or 0)
        if what == "mediators":
            come[dossier_id] += len(facts.get("come", ()))
            gone[dossier_id] += len(facts.get("gone", ()))
        elif what == "promise" or what in _ENDS:
            promises[facts["promise"]].append((dossier_id, what, facts))
    return come, gone, promises
