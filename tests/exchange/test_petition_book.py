"""Petition books of other shapes and wordings: another office's columns, its clerks' ways, wrong files."""

from datetime import date
from typing import Any

import pytest

from caseapp.exchange.book_handling import read_competence, read_handling, read_source
from caseapp.exchange.petition_book import BookProblem, PetitionBook, PetitionRow
from tests.exchange import books
from tests.exchange.books import write_book
from tests.exchange.petition_books import BOOK, HEADER, codes, petition, read, read_one, read_rows, read_sheet

FILED = {"outcome": "Lưu, trùng đơn đã nhận", "document": "", "document_date": ""}

# Another office's book: two-storeyed header, other titles in another order, a running number beside the book's own.
OTHER_TOP = (
    "TT", "Số đơn đến", "Họ và tên người gửi đơn", "Số CCCD", "Địa chỉ", "Hình thức tiếp nhận", "Ngày nhận",
    "Tóm tắt nội dung đơn", "Phân loại đơn", "Số lượng người ký tên", "Thuộc thẩm quyền", "Biện pháp xử lý",
    "Văn bản xử lý", "", "Kết quả giải quyết", "Ghi chú",
)  # fmt: skip
OTHER_LOW = ("",) * 12 + ("Số, ký hiệu", "Ngày", "", "")
OTHER_MERGES = [(1, 12, 1, 13, "Văn bản xử lý")]
OTHER_ROWS = (
    (1, "15", "Ông Cao Bá Quyền", "066071916498", "Thôn 2, xã Ea Hning", "Gửi qua bưu chính", "5/3/2026",
     "Khiếu nại việc thu phí vệ sinh hai lần trong một quý.", "KN", "01", "thuộc TQ", "Đã thụ lý", "9/TB", "10.3.2026",
     "", ""),
    (2, "16", "LÒ THỊ MẨY và LÒ VĂN ÚN", "", "Buôn Kla, xã Ea Hning", "Hộp thư góp ý", "nt",
     "Góp ý giờ mở cửa của nhà văn hóa.", "KN, PA", "2", "x", "Giao phòng Văn hóa trả lời", "", "", "", "bản viết tay"),
    ("Tổng cộng tháng 3", "", "", "", "", "", "", "2 đơn", "", "", "", "", "", "", "", ""),
    (3, "19", "Phùng Gia Bảo; Cấn Thị Xoan", "", "Thôn 5, xã Ea Hning", "Tạp chí Nông thôn chuyển", "2/4/26",
     "Khiếu nại Quyết định số 77/QĐ-UBND ngày 1/2/2026 giải quyết khiếu nại lần đầu.", "Khiếu nại", "8", "không",
     "Đã chuyển đơn đến Sở Xây dựng để giải quyết theo thẩm quyền", "11/PC", "1/4/2026", "", ""),
    (4, "20", "Ông Cao Bá Quyền", "066071916498", "Thôn 2, xã Ea Hning", "Nộp trực tiếp", "06/04/2026",
     "Một quý mà bị thu phí vệ sinh hai lần.", "Khiếu nại", "1", "thuộc TQ", "Xếp lưu do trùng", "", "", "", ""),
    (5, "21", "Bà con thôn 7", "", "", "Thùng thư", "6/4/2026", "Phản ánh chó thả rông ở chợ.", "PA", "", "x",
     "Giao công an xã xác minh, trả lời", "", "", "", ""),
    (6, "22", "Tạ Quang Huynh", "", "Thôn 5, xã Ea Hning", "TT", "08/04/2026", "Xin tách thửa 12.", "linh tinh", "1",
     "xem lại", "Chờ ý kiến", "9/TB", "31/4/2026", "Ông Huynh nói không viết đơn này", ""),
    ("Người lập sổ", "", "", "", "", "", "", "", "", "", "", "Chủ tịch", "", "", "", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def other() -> PetitionBook:
    rows = [["SỔ THEO DÕI ĐƠN THƯ NĂM 2026"], OTHER_TOP, OTHER_LOW, *OTHER_ROWS]
    return read(write_book(("Đơn thư", rows), merges=OTHER_MERGES))


def _row(book: PetitionBook, number: str) -> PetitionRow:
    return next(row for row in book.rows if row.number == number)


def test_every_row_of_another_office_is_accounted_for(other: PetitionBook) -> None:
    assert [row.number for row in other.rows] == ["15", "16", "19", "20", "21", "22"]
    reasons = {one.row: str(one.reason) for one in other.skipped}
    assert reasons == {1: "title", 2: "header", 3: "header", 6: "subtotal", 11: "signature"}


def test_a_clean_row_of_another_office(other: PetitionBook) -> None:
    row = _row(other, "15")
    assert (row.date, row.source, row.kind, row.competence, row.outcome) == (
        date(2026, 3, 5), "post", "complaint", "own", "accepted",
    )  # fmt: skip
    assert (row.persons[0].name, row.persons[0].id_number, row.people_count) == ("Cao Bá Quyền", "066071916498", 1)
    assert (row.outcome_document, row.document_date, row.problems) == ("9/TB", date(2026, 3, 10), ())


def test_several_senders_a_ditto_and_a_note(other: PetitionBook) -> None:
    row = _row(other, "16")
    assert [person.name for person in row.persons] == ["Lò Thị Mẩy", "Lò Văn Ún"]
    assert {person.address for person in row.persons} == {"Buôn Kla, xã Ea Hning"}
    assert (row.date, row.source, row.kind, row.note) == (date(2026, 3, 5), "box", "feedback", "bản viết tay")
    assert codes(row) == set()


def test_a_second_complaint_of_a_group_is_flagged(other: PetitionBook) -> None:
    row = _row(other, "19")
    assert (row.source, row.competence, row.outcome, row.outcome_body) == (
        "press", "other", "transferred", "Sở Xây dựng",
    )  # fmt: skip
    assert (row.people_count, row.is_group) == (8, True)
    assert codes(row) == {"NUMBER_GAP", "GROUP_NO_LIST", "SECOND_INSTANCE", "DOC_DATE_BEFORE_RECEIPT"}
    assert "17 – 18" in next(found.message for found in row.problems if found.code == "NUMBER_GAP")


def test_a_repeat_is_found_by_person_and_matter(other: PetitionBook) -> None:
    row = _row(other, "20")
    assert row.is_repeat_of is not None
    assert (row.is_repeat_of.row, row.outcome, codes(row)) == (_row(other, "15").row, "filed", set())


def test_nobody_named_is_anonymous(other: PetitionBook) -> None:
    row = _row(other, "21")
    assert (row.anonymous, row.persons, row.people_count, codes(row)) == (True, (), 0, {"ANONYMOUS"})


def test_what_cannot_be_read_stays_empty_and_is_named(other: PetitionBook) -> None:
    row = _row(other, "22")
    assert (row.source, row.kind, row.competence, row.outcome, row.document_date) == (None,) * 5
    assert codes(row) == {
        "SOURCE_UNKNOWN", "KIND_UNKNOWN", "COMPETENCE_MISSING", "OUTCOME_UNKNOWN", "DOC_DATE_INVALID",
        "DOC_NUMBER_REUSED", "IMPERSONATED",
    }  # fmt: skip


def test_a_plain_row_has_no_problems() -> None:
    row = read_one()
    assert (row.persons[0].name, row.persons[0].role, row.persons[0].commune_current) == (
        "Bùi Thị Hạnh", "sender", "xã Cư Blang",
    )  # fmt: skip
    assert row.problems == ()


def test_columns_are_found_by_their_numbers_when_the_titles_are_strange() -> None:
    numbers = [f"({number})" for number in range(1, 14)]
    (row,) = read(write_book(("Sổ", [["A"] * 13, numbers, petition()]))).rows
    assert (row.number, row.source, row.outcome) == ("1", "post", "accepted")


@pytest.mark.parametrize(
    ("cell", "source"),
    [
        ("Bưu điện", "post"), ("qua đường bưu điện", "post"), ("Chuyển phát nhanh", "post"), ("trực tiếp", "direct"),
        ("Nộp trực tiếp tại Ban Tiếp công dân", "direct"), ("Hòm thư góp ý", "box"), ("Cổng DVC trực tuyến", "online"),
        ("Hộp thư điện tử", "online"), ("VNeID", "online"), ("Đoàn ĐBQH tỉnh chuyển", "deputy"),
        ("Thường trực HĐND xã chuyển", "deputy"), ("Báo Tuổi trẻ", "press"), ("Đài Truyền hình chuyển", "press"),
        ("Báo chuyển qua bưu điện", "press"), ("Thanh tra tỉnh", "authority"), ("Sở Xây dựng chuyển", "authority"),
        ("Ban Tiếp công dân tỉnh chuyển đến", "authority"), ("Công an xã chuyển", "authority"),
        ("PB", None), ("", None), ("trực tiếp, bưu điện", None), ("Văn phòng HĐND và UBND xã chuyển", None),
        ("Bộ phận một cửa chuyển", None), ("Theo báo cáo của thôn", None), ("UBND xã", None),
    ],
)  # fmt: skip
def test_where_a_petition_came_from(cell: str, source: str | None) -> None:
    found, problems = read_source(cell)
    assert found == source
    assert [one.code for one in problems] == ([] if source else ["SOURCE_UNKNOWN"])


@pytest.mark.parametrize(
    ("cell", "competence"),
    [
        ("Thuộc thẩm quyền", "own"), ("thuộc TQ của UBND xã", "own"), ("Đúng thẩm quyền", "own"), ("x", "own"),
        ("Không thuộc thẩm quyền", "other"), ("Ko thuộc TQ", "other"), ("Ngoài thẩm quyền", "other"), ("k", "other"),
        ("Thẩm quyền của UBND tỉnh", None), ("Không thuộc thẩm quyền của tỉnh", None), ("Không rõ", None), ("", None),
    ],
)  # fmt: skip
def test_whose_it_is_to_decide(cell: str, competence: str | None) -> None:
    found, problems = read_competence(cell)
    assert found == competence
    assert bool(problems) == (competence is None)


@pytest.mark.parametrize(
    ("text", "outcome", "body"),
    [
        ("Thông báo thụ lý", "accepted", None),
        ("Giao Ban quản lý chợ xem xét", "accepted", None),
        ("Hướng dẫn công dân gửi đơn đến Tòa án nhân dân khu vực", "guided", "Tòa án nhân dân khu vực"),
        ("Phiếu chuyển đơn đến công an xã để xử lý", "transferred", "công an xã"),
        ("Chuyển Ban Chỉ đạo xử lý nợ đọng tỉnh", "transferred", "Ban Chỉ đạo xử lý nợ đọng tỉnh"),
        ("Chuyển Sở Giáo dục và Đào tạo (phiếu chuyển số 12/PC-UBND)", "transferred", "Sở Giáo dục và Đào tạo"),
        ("Trả lại đơn cho nơi chuyển", "returned", None),
        ("Chuyển trả đơn cho Thanh tra tỉnh", "returned", "Thanh tra tỉnh"),
        ("Lưu đơn", "filed", None),
        ("Lưu, đã hướng dẫn/chuyển một lần", "filed", None),
        ("Hướng dẫn người gửi tách đơn", "split", None),
    ],
)
def test_what_was_done(text: str, outcome: str, body: str | None) -> None:
    found = read_handling(text)
    assert (found.outcome, found.body, found.problems) == (outcome, body, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "OUTCOME_MISSING"), ("-", "OUTCOME_MISSING"), ("Không thụ lý", "OUTCOME_UNKNOWN"),
        ("Đang xem", "OUTCOME_UNKNOWN"), ("Thông báo không thụ lý đơn", "OUTCOME_UNKNOWN"),
        ("Thụ lý; chuyển Công an tỉnh", "OUTCOME_CONFLICT"), ("Trả lại đơn và hướng dẫn", "OUTCOME_CONFLICT"),
        ("Tiếp nhận, sau đó chuyển Sở Nội vụ", "OUTCOME_CONFLICT"), ("Hướng dẫn công dân", "OUTCOME_BODY_MISSING"),
        ("Chuyển", "OUTCOME_BODY_MISSING"),
    ],
)  # fmt: skip
def test_what_was_done_and_a_person_must_say(text: str, code: str) -> None:
    found = read_handling(text)
    assert [one.code for one in found.problems] == [code]
    assert (found.outcome is None) == (code != "OUTCOME_BODY_MISSING")
    assert found.body is None


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"competence": "Không thuộc thẩm quyền"}, {"COMPETENCE_CONFLICT"}),
        ({"outcome": "Chuyển Công an tỉnh"}, {"COMPETENCE_CONFLICT"}),
        ({"competence": ""}, {"COMPETENCE_MISSING"}),
        ({"signers": 0}, {"NO_SIGNATURE"}),
        ({"signers": "chưa ký"}, {"NO_SIGNATURE"}),
        ({"signers": "nhiều"}, {"SIGNERS_MISMATCH"}),
        ({"signers": 9, "sender": "Bùi Thị Hạnh và 11 hộ"}, {"SIGNERS_MISMATCH"}),
        ({"sender": ""}, {"NAME_MISSING"}),
        ({"sender": "Bui Thi Hanh"}, {"NAME_NO_DIACRITICS"}),
        ({"address": ""}, {"ADDR_MISSING"}),
        ({"address": "Thôn Tân Thủy"}, {"ADDR_INCOMPLETE"}),
        ({"source": "Báo chuyển đến", "document": "", "document_date": ""}, {"FORWARDED_NEEDS_REPLY"}),
        ({"document_date": "1/7/2026"}, {"DOC_DATE_BEFORE_RECEIPT"}),
        ({"document_date": "9/7"}, {"DATE_YEAR_ASSUMED"}),
        ({"document_date": date(2027, 7, 9)}, {"DOC_DATE_INVALID"}),
        ({"document_date": "30/02/2026"}, {"DOC_DATE_INVALID"}),
        ({"date": ""}, {"DATE_MISSING"}),
        ({"date": "5/7/2026"}, {"DATE_NON_WORKING"}),
        ({"kind": ""}, {"KIND_MISSING"}),
        ({"kind": "Khiếu nại"}, {"KIND_CONFLICT"}),
        ({"content": "Kiến nghị sửa cầu (đơn đồng gửi: UBND tỉnh, Báo Dân ý)"}, {"SENT_TO_SEVERAL"}),
        ({"result": "Người đứng tên cho biết không viết đơn"}, {"IMPERSONATED"}),
        ({"sender": "Đơn không ghi họ tên, địa chỉ"}, {"ANONYMOUS"}),
        ({"sender": "Chữ ký không đọc được"}, {"NAME_DOUBTFUL"}),
        (FILED, {"REPEAT_NOT_FOUND"}),
    ],
)
def test_one_trouble_one_problem(cells: dict[str, Any], wanted: set[str]) -> None:
    assert codes(read_one(**cells)) == wanted


