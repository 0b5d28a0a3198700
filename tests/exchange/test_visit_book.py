"""Registers of other shapes: columns in another order, several sheets, merged cells, sums, signatures, wrong files."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from caseapp.exchange import book_workbook
from caseapp.exchange.visit_book import BookProblem, Person
from tests.exchange import books
from tests.exchange.books import HEADER, read, read_rows, visit, write_book


def _codes(row: Any) -> set[str]:
    return {found.code for found in row.problems}


def test_a_plain_row() -> None:
    (row,) = read_rows(visit()).rows
    assert row.persons == (
        Person(
            "Nguyễn Thanh Thắng",
            "066071916498",
            "cccd",
            "Thôn Tân Thủy, xã Cư Blang",
            "xã Cư Blang",
            "Đắk Lắk",
            None,
            "visitor",
        ),
    )
    assert (row.date, row.kind, row.outcome, row.problems) == (date(2026, 7, 2), "feedback", "accepted", ())


def test_columns_are_found_by_their_titles_in_any_order() -> None:
    order = [4, 5, 12, 11, 0, 3, 2, 1, 8, 9, 10, 7, 6]
    rows = [[cells[place] for place in order] for cells in (HEADER, visit(), visit(stt=2))]
    book = read(write_book(("Sổ", rows)))
    assert [row.stt for row in book.rows] == ["1", "2"]
    assert all(row.persons[0].id_number == "066071916498" and not row.problems for row in book.rows)


def test_columns_are_found_by_their_numbers_when_the_titles_are_strange() -> None:
    numbers = [f"({number})" for number in range(1, 14)]
    (row,) = read(write_book(("Sổ", [["A"] * 13, numbers, visit()]))).rows
    assert row.kind == "feedback"
    assert row.persons[0].name == "Nguyễn Thanh Thắng"


def test_address_and_phone_may_have_columns_of_their_own() -> None:
    header = ["TT", "Ngày, tháng", "Họ và tên", "Địa chỉ", "Số điện thoại", "CCCD", "Nội dung", "Loại đơn", "Kết quả"]
    cells = [
        1, "02/07/2026", "LÊ VĂN BÌNH", "Thôn 3, xã Hòa Trung, huyện Krông Sa", "0773 000 339", "066071916498",
        "Kiến nghị sửa đường.", "KN, PA", "Đã giải thích",
    ]  # fmt: skip
    (row,) = read(write_book(("Sổ 2026", [header, cells]))).rows
    assert row.persons[0] == Person(
        "Lê Văn Bình", "066071916498", "cccd", cells[3], "xã Ea Hning", "Đắk Lắk", "0773000339", "visitor"
    )
    assert (row.kind, row.outcome) == ("feedback", "explained")


def test_several_sheets_each_with_its_own_numbers_and_one_without_a_header() -> None:
    book = read(
        write_book(
            ("Quý III", [HEADER, visit(), visit(stt=2)]),
            ("Quý IV", [visit(stt=1, date=date(2026, 10, 5)), visit(stt=1, date=date(2026, 10, 6))]),
            ("Danh mục", [["Xã", "Tỉnh"], ["Ea Hning", "Đắk Lắk"]]),
        )
    )
    assert [(row.sheet, row.row) for row in book.rows] == [("Quý III", 2), ("Quý III", 3), ("Quý IV", 1), ("Quý IV", 2)]
    assert ["STT_DUPLICATE" in _codes(row) for row in book.rows] == [False, False, False, True]
    assert [str(row.reason) for row in book.skipped] == ["header", "no_header", "no_header"]


def test_a_cell_merged_over_rows_holds_for_each_of_them() -> None:
    rows = [HEADER, visit(), visit(stt=2, date=None), visit(stt=3, date=date(2026, 7, 6))]
    book = read(write_book(("Sổ 2026", rows), merges=[(1, 1, 2, 1, "02/07/2026")]))
    assert [row.date for row in book.rows] == [date(2026, 7, 2), date(2026, 7, 2), date(2026, 7, 6)]


def test_rows_that_are_no_visits_are_skipped_with_their_reason() -> None:
    blank: list[Any] = []
    book = read_rows(
        visit(),
        blank,
        ["Tháng 8"],
        visit(stt=2),
        HEADER,
        [f"({number})" for number in range(1, 14)],
        visit(stt=3),
        [4],
        ["Tổng cộng", "", "3 lượt"],
        ["", "", "", "", "", "", "", "", "", "Ea Hning, ngày 30 tháng 9 năm 2026"],
        ["", "", "Thủ trưởng đơn vị", "", "", "", "", "", "", "Người ghi sổ"],
        ["", "", "Lê Văn A", "", "", "", "", "", "", "Trần Thị B"],
    )
    reasons = {row.row: str(row.reason) for row in book.skipped}
    assert [row.stt for row in book.rows] == ["1", "2", "3"]
    assert reasons == {
        1: "title", 2: "header", 4: "blank", 5: "title", 7: "repeated_header", 8: "repeated_header",
        10: "blank", 11: "subtotal", 12: "signature", 13: "signature", 14: "signature",
    }  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        {"person": "Công Thị Tổng\nThôn 1, xã Ea Hning"},
        {"person": "Tống Văn Quý"},
        {"content": "Tổng cộng ba việc: đường, điện, nước"},
        {"stt": "", "person": "Lê Văn Ký", "date": "", "id": "", "kind": ""},
        {"stt": "", "date": "", "person": "", "id": "", "kind": ""},
    ],
    ids=str,
)
def test_a_visit_that_looks_like_something_else_stays_a_visit(cells: dict[str, Any]) -> None:
    book = read_rows(visit(), visit(**({"stt": 2} | cells)))
    assert [row.row for row in book.rows] == [3, 4]


def test_a_row_without_anything_useful_is_still_there() -> None:
    (_, row) = read_rows(visit(), ["", "", "Lê Văn Lý"]).rows
    assert row.confidential, "neither kind nor content: nobody knows that it is no denunciation"
    assert {"DATE_MISSING", "KIND_MISSING", "CONTENT_MISSING", "OUTCOME_MISSING"} <= _codes(row)


def test_the_same_person_again_and_another_with_the_same_name() -> None:
    road = "Kiến nghị sửa đoạn đường từ cầu Suối Đục đến Buôn Tơng."
    book = read_rows(
        visit(stt=1, content=road),
        visit(stt=2, content="Hỏng đoạn đường cầu Suối Đục đi Buôn Tơng, nhờ xã sửa."),
        visit(stt=3, content="Xin cấp lại thẻ bảo hiểm y tế cho mẹ 76 tuổi."),
        visit(stt=4, content=road, id="066071916499"),
        visit(stt=5, content=road, id=""),
    )
    assert [row.is_repeat_of.row if row.is_repeat_of else None for row in book.rows] == [None, 3, None, None, 3]
    assert "REPEAT_UNSURE" in _codes(book.rows[4])


# ── files that are no register ─────────────────────────────────────────────────────────────────


def _with_cell_at(place: str) -> bytes:
    """A tiny file whose one sheet claims a cell far out: laid out in full it would fill the memory."""
    source, target = io.BytesIO(write_book(("Sổ", [["x"]]))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b'<c r="A1"', f'<c r="{place}"'.encode())
            new.writestr(part.filename, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"PK\x03\x04 not really", "không phải sổ Excel"),
        (b"%PDF-1.7", "không phải sổ Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "không phải sổ Excel"),
        (write_book(("Sổ", [])), "Không tìm thấy dòng tiêu đề"),
        (write_book(("Sổ", [["Họ tên"], ["Lê Văn A"]])), "Không tìm thấy dòng tiêu đề"),
        (write_book(("Sổ", [HEADER])), "chưa có dòng nào"),
        (b"x" * (book_workbook.MAX_BYTES + 1), "lớn hơn 50 MB"),
        (_with_cell_at("A1048576"), "dòng 1048576"),
        (_with_cell_at("XFD9"), "cột 16384"),
    ],
    ids=["empty", "cut", "pdf", "password", "no cell", "no header", "no row", "too big", "too long", "too wide"],
)
def test_a_file_that_is_no_register_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(BookProblem, match=words) as caught:
        read(content)
    assert caught.value.words(lambda template: template) == caught.value.message


def test_a_damaged_part_is_refused_in_words() -> None:
    content = bytearray(books.REGISTER.read_bytes())
    for place in range(900, len(content) - 900, 701):
        broken = content.copy()
        broken[place : place + 40] = b"\xff" * 40
        try:
            assert read(bytes(broken)).rows
        except BookProblem as refused:
            assert refused.message  # noqa: PT017 - most damage is refused, some of it hits nothing that is read


def test_a_stream_is_read_like_bytes() -> None:
    with books.REGISTER.open("rb") as stream:
        assert len(read(stream).rows) == 120  # type: ignore[arg-type]
