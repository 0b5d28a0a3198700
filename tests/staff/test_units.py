"""Units: the tree, add, edit, close with a successor, two who save at once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.ledger.models import Chain, JournalRow
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.policy import Can
from caseapp.staff.sessions import held_by
from tests.staff.administering import UNITS as LIST
from tests.staff.administering import Office, key_of, send
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

@pytest.fixture
def office(any_app: Flask) -> Office:
    return Office(any_app)


@pytest.fixture
def above(office: Office) -> FlaskClient:
    return office.browser(office.above)


def add(client: FlaskClient, office: Office, **changes: str):
    typed = {"code": "H1", "level": "hamlet", "parent": office.here.public_id, "name": "Khu vực 5",
             "valid_from": "16/11/2026", **changes}
    return send(client, f"{LIST}/them", **typed)


def unit(office: Office, code: str) -> Unit:
    with filling(office.app) as session:
        return session.scalars(sa.select(Unit).where(Unit.code == code)).one()


def within(office: Office, ancestor: Unit) -> dict[int, bool]:
    with filling(office.app) as session:
        rows = session.scalars(sa.select(UnitWithin).where(UnitWithin.ancestor_id == ancestor.id)).all()
        return {row.unit_id: row.own for row in rows}


def test_the_tree_in_reach(office: Office, above: FlaskClient) -> None:
    page = above.get(LIST).text
    assert page.index("thành phố Cần Thơ</a>") < page.index("phường An Thịnh</a>") < page.index("xã Bình Minh</a>")
    mine = office.browser(office.admin).get(LIST).text
    assert "An Thịnh" in mine
    assert "Bình Minh" not in mine
    assert office.browser(office.officer).get(LIST).status_code == 404


def test_a_new_unit_has_a_journal_and_a_place(office: Office) -> None:
    assert add(office.browser(office.admin), office).status_code == 303
    made = unit(office, "H1")
    assert within(office, office.province)[made.id] is False
    assert within(office, made) == {made.id: True}
    with filling(office.app) as session:
        assert session.get_one(Chain, made.id).seq == 1
        assert session.scalars(sa.select(JournalRow.act)).all() == ["unit.add"]


@pytest.mark.parametrize(("typed", "said"), [
    ({"code": "a"}, "Mã a đã dùng"),
    ({"level": "province"}, "không đứng dưới đơn vị đã chọn"),
    ({"name": ""}, "Ghi tên đầy đủ"),
    ({"remote": "y"}, "Ghi văn bản công nhận"),
    ({"remote": "y", "remote_basis": "QĐ 861"}, "Ghi ngày văn bản có hiệu lực"),
    ({"remote": "y", "remote_basis": "QĐ 861", "remote_from": "1/1/2026", "remote_to": "1/1/2025"},
     "phải sau ngày có hiệu lực"),
    ({"parent": ""}, "Chọn đơn vị cấp trên"),
])
def test_refused(office: Office, above: FlaskClient, typed: dict[str, str], said: str) -> None:
    answer = add(above, office, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert office.acts() == []


def test_no_unit_below_one_out_of_reach(office: Office) -> None:
    assert add(office.browser(office.admin), office, parent=office.there.public_id).status_code == 422


def edit(client: FlaskClient, office: Office, **typed: str):
    return send(client, f"{LIST}/{office.here.public_id}", **{"version": "1", "name": office.here.name, **typed})


def test_edit_keeps_the_basis_of_remoteness(office: Office, above: FlaskClient) -> None:
    first = edit(above, office, seat="An Thịnh", remote="y", remote_basis="QĐ 861/QĐ-TTg", remote_from="04/06/2021")
    assert first.status_code == 303
    changed = unit(office, "A")
    assert (changed.seat, changed.remote, changed.version) == ("An Thịnh", True, 2)
    assert changed.remote_from == date(2021, 6, 4)
    assert edit(above, office, version="2", remote_basis="QĐ 861/QĐ-TTg").status_code == 303
    assert unit(office, "A").remote_basis == ""      # not remote: nothing of it is kept
    assert office.acts() == ["unit.edit", "unit.edit"]


def test_the_second_to_save_sees_both(office: Office, above: FlaskClient) -> None:
    admin = office.browser(office.admin)
    edit(above, office, seat="Địa danh kia")
    answer = edit(admin, office, seat="Địa danh của tôi", remote="y", remote_basis="QĐ 1", remote_from="1/1/2026")
    assert answer.status_code == 409
    for words in ("Địa danh kia", "Địa danh của tôi", "Có", "Không"):
        assert words in answer.text
    data = dict(re.findall(r'type="radio" name="([^"]+)" id="[^"]+-yours" value="([^"]*)"', answer.text))
    same = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    chosen = {**same, **data, "version": "2", "form_key": key_of(answer.text)}
    again = admin.post(f"{LIST}/{office.here.public_id}", data=chosen)
    assert again.status_code == 303
    saved = unit(office, "A")
    assert (saved.seat, saved.remote, saved.name) == ("Địa danh của tôi", True, office.here.name)


def close(client: FlaskClient, office: Office, **typed: str):
    return send(client, f"{LIST}/{office.here.public_id}/dong", **{
        "version": "1", "valid_to": "16/11/2026", "successor": office.there.public_id, **typed})


def test_a_merger_hands_over_dossiers_and_hamlets(office: Office, above: FlaskClient) -> None:
    with filling(office.app) as session:
        hamlet = make_unit(session, "H1", "Khu vực 5", "hamlet", office.here)
        heir = make_account(session, "truong.b", ["supervisor"], office.there)
    request = close(above, office).location
    assert unit(office, "A").valid_to is None
    assert send(office.browser(office.admin), f"{request}/xac-nhan").location == request
    closed = unit(office, "A")
    assert (closed.valid_to, closed.successor_id) == (date(2026, 11, 16), office.there.id)
    assert unit(office, "H1").parent_id == office.there.id
    assert within(office, office.there) == {office.there.id: True, office.here.id: True, hamlet.id: False}
    assert hamlet.id not in within(office, office.here)
    with office.app.app_context():
        held, _names = held_by(heir.id, date(2026, 11, 17))
    assert set(held[0].own) == {office.there.id, office.here.id}
    assert set(held[0].within) == {office.there.id, office.here.id, hamlet.id}
    assert office.acts() == ["access.ask", "access.confirm", "unit.close", "unit.succeed"]
    assert "Đã đóng" in above.get(LIST).text
    for account, may in ((office.officer, False), (office.stranger, True)):
        with office.app.app_context():
            roles, _names = held_by(account.id, date(2026, 11, 17))
        assert bool(roles) is may, Can.LOG_VISIT


@pytest.mark.parametrize(("typed", "said"), [
    ({"valid_to": "17/11/2026"}, "đến hôm nay"),
    ({"valid_to": "01/01/2019"}, "đến hôm nay"),
    ({"valid_to": ""}, "Ghi ngày đầu tiên"),
    ({"version": "7"}, "Có người vừa sửa"),
])
def test_closing_refused(office: Office, above: FlaskClient, typed: dict[str, str], said: str) -> None:
    answer = close(above, office, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert office.acts() == []


def test_not_without_an_heir_while_units_are_below(office: Office, above: FlaskClient) -> None:
    with filling(office.app) as session:
        make_unit(session, "H1", "Khu vực 5", "hamlet", office.here)
    assert "Còn đơn vị trực thuộc" in close(above, office, successor="").text


def test_nobody_closes_their_own_unit(office: Office) -> None:
    answer = close(office.browser(office.admin), office, successor="")
    assert "đơn vị cấp trên mới đóng được" in answer.text
