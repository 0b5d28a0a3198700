"""Mediation logbooks of other shapes and wordings: other teams' columns, their ways of writing, their sums."""

import unicodedata
from datetime import date
from typing import Any

import pytest

from caseapp.exchange.mediation_book import BookProblem, MediationBook, MediationRow
from caseapp.exchange.reading import read_mediations
from caseapp.law.calendars import SHIPPED
from tests.exchange import books, petition_books
from tests.exchange.books import write_book
from tests.exchange.mediation_books import (
    BOOK,
    HEADER,
    TITLES,
    codes,
    dispute,
    people,
    read,
    read_one,
    read_rows,
    read_sheet,
)

# Two teams in one sheet, no title over it, two-storeyed header in another order, the leader's sums below.
TOP = (
    "TT", "Ngày nhận", "Nội dung vụ việc", "Các bên (họ tên, tuổi, địa chỉ)", "HGV", "Kết quả", "", "", "Ý kiến, thỏa thuận",
    "Khách mời", "Ghi chú", "Phạm vi", "Số biên bản",
)  # fmt: skip
LOW = ("",) * 5 + ("Thành", "Không thành", "Đang HG") + ("",) * 5
NFD_NAME = unicodedata.normalize("NFD", "Hoàng Thị Phượng")
ROWS = (
    ("TỔ HÒA GIẢI BUÔN ĐỒN",),
    TOP,
    LOW,
    (1, "5/3/2026", "Bò phá rẫy bắp.", "H'Nhi Êban, tuổi 45 (Buôn Đồn, xã Ea Hning) và Y Bliă Niê, tuổi 51 (Buôn Đồn, xã Ea Hning)",
     "Y Krông Adrơng", "✓", "", "", "Đền 3 bao bắp.", "", "", "Dân sự", ""),
    (2, "nt", "Vợ chồng bất hòa.", f"Ông {NFD_NAME} - Bà LÒ THỊ MẨY (39t), Buôn Đồn, xã Ea Hning", "nt", "", "", "",
     "Về ở lại với nhau.", "già làng Ama Thuột", "Hòa giải thành", "HNGĐ", "07"),
    ("3", "17.3", "Đổ nước thải ra đường chung.", "Bên A: Lầu A Sử, SN 1990, Buôn Đồn, xã Ea Hning", "Y Krông Adrơng", "", "v",
     "", "", "", "", "", ""),
    ("Cộng", "", "3 vụ", "", "", "", "", "", "", "", "", "", ""),
    ("Tổ hoà giải: Thôn Sơn Hà, xã Ea Hning",),
    TOP,
    LOW,
    (1, "12/01/2026", "Đòi nợ tiền phân bón.", "1. Võ Thành Danh (60 tuổi, Thôn Sơn Hà)\n2. Đặng Thị Nụ (Thôn Sơn Hà)",
     "Hồ Thị Nở; Kiều Văn Phúc (em ruột ông Danh)", "", "", "x", "Hẹn lại", "", "", "Khác", ""),
    (2, "20/01/2026", "Đòi nợ tiền phân bón, lần trước chưa trả.", "Đặng Thị Nụ với Võ Thành Danh, cùng trú Thôn Sơn Hà", "Hồ Thị Nở",
     "có", "", "", "Trả dần.", "", "Hòa giải lại", "dân sự", ""),
    (3, "21/1/26", "Chó cắn người.", "Phan Ngọc Ánh, Mai Thị Bưởi, Tăng Văn Cảnh (Thôn Sơn Hà)", "", "x", "x", "", "", "", "", "lạ", ""),
    ("PHẦN II - Theo dõi, tổng hợp của tổ trưởng",),
    ("STT", "Hòa giải viên tiến hành hòa giải", "Dân sự", "HNGĐ", "Khác"),
    (1, "Hồ Thị Nở", 2, 0, 1),
    ("", "", "", "TỔ TRƯỞNG", ""),
)  # fmt: skip
MERGES = [(top, 5, top, 7, "Kết quả") for top in (1, 8)]


