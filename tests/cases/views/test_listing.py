"""The list of cases: what each chip shows and counts, whose, in which order, page by page, never a neighbour's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.cases.commands.opening import GivenCase, Opening, open_complaint
from caseapp.cases.queries import lists
from caseapp.cases.queries.lists import PAGE, SHOWN, Wanted, case_rows
from caseapp.db import writing
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.staff.sessions import load_viewer
from caseapp.web.now import now, today
from tests.cases.making import act, make_office, open_case, stored, walk
from tests.cases.views.reading import counted, main_of
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office


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


@pytest.mark.parametrize("show", SHOWN)
def test_lists_run_on_both_databases(any_app: Flask, show: str) -> None:
    office = make_office(any_app)
    fill(any_app, office)
    token = sign_in(any_app.test_client(), office.head)
    with any_app.app_context():
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        rows = case_rows(person, Wanted(show, today(), today() + timedelta(days=3)))
        assert rows
        for handler in (office.handler.public_id, lists.NOBODY):
            found: Any = case_rows(person, Wanted(show, today(), today() + timedelta(days=3), handler,
                                                  rows[0].public_id))
            assert {one.id for one in found} <= {one.id for one in rows}
        counts = lists.counts_of(person, today(), today() + timedelta(days=3))
        assert sorted(row.open for row in counts) == [1, 5]


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
