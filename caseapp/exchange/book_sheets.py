"""Knows how the sheets of a book are laid out into data rows: columns, dates among their neighbours, the year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.exchange.book_columns import Columns, Reason, Sorted, sort_rows, text_of
from caseapp.exchange.book_dates import Cell, Frame, PlacedDate, place_dates, read_date_cell
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_layouts import Field, Layout
from caseapp.exchange.book_problems import BookProblem, Problem, problem
from caseapp.exchange.book_rows import Skipped
from caseapp.exchange.book_workbook import Sheet, merged_above, spread_down
from caseapp.law.days import Calendar
from caseapp.text import DateProblem, fold, mark, read_date

NO_ROWS: Final = mark("Sổ chỉ có tiêu đề, chưa có dòng nào.")
BAD_ROW: Final = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError)
_OPENED: Final = re.compile(r"mo so\D{0,12}?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})")
_OF_YEAR: Final = re.compile(r"\bnam\s*(20\d{2})(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, repr=False)
class SortedSheet:
    """A sheet with its rows sorted."""

    sheet: Sheet
    rows: Sorted


def sort_sheets(sheets: Iterable[Sheet], layout: Layout, no_header: str) -> tuple[SortedSheet, ...]:
    """Sort the rows of every sheet. Raises BookProblem with `no_header` or NO_ROWS when they hold no such book."""
    known: Columns | None = None
    found = []
    for sheet in sheets:
        rows = sort_rows(sheet, known, layout)
        known = rows.columns or known
        found.append(SortedSheet(sheet, rows))
    if known is None or (layout.telling and layout.telling.isdisjoint(known.at)):
        raise BookProblem(no_header)
    if not any(one.rows.data for one in found):
        raise BookProblem(NO_ROWS)
    return tuple(found)


def skipped_of(sheets: Iterable[SortedSheet]) -> tuple[Skipped, ...]:
    """The rows that are no data rows, with their reasons."""
    return tuple(Skipped(one.sheet.name, row + 1, reason) for one in sheets for row, reason in one.rows.skipped)


@dataclass(frozen=True, slots=True, repr=False)
class Laying:
    """What a book's rows are laid out by: the last possible day, its year if nothing in it names one, rest days.

    Without a calendar the book is kept on rest days as on others.
    """

    as_of: date
    year_hint: int | None
    calendar: Calendar | None

    def entries(self, sheet: Sheet, result: Sorted) -> list[Entry]:
        """The data rows of a sheet as they stand there, dates placed."""
        if result.columns is None:
            return []
        columns = result.columns
        above = merged_above(sheet)
        cells = [spread_down(sheet, row, above.get(row, ())) for row in result.data]
        place = columns.at.get(Field.DATE, -1)
        titles = _titles(sheet, result)
        year = self._year(titles, sheet, cells, place)
        found = []
        for row, values, placed in zip(result.data, cells, self._dates(titles, year, cells, place), strict=True):
            texts = result.texts[row] if row not in above else tuple(map(text_of, values))
            number = columns.text(result.texts[row], Field.STT)
            found.append(Entry(sheet.name, row + 1, values, texts, columns, placed, number, year))
        return found

    def _dates(self, titles: str, year: int, cells: Sequence[Sequence[Cell]], place: int) -> list[PlacedDate]:
        read = [read_date_cell(row[place] if 0 <= place < len(row) else None, year) for row in cells]
        return place_dates(read, Frame(self.as_of, year, _opened(titles, self.as_of), self.calendar))

    def _year(self, titles: str, sheet: Sheet, cells: Sequence[Sequence[Cell]], place: int) -> int:
        """The title's “năm …”, else a year in the sheet's name, else the hint, else that of the first true date."""
        if found := _OF_YEAR.search(fold(titles)) or _YEAR.search(sheet.name):
            return int(found[1])
        if self.year_hint:
            return self.year_hint
        dated = (row[place] for row in cells if 0 <= place < len(row))
        return next((cell.year for cell in dated if isinstance(cell, date)), self.as_of.year)


def _titles(sheet: Sheet, result: Sorted) -> str:
    above = [row for row, reason in result.skipped if reason is Reason.TITLE and row < min(result.data, default=0)]
    return " ".join(text_of(cell) for row in above for cell in sheet.rows[row])


def _opened(titles: str, as_of: date) -> date | None:
    """The day the book was opened, when its title tells."""
    found = _OPENED.search(fold(titles))
    try:
        return read_date(found[1], as_of) if found else None
    except DateProblem:
        return None


def number_used(entry: Entry, numbers: dict[tuple[str, str], int], wording: str) -> list[Problem]:
    """Numbers start anew on every sheet; a number merged over rows is one number."""
    if not entry.number:
        return []
    first = numbers.setdefault((entry.sheet, fold(entry.number)), entry.row)
    return [problem(wording, number=entry.number, row=first)] if first != entry.row else []
