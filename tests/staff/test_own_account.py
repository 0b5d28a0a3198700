"""One's own account: password, choices, places signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account, SignIn
from tests.staff.making import PASSWORD, QUICK, filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock

NEW = "ngựa vằn giấy dó"


@pytest.fixture
def anh(app: Flask, client: FlaskClient) -> Account:
    """An officer, signed in."""
    app.config.update(QUICK)
    with filling(app) as session:
        officer = make_account(session, "thuhang.le", ["reception"],
                               make_unit(session, "XA1", "UBND phường An Thịnh"), display="Lê Thị Thu Hằng")
    sign_in(client, officer)
    return officer


def change(client: FlaskClient, current: str = PASSWORD, new: str = NEW, again: str | None = None) -> TestResponse:
    return client.post("/doi-mat-khau", data={"current": current, "new": new, "again": new if again is None else again})


@pytest.mark.parametrize(("typed", "said"), [
    ({"current": "sai"}, "Mật khẩu hiện tại không đúng."), ({"new": "x7Kp2mQ"}, "Mật khẩu mới có 7 ký tự"),
    ({"new": "matkhau123"}, "dễ bị đoán"), ({"new": "thuhang.le1"}, "gần giống tên"),
    ({"new": "phường An Thịnh"}, "gần giống tên"), ({"again": "khác hẳn đi"}, "khác nhau"),
    ({"new": PASSWORD}, "phải khác mật khẩu hiện tại"), ({"new": "a" * 1001}, "dài quá 1000"),
])
def test_refused(client: FlaskClient, anh: Account, typed: dict[str, str], said: str) -> None:
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_changed_here_and_out_everywhere_else(app: Flask, client: FlaskClient, anh: Account) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, anh)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert change(client).headers["Location"] == "/tai-khoan"
    assert client.get("/tai-khoan").status_code == 200
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert elsewhere.get("/tai-khoan").status_code == 302
    stranger = app.test_client()
    assert stranger.post("/login", data={"username": "thuhang.le", "password": PASSWORD}).status_code == 401
    assert stranger.post("/login", data={"username": "thuhang.le", "password": NEW}).status_code == 303
    with filling(app) as session:
        row = session.scalars(sa.select(JournalRow)).one()
        assert row.act == "account.password.change"
        assert NEW not in row.body


def test_guessing_the_current_password_is_slowed(client: FlaskClient, anh: Account, clock: Clock) -> None:
    for _ in range(2):
        assert "không đúng" in change(client, current="sai").text
        clock.forward(seconds=1)
    assert "Thử lại sau" in change(client).text
    clock.forward(seconds=61)
    assert change(client).status_code == 303


def test_choices(app: Flask, client: FlaskClient, anh: Account) -> None:
    assert client.post("/tai-khoan", data={"language": "en"}).status_code == 303
    assert "Your choices are saved." in client.get("/tai-khoan").text      # said in the language just chosen
    page = client.get("/tai-khoan").text
    assert '<html lang="en">' in page
    assert 'data-keys="off"' in page
    client.post("/tai-khoan", data={"language": "", "keys_on": "y"})
    page = client.get("/tai-khoan", headers={"Accept-Language": "vi"}).text
    assert '<html lang="vi">' in page
    assert 'data-keys="off"' not in page
    assert client.post("/tai-khoan", data={"language": "fr"}).status_code == 200


def test_places_are_seen_and_ended(app: Flask, client: FlaskClient, anh: Account, clock: Clock) -> None:
    telephone, neighbour = app.test_client(), app.test_client()
    sign_in(telephone, anh)
    with filling(app) as session:
        other = make_account(session, "khac", [], make_unit(session, "XA2"))
    sign_in(neighbour, other)
    assert client.get("/tai-khoan").text.count("Firefox 140, Linux") == 2
    with filling(app) as session:
        rows = session.scalars(sa.select(SignIn).order_by(SignIn.id)).all()
    client.post(f"/tai-khoan/noi-dang-nhap/{rows[2].public_id}/thoat")      # somebody else's: nothing happens
    assert neighbour.get("/tai-khoan").status_code == 200
    client.post(f"/tai-khoan/noi-dang-nhap/{rows[1].public_id}/thoat")
    assert telephone.get("/tai-khoan").status_code == 302
    assert client.get("/tai-khoan").text.count("Firefox 140, Linux") == 1


def test_out_everywhere(app: Flask, client: FlaskClient, anh: Account) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, anh)
    assert client.post("/tai-khoan/thoat-moi-noi").headers["Location"] == "/login"
    assert client.get("/tai-khoan").status_code == elsewhere.get("/tai-khoan").status_code == 302
