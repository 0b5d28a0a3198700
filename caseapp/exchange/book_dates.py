"""Knows how a date cell is read, and what the rows above and below say about it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from caseapp.exchange.book_problems import Problem, problem
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.text import DateProblem, clean_line, fold, read_date, show_date

Day = date
Cell = str | int | float | bool | date | datetime | time | timedelta | None

_DITTO: Final = re.compile(r"[-\s.]*(?:n\.?\s?t\.?|nhu tren|\"|''|[″〃”“]|//)[-\s.]*")
_FULL_DATE: Final = re.compile(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")
_DAY_RANGE: Final = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?\s*(?:-|–|,|;|và|đến)\s*\d{1,2}/\d{1,2}(?:/\d{2,4})?")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_DAYS: Final = range(36526, 73051)  # 2000-01-01 … 2099-12-31
SLACK: Final = timedelta(days=7)  # a book written up within the week is in order


@dataclass(frozen=True, slots=True)
class DateCell:
    """What one cell gives by itself: a date, or the reason why it gives none; `ditto` means “as above”."""

    read: date | None = None
    ditto: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedDate:
    """A date among its neighbours: what may be stored, what the cell says, what to propose."""

    date: Day | None
    read: Day | None
    suggested: Day | None
    problems: tuple[Problem, ...]


def says_ditto(text: str) -> bool:
    """Whether a cell only says “as above”: nt, như trên, \"."""
    return bool(_DITTO.fullmatch(fold(text)))


def read_date_cell(value: Cell, year: int) -> DateCell:
    """Read one cell day first; `year` is the book's, for dates written without one."""
    if isinstance(value, datetime):
        return DateCell(value.date())
    if isinstance(value, date):
        return DateCell(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e6 and int(value) in _EXCEL_DAYS:
        return DateCell(_EXCEL_EPOCH + timedelta(days=int(value)))
    text = clean_line(str(value)) if value is not None else ""
    if not text:
        return DateCell(problems=(problem("DATE_MISSING"),))
    if says_ditto(text):
        return DateCell(ditto=True)
    if len(_FULL_DATE.findall(text)) > 1 or _DAY_RANGE.search(text):
        return DateCell(problems=(problem("DATE_TWO_VALUES", written=text),))
    return _read_text(text, year)


def _read_text(text: str, year: int) -> DateCell:
    """A text gives another day in another year exactly when it names no year itself."""
    try:
        if not any(char.isdigit() for char in text):
            raise DateProblem("{text}", text=text)
        day = read_date(text, date(year, 1, 1))
    except (DateProblem, ValueError, OverflowError):
        return DateCell(problems=(problem("DATE_INVALID", written=text[:60]),))
    if day.year == year and _names_no_year(text, day):
        return DateCell(day, problems=(problem("DATE_YEAR_ASSUMED", written=text, year=year),))
    return DateCell(day)


def _names_no_year(text: str, day: date) -> bool:
    try:
        return read_date(text, date(day.year - 4, 1, 1)) != day
    except (DateProblem, ValueError, OverflowError):
        return True


@dataclass(frozen=True, slots=True)
class Frame:
    """What a book's dates are judged by: the last possible day, the book's year, the day it was opened, rest days.

    Without a calendar the book is kept on rest days as on others.
    """

    as_of: Day
    year: int
    opened: Day | None
    calendar: Calendar | None

    def can_lead(self, day: Day | None) -> bool:
        """Whether the date may speak for the order of the book."""
        if day is None or day > self.as_of or self.is_remote(day):
            return False
        return self.opened is None or day >= self.opened

    def is_remote(self, day: Day) -> bool:
        """Whether the date lies years before the book: 1900, 0026 read as 1926."""
        return day.year < self.year - 1

    def works(self, day: Day) -> bool:
        """Whether the day is a working day; a year the calendar lacks says nothing about rest days."""
        if self.calendar is None:
            return True
        try:
            return self.calendar.is_working(day)
        except LawError:
            return True


def place_dates(cells: Sequence[DateCell], frame: Frame) -> list[PlacedDate]:
    """Judge every date of a sheet by the order of the book, which may also run from the newest to the oldest."""
    days = _with_dittos(cells)
    believed = _in_order(days, frame)
    if sum(believed) < sum(backwards := _in_order(days[::-1], frame)):
        return _judge(cells[::-1], days[::-1], backwards, frame)[::-1]
    return _judge(cells, days, believed, frame)


def _with_dittos(cells: Sequence[DateCell]) -> list[date | None]:
    days: list[date | None] = []
    for cell in cells:
        days.append((days[-1] if days else None) if cell.ditto else cell.read)
    return days


def _in_order(days: Sequence[date | None], frame: Frame) -> list[bool]:
    """Mark the longest run of dates that never goes back: what the book's order is judged by."""
    ends: list[date] = []
    at: list[int] = []
    before: list[int] = [-1] * len(days)
    for here, day in enumerate(days):
        if day is None or not frame.can_lead(day):
            continue
        length = bisect_right(ends, day)
        before[here] = at[length - 1] if length else -1
        ends[length : length + 1] = [day]
        at[length : length + 1] = [here]
    marked = [False] * len(days)
    here = at[-1] if at else -1
    while here >= 0:
        marked[here] = True
        here = before[here]
    return marked


def _judge(
    cells: Sequence[DateCell], days: Sequence[date | None], believed: Sequence[bool], frame: Frame
) -> list[PlacedDate]:
    following: list[date] = [frame.as_of] * (len(days) + 1)
    for here in range(len(days) - 1, -1, -1):
        day = days[here]
        following[here] = day if believed[here] and day else following[here + 1]
    placed = []
    earlier: date | None = None
    for here, (cell, day) in enumerate(zip(cells, days, strict=True)):
        if day is None:
            placed.append(PlacedDate(None, None, None, cell.problems or (problem("DATE_MISSING"),)))
        elif believed[here]:
            placed.append(_stored(day, cell.problems, frame))
            earlier = day
        else:
            placed.append(_doubted(day, cell.problems, (earlier, following[here + 1]), frame))
    return placed


def _stored(day: date, found: tuple[Problem, ...], frame: Frame) -> PlacedDate:
    rest = () if frame.works(day) else (problem("DATE_NON_WORKING", day=show_date(day)),)
    return PlacedDate(day, day, None, (*found, *rest))


def _doubted(day: date, found: tuple[Problem, ...], between: tuple[date | None, date], frame: Frame) -> PlacedDate:
    """A date outside the order of the book: day and month exchanged, to come, far off, entered late, or near enough."""
    earlier, later = between
    shown = show_date(day)
    near = earlier is not None and earlier - SLACK <= day <= later + SLACK and day <= frame.as_of
    if near:
        return _stored(day, found, frame)
    swapped = _swapped(day)
    if swapped and (earlier is None or swapped >= earlier - SLACK) and swapped <= later:
        question = problem("DATE_MAYBE_SWAPPED", day=shown, suggested=show_date(swapped))
        return PlacedDate(None, day, swapped, (*found, question))
    if day > frame.as_of:
        return PlacedDate(None, day, None, (*found, problem("DATE_FUTURE", day=shown)))
    if frame.is_remote(day):
        return PlacedDate(None, day, None, (*found, problem("DATE_REMOTE", day=shown)))
    late = problem("DATE_TOO_LATE" if day > later else "DATE_OUT_OF_ORDER", day=shown)
    return _stored(day, (*found, late), frame)


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
