"""Whatever stands in the cells: the reader never fails, never loses a row, never lets anybody out of a sealed one."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.exchange.petition_book import petition_to_json
from tests.exchange.books import AS_OF
from tests.exchange.petition_books import HEADER, petition, read_sheet

FRAGMENTS = [
    "Tố cáo", "Khiếu nại", "Kiến nghị, phản ánh", "Nhiều nội dung", "Đơn xin", "Nguyễn Văn A", "và 11 hộ", "Nặc danh",
    "Thôn 1, xã Ea Hning", "066071916498", "29/7", "31/09/2026", "nt", "Cộng đến 30/9", "NGƯỜI GHI SỔ", "Số đến",
    "Nội dung", "Báo chuyển đến", "Bưu điện", "Ko thuộc TQ", "Thuộc thẩm quyền", "Thụ lý", "Chuyển Công an tỉnh",
    "Hướng dẫn gửi", "Trả lại đơn cho nơi chuyển", "Lưu, trùng đơn đã nhận", "Hướng dẫn tách đơn", "12/PC-UBND",
    "Quyết định số 12/QĐ-UBND giải quyết khiếu nại lần đầu", "Đơn đồng gửi:", "không viết đơn này", "\u200b", "=1+1",
    "e\u0301", "\ufffd", "x", "và", ";", "\n", "{name}", "%s", "(", "[", "\\", "0773000339",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
)
cells = st.one_of(
    texts,
    st.floats(),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(cells, max_size=15), max_size=6), header=st.booleans())
def test_no_cell_is_too_strange(rows: list[list[Any]], header: bool) -> None:
    whole = [list(HEADER), *rows] if header else rows
    found, skipped = read_sheet(*whole, merges=(((1, 0), (2, 1)), ((0, 0), (5, 30))))
    assert sorted([row.row for row in found] + skipped) == list(range(1, len(whole) + 1))
    for row in found:
        assert petition_to_json(row)["row"] == row.row
        assert not (row.confidential and row.persons)
        assert not (row.anonymous and row.persons)
        assert row.date is None or row.date <= AS_OF
        assert row.document_date is None or row.document_date <= AS_OF


@settings(max_examples=60, deadline=None)
@given(
    values=st.fixed_dictionaries(
        {"content": texts, "source": texts, "outcome": texts, "result": texts, "signers": texts, "document_date": texts}
    )
)
def test_a_denouncer_is_never_let_out(values: dict[str, str]) -> None:
    secret = {"kind": "Tố cáo", "sender": "Quàng Thị Xuyến", "address": "Thôn Lạ Lùng, xã Ea Hning"}
    (row,), _ = read_sheet(HEADER, petition(**(values | secret)))
    shown = repr(row) + str(petition_to_json(row))
    assert "Xuyến" not in shown
    assert "Lạ Lùng" not in shown


@settings(max_examples=60, deadline=None)
@given(values=st.fixed_dictionaries({"source": texts, "competence": texts, "outcome": texts, "signers": texts}))
def test_what_is_written_is_read_or_named_as_a_problem(values: dict[str, str]) -> None:
    (row,), _ = read_sheet(HEADER, petition(**values))
    fields = {found.field for found in row.problems}
    assert row.source or "source" in fields
    assert row.competence or "competence" in fields
    assert row.outcome or "outcome" in fields
    assert row.people_count is not None or "signers" in fields or "persons" in fields
