"""Dated roles and standing in: granted, ended, never to oneself; the journal keeps ids and days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account, RoleGrant, Substitution, Unit
from tests.staff.administering import Office, key_of, send
from tests.staff.making import PASSWORD, filling, give_role, make_account, sign_in

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


def grants(office: Office, account: Account) -> list[RoleGrant]:
    with filling(office.app) as session:
        held = sa.select(RoleGrant).where(RoleGrant.account_id == account.id).order_by(RoleGrant.id)
        return list(session.scalars(held))


def give(client: FlaskClient, office: Office, account: Account, **typed: str):
    return send(client, office.page(account, "vai-tro"), **{
        "role": "clerk", "unit": office.here.public_id, "valid_from": "16/11/2026", "valid_to": "", **typed})


def test_a_role_from_a_day_to_a_day(office: Office, admin: FlaskClient) -> None:
    her = office.browser(office.officer)
    assert give(admin, office, office.officer, valid_to="31/12/2026").status_code == 303
    grant = grants(office, office.officer)[-1]
    assert (grant.role, grant.valid_from, grant.valid_to) == ("clerk", date(2026, 11, 16), date(2027, 1, 1))
    assert grant.granted_by == office.admin.id
    assert her.get("/tai-khoan").status_code == 302      # a changed role means a new session
    assert office.acts() == ["role.grant"]


@pytest.mark.parametrize(("typed", "said"), [
    ({"role": "reception"}, "Đã giữ vai trò này"),
    ({"role": ""}, "Chọn vai trò."),
    ({"role": "king"}, "Chọn một trong"),
    ({"valid_from": "31/09/2026"}, "chỉ có 30 ngày"), ({"valid_from": ""}, "Ghi ngày bắt đầu."),
    ({"valid_to": "01/11/2026"}, "không được trước ngày bắt đầu"),
])
def test_refused(office: Office, admin: FlaskClient, typed: dict[str, str], said: str) -> None:
    answer = give(admin, office, office.officer, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert office.acts() == []


def test_no_role_in_a_unit_out_of_reach_or_gone(office: Office, admin: FlaskClient) -> None:
    assert give(admin, office, office.officer, unit=office.there.public_id).status_code == 422
    with filling(office.app) as session:
        session.get_one(Unit, office.there.id).valid_to = date(2026, 11, 1)
    above = office.browser(office.above)
    assert give(above, office, office.officer, unit=office.there.public_id).status_code == 422
    assert office.acts() == []


@pytest.mark.parametrize("role", ["reception", "supervisor", "administrator"])
def test_nobody_gives_themselves_a_role(office: Office, admin: FlaskClient, role: str) -> None:
    answer = give(admin, office, office.admin, role=role)
    assert answer.status_code == 422
    assert "Một người quản trị khác" in answer.text
    assert len(grants(office, office.admin)) == 1
    assert give(office.browser(office.above), office, office.admin, role="clerk").status_code == 303


def test_a_role_ends(office: Office, admin: FlaskClient, clock: Clock) -> None:
    grant = grants(office, office.officer)[0]
    url = office.page(office.officer, "vai-tro", grant.public_id, "thoi")
    assert "lùi ngày" in send(admin, url, valid_to="15/11/2026").text
    assert send(admin, url, valid_to="16/11/2026").status_code == 303
    assert grants(office, office.officer)[0].valid_to == date(2026, 11, 16)
    assert "đã kết thúc từ ngày 16/11/2026" in send(admin, url, valid_to="16/11/2026").text
    assert give(admin, office, office.officer, role="reception").status_code == 303      # and may be given again
    assert office.acts() == ["role.end", "role.grant"]


def test_ones_own_role_is_ended_by_another(office: Office, admin: FlaskClient) -> None:
    url = office.page(office.admin, "vai-tro", grants(office, office.admin)[0].public_id, "thoi")
    assert "Một người quản trị khác" in send(admin, url, valid_to="16/11/2026").text


def stand_in(client: FlaskClient, office: Office, grant: RoleGrant, deputy: Account, **typed: str):
    return send(client, office.page(office.officer, "vai-tro", grant.public_id, "lam-thay"), **{
        "deputy": deputy.public_id, "valid_from": "16/11/2026", "valid_to": "20/11/2026",
        "document": "Quyết định 215/QĐ-UBND", **typed})


def test_standing_in_and_its_end(office: Office, admin: FlaskClient, clock: Clock) -> None:
    with filling(office.app) as session:
        deputy = make_account(session, "pho", [], session.get_one(Unit, office.here.id), display="Vũ Văn Phó")
    grant = grants(office, office.officer)[0]
    assert stand_in(admin, office, grant, deputy).status_code == 303
    with filling(office.app) as session:
        row = session.scalars(sa.select(Substitution)).one()
    assert (row.by_account_id, row.for_account_id, row.valid_to) == (deputy.id, office.officer.id, date(2026, 11, 21))
    page = admin.get(office.page(office.officer)).text
    assert "Vũ Văn Phó thay Nguyễn Thị Ánh" in page
    assert send_end(admin, office, row.public_id, page).status_code == 303
    with filling(office.app) as session:
        assert session.scalars(sa.select(Substitution.valid_to)).one() == date(2026, 11, 16)
        body = session.scalars(sa.select(JournalRow.body).where(JournalRow.act == "substitution.add")).one()
        assert "Vũ" not in body
    assert office.acts() == ["substitution.add", "substitution.end"]


def send_end(client: FlaskClient, office: Office, public_id: str, page: str):

    return client.post(office.page(office.officer, "lam-thay", public_id, "thoi"), data={"form_key": key_of(page)})


@pytest.mark.parametrize(("typed", "said"), [
    ({"valid_to": "10/11/2026"}, "không được trước ngày bắt đầu"), ({"document": ""}, "Ghi số, ký hiệu văn bản"),
    ({"valid_from": "01/01/2019"}, "nằm trong thời gian giữ vai trò"),
])
def test_standing_in_refused(office: Office, admin: FlaskClient, typed: dict[str, str], said: str) -> None:
    with filling(office.app) as session:
        deputy = make_account(session, "pho", [], session.get_one(Unit, office.here.id))
    answer = stand_in(admin, office, grants(office, office.officer)[0], deputy, **typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_an_administrator_does_not_put_himself_in(office: Office, admin: FlaskClient) -> None:
    answer = stand_in(admin, office, grants(office, office.officer)[0], office.admin)
    assert answer.status_code == 422
    assert "Một người quản trị khác" in answer.text


def test_nobody_to_stand_in_is_said(office: Office) -> None:
    with filling(office.app) as session:
        alone = session.get_one(Unit, office.there.id)
        grant = give_role(session, session.get_one(Account, office.stranger.id), "clerk", alone)
    page = office.browser(office.above).get(office.page(office.stranger, "vai-tro", grant.public_id, "lam-thay")).text
    assert "Chưa có ai để cử" in page


def test_a_role_of_another_account_is_not_found_here(office: Office, admin: FlaskClient) -> None:
    grant = grants(office, office.admin)[0]
    assert admin.get(office.page(office.officer, "vai-tro", grant.public_id, "thoi")).status_code == 404


def test_a_session_of_the_deputy_starts_anew(office: Office, admin: FlaskClient) -> None:
    with filling(office.app) as session:
        deputy = make_account(session, "pho", [], session.get_one(Unit, office.here.id))
    his = office.app.test_client()
    sign_in(his, deputy)
    stand_in(admin, office, grants(office, office.officer)[0], deputy)
    assert his.get("/tai-khoan").status_code == 302


def test_a_grave_act_asks_for_the_password_again(office: Office, admin: FlaskClient, clock: Clock) -> None:
    assert 'name="own_password"' not in admin.get(office.page(office.officer, "vai-tro")).text
    clock.forward(minutes=9)
    assert 'name="own_password"' in admin.get(office.page(office.officer, "vai-tro")).text
    assert "Ghi mật khẩu của chính bạn." in give(admin, office, office.officer).text
    assert "Mật khẩu hiện tại không đúng." in give(admin, office, office.officer, own_password="sai").text
    assert office.acts() == []
    assert give(admin, office, office.officer, own_password=PASSWORD).status_code == 303
    again = give(admin, office, office.officer, role="handler")      # one proof, one act
    assert again.status_code == 422
    assert office.acts() == ["role.grant"]
    for rest in (["mat-khau"], ["vai-tro", grants(office, office.officer)[0].public_id, "thoi"]):
        assert 'name="own_password"' in admin.get(office.page(office.officer, *rest)).text
    assert 'name="own_password"' in admin.get("/quan-tri/tai-khoan/them").text
