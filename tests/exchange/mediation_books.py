"""Knows how to write small mediation logbooks for the tests, and the logbook of the data set."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from caseapp.exchange.book_columns import sort_rows
from caseapp.exchange.book_layouts import MEDIATIONS
from caseapp.exchange.book_mediations import Logbook
from caseapp.exchange.book_sheets import Laying, SortedSheet
from caseapp.exchange.book_workbook import Sheet
from caseapp.exchange.mediation_book import MediationBook, MediationRow, lay_out, read_mediation_book, understand
from tests.exchange.books import AS_OF, DATA, places, write_book

BOOK = DATA / "so-hoa-giai-2026.xlsx"
EXPECTED = DATA / "expected-mediation.json"

HEADER = (
    "STT",
    "Ngày, tháng, năm nhận vụ, việc hòa giải",
    "Họ và tên hòa giải viên, người được mời tham gia hòa giải (nếu có)",
    "Họ tên, tuổi, địa chỉ các bên, người có quyền, nghĩa vụ liên quan đến vụ, việc hòa giải (nếu có)",
    "Nội dung chủ yếu của vụ, việc",
    "Thỏa thuận của các bên (hoặc yêu cầu của mỗi bên) sau khi hòa giải",
    "Hòa giải thành",
    "Hòa giải không thành",
    "Chữ ký (hòa giải viên; người chứng kiến; người được mời)",
    "Ghi chú",
)
TITLES = (
    ("SỔ THEO DÕI HOẠT ĐỘNG HÒA GIẢI Ở CƠ SỞ",),
    ("Tỉnh Đắk Lắk - Xã Ea Hning",),
    ("Tổ hòa giải Thôn 7 - Quyển số 02 - Mở ngày 05/01/2026",),
)


def dispute(**cells: Any) -> list[Any]:
    """A plain row in the order of HEADER; named cells replace its own."""
    plain = {
        "stt": 1,
        "date": date(2026, 7, 2),
        "mediators": "Phùng Gia Bảo, Cấn Thị Xoan",
        "parties": "Bên A: Bùi Thị Hạnh, 40 tuổi, Thôn 7, xã Ea Hning\nBên B: Tạ Quang Huynh, 51 tuổi, Thôn 7, xã Ea Hning",
        "content": "Tranh chấp tiền mua bán con nghé.",
        "agreement": "Trả đủ trong hai tháng.",
        "success": "x",
        "failure": "",
        "signed": "Đã ký",
        "note": "",
    }
    assert set(cells) <= set(plain), cells
    return list((plain | cells).values())


def read(content: bytes, **options: Any) -> MediationBook:
    """Read a file with the office's usual arguments."""
    return read_mediation_book(content, **({"as_of": AS_OF, "places": places()} | options))


def read_rows(*rows: Sequence[Any]) -> MediationBook:
    """Read a book of one sheet with the usual cover and header and these rows."""
    return read(write_book(("Thôn 7", [*TITLES, HEADER, *rows])))


def read_one(**cells: Any) -> MediationRow:
    """The dispute of one row."""
    (row,) = read_rows(dispute(**cells)).rows
    return row


def read_sheet(*rows: Sequence[Any], merges: Any = ()) -> tuple[list[MediationRow], list[int]]:
    """Read a sheet that no file could hold; its disputes, and the numbers of the rows that were skipped."""
    sheet = Sheet("Thôn 7", tuple(map(tuple, rows)), merges)
    result = sort_rows(sheet, None, MEDIATIONS)
    kept = list(lay_out(SortedSheet(sheet, result), Laying(AS_OF, None, None)))
    return understand(kept, Logbook(places())), [row + 1 for row, _ in result.skipped]


def people(row: MediationRow) -> list[tuple[str, int | None, str | None, str]]:
    """Who a row's parties are: name, age, home and the letter of their side (a, b, or d for those concerned)."""
    return [(one.name, one.age, one.address, str(one.role)[-1]) for one in row.persons]


def codes(row: MediationRow) -> set[str]:
    """The codes of a row's problems."""
    return {found.code for found in row.problems}


def expected() -> dict[str, Any]:
    """What an importer should reach for the book of the data set."""
    return json.loads(EXPECTED.read_text("utf-8"))
