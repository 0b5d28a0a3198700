"""An office of two people who watch each other, and requests sent as a browser would."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.ledger.models import JournalRow
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Substitution
from tests.staff.administering import ACCOUNTS, key_of, send
from tests.staff.making import QUICK, filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from caseapp.staff.models import Unit

REQUESTS = "/quan-tri/de-nghi"
SHOWN = re.compile(r"data-one-time-password>([^<]+)<")
HALF = re.compile(r"data-half-password>([^<]+)<")


class Watched:
    """A commune below a province: an administrator, a head (when ``head``), an officer; nobody else."""

    def __init__(self, app: Flask, *, head: bool = True) -> None:
        app.config.update(QUICK)
        self.app = app
        with filling(app) as session:
            self.province = make_unit(session, "T", "UBND thành phố Cần Thơ", "province")
            self.here = make_unit(session, "A", "UBND phường An Thịnh", parent=self.province)
            self.admin = make_account(session, "quantri", ["administrator"], self.here, display="Phạm Quản Trị")
            self.officer = make_account(session, "anh", ["reception"], self.here, display="Nguyễn Thị Ánh")
            if head:
                self.head = make_account(session, "lanhdao", ["supervisor"], self.here, display="Đặng Hữu Phước")

    def more(self, name: str, roles: list[str], unit: Unit | None = None, **details: object) -> Account:
        """One more account, made by the machine's owner."""
        with filling(self.app) as session:
            return make_account(session, name, roles, unit or self.here, **details)

    def browser(self, account: Account) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, account)
        return client

    def page(self, account: Account, *more: str) -> str:
        return "/".join([ACCOUNTS, account.public_id, *more])

    def roles(self, account: Account) -> list[str]:
        with filling(self.app) as session:
            return list(session.scalars(
                sa.select(RoleGrant.role).where(RoleGrant.account_id == account.id).order_by(RoleGrant.id)))

    def stand_ins(self) -> list[Substitution]:
        with filling(self.app) as session:
            return list(session.scalars(sa.select(Substitution)))

    def requests(self) -> list[AccessRequest]:
        with filling(self.app) as session:
            return list(session.scalars(sa.select(AccessRequest).order_by(AccessRequest.id)))

    def account(self, name: str) -> Account:
        with filling(self.app) as session:
            return session.scalars(sa.select(Account).where(Account.name == name)).one()

    def change(self, account: Account, **values: object) -> None:
        with filling(self.app) as session:
            row = session.get_one(Account, account.id)
            for name, value in values.items():
                setattr(row, name, value)

    # ---- acts, by the pages ------------------------------------------------------------------------------------

    def give(self, by: Account, to: Account, role: str = "supervisor", unit: Unit | None = None, **typed: str,
             ) -> TestResponse:
        return send(self.browser(by), self.page(to, "vai-tro"), **{
            "role": role, "unit": (unit or self.here).public_id, "valid_from": "16/11/2026", "valid_to": "", **typed})

    def add(self, by: Account, name: str = "moi", roles: tuple[str, ...] = ("supervisor",)) -> TestResponse:
        return send(self.browser(by), f"{ACCOUNTS}/them", name=name, display_name="Lê Văn Mới", title="văn thư",
                    unit=self.here.public_id, roles=list(roles))

    def lend(self, by: Account, grant: RoleGrant, deputy: Account) -> TestResponse:
        with filling(self.app) as session:
            absent = session.get_one(Account, grant.account_id)
        return send(self.browser(by), self.page(absent, "vai-tro", grant.public_id, "lam-thay"),
                    deputy=deputy.public_id, valid_from="16/11/2026", valid_to="20/11/2026",
                    document="Quyết định 215/QĐ-UBND")

    def grant_of(self, account: Account, role: str) -> RoleGrant:
        with filling(self.app) as session:
            return session.scalars(sa.select(RoleGrant).where(
                RoleGrant.account_id == account.id, RoleGrant.role == role)).one()

    def decide(self, by: Account, request: str, act: str = "xac-nhan", **typed: str) -> TestResponse:
        return send(self.browser(by), f"{REQUESTS}/{request}/{act}", **typed)

    def hand_over(self, asker: Account, confirmer: Account, request: str) -> str:
        """Confirm a request; the password as the person types it, from the papers of both."""
        second = half_in(self.decide(confirmer, request))
        first = half_in(self.decide(asker, request, "nua-mat-khau"))
        assert first
        assert second
        return first + second


def asked(answer: TestResponse) -> str:
    """The request that an act became."""
    assert answer.status_code == 303, answer.text
    assert answer.location.startswith(f"{REQUESTS}/"), answer.location
    return str(answer.location.removeprefix(f"{REQUESTS}/"))


def password_in(answer: TestResponse) -> str | None:
    found = SHOWN.search(answer.text)
    return found[1] if found else None


def half_in(answer: TestResponse) -> str | None:
    found = HALF.search(answer.text)
    return found[1] if found else None


def journal(office: Watched) -> list[tuple[str, dict]]:
    with filling(office.app) as session:
        rows = session.execute(sa.select(JournalRow.act, JournalRow.body).order_by(JournalRow.id)).all()
    return [(row.act, json.loads(row.body)["facts"]) for row in rows]


def acts(office: Watched) -> list[str]:
    return [act for act, _facts in journal(office)]


def may_sign_in(office: Watched, name: str, password: str | None) -> bool:
    answer = office.app.test_client().post("/login", data={"username": name, "password": password or ""})
    return answer.status_code in {302, 303}


__all__ = ["REQUESTS", "Watched", "acts", "asked", "half_in", "journal", "key_of", "may_sign_in", "password_in", "send"]
