"""The proof of dossiers: register numbers without gap, files as they came in, due days as the clocks say."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.dossiers.files import path_of, sha256_of
from caseapp.dossiers.models import Attachment, Clock, Dossier
from caseapp.ledger.models import JournalRow, RegisterCounter
from caseapp.ledger.verify import Fault

_NUMBERS = sa.select(Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no).order_by(
    Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no)
_COUNTERS = sa.select(
    RegisterCounter.unit_id, RegisterCounter.register, RegisterCounter.year, RegisterCounter.next_no)
_FILES = sa.select(Attachment.id, Attachment.size, Attachment.sha256, Attachment.stored_as).order_by(Attachment.id)
_EARLIEST = (
    sa.select(Clock.dossier_id, sa.func.min(Clock.due_on).label("due"))
    .where(Clock.nature == "duty", Clock.ended_by.is_(None)).group_by(Clock.dossier_id).subquery())
_JOURNALED = sa.select(JournalRow.unit_id, JournalRow.seq, JournalRow.sealed).where(
    JournalRow.dossier_id.is_not(None), JournalRow.dossier_id.not_in(sa.select(Dossier.id))).order_by(
        JournalRow.unit_id, JournalRow.seq)
_UNJOURNALED = sa.select(Dossier.register, Dossier.year, Dossier.no).where(
    ~sa.exists().where(JournalRow.dossier_id == Dossier.id),
    sa.exists().where(JournalRow.unit_id == Dossier.unit_id)).order_by(Dossier.id)
_WRONG_DUE = (
    sa.select(Dossier.register, Dossier.year, Dossier.no)
    .outerjoin(_EARLIEST, _EARLIEST.c.dossier_id == Dossier.id)
    .where(Dossier.next_due.is_distinct_from(_EARLIEST.c.due)).order_by(Dossier.id))


def dossier_faults(connection: Connection) -> Iterator[Fault]:
    """Everything of dossiers that is not as it was written."""
    numbers = list(_number_faults(connection))
    yield from numbers
    # Whoever took a dossier away and mended the counter too is told by the journal.
    for unit, seq, sealed in [] if numbers else connection.execute(_JOURNALED).all():
        yield Fault(f"nhật ký {'kín ' if sealed else ''}đơn vị {unit}, dòng {seq}", "hồ sơ của dòng này đã mất")
    for register, year, no in connection.execute(_UNJOURNALED).all():
        yield Fault(f"{register} {year}/{no:04d}", "hồ sơ không có trong nhật ký")
    yield from _file_faults(connection)
    for register, year, no in connection.execute(_WRONG_DUE).all():
        yield Fault(f"{register} {year}/{no:04d}", "hạn gần nhất khác với các hạn của hồ sơ")


def _number_faults(connection: Connection) -> Iterator[Fault]:
    counters = {(unit, register, year): last for unit, register, year, last in connection.execute(_COUNTERS)}
    with connection.execute(_NUMBERS, execution_options={"yield_per": 10_000}) as rows:
        for key, group in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
            where = f"đơn vị {key[0]}, sổ {key[1]} năm {key[2]}"
            expected = 1
            for row in group:
                if row.no != expected:
                    yield Fault(f"{where}, số {expected}", "thiếu số trong sổ")
                expected = row.no + 1
            if counters.pop(key, None) != expected:
                yield Fault(f"{where}, số {expected}", "bộ đếm số không khớp: sổ bị cắt đuôi hoặc bộ đếm bị sửa")
    for key, following in counters.items():
        if following > 1:
            yield Fault(f"đơn vị {key[0]}, sổ {key[1]} năm {key[2]}, số 1", "mất toàn bộ sổ")


def lost_file(number: int) -> Fault:
    """An attachment whose bytes are not in the store any more."""
    return Fault(f"tệp {number}", "mất tệp trong kho")


def _file_faults(connection: Connection) -> Iterator[Fault]:
    for file_id, size, sha256, stored_as in connection.execute(_FILES).all():
        found = sha256_of(path_of(stored_as))
        if found is None:
            yield lost_file(file_id)
        elif found != bytes(sha256) or path_of(stored_as).stat().st_size != size:
            yield Fault(f"tệp {file_id}", "nội dung tệp khác lúc nhận")
