"""Ways round the second person, each of them closed: helpers, stand-ins, moves, locked and ended confirmers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.staff.commands.accounts import issue_password
from caseapp.staff.commands.acting import Acting
from caseapp.staff.models import RoleGrant
from caseapp.web.now import now, today
from tests.staff.asking import REQUESTS, Watched, acts, asked, half_in, key_of, password_in, send
from tests.staff.entering import choose_password
from tests.staff.making import filling, give_role, let_stand_in, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account


@pytest.fixture
def office(any_app: Flask) -> Watched:
    return Watched(any_app)


@pytest.fixture
def alone(any_app: Flask) -> Watched:
    """A new installation: one administrator and nobody who could confirm."""
    return Watched(any_app, head=False)


def test_nobody_confirms_their_own_request(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    answer = office.decide(office.admin, request)
    assert answer.status_code == 422
    assert "Bạn là người đề nghị" in answer.text


def test_nobody_confirms_for_their_own_account(office: Watched) -> None:
    request = asked(send(office.browser(office.admin), office.page(office.head, "mat-khau")))
    answer = office.decide(office.head, request)
    assert "chính tài khoản của bạn" in answer.text
    assert "caseapp user password" in office.browser(office.admin).get(f"{REQUESTS}/{request}").text
    assert not office.account("lanhdao").must_change
    assert office.decide(office.head, request, "tu-choi", reason="Tôi không nhờ ai").status_code == 303
    assert "Tôi không nhờ ai" in office.browser(office.admin).get(f"{REQUESTS}/{request}").text


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_a_helper_made_alone_confirms_nothing(alone: Watched, role: str) -> None:
    alone.add(alone.admin, "phu", roles=(role,))
    helper = alone.account("phu")
    assert alone.roles(helper) == [role]
    alone.change(helper, must_change=False, one_time_until=None)
    request = asked(alone.give(alone.admin, alone.officer, "auditor"))
    answer = alone.decide(helper, request)
    assert answer.status_code == 422
    assert "chưa được tính là người thứ hai" in answer.text
    assert alone.roles(alone.officer) == ["reception"]
    made = alone.requests()[0]
    assert alone.decide(helper, made.public_id, "da-xem").status_code == 422
    assert alone.requests()[0].state == "immediate"


def test_a_helper_asks_nothing_in_the_makers_stead(alone: Watched) -> None:
    alone.add(alone.admin, "phu", roles=("administrator",))
    helper = alone.account("phu")
    alone.change(helper, must_change=False, one_time_until=None)
    request = asked(alone.give(helper, alone.officer))
    assert alone.decide(alone.admin, request).status_code == 422
    second = alone.more("lanhdao", ["supervisor"])      # made by the machine's owner: a person of their own
    assert alone.decide(second, request).status_code == 303


def test_several_helpers_are_one_person(alone: Watched) -> None:
    alone.add(alone.admin, "phu1", roles=("administrator",))
    alone.add(alone.admin, "phu2", roles=("supervisor",))
    asks, confirms = alone.account("phu1"), alone.account("phu2")
    for helper in (asks, confirms):
        alone.change(helper, must_change=False, one_time_until=None)
    request = asked(alone.give(asks, alone.officer))
    assert [alone.decide(who, request).status_code for who in (asks, confirms, alone.admin)] == [422, 422, 422]
    assert alone.roles(alone.officer) == ["reception"]


def test_standing_in_lends_no_guarded_role_alone(office: Watched) -> None:
    request = asked(office.lend(office.admin, office.grant_of(office.head, "supervisor"), office.officer))
    assert office.stand_ins() == []
    assert office.decide(office.head, request).status_code == 303      # the absent head knows who stands in
    row = office.stand_ins()[0]
    assert (row.by_account_id, row.confirmed_by, row.valid_to) == (office.officer.id, office.head.id, date(2026, 11, 21))


def test_a_deputy_confirms_once_their_standing_in_was_confirmed(office: Watched) -> None:
    office.decide(office.head, asked(office.lend(office.admin, office.grant_of(office.head, "supervisor"),
                                                 office.officer)))
    other = office.more("khac", ["clerk"])
    assert office.decide(office.officer, asked(office.give(office.admin, other, "custodian"))).status_code == 303


@pytest.mark.parametrize("gone", ["locked", "ended"])
def test_the_second_person_is_not_cleared_out_of_the_way(office: Watched, gone: str) -> None:
    if gone == "locked":
        send(office.browser(office.admin), office.page(office.head, "khoa"))
    else:
        grant = office.grant_of(office.head, "supervisor")
        send(office.browser(office.admin), office.page(office.head, "vai-tro", grant.public_id, "thoi"),
             valid_to="16/11/2026")
    asked(office.give(office.admin, office.officer))
    assert office.roles(office.officer) == ["reception"]


@pytest.mark.parametrize("gone", ["locked", "ended"])
def test_who_left_confirms_no_more(office: Watched, gone: str) -> None:
    request = asked(office.give(office.admin, office.officer))
    browser = office.browser(office.head)
    form = browser.get(f"{REQUESTS}/{request}/xac-nhan")
    if gone == "ended":
        grant = office.grant_of(office.head, "supervisor")
        with filling(office.app) as session:
            session.get_one(RoleGrant, grant.id).valid_to = date(2026, 11, 16)
    else:
        send(office.browser(office.admin), office.page(office.head, "khoa"))
    answer = browser.post(f"{REQUESTS}/{request}/xac-nhan", data={"form_key": key_of(form.text)})
    assert answer.status_code in {401, 404}
    assert office.roles(office.officer) == ["reception"]


def test_moving_an_account_changes_nothing(office: Watched) -> None:
    above = office.more("quantri.tinh", ["administrator"], office.province)
    with filling(office.app) as session:
        hamlet = make_unit(session, "H", "Khu vực 3", "hamlet", parent=office.here)
    auditor = office.more("thanhtra", ["auditor"])
    send(office.browser(above), office.page(auditor, "sua"), version="1", display_name="Ai", title="",
         unit=hamlet.public_id)
    request = asked(send(office.browser(above), office.page(auditor, "mat-khau")))
    assert office.decide(above, request).status_code == 422
    assert office.browser(office.head).get(f"{REQUESTS}/{request}").status_code == 200
    assert half_in(office.decide(office.head, request))


@pytest.fixture
def made_alone(alone: Watched) -> Watched:
    """The only administrator made the head; the head has a password of his own since."""
    first = password_in(alone.add(alone.admin, "chutich", roles=("supervisor",)))
    choose_password(alone.app, "chutich", str(first))
    return alone


def end_head(office: Watched, by: Account) -> Account:
    head = office.account("chutich")
    grant = office.grant_of(head, "supervisor")
    send(office.browser(by), office.page(head, "vai-tro", grant.public_id, "thoi"), valid_to="16/11/2026")
    return head


def test_whoever_once_held_a_guarded_role_stays_guarded(made_alone: Watched) -> None:
    office = made_alone
    head = end_head(office, office.admin)
    asked(send(office.browser(office.admin), office.page(head, "mat-khau")))
    send(office.browser(office.admin), office.page(head, "khoa"))
    asked(send(office.browser(office.admin), office.page(head, "mo-khoa")))
    asked(office.give(office.admin, head))
    asked(office.give(office.admin, office.officer, "custodian"))
    assert (office.roles(head), office.roles(office.officer)) == (["supervisor"], ["reception"])
    assert not office.account("chutich").must_change


def test_a_new_password_makes_nobody_a_stranger(made_alone: Watched) -> None:
    """Also one that the machine's owner hands out: who had a password of their own goes on counting."""
    office = made_alone
    with office.app.app_context():
        issue_password(office.account("chutich").public_id, Acting(None, now(), today()))
    assert office.account("chutich").must_change
    end_head(office, office.admin)
    asked(office.give(office.admin, office.officer, "custodian"))
    assert office.roles(office.officer) == ["reception"]