@pytest.fixture(scope="module")
def other() -> MediationBook:
    return read(write_book(("Sheet1", [*ROWS]), merges=MERGES))


def _row(book: MediationBook, row: int) -> MediationRow:
    return next(one for one in book.rows if one.row == row)


def test_every_row_of_two_teams_is_accounted_for(other: MediationBook) -> None:
    assert [(row.row, row.stt, row.team) for row in other.rows] == [
        (4, "1", "Tổ hòa giải Buôn Đồn"), (5, "2", "Tổ hòa giải Buôn Đồn"), (6, "3", "Tổ hòa giải Buôn Đồn"),
        (11, "1", "Tổ hòa giải Thôn Sơn Hà"), (12, "2", "Tổ hòa giải Thôn Sơn Hà"), (13, "3", "Tổ hòa giải Thôn Sơn Hà"),
    ]  # fmt: skip
    assert {one.row: str(one.reason) for one in other.skipped} == {
        1: "title", 2: "header", 3: "header", 7: "subtotal", 8: "title", 9: "repeated_header", 10: "repeated_header",
        14: "title", 15: "subtotal", 16: "subtotal", 17: "subtotal",
    }  # fmt: skip


def test_a_clean_row_in_another_order(other: MediationBook) -> None:
    row = _row(other, 4)
    assert people(row) == [
        ("H'Nhi Êban", 45, "Buôn Đồn, xã Ea Hning", "a"), ("Y Bliă Niê", 51, "Buôn Đồn, xã Ea Hning", "b"),
    ]  # fmt: skip
    assert (row.date, row.mediators, row.scope, row.outcome) == (date(2026, 3, 5), ("Y Krông Adrơng",), "civil", "success")
    assert (row.agreement, row.note, row.problems) == ("Đền 3 bao bắp.", None, ())


def test_dittos_a_guest_a_result_in_the_note_and_a_column_beside_the_form(other: MediationBook) -> None:
    row = _row(other, 5)
    assert people(row) == [
        ("Hoàng Thị Phượng", None, "Buôn Đồn, xã Ea Hning", "a"), ("Lò Thị Mẩy", 39, "Buôn Đồn, xã Ea Hning", "b"),
    ]  # fmt: skip
    assert (row.date, row.mediators, row.invited) == (date(2026, 3, 5), ("Y Krông Adrơng",), ("Ama Thuột",))
    assert (row.scope, row.outcome, row.note) == ("family", "success", "Hòa giải thành; Số biên bản: 07")
    assert codes(row) == {"RESULT_FROM_WORDS"}


def test_one_party_a_year_of_birth_and_a_day_without_a_year(other: MediationBook) -> None:
    row = _row(other, 6)
    assert people(row) == [("Lầu A Sử", 36, "Buôn Đồn, xã Ea Hning", "a")]
    assert (row.date, row.outcome, codes(row)) == (date(2026, 3, 17), "failure", {"PARTY_MISSING", "DATE_YEAR_ASSUMED"})


def test_the_second_team_begins_anew_in_january(other: MediationBook) -> None:
    row = _row(other, 11)
    assert (row.date, row.outcome, row.scope) == (date(2026, 1, 12), "ongoing", "other")
    assert people(row) == [("Võ Thành Danh", 60, "Thôn Sơn Hà", "a"), ("Đặng Thị Nụ", None, "Thôn Sơn Hà", "b")]
    assert row.persons[0].commune_current == "xã Ea Hning"
    assert codes(row) == {"MEDIATOR_INTEREST"}
    assert "Kiều Văn Phúc" in next(found.message for found in row.problems)


def test_the_same_two_parties_the_other_way_round_are_the_same_dispute(other: MediationBook) -> None:
    row = _row(other, 12)
    assert row.is_repeat_of is not None
    assert (row.is_repeat_of.row, row.outcome, codes(row)) == (11, "success", set())


def test_what_must_be_asked_is_named(other: MediationBook) -> None:
    row = _row(other, 13)
    assert [role for *_, role in people(row)] == ["a", "b", "d"]
    assert (row.outcome, row.scope, row.mediators) == (None, "civil", ())
    assert codes(row) == {"PARTIES_UNCLEAR", "MEDIATOR_MISSING", "RESULT_BOTH", "SCOPE_UNKNOWN"}


