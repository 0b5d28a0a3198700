"""The proof of the journal: every row follows the one before it, says what its columns say, and none is missing."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.ledger.chain import genesis
from caseapp.ledger.guards import missing_guards
from caseapp.ledger.journal import instant, link, side_hash
from caseapp.ledger.models import Chain, JournalRow, JournalValues

BATCH = 2_000
_CHAINS = sa.select(Chain.unit_id, Chain.seq, Chain.head, Chain.sealed_seq, Chain.sealed_head).order_by(Chain.unit_id)
_ROWS = (
    sa.select(
        JournalRow.id, JournalRow.seq, JournalRow.dossier_id, JournalRow.account_id, JournalRow.at, JournalRow.act,
        JournalRow.body, JournalRow.hash, JournalValues.salt, JournalValues.body.label("side"),
        JournalValues.erased_by, JournalValues.journal_id.label("has_values"),
    )
    .outerjoin(JournalValues, JournalValues.journal_id == JournalRow.id)
    .where(JournalRow.unit_id == sa.bindparam("unit"), JournalRow.sealed == sa.bindparam("sealed"))
    .order_by(JournalRow.seq)
)
_STRAY = sa.select(JournalRow.unit_id).where(
    JournalRow.unit_id.not_in(sa.select(Chain.unit_id))).distinct()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written. ``where`` names the row, ``what`` says what is wrong with it."""

    where: str
    what: str


def journal_faults(connection: Connection) -> Iterator[Fault]:
    """Walk both chains of every unit; yields what does not fit, first row first."""
    for name in missing_guards(connection):
        yield Fault(f"trigger {name}", "mất khóa chống sửa sổ nhật ký")
    for unit, seq, head, sealed_seq, sealed_head in connection.execute(_CHAINS).all():
        yield from _chain_faults(connection, unit, seq, head, sealed=False)
        yield from _chain_faults(connection, unit, sealed_seq, sealed_head, sealed=True)
    for (unit,) in connection.execute(_STRAY).all():
        yield Fault(f"unit {unit}", "có nhật ký nhưng mất dòng đầu chuỗi")


def _chain_faults(connection: Connection, unit: int, seq: int, head: bytes, *, sealed: bool) -> Iterator[Fault]:
    name = f"nhật ký {'kín ' if sealed else ''}đơn vị {unit}"
    before, expected = genesis(unit, sealed=sealed), 1
    rows = connection.execution_options(yield_per=BATCH).execute(_ROWS, {"unit": unit, "sealed": sealed})
    for row in rows:
        where = f"{name}, dòng {row.seq}"
        if row.seq != expected:
            yield Fault(f"{name}, dòng {expected}", "dòng bị mất")
            expected = row.seq
        elif link(before, row.body) != bytes(row.hash):
            yield Fault(where, "nội dung hoặc mã chuỗi bị sửa")
        elif what := _columns_differ(row, unit, sealed=sealed) or _values_differ(row):
            yield Fault(where, what)
        before, expected = bytes(row.hash), expected + 1
    if expected - 1 != seq:
        yield Fault(f"{name}, dòng {expected}", f"chuỗi bị cắt: phải có {seq} dòng")
    elif before != bytes(head):
        yield Fault(f"{name}, dòng {seq}", "mã cuối chuỗi không khớp")


def _columns_differ(row: sa.Row[*tuple[Any, ...]], unit: int, *, sealed: bool) -> str | None:
    try:
        body = json.loads(row.body)
        said = (body["unit"], body["sealed"], body["seq"], body["act"], body["by"], body["at"], body["dossier"])
    except (ValueError, KeyError, TypeError):
        return "nội dung không đọc được"
    at = row.at
    if not isinstance(at, datetime):
        return "thời điểm không đọc được"
    stored = (unit, sealed, row.seq, row.act, row.account_id, instant(at), row.dossier_id)
    return None if said == stored else "cột của dòng khác nội dung đã ghi"


def _values_differ(row: sa.Row[*tuple[Any, ...]]) -> str | None:
    said = json.loads(row.body)["values"]
    if row.has_values is None:
        return None if said is None else "mất giá trị cũ và mới"
    if row.side is None:
        return None if row.erased_by is not None else "giá trị cũ và mới bị xóa không có dấu vết"
    if said is None or row.salt is None or side_hash(bytes(row.salt), row.side) != said:
        return "giá trị cũ hoặc mới bị sửa"
    return None


def head_mark(connection: Connection, unit: int) -> str:
    """The open chain's head in eight signs, printed at the end of a register page."""
    head = connection.execute(sa.select(Chain.head).where(Chain.unit_id == unit)).scalar_one()
    text = hashlib.sha256(bytes(head)).hexdigest()
    return f"{text[:4]} {text[4:8]}"
