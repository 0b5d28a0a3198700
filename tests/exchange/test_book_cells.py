"""Single cells as clerks write them: dates, numbers, people, kinds, outcomes, addresses."""

from datetime import date, datetime
from typing import Any

import pytest

from caseapp.exchange.book_dates import read_date_cell
from caseapp.exchange.book_ids import read_ids
from caseapp.exchange.book_kinds import kinds_named, read_kind
from caseapp.exchange.book_outcomes import Outcome, read_outcome
from caseapp.exchange.book_people import lost_its_marks, read_people
from caseapp.exchange.book_places import units_of
from tests.exchange.books import places, read_rows, visit


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 7, 29),
        datetime(2026, 7, 29, 8, 30),  # noqa: DTZ001
        46232,
        46232.0,
        "29/7/2026",
        "29.07.2026",
        "29-7-26",
        "ngày 29 tháng 7 năm 2026",
        "2026-07-29",
        " 29 / 7 / 2026 ",
        "\u200e29/07/2026",
    ],
    ids=str,
)
def test_dates_are_read_day_first_in_any_spelling(cell: Any) -> None:
    read = read_date_cell(cell, 2026)
    assert (read.read, read.problems) == (date(2026, 7, 29), ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/09/2026", "DATE_INVALID"),
        ("2/7/0026", "DATE_INVALID"),
        ("hôm qua", "DATE_INVALID"),
        ("sáng thứ hai", "DATE_INVALID"),
        ("22/08/2026 và 25/08/2026", "DATE_TWO_VALUES"),
        ("29/7 - 30/7", "DATE_TWO_VALUES"),
        ("", "DATE_MISSING"),
        (None, "DATE_MISSING"),
        ("29/7", "DATE_YEAR_ASSUMED"),
        (float("inf"), "DATE_INVALID"),
        (7.0, "DATE_INVALID"),
    ],
)
def test_dates_that_a_person_must_decide_or_confirm(cell: Any, code: str) -> None:
    assert [found.code for found in read_date_cell(cell, 2026).problems] == [code]


@pytest.mark.parametrize("cell", ["nt", "N.T", '"', "''", "như trên", "-nt-", "〃"])
def test_a_ditto_takes_the_date_above(cell: str) -> None:
    rows = read_rows(visit(), visit(stt=2, date=cell)).rows
    assert [row.date for row in rows] == [date(2026, 7, 2)] * 2


def test_the_order_of_the_book_tells_what_is_wrong() -> None:
    days = [
        "01/07/2026",
        "03/07/2026",
        "07/06/2026",
        "10/07/2026",
        "02/07/2026",
        "01/06/2025",
        "13/07/2026",
        "05/06/2020",
    ]
    rows = read_rows(*(visit(stt=number, date=day) for number, day in enumerate(days, 1))).rows
    codes = [[found.code for found in row.problems if found.field == "date"] for row in rows]
    assert codes[2] == ["DATE_MAYBE_SWAPPED"]
    assert (rows[2].date, rows[2].date_read, rows[2].date_suggested) == (None, date(2026, 6, 7), date(2026, 7, 6))
    assert codes[4] == ["DATE_OUT_OF_ORDER"]
    assert codes[7] == ["DATE_INVALID"]
    assert rows[7].date is None


def test_a_book_from_the_newest_to_the_oldest_is_in_order_too() -> None:
    days = ["21/07/2026", "17/07/2026", "15/07/2026", "08/07/2026", "02/07/2026"]
    rows = read_rows(*(visit(stt=number, date=day) for number, day in enumerate(days, 1))).rows
    assert all(not [found for found in row.problems if found.field == "date"] for row in rows)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("066071916498", ["066071916498"]),
        ("066.071.916.498", ["066071916498"]),
        ("CCCD: 066 071 916 498", ["066071916498"]),
        (66071916498, ["066071916498"]),
        (4168925157.0, ["004168925157"]),
        ("066189934100; 092056987226", ["066189934100", "092056987226"]),
        ("066189934100, 092056987226", ["066189934100", "092056987226"]),
        ("066189934100 và 092056987226", ["066189934100", "092056987226"]),
        ("066189934100\n092056987226", ["066189934100", "092056987226"]),
        ("066189934100 092056987226", ["066189934100", "092056987226"]),
        ("HC K2469950", ["K2469950"]),
        ("392297717", ["392297717"]),
        ("chưa có", []),
        ("", []),
        (None, []),
        ("06616290284", [None]),
        ("0661629028411", [None]),
        ("6,6095E+10", [None]),
        ("6.6E+10", [None]),
        (66095000000.0, [None]),
        (-3.5, [None]),
    ],
)
def test_identity_numbers(cell: Any, numbers: list[str | None]) -> None:
    assert [identity.number for identity in read_ids(cell)] == numbers