def test_fields_of_problems_are_those_of_the_petition() -> None:
    row = read_one(sender="", signers="nhiều", address="")
    assert {found.field for found in row.problems} <= {"persons", "signers", "address"}


def test_a_family_name_that_sounds_like_nobody_stays_a_name() -> None:
    for name in ("Đoàn Thị Dân", "Hồ Dân", "Võ Danh", "Công Dân Quý"):
        row = read_one(sender=name)
        assert (row.anonymous, [person.name for person in row.persons]) == (False, [name])


def test_several_kinds_of_which_none_denounces_stay_open() -> None:
    mixed = read_one(kind="Nhiều nội dung", content="Khiếu nại mức phí và phản ánh đường hỏng.")
    assert (mixed.kind, mixed.confidential) == ("mixed", False)
    assert read_one(kind="Nhiều nội dung", content="Đơn nêu nhiều việc.").confidential


def test_numbers_used_twice_and_left_out() -> None:
    rows = read_rows(*[petition(number=number, document=f"{at}/A") for at, number in enumerate([7, 8, 8, 10, 9])]).rows
    assert [sorted(codes(row) & {"NUMBER_DUPLICATE", "NUMBER_GAP"}) for row in rows] == [
        [], [], ["NUMBER_DUPLICATE"], ["NUMBER_GAP"], [],
    ]  # fmt: skip


