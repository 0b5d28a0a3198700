"""The pages of merging: two steps with one form, readable refusals, double clicks, two heads at once."""

from __future__ import annotations

import re
import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.merging import GivenMerge, merge
from caseapp.cases.models import Merge
from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from tests.cases.making import acting, make_office, open_case, stored
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


@pytest.fixture
def cases(app: Flask, office: Office) -> tuple[Any, Any]:
    """KN 2026/0001, which is kept, and KN 2026/0002."""
    with app.app_context():
        return open_case(office, date(2026, 11, 12)), open_case(office, date(2026, 11, 13))


def sent(page: str, **more: str) -> dict[str, str]:
    """The hidden fields of a page with what is typed."""
    return {**dict(HIDDEN.findall(page)), **more}


def test_the_number_is_looked_up_and_then_one_click_merges(
        app: Flask, client: FlaskClient, office: Office, cases: tuple[Any, Any]) -> None:
    kept, merged = cases
    sign_in(client, office.head)
    assert f"/vu-viec/{merged.public_id}/nhap" in client.get(f"/vu-viec/{merged.public_id}").text
    address = f"/vu-viec/{merged.public_id}/nhap"
    typed = {"other": "kn 2026/1", "reason": "Cùng một thửa đất."}
    looked = client.post(address, data=sent(client.get(address).text, **typed))
    assert (looked.status_code, "Xem lại hai vụ việc ở dưới" in looked.text) == (200, True)
    assert "KN 2026/0001, giữ lại" in looked.text
    with app.app_context():
        assert reading().execute(sa.select(Merge.id)).all() == [], "looking changes nothing"
    again = sent(looked.text, **typed)
    for _twice in range(2):
        answer = client.post(address, data=again)
        assert (answer.status_code, answer.location) == (303, f"/vu-viec/{kept.public_id}")
    page = client.get(f"/vu-viec/{merged.public_id}").text
    assert "Đã nhập vào" in page
    assert f'href="/vu-viec/{kept.public_id}">KN 2026/0001</a>' in page
    assert "/viec/" not in page, "no act is offered"
    assert "/sua" not in page
    assert "Lưu ghi chú" not in page
    assert "đã nhập vào vụ việc này" in client.get(f"/vu-viec/{kept.public_id}").text
    refused = client.get(address)
    assert (refused.status_code, "đã nhập hoặc đã chuyển" in refused.text) == (409, True)
    split = f"/vu-viec/{merged.public_id}/tach"
    assert client.post(split, data=sent(client.get(split).text)).status_code == 422
    whole = sent(client.get(split).text, reason="Hai thửa khác nhau.")
    for _twice in range(2):
        assert client.post(split, data=whole).status_code == 303
    assert client.get(split).status_code == 409
    page = client.get(f"/vu-viec/{merged.public_id}").text
    assert "/viec/accept" in page
    assert "Tách lại" in page, "the journal keeps it"
    with app.app_context():
        assert faults(9) == []


WRONG = {"": "Ghi số vụ việc sẽ giữ lại", "2": "không nhập vào chính nó", "99": "Không có vụ việc mang số này",
         "xyz/": "Không có vụ việc mang số này", "ĐƠN 2026/0001": "Không có vụ việc mang số này"}


def test_a_wrong_number_is_told_at_its_field(client: FlaskClient, office: Office, cases: tuple[Any, Any]) -> None:
    sign_in(client, office.head)
    address = f"/vu-viec/{cases[1].public_id}/nhap"
    page = client.get(address).text
    for other, words in WRONG.items():
        answer = client.post(address, data=sent(page, other=other, reason="Cùng việc."))
        assert (answer.status_code, words in answer.text) == (422, True), other
        assert "Cùng việc." in answer.text, "what was typed stays"


def test_only_the_head_of_the_unit_sees_these_pages(
        client: FlaskClient, office: Office, cases: tuple[Any, Any]) -> None:
    for account in (office.handler, office.clerk, office.officer, office.auditor, office.province_head):
        sign_in(client, account)
        for address in (f"/vu-viec/{cases[1].public_id}/{page}" for page in ("nhap", "tach")):
            assert (client.get(address).status_code, client.post(address, data={}).status_code) == (404, 404), account.name


def test_an_older_page_is_told_and_keeps_what_was_typed(
        app: Flask, client: FlaskClient, office: Office, cases: tuple[Any, Any]) -> None:
    kept, merged = cases
    sign_in(client, office.head)
    address = f"/vu-viec/{merged.public_id}/nhap"
    typed = {"other": "KN 2026/0001", "reason": "Cùng một thửa đất."}
    looked = sent(client.post(address, data=sent(client.get(address).text, **typed)).text, **typed)
    with app.app_context():
        add_note("Xen vào giữa.", acting(office, kept, "clerk"))
    answer = client.post(address, data=looked)
    assert (answer.status_code, "Cùng một thửa đất." in answer.text) == (409, True)
    assert client.post(address, data=sent(answer.text, **typed)).status_code == 303


def test_two_heads_at_once_make_exactly_one_merge(any_app: Flask) -> None:
    office = make_office(any_app)
    with filling(any_app) as session:
        office.auditor = make_account(session, "pho", ["supervisor"], office.commune, display="Phó Chủ tịch")
    with any_app.app_context():
        kept, merged = (open_case(office, date(2026, 11, day)) for day in (12, 13))
        ways = [(GivenMerge(kept.id, stored(kept.id).version, "Một việc."), acting(office, merged)),
                (GivenMerge(merged.id, stored(merged.id).version, "Một việc."), acting(office, kept, by=office.auditor.id)),
                (GivenMerge(kept.id, stored(kept.id).version, "Một việc."), acting(office, merged, by=office.auditor.id))]
    answers: list[str] = []
    gate = threading.Barrier(len(ways))

    def go(given: GivenMerge, how: Any) -> None:
        with any_app.app_context():
            gate.wait()
            try:
                merge(given, how)
                answers.append("done")
            except (Stale, Refusal) as problem:
                answers.append(type(problem).__name__)

    threads = [threading.Thread(target=go, args=way) for way in ways]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == ["Stale", "Stale", "done"]
    with any_app.app_context():
        assert len(reading().execute(sa.select(Merge.id)).all()) == 1
        assert faults(9) == []
