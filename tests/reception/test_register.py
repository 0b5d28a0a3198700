"""The register 03/TCD: its thirteen texts, its pages, who sees which rows, what printing leaves in the journal."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.gazette import office_calendar
from caseapp.ledger.models import JournalRow
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Nature
from caseapp.reception import register_views
from caseapp.reception.commands.acting import GivenNotice, notify, prolong, sign_refusal, void
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, NoticeResult, Outcome
from caseapp.reception.queries.register import Chosen
from caseapp.reception.register import COLUMNS, part_asked, register_rows
from caseapp.staff.sessions import load_viewer
from caseapp.web.now import now, today
from tests.reception.making import FOUR_PAPERS, log, make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier
    from caseapp.staff.models import Account
    from tests.office.clock import Clock
    from tests.reception.making import People

REGISTER = "/so/tiep-cong-dan"
TUNG = Given("Mạc Thanh Tùng", IdKind.CITIZEN, "092075006672", address="hẻm 12 Lê Bình")
NAM = Given("Đặng Hoài Nam", IdKind.PASSPORT, "C6118214", sex="M")


def acting(dossier: Dossier, by: Account, *roles: str) -> Acting:
    return Acting(
        dossier.id, dossier.unit_id, dossier.version, by.id, frozenset(roles), now(), today(), office_calendar())


def rows_of(
    app: Flask, client: FlaskClient, account: Account, *, masked: bool = False, **part: Any,
) -> list[tuple[str, ...]]:
    token = sign_in(client, account)
    with app.app_context():
        viewer, _seen = load_viewer(token, now(), today())
        assert viewer is not None
        chosen = Chosen(date(2026, 1, 1), date(2026, 12, 31), **{"unit_id": viewer.unit_id, **part})
        return list(register_rows(viewer, chosen, masked))


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """SQL of every statement from here on, reads and writes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


# ── the thirteen texts ──


def test_the_columns_are_those_of_the_form() -> None:
    assert [column.number for column in COLUMNS] == list(range(1, 14))
    assert COLUMNS[2].heading == "Họ tên, địa chỉ"


def test_an_ordinary_visit_fills_the_form(any_app: Flask) -> None:
    people = make_people(any_app)
    log(any_app, people, papers=FOUR_PAPERS, people_count=5, day=date(2026, 11, 12), resolved_by="Sở Y tế, 02/10/2026")
    assert rows_of(any_app, any_app.test_client(), people.officer) == [(
        "0001", "12/11", "Nguyễn Thị Ánh và 4 người, 118 Trần Việt Châu, phường An Thịnh", "092171003307",
        "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh.", "KN", "5", "Sở Y tế, 02/10/2026",
        "x", "", "", "Chờ báo kết quả, hạn 27/11", "Nhận 4 tài liệu; Đoàn đông người; Ghi bổ sung")]


def test_a_denunciation_is_code_envelope_and_check(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, Matter.DENUNCIATION)
    (row,) = rows_of(app, client, people.head)
    assert row[:4] == ("TC", "16/11", "Mã số TC-2026-3M9X-7K4P, phong bì số 25", "Đã kiểm tra")
    assert row[5] == "TC"


