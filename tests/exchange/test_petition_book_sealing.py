"""Nothing that tells who denounced comes out of a petition book: not in a field, a message, a repr or a tie."""

import json
from typing import Any

import pytest

from caseapp.exchange.petition_book import PetitionBook, PetitionRow, petition_to_json
from caseapp.text import fold
from tests.exchange import petition_books
from tests.exchange.petition_books import codes, petition, read_one, read_rows, read_sheet

NAME, HOME, PHONE = "Quàng Thị Xuyến", "Thôn Lạ Lùng, xã Ea Hning", "0773000555"
SECRET = {"sender": f"{NAME}, SĐT {PHONE}", "address": HOME}
DENOUNCED = {"content": "Tố cáo trưởng thôn thu tiền không có phiếu thu.", "kind": "Tố cáo"} | SECRET


@pytest.fixture(scope="module")
def book() -> PetitionBook:
    return petition_books.read(petition_books.BOOK.read_bytes())


def _shown(*rows: PetitionRow) -> str:
    plain = [dict(petition_to_json(row)) for row in rows]
    return fold(json.dumps(plain, ensure_ascii=False, default=str) + repr(rows) + str(rows))


def _assert_sealed(row: PetitionRow) -> None:
    assert (row.confidential, row.persons) == (True, ())
    assert "CONFIDENTIAL" in codes(row)
    for secret in (NAME, "Xuyến", "Lạ Lùng", PHONE):
        assert fold(secret) not in _shown(row)


def test_no_trace_of_a_denouncer_of_the_book(book: PetitionBook) -> None:
    truth = petition_books.expected()["rows"]
    openly = {person["name"] for row in truth if not row["confidential"] for person in row["persons"]}
    secrets = {person["name"] for row in truth if row["confidential"] for person in row["persons"]} - openly
    assert len(secrets) > 15
    shown = _shown(*book.rows)
    assert [secret for secret in secrets if fold(secret) in shown] == []


def test_open_and_sealed_rows_are_never_tied_to_each_other(book: PetitionBook) -> None:
    sealed = {row.row: row.confidential for row in book.rows}
    ties = [(row, tie) for row in book.rows for tie in (row.is_repeat_of, row.same_matter_as) if tie]
    assert len(ties) > 15
    assert all(sealed[row.row] == sealed[tie.row] for row, tie in ties)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"kind": "", "competence": "", "outcome": "Chuyển bà Xuyến"},
        {"kind": "Khiếu nại", "content": "Khiếu nại việc đo đất, đồng thời tố cáo cán bộ địa chính nhận tiền."},
        {"kind": "Kiến nghị, phản ánh", "content": "Phản ánh cán bộ gợi ý phải đưa tiền mới làm."},
        {"kind": "Nhiều nội dung", "content": "Đơn nêu nhiều việc ở thôn."},
        {"kind": "Kiến nghị, phản ánh", "content": "Đề nghị xem xét.", "outcome": "Thụ lý tố cáo"},
        {"kind": "", "content": ""},
        {"source": f"Bà {NAME} nộp, nhờ chuyển"},
        {"source": f"Báo, do {NAME} chuyển đến", "document": ""},
        {"outcome": f"Mời bà {NAME} lên làm việc"},
        {"competence": f"hỏi lại {NAME}"},
        {"signers": f"{NAME} ký"},
        {"document": f"gửi {NAME}", "document_date": f"{NAME}"},
        {"date": f"{NAME} {PHONE}"},
        {"result": f"Đã trả lời bà Xuyến, ĐT {PHONE}, ở {HOME}"},
        {"number": f"12 {NAME}"},
    ],
)
def test_a_sealed_row_tells_nobody(cells: dict[str, Any]) -> None:
    _assert_sealed(read_one(**(DENOUNCED | cells)))


def test_what_stands_beside_the_form_is_not_kept() -> None:
    header = [*petition_books.HEADER, "Người nhận đơn", "Ghi chú"]
    rows, _ = read_sheet(header, [*petition(**DENOUNCED), "con của bà ấy là anh Tùng", f"gọi {PHONE}"])
    _assert_sealed(rows[0])
    assert "Tùng" not in repr(rows)
    assert "CELLS_NOT_KEPT" in codes(rows[0])


def test_a_matter_once_denounced_is_sealed_wherever_it_comes_back() -> None:
    again = {"content": "Trưởng thôn thu, không có phiếu.", "kind": "Kiến nghị, phản ánh"}
    first, second = read_rows(petition(**(DENOUNCED | again)), petition(**(DENOUNCED | {"number": 2}))).rows
    _assert_sealed(first)
    _assert_sealed(second)


def test_the_same_words_from_somebody_else_are_sealed_too() -> None:
    words = {"content": "Việc đổ đất ở bãi sau nhà văn hóa thôn trong ba đêm liền, có ảnh."}
    told, again = read_rows(
        petition(**(DENOUNCED | words)), petition(**words, number=2, sender="Lò Văn Ún", kind="Phản ánh")
    ).rows
    assert told.confidential
    assert again.confidential


def test_a_sealed_repeat_points_to_the_sealed_first_one() -> None:
    filed = {"number": 2, "outcome": "Lưu, trùng đơn đã nhận", "document": "", "document_date": ""}
    first, second = read_rows(
        petition(**DENOUNCED, outcome="Chuyển Thanh tra tỉnh", competence="Không thuộc thẩm quyền"),
        petition(**(DENOUNCED | filed)),
    ).rows
    assert second.is_repeat_of is not None
    assert second.is_repeat_of.row == first.row
    assert second.outcome_body == "Thanh tra tỉnh"
    _assert_sealed(second)
