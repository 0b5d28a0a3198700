"""Knows how a file that is handed in becomes a book: Excel as it is, CSV as a sheet; and why another does not."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter

from caseapp.exchange.book_layouts import MEDIATIONS, PETITIONS, RECEPTION, Layout
from caseapp.exchange.book_mediation_rows import MediationBook
from caseapp.exchange.book_petition_rows import PetitionBook
from caseapp.exchange.book_problems import BookProblem
from caseapp.exchange.book_rows import Book
from caseapp.exchange.book_sheets import NO_ROWS, sort_sheets
from caseapp.exchange.book_workbook import open_workbook
from caseapp.exchange.mediation_book import NO_HEADER as NO_MEDIATIONS
from caseapp.exchange.mediation_book import read_mediation_book
from caseapp.exchange.petition_book import NO_HEADER as NO_PETITIONS
from caseapp.exchange.petition_book import read_petition_book
from caseapp.exchange.visit_book import NO_HEADER as NO_VISITS
from caseapp.exchange.visit_book import PlaceChanges, read_visit_book
from caseapp.law.days import Calendar
from caseapp.text import Word, mark

PLACES: Final = "place-changes.csv"
SHEET_ROWS: Final = 20_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"

OLD_EXCEL: Final = mark(
    "Tệp là Excel đời cũ (.xls) hoặc có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu lại dạng .xlsx rồi nhập.")
NOT_TEXT: Final = mark("Tệp không phải sổ Excel (.xlsx) hay bảng CSV. Mở sổ bằng Excel, lưu dạng .xlsx rồi nhập.")
EMPTY: Final = mark("Tệp trống, không có gì để đọc.")
TOO_LARGE: Final = mark("Tệp lớn hơn {limit} MB. Hãy tách sổ thành nhiều tệp, mỗi năm một tệp.")
CSV_TOO_LONG: Final = mark("Bảng CSV có hơn {rows} dòng. Hãy tách sổ thành nhiều tệp.")
ANOTHER_BOOK: Final = mark(
    "Tệp này là “{found}”, không phải “{asked}”. Ở mục “Sổ nào”, chọn “{found}” rồi nhập lại.")
# The registers by what only they have: the reception register, with the most common columns, comes last.
BOOKS: Final = (
    (MEDIATIONS, NO_MEDIATIONS, mark("Sổ theo dõi hoạt động hòa giải ở cơ sở")),
    (PETITIONS, NO_PETITIONS, mark("Sổ tiếp nhận, xử lý đơn")),
    (RECEPTION, NO_VISITS, mark("Sổ tiếp công dân")),
)


def read_visits(content: bytes, *, as_of: date, places: PlaceChanges, calendar: Calendar, limit_mb: int = 50) -> Book:
    """The reception register in ``content``; nothing of it is written anywhere.

    ``as_of``: the day no visit can be after. Raises BookProblem with a sentence for people when it is no book.
    """
    whole = _workbook(content, limit_mb)
    try:
        return read_visit_book(whole, as_of=as_of, places=places, calendar=calendar)
    except BookProblem as problem:
        raise _another_book(whole, problem) or problem from None


def read_petitions(content: bytes, *, as_of: date, places: PlaceChanges, calendar: Calendar,
                   limit_mb: int = 50) -> PetitionBook:
    """The petition book in ``content``, likewise."""
    whole = _workbook(content, limit_mb)
    try:
        return read_petition_book(whole, as_of=as_of, places=places, calendar=calendar)
    except BookProblem as problem:
        raise _another_book(whole, problem) or problem from None


def read_mediations(content: bytes, *, as_of: date, places: PlaceChanges,
                    calendar: Calendar,  # noqa: ARG001 as the other books are asked for; teams mediate on rest days too
                    limit_mb: int = 50) -> MediationBook:
    """The mediation logbook in ``content``, likewise."""
    whole = _workbook(content, limit_mb)
    try:
        return read_mediation_book(whole, as_of=as_of, places=places)
    except BookProblem as problem:
        raise _another_book(whole, problem) or problem from None


def _another_book(workbook: bytes, trouble: BookProblem) -> BookProblem | None:
    """When a register was looked for in vain: which other one the file is, if it is one."""
    asked = next((name for _, no_header, name in BOOKS if no_header == trouble.template), None)
    if asked is None:
        return None
    found = next((name for layout, _, name in BOOKS if name != asked and _is_laid_out(workbook, layout)), None)
    return BookProblem(ANOTHER_BOOK, asked=Word(asked), found=Word(found)) if found else None


def _is_laid_out(workbook: bytes, layout: Layout) -> bool:
    """Whether a workbook is the book of that layout, with rows or still without."""
    try:
        sort_sheets(open_workbook(workbook), layout, "")
    except BookProblem as problem:
        return problem.template == NO_ROWS
    return True


def _workbook(content: bytes, limit_mb: int) -> bytes:
    """The file as a workbook, whatever it was saved as."""
    if not content:
        raise BookProblem(EMPTY)
    if len(content) > limit_mb << 20:
        raise BookProblem(TOO_LARGE, limit=limit_mb)
    if content.startswith(_OLE):
        raise BookProblem(OLD_EXCEL)
    return content if content.startswith(_ZIP) else _as_sheet(_text_of(content))


def places_near(*folders: Path) -> PlaceChanges:
    """The table of former and present communes from the first of ``folders`` that has one; empty without."""
    for folder in folders:
        try:
            with (folder / PLACES).open(encoding="utf-8-sig", newline="") as lines:
                return PlaceChanges.from_lines(lines)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, KeyError, csv.Error) as problem:
            raise BookProblem(BAD_PLACES, file=PLACES) from problem
    return PlaceChanges()


BAD_PLACES: Final = mark("Không đọc được bảng địa danh cũ - mới ({file}). Sửa hoặc bỏ tệp đó rồi nhập lại.")


def _text_of(content: bytes) -> str:
    """The text of a CSV file as Excel and others save it; anything else is refused."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    codings = ["utf-16"] if wide else ["utf-8-sig", "cp1258"]
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not any(ord(char) < 32 and char not in "\t\r\n\v\f" for char in text):
            return text
    raise BookProblem(NOT_TEXT)


def _as_sheet(text: str) -> bytes:
    """The same table as a workbook in memory, every cell a text, so that one reader judges both."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})
    sheet = book.add_worksheet("CSV")
    for row, cells in enumerate(_table(text)):
        if row >= SHEET_ROWS:
            raise BookProblem(CSV_TOO_LONG, rows=SHEET_ROWS)
        for column, cell in enumerate(cells[:200]):
            if cell:
                sheet.write_string(row, column, cell[:32_767])
    book.close()
    return made.getvalue()


def _table(text: str) -> Iterator[list[str]]:
    head = text[:20_000]
    separator = max(";\t,", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as problem:
        raise BookProblem(NOT_TEXT) from problem
