"""A restored copy in the browser: those who look after the office are told, an administrator ends it, once, journaled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from caseapp.ledger.live import RESTORED, Restored, held, write_restored
from caseapp.ledger.models import OfficeFact
from tests.staff.administering import Office, send
from tests.staff.making import PASSWORD, filling, make_account

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account
    from tests.office.clock import Clock

PAGE = "/quan-tri/ban-khoi-phuc"
LINE = "Bản khôi phục từ sao lưu lúc 14/11/2026 23:00: chưa gửi nhắc việc."
MADE = datetime(2026, 11, 14, 16, tzinfo=UTC)


@pytest.fixture
def office(any_app: Flask) -> Office:
    return Office(any_app)


@pytest.fixture
def copy(office: Office) -> Office:
    """The same office as a copy that nobody has confirmed."""
    with filling(office.app) as session:
        session.add(OfficeFact(name=RESTORED, value=write_restored(Restored(MADE + timedelta(days=1), MADE))))
    return office


@pytest.fixture
def head(office: Office) -> Account:
    with filling(office.app) as session:
        return make_account(session, "lanhdao", ["supervisor"], office.here)


def is_held(office: Office) -> bool:
    with filling(office.app) as session:
        return held(session) is not None


def test_who_is_told(copy: Office, head: Account) -> None:
    admin, above, officer = copy.browser(copy.admin), copy.browser(head), copy.browser(copy.officer)
    for url in ("/tai-khoan", "/quan-tri/tai-khoan"):
        page = admin.get(url).text
        assert LINE in page
        assert f'href="{PAGE}"' in page
    page = above.get("/viec").text
    assert LINE in page
    assert PAGE not in page
    for url in ("/tai-khoan", "/tiep-dan"):
        assert "Bản khôi phục" not in officer.get(url).text
    assert "Bản khôi phục" not in copy.app.test_client().get("/login").text


def test_the_live_office_says_nothing(office: Office, head: Account) -> None:
    for account in (office.admin, head):
        assert "Bản khôi phục" not in office.browser(account).get("/tai-khoan").text
    page = office.browser(office.admin).get(PAGE)
    assert page.status_code == 200
    assert "Đây là bản chính thức" in page.text


def test_nobody_else_opens_the_page(copy: Office, head: Account) -> None:
    for account in (copy.officer, head):
        assert copy.browser(account).get(PAGE).status_code == 404
        assert copy.browser(account).post(PAGE).status_code == 404
    assert is_held(copy)


def test_an_administrator_calls_it_live(copy: Office) -> None:
    client = copy.browser(copy.admin)
    page = client.get(PAGE).text
    assert "15/11/2026 23:00" in page
    assert "14/11/2026 23:00" in page
    answer = send(client, PAGE)
    assert answer.status_code == 303
    assert not is_held(copy)
    assert copy.acts() == ["office.live"]
    after = client.get(PAGE).text
    assert "Đã xác nhận bản chính thức" in after
    assert LINE not in after
    assert LINE not in client.get("/tai-khoan").text


def test_a_form_sent_twice_counts_once(copy: Office) -> None:
    client = copy.browser(copy.admin)
    from tests.staff.administering import key_of

    key = key_of(client.get(PAGE).text)
    assert [client.post(PAGE, data={"form_key": key}).status_code for _turn in range(2)] == [303, 303]
    assert copy.acts() == ["office.live"]


def test_whoever_is_late_is_told(copy: Office) -> None:
    first, second = copy.browser(copy.admin), copy.browser(copy.above)
    from tests.staff.administering import key_of

    key = key_of(second.get(PAGE).text)
    send(first, PAGE)
    answer = second.post(PAGE, data={"form_key": key})
    assert answer.status_code == 422
    assert "đã là bản chính thức" in answer.text
    assert copy.acts() == ["office.live"]


def test_whoever_signed_in_long_ago_proves_who_they_are(copy: Office, clock: Clock) -> None:
    client = copy.browser(copy.admin)
    clock.forward(minutes=14)
    assert "own_password" in client.get(PAGE).text
    assert send(client, PAGE).status_code == 422
    assert send(client, PAGE, own_password="không phải").status_code == 422
    assert is_held(copy)
    assert send(client, PAGE, own_password=PASSWORD).status_code == 303
    assert not is_held(copy)
