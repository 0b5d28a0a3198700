"""The logbook of mediation: the form's ten columns on screen, paper and sheet; nothing is left out, nobody else's seen."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.law.mediation_book import COVER, LEADER, MEDIATORS
from caseapp.staff.roles import Level
from tests.mediation.book_office import BookOffice, Fact, drawn_facts, make_book_office, put_facts, sheets
from tests.mediation.test_figures import LISTED, opened, plainly
from tests.office.templates import ON_ONE
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

FORM = """STT | Ngày, tháng, năm nhận vụ, việc hòa giải | Họ và tên hòa giải viên, người được mời tham gia hòa giải (nếu có) |
Họ tên, tuổi, địa chỉ các bên, người có quyền, nghĩa vụ liên quan đến vụ, việc hòa giải (nếu có) |
Nội dung chủ yếu của vụ, việc | Thỏa thuận của các bên (hoặc yêu cầu của mỗi bên) sau khi hòa giải | Hòa giải thành |
Hòa giải không thành | Chữ ký (hòa giải viên; người chứng kiến vụ, việc hòa giải; người được mời tham gia hòa giải (nếu có)) |
Ghi chú"""
STORY = [
    Fact(0, date(2026, 2, 3), "civil", "path", [("sit", date(2026, 2, 5)), ("settle", date(2026, 2, 9))]),
    Fact(0, date(2026, 3, 1), "family", "spouses", [("sit", date(2026, 3, 2)), ("stop", date(2026, 3, 4))]),
    Fact(0, date(2026, 3, 5), "other", "noise", [("void", date(2026, 3, 6))]),
    Fact(0, date(2026, 4, 1), "other", "noise", [("refer", date(2026, 4, 2))], mediator=1),
    Fact(0, date(2026, 5, 1), None, "", [("sit", date(2026, 5, 2))], mediator=1),
    Fact(1, date(2026, 5, 3), "civil", "debt", []),
    Fact(4, date(2026, 5, 4), "civil", "debt", []),
    Fact(0, date(2025, 12, 30), "civil", "debt", []),
]


@pytest.fixture
def office(any_app: Flask) -> BookOffice:
    """The story's few disputes, nearly all of the first team."""
    made = make_book_office(any_app)
    put_facts(any_app, made, STORY)
    return made


