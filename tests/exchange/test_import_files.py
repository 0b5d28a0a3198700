"""What is handed in: Excel, CSV as people save it, and everything that is no book."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from caseapp.exchange.reading import places_near, read_visits
from caseapp.exchange.visit_book import BookProblem
from caseapp.law.calendars import SHIPPED
from tests.exchange import books
from tests.exchange.books import visit


def read(content: bytes, limit_mb: int = 10) -> object:
    return read_visits(content, as_of=books.AS_OF, places=books.places(), calendar=SHIPPED, limit_mb=limit_mb)


def table(separator: str = ",") -> str:
    lines = io.StringIO(newline="")
    cells = [
        ["SỔ TIẾP CÔNG DÂN NĂM 2026"],
        books.HEADER,
        visit(date="02/07/2026"),
        visit(stt=2, date="3/7/2026", person="H'Mai Niê, Buôn Kla, xã Cư Blang", content="Hỏi thủ tục; xin hướng dẫn"),
    ]
    csv.writer(lines, delimiter=separator).writerows(cells)
    return lines.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_like_a_sheet(coding: str, separator: str) -> None:
    rows = read(table(separator).encode(coding)).rows
    assert [row.date for row in rows] == [date(2026, 7, 2), date(2026, 7, 3)]
    assert rows[0].persons[0].id_number == "066071916498"
    assert rows[1].persons[0].name == "H'Mai Niê"


def test_csv_rows_are_sealed_too() -> None:
    secret = "STT,Ngày tiếp,Họ tên,Nội dung,Loại\n1,2/7/2026,Trần Thị Bưởi,Tố cáo trưởng thôn,TC\n"
    row = read(secret.encode()).rows[0]
    assert row.confidential
    assert row.persons == ()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"MZ\x90\0" + b"\0" * 90, "không phải sổ Excel"),
        (b"%PDF-1.7\n\0\x01\x02", "không phải sổ Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "không phải sổ Excel"),
        (OLD, "đời cũ (.xls)"),
        (b"PK\x03\x04" + b"\0" * 40, "Không mở được tệp"),
        (b"xin chao", "Không tìm thấy dòng tiêu đề"),
        ("STT,Ngày tiếp,Họ tên,Nội dung,Loại\n".encode(), "chưa có dòng nào"),
        (b"\xff\xfea", "không phải sổ Excel"),
        (books.write_book(("Trang 1", [["Danh sách hộ nghèo"], ["Hộ", "Thôn"], ["A", "1"]])), "dòng tiêu đề"),
        (b"a,b\n" * 20_001, "hơn 20000 dòng"),
        (b"x" * (1 << 20 | 1), "lớn hơn 1 MB"),
    ],
)
def test_what_is_no_book_is_told_in_words(content: bytes, words: str) -> None:
    with pytest.raises(BookProblem, match=words.replace("(", r"\(").replace(")", r"\)")):
        read(content, limit_mb=1)


def test_the_table_of_places_lies_beside_the_book_or_in_the_office(tmp_path: Path) -> None:
    beside, office = tmp_path / "a", tmp_path / "b"
    beside.mkdir()
    office.mkdir()
    assert places_near(beside, office).changes == ()
    (office / "place-changes.csv").write_bytes((books.DATA / "place-changes.csv").read_bytes())
    assert places_near(beside, office).changes == books.places().changes
    (beside / "place-changes.csv").write_text("cột,khác\n1,2\n", "utf-8")
    with pytest.raises(BookProblem, match="bảng địa danh"):
        places_near(beside, office)
