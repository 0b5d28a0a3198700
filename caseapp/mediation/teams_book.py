"""Knows how a list of teams and mediators kept in Excel is read: its two tables, their rows, what is wrong there."""
from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum

from caseapp.mediation.cells import Cell, shown
from caseapp.mediation.teams_columns import PEOPLE, TEAMS, Column, Layout
from caseapp.text import Problem, mark
from caseapp.web.workbook_size import Bounds, NoWorkbook, TooFar, TooLarge, see_size

MAX_BYTES: Final = 1 << 20
BOUNDS: Final = Bounds(unpacked=40 << 20, rows=5_000, columns=100, cells=5_000 * 100)
HELP: Final = "Cách ghi"
"""The sheet of the empty list that says how to fill it in."""
HEAD_ROWS: Final = 20
"""The head row is one of the first so many."""

TOO_BIG: Final = mark("Tệp quá lớn. Chỉ giữ bảng tổ và hòa giải viên, chép sang tệp mẫu rồi nhập lại.")
TOO_LONG: Final = mark("Có ô ở dòng {row}, cột {column}: bảng chỉ đến dòng {rows}, cột {columns}. Xóa các ô thừa.")
NOT_EXCEL: Final = mark("Không mở được tệp: đây không phải tệp Excel .xlsx, hoặc tệp có mật khẩu hay bị hỏng. "
                        "Mở bằng Excel, lưu dạng .xlsx rồi nhập lại.")
NO_TABLE: Final = mark("Không thấy bảng nào. Dòng đầu bảng phải có các cột như tệp mẫu, ít nhất “{columns}”.")
NO_ROWS: Final = mark("Bảng chưa có dòng nào.")
MISSING: Final = mark("Chưa ghi.")

class SheetProblem(Problem):
    """Why a file is no list of teams; the message is for people."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong in a row: the heading of its column, empty for the whole row, and what."""

    column: str
    problem: Problem


@dataclass(slots=True)
class Line:
    """A row of a sheet as it was read: its number as Excel shows it, its values by the column's name, its troubles."""

    sheet: str
    row: int
    values: dict[str, Any]
    troubles: list[Trouble] = field(default_factory=list)

    def wrong(self, column: str, text: str, **facts: object) -> None:
        """Name something wrong at a column (by its heading)."""
        self.troubles.append(Trouble(column, Problem(text, **facts)))


@dataclass(frozen=True, slots=True)
class Listed:
    """Everything in the file: lines of teams, lines of mediators, names of sheets that hold no such table."""

    teams: tuple[Line, ...]
    people: tuple[Line, ...]
    left_out: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.teams, *self.people)


def read_list(content: bytes, today: date) -> Listed:
    """The list in an .xlsx file; raises SheetProblem with a sentence for people when it holds none."""
    found: dict[str, list[Line]] = {TEAMS.code: [], PEOPLE.code: []}
    left_out, heads = [], 0
    for sheet in _open(content):
        head = _head(sheet.rows)
        if head is None:
            if sheet.name != HELP and any(any(shown(cell) for cell in row) for row in sheet.rows):
                left_out.append(sheet.name)
            continue
        heads += 1
        layout, at, places = head
        found[layout.code] += _lines(sheet, layout, at, places, today)
    if not heads:
        raise SheetProblem(NO_TABLE, columns="”, “".join(column.heading for column in PEOPLE.needed))
    if not any(found.values()):
        raise SheetProblem(NO_ROWS)
    return Listed(tuple(found[TEAMS.code]), tuple(found[PEOPLE.code]), tuple(left_out))


# ---- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[tuple[tuple[int, int], tuple[int, int]]]


def _head(rows: Sequence[Sequence[Cell]]) -> tuple[Layout, int, Mapping[int, Column]] | None:
    """Which table a sheet holds, in which row its head stands, and which column is where."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        for layout in (PEOPLE, TEAMS):
            places = {place: column for place, cell in enumerate(row) if (column := layout.named(shown(cell)))}
            if set(layout.needed) <= set(places.values()):
                return layout, at, MappingProxyType(places)
    return None


def _lines(sheet: _Sheet, layout: Layout, head: int, places: Mapping[int, Column], today: date) -> Iterator[Line]:
    spread = _spread(sheet, head)
    for at, row in enumerate(sheet.rows[head + 1:], head + 1):
        cells = {place: spread.get((at, place), cell) for place, cell in enumerate(row)}
        said = {column: cells.get(place, "") for place, column in places.items()}
        own = [cell for place, cell in enumerate(row) if place in places]
        if not any(shown(cell) for cell in own):
            continue
        line = Line(sheet.name, at + 1, {column.name: None for column in layout.columns})
        for column in layout.columns:
            _read_cell(line, column, said.get(column, ""), today)
        yield line


def _read_cell(line: Line, column: Column, cell: Cell, today: date) -> None:
    if not shown(cell):
        line.values[column.name] = column.empty
        if column.needed:
            line.wrong(column.heading, MISSING)
        return
    try:
        line.values[column.name] = column.read(cell, today)
    except Problem as problem:
        line.troubles.append(Trouble(column.heading, problem))


def _spread(sheet: _Sheet, head: int) -> dict[tuple[int, int], Cell]:
    """The value of every cell that is merged with one above it: a hamlet written once beside its mediators."""
    found: dict[tuple[int, int], Cell] = {}
    for (top, left), (bottom, _right) in sheet.merges:
        if top > head and top < len(sheet.rows) and left < len(sheet.rows[top]):
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                found[row, left] = sheet.rows[top][left]
    return found


# ---- the file --------------------------------------------------------------------------------------------------------


def _open(content: bytes) -> tuple[_Sheet, ...]:
    """Every worksheet; nothing is laid out before it is known to be small. Raises SheetProblem."""
    if len(content) > MAX_BYTES:
        raise SheetProblem(TOO_BIG)
    _measure(content)
    try:
        return tuple(_sheets(content))
    except BaseException as failure:  # the reader's own panic is no Exception
        if not isinstance(failure, Exception) and type(failure).__name__ != "PanicException":
            raise
    raise SheetProblem(NOT_EXCEL)


def _sheets(content: bytes) -> Iterator[_Sheet]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            yield _Sheet(about.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ())


def _measure(content: bytes) -> None:
    try:
        see_size(content, BOUNDS)
    except NoWorkbook:
        raise SheetProblem(NOT_EXCEL) from None
    except TooLarge:
        raise SheetProblem(TOO_BIG) from None
    except TooFar as far:
        raise SheetProblem(
            TOO_LONG, row=far.row, column=far.column, rows=BOUNDS.rows, columns=BOUNDS.columns) from None
