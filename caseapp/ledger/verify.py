"""The proof of the journal: every row follows the one before it, says what its columns say, and none is missing."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm
from sqlalchemy.engine import Connection

from caseapp.ledger.chain import genesis
from caseapp.ledger.guards import missing_guards
from caseapp.ledger.journal import instant, link, side_hash
from caseapp.ledger.models import Chain, JournalRow, JournalValues

BATCH = 2_000
COLUMNS_DIFFER = "cột của dòng khác nội dung đã ghi"
_CHAINS = sa.select(Chain.unit_id, Chain.seq, Chain.head, Chain.sealed_seq, Chain.sealed_head).order_by(Chain.unit_id)
_STRAY = sa.select(JournalRow.unit_id).where(
    JournalRow.unit_id.not_in(sa.select(Chain.unit_id))).distinct()


def _raw(column: Any, dialect: str) -> Any:
    """A text column as the bytes that are stored: what somebody broke may not even be text."""
    if dialect == "sqlite":
        return sa.type_coerce(sa.cast(column, sa.LargeBinary), sa.String).label(column.key)
    return sa.func.convert_to(column, "UTF8").label(column.key)


def _rows_as_stored(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    """All rows of one journal in order, no column converted on its way, with the values beside them."""
    erasure = sa.orm.aliased(JournalRow)
    return (
        sa.select(
            JournalRow.id, JournalRow.seq, JournalRow.dossier_id, JournalRow.account_id,
            sa.type_coerce(JournalRow.at, sa.String).label("at"), _raw(JournalRow.act, dialect),
            _raw(JournalRow.body, dialect), sa.type_coerce(JournalRow.hash, sa.String).label("hash"),
            sa.type_coerce(JournalValues.salt, sa.String).label("salt"),
            _raw(JournalValues.body, dialect).label("side"), JournalValues.erased_by,
            JournalValues.journal_id.label("has_values"), _raw(erasure.body, dialect).label("erasure"),
        )
        .outerjoin(JournalValues, JournalValues.journal_id == JournalRow.id)
        .outerjoin(erasure, erasure.id == JournalValues.erased_by)
        .where(JournalRow.unit_id == sa.bindparam("unit"), JournalRow.sealed == sa.bindparam("sealed"))
        .order_by(JournalRow.seq)
    )


_ROWS = {dialect: _rows_as_stored(dialect) for dialect in ("sqlite", "postgresql")}


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
    before, expected, ids = genesis(unit, sealed=sealed), 1, (0, 0)
    with connection.execute(_ROWS[connection.dialect.name], {"unit": unit, "sealed": sealed},
                            execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            where = f"{name}, dòng {row.seq}"
            if row.seq != expected:
                yield Fault(f"{name}, dòng {expected}", "dòng bị mất")
                expected = row.seq
            elif what := _differs(row, before, unit, sealed=sealed):
                yield Fault(where, what)
            elif 0 < row.id <= ids[1]:
                # Ids grow with the journal: the row before is the odd one when this one still follows its own.
                yield Fault(f"{name}, dòng {row.seq - 1}" if row.id > ids[0] else where, COLUMNS_DIFFER)
            before, expected = _bytes(row.hash), expected + 1
            ids = (ids[1], row.id) if row.id > 0 else ids
    if expected - 1 != seq:
        yield Fault(f"{name}, dòng {expected}", f"chuỗi bị cắt: phải có {seq} dòng")
    elif before != bytes(head):
        yield Fault(f"{name}, dòng {seq}", "mã cuối chuỗi không khớp")


def _differs(row: Any, before: bytes, unit: int, *, sealed: bool) -> str | None:
    """What is wrong with one row that follows ``before``; None when all is as it was written."""
    try:
        text = _bytes(row.body).decode()
        body = json.loads(text)
        said = (body["unit"], body["sealed"], body["seq"], body["act"], body["by"], body["at"], body["dossier"])
    except (ValueError, KeyError, TypeError):
        return "nội dung không đọc được"
    if link(before, text) != _bytes(row.hash):
        return "nội dung hoặc mã chuỗi bị sửa"
    stored = (unit, sealed, row.seq, _bytes(row.act).decode(errors="replace"), row.account_id, _instant(row.at),
              row.dossier_id)
    # A sealed row says its own id, which is random; the ids of all others grow (see _chain_faults).
    if said != stored or body.get("row", row.id) != row.id or (row.id < 0 and "row" not in body):
        return COLUMNS_DIFFER
    return _values_differ(row, body["values"])


def _values_differ(row: Any, said: str | None) -> str | None:
    if row.has_values is None:
        return None if said is None else "mất giá trị cũ và mới"
    if row.side is None:
        return None if _erased_by_an_act(row) else "giá trị cũ và mới bị xóa không có dấu vết"
    if said is None or row.salt is None or _side_hash(row) != said:
        return "giá trị cũ hoặc mới bị sửa"
    return None


def _side_hash(row: Any) -> str | None:
    try:
        return side_hash(_bytes(row.salt), _bytes(row.side).decode())
    except ValueError:
        return None


def _erased_by_an_act(row: Any) -> bool:
    """Whether the journaled erasure that the empty values point at names this row."""
    try:
        erasure = json.loads(_bytes(row.erasure))
        return erasure["act"] == "values.erase" and row.id in erasure["facts"]["rows"]
    except (ValueError, KeyError, TypeError):
        return False


def _instant(stored: Any) -> str | None:
    """A stored instant as journal bodies write it; None when it is none."""
    try:
        at = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
        return instant(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (TypeError, ValueError):
        return None


def _bytes(stored: Any) -> bytes:
    if stored is None:
        return b""
    return stored.encode() if isinstance(stored, str) else bytes(stored)


def head_mark(connection: Connection, unit: int) -> str:
    """The open chain's head in eight signs, printed at the end of a register page."""
    head = connection.execute(sa.select(Chain.head).where(Chain.unit_id == unit)).scalar_one()
    text = hashlib.sha256(bytes(head)).hexdigest()
    return f"{text[:4]} {text[4:8]}"
