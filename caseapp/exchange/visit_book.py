"""Knows how a reception register kept in Excel (sổ tiếp công dân, Mẫu 03/TCD) is read without losing a row."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import IO, Final

from caseapp.exchange.book_columns import Sorted
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_layouts import RECEPTION
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import BookProblem, Problem
from caseapp.exchange.book_rows import Book, BookRow, Person, Role, RowPointer, Skipped, to_json
from caseapp.exchange.book_sheets import BAD_ROW, Laying, number_used, skipped_of, sort_sheets
from caseapp.exchange.book_visits import Known, note_if_sealed, read_visit, unreadable_visit
from caseapp.exchange.book_workbook import Sheet, open_workbook
from caseapp.law.days import Calendar
from caseapp.text import mark

__all__ = [
    "Book",
    "BookProblem",
    "BookRow",
    "Person",
    "PlaceChanges",
    "Problem",
    "Role",
    "RowPointer",
    "Skipped",
    "read_visit_book",
    "to_json",
]

NO_HEADER: Final = mark(
    "Không tìm thấy dòng tiêu đề của sổ tiếp công dân (STT, Ngày tiếp, Họ tên, Nội dung…). "
    "Hãy kiểm tra có đúng tệp không."
)


def read_visit_book(
    source: bytes | IO[bytes],
    *,
    as_of: date,
    year_hint: int | None = None,
    places: PlaceChanges,
    calendar: Calendar,
) -> Book:
    """Read a reception register; every row of every sheet comes back, as a visit or as skipped with its reason.

    `as_of`: the day no visit can be after. `year_hint`: the book's year when neither its title nor its sheet names it.
    A row that may hold a denunciation comes back sealed: no person, no number, no address, nothing of them elsewhere
    (Luật Tố cáo 2018 art. 9, 47, 56). Raises BookProblem when the file is no such book; a bad row never raises.
    """
    sheets = sort_sheets(open_workbook(source), RECEPTION, NO_HEADER)
    reading = _Reading(as_of, year_hint, calendar, Known(places))
    entries = [entry for one in sheets for entry in reading.entries(one.sheet, one.rows)]
    return Book(tuple(reading.visits(entries)), skipped_of(sheets))


@dataclass(slots=True, repr=False)
class _Reading:
    """How a book is read: first every row is laid out and what must be sealed is noted, then each is understood."""

    as_of: date
    year_hint: int | None
    calendar: Calendar
    known: Known

    def entries(self, sheet: Sheet, result: Sorted) -> list[Entry]:
        return Laying(self.as_of, self.year_hint, self.calendar).entries(sheet, result)

    def visits(self, entries: Sequence[Entry]) -> list[BookRow]:
        for entry in entries:
            with suppress(*BAD_ROW):  # the second pass will meet the same trouble and seal the row
                note_if_sealed(entry, self.known)
        numbers: dict[tuple[str, str], int] = {}
        rows = []
        for entry in entries:
            try:
                rows.append(read_visit(entry, self.known, number_used(entry, numbers, "STT_DUPLICATE")))
            except BAD_ROW:
                rows.append(unreadable_visit(entry))
        return rows