def test_rows_of_denunciations_are_for_those_who_may_see_both(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    log(app, people, Matter.DENUNCIATION)
    with filling(app) as session:
        from tests.staff.making import make_account

        colleague = make_account(session, "dong", ["reception"], people.commune)
    numbers = {name: [row[0] for row in rows_of(app, client, account)] for name, account in (
        ("head", people.head), ("writer", people.officer), ("colleague", colleague), ("clerk", people.clerk))}
    assert numbers == {"head": ["TC", "0001"], "writer": ["TC", "0001"], "colleague": ["0001"],
                       "clerk": ["TC", "0001"]}


@pytest.mark.parametrize(("outcome", "more", "columns"), [
    (Outcome.EXPLAINED, {}, {11: "", 12: "Giải thích tại bàn"}),
    (Outcome.GUIDED, {"body": "Giám đốc Sở Y tế", "document": "218/HD-UBND", "competent": False},
     {9: "", 10: "Giám đốc Sở Y tế (218/HD-UBND)", 11: "", 12: "Đã hướng dẫn 16/11"}),
    (Outcome.TRANSFERRED, {"body": "Sở Xây dựng", "document": "212/UBND", "follow_up": "Chờ phúc đáp"},
     {10: "", 11: "Sở Xây dựng (212/UBND)", 12: "Chờ phúc đáp; Chờ báo kết quả, hạn 01/12"}),
    (Outcome.REFUSED, {"ground": "R2"}, {11: "", 12: "Từ chối tiếp, Điều 9(2) LTCD"}),
    (Outcome.REFUSED, {"ground": "Rh"}, {12: "Chờ ký thông báo từ chối, hạn 19/11"}),
    (Outcome.TAKEN, {"session": "periodic"}, {13: "Tiếp định kỳ: Lê Thị Thu Hằng"}),
])
def test_each_way_of_handling_has_its_words(
    app: Flask, client: FlaskClient, outcome: Outcome, more: dict[str, Any], columns: dict[int, str],
) -> None:
    people = make_people(app)
    log(app, people, Matter.FEEDBACK, outcome, **more)
    (row,) = rows_of(app, client, people.officer)
    assert {number: row[number - 1] for number in columns} == columns


def test_answers_are_followed_to_their_end(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    answered, longer = log(app, people), log(app, people)
    with app.app_context():
        told = GivenNotice(NoticeResult.ACCEPTED, "written", date(2026, 11, 16), "Lê Thị Thu Hằng", "604/UBND")
        notify(told, acting(answered, people.officer, "reception"))
        later = GivenNotice(NoticeResult.PROLONGED, "oral", date(2026, 11, 16), "Hằng", follow_up_on=date(2026, 12, 4))
        prolong(later, acting(longer, people.officer, "reception"))
    told_rows = [row[10:12] for row in rows_of(app, client, people.officer)]
    assert told_rows == [("UBND phường An Thịnh", "Đã báo thụ lý 16/11 (604/UBND)"),
                         ("", "Đã báo kéo dài 16/11, hẹn 04/12/2026")]


@pytest.mark.parametrize(("result", "columns"), [
    (NoticeResult.ACCEPTED, {9: "x", 11: "UBND phường An Thịnh"}),
    (NoticeResult.DECLINED, {9: "x", 11: ""}),
    (NoticeResult.FORWARDED, {9: "", 11: "Điện lực An Thịnh (212/UBND)"}),
])
@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.REPORTED])
def test_who_deals_with_it_is_known_once_it_is_answered(
    app: Flask, client: FlaskClient, outcome: Outcome, result: NoticeResult, columns: dict[int, str],
) -> None:
    people = make_people(app)
    visit = log(app, people, Matter.FEEDBACK, outcome, competent=True if outcome is Outcome.TAKEN else None)
    (row,) = rows_of(app, client, people.officer)
    assert row[10:12] == ("", "Chờ báo kết quả, hạn 01/12")
    with app.app_context():
        given = GivenNotice(result, "written", date(2026, 11, 16), "Hằng", "212/UBND", body="Điện lực An Thịnh")
        notify(given, acting(visit, people.officer, "reception"))
    (row,) = rows_of(app, client, people.officer)
    assert {number: row[number - 1] for number in columns} == columns


def test_a_refusal_is_done_when_its_notice_was_sent(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note="VB 3")
    with app.app_context():
        sign_refusal(
            GivenNotice(NoticeResult.REFUSED, "written", date(2026, 11, 16), "Dũng", "05/TB-UBND ngày 16/11/2026"),
            acting(visit, people.head, "supervisor"))
    (row,) = rows_of(app, client, people.officer)
    assert row[11] == "Đã gửi thông báo từ chối ngày 16/11 (05/TB-UBND ngày 16/11/2026)"


