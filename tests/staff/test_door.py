"""Signing in and out: equal answers, slowed tries, one-time passwords, what the cookie holds."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.staff.models import Account, SignIn
from tests.staff.making import PASSWORD, QUICK, filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock


@pytest.fixture
def anh(app: Flask) -> Account:
    """An officer with a password of her own; beside her a locked neighbour."""
    app.config.update(QUICK)
    with filling(app) as session:
        unit = make_unit(session, "XA1", "UBND phường An Thịnh", reception_place="Phòng tiếp công dân, tầng 1")
        make_account(session, "khoa", ["reception"], unit, disabled_on=unit.valid_from)
        return make_account(session, "anh", ["reception", "administrator"], unit, display="Nguyễn Thị Ánh")


def knock(client: FlaskClient, name: str = "anh", password: str = PASSWORD, **more: Any) -> TestResponse:
    return client.post("/login", data={"username": name, "password": password}, **more)


def words(answer: TestResponse) -> str:
    """The page without what differs by design: tokens and the name typed."""
    page = re.sub(r'(name="(?:csrf_token|form_key)"[^>]*value|content)="[^"]*"', "", answer.text)
    return re.sub(r'name="username"[^>]*>', "", page)


def test_in_and_out(client: FlaskClient, anh: Account) -> None:
    assert client.get("/tai-khoan").headers["Location"] == "/login?next=/tai-khoan"
    answer = knock(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Nguyễn Thị Ánh" in client.get("/tai-khoan").text
    answer = client.post("/logout")
    assert answer.headers["Location"] == "/login"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/tai-khoan").status_code == 302


def test_the_page_bears_the_name_of_the_only_office(client: FlaskClient, anh: Account) -> None:
    page = client.get("/login").text
    assert "UBND phường An Thịnh" in page
    assert "mời đến Phòng tiếp công dân, tầng 1" in page
    assert 'name="username"' in page
    assert 'name="password"' in page


def test_two_offices_share_a_neutral_page(app: Flask, client: FlaskClient, anh: Account) -> None:
    with filling(app) as session:
        make_unit(session, "XA2", "UBND xã Bình Minh")
    page = client.get("/login").text
    assert "UBND" not in page
    assert "nơi tiếp công dân của cơ quan" in page


@pytest.mark.parametrize("name", ["ANH", " anh ", "ａｎｈ"])
def test_a_name_is_read_as_it_was_stored(client: FlaskClient, anh: Account, name: str) -> None:
    assert knock(client, name).status_code == 303


def test_unknown_wrong_and_locked_are_one_answer(client: FlaskClient, anh: Account) -> None:
    answers = [knock(client, "anh", "sai"), knock(client, "khong-co", "sai"), knock(client, "khoa", PASSWORD)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({words(answer) for answer in answers}) == 1
    assert "không đúng" in answers[0].text
    assert "sai" not in re.findall(r'name="password"[^>]*value="([^"]*)"', answers[0].text)


@pytest.mark.parametrize(("asked", "opened"), [
    ("/tai-khoan", "/tai-khoan"), ("/quan-tri/tai-khoan?khoa=1", "/quan-tri/tai-khoan?khoa=1"),
    ("//evil.test/", "/"), ("https://evil.test/", "/"), ("/\\evil.test", "/"), ("javascript:alert(1)", "/"), ("", "/"),
])
def test_only_pages_of_this_site_come_next(client: FlaskClient, anh: Account, asked: str, opened: str) -> None:
    answer = knock(client, query_string={"next": asked})
    assert answer.headers["Location"] == opened


def test_tries_are_slowed_and_nobody_is_locked_out(app: Flask, clock: Clock, client: FlaskClient, anh: Account) -> None:
    assert knock(client).status_code == 303      # her own computer is known from now on
    client.post("/logout")
    stranger = app.test_client()
    answers = []
    for number in range(12):
        clock.forward(milliseconds=100)
        answers.append(knock(stranger, "anh", f"sai {number}",
                             environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}).status_code)
    assert answers == [401] * 8 + [429] * 4
    refused = knock(stranger)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert "Chờ" in refused.text
    assert knock(client).status_code == 303      # the right password from a known device still opens
    clock.forward(seconds=61)
    assert knock(stranger).status_code == 303


def test_one_address_cannot_try_many_names(app: Flask, clock: Clock, client: FlaskClient, anh: Account) -> None:
    answers = []
    for number in range(45):
        clock.forward(milliseconds=100)
        answers.append(knock(client, f"nguoi{number}", "sai").status_code)
    assert answers == [401] * 40 + [429] * 5


def test_a_one_time_password_opens_once_and_only_to_be_changed(app: Flask, clock: Clock, client: FlaskClient) -> None:
    app.config.update(QUICK)
    with filling(app) as session:
        unit = make_unit(session, "XA1")
        make_account(session, "moi", ["administrator"], unit, password="k7rm-24xd-9qwe", must_change=True,
                     one_time_until=clock() + timedelta(hours=72))
    answer = knock(client, "moi", "k7rm-24xd-9qwe")
    assert answer.headers["Location"] == "/doi-mat-khau"
    for page in ("/tai-khoan", "/quan-tri/tai-khoan", "/"):
        assert client.get(page).headers["Location"] == "/doi-mat-khau"
    again = knock(app.test_client(), "moi", "k7rm-24xd-9qwe")
    assert again.status_code == 401
    assert "Nhờ người quản trị" in again.text
    changed = client.post("/doi-mat-khau", data={
        "current": "k7rm-24xd-9qwe", "new": "con mèo trèo cây", "again": "con mèo trèo cây"})
    assert changed.headers["Location"] == "/"
    assert client.get("/quan-tri/tai-khoan").status_code == 200
    assert knock(app.test_client(), "moi", "con mèo trèo cây").headers["Location"] == "/"


def test_a_one_time_password_expires(app: Flask, clock: Clock, client: FlaskClient) -> None:
    app.config.update(QUICK)
    with filling(app) as session:
        make_account(session, "moi", [], make_unit(session, "XA1"), must_change=True,
                     one_time_until=clock() + timedelta(hours=72))
    clock.forward(hours=73)
    assert knock(client, "moi").status_code == 401


def test_the_cookie_tells_nothing_and_changes(app: Flask, client: FlaskClient, anh: Account) -> None:
    client.get("/login")
    before = client.get_cookie("session")
    knock(client)
    first = client.get_cookie("session").value
    payload = first.split(".")[1] if first.startswith(".") else first.split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    readable = (zlib.decompress(raw) if first.startswith(".") else raw).decode()
    for told in ("anh", "Ánh", "reception", "administrator", anh.public_id, '"account'):
        assert told not in readable
    assert before is None or before.value != first
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) >= 43
    with filling(app) as session:
        stored = session.scalars(sa.select(SignIn)).one()
        assert token.encode() not in stored.token_hash
    knock(client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != token
    with filling(app) as session:      # signing in again in one browser leaves one session
        assert [row.ended_at is None for row in session.scalars(sa.select(SignIn).order_by(SignIn.id))] == [False, True]


def test_a_forged_cookie_opens_nothing(app: Flask, client: FlaskClient, anh: Account) -> None:
    sign_in(client, anh)
    good = client.get_cookie("session").value
    for place in range(0, len(good), 7):
        letter = "A" if good[place] != "A" else "B"
        forger = app.test_client()
        forger.set_cookie("session", good[:place] + letter + good[place + 1:])
        assert forger.get("/tai-khoan").status_code == 302, place


def test_a_copy_of_the_cookie_dies_with_the_session(app: Flask, client: FlaskClient, anh: Account) -> None:
    sign_in(client, anh)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    assert copy.get("/tai-khoan").status_code == 200
    client.post("/logout")
    for page in ("/tai-khoan", "/doi-mat-khau", "/quan-tri/don-vi"):
        assert copy.get(page).status_code == 302


def test_an_empty_form_says_what_is_missing(client: FlaskClient, anh: Account) -> None:
    answer = knock(client, "", "")
    assert answer.status_code == 422
    assert "Ghi tên đăng nhập." in answer.text


def test_no_token_no_sign_in(app: Flask, client: FlaskClient, anh: Account) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert knock(client).status_code == 400
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token
    answer = client.post("/login", data={"username": "anh", "password": PASSWORD, "csrf_token": token[1]})
    assert answer.status_code == 303
    assert client.post("/logout", data={"csrf_token": token[1]}).status_code == 400      # that token died with sign-in


def test_a_weak_old_hash_is_made_anew(app: Flask, client: FlaskClient, anh: Account) -> None:
    app.config["ARGON2_TIME_COST"] = 2
    assert knock(client).status_code == 303
    with filling(app) as session:
        assert ",t=2," in session.scalars(sa.select(Account.password).where(Account.name == "anh")).one()
    assert knock(app.test_client()).status_code == 303