def _pair(first: dict[str, Any], second: dict[str, Any]) -> PetitionRow:
    return read_rows(petition(**first), petition(number=2, **(FILED | second))).rows[1]


def test_a_copy_is_a_repeat_even_without_an_address() -> None:
    row = _pair({}, {"address": ""})
    assert row.is_repeat_of is not None
    assert codes(row) == {"ADDR_MISSING"}


def test_another_matter_of_the_same_person_is_no_repeat() -> None:
    row = _pair({}, {"content": "Phản ánh loa phường mở quá sớm, trẻ nhỏ mất ngủ."})
    assert (row.is_repeat_of, codes(row)) == (None, {"REPEAT_NOT_FOUND"})


def test_a_namesake_in_another_commune_is_asked_for() -> None:
    row = _pair({}, {"address": "Thôn 5, xã Ea Hning"})
    assert "REPEAT_UNSURE" in codes(row)


def test_another_person_with_the_same_words_is_no_repeat() -> None:
    row = _pair({}, {"sender": "Lò Văn Ún"})
    assert row.is_repeat_of is None


def test_what_the_book_does_not_call_a_repeat_is_asked_for() -> None:
    words = {"content": "Cầu Suối Đục hỏng, đoạn đường đến Buôn Tơng lầy lội.", "outcome": "Xem xét, trả lời"}
    row = _pair({}, words)
    assert row.is_repeat_of is not None
    assert codes(row) == {"REPEAT_UNSURE"}


