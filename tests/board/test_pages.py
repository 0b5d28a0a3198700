"""The board as it is read: empty, in English, on paper, as a table; why something is late."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.board.charts import stacks, strip
from caseapp.board.figures import days_of
from caseapp.gazette import office_calendar
from tests.board.making import TODAY, put
from tests.cases.making import act, make_office, open_case
from tests.reception.making import make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

BOARD = "/bang-theo-doi"


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> Any:
    """The ward, its head signed in."""
    found = make_people(app)
    sign_in(client, found.head)
    return found


def test_an_empty_board_says_so(client: FlaskClient, people: Any) -> None:
    page = client.get(BOARD).text
    assert "Không có việc nào quá hạn." in page
    assert "chưa có hạn nào xong" in page
    assert "mọi vụ việc đã có người thụ lý" in page
    assert "Không có hồ sơ nào đang có hạn." in page
    assert 'name="chon"' not in page
    assert "Không có hồ sơ nào" in client.get(f"{BOARD}/danh-sach?muc=qua-han").text
    assert "Không có việc nào quá hạn." in client.get(f"{BOARD}/in").text


def test_why_something_is_late(app: Flask, client: FlaskClient, people: Any) -> None:
    with filling(app) as session:
        unit, author, handler = people.commune.id, people.officer.id, people.handler.id
        put(session, unit, author, due=-9, handler=handler, proposed=-4, awaits="supervisor")
        put(session, unit, author, due=-8, handler=handler, moved=-12)
        put(session, unit, author, due=-7, opened=-17)
        put(session, unit, author, due=-6, handler=handler, awaits="clerk", moved=-7)
    page = client.get(BOARD).text
    found = re.findall(r"</td><td>([^<]+)</td></tr>", page)
    assert found == ["Chờ lãnh đạo duyệt, trình từ 12/11", "Chưa có việc nào từ 04/11", "Chưa phân công, nhận từ 30/10",
                     "Chờ văn thư gửi, từ 09/11"]
    assert "quá lâu nhất trước" in page
    printed = client.get(f"{BOARD}/in").text
    assert "Chờ lãnh đạo duyệt, trình từ 12/11" in printed
    assert "Việc " in printed


def test_the_strip_is_the_same_as_a_table(app: Flask, client: FlaskClient, people: Any) -> None:
    with filling(app) as session:
        for due in (0, 1, 1, 4, 6):      # the last of them falls on a Sunday
            put(session, people.commune.id, people.officer.id, due=due)
    chart, table = client.get(BOARD).text, client.get(f"{BOARD}?xem=bang").text
    assert re.findall(r'ngay=([\d-]+)" aria-label="[^"]*: (\d+)"', chart) == [
        ("2026-11-16", "1"), ("2026-11-17", "2"), ("2026-11-20", "1"), ("2026-11-22", "1")]
    assert re.findall(r'ngay=([\d-]+)">(\d+)</a>', table) == re.findall(r'ngay=([\d-]+)" aria-label="[^"]*: (\d+)"', chart)
    assert chart.count(">nghỉ<") == table.count(">nghỉ<") == 1      # 24/11


def test_thirty_working_days_whatever_is_off(app: Flask) -> None:
    with app.app_context(), app.test_request_context():
        calendar = office_calendar()
        days = days_of(date(2026, 11, 16), calendar)
        slots = [slot for week in strip({}, days, calendar) for slot in week.slots]
    assert sum(not slot.off for slot in slots) == 30
    assert [slot.day for slot in slots if slot.off] == [date(2026, 11, 24)]
    assert [slot.day.day for slot in slots if slot.soon] == [16, 17, 18, 19]


def test_bars_have_one_scale_and_whatever_is_counted_is_seen() -> None:
    long, short = stacks([(0, 0, 1000), (1, 0, 0)])
    assert long.widths[2] == 190
    assert short.widths == (3, 0, 0)
    assert [width for _x, width in stacks([(0, 0, 0)])[0].parts] == [0, 0, 0]


def test_both_languages(app: Flask, client: FlaskClient, people: Any) -> None:
    with filling(app) as session:
        put(session, people.commune.id, people.officer.id, due=-3, handler=people.handler.id)
        put(session, people.commune.id, people.officer.id, due=None, paused=-3, state="suspended")
    for language in ("vi", "en"):
        client.post(f"/ngon-ngu/{language}")
        for path in ("", "?xem=bang", "/in", "/danh-sach?muc=qua-han", "/danh-sach?muc=tam-dinh-chi", "/danh-sach?muc=da-xong"):
            assert client.get(BOARD + path).status_code == 200, (language, path)


def test_a_suspended_case_is_no_bar_and_has_its_own_list(app: Flask, client: FlaskClient, people: Any) -> None:
    with filling(app) as session:
        put(session, people.commune.id, people.officer.id, due=None, paused=-7, state="suspended", handler=people.handler.id)
    page = client.get(BOARD).text
    assert "Tạm đình chỉ (1 vụ) không tính." in page
    assert "Không có hồ sơ nào đang có hạn." in page
    found = client.get(f"{BOARD}/danh-sach?muc=tam-dinh-chi").text
    assert "từ 09/11, chưa có hạn" in found
    assert "Theo dõi lý do tạm đình chỉ" in found


def test_figures_follow_every_act_at_once(any_app: Flask, clock: Clock) -> None:
    """What is kept between two looks is never older than the last act, whoever looks."""
    office = make_office(any_app)
    clock.set("2026-11-16 09:00")
    client = any_app.test_client()
    with any_app.app_context():
        case = open_case(office, TODAY)
    sign_in(client, office.head)
    for _look in range(2):
        assert "1</b></a>" in client.get(BOARD).text
    with any_app.app_context():
        act(office, case, "void", TODAY, reason="Ghi nhầm")
    assert "1</b></a>" not in client.get(BOARD).text