def test_a_former_head_is_not_reset_where_nobody_is(made_alone: Watched) -> None:
    office = made_alone
    above = office.more("quantri.tinh", ["administrator"], office.province)
    office.change(above, password_by=office.admin.id)
    head = end_head(office, above)
    with filling(office.app) as session:
        desert = make_unit(session, "C", "UBND xã Mới", parent=office.province)
        session.execute(sa.delete(RoleGrant).where(RoleGrant.account_id == office.admin.id))
    send(office.browser(above), office.page(head, "sua"), version=str(office.account("chutich").version),
         display_name="Ai", title="", unit=desert.public_id)
    assert office.account("chutich").unit_id == desert.id
    asked(send(office.browser(above), office.page(head, "mat-khau")))


@pytest.mark.parametrize("typed", [{"display_name": "Đặng Hữu Phước"}, {"title": "Chủ tịch UBND phường"}])
def test_nobody_takes_another_name_or_post(office: Watched, typed: dict[str, str]) -> None:
    same = {"version": "1", "display_name": "Phạm Quản Trị", "title": "", "unit": office.here.public_id}
    answer = send(office.browser(office.admin), office.page(office.admin, "sua"), **same | typed)
    assert answer.status_code == 422
    assert "Một người quản trị khác phải sửa" in answer.text
    assert (office.account("quantri").display_name, acts(office)) == ("Phạm Quản Trị", [])
    request = asked(office.give(office.admin, office.officer))
    told = office.browser(office.head).get(f"{REQUESTS}/{request}").text
    assert '<span class="second">quantri</span>' in told