def test_a_complaint_against_the_first_decision_is_no_repeat() -> None:
    matter = "bồi thường 100 m2 đất vườn bị thu hồi làm đường"
    first = {"content": f"Khiếu nại việc {matter}.", "kind": "Khiếu nại"}
    second = {
        "content": f"Không đồng ý Quyết định số 5/QĐ-UBND giải quyết khiếu nại lần đầu về {matter}.",
        "kind": "Khiếu nại",
        "outcome": "Thụ lý",
    }
    row = _pair(first, second)
    assert (row.is_repeat_of, codes(row)) == (None, {"SECOND_INSTANCE"})


def test_a_filed_repeat_goes_where_the_first_one_went() -> None:
    away = {"competence": "Không thuộc thẩm quyền"}
    row = _pair({"outcome": "Chuyển Sở Nội vụ"} | away, away)
    assert (row.outcome, row.outcome_body) == ("filed", "Sở Nội vụ")


def test_the_date_of_a_document_may_be_that_of_the_row_above() -> None:
    rows = read_rows(petition(), petition(number=2, document="6/UBND-VP", document_date="nt")).rows
    assert rows[1].document_date == date(2026, 7, 9)


def test_dates_and_order_are_judged_as_in_the_other_book() -> None:
    days = [date(2026, 9, 1), date(2026, 9, 29), date(2026, 2, 10), date(2026, 10, 5), date(2062, 10, 6)]
    rows = read_rows(
        *[petition(number=at, date=day, document="", document_date="") for at, day in enumerate(days, 1)]
    ).rows
    assert [row.date for row in rows] == [days[0], days[1], None, days[3], None]
    assert (rows[2].date_suggested, codes(rows[4])) == (date(2026, 10, 2), {"DATE_FUTURE"})


def test_a_reception_register_is_no_petition_book() -> None:
    with pytest.raises(BookProblem):
        read(books.REGISTER.read_bytes())


def test_a_petition_book_is_no_reception_register() -> None:
    with pytest.raises(BookProblem):
        books.read(BOOK.read_bytes())


def test_a_bad_row_is_kept_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Bùi Thị Hạnh")

    monkeypatch.setattr("caseapp.exchange.book_petitions.read_handling", broken)
    (row,), _ = read_sheet(HEADER, petition())
    assert (row.confidential, row.persons, codes(row)) == (True, (), {"CONFIDENTIAL", "ROW_UNREADABLE"})
    assert "Hạnh" not in repr(row)
