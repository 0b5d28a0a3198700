"""A one-time password that two people hand over: neither of them can sign in with it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.dossiers.models import Accused
from caseapp.keys import KeyProblem
from caseapp.reception.models import Matter, Outcome
from caseapp.staff.commands.accounts import issue_password
from caseapp.staff.commands.acting import Acting
from caseapp.staff.commands.halves import take_out_half
from caseapp.staff.models import AccessRequest
from caseapp.web.now import now, today
from tests.reception.making import log, make_people
from tests.staff.administering import ACCOUNTS
from tests.staff.asking import REQUESTS, Watched, acts, asked, half_in, key_of, may_sign_in, password_in, send
from tests.staff.making import QUICK, filling, sign_in

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account
    from tests.office.clock import Clock


@pytest.fixture
def office(any_app: Flask) -> Watched:
    office = Watched(any_app)
    office.more("thanhtra", ["auditor"])
    return office


def ask_for_password(office: Watched) -> str:
    return asked(send(office.browser(office.admin), office.page(office.account("thanhtra"), "mat-khau")))


@pytest.mark.parametrize("accused", [True, False])
def test_a_head_gets_no_key_by_confirming(any_app: Flask, accused: bool) -> None:
    """Barred or not, what he sees is the same: half a password."""
    any_app.config.update(QUICK)
    people = make_people(any_app)
    dossier = log(any_app, people, Matter.DENUNCIATION, Outcome.TAKEN)
    if accused:
        with filling(any_app) as session:
            session.add(Accused(dossier_id=dossier.id, account_id=people.head.id))
    head, admin = any_app.test_client(), any_app.test_client()
    sign_in(head, people.head)
    sign_in(admin, people.administrator)
    assert head.get(f"/tiep-dan/luot/{dossier.public_id}").status_code == (404 if accused else 200)
    for request in (asked(send(admin, f"{ACCOUNTS}/{people.clerk.public_id}/mat-khau")),
                    asked(send(admin, f"{ACCOUNTS}/them", name="moi", display_name="Lê Văn Mới", title="văn thư",
                               unit=people.commune.public_id, roles=["custodian"]))):
        shown = send(head, f"{REQUESTS}/{request}/xac-nhan")
        second = half_in(shown)
        assert password_in(shown) is None
        assert second
        assert len(second) == 8
        for name in ("vanthu", "moi"):
            door = any_app.test_client().post("/login", data={"username": name, "password": second})
            assert door.status_code not in {302, 303}
        assert half_in(send(head, f"{REQUESTS}/{request}/nua-mat-khau")) is None
        assert half_in(send(admin, f"{REQUESTS}/{request}/nua-mat-khau"))


def test_both_halves_let_in_and_one_does_not(office: Watched) -> None:
    request = ask_for_password(office)
    second = half_in(office.decide(office.head, request))
    first = half_in(office.decide(office.admin, request, "nua-mat-khau"))
    for wrong in (first, second, f"{second}{first}"):
        assert not may_sign_in(office, "thanhtra", wrong)
    assert may_sign_in(office, "thanhtra", f"{first}{second}")
    assert acts(office)[-1] == "access.half"


def test_the_asker_sees_theirs_once_and_is_told(office: Watched) -> None:
    request = ask_for_password(office)
    page = f"{REQUESTS}/{request}"
    assert half_in(office.decide(office.admin, request, "nua-mat-khau")) is None      # nothing is confirmed yet
    office.decide(office.head, request)
    browser = office.browser(office.admin)
    assert "Nửa mật khẩu chờ bạn xem" in browser.get(REQUESTS).text
    assert "1 đề nghị chờ" in browser.get("/quan-tri/tai-khoan").text
    assert f"{page}/nua-mat-khau" in browser.get(page).text
    assert f"{page}/nua-mat-khau" not in office.browser(office.head).get(page).text
    assert half_in(browser.get(f"{page}/nua-mat-khau")) is None      # opening the page shows and spends nothing
    form = {"form_key": key_of(browser.get(f"{page}/nua-mat-khau").text)}
    assert half_in(browser.post(f"{page}/nua-mat-khau", data=form))
    assert browser.post(f"{page}/nua-mat-khau", data=form).location == page
    again = send(browser, f"{page}/nua-mat-khau")
    assert (again.status_code, half_in(again)) == (422, None)
    assert "đã xem" in again.text
    assert "Nửa mật khẩu chờ bạn xem" not in browser.get(REQUESTS).text
    assert (office.requests()[0].half, office.requests()[0].half_until) == (None, None)


def test_only_the_asker_sees_it(office: Watched) -> None:
    request = ask_for_password(office)
    office.decide(office.head, request)
    for other in (office.head, office.more("quantri2", ["administrator"])):
        answer = office.decide(other, request, "nua-mat-khau")
        assert answer.status_code == 422
        assert "chỉ hiện cho người đề nghị" in answer.text
    assert half_in(office.decide(office.admin, request, "nua-mat-khau"))


def test_it_expires_with_the_password(office: Watched, clock: Clock) -> None:
    request = ask_for_password(office)
    office.decide(office.head, request)
    clock.forward(hours=72)
    assert "Nửa mật khẩu chờ bạn xem" not in office.browser(office.admin).get(REQUESTS).text
    answer = office.decide(office.admin, request, "nua-mat-khau")
    assert answer.status_code == 422
    assert half_in(answer) is None


def test_a_newer_password_takes_it_away(office: Watched) -> None:
    request = ask_for_password(office)
    office.decide(office.head, request)
    with office.app.app_context():
        issue_password(office.account("thanhtra").public_id, Acting(None, now(), today()))
    assert office.requests()[0].half is None
    assert half_in(office.decide(office.admin, request, "nua-mat-khau")) is None


def test_it_lies_encrypted_in_its_row_alone(office: Watched) -> None:
    for name in ("thanhtra", "lanhdao2"):
        if name != "thanhtra":
            office.more(name, ["supervisor"])
        office.decide(office.head, asked(send(office.browser(office.admin), office.page(office.account(name), "mat-khau"))))
    with filling(office.app) as session:
        one, other = session.scalars(sa.select(AccessRequest).order_by(AccessRequest.id))
        assert one.half
        one.half = other.half
        with pytest.raises(KeyProblem):
            take_out_half(one)
        session.rollback()


def test_at_once_nothing_is_halved(any_app: Flask) -> None:
    """Ordinary accounts, and an office without a second person: the whole password, as ever."""
    alone = Watched(any_app, head=False)

    def whole(account: Account) -> str | None:
        return password_in(send(alone.browser(alone.admin), alone.page(account, "mat-khau")))

    assert may_sign_in(alone, "anh", whole(alone.officer))
    assert may_sign_in(alone, "moi", password_in(alone.add(alone.admin, roles=("custodian",))))
    assert [(row.state, row.half) for row in alone.requests()] == [("immediate", None)]
