"""Every figure of the board is exactly its list, for every role and scope; neighbours and barred dossiers never count."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.staff.models import Unit, UnitWithin
from tests.board.making import clear, put
from tests.reception.making import make_people
from tests.staff.making import filling, give_role, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

BOARD = "/bang-theo-doi"
VIEWERS = ("head", "province_head", "auditor", "two_communes", "keeper_elsewhere")
NUMBER = r"([\d.]+)"
# Where a figure stands on the page: address, number.
FIGURES = (
    rf'<li><a href="([^"]+)"[^>]*><span class="tile-number">{NUMBER}(?:</span>| <small>)',
    rf'<a href="([^"]+)"><b>{NUMBER}</b></a>', rf'<a class="late" href="([^"]+)">{NUMBER} quá hạn</a>',
    rf'<a href="([^"]+)" aria-label="[^"]*: {NUMBER}">', rf'<a href="([^"]+)">Tạm đình chỉ \({NUMBER} vụ\)',
    rf'<a href="([^"]+)">Xem cả {NUMBER} việc',
)
MET = rf'<a href="([^"]+muc=da-xong[^"]*)"[^>]*>.*?{NUMBER} trên {NUMBER} hạn'

offsets = st.integers(-40, 50)
dossiers = st.fixed_dictionaries({
    "place": st.integers(0, 2), "who": st.integers(0, 2), "kind": st.sampled_from(["complaint", "visit"]),
    "due": st.none() | offsets, "opened": st.integers(-90, 0), "moved": st.integers(-30, 0),
    "awaits": st.sampled_from(["handler", "supervisor", "clerk", ""]),
    "closed": st.sampled_from([None, None, None, -1]), "sealed": st.booleans(), "accuses": st.booleans(),
    "met": st.none() | st.tuples(offsets, st.integers(-40, 0)), "paused": st.sampled_from([None, None, -4]),
})


@pytest.fixture
def office(app: Flask) -> Any:
    """The ward with its neighbours, and two supervisors whose reach is not a plain tree."""
    people = make_people(app)
    with filling(app) as session:
        extra = {
            "two_communes": make_account(session, "haixa", ["supervisor"], people.commune),
            "keeper_elsewhere": make_account(session, "giuho", ["supervisor"], people.commune),
        }
        give_role(session, extra["two_communes"], "supervisor", people.other)
        give_role(session, extra["keeper_elsewhere"], "custodian", people.other)
        strange = make_unit(session, "LA", "UBND tỉnh Long An")
    return people, {name: extra.get(name) or getattr(people, name) for name in VIEWERS}, strange


def figures(page: str) -> dict[str, int]:
    """Addresses of lists with the numbers that stand before them."""
    found = {unescape(url): int(number.replace(".", "")) for pattern in FIGURES for url, number in re.findall(pattern, page)}
    met = re.search(MET, page, re.DOTALL)
    if met:
        found[unescape(met[1])] = int(met[3])
    return found


def listed(client: FlaskClient, url: str) -> tuple[int, list[str]]:
    """The number that heads a list, and its rows over all its pages."""
    rows: list[str] = []
    count, following = -1, url
    while following:
        page = client.get(following).text
        count = int(re.search(r'data-count-of-list="(\d+)"', page)[1])
        rows += re.findall(r'<td class="title"><a href="([^"]+)"', page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        following = unescape(older[1]) if older else ""
    return count, rows


def fill(app: Flask, office: Any, drawn: list[dict[str, Any]]) -> None:
    """Put the dossiers drawn into three units; every account could be the one a sealed one accuses."""
    people, viewers, strange = office
    handlers = (people.handler, people.officer, None)
    with filling(app) as session:
        clear(session)
        for number, one in enumerate(drawn):
            paused = one["paused"] if one["kind"] == "complaint" and not one["sealed"] else None
            accused = list(viewers.values())[number % len(viewers)]
            sealed = one["sealed"] and one["kind"] == "visit"
            handler = handlers[one["who"]]
            put(session, (people.commune, people.other, strange)[one["place"]].id, people.officer.id, kind=one["kind"],
                due=None if paused else one["due"], handler=handler.id if handler else None, awaits=one["awaits"],
                state="suspended" if paused else "", opened=one["opened"], moved=one["moved"], closed=one["closed"],
                sealed=sealed, met=one["met"], paused=paused, accuses=accused.id if sealed and one["accuses"] else None)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drawn=st.lists(dossiers, min_size=1, max_size=45))
def test_every_figure_is_its_list(app: Flask, office: Any, drawn: list[dict[str, Any]]) -> None:
    fill(app, office, drawn)
    client = app.test_client()
    for name, account in office[1].items():
        sign_in(client, account)
        pages = [BOARD, *{unescape(url) for url in re.findall(r'<a href="(/bang-theo-doi\?don-vi=[^"&]+)">', client.get(BOARD).text)}]
        for page in pages[:2]:
            found = figures(client.get(page).text)
            assert len(found) >= 4, (name, page)
            for url, number in found.items():
                count, rows = listed(client, url)
                assert count == number == len(rows), (name, url)
                assert "muc=da-xong" in url or len(set(rows)) == number, (name, url)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_board_counts_what_its_viewer_may_see(app: Flask, client: FlaskClient, office: Any, viewer: str) -> None:
    people, viewers, strange = office
    with filling(app) as session:
        me, author = viewers[viewer].id, people.officer.id
        put(session, people.commune.id, author, due=-3)
        put(session, people.commune.id, author, due=-3, kind="visit", sealed=True)
        put(session, people.commune.id, author, due=-3, kind="visit", sealed=True, accuses=me)
        put(session, people.other.id, author, due=-3)
        put(session, people.other.id, author, due=-3, kind="visit", sealed=True)
        put(session, strange.id, author, due=-3)
    sign_in(client, viewers[viewer])
    expected = {"head": 2, "keeper_elsewhere": 2}.get(viewer, 4)
    page = client.get(BOARD).text
    late = next(number for url, number in figures(page).items() if url.startswith(f"{BOARD}/danh-sach?muc=qua-han"))
    assert late == expected
    assert len(listed(client, f"{BOARD}/danh-sach?muc=qua-han")[1]) == expected


@pytest.mark.parametrize("who", ["officer", "handler", "clerk", "mediator", "administrator"])
def test_no_board_for_those_who_watch_over_nobody(app: Flask, client: FlaskClient, office: Any, who: str) -> None:
    sign_in(client, getattr(office[0], who))
    for path in ("", "/in", "/danh-sach?muc=qua-han"):
        assert client.get(BOARD + path).status_code == 404


def test_a_unit_that_is_not_ones_own_has_no_board(app: Flask, client: FlaskClient, office: Any) -> None:
    people, viewers, _strange = office
    sign_in(client, viewers["head"])
    for unit in (people.other, people.province):
        assert client.get(f"{BOARD}?don-vi={unit.public_id}").status_code == 404
        assert client.get(f"{BOARD}/danh-sach?muc=qua-han&don-vi={unit.public_id}").status_code == 404
    sign_in(client, viewers["province_head"])
    page = client.get(f"{BOARD}?don-vi={people.other.public_id}").text
    assert "UBND xã Thới Hưng" in page


@pytest.mark.parametrize("asked", ["", "muc=", "muc=khac", "muc=ngay", "muc=ngay&ngay=hom-qua", "muc=ngay&ngay=0001-01-01"])
def test_a_list_that_there_is_not(app: Flask, client: FlaskClient, office: Any, asked: str) -> None:
    sign_in(client, office[1]["head"])
    assert client.get(f"{BOARD}/danh-sach?{asked}").status_code == (200 if "0001" in asked else 404)


def test_a_merged_unit_is_counted_with_the_one_that_carries_on(app: Flask, client: FlaskClient, office: Any) -> None:
    people, viewers, _strange = office
    with filling(app) as session:
        merged = session.get(Unit, people.other.id)
        merged.successor_id, merged.valid_to = people.commune.id, date(2026, 7, 1)
        session.add(UnitWithin(ancestor_id=people.commune.id, unit_id=merged.id, own=True))
        session.flush()
        for unit in (people.other, people.commune):
            put(session, unit.id, people.officer.id, due=-2)
    sign_in(client, viewers["province_head"])
    page = client.get(BOARD).text
    assert re.findall(r'<span class="bar-name">(?:<a[^>]*>)?(UBND [^<]+)', page) == ["UBND phường An Thịnh"]
    found = figures(page)
    assert [number for url, number in found.items() if "qua-han" in url] == [2, 2, 2]
    for url, number in found.items():
        assert listed(client, url)[0] == number
    sign_in(client, viewers["head"])
    assert listed(client, f"{BOARD}/danh-sach?muc=qua-han")[0] == 2


def test_a_week_ago(app: Flask, client: FlaskClient, office: Any) -> None:
    people, viewers, _strange = office
    with filling(app) as session:
        for due, met in ((-10, None), (-3, None), (None, (-12, -3)), (None, (-12, -9)), (None, (-5, -3)), (-10, (-12, -2))):
            put(session, people.commune.id, people.officer.id, due=due, met=met)
    sign_in(client, viewers["head"])
    page = client.get(BOARD).text
    assert re.search(r'tile-number">3', page)
    assert "tuần trước 3" in page


def test_time_limits_met_this_month_and_a_year_ago(app: Flask, client: FlaskClient, office: Any) -> None:
    people, viewers, _strange = office
    with filling(app) as session:
        for due, done in ((-1, -1), (3, -2), (-5, -2), (-40, -40), (-364, -365), (-370, -365)):
            put(session, people.commune.id, people.officer.id, due=None, awaits="", met=(due, done))
    sign_in(client, viewers["head"])
    page = client.get(BOARD).text
    assert "66,7\N{NO-BREAK SPACE}%" in page
    assert "cùng kỳ 50,0\N{NO-BREAK SPACE}% · 2 trên 3 hạn" in page
    counts = {code: listed(client, f"{BOARD}/danh-sach?muc={code}")[0] for code in ("da-xong", "dung-han", "xong-cham")}
    assert counts == {"da-xong": 3, "dung-han": 2, "xong-cham": 1}
