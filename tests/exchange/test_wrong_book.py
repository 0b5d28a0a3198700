"""A book that is handed in as another one: the message says which it is, at the field; a row names its own day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseapp.exchange.book_problems import BookProblem, Level, Problem
from caseapp.exchange.reading import read_mediations, read_petitions, read_visits
from caseapp.exchange.row_parts import spoken
from caseapp.law.calendars import SHIPPED
from tests.exchange import books, mediation_books, petition_books

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

AS_OF = {"as_of": books.AS_OF, "calendar": SHIPPED}
NUMBERS = [f"({number})" for number in range(1, 11)]
SHORT = ["STT", "Ngày", "Hòa giải viên", "Họ tên các bên", "Nội dung", "Kết quả"]
HOUSEHOLDS = books.write_book(("Sổ", [["Hộ", "Thôn"], ["A", "1"]]))


def visits(*rows: list[Any]) -> bytes:
    return books.write_book(("Sổ", [["SỔ TIẾP CÔNG DÂN NĂM 2026"], books.HEADER, *rows]))


def petitions(*rows: list[Any]) -> bytes:
    return books.write_book(("Sổ", [["SỔ TIẾP NHẬN ĐƠN NĂM 2026"], petition_books.HEADER, *rows]))


def mediations(*rows: list[Any], header: Any = mediation_books.HEADER) -> bytes:
    return books.write_book(("Sổ", [*mediation_books.TITLES, header, *rows]))


@pytest.mark.parametrize(("read", "content", "name"), [
    (read_visits, petitions(petition_books.petition()), "chọn “Sổ tiếp nhận, xử lý đơn”"),
    (read_visits, petitions(), "chọn “Sổ tiếp nhận, xử lý đơn”"),
    (read_petitions, visits(books.visit()), "chọn “Sổ tiếp công dân”"),
    (read_petitions, visits(), "chọn “Sổ tiếp công dân”"),
    (read_mediations, visits(books.visit()), "chọn “Sổ tiếp công dân”"),
    (read_mediations, petitions(petition_books.petition()), "chọn “Sổ tiếp nhận, xử lý đơn”"),
    (read_visits, mediations(mediation_books.dispute()), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_petitions, mediations(mediation_books.dispute()), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_petitions, mediations(NUMBERS, mediation_books.dispute()), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_visits, mediations(header=SHORT), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_visits, mediation_books.BOOK.read_bytes(), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_petitions, mediation_books.BOOK.read_bytes(), "chọn “Sổ theo dõi hoạt động hòa giải ở cơ sở”"),
    (read_mediations, books.REGISTER.read_bytes(), "chọn “Sổ tiếp công dân”"),
    (read_mediations, petition_books.BOOK.read_bytes(), "chọn “Sổ tiếp nhận, xử lý đơn”"),
    (read_visits, HOUSEHOLDS, "Không tìm thấy dòng tiêu đề của sổ tiếp công dân"),
    (read_petitions, HOUSEHOLDS, "Không tìm thấy dòng tiêu đề của sổ tiếp nhận đơn"),
    (read_mediations, HOUSEHOLDS, "Không tìm thấy dòng tiêu đề của sổ theo dõi hoạt động hòa giải"),
])
def test_the_message_says_which_import_it_belongs_to(read: Callable[..., Any], content: bytes, name: str) -> None:
    with pytest.raises(BookProblem, match=name):
        read(content, places=books.places(), **AS_OF)


def test_a_book_of_the_right_sort_without_rows_is_no_other_book() -> None:
    for read, empty in ((read_visits, visits()), (read_petitions, petitions()), (read_mediations, mediations())):
        with pytest.raises(BookProblem, match="chưa có dòng nào"):
            read(empty, places=books.places(), **AS_OF)


@pytest.mark.parametrize("code", ["DATE_INVALID", "DATE_TWO_VALUES"])
def test_a_sealed_row_of_either_book_names_its_day_by_no_book(code: str) -> None:
    found = Problem(code, "date", Level.STOP, "Ngày “{written}”.", (("written", "31/02"),))
    assert spoken(found, sealed=True) == "Mục “ngày” của dòng này cần đối chiếu với sổ giấy."
