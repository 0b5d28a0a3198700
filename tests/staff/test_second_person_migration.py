"""What an office that existed before finds after the upgrade: nothing is lost, nothing is taken for confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command

from caseapp.db import upgrade
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.staff.models import Account, RoleGrant
from caseapp.web.now import now
from tests.staff.asking import Watched, asked
from tests.staff.making import filling, give_role

if TYPE_CHECKING:
    from flask import Flask


def test_roles_that_an_administrator_gave_before_are_unconfirmed(any_app: Flask) -> None:
    office = Watched(any_app)
    with filling(any_app) as session:
        give_role(session, office.officer, "supervisor", office.here).granted_by = office.admin.id
        session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == office.officer.id)
                        .values(granted_by=office.admin.id))
    asked(office.give(office.admin, office.more("thanhtra", []), "auditor"))
    office.change(office.account("thanhtra"), must_change=True)
    with filling(any_app) as session:      # the head chose a password of his own once, and was given another since
        session.get_one(Account, office.head.id).must_change = True
        record(session, lock_chain(session, office.here.id), act="account.password.change", by=office.head.id,
               at=now(), facts={"account": office.head.public_id})
    with any_app.app_context():
        command.downgrade(any_app.extensions["migrate"].migrate.get_config(), "0002")
    upgrade(any_app)
    with filling(any_app) as session:
        settled = session.scalars(sa.select(Account.name).where(Account.had_own_password)).all()
        by = dict(session.execute(sa.select(Account.name, Account.password_by)).all())
    assert by == {"quantri": None, "anh": office.admin.id, "lanhdao": None, "thanhtra": None}
    assert settled == ["lanhdao"]
    office.change(office.head, must_change=False)
    assert office.roles(office.officer) == ["reception", "supervisor"]
    assert office.requests() == []
    request = asked(office.give(office.admin, office.account("thanhtra"), "auditor"))
    assert office.decide(office.officer, request).status_code == 422
    assert office.decide(office.head, request).status_code == 303
