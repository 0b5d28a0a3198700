"""The list of petitions: unread ones first, counts that agree, channels, pages, one statement, never a neighbour's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import db
from caseapp.petitions.lists import PAGE, SHOWN, Wanted, counts_of, petition_rows
from caseapp.petitions.models import Content
from caseapp.web.now import today
from tests.cases.making import make_office
from tests.cases.views.reading import main_of
from tests.office.making import Commune, viewer_of
from tests.petitions.making import do, sort, take_in
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


def numbers(client: FlaskClient, query: str = "") -> list[int]:
    """The numbers on a page of the list, in order."""
    answer = client.get(f"/don{query}")
    assert answer.status_code == 200, answer.text
    return [int(one) for one in re.findall(r"<b>ĐƠN \d{4}/(\d{4})</b>", main_of(answer.text))]


def fill(app: Flask, office: Office) -> None:
    """One petition of each sort, numbered 1 to 8."""
    with app.app_context():
        sorted_early = take_in(office, date(2026, 10, 12))                             # 1: sorted, overdue
        sort(office, sorted_early)
        take_in(office, date(2026, 11, 16), channel="press", forwarded_by="Báo Cần Thơ")      # 2: unread
        take_in(office, date(2026, 11, 9))                                             # 3: unread, due first
        waiting = take_in(office)                                                      # 4: before the head
        sort(office, waiting, competence="other")
        do(office, waiting, "guide", by="handler", body="Chủ tịch UBND thành phố", summary="Của thành phố.")
        sent = take_in(office, content_kind=Content.FEEDBACK)                          # 5: sent on
        sort(office, sent, "feedback", "other")
        do(office, sent, "transfer", body="Sở Xây dựng", summary="Đường tỉnh.")
        within = take_in(office)                                                       # 6: in a case
        sort(office, within)
        do(office, within, "open-case", by="handler")
        filed = take_in(office)                                                        # 7: put away
        sort(office, filed, missing=["signed"])
        do(office, filed, "file", not_handled="incomplete")
        do(office, take_in(office), "void", by="handler", reason="Ghi hai lần.")       # 8: cancelled


WANTED = {"": [3, 2, 1, 4], "cho-phan-loai": [3, 2], "cho-huong": [1], "cho-duyet": [4], "qua-han": [1], "da-chuyen": [5],
          "vao-vu-viec": [6], "da-xong": [7]}


def test_each_chip_shows_its_petitions_and_counts_them(app: Flask, client: FlaskClient, office: Office) -> None:
    fill(app, office)
    sign_in(client, office.handler)
    for show, wanted in WANTED.items():
        assert numbers(client, f"?xem={show}") == wanted, show
    chips = dict(re.findall(r'<a class="chip[^"]*" href="/don(?:\?xem=([\w-]+))?"[^>]*>[^<]*?(\d+)</a>', client.get("/don").text))
    assert {show: int(count) for show, count in chips.items()} == {
        show: len(wanted) for show, wanted in WANTED.items() if show not in ("da-chuyen", "vao-vu-viec", "da-xong")}


def test_a_channel_narrows_list_and_counts(app: Flask, client: FlaskClient, office: Office) -> None:
    fill(app, office)
    sign_in(client, office.clerk)
    assert numbers(client, "?kenh=press") == [2]
    assert "Chờ phân loại 1" in client.get("/don?kenh=press").text
    assert numbers(client, "?kenh=moon") == WANTED[""]
    assert numbers(client, "?xem=moon") == WANTED[""]


def test_pages_follow_each_other_without_gap(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        for place in range(PAGE + 3):
            petition = take_in(office, today() - timedelta(days=place % 5))
            if place % 3 == 0:
                sort(office, petition)
    sign_in(client, office.handler)
    first = client.get("/don").text
    older = re.search(r'href="(/don\?sau=[\w-]+)" rel="next"', first)
    assert older
    both = numbers(client) + numbers(client, older[1].removeprefix("/don"))
    assert sorted(both) == list(range(1, PAGE + 4))
    assert 'rel="prev"' in client.get(older[1]).text


def test_nobody_sees_a_neighbours_petitions_and_whoever_stands_above_does(app: Flask, client: FlaskClient, office: Office) -> None:
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        stranger = make_account(session, "la", ["handler"], other)
    fill(app, office)
    sign_in(client, stranger)
    assert [numbers(client, f"?xem={show}") for show in SHOWN] == [[]] * len(SHOWN)
    assert "Không có đơn nào đang xử lý" in client.get("/don").text
    sign_in(client, office.province_head)
    assert numbers(client) == WANTED[""]


@pytest.mark.parametrize("show", SHOWN)
def test_a_list_is_one_statement_by_an_index(app: Flask, office: Office, show: str) -> None:
    with app.app_context():
        take_in(office)
        person = viewer_of(Commune(office.commune.id, {"handler": office.handler.id}), "handler")
        petition_rows(person, Wanted(show, today()))
        plans: list[str] = []

        def note(_connection: Any, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
            if not statement.startswith("EXPLAIN"):
                plans.append(" ".join(str(row[3]) for row in cursor.connection.execute(
                    f"EXPLAIN QUERY PLAN {statement}", parameters)))

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            petition_rows(person, Wanted(show, today()))
            counts_of(person, today())
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len(plans) == 2
    assert all("SCAN dossier" not in plan and "INDEX ix_dossier_" in plan for plan in plans), plans


def test_the_menu_leads_to_it_for_whoever_reads_dossiers(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    assert re.search(r'<a href="/don"[^>]*><span>Đơn</span>', client.get("/don").text)
    sign_in(client, office.handler)
    assert 'aria-current="page"' in re.search(r'<a href="/don"[^>]*>', client.get("/don").text)[0]      # type: ignore[index]
