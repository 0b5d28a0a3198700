"""The page of a petition: what is proposed and why, the way to the competent body, its case, and what a void one hides."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.petitions.models import Content
from tests.cases.making import make_office, open_case, stored
from tests.cases.views.reading import main_of
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


def page(client: FlaskClient, petition: Any, query: str = "") -> str:
    answer = client.get(f"/don/{petition.public_id}{query}")
    assert answer.status_code == 200, answer.text
    return html.unescape(main_of(answer.text))


def primary(text: str) -> str:
    """The code of the act behind the primary button."""
    found = re.search(r'class="btn btn-primary" href="/vu-viec/[\w-]+/(?:viec|de-xuat)/([\w-]+)"', text)
    return found[1] if found else ""


# kind, competence, more → the way in words, the act of the button
PROPOSED = [
    ("complaint", "own", {}, "Đề xuất thụ lý khiếu nại", "open-case"),
    ("complaint", "other", {}, "Hướng dẫn người khiếu nại đến nơi có thẩm quyền", "guide"),
    ("complaint", "below", {"circumstances": ["overdue-below"]}, "đã quá hạn: báo cáo người đứng đầu", "report-head"),
    ("feedback", "own", {}, "Đề xuất giải quyết kiến nghị, phản ánh", "open-case"),
    ("feedback", "other", {}, "Chuyển kiến nghị, phản ánh đến nơi có thẩm quyền", "transfer"),
    ("mixed", "own", {}, "hướng dẫn tách đơn", "split"),
    ("complaint", "own", {"missing": ["signed"]}, "Lưu đơn", "file"),
]


@pytest.mark.parametrize(("kind", "competence", "more", "words", "code"), PROPOSED)
def test_the_table_proposes_and_says_why(app: Flask, client: FlaskClient, office: Office, kind: str, competence: str,
                                         more: dict[str, Any], words: str, code: str) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition, kind, competence, **more)
    sign_in(client, office.handler)
    text = page(client, petition)
    assert words in text
    assert primary(text) == code
    assert "chưa xác nhận" in text
    assert "01/12/2026" in text
    assert client.get(f"/vu-viec/{petition.public_id}/viec/{code}").status_code == 200


def test_a_stay_stands_beside_the_proposal_until_it_was_reported(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition, circumstances=["irreparable"])
    sign_in(client, office.handler)
    text = page(client, petition)
    assert "Việc phải làm kèm theo" in text
    assert "làm ngay" in text
    with app.app_context():
        do(office, petition, "report-head", by="handler", report_why="irreparable", summary="Sắp cưỡng chế.")
    assert "Việc phải làm kèm theo" not in page(client, petition)


def test_an_act_page_leads_back_to_the_petition(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, office.handler)
    text = client.get(f"/vu-viec/{petition.public_id}/viec/classify").text
    assert f'href="/don/{petition.public_id}"' in text
    key = re.search(r'name="form_key"[^>]* value="([^"]+)"', text)
    version = re.search(r'name="version"[^>]* value="(\d+)"', text)
    assert key
    assert version
    answer = client.post(f"/vu-viec/{petition.public_id}/viec/classify", data={
        "form_key": key[1], "version": version[1], "happened_on": "16/11/2026", "content_kind": "complaint",
        "competence": "own"})
    assert answer.location == f"/don/{petition.public_id}"


def test_the_competent_body_is_asked_for_and_written_into_the_act(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition, competence="other")
    sign_in(client, office.handler)
    assert f"/phap-luat/tham-quyen?ve=%2Fdon%2F{petition.public_id}" in page(client, petition)
    query = f"?tham-quyen=province-chair&cua-don-vi={office.province.public_id}&lan=1"
    text = page(client, petition, query)
    assert "Chủ tịch UBND thành phố Cần Thơ" in text
    answer = client.post(f"/don/{petition.public_id}/noi-nhan/guide", data={
        "tham-quyen": "province-chair", "cua-don-vi": office.province.public_id})
    assert answer.status_code == 303
    form = client.get(answer.location).text
    assert 'value="Chủ tịch UBND thành phố Cần Thơ"' in html.unescape(form)
    sign_in(client, office.head)
    again = client.post(f"/don/{petition.public_id}/noi-nhan/guide", data={"tham-quyen": "minister"})
    signed = html.unescape(client.get(again.location).text)
    assert 'value="Bộ trưởng"' in signed
    assert 'value="16/11/2026"' in signed


@pytest.mark.parametrize("query", ["?tham-quyen=moon", "?tham-quyen=", "?cua-don-vi=x", "?tham-quyen=province-chair&cua-don-vi=x"])
def test_what_nobody_knows_names_no_body(app: Flask, client: FlaskClient, office: Office, query: str) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition, competence="other")
    sign_in(client, office.handler)
    assert ("Nơi có thẩm quyền theo tra cứu" in page(client, petition, query)) == ("province" in query)
    assert client.post(f"/don/{petition.public_id}/noi-nhan/guide", data={"tham-quyen": "moon"}).status_code in (409, 422)
    assert client.post(f"/don/{petition.public_id}/noi-nhan/file", data={"tham-quyen": "moon"}).status_code == 404


def test_a_petition_in_a_case_leads_there(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition)
        do(office, petition, "open-case", by="handler")
    sign_in(client, office.handler)
    text = page(client, petition)
    assert "Đơn này nằm trong vụ việc" in text
    assert "KN 2026/0001" in text
    case = re.search(r'href="(/vu-viec/[\w-]+)" data-key="Enter"', text)
    assert case
    there = client.get(case[1]).text
    assert "ĐƠN 2026/0001" in there


def test_feedback_has_its_page(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office, content_kind=Content.FEEDBACK)
        sort(office, petition, "feedback")
        do(office, petition, "open-case", by="handler")
    sign_in(client, office.head)
    case = re.search(r'href="(/vu-viec/[\w-]+)" data-key="Enter"', page(client, petition))
    assert case
    there = client.get(case[1])
    assert there.status_code == 200
    assert "PA 2026/0001" in there.text
    assert client.get(f"{case[1]}/viec/answer").status_code == 200


def test_a_cancelled_number_shows_nothing_that_was_written(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        do(office, petition, "void", by="handler", reason="Ghi hai lần.")
    sign_in(client, office.handler)
    text = page(client, petition)
    assert "Ghi hai lần." in text
    assert "Huỳnh" not in text
    assert "287/QĐ-XPHC" not in text


def test_nobody_sees_a_neighbours_petition_nor_a_case_as_one(app: Flask, client: FlaskClient, office: Office) -> None:
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        stranger = make_account(session, "la", ["handler"], other)
    with app.app_context():
        petition, case = take_in(office), open_case(office)
    sign_in(client, stranger)
    assert client.get(f"/don/{petition.public_id}").status_code == 404
    assert client.post(f"/don/{petition.public_id}/noi-nhan/guide", data={"tham-quyen": "minister"}).status_code == 404
    sign_in(client, office.handler)
    assert client.get(f"/don/{case.public_id}").status_code == 404


def test_a_page_costs_few_statements(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition)
    sign_in(client, office.handler)
    page(client, petition)
    with counted(app) as statements:
        page(client, petition)
    assert len(statements) <= 8, statements
    with app.app_context():
        assert stored(petition.id).version == 2