def test_a_book_with_denunciations_says_that_their_way_is_not_confirmed(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    sign_in(client, people.officer)
    assert "mã số và phong bì" not in client.get(f"{REGISTER}/in").text
    log(app, people, Matter.DENUNCIATION)
    assert "Chưa xác nhận: chưa văn bản nào nói rõ cách ghi tố cáo" in client.get(f"{REGISTER}/in").text


def test_a_void_number_stays_with_its_reason(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    gone = log(app, people)
    with app.app_context():
        void("Ghi trùng với số 0926.", acting(gone, people.officer, "reception"))
    (row,) = rows_of(app, client, people.officer)
    assert row == ("0001", "16/11", "Số đã hủy", "", "Ghi trùng với số 0926.", "", "", "", "", "", "",
                   "Hủy 16/11/2026, 09:00, Lê Thị Thu Hằng", "Số giữ nguyên")
    page = client.get(REGISTER)
    assert '<tr class="void">' in page.text
    assert "Số đã hủy" in client.get(f"{REGISTER}?huy=1").text


def test_an_organisation_several_visitors_and_missing_papers(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    company = Given("Công ty TNHH Hưng Phú", nature=Nature.ORGANISATION, address="Khu công nghiệp")
    log(app, people, person=None, parties=(
        GivenParty(company, "represented"), GivenParty(NAM, "representative", "Giấy giới thiệu 12/GGT")))
    log(app, people, person=None, people_count=2, parties=(GivenParty(TUNG), GivenParty(NAM)))
    log(app, people, person=Given("Lê Văn Bình", id_missing="mất, đang làm lại"))
    rows = rows_of(app, client, people.officer)
    assert rows[0][2:4] == ("Công ty TNHH Hưng Phú, Khu công nghiệp, người đến: Đặng Hoài Nam", "Hộ chiếu C6118214")
    assert rows[0][12] == "Giấy giới thiệu 12/GGT"
    assert rows[1][2:4] == ("Mạc Thanh Tùng, Đặng Hoài Nam, hẻm 12 Lê Bình", "092075006672, Hộ chiếu C6118214")
    assert rows[1][6] == "2"
    assert rows[2][2:4] == ("Lê Văn Bình", "không có giấy tờ: mất, đang làm lại")


# ── who reads what ──


def test_numbers_are_masked_on_screen_and_whole_only_for_those_who_print(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    for account in (people.officer, people.head, people.auditor):
        sign_in(client, account)
        page = client.get(REGISTER, query_string={"don-vi": people.commune.public_id}).text
        assert "092171003307" not in page
        assert "0921 •••• •••• 3307" in page
    printed = {}
    for account in (people.officer, people.auditor):
        sign_in(client, account)
        printed[account.name] = client.get(f"{REGISTER}/in", query_string={"don-vi": people.commune.public_id}).text
    assert "092171003307" in printed["hang"]
    assert "092171003307" not in printed["thanhtra"]
    assert rows_of(app, client, people.auditor, unit_id=people.commune.id)[0][3] == "0921 •••• •••• 3307"
    assert rows_of(app, client, people.officer, masked=True)[0][3] == "0921 •••• •••• 3307"
    with app.app_context():
        acts = reading().execute(
            sa.select(JournalRow.account_id, JournalRow.body).where(JournalRow.act == "register.print")).all()
    assert [row.account_id for row in acts] == [people.officer.id]
    assert json.loads(acts[0].body)["facts"] == {
        "form": "03/TCD", "since": "2026-11-01", "until": "2026-11-30", "matter": None, "receiver": None,
        "void_only": False}


def test_a_book_is_of_one_unit_and_its_neighbours_do_not_appear(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    log(app, people, person=TUNG, by=people.other_officer, unit=people.other)
    sign_in(client, people.officer)
    page = client.get(REGISTER, query_string={"don-vi": people.other.public_id}).text
    assert "Nguyễn Thị Ánh" in page
    assert "Mạc Thanh Tùng" not in page
    sign_in(client, people.province_head)
    assert "Mạc Thanh Tùng" in client.get(REGISTER, query_string={"don-vi": people.other.public_id}).text
    assert "Không có lượt tiếp nào" in client.get(REGISTER).text
    for account in (people.handler, people.mediator, people.administrator):
        sign_in(client, account)
        assert client.get(REGISTER).status_code == 404
        assert client.get(f"{REGISTER}/in").status_code == 404


def test_the_printed_book_is_in_the_order_of_the_book(any_app: Flask) -> None:
    client = any_app.test_client()
    people = make_people(any_app)
    for day in (3, 1, 2):
        log(any_app, people, day=date(2026, 11, day))
    sign_in(client, people.officer)
    paper = client.get(f"{REGISTER}/in").text
    assert re.findall(r'<td class="mid">(\d\d/11)</td>', paper) == ["01/11", "02/11", "03/11"]
    for words in ("SỔ TIẾP CÔNG DÂN", "Mẫu số 03/TCD", "Năm 2026 · từ ngày 01 tháng 11 đến ngày 16 tháng 11", "(13)",
                  "Cộng: 3 dòng", "Dấu chuỗi sổ lúc in:", 'class="landscape"'):
        assert words in paper, words


def test_a_thick_book_is_sent_in_pieces(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_views, "AT_ONCE", 3)
    monkeypatch.setattr(register_views, "PIECE", 1_000)
    people = make_people(app)
    fill(app, people, 8)
    sign_in(client, people.officer)
    with client.get(f"{REGISTER}/in") as paper:
        assert paper.is_streamed
        assert "Cộng: 8 dòng" in paper.text


# ── pages and filters ──


def fill(app: Flask, people: People, count: int, first: int = 0) -> None:
    with_day = ((first + number) % 9 + 1 for number in range(count))
    for number, day in enumerate(with_day):
        log(app, people, (Matter.COMPLAINT, Matter.FEEDBACK)[number % 2], day=date(2026, 11, day),
            person=Given(f"Người {first + number:03d}"), content=f"Việc {first + number:03d}")


def shown(page: str) -> list[str]:
    return re.findall(r"<b>Người (\d{3})</b>", page)


def link(page: str, words: str) -> str | None:
    found = re.search(rf'<a class="chip" href="([^"]+)" rel="{words}"', page)
    return found[1].replace("&amp;", "&") if found else None


def test_pages_follow_each_other_without_gap_or_repeat(any_app: Flask) -> None:
    client = any_app.test_client()
    people = make_people(any_app)
    fill(any_app, people, 60)
    sign_in(client, people.officer)
    pages, address = [], REGISTER
    while address:
        page = client.get(address).text
        pages.append(page)
        address = link(page, "next")
    assert [len(shown(page)) for page in pages] == [25, 25, 10]
    assert sorted(name for page in pages for name in shown(page)) == [f"{number:03d}" for number in range(60)]
    assert [re.search(r"Dòng ([\d–]+) trong 60", page)[1] for page in pages] == ["1–25", "26–50", "51–60"]
    second = client.get(link(pages[2], "prev")).text
    assert shown(second) == shown(pages[1])
    assert shown(client.get(link(second, "prev")).text) == shown(pages[0])
    assert link(pages[0], "prev") is None


def test_filters_stand_in_the_address_without_names(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, day=date(2026, 10, 5), content="Việc tháng mười")
    log(app, people, Matter.FEEDBACK, content="Việc phản ánh")
    log(app, people, by=people.head, content="Việc lãnh đạo tiếp")
    sign_in(client, people.officer)
    assert "Việc tháng mười" not in client.get(REGISTER).text
    year = client.get(f"{REGISTER}?nam=2026").text
    assert "Việc tháng mười" in year
    assert "Tháng 10/2026" in year
    matter = client.get(f"{REGISTER}?loai=feedback").text
    assert "Việc phản ánh" in matter
    assert "Việc lãnh đạo tiếp" not in matter
    received = client.get(REGISTER, query_string={"nguoi": people.head.public_id}).text
    assert "Việc lãnh đạo tiếp" in received
    assert "Việc phản ánh" not in received
    assert "Phạm Quốc Dũng" not in "".join(re.findall(r'href="[^"]*"', received))


def test_an_empty_part_says_so_and_leads_on(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sign_in(client, people.officer)
    page = client.get(f"{REGISTER}?loai=mixed").text
    assert "Không có lượt tiếp nào trong phần sổ này" in page
    assert "Xem cả năm 2026" in page
    assert "Bỏ mọi bộ lọc" in page


def test_whatever_stands_in_the_address_gives_a_page(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    sign_in(client, people.officer)
    for query in ("nam=abc", "nam=9999", "nam=²²²²", "tu=31/02/2026", "tu=2027-01-01&den=2020-01-01", "loai=<x>",
                  "sau=nobody", "nguoi=x&huy=2", "don-vi=x", "den=2026-11-30"):
        assert client.get(f"{REGISTER}?{query}").status_code == 200, query


@pytest.mark.parametrize(("args", "since", "until", "month"), [
    ({}, date(2026, 11, 1), date(2026, 11, 30), 11),
    ({"nam": "2025"}, date(2025, 1, 1), date(2025, 12, 31), None),
    ({"tu": "2026-10-01", "den": "2026-10-31"}, date(2026, 10, 1), date(2026, 10, 31), 10),
    ({"tu": "2026-10-05", "den": "2027-02-01"}, date(2026, 10, 5), date(2026, 12, 31), None),
    ({"den": "2026-03-31"}, date(2026, 1, 1), date(2026, 3, 31), None),
    ({"nam": "²²²²"}, date(2026, 1, 1), date(2026, 12, 31), None),
])
def test_a_part_is_of_one_year(args: dict[str, str], since: date, until: date, month: int | None) -> None:
    part = part_asked(args, date(2026, 11, 16), unit_id=1)
    assert (part.chosen.since, part.chosen.until, part.month) == (since, until, month)


def test_statements_are_few_and_do_not_grow(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    people = make_people(app)
    fill(app, people, 30)
    sign_in(client, people.officer)
    counts = []
    for more in (0, 40):
        fill(app, people, more, first=30)
        first = client.get(REGISTER).text      # the first page of a minute also notes a sign of life
        for address in (REGISTER, link(first, "next")):
            statements.clear()
            client.get(address)
            counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 10


def test_the_register_reads_in_english(app: Flask, client: FlaskClient, clock: Clock) -> None:
    people = make_people(app)
    log(app, people)
    with filling(app) as session:
        session.get_one(type(people.officer), people.officer.id).language = "en"
    sign_in(client, people.officer)
    page = client.get(REGISTER)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert 'class="landscape"' in client.get(f"{REGISTER}/in").text
