"""Accounts: who may administer whom, what is made, locked and shown once; two who save at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account, RoleGrant, Unit
from tests.staff.administering import ACCOUNTS as LIST
from tests.staff.administering import Office, key_of, send
from tests.staff.making import filling, make_account

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def admin(office: Office) -> FlaskClient:
    return office.browser(office.admin)


def new_account(client: FlaskClient, office: Office, **changes: object):
    typed = {"name": "moi", "display_name": "Lê Văn Mới", "title": "văn thư", "unit": office.here.public_id,
             "roles": ["clerk", "custodian"], **changes}
    return send(client, f"{LIST}/them", **typed)


def test_the_list_shows_those_in_reach(office: Office, admin: FlaskClient) -> None:
    page = admin.get(LIST).text
    assert "Nguyễn Thị Ánh" in page
    assert "Trần Văn Bình" not in page
    assert "Trần Văn Bình" in office.browser(office.above).get(LIST).text
    assert "Không có tài khoản nào đã khóa" in admin.get(f"{LIST}?khoa=1").text
    of_there = f"{LIST}?don-vi={office.there.public_id}"
    assert "Trần Văn Bình" not in admin.get(of_there).text
    assert "Nguyễn Thị Ánh" not in office.browser(office.above).get(of_there).text


@pytest.mark.parametrize("rest", [[], ["sua"], ["mat-khau"], ["khoa"], ["mo-khoa"], ["thoat"], ["vai-tro"]])
def test_out_of_reach_is_not_there(office: Office, admin: FlaskClient, rest: list[str]) -> None:
    assert admin.get(office.page(office.officer, *rest)).status_code == 200
    elsewhere = admin.get(office.page(office.stranger, *rest))
    missing = admin.get("/".join([LIST, "0" * 22, *rest]))
    above = admin.get(office.page(office.above, *rest))
    assert elsewhere.status_code == missing.status_code == above.status_code == 404
    assert office.browser(office.officer).get(office.page(office.officer, *rest)).status_code == 404


def test_a_new_account_and_its_password_shown_once(office: Office, admin: FlaskClient) -> None:
    key = key_of(admin.get(f"{LIST}/them").text)
    answer = new_account(admin, office, roles=["clerk", "handler"], form_key=key)
    password = re.search(r"data-one-time-password>([^<]+)<", answer.text)
    assert password
    with filling(office.app) as session:
        account = session.scalars(sa.select(Account).where(Account.name == "moi")).one()
        roles = session.scalars(sa.select(RoleGrant.role).where(RoleGrant.account_id == account.id)).all()
        assert set(roles) == {"clerk", "handler"}
        assert password[1] not in account.password
        assert account.language == "vi"
        body = session.scalars(sa.select(JournalRow.body).where(JournalRow.act == "account.add")).one()
        assert "Mới" not in body
        assert account.public_id in body
    again = new_account(admin, office, roles=["clerk", "handler"], form_key=key)
    assert again.headers["Location"] == LIST      # sent twice: made once, shown once
    assert office.acts() == ["account.add"]
    stranger = office.app.test_client()
    knock = stranger.post("/login", data={"username": "moi", "password": password[1]})
    assert knock.headers["Location"] == "/doi-mat-khau"


@pytest.mark.parametrize(("typed", "said"), [
    ({"name": "ANH"}, "Tên đăng nhập anh đã có người dùng."), ({"name": "ａnh"}, "đã có người dùng"),
    ({"name": "có dấu"}, "chữ cái không dấu"), ({"name": ""}, "Ghi tên đăng nhập."),
    ({"display_name": ""}, "Ghi họ tên"),
    ({"unit": ""}, "Chọn đơn vị."),
    ({"display_name": "x" * 121}, "Dài 121 ký tự"),
])
def test_a_refused_account_keeps_what_was_typed(office: Office, admin: FlaskClient, typed: dict, said: str) -> None:
    answer = new_account(admin, office, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "văn thư" in answer.text
    assert 'value="custodian" checked' in answer.text
    assert office.acts() == []


def test_nobody_is_put_into_a_unit_out_of_reach(office: Office, admin: FlaskClient) -> None:
    answer = new_account(admin, office, unit=office.there.public_id)
    assert answer.status_code == 422
    assert office.acts() == []


def test_edit(office: Office, admin: FlaskClient) -> None:
    url = office.page(office.officer, "sua")
    answer = send(admin, url, version="1", display_name="Nguyễn Thị Ánh Tuyết", title="công chức",
                  unit=office.here.public_id)
    assert answer.headers["Location"] == office.page(office.officer)
    assert "Nguyễn Thị Ánh Tuyết" in admin.get(office.page(office.officer)).text
    assert office.acts() == ["account.edit"]


def test_the_second_to_save_sees_both(office: Office, admin: FlaskClient) -> None:
    url = office.page(office.officer, "sua")
    stale = {"form_key": key_of(admin.get(url).text), "version": "1", "display_name": "Bản của tôi",
             "title": "", "unit": office.here.public_id}
    send(office.browser(office.above), url, version="1", display_name="Bản kia", title="", unit=office.here.public_id)
    answer = admin.post(url, data=stale)
    assert answer.status_code == 409
    for words in ("Bản của tôi", "Bản kia", "Quantri.Tinh", "khác nhau, cần chọn"):
        assert words in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    assert admin.post(url, data={**stale, "form_key": key_of(answer.text), "version": version[1]}).status_code == 303
    with filling(office.app) as session:
        assert session.get_one(Account, office.officer.id).display_name == "Bản của tôi"


def test_a_locked_officer_is_out_and_back(office: Office, admin: FlaskClient) -> None:
    her = office.browser(office.officer)
    assert send(admin, office.page(office.officer, "khoa")).status_code == 303
    assert her.get("/tai-khoan").status_code == 302
    assert "Đã khóa" in admin.get(office.page(office.officer)).text
    assert "Nguyễn Thị Ánh" in admin.get(f"{LIST}?khoa=1").text
    send(admin, office.page(office.officer, "mo-khoa"))
    assert office.browser(office.officer).get("/tai-khoan").status_code == 200
    assert office.acts() == ["account.lock", "account.unlock"]


def test_a_new_password_ends_the_old(office: Office, admin: FlaskClient, clock: Clock) -> None:
    her = office.browser(office.officer)
    first = re.search(r"data-one-time-password>([^<]+)<", send(admin, office.page(office.officer, "mat-khau")).text)
    second = re.search(r"data-one-time-password>([^<]+)<", send(admin, office.page(office.officer, "mat-khau")).text)
    assert first
    assert second
    assert her.get("/tai-khoan").status_code == 302
    door = office.app.test_client()
    assert door.post("/login", data={"username": "anh", "password": first[1]}).status_code == 401
    assert door.post("/login", data={"username": "anh", "password": second[1]}).headers["Location"] == "/doi-mat-khau"


def test_sessions_of_another_are_ended(office: Office, admin: FlaskClient) -> None:
    her = office.browser(office.officer)
    send(admin, office.page(office.officer, "thoat"))
    assert her.get("/tai-khoan").status_code == 302
    assert admin.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("act", ["khoa", "mat-khau"])
def test_not_on_oneself(office: Office, admin: FlaskClient, act: str) -> None:
    answer = send(admin, office.page(office.admin, act))
    assert answer.status_code == 422
    assert "chính mình" in answer.text
    assert office.acts() == []


def test_a_form_of_another_account_is_refused(office: Office, admin: FlaskClient) -> None:
    foreign = key_of(office.browser(office.above).get(office.page(office.officer, "khoa")).text)
    assert admin.post(office.page(office.officer, "khoa"), data={"form_key": foreign}).status_code == 422
    assert office.acts() == []


def test_pages_of_a_long_list(office: Office, admin: FlaskClient) -> None:
    with filling(office.app) as session:
        unit = session.get_one(Unit, office.here.id)
        for number in range(30):
            make_account(session, f"canbo{number:02d}", ["handler"], unit, display=f"Cán bộ {number:02d}")
    first, second = admin.get(LIST).text, admin.get(f"{LIST}?trang=2").text
    assert "Cán bộ 00" in first
    assert "Cán bộ 29" not in first
    assert "Nguyễn Thị Ánh" in second
