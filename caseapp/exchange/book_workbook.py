"""Knows how an Excel file is opened safely: its size, its sheets, its cells and what is merged."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum

from caseapp.exchange.book_dates import Cell
from caseapp.exchange.book_problems import BookProblem
from caseapp.text import mark
from caseapp.web.workbook_size import Bounds, NoWorkbook, TooFar, TooLarge, see_size

MAX_BYTES: Final = 50 * 1024 * 1024
BOUNDS: Final = Bounds(unpacked=400 * 1024 * 1024, rows=20_000, columns=200, cells=2_000_000)
MERGED_ROWS: Final = 50  # a cell merged over more rows than a page is decoration

TOO_BIG: Final = mark("Tệp lớn hơn {limit} MB. Hãy tách sổ thành nhiều tệp nhỏ hơn.")
TOO_LONG: Final = mark(
    "Trang tính có ô ở dòng {row}, cột {column}; một sổ chỉ đến dòng {rows}, cột {columns}. "
    "Hãy xóa các ô thừa hoặc tách sổ."
)
NOT_A_BOOK: Final = mark("Không mở được tệp: đây không phải sổ Excel (.xlsx), hoặc tệp có mật khẩu hay bị hỏng.")
EMPTY_FILE: Final = mark("Tệp trống, không có gì để đọc.")

Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A worksheet: its name, its rows from the first (row 1) on, and its merged ranges (zero-based corners)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...]

    def __repr__(self) -> str:
        return f"Sheet({len(self.rows)} rows)"


def open_workbook(source: bytes | IO[bytes]) -> tuple[Sheet, ...]:
    """Read every worksheet of an .xlsx file. Raises BookProblem when it is none, or too big to be a book."""
    content = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    if not content:
        raise BookProblem(EMPTY_FILE)
    if len(content) > MAX_BYTES:
        raise BookProblem(TOO_BIG, limit=MAX_BYTES // 2**20)
    _measure(content)
    try:
        return _read_sheets(content)
    except BaseException as failure:  # the reader's own panic is no Exception
        if not isinstance(failure, Exception) and type(failure).__name__ != "PanicException":
            raise
    raise BookProblem(NOT_A_BOOK)


def _measure(content: bytes) -> None:
    """Refuse what would not fit into memory before the reader lays it out as a full rectangle."""
    try:
        see_size(content, BOUNDS)
    except NoWorkbook:
        raise BookProblem(NOT_A_BOOK) from None
    except TooLarge:
        raise BookProblem(TOO_BIG, limit=MAX_BYTES // 2**20) from None
    except TooFar as far:
        raise BookProblem(
            TOO_LONG, row=far.row, column=far.column, rows=BOUNDS.rows, columns=BOUNDS.columns) from None


def _read_sheets(content: bytes) -> tuple[Sheet, ...]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
        sheets.append(Sheet(about.name, rows, tuple(sheet.merged_cell_ranges or ())))
    return tuple(sheets)


def merged_above(sheet: Sheet) -> Mapping[int, Sequence[tuple[int, int]]]:
    """For every row (zero-based) the cells that belong to a range merged from a row above: (column, that row)."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, left), (bottom, _) in sheet.merges:
        for row in range(top + 1, min(bottom, top + MERGED_ROWS) + 1):
            found[row].append((left, top))
    return found


def spread_down(sheet: Sheet, row: int, above: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    """The cells of a row, those merged with a row above filled with the value that stands there."""
    filled = list(sheet.rows[row])
    for column, top in above:
        if column < len(filled) and filled[column] in ("", None) and column < len(sheet.rows[top]):
            filled[column] = sheet.rows[top][column]
    return tuple(filled)
