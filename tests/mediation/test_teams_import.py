"""Teams and mediators out of Excel: every row accounted for, all of it or nothing, nobody twice."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from caseapp.db import reading
from caseapp.mediation.cells import phone
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.mediation.teams_book import MAX_BYTES, SheetProblem, read_list
from caseapp.mediation.teams_columns import PEOPLE, TEAMS
from caseapp.mediation.teams_sheet import template
from caseapp.proof import faults
from caseapp.text import Problem
from tests.mediation.making import make_hamlets
from tests.mediation.test_teams import browser
from tests.staff.administering import key_of
from tests.staff.making import filling, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PAGE = "/hoa-giai/to/nhap"
DAY = date(2026, 11, 16)
TEAM = ["Khóm 7", "Tổ hòa giải khóm 7", date(2025, 8, 1), "QĐ 7/QĐ-UBND", 3, "x"]
PERSON = ["khom 7", "Thạch Thị Sa Rinh", "Nữ", "12/03/1980", "Khmer", "Khóm 7", 918555777, "Luật", "1/7/2025", 120, 200,
          date(2025, 8, 1), "QĐ 8", "01/08/2030", "x"]


def a_list(teams: Sequence[Sequence[Any]] = (), people: Sequence[Sequence[Any]] = (), *,
           merge: tuple[int, int] | None = None, heads: bool = True) -> bytes:
    """A workbook like the empty list filled in; ``merge``: rows of mediators whose hamlet is one cell."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for layout, rows in ((TEAMS, teams), (PEOPLE, people)):
            sheet = book.add_worksheet(layout.sheet)
            if heads:
                sheet.write_row(0, 0, [f"{column.heading} *" for column in layout.columns])
            for at, row in enumerate(rows, 1):
                sheet.write_row(at, 0, row)
            if merge and layout is PEOPLE:
                sheet.merge_range(merge[0], 0, merge[1], 0, rows[merge[0] - 1][0])
    return made.getvalue()


def changed(row: list[Any], **cells: Any) -> list[Any]:
    """A row with some cells (``c3=…``: the fourth) otherwise."""
    return [cells.get(f"c{place}", value) for place, value in enumerate(row)]


def look(client: FlaskClient, content: bytes) -> TestResponse:
    return client.post(PAGE, data={"form_key": key_of(client.get(PAGE).text), "act": "look",
                                   "book": (io.BytesIO(content), "danh-sach.xlsx")})


def store(client: FlaskClient, shown: TestResponse) -> TestResponse:
    sheet = re.search(r'name="shown"[^>]*value="([^"]+)"', shown.text)
    assert sheet
    return client.post(PAGE, data={"form_key": key_of(shown.text), "act": "store", "shown": sheet[1]},
                       content_type="multipart/form-data")


def counts() -> tuple[int, ...]:
    return tuple(reading().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                 for table in (Team, Mediator, TeamLeader))


