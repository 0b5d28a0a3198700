"""Whatever stands in the cells: the reader never fails, never loses a row, never lets anybody out of a sealed one."""

from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.exchange.book_columns import sort_rows
from caseapp.exchange.book_visits import Known
from caseapp.exchange.book_workbook import Sheet
from caseapp.exchange.visit_book import _Reading, to_json
from caseapp.law.calendars import SHIPPED
from tests.exchange import books
from tests.exchange.books import AS_OF, HEADER

FRAGMENTS = [
    "TC", "KN", "KNPA", "Nguyễn Văn A", "Thôn 1, xã Ea Hning", "066071916498", "6,6E+10", "29/7", "31/09/2026", "nt",
    "(1)", "Cộng quý III", "NGƯỜI GHI SỔ", "STT", "Nội dung", "Tố cáo", "\u200b", "=1+1", "e\u0301", "\ufffd", "x",
    "và", ";", "\n", "Đoàn 45 người, đại diện:", "{name}", "%s", "(", "[", "\\", "0773000339", "số 4/PH-TCD",
    "Từ chối tiếp",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join),
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


def _read(sheet: Sheet) -> tuple[list[Any], list[Any]]:
    """Read a sheet that no file could hold: every sort of cell in every place."""
    result = sort_rows(sheet)
    reading = _Reading(AS_OF, None, SHIPPED, Known(books.places()))
    return reading.visits(reading.entries(sheet, result)), list(result.skipped)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(cells, max_size=15), max_size=8), header=st.booleans())
def test_no_cell_is_too_strange(rows: list[list[Any]], header: bool) -> None:
    whole = [tuple(HEADER), *map(tuple, rows)] if header else [tuple(row) for row in rows]
    found, skipped = _read(Sheet("Sổ 2026", tuple(whole), (((1, 0), (2, 1)), ((0, 0), (5, 30)))))
    numbers = [row.row for row in found] + [row + 1 for row, _ in skipped]
    assert sorted(numbers) == list(range(1, len(whole) + 1))
    for row in found:
        assert to_json(row)["row"] == row.row
        assert not (row.confidential and row.persons)
        assert row.date is None or row.date <= AS_OF


@settings(max_examples=60, deadline=None)
@given(
    values=st.fixed_dictionaries({"content": texts, "note": texts, "follow_up": texts, "guided": texts, "count": texts})
)
def test_a_denouncer_is_never_let_out(values: dict[str, str]) -> None:
    secret = {"kind": "TC", "person": "Quàng Thị Xuyến\nThôn Lạ Lùng, xã Ea Hning", "id": "066303977224"}
    cells_of_row = tuple(books.visit(**(values | secret)))
    (row,), _ = _read(Sheet("Sổ 2026", (tuple(HEADER), cells_of_row), ()))
    shown = repr(row) + str(to_json(row))
    assert "Xuyến" not in shown
    assert "066303977224" not in shown
    assert "Lạ Lùng" not in shown


def test_dates_of_every_sort_are_kept_apart() -> None:
    rows = (tuple(HEADER), tuple(books.visit(date=datetime(2026, 7, 2, 9))), tuple(books.visit(date=date(1, 1, 1))))  # noqa: DTZ001
    found, _ = _read(Sheet("Sổ 2026", rows, ()))
    assert [row.date for row in found] == [date(2026, 7, 2), None]
