"""Nobody gets at sealed dossiers or at accounts by one administrator's word: the rule, and a new office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from caseapp.staff.consent import GUARDED
from tests.staff.asking import REQUESTS, Watched, acts, asked, journal, may_sign_in, password_in, send
from tests.staff.making import filling, give_role

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock


@pytest.fixture
def office(any_app: Flask) -> Watched:
    return Watched(any_app)


@pytest.fixture
def alone(any_app: Flask) -> Watched:
    """A new installation: one administrator and nobody who could confirm."""
    return Watched(any_app, head=False)


# ---- the rule ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", GUARDED)
def test_a_guarded_role_waits_for_a_second_person(office: Watched, role: str) -> None:
    request = asked(office.give(office.admin, office.officer, role))
    assert office.roles(office.officer) == ["reception"]
    assert office.decide(office.head, request).status_code == 303
    assert office.roles(office.officer) == ["reception", role]
    grant = office.grant_of(office.officer, role)
    assert (grant.granted_by, grant.confirmed_by) == (office.admin.id, office.head.id)
    assert acts(office) == ["access.ask", "access.confirm", "role.grant"]
    assert journal(office)[2][1]["request"] == request


@pytest.mark.parametrize("role", ["clerk", "handler", "mediator", "team-leader"])
def test_other_roles_take_effect_at_once(office: Watched, role: str) -> None:
    assert office.give(office.admin, office.officer, role).location == office.page(office.officer)
    assert office.roles(office.officer) == ["reception", role]
    assert office.requests() == []


def test_the_first_password_goes_through_the_second_person(office: Watched) -> None:
    answer = office.add(office.admin, roles=("clerk", "supervisor"))
    request = asked(answer)
    assert password_in(office.browser(office.admin).get(answer.location)) is None
    new = office.account("moi")
    assert (office.roles(new), new.one_time_until) == (["clerk"], None)
    password = office.hand_over(office.admin, office.head, request)
    assert office.roles(new) == ["clerk", "supervisor"]
    assert may_sign_in(office, "moi", password)
    assert office.account("moi").password_by is None


def test_a_password_the_asker_may_know_is_replaced(office: Watched) -> None:
    """A helper under an ordinary account: the asker gave out the password, so the two hand over another."""
    known = password_in(office.add(office.admin, "phu", roles=("clerk",)))
    helper = office.account("phu")
    assert helper.password_by == office.admin.id
    office.change(helper, must_change=False, one_time_until=None)      # "their own" password, set by whoever knew it
    session = office.browser(helper)
    password = office.hand_over(office.admin, office.head, asked(office.give(office.admin, helper)))
    assert session.get("/tai-khoan").status_code == 302
    assert not may_sign_in(office, "phu", known)
    assert may_sign_in(office, "phu", password)


def test_a_password_for_who_reads_sealed_dossiers(office: Watched) -> None:
    auditor = office.more("thanhtra", ["auditor"])
    answer = send(office.browser(office.admin), office.page(auditor, "mat-khau"))
    request = asked(answer)
    assert acts(office) == ["access.ask"]
    assert not office.account("thanhtra").must_change
    password = office.hand_over(office.admin, office.head, request)
    client = office.app.test_client()
    client.post("/login", data={"username": "thanhtra", "password": password})
    told = client.get("/doi-mat-khau").text
    assert "theo đề nghị của Phạm Quản Trị, Đặng Hữu Phước xác nhận" in told


def test_a_password_for_who_is_about_to_read_them(office: Watched) -> None:
    asked(office.give(office.admin, office.officer))
    asked(send(office.browser(office.admin), office.page(office.officer, "mat-khau")))
    later = office.more("sau", [])
    with filling(office.app) as session:
        give_role(session, later, "auditor", office.here, date(2027, 1, 1))
    asked(send(office.browser(office.admin), office.page(later, "mat-khau")))


def test_unlocking_waits_too(office: Watched) -> None:
    auditor = office.more("thanhtra", ["auditor"])
    send(office.browser(office.admin), office.page(auditor, "khoa"))
    request = asked(send(office.browser(office.admin), office.page(auditor, "mo-khoa")))
    assert office.account("thanhtra").disabled_on
    assert office.decide(office.head, request).status_code == 303
    assert office.account("thanhtra").disabled_on is None


def test_a_role_begins_on_the_day_it_is_confirmed(office: Watched, clock: Clock) -> None:
    request = asked(office.give(office.admin, office.officer, "auditor", valid_from="01/11/2026"))
    clock.forward(days=2)
    office.decide(office.head, request)
    assert office.grant_of(office.officer, "auditor").valid_from == date(2026, 11, 18)


def test_days_that_have_passed_are_not_confirmed(office: Watched, clock: Clock) -> None:
    request = asked(office.give(office.admin, office.officer, "auditor", valid_to="17/11/2026"))
    clock.forward(days=3)
    assert "đã qua" in office.decide(office.head, request).text
    assert office.roles(office.officer) == ["reception"]


# ---- when nobody could confirm -------------------------------------------------------------------------------------


def test_alone_it_takes_effect_and_is_listed_until_seen(alone: Watched) -> None:
    assert alone.give(alone.admin, alone.officer, "custodian").location == alone.page(alone.officer)
    assert alone.roles(alone.officer) == ["reception", "custodian"]
    assert journal(alone)[-1][1]["unconfirmed"] is True
    head = alone.more("lanhdao", ["supervisor"])
    assert "Đã có hiệu lực khi chưa có người xác nhận" in alone.browser(head).get(REQUESTS).text
    assert alone.decide(alone.admin, alone.requests()[0].public_id, "da-xem").status_code == 422
    assert alone.decide(head, alone.requests()[0].public_id, "da-xem").status_code == 303
    assert "Đã có hiệu lực khi chưa có" not in alone.browser(head).get(REQUESTS).text
    assert alone.grant_of(alone.officer, "custodian").confirmed_by == head.id
    assert acts(alone)[-1] == "access.see"


def test_the_province_confirms_for_the_commune(alone: Watched) -> None:
    chief = alone.more("lanhdao.tinh", ["supervisor"], alone.province)
    assert alone.decide(chief, asked(alone.give(alone.admin, alone.officer))).status_code == 303


def test_a_new_office_is_set_up_before_its_head_first_signs_in(alone: Watched) -> None:
    """Several accounts in a row; once the head has set a password, the next act waits."""
    assert password_in(alone.add(alone.admin, "lanhdao", roles=("supervisor",)))
    assert password_in(alone.add(alone.admin, "vanthu", roles=("clerk", "custodian")))
    head = alone.account("lanhdao")
    alone.change(head, must_change=False, one_time_until=None)
    request = asked(send(alone.browser(alone.admin), alone.page(head, "mat-khau")))
    assert alone.account("lanhdao").must_change is False
    assert "caseapp user confirm" in alone.browser(alone.admin).get(f"{REQUESTS}/{request}").text