def test_a_list_comes_in_once_however_often(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with filling(any_app) as session:
        make_unit(session, "CT-AT-K7", "Khóm 7", "hamlet", office.commune)
    clerk = browser(any_app, office.clerk)
    rows = [PERSON, changed(PERSON, c1="Lê Văn Hai", c2="nam", c14=""),
            ["Khóm 3", "Huỳnh Ngọc Lan", "Nữ", "", "Hoa", "", "0939000111", "", "", "", "", "06/01/2025"]]
    content = a_list([TEAM], rows)
    shown = look(clerk, content)
    assert shown.status_code == 200
    for words in ("4 dòng: 3 mới, 1 đã có, 0 cần sửa", "Khác bản đang lưu, không sửa: Dân tộc, Điện thoại",
                  "Nhập 1 tổ, 2 hòa giải viên"):
        assert words in shown.text
    with any_app.app_context():
        before = counts()
    assert store(clerk, shown).status_code == 303
    assert store(clerk, shown).status_code == 303      # sent twice
    with any_app.app_context():
        assert tuple(now - then for now, then in zip(counts(), before, strict=True)) == (1, 2, 1)
        made = reading().execute(sa.select(*Mediator.__table__.c).where(Mediator.name == PERSON[1])).one()
        assert (made.birth_year, made.people, made.phone, made.schooling, made.votes, made.households) == (
            1980, "05", "0918555777", "law", 120, 200)
        assert (made.elected_on, made.from_on, made.term_until) == (date(2025, 7, 1), date(2025, 8, 1), date(2030, 8, 1))
        assert reading().execute(sa.select(Mediator.phone).where(Mediator.name == "Huỳnh Ngọc Lan")).scalar_one() == ""
        assert faults(9) == []
    again = look(clerk, content)
    assert "0 mới, 4 đã có, 0 cần sửa" in again.text
    assert "Không có gì mới để nhập" in again.text
    assert "Nhập 0 tổ" not in again.text


@pytest.mark.parametrize(("teams", "people", "said"), [
    ((), [changed(PERSON, c0="Khóm 99")], "không có thôn, tổ dân phố này"),
    ((), [PERSON], "chưa có tổ hòa giải ở đây"),
    ([TEAM], [changed(PERSON, c1="")], "Họ tên: chưa ghi"),
    ([TEAM], [changed(PERSON, c2="khác")], "Giới tính: ghi một trong"),
    ([TEAM], [changed(PERSON, c3=80)], "Năm sinh: ghi năm sinh bốn chữ số"),
    ([TEAM], [changed(PERSON, c4="Ăng-lê")], "Dân tộc: không có dân tộc này"),
    ([TEAM], [changed(PERSON, c6="123")], "Điện thoại: số điện thoại không gọi được"),
    ([TEAM], [changed(PERSON, c7="Tiến sĩ")], "Trình độ chuyên môn: ghi một trong"),
    ([TEAM], [changed(PERSON, c8="31/09/2025")], "Ngày bầu: tháng 9 chỉ có 30 ngày"),
    ([TEAM], [changed(PERSON, c8="2/8/2025")], "Ngày bầu: ngày bầu phải trước"),
    ([TEAM], [changed(PERSON, c9=201)], "Số hộ đồng ý: số phiếu đồng ý không thể"),
    ([TEAM], [changed(PERSON, c11="1/1/2030")], "Công nhận từ ngày: ngày chưa đến"),
    ([TEAM], [changed(PERSON, c11="")], "Công nhận từ ngày: chưa ghi"),
    ([TEAM], [PERSON, PERSON], "Trùng với dòng 2"),
    ([TEAM], [PERSON, changed(PERSON, c1="Lê Văn Hai")], "Tổ trưởng: tổ đã có tổ trưởng ở dòng 2"),
    ([TEAM, TEAM], (), "Trùng với dòng 2"),
    ([changed(TEAM, c4=0)], (), "Số hòa giải viên được định: ghi một số từ 1 đến 50"),
    ((), [changed(PERSON, c0="Khóm 3")], "Tổ trưởng: tổ đang có tổ trưởng khác"),
])
def test_one_wrong_row_and_nothing_is_stored(
    app: Flask, teams: list[list[Any]], people: list[list[Any]], said: str,
) -> None:
    office = make_hamlets(app)
    with filling(app) as session:
        make_unit(session, "CT-AT-K7", "Khóm 7", "hamlet", office.commune)
    clerk = browser(app, office.clerk)
    good = [["Khóm 5", "Người Tốt", "Nam", "", "", "", "", "", "", "", "", "1/2/2026"]]
    shown = look(clerk, a_list(teams, [*people, *good]))
    assert said in shown.text
    assert "Còn dòng sai thì chưa dòng nào được ghi" in shown.text
    assert 'value="store"' not in shown.text
    with app.app_context():
        before = counts()
    # Whoever sends it all the same learns the same.
    sent = base64.b64encode(a_list(teams, [*people, *good])).decode()
    assert clerk.post(PAGE, data={"form_key": key_of(shown.text), "act": "store", "shown": sent},
                      content_type="multipart/form-data").status_code == 422
    with app.app_context():
        assert counts() == before


def test_the_empty_list_may_be_filled_in(app: Flask) -> None:
    office = make_hamlets(app)
    clerk = browser(app, office.clerk)
    answer = clerk.get("/hoa-giai/to/mau.xlsx")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["Tổ hòa giải", "Hòa giải viên", "Cách ghi"]
    words = {cell for row in book.get_sheet_by_name("Cách ghi").to_python() for cell in row}
    assert {"Khóm 3", "Khóm 5", "Khơ-me", "Nữ"} <= words
    assert "Bảng chưa có dòng nào" in look(clerk, answer.data).text
    assert clerk.get(PAGE).status_code == 200
    assert browser(app, office.leader).get(PAGE).status_code == 404
    assert browser(app, office.auditor).get("/hoa-giai/to/mau.xlsx").status_code == 404


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (41 << 20))
    return made.getvalue()