@pytest.mark.parametrize(
    ("cell", "names", "address", "group"),
    [
        ("Ông Lê Văn Bình\nBuôn Kla, xã Ea Hning", ["Lê Văn Bình"], "Buôn Kla, xã Ea Hning", None),
        ("Tô Thị Ngõ, Thôn 1, xã Ea Hning", ["Tô Thị Ngõ"], "Thôn 1, xã Ea Hning", None),
        ("Ngô Văn Xã\nPhương Thị Lan\nấp 2, x. Ea Hning", ["Ngô Văn Xã", "Phương Thị Lan"], "ấp 2, x. Ea Hning", None),
        ("Ông Thị Hoa, Thôn 2", ["Ông Thị Hoa"], "Thôn 2", None),
        ("Vợ chồng ông Lê A Pó, bà Hà Thị Bong\nThôn 3", ["Lê A Pó", "Hà Thị Bong"], "Thôn 3", None),
        ("NGUYỄN THÚY MY VÀ PHAN ĐỨC AN\nThôn 4", ["Nguyễn Thúy My", "Phan Đức An"], "Thôn 4", None),
        ("h'bliă adrơng\nBuôn Kla", ["H'Bliă Adrơng"], "Buôn Kla", None),
        ("Lê Hữu Quý và 11 hộ dân\nBuôn Drao", ["Lê Hữu Quý"], "Buôn Drao", 12),
        ("9 hộ dân Thôn Phú Hòa, xã An Hải Trung", [], "Thôn Phú Hòa, xã An Hải Trung", 9),
        ("Đoàn 45 người, đại diện: Cà Văn Xôm, Lê Thị Thoa\nBuôn Drao", ["Cà Văn Xôm", "Lê Thị Thoa"], "Buôn Drao", 45),
        ("Lê Văn A (SN 1960), 66 tuổi, Thôn 3, Ea Hning", ["Lê Văn A"], "Thôn 3, Ea Hning", None),
        ("", [], None, None),
        (";;, \n", [], None, None),
    ],
)
def test_people(cell: str, names: list[str], address: str | None, group: int | None) -> None:
    read = read_people(cell)
    assert ([person.name for person in read.people], read.address, read.group) == (names, address, group)


def test_each_with_an_address_and_a_phone_of_their_own() -> None:
    read = read_people("Lê Văn A, Thôn 1, xã Cư Blang, ĐT 0773 000 339; Trần Thị B, Thôn 2, xã Ea Hning")
    assert [(person.address, person.phone) for person in read.people] == [
        ("Thôn 1, xã Cư Blang", "0773000339"),
        ("Thôn 2, xã Ea Hning", None),
    ]


def test_a_name_that_needs_no_marks_is_not_blamed() -> None:
    assert lost_its_marks("Nguyen Thi Diem")
    assert not lost_its_marks("Phan Thanh Long")
    assert not lost_its_marks("Y Blam Niê")


@pytest.mark.parametrize(
    ("address", "district", "commune"),
    [
        ("Thôn 3, xã Hòa Trung, huyện Krông Sa, tỉnh Đắk Lắk", "huyện Krông Sa", "xã Ea Hning"),
        ("Thôn 3, x. Hoà Trung, h. Krông Sa", "h. Krông Sa", "xã Ea Hning"),
        ("Thôn 3, Ea Hning", "", "xã Ea Hning"),
        ("Tổ dân phố 2, thị trấn Phước Lộc, huyện Krông Sa", "huyện Krông Sa", "xã Ea Hning"),
        ("Xuân Lộc Hạ, Phú Yên", "", "xã An Hải Trung"),
        ("Thôn 7, xã Đắk Phú Lâm, huyện Krông Sa", "huyện Krông Sa", None),
        ("Thôn 7, xã Hòa Trung, huyện Khác", "huyện Khác", None),
    ],
)
def test_old_and_new_communes(address: str, district: str, commune: str | None) -> None:
    table = places()
    units = units_of(address, table)
    now = table.now(units.commune, units.district, units.province)
    assert (units.district, now.commune if now else None) == (district, commune)


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("KN", {"complaint"}),
        ("K/nại", {"complaint"}),
        ("Đơn khiếu nại", {"complaint"}),
        ("TC", {"denunciation"}),
        ("KNPA", {"feedback"}),
        ("KN, PA", {"feedback"}),
        ("KN/PA", {"feedback"}),
        ("Kiến nghị, phản ánh", {"feedback"}),
        ("Phản ánh", {"feedback"}),
        ("KN + TC", {"complaint", "denunciation"}),
        ("KN + KNPA", {"complaint", "feedback"}),
        ("TC; KN; PA", {"denunciation", "complaint", "feedback"}),
        ("Hỏi thủ tục", set()),
    ],
)
def test_kinds(cell: str, kinds: set[str]) -> None:
    assert {str(kind) for kind in kinds_named(cell)} == kinds


