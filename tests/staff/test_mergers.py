"""A merger opens a unit's sealed dossiers to the people of another: somebody of that unit, or from above, confirms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.reception.models import Matter, Outcome
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Unit
from tests.reception.making import log, make_people
from tests.staff.administering import ACCOUNTS, UNITS, send
from tests.staff.asking import REQUESTS, asked
from tests.staff.making import QUICK, filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


class Merging:
    """An Thịnh with a sealed dossier, Thới Hưng with a head of its own, and an administrator of the province."""

    def __init__(self, app: Flask) -> None:
        app.config.update(QUICK)
        self.app = app
        self.people = make_people(app)
        self.dossier = log(app, self.people, Matter.DENUNCIATION, Outcome.TAKEN).public_id
        with filling(app) as session:
            self.above = make_account(session, "qt.tinh", ["administrator"], self.people.province, display="Trần Tỉnh")
            self.boss = make_account(session, "lanhdao2", ["supervisor"], self.people.other, display="Sơn Văn Sáu")

    def browser(self, account: Account) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, account)
        return client

    def merge(self, into: str | None = None, by: Account | None = None, **typed: str) -> TestResponse:
        return send(self.browser(by or self.above), f"{UNITS}/{self.people.commune.public_id}/dong", version="1", **{
            "valid_to": "16/11/2026", "successor": self.people.other.public_id if into is None else into, **typed})

    def decide(self, by: Account, request: str, act: str = "xac-nhan", **typed: str) -> TestResponse:
        return send(self.browser(by), f"{REQUESTS}/{request}/{act}", **typed)

    def reads(self, account: Account) -> bool:
        return self.browser(account).get(f"/tiep-dan/luot/{self.dossier}").status_code == 200

    def closed_on(self) -> date | None:
        with filling(self.app) as session:
            return session.get_one(Unit, self.people.commune.id).valid_to

    def without_province_people(self) -> None:
        with filling(self.app) as session:
            session.execute(sa.delete(RoleGrant).where(
                RoleGrant.account_id.in_([self.people.province_head.id, self.people.auditor.id])))


@pytest.fixture
def merging(any_app: Flask) -> Merging:
    return Merging(any_app)


def test_a_merger_waits_for_the_unit_or_the_province(merging: Merging) -> None:
    request = asked(merging.merge())
    assert not merging.reads(merging.boss)
    assert merging.closed_on() is None
    page = merging.browser(merging.people.head).get(f"{REQUESTS}/{request}").text
    for words in ("Sáp nhập đơn vị", "UBND phường An Thịnh vào UBND xã Thới Hưng", "Hồ sơ kín: Sơn Văn Sáu",
                  "không còn hoạt động từ 16/11/2026", "Trần Tỉnh", "qt.tinh"):
        assert words in page
    assert "UBND xã Thới Hưng" in merging.browser(merging.people.head).get(REQUESTS).text
    assert merging.decide(merging.people.head, request).location == f"{REQUESTS}/{request}"
    assert merging.closed_on() == date(2026, 11, 16)
    assert merging.reads(merging.boss)


@pytest.mark.parametrize("who", ["province_head", "administrator"])
def test_who_else_confirms(merging: Merging, who: str) -> None:
    request = asked(merging.merge())
    assert merging.decide(getattr(merging.people, who), request).status_code == 303
    assert merging.reads(merging.boss)


def test_neither_the_asker_nor_the_gaining_unit_confirms(merging: Merging) -> None:
    request = asked(merging.merge())
    assert "Bạn là người đề nghị" in merging.decide(merging.above, request).text
    assert merging.browser(merging.boss).get(f"{REQUESTS}/{request}").status_code == 404
    assert merging.closed_on() is None


def test_a_new_commune_with_a_helper_gains_nothing(merging: Merging) -> None:
    """The helper becomes head of the new commune at once, nobody being there; the merger into it waits all the same."""
    merging.without_province_people()
    with filling(merging.app) as session:
        helper = make_account(session, "phu", ["handler"], merging.people.province, password_by=merging.above.id)
    above = merging.browser(merging.above)
    send(above, f"{UNITS}/them", code="NEW1", name="UBND phường Mới", level="commune",
         parent=merging.people.province.public_id, valid_from="01/01/2026")
    with filling(merging.app) as session:
        new = session.scalars(sa.select(Unit).where(Unit.code == "NEW1")).one()
    page = f"{ACCOUNTS}/{helper.public_id}"
    assert send(above, f"{page}/vai-tro", role="supervisor", unit=new.public_id, valid_from="16/11/2026",
                valid_to="").location == page
    request = asked(merging.merge(new.public_id))
    assert not merging.reads(helper)
    assert merging.browser(helper).get(f"{REQUESTS}/{request}").status_code == 404
    assert merging.decide(merging.people.head, request, "tu-choi", reason="Không có quyết định").status_code == 303
    assert merging.closed_on() is None


def test_without_an_heir_it_takes_effect_at_once(merging: Merging) -> None:
    assert merging.merge("").location == UNITS
    assert merging.closed_on() == date(2026, 11, 16)
    assert not merging.reads(merging.boss)


def test_where_nobody_could_confirm_it_is_listed(merging: Merging) -> None:
    with filling(merging.app) as session:
        session.execute(sa.delete(RoleGrant).where(RoleGrant.account_id.not_in([merging.above.id, merging.boss.id])))
    assert merging.merge().location == UNITS
    assert merging.reads(merging.boss)
    with filling(merging.app) as session:
        row = session.scalars(sa.select(AccessRequest)).one()
        assert (row.what, row.state, row.account_id) == ("merge", "immediate", None)
        later = make_account(session, "tinh2", ["supervisor"], merging.people.province)
        request = row.public_id
    assert "Sáp nhập đơn vị" in merging.browser(later).get(REQUESTS).text
    assert merging.decide(later, request, "da-xem").status_code == 303


def test_asked_once_and_checked_again(merging: Merging) -> None:
    request = asked(merging.merge())
    assert "đang chờ xác nhận" in merging.merge().text
    with filling(merging.app) as session:
        heir = session.get_one(Unit, merging.people.other.id)
        heir.valid_to = date(2026, 11, 16)
    answer = merging.decide(merging.people.head, request)
    assert answer.status_code == 422
    assert "Đơn vị kế tục phải" in answer.text
    assert merging.decide(merging.above, request, "rut").status_code == 303
    assert merging.closed_on() is None


def test_an_asker_who_lost_the_heir_from_reach(merging: Merging) -> None:
    request = asked(merging.merge())
    with filling(merging.app) as session:
        elsewhere = make_unit(session, "X", "UBND tỉnh Khác", "province")
        session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == merging.above.id)
                        .values(unit_id=elsewhere.id))
    assert "không còn quản trị" in merging.decide(merging.people.head, request).text
    assert merging.closed_on() is None
