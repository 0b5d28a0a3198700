"""Knows how to write small registers for the tests, and the register of the data set."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from caseapp.exchange.visit_book import Book, PlaceChanges, read_visit_book
from caseapp.law.calendars import SHIPPED

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 11, 22)
REGISTER = DATA / "so-tiep-cong-dan-2026.xlsx"
EXPECTED = DATA / "expected-reception.json"

HEADER = (
    "STT",
    "Ngày tiếp",
    "Họ tên, địa chỉ của công dân",
    "Số căn cước/số định danh/hộ chiếu",
    "Nội dung vụ việc",
    "Phân loại (KN/TC/KN, PA)",
    "Số người có cùng nội dung",
    "Cơ quan đã giải quyết",
    "Thuộc thẩm quyền",
    "Hướng dẫn đến cơ quan (số văn bản)",
    "Cơ quan tiếp nhận (số văn bản chuyển)",
    "Theo dõi kết quả giải quyết",
    "Ghi chú",
)


def places() -> PlaceChanges:
    """The invented communes of the data set."""
    return PlaceChanges.from_lines((DATA / "place-changes.csv").read_text("utf-8").splitlines())


def visit(**cells: Any) -> list[Any]:
    """A plain row in the order of HEADER; named cells replace its own."""
    plain = {
        "stt": 1,
        "date": date(2026, 7, 2),
        "person": "Nguyễn Thanh Thắng\nThôn Tân Thủy, xã Cư Blang",
        "id": "066071916498",
        "content": "Kiến nghị sửa đoạn đường từ cầu Suối Đục đến Buôn Tơng.",
        "kind": "KNPA",
        "count": "",
        "resolved_by": "",
        "accepted": "x",
        "guided": "",
        "transferred": "",
        "follow_up": "",
        "note": "",
    }
    assert set(cells) <= set(plain), cells
    return list((plain | cells).values())


def write_book(
    *sheets: tuple[str, Sequence[Sequence[Any]]], merges: Sequence[tuple[int, int, int, int, str]] = ()
) -> bytes:
    """An .xlsx file; `merges` (first row, first column, last row, last column, text) go to the first sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for place, (name, rows) in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date) and not isinstance(cell, datetime):
                        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
            if place == 0:
                for top, left, bottom, right, text in merges:
                    sheet.merge_range(top, left, bottom, right, text)
    return stream.getvalue()


def read(content: bytes, **options: Any) -> Book:
    """Read a file with the office's usual arguments."""
    usual = {"as_of": AS_OF, "places": places(), "calendar": SHIPPED}
    return read_visit_book(content, **(usual | options))


def read_rows(*rows: Sequence[Any], **options: Any) -> Book:
    """Read a register of one sheet with the usual header and these rows."""
    return read(write_book(("Sổ TCD 2026", [["SỔ TIẾP CÔNG DÂN NĂM 2026"], HEADER, *rows])), **options)