def test_a_role_is_not_prolonged_by_ending_it(office: Watched) -> None:
    with filling(office.app) as session:
        grant = give_role(session, office.officer, "auditor", office.here, date(2026, 1, 1), date(2026, 12, 1))
    answer = send(office.browser(office.admin), office.page(office.officer, "vai-tro", grant.public_id, "thoi"),
                  valid_to="01/01/2030")
    assert answer.status_code == 422
    assert "đã định thôi từ ngày 01/12/2026" in answer.text
    asked(office.give(office.admin, office.officer, "auditor", valid_from="01/12/2026"))


@pytest.mark.parametrize("rest", ["mat-khau", "khoa", "thoat", "sua", "vai-tro"])
def test_no_act_on_an_account_with_a_role_out_of_reach(office: Watched, rest: str) -> None:
    with filling(office.app) as session:
        give_role(session, office.officer, "auditor", office.province)
    page = office.browser(office.admin).get(office.page(office.officer)).text
    assert "ngoài phạm vi bạn quản trị" in page
    typed = {"version": "1", "display_name": "Ai", "title": "", "unit": office.here.public_id, "role": "clerk",
             "valid_from": "16/11/2026"}
    answer = send(office.browser(office.admin), office.page(office.officer, rest), **typed)
    assert answer.status_code == 422
    assert "ngoài phạm vi bạn quản trị" in answer.text
    assert acts(office) == []


def test_nor_on_one_who_stands_in_out_of_reach(office: Watched) -> None:
    chief = office.more("vanthu.tinh", ["clerk"], office.province)
    with filling(office.app) as session:
        let_stand_in(session, office.officer, chief, "clerk", office.province, date(2026, 11, 16), date(2026, 11, 21))
    answer = send(office.browser(office.admin), office.page(office.officer, "mat-khau"))
    assert "ngoài phạm vi bạn quản trị" in answer.text


def test_a_request_of_another_unit_is_not_there(office: Watched) -> None:
    with filling(office.app) as session:
        there = make_unit(session, "B", parent=office.province)
    stranger = office.more("lanhdao2", ["supervisor"], there)
    request = asked(office.give(office.admin, office.officer))
    browser = office.browser(stranger)
    for url in (f"{REQUESTS}/{request}", f"{REQUESTS}/{request}/xac-nhan", f"{REQUESTS}/{request}/tu-choi"):
        assert browser.get(url).status_code == 404
    assert office.browser(office.officer).get(REQUESTS).status_code == 404


def test_an_asker_who_administers_no_more(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    office.change(office.admin, disabled_on=date(2026, 11, 16))
    answer = office.decide(office.head, request)
    assert answer.status_code == 422
    assert "không còn quản trị" in answer.text
