"""The short number of volunteers: who may have one, when it opens, how often it may be tried, what ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from caseapp.staff.models import Account, SignIn, Unit
from caseapp.staff.pins import pin_flaw
from caseapp.staff.policy import may_use_pin
from caseapp.staff.roles import Role
from tests.staff.making import PASSWORD, QUICK, filling, give_role, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock

PAGE, CHOOSE, GO_ON = "/tai-khoan", "/tai-khoan/ma-ngan", "/dang-nhap-lai"
PIN = "402917"


@given(st.sets(st.sampled_from(list(Role))))
def test_only_volunteers_have_one(roles: set[Role]) -> None:
    volunteers = {Role.MEDIATOR, Role.TEAM_LEADER}
    assert may_use_pin(frozenset(roles)) == (bool(roles) and not roles - volunteers)


@pytest.mark.parametrize("pin", [
    "", "12345", "1234567", "123456", "876543", "111111", "121212", "402402", "40291a", "４０２９１７"])
def test_easy_numbers_are_refused(app: Flask, pin: str) -> None:
    with app.test_request_context():
        assert pin_flaw(pin)


def post(client: FlaskClient, url: str, **data: str) -> TestResponse:
    return client.post(url, data=data)


def volunteer(app: Flask, client: FlaskClient, *roles: str) -> Account:
    app.config.update(QUICK)
    with filling(app) as session:
        account = make_account(session, "anh", roles or ("mediator",), make_unit(session, "AP1"))
    sign_in(client, account)
    return account


def choose(client: FlaskClient, pin: str = PIN, password: str = PASSWORD) -> int:
    return post(client, CHOOSE, pin=pin, own_password=password).status_code


def test_an_idle_phone_goes_on_by_it(any_app: Flask, clock: Clock) -> None:
    client = any_app.test_client()
    volunteer(any_app, client, "mediator", "team-leader")
    assert choose(client) == 303
    clock.forward(minutes=11)
    asked = client.get(PAGE)
    assert asked.status_code == 302
    door = client.get(asked.location)
    assert door.status_code == 302
    assert GO_ON in door.location
    page = client.get(door.location)
    assert page.status_code == 200
    assert "anh" not in page.text.split("<main", 1)[1]
    old = client.get_cookie("session")
    answer = post(client, door.location, pin=PIN)
    assert answer.status_code == 303
    assert answer.location.endswith(PAGE)
    assert client.get(PAGE).status_code == 200
    # The cookie of before opens nothing any more.
    assert old is not None
    stranger = any_app.test_client()
    stranger.set_cookie("session", old.value)
    assert stranger.get(PAGE).status_code == 302
    assert GO_ON not in stranger.get("/login").headers.get("Location", "")


def test_three_wrong_ones_end_the_session(app: Flask, client: FlaskClient, clock: Clock) -> None:
    volunteer(app, client)
    choose(client)
    clock.forward(minutes=11)
    for left in (2, 1):
        page = post(client, GO_ON, pin="999888")
        assert page.status_code == 422
        assert f"còn {left} lần" in page.text
    assert post(client, GO_ON, pin="999888").location.endswith("/login")
    assert post(client, GO_ON, pin=PIN).location.endswith("/login")
    assert client.get("/login").status_code == 200
    with filling(app) as session:
        assert session.scalars(sa.select(SignIn.ended_at)).one() is not None


def test_it_opens_nothing_before_idleness_and_nothing_after_the_day(app: Flask, client: FlaskClient, clock: Clock) -> None:
    volunteer(app, client)
    choose(client)
    assert client.get(GO_ON).location == "/"
    clock.forward(minutes=11)
    clock.forward(minutes=60 * 8)
    assert client.get("/login").status_code == 200
    assert post(client, GO_ON, pin=PIN).location.endswith("/login")


def test_signing_out_and_a_new_password_take_it_away(app: Flask, client: FlaskClient, clock: Clock) -> None:
    account = volunteer(app, client)
    choose(client)
    post(client, "/logout")
    assert client.get("/login").status_code == 200
    sign_in(client, account)
    clock.forward(minutes=11)
    assert client.get("/login").status_code == 302
    assert client.get("/login?mat-khau=1").status_code == 200


def test_signing_out_on_a_page_that_lay_too_long_ends_it_all_the_same(
        app: Flask, client: FlaskClient, clock: Clock) -> None:
    volunteer(app, client)
    choose(client)
    clock.forward(minutes=11)
    answer = client.post("/logout")
    assert (answer.location, answer.headers["Clear-Site-Data"]) == ("/login", '"cache", "storage"')
    assert client.get("/login").status_code == 200      # nobody is asked for the number
    with filling(app) as session:
        assert session.scalars(sa.select(SignIn.ended_at)).one() is not None


def test_another_role_takes_it_away(app: Flask, client: FlaskClient, clock: Clock) -> None:
    account = volunteer(app, client)
    choose(client)
    with filling(app) as session:
        person = session.get_one(Account, account.id)
        give_role(session, person, "reception", session.get_one(Unit, person.unit_id))
    clock.forward(minutes=11)
    assert client.get("/login").status_code == 200
    assert post(client, GO_ON, pin=PIN).location.endswith("/login")


def test_the_password_is_asked_for_and_nothing_is_kept_on_a_mistake(app: Flask, client: FlaskClient) -> None:
    account = volunteer(app, client)
    assert choose(client, password="không phải mật khẩu này") == 422
    assert choose(client, pin="123456") == 422
    with filling(app) as session:
        assert session.get_one(Account, account.id).pin == ""
    assert choose(client) == 303
    with filling(app) as session:
        stored = session.get_one(Account, account.id).pin
        assert stored.startswith("$argon2id$")
    assert post(client, "/tai-khoan/ma-ngan/bo").status_code == 303
    with filling(app) as session:
        assert session.get_one(Account, account.id).pin == ""


def test_officers_have_no_such_page(app: Flask, client: FlaskClient) -> None:
    volunteer(app, client, "reception")
    assert client.get(CHOOSE).status_code == 404
    assert "Mã ngắn" not in client.get(PAGE).text
