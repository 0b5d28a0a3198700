"""Nothing that tells who denounced comes out of a book: not in a field, a message, a repr, in whatever spelling."""

import base64
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from caseapp.exchange.visit_book import Book, to_json
from caseapp.text import fold
from tests.exchange import books


def _everything(book: Book) -> str:
    plain = [dict(to_json(row)) for row in book.rows]
    return "\n".join([json.dumps(plain, ensure_ascii=False), json.dumps(plain), repr(book), str(book.skipped)])


def _spellings(secret: str) -> Iterator[bytes]:
    for text in {secret, secret.upper(), secret.lower()}:
        for form in ("NFC", "NFD"):
            shaped = unicodedata.normalize(form, text)
            yield shaped.encode()
            yield shaped.encode("utf-16-le")
            yield shaped.encode("utf-16-be")
            yield base64.b64encode(shaped.encode())
            yield shaped.encode("unicode_escape")


def _traces(book: Book, secrets: set[str]) -> list[str]:
    haystack = _everything(book)
    whole = b"\n".join(haystack.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
    unmarked = fold(haystack)
    return [
        secret
        for secret in secrets
        if fold(secret) in unmarked or any(spelling in whole for spelling in _spellings(secret))
    ]


def test_no_trace_of_a_denouncer_of_the_register(register: Book, expected: dict[str, Any]) -> None:
    sealed = [row for row in expected["rows"] if row["confidential"]]
    openly = {person["name"] for row in expected["rows"] if not row["confidential"] for person in row["persons"]}
    people = [person for row in sealed for person in row["persons"]]
    secrets = {person["name"] for person in people} - openly
    secrets |= {number for person in people if (number := person["id_number"])}
    secrets |= {phone for person in people if (phone := person["phone"])}
    assert len(secrets) > 30
    assert _traces(register, secrets) == []


def test_sealed_rows_hold_nobody_and_are_tied_to_nothing(register: Book) -> None:
    sealed = [row for row in register.rows if row.confidential]
    assert sealed
    numbers = {row.row for row in sealed}
    for row in sealed:
        assert row.persons == ()
        assert row.is_repeat_of is None
        assert row.same_matter_as is None
        assert "CONFIDENTIAL" in {found.code for found in row.problems}
    for row in register.rows:
        for tie in (row.is_repeat_of, row.same_matter_as):
            assert tie is None or tie.row not in numbers


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "TC"},
        {"kind": "Tố cáo"},
        {"kind": "to cao"},
        {"kind": "T/cáo"},
        {"kind": unicodedata.normalize("NFD", "Đơn tố cáo")},
        {"kind": "KN + TC"},
        {"kind": "TC, KNPA"},
        {"kind": "KN", "content": "Khiếu nại việc đo đất, đồng thời tố cáo cán bộ địa chính."},
        {"kind": "", "content": "Trưởng thôn gom 210 triệu của bà con, hỏi thì không đưa sổ sách."},
        {"kind": "KNPA", "content": "Phản ánh cán bộ hộ tịch gợi ý phải đưa tiền mới làm."},
        {"kind": "KNPA", "content": "Can bo dia chinh nhan tien cua ho lien ke, to cao luon"},
        {"kind": "KNPA", "note": "kèm đơn tố cáo"},
        {"kind": "", "content": ""},
        {"kind": "?", "content": "  "},
    ],
    ids=str,
)
def test_a_row_that_may_denounce_is_sealed(cells: dict[str, str]) -> None:
    (row,) = books.read_rows(books.visit(**cells)).rows
    assert row.confidential
    assert row.persons == ()
    assert _traces(books.read_rows(books.visit(**cells)), {"Nguyễn Thanh Thắng", "066071916498"}) == []


