"""An office with administrators in it, and forms filled in as a browser would."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.ledger.models import JournalRow
from tests.staff.making import QUICK, filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from caseapp.staff.models import Account

ACCOUNTS = "/quan-tri/tai-khoan"
UNITS = "/quan-tri/don-vi"


class Office:
    """A province, two communes; an administrator in the first commune, an officer in each."""

    def __init__(self, app: Flask) -> None:
        app.config.update(QUICK)
        self.app = app
        with filling(app) as session:
            self.province = make_unit(session, "T", "UBND thành phố Cần Thơ", "province")
            self.here = make_unit(session, "A", "UBND phường An Thịnh", parent=self.province)
            self.there = make_unit(session, "B", "UBND xã Bình Minh", parent=self.province)
            self.admin = make_account(session, "quantri", ["administrator"], self.here, display="Phạm Quản Trị")
            self.officer = make_account(session, "anh", ["reception"], self.here, display="Nguyễn Thị Ánh")
            self.stranger = make_account(session, "binh", ["reception"], self.there, display="Trần Văn Bình")
            self.above = make_account(session, "quantri.tinh", ["administrator"], self.province)

    def browser(self, account: Account) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, account)
        return client

    def page(self, account: Account, *more: str) -> str:
        return "/".join([ACCOUNTS, account.public_id, *more])

    def acts(self) -> list[str]:
        with filling(self.app) as session:
            return list(session.scalars(sa.select(JournalRow.act).order_by(JournalRow.id)))


def key_of(page: str) -> str:
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def send(client: FlaskClient, url: str, **data: object) -> TestResponse:
    """Fill in the form at ``url`` and send it, with its own key."""
    return client.post(url, data={"form_key": key_of(client.get(url).text), **data})