def test_a_plain_row_has_no_problems() -> None:
    row = read_one()
    assert (row.team, row.mediators, row.outcome, row.scope) == (
        "Tổ hòa giải Thôn 7", ("Phùng Gia Bảo", "Cấn Thị Xoan"), "success", "civil",
    )  # fmt: skip
    assert (row.people_count, row.mediable, row.problems) == (2, True, ())


def test_a_csv_with_a_column_of_teams_and_one_for_each_side() -> None:
    text = (
        "STT;Tổ hòa giải;Ngày nhận;Hòa giải viên;Bên A;Bên B;Người liên quan;Nội dung;Kết quả hòa giải\n"
        "1;Thôn 2;03/02/2026;Tạ Thị Lụa;Đinh Công Tráng, 50 tuổi, Thôn 2, xã Ea Hning;Quách Thị Thơ, 44 tuổi, Thôn 2, xã Ea Hning;"
        ";Tranh chấp lối đi;Thành\n"
        "2;Thôn 4;04/02/2026;Tạ Thị Lụa;Sùng A Chứ, Thôn 4, xã Ea Hning;Thào Thị Mỷ, Thôn 4, xã Ea Hning;Vàng A Lử, Thôn 4, xã Ea Hning;"
        "Nghi bỏ bùa;không thành\n"
        "3;Thôn 2;05/02/2026;Tạ Thị Lụa;Hà Văn Kỳ, Thôn 2, xã Ea Hning;;;Va quẹt xe;xem lại\n"
    )
    book = read_mediations(text.encode(), as_of=books.AS_OF, places=books.places(), calendar=SHIPPED)
    first, second, third = book.rows
    assert (first.team, first.scope, first.outcome, codes(first)) == ("Tổ hòa giải Thôn 2", "civil", "success", set())
    assert [name for name, *_ in people(second)] == ["Sùng A Chứ", "Thào Thị Mỷ", "Vàng A Lử"]
    assert (second.team, second.outcome, second.people_count, codes(second)) == ("Tổ hòa giải Thôn 4", "failure", 3, set())
    assert (third.outcome, codes(third)) == (None, {"PARTY_MISSING", "RESULT_UNKNOWN"})


def test_columns_are_found_by_their_numbers_when_the_titles_are_strange() -> None:
    (row,) = read(write_book(("Tổ Thôn 7", [["A"] * 10, [f"({number})" for number in range(1, 11)], dispute()]))).rows
    assert (row.stt, row.team, row.outcome, row.problems) == ("1", "Tổ hòa giải Thôn 7", "success", ())


def test_the_leaders_part_on_a_sheet_of_its_own_holds_no_dispute() -> None:
    sums = [["PHẦN II - Theo dõi, tổng hợp của tổ trưởng"],
            ["STT", "Hòa giải viên tiến hành hòa giải", "Vụ, việc hòa giải chia theo phạm vi", "Kết quả hòa giải", "Ghi chú"],
            [1, "Phùng Gia Bảo", 3, 2, ""]]  # fmt: skip
    book = read(write_book(("Thôn 7", [*TITLES, HEADER, dispute()]), ("Phần II", sums)))
    assert [row.sheet for row in book.rows] == ["Thôn 7"]
    assert {str(one.reason) for one in book.skipped if one.sheet == "Phần II"} == {"no_header"}


def test_without_any_name_of_a_team_the_row_says_so() -> None:
    (row,) = read(write_book(("Sheet1", [HEADER, dispute()]))).rows
    assert (row.team, codes(row)) == (None, {"TEAM_MISSING"})