NAME, NUMBER, PHONE = "Điêu Thị Mỹ Hòa", "066071916498", "0773000339"
LEAKS = [
    {"content": f"Bà {NAME} tố cáo trưởng thôn thu tiền."},
    {"content": f"Tố cáo trưởng thôn. Người tố cáo: {NAME.upper()}, ĐT 0773.000.339"},
    {"content": "Dieu Thi My Hoa to cao truong thon, so 066 071 916 498"},
    {"content": unicodedata.normalize("NFD", f"Tố cáo trưởng thôn, {NAME} ký tên")},
    {"content": "Tố cáo trưởng thôn (Điêu Thị Mỹ Hoà, +84 773 000 339)"},
    {"note": f"Đã gọi {PHONE} cho bà Hòa"},
    {"note": "chị Mỹ  Hòa hẹn tuần sau"},
    {"follow_up": f"Đã mời {NAME} và 066.071.916.498"},
    {"resolved_by": f"UBND xã trả lời {NAME}"},
    {"guided": f"Công an xã, giao {NAME} (số 4/PH-TCD)", "accepted": ""},
    {"stt": f"7 {NAME}"},
    {"kind": f"TC ({NAME})"},
    {"date": f"2/7 {NAME}"},
    {"count": f"2, {NAME}"},
    {"id": f"{NUMBER}; {NUMBER}"},
    {"id": 66071916498},
    {"id": "6607191649"},
    {"person": NAME},
    {"person": f"{NAME}, {NUMBER}, ĐT: {PHONE}", "id": ""},
]


@pytest.mark.parametrize("cells", LEAKS, ids=str)
def test_a_name_or_number_elsewhere_in_a_sealed_row_goes_too(cells: dict[str, Any]) -> None:
    whole = {
        "kind": "TC",
        "person": f"Bà {NAME}\nThôn Mỹ Thuận, xã An Hải Trung\nĐT: 0773 000 339",
        "id": NUMBER,
    } | cells
    book = books.read_rows(books.visit(**whole))
    assert book.rows[0].confidential
    assert (
        _traces(book, {NAME, NUMBER, NUMBER[1:], PHONE, "Mỹ Hòa", "Thôn Mỹ Thuận, xã An Hải Trung", "6607191649"}) == []
    )


def test_what_was_removed_is_said_and_the_matter_stays() -> None:
    (row,) = books.read_rows(
        books.visit(
            kind="TC",
            person=f"{NAME}\nThôn 1, xã Ea Hning",
            content=f"{NAME} tố cáo thu 210.000.000 đồng ở nhà văn hóa.",
        )
    ).rows
    assert row.content == "[…] tố cáo thu 210.000.000 đồng ở nhà văn hóa."
    assert "IDENTITY_REMOVED" in {found.code for found in row.problems}


def test_columns_outside_the_form_are_kept_openly_but_not_in_a_sealed_row() -> None:
    header = [*books.HEADER, "Năm sinh"]
    rows = [[*books.visit(stt=1), "1957"], [*books.visit(stt=2, kind="TC", content="Tố cáo trưởng thôn."), "1957"]]
    plain, sealed = books.read(books.write_book(("Sổ", [header, *rows]))).rows
    assert plain.note == "Năm sinh: 1957"
    assert sealed.note is None
    assert "CELLS_NOT_KEPT" in {found.code for found in sealed.problems}


@pytest.mark.parametrize("first", ["TC", "KNPA"])
def test_a_matter_is_sealed_wherever_the_same_person_brings_it(first: str) -> None:
    cars = "Năm nhà có xe hơi trong thôn vẫn được vào danh sách hộ cận nghèo lãnh bò giống."
    second = "KNPA" if first == "TC" else "TC"
    book = books.read_rows(
        books.visit(stt=1, kind=first, content=cars),
        books.visit(stt=2, kind=second, content="Danh sách cận nghèo có năm nhà có xe hơi, lãnh bò giống."),
        books.visit(stt=3, content="Kiến nghị sửa đoạn đường từ cầu Suối Đục đến Buôn Tơng."),
    )
    assert [row.confidential for row in book.rows] == [True, True, False]


def test_an_open_row_never_points_at_the_number_of_a_sealed_one() -> None:
    book = books.read_rows(
        books.visit(stt=1, kind="TC", content="Tố cáo trưởng thôn."),
        books.visit(stt=2, person="Lê Thúy Út\nThôn 1, xã Ea Hning"),
    )
    assert "ID_SHARED" not in {found.code for found in book.rows[1].problems}