def rows_of(page: str) -> list[list[str]]:
    """Cells of the table's body as texts."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
            for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]


def test_the_columns_are_the_forms() -> None:
    assert [column.heading for column in MEDIATORS.columns] == [" ".join(words.split()) for words in FORM.split("|")]
    assert [column.number for column in MEDIATORS.columns] == list(range(1, 11))
    assert [column.number for column in MEDIATORS.columns if column.over == ("Kết quả hòa giải",)] == [7, 8]
    assert MEDIATORS.confirmed
    assert "21/04/2014" in MEDIATORS.note
    assert not LEADER.confirmed
    assert MEDIATORS.holds(date(2026, 1, 1))
    assert not MEDIATORS.holds(date(2014, 1, 1))
    # The district is asked for as long as there were districts.
    assert [line.code for line in COVER if line.holds(date(2025, 7, 1))] == [
        "province", "commune", "hamlet", "team", "volume", "opened", "closed"]
    assert "district" in [line.code for line in COVER if line.holds(date(2025, 6, 30))]


def test_a_leader_reads_the_own_book_with_void_numbers(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.leader)
    page = client.get("/hoa-giai/so").text
    found = rows_of(page)
    assert [row[0] for row in found] == ["0005", "0004", "0003", "0002", "0001"]
    assert '<th colspan="2" scope="colgroup" class="over">Kết quả hòa giải</th>' in page
    settled, stopped, void, referred, under_way = reversed(found)
    assert settled[1] == "03/02/2026"
    assert settled[2] == "Võ Văn Tám 1 Người được mời: Ông Ba Hưng (người có uy tín)"
    assert settled[3] == ("Lê Văn Hòa 0 , 58 tuổi, =HYPERLINK(1) Số 4, hẻm 12 Nguyễn Thị Sáu 0 , 58 tuổi, =HYPERLINK(1) "
                          "Số 4, hẻm 12")
    assert settled[5:8] == ["Bên A phá bậc thềm.", "x", ""]
    assert stopped[6:8] == ["", "x"]
    assert "Một bên yêu cầu chấm dứt" in stopped[9]
    assert void[2:5] == ["Số đã hủy", "", "Ghi trùng."]
    assert void[9] == "Hủy 06/03/2026; số giữ nguyên"
    assert 'class="void"' in page
    assert (referred[6:8], under_way[6:8]) == (["", ""], ["", ""])
    assert "Không thuộc phạm vi hòa giải" in referred[9]
    # The row of another year is in that year's book.
    assert rows_of(client.get("/hoa-giai/so?nam=2025").text)[0][1] == "30/12/2025"
    assert "Tổ hòa giải khóm 2" not in page


def test_filters_show_what_they_say(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.leader)
    days = "tu=2026-01-01&den=2026-11-16"
    for words, numbers in (
            ("ket-qua=thanh", ["0001"]), ("ket-qua=khong-thanh", ["0002"]), ("ket-qua=huy", ["0003"]),
            ("ket-qua=ngoai", ["0004"]), ("ket-qua=dang", ["0005"]), ("ket-qua=chua", []),
            ("ket-qua=tiep-nhan", ["0005", "0002", "0001"]), ("pham-vi=unsaid", ["0005"]), ("loai=noise", ["0004", "0003"]),
            ("loai=unsaid", ["0005"]), ("pham-vi=family&ket-qua=da-ket-thuc", ["0002"])):
        page = client.get(f"/hoa-giai/so?{days}&{words}").text
        assert int(LISTED.search(page)[1]) == len(numbers), words
        assert ([row[0] for row in rows_of(page)] if numbers else []) == numbers, words
    # As of the last day asked for: on the 4th of February the first one had no sitting, on the 8th it had.
    early = client.get("/hoa-giai/so?tu=2026-01-01&den=2026-02-04&ket-qua=chua").text
    assert [row[0] for row in rows_of(early)] == ["0001"]
    assert LISTED.search(client.get("/hoa-giai/so?tu=2026-01-01&den=2026-02-08&ket-qua=dang").text)[1] == "1"
    for wrong in ("ket-qua=x", "pham-vi=x", "loai=x", "to=x", "don-vi=x", "tu=x&den=y"):
        assert client.get(f"/hoa-giai/so?{wrong}").status_code == 404
    assert client.get("/hoa-giai/so?nam=0000").status_code == 404


def test_the_commune_reads_every_teams_book_and_opens_none_it_may_not(any_app: Flask, office: BookOffice) -> None:
    for who, links in ((office.clerk, 0), (office.head, 6), (office.province_head, 7)):
        client, _viewer = opened(any_app, who)
        page = client.get("/hoa-giai/so?nam=2026").text
        assert len(re.findall(r'href="/hoa-giai/vu/', page)) == links, who.name
        assert int(LISTED.search(page)[1]) == (7 if who is office.province_head else 6)
        assert ("Tổ hòa giải khóm 5" in page) == (who is office.province_head)
    one = client.get(f"/hoa-giai/so?nam=2026&don-vi={office.hamlets[1].public_id}").text
    assert LISTED.search(one)[1] == "1"


def test_the_leaders_part_adds_up_to_the_first(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.leader)
    page = client.get("/hoa-giai/so?nam=2026&phan=2").text
    found = rows_of(page)
    assert found[0] == ["1", "Huỳnh Ngọc Lan 1", "0", "0", "0", "0", "0", "0", "1",
                        "1 vụ chưa ghi phạm vi; 1 việc không thuộc phạm vi hòa giải"]
    assert found[1][:9] == ["2", "Võ Văn Tám 1", "1", "1", "0", "1", "1", "0", "0"]
    assert found[2][:9] == ["", "Cộng", "1", "1", "0", "1", "1", "0", "1"]
    assert "Chưa đối chiếu được với mẫu." in page
    assert "theo phạm vi 3, theo kết quả 3; phần I có 3 vụ" in page
    client, _viewer = opened(any_app, office.head)
    assert "Chọn một tổ hòa giải" in client.get("/hoa-giai/so?nam=2026&phan=2").text


def test_paper_has_a_cover_both_parts_and_the_order_of_the_book(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.leader)
    paper = client.get("/hoa-giai/so/in?nam=2026").text
    for words in ("SỔ THEO DÕI HOẠT ĐỘNG HÒA GIẢI Ở CƠ SỞ", "<dd>thành phố Cần Thơ</dd>", "<dd>phường An Thịnh</dd>", "Khóm 1",
                  "Tổ hòa giải khóm 1", "Quyển số", "01/01/2026", "PHẦN II", "Dấu chuỗi sổ lúc in", "Cộng: 5 dòng",
                  "trong đó 1 số đã hủy"):
        assert words in paper, words
    assert "Huyện/quận" not in paper
    assert "Huyện/quận" in client.get("/hoa-giai/so/in?tu=2024-01-01&den=2024-12-31").text
    assert [row[0] for row in rows_of(paper)] == ["0001", "0002", "0003", "0004", "0005"]
    assert "<s>Số đã hủy</s>" in paper
    assert "style=" not in paper


def test_the_sheet_holds_the_book_and_no_formula(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.leader)
    book = sheets(client, "/hoa-giai/so.xlsx?nam=2026")
    assert list(book) == ["Phần I", "Phần II"]
    rows = book["Phần I"]
    start = next(place for place, row in enumerate(rows) if row[:2] == ["(1)", "(2)"])
    assert [row[6:8] for row in rows[start - 2:start]] == [["Kết quả hòa giải", ""], ["Hòa giải thành", "Hòa giải không thành"]]
    data = rows[start + 1:start + 6]
    assert [row[0] for row in data] == ["0001", "0002", "0003", "0004", "0005"]
    assert "=HYPERLINK(1)" in data[0][3]
    assert "\n" not in "".join(map(str, data[0]))
    assert any("Tổ hòa giải khóm 1" in str(row[0]) for row in rows[:start])
    second = next(row for row in book["Phần II"] if row[1] == "Cộng")
    assert second[2:9] == [1, 1, 0, 1, 1, 0, 1]
    # Of several teams each row says whose it is.
    client, _viewer = opened(any_app, office.head)
    rows = sheets(client, "/hoa-giai/so.xlsx?nam=2026")["Phần I"]
    assert any(str(row[2]).startswith("Tổ hòa giải khóm 2") for row in rows)


@ON_ONE
def test_a_page_costs_the_same_for_one_row_and_for_many(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.head)

    def statements(url: str) -> int:
        client.get(url)
        with counted(any_app) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    urls = ("/hoa-giai/so", "/hoa-giai/so/in", "/hoa-giai/so-lieu", "/hoa-giai/so?phan=2",
            "/hoa-giai/so-lieu?xem=hay-gap", "/hoa-giai/so-lieu?xem=to-chuc")
    few = {url: statements(url) for url in urls}
    more = drawn_facts(office, 160)
    for fact in more:      # other days than the story's, so that no number is taken twice
        fact.received = fact.received.replace(year=fact.received.year - 2)
    put_facts(any_app, office, more)
    assert {url: statements(url) for url in urls} == few
    assert few["/hoa-giai/so"] - few["/hoa-giai/so-lieu?xem=hay-gap"] == 2      # places, rows, count, people
    page = client.get("/hoa-giai/so?nam=2024").text
    total = int(LISTED.search(page)[1])
    listed = [row[0] for number in range(1, total // 25 + 2) for row in rows_of(
        client.get(f"/hoa-giai/so?nam=2024&trang={number}").text)]
    assert len(listed) == total == len([fact for fact in more if fact.received.year == 2024 and fact.team < 3])
    told: dict[str, Any] = plainly(office.facts, (date(2024, 1, 1), date(2024, 12, 31)), {0, 1, 2})
    shown = client.get("/hoa-giai/so?tu=2024-01-01&den=2024-12-31&ket-qua=tiep-nhan").text
    assert int(LISTED.search(shown)[1]) == told["received"]


@ON_ONE
def test_a_commune_without_teams_is_told_so(any_app: Flask) -> None:
    with filling(any_app) as session:
        commune = make_unit(session, "CT-X", "UBND xã Vắng", Level.COMMUNE)
        head = make_account(session, "vang", ["supervisor"], commune)
    client, _viewer = opened(any_app, head)
    for path in ("so", "so?phan=2", "so/in", "so.xlsx", "so-lieu", "so-lieu?xem=to-chuc", "so-lieu?xem=hay-gap",
                 "so-lieu/in", "so-lieu/in?xem=hay-gap", "so-lieu/in?xem=to-chuc", "so-lieu.xlsx"):
        assert client.get(f"/hoa-giai/{path}").status_code == 200, path
    assert "Chưa có tổ hòa giải nào" in client.get("/hoa-giai/so-lieu").text
    with filling(any_app) as session:
        make_unit(session, "CT-X-1", "Thôn Không Tổ", Level.HAMLET, session.merge(commune))
    page = client.get("/hoa-giai/so-lieu?xem=to-chuc").text
    assert "Thôn Không Tổ" in page
    assert client.get("/hoa-giai/so-lieu.xlsx").status_code == client.get("/hoa-giai/so/in").status_code == 200