def far_cell() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("A").write_string(900_000, 2, "x")
    return made.getvalue()


@pytest.mark.parametrize(("content", "said"), [
    (b"", "Chọn tệp danh sách"), (b"PK\x03\x04 nothing", "Không mở được tệp"), (b"a;b;c", "Không mở được tệp"),
    (bomb(), "Tệp quá lớn"), (b"x" * (MAX_BYTES + 1), "Tệp quá lớn"), (far_cell(), "Có ô ở dòng 900001"),
    (a_list(heads=False), "Không thấy bảng nào"), (a_list(people=[PERSON], heads=False), "Không thấy bảng nào"),
])
def test_a_file_that_is_no_list_is_told_so(office_app: Any, content: bytes, said: str) -> None:
    app, office = office_app
    answer = look(browser(app, office.clerk), content)
    assert answer.status_code == 422
    assert said in answer.text


def test_rows_and_sheets_are_accounted_for() -> None:
    content = a_list([TEAM], [PERSON, [], changed(PERSON, c0="", c1="B"), changed(PERSON, c0="", c1="C", c2="")],
                     merge=(1, 3))
    listed = read_list(content, DAY)
    assert [(line.sheet, line.row) for line in listed.lines] == [
        ("Tổ hòa giải", 2), ("Hòa giải viên", 2), ("Hòa giải viên", 4), ("Hòa giải viên", 5)]
    assert [line.values["hamlet"] for line in listed.people] == ["khom 7", "khom 7", ""]      # one cell over three rows
    assert [[trouble.column for trouble in line.troubles] for line in listed.people] == [
        [], [], ["Thôn, tổ dân phố", "Giới tính"]]
    other = io.BytesIO()
    with xlsxwriter.Workbook(other, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(2, 0, ["STT", "HỌ VÀ TÊN", "Nam/Nữ", "Ấp", "Ngày công nhận"])
        sheet.write_row(3, 0, [1, "Lê Văn Hai", "Nam", "Khóm 5", "1/2/2026"])
        book.add_worksheet("Ghi chú").write_string(0, 0, "tự ghi")
    listed = read_list(other.getvalue(), DAY)
    assert (len(listed.people), listed.left_out) == (1, ("Ghi chú",))
    assert listed.people[0].values["from_on"] == date(2026, 2, 1)
    with pytest.raises(SheetProblem):
        read_list(template(["Khóm 1"]), DAY)


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=30), st.floats(allow_nan=False), st.booleans(), st.dates(), st.integers()))
def test_a_cell_is_read_or_its_problem_named(cell: Any) -> None:
    for column in (*TEAMS.columns, *PEOPLE.columns):
        with suppress(Problem):      # nothing else may come of it
            column.read(cell, DAY)


def test_the_zero_that_excel_takes_is_put_back() -> None:
    assert [phone(written, DAY) for written in (918555777.0, "0918 555 777", "+84 918 555 777", "02923.810.215")] == [
        "0918555777", "0918555777", "0918555777", "02923810215"]