@pytest.mark.parametrize(
    ("cell", "content", "kind", "suggested", "code"),
    [
        ("KN", "Phản ánh hộ liền kề lấn đất, đề nghị hòa giải.", None, "feedback", "KIND_CONFLICT"),
        ("KN", "Đề nghị xem lại quyết định xử phạt.", "complaint", None, None),
        ("KNPA", "Khiếu nại kết quả hộ nghèo.", None, "complaint", "KIND_CONFLICT"),
        ("", "Không đồng ý Quyết định xử phạt số 2.", None, "complaint", "KIND_MISSING"),
        ("", "Nhà tôi ở đây từ 2001.", None, None, "KIND_MISSING"),
        ("Đơn xin", "Kiến nghị sửa đường.", None, "feedback", "KIND_UNKNOWN"),
        ("KN, TC", "Khiếu nại và tố cáo.", "mixed", None, "KIND_MIXED"),
    ],
)
def test_kind_against_content(
    cell: str, content: str, kind: str | None, suggested: str | None, code: str | None
) -> None:
    read = read_kind(cell, content)
    assert (read.kind, read.suggested) == (kind, suggested)
    assert [found.code for found in read.problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("cells", "follow_up", "note", "wanted"),
    [
        (("✓", "", ""), "", "", ("accepted", None, None, None)),
        (("có", "", ""), "", "", ("accepted", None, None, None)),
        (("", "Công an xã (số 5/PH-TCD)", ""), "", "", ("guided", "Công an xã", "5/PH-TCD", None)),
        (("", "x", ""), "", "", ("guided", None, None, None)),
        (("không", "", "Chuyển đến Sở Nội vụ (công văn số 41/PC-UBND ngày 2/7)"), "", "",
         ("transferred", "Sở Nội vụ", "41/PC-UBND", None)),
        (("x", "Tòa án", ""), "", "", (None, None, None, None)),
        (("", "", ""), "Đã giải thích tại chỗ", "", ("explained", None, None, None)),
        (("", "", ""), "", "Từ chối tiếp: say rượu", ("refused", None, None, "R1")),
        (("", "", ""), "", "Từ chối tiếp vì xúc phạm cán bộ", ("refused", None, None, "R2")),
        (("", "", ""), "", "", (None, None, None, None)),
    ],
)  # fmt: skip
def test_outcomes(cells: tuple[str, str, str], follow_up: str, note: str, wanted: tuple[str | None, ...]) -> None:
    columns = (Outcome.ACCEPTED, Outcome.GUIDED, Outcome.TRANSFERRED)
    read = read_outcome(dict(zip(columns, cells, strict=True)), follow_up, note)
    assert (read.outcome, read.body, read.document, read.refusal_ground) == wanted


@pytest.mark.parametrize(
    ("count", "person", "people", "code"),
    [
        ("", "Lê Văn A", 1, None),
        (4, "Lê Văn A; Trần Thị B", None, "COUNT_MISMATCH"),
        ("12 người", "Lê Văn A", 12, "GROUP_NO_LIST"),
        (10, "Lê Văn A; Trần Thị B; Hồ Văn C", 10, "GROUP_TOO_MANY_REPS"),
        (30, "Đoàn 20 người, đại diện: Lê Văn A", None, "COUNT_MISMATCH"),
        ("9", "9 hộ dân Thôn 1", 9, "NAME_MISSING"),
    ],
)
def test_counts_and_groups(count: Any, person: str, people: int | None, code: str | None) -> None:
    (row,) = read_rows(visit(count=count, person=person)).rows
    assert row.people_count == people
    assert code is None or code in {found.code for found in row.problems}
