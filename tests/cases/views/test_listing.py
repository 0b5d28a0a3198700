"""The list of cases: what each chip shows and counts, whose, in which order, page by page, never a neighbour's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.cases.commands.opening import GivenCase, Opening, open_complaint
from caseapp.cases.models import CaseFile
from caseapp.cases.narrowing import COLUMNS, USUAL, read
from caseapp.cases.queries import lists
from caseapp.cases.queries.lists import PAGE, SHOWN, Wanted, case_rows
from caseapp.cases.views.clocks import Days
from caseapp.cases.views.narrowed import narrow
from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Clock as StoredClock
from caseapp.dossiers.models import Dossier, Party
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.staff.sessions import load_viewer
from caseapp.web.now import now, today
from tests.cases.making import ANH, act, make_office, open_case, stored, walk
from tests.cases.views.reading import main_of
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.staff.viewer import Viewer
    from tests.cases.making import Office
    from tests.office.clock import Clock


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


def numbers(client: FlaskClient, query: str = "") -> list[str]:
    """The numbers on a page of the list, in order."""
    page = client.get(f"/vu-viec{query}")
    assert page.status_code == 200, page.text
    return re.findall(r"<b>(KN \d{4}/\d{4})</b>", main_of(page.text))


def fill(app: Flask, office: Office) -> None:
    """One case of each sort, numbered 1 to 7; and one of the neighbours, which nobody here may see."""
    with app.app_context():
        open_case(office, date(2026, 11, 2))                                          # 1: overdue
        open_case(office, date(2026, 11, 9))                                          # 2: due on Wednesday
        open_case(office, date(2026, 11, 16), handler=office.other_handler)           # 3: far
        waiting = open_case(office, date(2026, 11, 16))                               # 4: before the head
        act(office, waiting, "accept", by="handler")
        suspended = open_case(office, date(2026, 11, 13))                             # 5
        walk(office, suspended, "accept")
        act(office, suspended, "suspend")
        act(office, suspended, "send-suspension", by="clerk")
        ended = open_case(office, date(2026, 11, 13))                                 # 6
        act(office, ended, "decline")
        walk(office, open_case(office, date(2026, 11, 13)), "send-decision")          # 7: no duty runs
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        stranger = make_account(session, "la", ["handler"], other)
    with app.app_context(), writing() as session:
        chain = lock_chain(session, other.id)
        open_complaint(session, chain, GivenCase("Việc của xã khác.", date(2026, 11, 2), handler_id=stranger.id),
                       Opening(stranger.id, now(), today(), office_calendar()))


@pytest.mark.parametrize(("query", "expected"), [
    ("", [1, 2, 4, 3, 5, 7]), ("?xem=qua-han", [1]), ("?xem=sap-den", [2]), ("?xem=cho-ky", [4]),
    ("?xem=tam-dinh-chi", [5]), ("?xem=da-xong", [6]), ("?xem=bay-ba", [1, 2, 4, 3, 5, 7]),
])
def test_each_chip_shows_its_cases(app: Flask, client: FlaskClient, office: Office, query: str,
                                   expected: list[int]) -> None:
    fill(app, office)
    sign_in(client, office.handler)
    shown = numbers(client, query)
    same_day = {"KN 2026/0003", "KN 2026/0004"}
    wanted = [f"KN 2026/{number:04d}" for number in expected]
    assert sorted(shown) == sorted(wanted)
    assert [one for one in shown if one not in same_day] == [one for one in wanted if one not in same_day]


def test_the_chips_count_what_they_show(app: Flask, client: FlaskClient, office: Office) -> None:
    fill(app, office)
    sign_in(client, office.handler)
    page = client.get("/vu-viec").text
    for words in ("Đang giải quyết 6", "Quá hạn 1", "Trong 3 ngày làm việc 1", "Chờ ký 1", "Tạm đình chỉ 1"):
        assert words in page, words
    assert "chờ người đứng đầu duyệt, trình từ 16/11" in page
    assert "từ 16/11, chưa có hạn" in page
    assert "Việc của xã khác" not in page


def test_a_handler_can_be_chosen(app: Flask, client: FlaskClient, office: Office) -> None:
    fill(app, office)
    sign_in(client, office.head)
    assert numbers(client, f"?nguoi={office.other_handler.public_id}") == ["KN 2026/0003"]
    assert len(numbers(client, "?nguoi=khong-co-nguoi-nay")) == 6, "an unknown name is no filter"
    assert "Phạm Quốc Dũng" in client.get("/vu-viec").text


def test_the_province_sees_all_and_says_whose(app: Flask, client: FlaskClient, office: Office) -> None:
    fill(app, office)
    sign_in(client, office.province_head)
    page = client.get("/vu-viec").text
    assert "Việc của xã khác" in page
    assert "UBND xã Tân Lộc" in page


def test_pages_follow_each_other_and_cost_the_same(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        for number in range(PAGE * 2 + 3):
            open_case(office, date(2026, 11, 16) - timedelta(days=number % 5))
        for number in range(3):
            case = open_case(office, date(2026, 11, 13))
            walk(office, case, "send-decision")
            assert stored(case.id).next_due is None, number
    sign_in(client, office.handler)
    seen: list[str] = []
    address: str | None = "/vu-viec"
    costs = []
    while address:
        with counted(app) as statements:
            page = client.get(address).text
        costs.append(len(statements))
        seen += re.findall(r"<b>(KN \d{4}/\d{4})</b>", main_of(page))
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == PAGE * 2 + 6
    assert max(costs) <= 10, costs


def test_lists_run_on_both_databases(any_app: Flask) -> None:
    office = make_office(any_app)
    fill(any_app, office)
    token = sign_in(any_app.test_client(), office.head)
    with any_app.app_context():
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        for show in SHOWN:
            wanted = Wanted(show, today(), today() + timedelta(days=3))
            rows = case_rows(person, wanted)
            assert rows, show
            for handler in (office.handler.public_id, lists.NOBODY):
                found: Any = case_rows(person, replace(wanted, handler=handler, after=rows[0].public_id))
                assert {one.id for one in found} <= {one.id for one in rows}
        by_handler = Counter[str]()
        for row in lists.counts_of(person, wanted):
            by_handler[row.public_id] += row.open
        assert sorted(by_handler.values()) == [1, 5]


def test_an_empty_list_says_why(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.handler)
    for show in SHOWN:
        page = client.get(f"/vu-viec?xem={show}")
        assert '<div class="empty">' in page.text
    assert "Chưa có vụ việc nào đang giải quyết" in client.get("/vu-viec").text


def test_who_may_open_the_list(app: Flask, client: FlaskClient, office: Office) -> None:
    with filling(app) as session:
        mediator = make_account(session, "hg", ["mediator"], office.commune)
    sign_in(client, mediator)
    assert client.get("/vu-viec").status_code == 404
    assert "Vụ việc" not in client.get("/viec").text.split("<main")[0]
    sign_in(client, office.clerk)
    assert 'href="/vu-viec"' in client.get("/viec").text


# ---- narrowed lists ------------------------------------------------------------------------------------------------------

ROLES = ("handler", "head", "clerk", "officer", "auditor", "province_head")
COMBINATIONS = ("", "nguoi=toi", "nguoi=chua&xep=so", "loai=complaint&giai-doan=received", "linh-vuc=land&xep=nhan",
                "nhan-tu=2026-11-09&nhan-den=2026-11-13", "han-tu=2026-11-01&han-den=2026-11-20",
                "xem=qua-han&don-vi=day&nhan-tu=2026-11-01")
COUNTED = re.compile(r'<a[^>]* href="(/vu-viec[^"]*)"[^>]*>([^<]*?) (\d+)<')
ROW = re.compile(r'<td class="c-so">')


def address(query: str) -> str:
    """The list at a query."""
    return f"/vu-viec?{query}" if query else "/vu-viec"


def rows_at(app: Flask, token: str, url: str) -> int:
    """How many rows a list has, over all its pages."""
    with app.app_context():
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        asked = narrow(person, read(dict(parse_qsl(url.partition("?")[2]))), Days(today(), office_calendar()))
        return sum(1 for _row in pages_of(person, asked.wanted))


def pages_of(person: Viewer, wanted: Wanted) -> Iterator[Any]:
    """Every row of a list."""
    while rows := case_rows(person, wanted):
        yield from rows[:PAGE]
        if len(rows) <= PAGE:
            return
        wanted = replace(wanted, after=rows[PAGE - 1].public_id)


def make_telling(app: Flask, office: Office) -> None:
    """Cases that differ in everything a list is narrowed by; one is sealed, one was given to nobody."""
    fill(app, office)
    with app.app_context(), writing() as session:
        dossiers = session.scalars(sa.select(Dossier).order_by(Dossier.id)).all()
        session.execute(sa.update(CaseFile).where(CaseFile.dossier_id.in_([one.id for one in dossiers[:3]]))
                        .values(field="land"))
        dossiers[0].handler_id = None
        dossiers[2].sealed, dossiers[2].code = True, "GQTC-2026-7K4P-3M2Q"


def test_every_count_is_the_length_of_its_list(app: Flask, client: FlaskClient, office: Office) -> None:
    make_telling(app, office)
    for role in ROLES:
        token = sign_in(client, getattr(office, role))
        lengths: dict[str, int] = {}
        for query in COMBINATIONS:
            found = COUNTED.findall(main_of(client.get(address(query)).text))
            assert len(found) >= 5, (role, query)
            for url, words, number in found:
                where = unescape(url)
                if where not in lengths:
                    lengths[where] = rows_at(app, token, where)
                assert lengths[where] == int(number), (role, query, words)
        assert len(set(lengths.values())) > 2, f"{role} sees nothing worth counting"


def test_each_narrowing_is_a_chip_that_can_be_taken_off(app: Flask, client: FlaskClient, office: Office) -> None:
    make_telling(app, office)
    sign_in(client, office.province_head)
    page = main_of(client.get("/vu-viec?nguoi=chua&loai=complaint&giai-doan=received&linh-vuc=land&don-vi=day"
                              "&nhan-tu=2026-11-01&nhan-den=2026-11-30&han-den=2026-12-31").text)
    chips = dict(re.findall(r'<a class="chip on" href="([^"]*)"><span class="what">([^<]+):</span>', page))
    assert list(chips.values()) == ["Người thụ lý", "Loại", "Giai đoạn", "Lĩnh vực", "Đơn vị", "Ngày nhận", "Hạn"]
    assert "01/11/2026 – 30/11/2026" in page
    assert "đến 31/12/2026" in page
    for url, what in chips.items():
        other = main_of(client.get(unescape(url)).text)
        assert f'<span class="what">{what}:</span> ' not in re.sub(r"<details.*?</details>", "", other, flags=re.DOTALL), what


def test_a_sealed_case_says_nothing_but_its_code(app: Flask, client: FlaskClient, office: Office) -> None:
    make_telling(app, office)
    sign_in(client, office.handler)
    page = client.get("/vu-viec").text
    assert "GQTC" not in page
    assert "Đang giải quyết 5" in page
    sign_in(client, office.head)
    for order in ("", "?xep=so", "?xep=nhan"):
        row = re.findall(r"<tr>.*?</tr>", main_of(client.get(f"/vu-viec{order}").text), re.DOTALL)
        sealed = next(one for one in row if "GQTC-2026-7K4P-3M2Q" in one)
        assert "Hồ sơ kín" in sealed
        assert "Ánh" not in sealed
        assert "thu hồi" not in sealed
    assert "KN 2026/0003" not in page


def test_the_number_of_a_sealed_case_orders_nothing(app: Flask, client: FlaskClient, office: Office) -> None:
    """Between which numbers it stood would be as good as its number."""
    make_telling(app, office)
    sign_in(client, office.head)
    shown = re.findall(r"<b>((?:KN|GQTC)[^<]+)</b>", main_of(client.get("/vu-viec?xep=so").text))
    assert shown == ["KN 2026/0007", "KN 2026/0005", "KN 2026/0004", "KN 2026/0002", "KN 2026/0001", "GQTC-2026-7K4P-3M2Q"]


@pytest.mark.parametrize("order", ["", "nhan", "so"])
def test_each_order_goes_on_from_page_to_page(app: Flask, client: FlaskClient, office: Office, order: str) -> None:
    with app.app_context():
        for number in range(PAGE + 7):
            open_case(office, date(2026, 11, 16) - timedelta(days=number * 3 % 10))
    sign_in(client, office.handler)
    first = client.get(f"/vu-viec?xep={order}").text
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    seen = [one for page in (first, client.get(unescape(older[1])).text)
            for one in re.findall(r"<b>KN 2026/(\d+)</b>", main_of(page))]
    assert len(seen) == len(set(seen)) == PAGE + 7
    if order == "so":
        assert seen == sorted(seen, reverse=True)


def test_columns_are_chosen_and_nothing_is_said_twice(app: Flask, client: FlaskClient, office: Office) -> None:
    make_telling(app, office)
    sign_in(client, office.handler)
    usual = main_of(client.get("/vu-viec").text)
    assert re.findall(r'<th scope="col" class="h-([\w-]+)">', usual) == list(USUAL)
    every = main_of(client.get("/vu-viec?cot=" + ".".join(COLUMNS)).text)
    assert re.findall(r'<th scope="col" class="h-([\w-]+)">', every) == list(COLUMNS)
    row = next(one for one in re.findall(r"<tr>.*?</tr>", every, re.DOTALL) if "KN 2026/0002" in one)
    assert row.count("Nguyễn Thị Ánh") == 1
    assert row.count("09/11") == 1
    assert "Đất đai, nhà cửa" in row
    assert row.count("UBND phường An Thịnh") == 1
    few = main_of(client.get("/vu-viec?cot=han.khong-co").text)
    assert re.findall(r'<th scope="col" class="h-([\w-]+)">', few) == ["so", "han"]


def test_the_form_of_filters_leads_to_their_address(app: Flask, client: FlaskClient, office: Office) -> None:
    make_telling(app, office)
    sign_in(client, office.head)
    assert client.get("/vu-viec/loc?linh-vuc=land&nguoi=toi&giai-doan=x").status_code == 200
    sent = client.post("/vu-viec/loc?xem=qua-han", data={
        "words": "", "state": "complaint.received", "received_from": "1/11/2026", "due_to": "30 tháng 11 2026", "sort": "so",
        "columns": ["so", "han"], "handler": "toi"})
    assert sent.status_code == 303
    assert sent.location == ("/vu-viec?xem=qua-han&nguoi=toi&loai=complaint&giai-doan=received&nhan-tu=2026-11-01"
                             "&han-den=2026-11-30&xep=so&cot=so.han")
    for wrong, said in (({"received_from": "2/11/2026", "received_to": "1/11/2026"}, "trước ngày bắt đầu"),
                        ({"received_from": "32/11/2026"}, "Nhận từ ngày"), ({"kind": "visit"}, "Chọn một trong"),
                        ({"state": "complaint.received", "kind": "feedback"}, "thuộc loại vụ việc khác")):
        answer = client.post("/vu-viec/loc", data=wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.text


def test_words_looked_for_are_in_no_address(app: Flask, client: FlaskClient, office: Office, clock: Clock) -> None:
    with app.app_context():
        open_case(office, people=(ANH,))
        open_case(office, people=(replace(ANH, name="Mạc Thanh Tùng", id_number="092075006672"),))
    sign_in(client, office.handler)
    sent = client.post("/vu-viec/loc", data={"words": "mac thanh tung"})
    assert re.fullmatch(r"/vu-viec\?tim=[\w-]{22}", sent.location)
    page = client.get(sent.location).text
    assert numbers(client, sent.location.removeprefix("/vu-viec")) == ["KN 2026/0002"]
    assert "Đang giải quyết 1" in page
    assert "mac thanh tung" in page
    again = client.post(sent.location.replace("/vu-viec", "/vu-viec/loc"), data={"words": "mac thanh tung"})
    assert again.location == sent.location, "the same words keep their address"
    clock.forward(minutes=61)
    sign_in(client, office.handler)
    late = client.get(sent.location).text
    assert "không lọc theo chữ nữa" in late
    assert "Đang giải quyết 2" in late


def test_an_address_is_read_and_written_alike() -> None:
    query = ("xem=qua-han&nguoi=chua&loai=complaint&giai-doan=received&linh-vuc=land&don-vi=day&nhan-tu=2026-11-01"
             "&nhan-den=2026-11-02&han-tu=2026-11-03&han-den=2026-11-04&tim=abc&xep=so&cot=so.han")
    asked = read(dict(parse_qsl(query)))
    assert asked.query() == query
    assert "tim" not in asked.kept()
    assert "&han-tu" not in asked.to(show="da-xong")
    assert "giai-doan" not in asked.to(kind="")
    assert asked.to(state="").startswith("/vu-viec?")
    assert read({"xem": "x", "loai": "visit", "giai-doan": "received", "nhan-tu": "1/1/26", "han-tu": "2026-13-01", "xep": "x",
                 "cot": "x", "nguoi": "Trần Văn Bình", "linh-vuc": "x", "don-vi": "<b>"}).query() == ""


# ---- what it costs ---------------------------------------------------------------------------------------------------------


def copy_cases(app: Flask, times: int) -> None:
    """Lay ``times`` copies of the first case into its unit, due on different days, with their clocks and people."""
    with app.app_context(), writing() as session:
        one = session.scalars(sa.select(Dossier).order_by(Dossier.id).limit(1)).one()
        parts = {table: session.execute(sa.select(table).where(table.c.dossier_id == one.id)).mappings().first()
                 for table in (CaseFile.__table__, StoredClock.__table__, Party.__table__)}
        like = dict(session.execute(sa.select(Dossier.__table__).where(Dossier.id == one.id)).mappings().one())
        due = one.next_due or today()
        ids = range(10_000, 10_000 + times)
        session.execute(sa.insert(Dossier.__table__), [
            {**like, "id": at, "public_id": f"copy{at}", "no": at, "next_due": due + timedelta(days=at % 200)} for at in ids])
        for table, row in parts.items():
            assert row is not None
            session.execute(sa.insert(table), [
                {**row, "dossier_id": at, **({"id": at} if "id" in row else {}),
                 **({"public_id": f"part{at}", "due_on": due + timedelta(days=at % 200)} if "due_on" in row else {})} for at in ids])


def test_a_page_costs_the_same_of_thirty_and_of_three_thousand(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        open_case(office, date(2026, 11, 16))
    copy_cases(app, 30)
    sign_in(client, office.head)
    queries = ("", "xep=nhan", "xep=so", f"nguoi={office.handler.public_id}&linh-vuc=land", "don-vi=day&nhan-tu=2026-01-01",
               "loai=complaint&giai-doan=received&cot=so.noi-dung.nguoi.loai.thu-ly.don-vi.linh-vuc")

    def costs() -> list[int]:
        found = []
        for query in queries:
            with counted(app) as statements:
                assert client.get(address(query)).status_code == 200
            found.append(len(statements))
        return found

    costs()      # whoever comes first after signing in is noted as seen
    few = costs()
    with app.app_context(), writing() as session:
        for table in (StoredClock, Party, CaseFile, Dossier):
            session.execute(sa.delete(table).where((table.id if table is Dossier else table.dossier_id) >= 10_000))
    copy_cases(app, 3_000)
    assert costs() == few
    assert max(few) <= 10, few
    page = client.get("/vu-viec").text
    assert "Đang giải quyết 99+" in page


def test_no_list_walks_through_every_dossier(app: Flask, office: Office) -> None:
    """Each way of asking finds its rows by an index of dossiers, and counts by one."""
    token = sign_in(app.test_client(), office.province_head)
    narrowed = ((), ("kind",), ("kind", "state"), ("field",), ("received_from", "received_to"), ("due_from", "due_to"), ("ids",),
                ("kind", "field", "received_from", "due_to"))
    with app.app_context():
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        wanted = Wanted("", today(), today(), office.handler.public_id, kind="complaint", state="received", field="land",
                        received_from=today(), received_to=today(), due_from=today(), due_to=today(), ids=(1, 2))
        values = {**wanted.values(person), "at_next_due": today(), "at_id": 1, "at_opened_on": today(), "at_register": "KN",
                  "at_year": 2026, "at_no": 1}
        asked = [lists._counting(one) for one in narrowed]
        asked += [lists._statement(show, whose, part, one, further=further) for one in narrowed for show in SHOWN
                  for whose in ("", "chua", "one") for part in (("due", "undated") if show != "da-xong" else ("nhan",)) + ("so",)
                  for further in (False, True)]
        assert len(asked) > 500
        for statement in asked[:: 5]:
            assert_by_index(statement, values)
        for statement in asked[: len(narrowed)]:
            assert_by_index(statement, values)


def assert_by_index(statement: Any, values: dict[str, Any]) -> None:
    """Carry it out, then ask the database how it did: never by reading the dossiers from first to last."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, written: str, parameters: Any, *_more: Any) -> None:
        sent.append((written, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        reading().execute(statement, values)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    [(written, parameters)] = sent
    plan = [row[3] for row in reading().exec_driver_sql(f"EXPLAIN QUERY PLAN {written}", parameters)]
    assert [line for line in plan if re.match(r"SCAN dossier\b", line)] == [], (plan, written)


def test_each_narrowing_runs_on_both_databases(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        first = open_case(office, date(2026, 11, 2), field="land")
        second = open_case(office, date(2026, 11, 16))
        act(office, second, "accept")
    token = sign_in(any_app.test_client(), office.head)
    found: dict[str, tuple[Any, int]] = {
        "kind": ("complaint", 2), "state": ("received", 1), "field": ("land", 1), "received_from": (date(2026, 11, 3), 1),
        "received_to": (date(2026, 11, 3), 1), "due_from": (date(2026, 11, 20), 1), "due_to": (date(2026, 11, 20), 1),
        "ids": ((first.id,), 1), "units": ((office.province.id,), 0)}
    with any_app.app_context():
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        for part, (value, expected) in found.items():
            for order in ("", "nhan", "so"):
                wanted = replace(Wanted("", today(), today(), sort=order), **{part: value})
                rows = case_rows(person, wanted)
                assert len(rows) == expected, (part, order)
                assert not rows or case_rows(person, replace(wanted, after=rows[-1].public_id)) == [], (part, order)
                counts = [row for row in lists.counts_of(person, wanted) if part != "state" or row.state == value]
                assert sum(row.open for row in counts) == expected, part
