"""An officer reads the denunciations she logged: nobody gets at her account, or back into it, by one word alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.reception.models import Matter, Outcome
from caseapp.staff.models import Account, RoleGrant
from tests.reception.making import log, make_people
from tests.staff.administering import ACCOUNTS, send
from tests.staff.asking import REQUESTS, asked, half_in, password_in
from tests.staff.entering import choose_password
from tests.staff.making import QUICK, filling, give_role, let_stand_in, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.reception.making import People

TOLD = "nhận tiền ngoài quy định"


class Logged:
    """The office of An Thịnh; Hằng, an officer without any guarded role, has logged a denunciation."""

    def __init__(self, app: Flask) -> None:
        app.config.update(QUICK)
        self.app = app
        self.people: People = make_people(app)
        self.dossier = log(app, self.people, Matter.DENUNCIATION, Outcome.TAKEN, content=TOLD).public_id

    def browser(self, account: Account) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, account)
        return client

    def act(self, rest: str, on: Account | None = None, **typed: str) -> TestResponse:
        on = on or self.people.officer
        return send(self.browser(self.people.administrator), f"{ACCOUNTS}/{on.public_id}/{rest}", **typed)

    def give(self, role: str, on: Account | None = None) -> TestResponse:
        return self.act("vai-tro", on, role=role, unit=self.people.commune.public_id, valid_from="16/11/2026",
                        valid_to="")

    def end_roles(self) -> None:
        with filling(self.app) as session:
            session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == self.people.officer.id)
                            .values(valid_to=date(2026, 1, 1)))

    def reads(self, client: FlaskClient) -> bool:
        page = client.get(f"/tiep-dan/luot/{self.dossier}")
        return page.status_code == 200 and TOLD in page.text


@pytest.fixture
def logged(any_app: Flask) -> Logged:
    return Logged(any_app)


def test_her_password_needs_a_second_person(logged: Logged) -> None:
    answer = logged.act("mat-khau")
    request = asked(answer)
    assert password_in(answer) is None
    second = half_in(send(logged.browser(logged.people.head), f"{REQUESTS}/{request}/xac-nhan"))
    first = half_in(send(logged.browser(logged.people.administrator), f"{REQUESTS}/{request}/nua-mat-khau"))
    assert logged.reads(choose_password(logged.app, "hang", f"{first}{second}"))


def test_the_page_tells_beforehand(logged: Logged) -> None:
    page = f"{ACCOUNTS}/{logged.people.officer.public_id}/mat-khau"
    assert "việc này thành đề nghị" in logged.browser(logged.people.administrator).get(page).text


def test_unlocking_her_needs_one_too(logged: Logged) -> None:
    assert logged.act("khoa").status_code == 303
    asked(logged.act("mo-khoa"))
    with filling(logged.app) as session:
        assert session.get_one(Account, logged.people.officer.id).disabled_on


@pytest.mark.parametrize("role", ["reception", "handler", "clerk"])
def test_a_role_given_again_leads_back(logged: Logged, role: str) -> None:
    logged.end_roles()
    request = asked(logged.give(role))
    assert not logged.reads(logged.browser(logged.people.officer))
    assert asked(logged.act("mat-khau")) != request      # ended roles do not make the account an ordinary one
    send(logged.browser(logged.people.head), f"{REQUESTS}/{request}/xac-nhan")
    assert logged.reads(logged.browser(logged.people.officer))


def test_standing_in_leads_back_too(logged: Logged) -> None:
    logged.end_roles()
    with filling(logged.app) as session:
        other = give_role(session, logged.people.handler, "reception", logged.people.commune)
    asked(logged.act(f"vai-tro/{other.public_id}/lam-thay", logged.people.handler,
                     deputy=logged.people.officer.public_id, valid_from="16/11/2026", valid_to="20/11/2026",
                     document="Quyết định 215/QĐ-UBND"))
    assert not logged.reads(logged.browser(logged.people.officer))


def test_one_who_already_reads_gets_other_roles_at_once(logged: Logged) -> None:
    account = f"{ACCOUNTS}/{logged.people.officer.public_id}"
    assert logged.give("handler").location == account
    assert logged.give("mediator").location == account


def test_a_role_that_ends_is_no_reason_to_prolong_it_alone(logged: Logged) -> None:
    with filling(logged.app) as session:
        session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == logged.people.officer.id)
                        .values(valid_to=date(2026, 12, 1)))
    asked(logged.give("clerk"))


def test_an_officer_who_logged_nothing_sealed_is_an_ordinary_one(logged: Logged) -> None:
    log(logged.app, logged.people, by=logged.people.handler)
    assert password_in(logged.act("mat-khau", logged.people.handler))
    with filling(logged.app) as session:
        let_stand_in(session, logged.people.handler, logged.people.officer, "reception", logged.people.commune,
                     date(2026, 11, 16), date(2026, 11, 21))
    assert password_in(logged.act("mat-khau", logged.people.handler))
