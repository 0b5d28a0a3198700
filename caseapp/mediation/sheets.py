"""Knows how the logbook and the tables of mediation stand in a spreadsheet, where no text is ever a formula."""
from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from caseapp.law.mediation_book import Column
from caseapp.mediation.heads import head_rows

ABANDONED_SECONDS: Final = 3600
CELL_LIMIT: Final = 32_767      # of the file format
TAB_LIMIT: Final = 31
OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}
_FONT: Final = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_BOX: Final = {"border": 1}
Cell = str | int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet: the office's head, a title, lines below it, a table, notes at its end.

    ``widths``: of the columns; ``middle``: numbers of the columns whose texts stand in the middle.
    """

    tab: str
    parent: str
    unit: str
    title: str
    under: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]
    middle: frozenset[int] = frozenset()
    notes: Sequence[str] = ()


def workbook(leaves: Iterable[Leaf], *, folder: Path) -> bytes:
    """A workbook of these sheets, written row by row through ``folder``, the office's own, which is left empty."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        # What an export left behind whose process was ended in the middle of it.
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    made = io.BytesIO()
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        xlsxwriter.Workbook(made, {**OPTIONS, "tmpdir": scratch}) as book,
    ):
        for leaf in leaves:
            _write(book, book.add_worksheet(leaf.tab[:TAB_LIMIT]), leaf)
    return made.getvalue()


def _write(book: Any, sheet: Any, leaf: Leaf) -> None:
    _set_page(sheet, leaf.widths)
    start = _write_head(book, sheet, leaf)
    row = start
    left = book.add_format({**_FONT, **_BOX})
    middle = book.add_format({**_FONT, **_BOX, "align": "center"})
    for row, texts in enumerate(leaf.rows, start):
        for place, text in enumerate(texts):
            form = middle if leaf.columns[place].number in leaf.middle else left
            if isinstance(text, int):
                sheet.write_number(row, place, text, middle)
            elif text:
                sheet.write_string(row, place, text[:CELL_LIMIT], form)
            else:
                sheet.write_blank(row, place, None, form)
    plain = book.add_format({**_FONT, "text_wrap": False})
    for below, note in enumerate(leaf.notes, row + 2):
        sheet.write_string(below, 0, note, plain)


def _set_page(sheet: Any, widths: Sequence[int]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)      # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)


def _write_head(book: Any, sheet: Any, leaf: Leaf) -> int:
    """Head of an official paper, title, lines below it, headings and the row of column numbers; the next free row."""
    plain = book.add_format({**_FONT, "align": "center"})
    strong = book.add_format({**_FONT, "align": "center", "bold": True})
    title = book.add_format({**_FONT, "align": "center", "bold": True, "font_size": 15})
    last = len(leaf.columns) - 1
    half = max(last // 2, 1)
    for row, (words, form, motto) in enumerate((
            (leaf.parent.upper(), plain, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (leaf.unit.upper(), strong, "Độc lập – Tự do – Hạnh phúc"))):
        _across(sheet, (row, 0, row, half - 1), words, form)
        _across(sheet, (row, min(half + 1, last), row, last), motto, strong)
    _across(sheet, (3, 0, 3, last), leaf.title.upper(), title)
    row = 4
    for line in leaf.under:
        _across(sheet, (row, 0, row, last), line, plain)
        row += 1
    return _write_headings(book, sheet, leaf.columns, row + 1)


def _write_headings(book: Any, sheet: Any, columns: Sequence[Column], start: int) -> int:
    heading = book.add_format({**_FONT, **_BOX, "bold": True, "align": "center", "valign": "vcenter"})
    places = book.add_format({**_FONT, **_BOX, "italic": True, "align": "center"})
    rows = head_rows(columns)
    last = start + len(rows) - 1
    # Rows are written once and in order, so nothing is merged downwards: a lone heading stands in the last of them.
    for row, heads in enumerate(rows, start):
        over = {head.place: head for head in heads if head.tall == 1}
        low = {head.place: head for above in rows for head in above if head.tall > 1 and row == last}
        for place in range(len(columns)):
            if head := over.get(place) or low.get(place):
                _across(sheet, (row, place, row, place + head.wide - 1), head.words, heading)
            elif not any(one.place < place < one.place + one.wide for one in over.values()):
                sheet.write_blank(row, place, None, heading)
    for place, column in enumerate(columns):
        sheet.write_string(last + 1, place, f"({column.number})" if column.number else "", places)
    sheet.repeat_rows(start, last + 1)
    return last + 2


def _across(sheet: Any, area: tuple[int, int, int, int], text: str, form: Any) -> None:
    """A text over several cells, or in its one."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", form)
    sheet.write_string(top, left, text, form)
