"""What tests of a mediator's pages share: somebody at a browser, a form filled in and sent, a dispute to begin with."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from caseapp.mediation.commands.given import GivenPromise, GivenResult
from caseapp.mediation.commands.results import record_result
from tests.mediation.making import acting, open_one
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from caseapp.staff.models import Account
    from tests.mediation.making import Hamlets

DISPUTE = "/hoa-giai/vu/{}"
HIDDEN = re.compile(r'<input[^>]*name="(form_key|version|draft)"[^>]*value="([^"]*)"')
RESULT = {"happened_on": "16/11/2026", "sat_at": "Nhà ông Ba", "came": "Hai bên", "course": "Hai bên trình bày."}
PARTIES = {"people-0-side": "party-a", "people-0-sex": "M", "people-0-name": "Phùng Trung Kiên", "people-0-age": "58",
           "people-0-phone": "0918 552 046", "people-1-side": "party-b", "people-1-sex": "F",
           "people-1-name": "Hồ Mỹ Hạnh"}
NEW = {"subject": "Lối đi chung", "story": "Lấn lối đi.", "scope": "civil", "matter": "path", "started_by": "party",
       "received_on": "16/11/2026", "barred": "may", "who": "self", **PARTIES}


def at(app: Flask, account: Account) -> FlaskClient:
    """Somebody at a browser of their own."""
    client = app.test_client()
    sign_in(client, account)
    return client


def post(client: FlaskClient, url: str, *, script: bool = False, **fields: Any) -> TestResponse:
    """The form of a page, filled in and sent."""
    page = client.get(url)
    assert page.status_code == 200, page.text
    return client.post(url, data={**dict(HIDDEN.findall(page.text)), **fields},
                       headers={"X-Sent-By": "script"} if script else {})


def made(app: Flask, office: Hamlets, **changes: Any) -> str:
    with app.app_context():
        return str(open_one(office, **changes).public_id)


def settled(app: Flask, office: Hamlets, *promises: GivenPromise) -> str:
    """A dispute that Lan settled today with a signed record."""
    with app.app_context():
        dispute = open_one(office)
        record_result(GivenResult(date(2026, 11, 16), "settled", "Nhà văn hóa", "Hai bên", "Trình bày.", "Phá bậc thềm.",
                                  promises=promises, record="signed"), acting(office, dispute))
        return str(dispute.public_id)
