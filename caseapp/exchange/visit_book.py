"""Knows how a reception register kept in Excel (sổ tiếp công dân, Mẫu 03/TCD) is read without losing a row."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import IO, Final

from caseapp.exchange.book_columns import Columns, Field, Reason, Sorted, sort_rows, text_of
from caseapp.exchange.book_dates import Cell, Frame, PlacedDate, place_dates, read_date_cell
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import BookProblem, Problem, problem
from caseapp.exchange.book_rows import Book, BookRow, Person, Role, RowPointer, Skipped, to_json
from caseapp.exchange.book_visits import Known, note_if_sealed, read_visit, unreadable_visit
from caseapp.exchange.book_workbook import Sheet, merged_above, open_workbook, spread_down
from caseapp.law.days import Calendar
from caseapp.text import DateProblem, fold, mark, read_date

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
NO_ROWS: Final = mark("Sổ chỉ có tiêu đề, chưa có dòng nào.")
BAD_ROW: Final = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError)
_OPENED: Final = re.compile(r"mo so\D{0,12}?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})")
_OF_YEAR: Final = re.compile(r"\bnam\s*(20\d{2})(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


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
    sheets = open_workbook(source)
    known: Columns | None = None
    sorted_sheets: list[tuple[Sheet, Sorted]] = []
    for sheet in sheets:
        result = sort_rows(sheet, known)
        known = result.columns or known
        sorted_sheets.append((sheet, result))
    if known is None:
        raise BookProblem(NO_HEADER)
    if not any(result.data for _, result in sorted_sheets):
        raise BookProblem(NO_ROWS)
    reading = _Reading(as_of, year_hint, calendar, Known(places))
    entries = [entry for sheet, result in sorted_sheets for entry in reading.entries(sheet, result)]
    rows = reading.visits(entries)
    skipped = [
        Skipped(sheet.name, row + 1, reason) for sheet, result in sorted_sheets for row, reason in result.skipped
    ]
    return Book(tuple(rows), tuple(skipped))


@dataclass(slots=True, repr=False)
class _Reading:
    """How a book is read: first every row is laid out and what must be sealed is noted, then each is understood."""

    as_of: date
    year_hint: int | None
    calendar: Calendar
    known: Known

    def entries(self, sheet: Sheet, result: Sorted) -> list[Entry]:
        if result.columns is None:
            return []
        columns = result.columns
        above = merged_above(sheet)
        cells = [spread_down(sheet, row, above.get(row, ())) for row in result.data]
        dates = self._dates(sheet, result, columns.at.get(Field.DATE, -1), cells)
        found = []
        for row, values, placed in zip(result.data, cells, dates, strict=True):
            texts = result.texts[row] if row not in above else tuple(map(text_of, values))
            number = columns.text(result.texts[row], Field.STT)
            found.append(Entry(sheet.name, row + 1, values, texts, columns, placed, number))
        return found

    def visits(self, entries: Sequence[Entry]) -> list[BookRow]:
        for entry in entries:
            with suppress(*BAD_ROW):  # the second pass will meet the same trouble and seal the row
                note_if_sealed(entry, self.known)
        numbers: dict[tuple[str, str], int] = {}
        rows = []
        for entry in entries:
            try:
                rows.append(read_visit(entry, self.known, _number_used(entry, numbers)))
            except BAD_ROW:
                rows.append(unreadable_visit(entry))
        return rows

    def _dates(self, sheet: Sheet, result: Sorted, place: int, cells: Sequence[Sequence[Cell]]) -> list[PlacedDate]:
        titles = self._titles(sheet, result)
        year = self._year(titles, sheet, cells, place)
        read = [read_date_cell(row[place] if 0 <= place < len(row) else None, year) for row in cells]
        return place_dates(read, Frame(self.as_of, year, _opened(titles, self.as_of), self.calendar))

    def _titles(self, sheet: Sheet, result: Sorted) -> str:
        above = [row for row, reason in result.skipped if reason is Reason.TITLE and row < min(result.data, default=0)]
        return " ".join(text_of(cell) for row in above for cell in sheet.rows[row])

    def _year(self, titles: str, sheet: Sheet, cells: Sequence[Sequence[Cell]], place: int) -> int:
        """The title's “năm …”, else a year in the sheet's name, else the hint, else that of the first true date."""
        if found := _OF_YEAR.search(fold(titles)) or _YEAR.search(sheet.name):
            return int(found[1])
        if self.year_hint:
            return self.year_hint
        dated = (row[place] for row in cells if 0 <= place < len(row))
        return next((cell.year for cell in dated if isinstance(cell, date)), self.as_of.year)


def _number_used(entry: Entry, numbers: dict[tuple[str, str], int]) -> list[Problem]:
    """Numbers start anew on every sheet; a number merged over rows is one number."""
    if not entry.number:
        return []
    first = numbers.setdefault((entry.sheet, fold(entry.number)), entry.row)
    return [problem("STT_DUPLICATE", number=entry.number, row=first)] if first != entry.row else []


def _opened(titles: str, as_of: date) -> date | None:
    """The day the book was opened, when its title tells."""
    found = _OPENED.search(fold(titles))
    try:
        return read_date(found[1], as_of) if found else None
    except DateProblem:
        return None
