"""Duties of a dispute remind its mediator and the leader, then the chair; what the office above sees of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app

from caseapp.cases.commands.urging import Urging, urge
from caseapp.cases.models import Mention
from caseapp.db import reading
from caseapp.gazette import office_calendar
from caseapp.mediation.models import Mediator
from caseapp.notices.bell import bell
from caseapp.notices.commands import remind
from caseapp.notices.digest import gather, message
from caseapp.notices.models import Reminder
from caseapp.notices.queries import as_viewer, mine
from caseapp.staff.models import Account
from caseapp.web.now import now, today
from tests.mediation.making import act, make_hamlets, open_one
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

LATE = date(2026, 11, 10)      # three days later is Friday the 13th


def told(dispute: Any, *steps: str) -> set[tuple[int, str]]:
    rows = reading().execute(sa.select(Reminder.account_id, Reminder.step)).all()
    return {(row.account_id, row.step) for row in rows if not steps or row.step in steps}


def sweep() -> None:
    remind(today(), office_calendar(), current_app.extensions["settings"])


def unread(app: Flask, account: Account) -> int:
    with app.test_request_context():
        found = bell(as_viewer(account.id, today()))
    return found[0] if found else 0


def test_a_duty_that_ran_out_is_told_up_the_line(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office, received_on=LATE)
        sweep()
        assert told(dispute, "overdue", "escalate-supervisor") == {
            (office.lan.id, "overdue"), (office.leader.id, "overdue"), (office.head.id, "escalate-supervisor")}
        sweep()
        assert len(told(dispute)) == 4      # and the leader's news of it
        for account in (office.lan, office.leader):
            assert [row.kind for row in mine(as_viewer(account.id, today()), 0)][:1] == ["mediation"]
            assert unread(any_app, account) == 1
        assert unread(any_app, office.tam) == 0
        act(office, dispute, "replace", by=office.leader, mediators=[office.mediator(office.tam)])
        assert [row.kind for row in mine(as_viewer(office.lan.id, today()), 0)] == []
        sweep()
        assert (office.tam.id, "overdue") in told(dispute)


def test_a_mediator_without_an_account_is_reminded_by_the_leader(app: Flask) -> None:
    office = make_hamlets(app)
    with filling(app) as session:
        session.execute(sa.update(Mediator).where(Mediator.account_id == office.bay.id).values(account_id=None))
        key = session.scalars(sa.select(Mediator.public_id).where(Mediator.account_id.is_(None))).one()
    with app.app_context():
        dispute = open_one(office, office.leader, received_on=LATE, mediators=(key,))
        assert dispute.handler_id is None
        sweep()
        assert told(dispute) == {(office.leader.id, "overdue"), (office.head.id, "escalate-supervisor")}


def test_a_mail_names_nothing_and_leads_to_the_own_page(app: Flask) -> None:
    settings = replace(app.extensions["settings"], smtp_host="127.0.0.1", mail_from="viec@example.vn")
    app.extensions["settings"] = settings
    office = make_hamlets(app)
    with filling(app) as session:
        session.execute(sa.update(Account).where(Account.id.in_((office.leader.id, office.head.id))).values(
            email="ai@example.vn", mail_on=True))
    with app.app_context():
        dispute = open_one(office, received_on=LATE, warning="Hai bên dọa đánh nhau.")
        act(office, dispute, "pass-warning", by=office.leader)
        assert {(office.leader.id, "news"), (office.leader.id, "warned"), (office.head.id, "warned-above")} <= told(dispute)
        for account, page in ((office.leader, "/hoa-giai"), (office.head, "/viec")):
            digest, moot = gather(account.id, today())
            assert digest is not None
            assert (digest.count, list(moot)) == (1, [])
            mail = message(digest, "m" * 22, settings, now())
            body = mail.get_content()
            assert f"{settings.address}{page}" in body.splitlines()[-3]
            assert not [word for word in ("Hòa", "Sáu", "lối đi", "hòa giải", "HG") if word in f"{mail['Subject']} {body}"]


def test_the_chair_sees_what_is_late_and_urges(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office = make_hamlets(app)
    with app.app_context():
        dispute = open_one(office, received_on=LATE)
        act(office, dispute, "warn")
        act(office, dispute, "pass-warning", by=office.leader)
        assert urge([(dispute.unit_id, dispute.id)], Urging(office.head.id, now(), today(), "u" * 22)) == 1
        assert {account for account, step in told(dispute) if step.startswith("urged")} == {
            office.lan.id, office.leader.id}
        assert set(reading().execute(sa.select(Mention.account_id)).scalars()) == {office.leader.id, office.head.id}
    sign_in(client, office.head)
    board = client.get("/bang-theo-doi/danh-sach?muc=qua-han").text
    assert "HG 2026/0001" in board
    assert f"/hoa-giai/vu/{dispute.public_id}" in board
    assert "Bắt đầu hòa giải" in board
    assert client.get("/bang-theo-doi").status_code == 200
    work = client.get("/viec").text
    assert f"/hoa-giai/vu/{dispute.public_id}" in work
    for page in (f"/vu-viec/{dispute.public_id}", f"/don/{dispute.public_id}"):
        assert client.get(page).status_code == 404