@pytest.mark.parametrize(
    ("line", "team"),
    [
        ("Tổ hòa giải Thôn 3 - Quyển số 01 - Mở ngày 02/01/2026", "Tổ hòa giải Thôn 3"),
        ("Tổ hòa giải số 2 - Buôn Kla, xã Ea Hning", "Tổ hòa giải số 2 - Buôn Kla"),
        ("TỔ HOÀ GIẢI BUÔN KLA NĂM 2026", "Tổ hòa giải Buôn Kla"),
        ("Sổ của tổ hòa giải: thôn hòa bình", "Tổ hòa giải Thôn Hòa Bình"),
        ("Tổ HG Thôn 5", "Tổ hòa giải Thôn 5"),
    ],
)
def test_how_a_cover_names_the_team(line: str, team: str) -> None:
    (row,) = read(write_book(("Sheet1", [[line], HEADER, dispute()]))).rows
    assert row.team == team


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"date": ""}, {"DATE_MISSING"}),
        ({"date": "31/09/2026"}, {"DATE_INVALID"}),
        ({"date": "5/7/2026"}, set()),  # a Sunday: teams mediate when people are at home
        ({"date": date(2027, 7, 2)}, {"DATE_FUTURE"}),
        ({"mediators": ""}, {"MEDIATOR_MISSING"}),
        ({"mediators": "cả tổ"}, {"NAME_DOUBTFUL"}),
        ({"mediators": "Phung Gia Bao, Nguyen Van Tam"}, {"NAME_NO_DIACRITICS"}),
        ({"mediators": "Phùng Gia Bảo (con rể bên B)"}, {"MEDIATOR_INTEREST"}),
        ({"mediators": "Bùi Thị Hạnh"}, {"MEDIATOR_INTEREST"}),
        ({"note": "HGV Cấn Thị Xoan có họ hàng với bà Hạnh"}, {"MEDIATOR_INTEREST"}),
        ({"parties": ""}, {"NAME_MISSING"}),
        ({"parties": "Bên A: Bùi Thị Hạnh, Thôn 7, xã Ea Hning\nBên B: không rõ"}, {"PARTY_MISSING"}),
        ({"parties": "Bùi Thị Hạnh và Út, Thôn 7, xã Ea Hning"}, {"NAME_DOUBTFUL"}),
        ({"parties": "Bùi Thị Hạnh, 0 tuổi - Tạ Quang Huynh, SN 1850, Thôn 7"}, {"AGE_IMPOSSIBLE"}),
        ({"parties": "Vợ chồng ông Tạ Quang Huynh và bà Bùi Thị Hạnh, Thôn 7"}, {"PARTIES_UNCLEAR"}),
        ({"parties": "Bùi Thị Hạnh - Tạ Quang Huynh"}, {"ADDR_MISSING"}),
        ({"parties": "Bùi Thị Hạnh - Tạ Quang Huynh, xã Không Có"}, {"ADDR_UNKNOWN_UNIT"}),
        ({"content": ""}, {"CONTENT_MISSING"}),
        ({"content": "Bên A trộm cắp xe của bên B."}, {"NOT_MEDIABLE"}),
        ({"content": "Khiếu nại quyết định của UBND xã.", "success": ""}, {"NOT_MEDIABLE"}),
        ({"agreement": "Không thuộc phạm vi hòa giải."}, {"NOT_MEDIABLE"}),
        ({"success": "", "note": ""}, {"RESULT_MISSING"}),
        ({"failure": "X"}, {"RESULT_BOTH"}),
        ({"success": "không thành"}, {"RESULT_BOTH"}),
        ({"success": "?"}, {"RESULT_UNKNOWN"}),
        ({"note": "Hòa giải không thành"}, {"RESULT_BOTH"}),
        ({"agreement": "Hai bên không thống nhất."}, {"RESULT_DOUBTFUL"}),
        ({"success": "", "agreement": "Hòa giải thành, trả dần."}, {"RESULT_FROM_WORDS"}),
        ({"note": "Hòa giải lần 2"}, {"REPEAT_NOT_FOUND"}),
    ],
)
def test_one_trouble_one_problem(cells: dict[str, Any], wanted: set[str]) -> None:
    row = read_one(**cells)
    assert codes(row) == wanted
    named = {"stt", "team", "date", "mediators", "persons", "content", "scope", "outcome"}
    assert {found.field for found in row.problems} <= named


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"success": "Thành"}, "success"), ({"success": "✓"}, "success"), ({"success": True}, "success"),
        ({"success": "BB số 3 ngày 5/7/2026"}, "success"), ({"success": "", "failure": "x"}, "failure"),
        ({"success": "-", "failure": "KHT"}, "failure"), ({"success": "", "note": "Đang hòa giải"}, "ongoing"),
        ({"success": "", "note": "hẹn lại ngày 20/7"}, "ongoing"), ({"success": "", "note": "Không thành"}, "failure"),
        ({"note": "Lần trước không thành"}, "success"), ({"note": "có thành viên Ban công tác Mặt trận dự"}, "success"),
    ],
)  # fmt: skip
def test_how_it_ended(cells: dict[str, Any], outcome: str) -> None:
    row = read_one(**cells)
    assert (row.outcome, {found.field for found in row.problems} & {"outcome"}) == (outcome, set())


