"""The register 03/TCD as it is read: which part is asked for, its rows with their people, its thirteen texts."""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from caseapp.db import UtcDateTime, reading
from caseapp.dossiers.models import Clock, Ended
from caseapp.ledger.models import JournalRow
from caseapp.people.identity import open_number
from caseapp.reception.models import Matter
from caseapp.reception.queries.register import Chosen, book_rows
from caseapp.reception.queries.visits import parties_of
from caseapp.reception.register_columns import COLUMNS, Beside, compose, on_one_line
from caseapp.staff.models import Account, Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer
from caseapp.text import DateProblem, Say, mark, read_date
from caseapp.web.now import local

__all__ = [
    "COLUMNS", "Entry", "Part", "entries", "month_of", "name_of_unit", "part_asked", "register_entries",
    "register_rows",
]

_ids: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)
_BESIDE: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(Clock.dossier_id, Clock.rule.label("what"), Clock.due_on.label("day"), Clock.ended_by.label("ended"),
              sa.cast(sa.null(), UtcDateTime).label("at"), sa.cast(sa.null(), sa.String(120)).label("by"))
    .where(Clock.dossier_id.in_(_ids), sa.or_(Clock.ended_by.is_(None), Clock.ended_by == Ended.BOOK)),
    sa.select(JournalRow.dossier_id, JournalRow.act, sa.cast(sa.null(), sa.Date), sa.cast(sa.null(), sa.String(8)),
              JournalRow.at, Account.display_name)
    .outerjoin(Account, Account.id == JournalRow.account_id)
    .where(JournalRow.dossier_id.in_(_ids), JournalRow.act == "visit.void"))
_FOUR_DIGITS = re.compile(r"(?:19|20|21)[0-9]{2}")
_UNIT_NAME = sa.select(Unit.name).where(Unit.id == sa.bindparam("unit"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register: the stored row and its thirteen texts."""

    row: Any
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one year's book, as its address asks for it."""

    chosen: Chosen
    year: int
    month: int | None
    receiver: str = ""

    @property
    def whole_year(self) -> bool:
        return (self.chosen.since, self.chosen.until) == (date(self.year, 1, 1), date(self.year, 12, 31))


def part_asked(args: Mapping[str, str], today: date, *, unit_id: int, receiver_id: int | None = None) -> Part:
    """The part that ``?nam=&tu=&den=&loai=&huy=`` asks for; the current month when nothing is asked.

    A register is a book of one year: days of another year than the first one are cut off.
    """
    since, until = _day(args.get("tu", ""), today), _day(args.get("den", ""), today)
    year = _year(args.get("nam", ""), today)
    if since is None and until is None:
        if "nam" in args:
            since, until = date(year, 1, 1), date(year, 12, 31)
        else:
            since, until = month_of(today)
    first = since or date((until or today).year, 1, 1)
    last = max(first, min(until or date(first.year, 12, 31), date(first.year, 12, 31)))
    matter = args.get("loai", "")
    chosen = Chosen(first, last, matter=matter if matter in set(Matter) else None, receiver=receiver_id,
                    void_only=args.get("huy") == "1", unit_id=unit_id)
    return Part(chosen, first.year, first.month if (first, last) == month_of(first) else None, args.get("nguoi", ""))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _day(written: str, today: date) -> date | None:
    try:
        return read_date(written, today) if written else None
    except DateProblem:
        return None


def _year(written: str, today: date) -> int:
    return int(written) if _FOUR_DIGITS.fullmatch(written) else today.year


def entries(rows: Sequence[Any], unit: str, *, masked: bool, say: Say = mark) -> list[Entry]:
    """Rows with their texts, in two statements; identity numbers masked as on screens, or whole as on paper."""
    ids = [row.id for row in rows]
    people, beside = parties_of(ids), _beside(ids)
    number = _masked if masked else _whole
    return [Entry(row, compose(row, people.get(row.id, ()), beside.get(row.id, Beside()), unit, number, say))
            for row in rows]


def register_entries(viewer: Viewer, chosen: Chosen, *, masked: bool) -> Iterator[Entry]:
    """The chosen part in the order of the book, batch by batch; whole numbers only where the viewer may print them."""
    unit_id = chosen.unit_id if chosen.unit_id is not None else viewer.unit_id
    masked = masked or not viewer.may_in(Can.PRINT_REGISTER, unit_id)
    unit = name_of_unit(unit_id)
    for rows in book_rows(viewer, chosen):
        yield from entries(rows, unit, masked=masked)


def register_rows(viewer: Viewer, chosen: Chosen, masked: bool) -> Iterator[tuple[str, ...]]:
    """The thirteen texts of every row in the order of the book, each on one line: for a spreadsheet."""
    for entry in register_entries(viewer, chosen, masked=masked):
        yield tuple(on_one_line(text) for text in entry.texts)


def name_of_unit(unit_id: int) -> str:
    """The name of the body whose book it is, as column 11 writes it."""
    return str(reading().execute(_UNIT_NAME, {"unit": unit_id}).scalar() or "")


def _beside(ids: Sequence[int]) -> dict[int, Beside]:
    found: dict[int, Beside] = {}
    if not ids:
        return found
    for row in reading().execute(_BESIDE, {"ids": list(ids)}):
        if row.what == "visit.void":
            found[row.dossier_id] = Beside(void_at=_wall_clock(row.at), void_by=row.by or "")
        elif row.ended == Ended.BOOK:
            found.setdefault(row.dossier_id, Beside(ended_by_book=True))
        else:
            found[row.dossier_id] = Beside(rule=row.what, due=row.day)
    return found


def _wall_clock(at: datetime | None) -> datetime | None:
    return local(at) if at else None


def _masked(person: Any) -> str:
    return str(person.id_masked)


def _whole(person: Any) -> str:
    return open_number(person.public_id, person.id_cipher)
