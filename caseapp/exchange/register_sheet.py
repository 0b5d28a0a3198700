"""Knows how the register 03/TCD stands in a spreadsheet: official head, thirteen columns, every cell a text."""
from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from caseapp.law.forms import REGISTER_FORM, form_number
from caseapp.reception.register import COLUMNS
from caseapp.text import show_date

WIDTHS: Final = (8, 7, 26, 18, 44, 9, 9, 17, 9, 22, 18, 22, 16)
CENTRED: Final = frozenset({1, 2, 6, 7, 9})
LEFT_END, RIGHT_START, LAST = 4, 7, len(COLUMNS) - 1
ABANDONED_SECONDS: Final = 3600
CELL_LIMIT: Final = 32_767      # of the file format
OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def register_sheet(rows: Iterable[tuple[str, ...]], *, head: Any, since: date, until: date, folder: Path) -> bytes:
    """The workbook of one part of the register, in the order of the book.

    ``head``: name and parent of the unit. Long registers are written row by row through ``folder``, which is the
    office's own and is left empty.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder)
    made = io.BytesIO()
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        xlsxwriter.Workbook(made, {**OPTIONS, "tmpdir": scratch}) as book,
    ):
        sheet = book.add_worksheet(f"TCD {since.year}")
        _set_page(sheet)
        row = _write_head(book, sheet, head, since, until)
        count = _write_rows(book, sheet, rows, row)
        _write_end(book, sheet, row + count + 1, count)
    return made.getvalue()


def _clear(folder: Path) -> None:
    """Take away what an export left behind whose process was ended in the middle of it."""
    for left in folder.iterdir():
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _set_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)      # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)


def _write_head(book: Any, sheet: Any, head: Any, since: date, until: date) -> int:
    """Head of an official paper, title, period, the head row and the row of column numbers; the next free row."""
    plain = book.add_format({**_FONT, "align": "center"})
    strong = book.add_format({**_FONT, "align": "center", "bold": True})
    title = book.add_format({**_FONT, "align": "center", "bold": True, "font_size": 15})
    heading = book.add_format({**_FONT, **_BOX, "bold": True, "align": "center", "valign": "vcenter"})
    places = book.add_format({**_FONT, **_BOX, "italic": True, "align": "center"})
    _across(sheet, 0, 0, LEFT_END, (head.parent or "").upper(), plain)
    _across(sheet, 0, RIGHT_START, LAST, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", strong)
    _across(sheet, 1, 0, LEFT_END, head.name.upper(), strong)
    _across(sheet, 1, RIGHT_START, LAST, "Độc lập – Tự do – Hạnh phúc", strong)
    _across(sheet, 3, 0, LAST, REGISTER_FORM.name.upper(), title)
    number = form_number(REGISTER_FORM.code, until)
    under = f"Mẫu số {number}" if number else f"Năm {since.year}"
    _across(sheet, 4, 0, LAST, f"{under} · từ ngày {show_date(since)} đến ngày {show_date(until)}", plain)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(6, place, column.heading, heading)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(7, place, f"({column.number})", places)
    sheet.repeat_rows(6, 7)
    return 8


def _across(sheet: Any, row: int, first: int, last: int, text: str, form: Any) -> None:
    sheet.merge_range(row, first, row, last, "", form)
    sheet.write_string(row, first, text, form)


def _write_rows(book: Any, sheet: Any, rows: Iterable[tuple[str, ...]], start: int) -> int:
    left = book.add_format({**_FONT, **_BOX})
    middle = book.add_format({**_FONT, **_BOX, "align": "center"})
    count = 0
    for texts in rows:
        for place, text in enumerate(texts):
            form = middle if COLUMNS[place].number in CENTRED else left
            if text:
                sheet.write_string(start + count, place, text[:CELL_LIMIT], form)
            else:
                sheet.write_blank(start + count, place, None, form)
        count += 1
    return count


def _write_end(book: Any, sheet: Any, row: int, count: int) -> None:
    sheet.write_string(row, 0, f"Cộng: {count} số.", book.add_format({**_FONT, "text_wrap": False, "bold": True}))


_FONT: Final = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_BOX: Final = {"border": 1}