def test_a_row_that_speaks_of_a_denunciation_is_sealed() -> None:
    told = {"content": "Bà Hạnh tố cáo ông Huynh nhận tiền, hòa giải hai nhà.", "note": "Bùi Thị Hạnh nhờ giữ kín"}
    row = read_one(**told)
    assert (row.confidential, row.persons, row.mediators, row.mediable) == (True, (), (), False)
    assert {"CONFIDENTIAL", "NOT_MEDIABLE"} <= codes(row)
    for name in ("Hạnh", "Huynh", "Phùng"):
        assert name not in repr(row)


def test_numbers_start_anew_for_every_team_and_are_used_once() -> None:
    first, second = read_rows(dispute(), dispute(date=date(2026, 7, 3), content="Tranh chấp tiền cọc.")).rows
    assert (codes(first), codes(second)) == (set(), {"STT_DUPLICATE", "REPEAT_UNSURE"} & codes(second) | {"STT_DUPLICATE"})


def test_another_dispute_of_one_of_the_parties_is_no_repeat() -> None:
    third = "Bên A: Bùi Thị Hạnh, 40 tuổi, Thôn 7, xã Ea Hning\nBên B: Cao Xuân Tứ, 33 tuổi, Thôn 7, xã Ea Hning"
    _, row = read_rows(dispute(), dispute(stt=2, parties=third)).rows
    assert (row.is_repeat_of, row.problems) == (None, ())


def test_the_same_matter_that_the_book_does_not_call_a_repeat_is_asked_for() -> None:
    _, row = read_rows(dispute(), dispute(stt=2, content="Tiền mua bán con nghé chưa trả đủ.")).rows
    assert row.is_repeat_of is not None
    assert codes(row) == {"REPEAT_UNSURE"}


def test_dates_are_judged_by_the_order_of_the_book() -> None:
    days = [date(2026, 9, 1), date(2026, 9, 29), date(2026, 2, 10), date(2026, 10, 5)]
    rows = read_rows(
        *[dispute(stt=at, date=day, parties=f"Đỗ Văn {'ABCD'[at]} - Lê Thị Én, Thôn 7") for at, day in enumerate(days)]
    ).rows
    assert [row.date for row in rows] == [days[0], days[1], None, days[3]]
    assert rows[2].date_suggested == date(2026, 10, 2)


def test_a_logbook_is_no_other_register_nor_the_reverse() -> None:
    for reader, content in (
        (books.read, BOOK.read_bytes()),
        (petition_books.read, BOOK.read_bytes()),
        (read, books.REGISTER.read_bytes()),
        (read, petition_books.BOOK.read_bytes()),
    ):
        with pytest.raises(BookProblem):
            reader(content)


def test_a_bad_row_is_kept_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Bùi Thị Hạnh")

    monkeypatch.setattr("caseapp.exchange.book_mediations.read_result", broken)
    (row,), _ = read_sheet(*TITLES, HEADER, dispute())
    assert (row.confidential, row.persons, codes(row)) == (True, (), {"CONFIDENTIAL", "ROW_UNREADABLE"})
    assert "Hạnh" not in repr(row)
