"""Knows how to write small petition books for the tests, and the petition book of the data set."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from caseapp.exchange.book_columns import sort_rows
from caseapp.exchange.book_layouts import PETITIONS
from caseapp.exchange.book_petitions import Register
from caseapp.exchange.book_sheets import Laying
from caseapp.exchange.book_workbook import Sheet
from caseapp.exchange.petition_book import PetitionBook, PetitionRow, read_petition_book, understand
from caseapp.law.calendars import SHIPPED
from tests.exchange.books import AS_OF, DATA, places, write_book

BOOK = DATA / "so-tiep-nhan-don-2026.xlsx"
EXPECTED = DATA / "expected-petitions.json"

HEADER = (
    "Số đến",
    "Ngày đến",
    "Nguồn đơn",
    "Người gửi",
    "Địa chỉ",
    "Nội dung",
    "Loại đơn",
    "Số người ký",
    "Thẩm quyền",
    "Hướng xử lý",
    "Số văn bản",
    "Ngày văn bản",
    "Kết quả",
)


def petition(**cells: Any) -> list[Any]:
    """A plain row in the order of HEADER; named cells replace its own."""
    plain = {
        "number": 1,
        "date": date(2026, 7, 2),
        "source": "Bưu điện",
        "sender": "Bùi Thị Hạnh",
        "address": "Thôn Tân Thủy, xã Cư Blang",
        "content": "Kiến nghị sửa đoạn đường từ cầu Suối Đục đến Buôn Tơng.",
        "kind": "Kiến nghị, phản ánh",
        "signers": 1,
        "competence": "Thuộc thẩm quyền",
        "outcome": "Xem xét, trả lời",
        "document": "5/UBND-VP",
        "document_date": date(2026, 7, 9),
        "result": "",
    }
    assert set(cells) <= set(plain), cells
    return list((plain | cells).values())


def read(content: bytes, **options: Any) -> PetitionBook:
    """Read a file with the office's usual arguments."""
    usual = {"as_of": AS_OF, "places": places(), "calendar": SHIPPED}
    return read_petition_book(content, **(usual | options))


def read_rows(*rows: Sequence[Any]) -> PetitionBook:
    """Read a book of one sheet with the usual header and these rows."""
    return read(write_book(("Sổ đơn 2026", [["SỔ TIẾP NHẬN, XỬ LÝ ĐƠN NĂM 2026"], HEADER, *rows])))


def read_one(**cells: Any) -> PetitionRow:
    """The petition of one row."""
    (row,) = read_rows(petition(**cells)).rows
    return row


def read_sheet(*rows: Sequence[Any], merges: Any = ()) -> tuple[list[PetitionRow], list[int]]:
    """Read a sheet that no file could hold; its petitions, and the numbers of the rows that were skipped."""
    sheet = Sheet("Sổ 2026", tuple(map(tuple, rows)), merges)
    result = sort_rows(sheet, None, PETITIONS)
    entries = Laying(AS_OF, None, SHIPPED).entries(sheet, result)
    return understand(entries, Register(places(), AS_OF)), [row + 1 for row, _ in result.skipped]


def codes(row: PetitionRow) -> set[str]:
    """The codes of a row's problems."""
    return {found.code for found in row.problems}


def expected() -> dict[str, Any]:
    """What an importer should reach for the book of the data set."""
    return json.loads(EXPECTED.read_text("utf-8"))
