"""The page of reminders, the bell, a silent scheduler, mail that did not go; addresses and monitors on their pages."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.dossiers.models import Dossier
from caseapp.ledger.models import JournalRow
from caseapp.notices.heartbeat import beat
from caseapp.notices.models import Outbox, Reminder
from caseapp.staff.models import Account, Unit
from caseapp.web.now import now
from tests.cases.making import Office, act, make_office, open_case
from tests.notices.making import sweep_now, use_server, watch
from tests.office.making import a_denunciation, log, make_commune
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock as Watch

PAGE = "/nhac-viec"


@pytest.fixture
def office(app: Flask, clock: Watch) -> Office:
    """A complaint that was due yesterday; whoever concerns it was told, and the scheduler is awake."""
    office = make_office(app)
    with app.app_context():
        open_case(office)
    watch(app, office.commune.id, office.province_head.id)
    clock.set("2026-11-26 09:00")
    sweep_now(app)
    clock.set("2026-11-27 09:00")
    sweep_now(app)
    awake(app)
    return office


def awake(app: Flask) -> None:
    with filling(app) as session:
        beat(session, now())


def page(client: FlaskClient, account: Account, address: str = PAGE) -> str:
    sign_in(client, account)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def bell(text: str) -> int:
    found = re.search(r'<a class="bell" href="/nhac-viec">.*?</svg>(?:<b>(\d+)</b>)?', text, re.DOTALL)
    assert found, "there is a bell"
    return int(found[1] or 0)


def test_reminders_by_day_the_newest_first(client: FlaskClient, office: Office) -> None:
    text = page(client, office.handler)
    days = re.findall(r"<h2>([^<]+)</h2>", text)
    assert [one for one in days if "/" in one] == ["Thứ sáu 27/11/2026", "Thứ năm 26/11/2026"] or len(days) >= 2
    assert "Thụ lý hoặc trả lời không thụ lý" in text
    assert text.index("27/11/2026</h2>") < text.index("26/11/2026</h2>")
    assert "Quá hạn" in text
    assert bell(text) == 1          # one duty, however often it was said


def test_a_head_sees_one_line_for_one_duty(client: FlaskClient, office: Office) -> None:
    text = page(client, office.head)
    assert text.count("Quá hạn, báo lãnh đạo") == 1


def test_reading_is_said_and_only_of_ones_own(app: Flask, client: FlaskClient, office: Office) -> None:
    text = page(client, office.handler)
    clock = re.search(r'name="clock" value="([^"]+)"', text)
    assert clock
    assert bell(client.get("/tai-khoan").text) == 1, "opening the page reads nothing"
    assert client.post(PAGE + "/da-doc", data={"clock": clock[1]}).status_code == 303
    assert bell(client.get(PAGE).text) == 0
    assert 'name="clock"' not in client.get(PAGE).text
    assert bell(page(client, office.head)) == 1
    assert client.post(PAGE + "/da-doc", data={}).status_code == 303
    assert bell(client.get(PAGE).text) == 0
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).where(Reminder.read_at.is_(None))).scalar_one() == 0


def test_what_is_done_rings_no_more_and_says_so(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = reading().execute(sa.select(Dossier.id).where(Dossier.kind == "complaint")).scalar_one()
        act(office, Dossier(id=case), "accept")
    text = page(client, office.handler)
    assert "Đã xong" in text
    assert bell(text) == 0


def test_the_unit_above_sees_a_line_a_commune(app: Flask, client: FlaskClient, office: Office, clock: Watch) -> None:
    with app.app_context():
        open_case(office, date(2026, 11, 16))
    clock.set("2026-12-08 09:00")
    sweep_now(app)
    text = page(client, office.province_head)
    assert text.count("Quá hạn ở đơn vị cấp dưới") == 1
    assert "2 việc quá hạn" in text


def test_an_accused_sees_no_reminder_and_no_count(app: Flask, client: FlaskClient, clock: Watch) -> None:
    with app.app_context():
        commune = make_commune("C", roles=("reception", "supervisor"))
        sealed = log(commune, a_denunciation("26"))
        head = commune.accounts["supervisor"]
    clock.set("2027-02-01 09:00")
    sweep_now(app)
    with app.app_context():
        account = reading().execute(sa.select(Account.id).where(Account.id == head)).one()
    with filling(app) as session:
        person = session.get_one(Account, account.id)
    text = page(client, person)
    assert (bell(text), sealed.code in text, "Hồ sơ kín" in text) == (1, True, True)
    assert f"TC 2026/{sealed.no:04d}" not in text
    with filling(app) as session:
        from caseapp.dossiers.models import Accused

        session.add(Accused(dossier_id=sealed.id, account_id=head))
    text = page(client, person)
    assert (bell(text), sealed.code in text) == (0, False)


@pytest.mark.parametrize(("who", "told"), [("head", True), ("handler", False)])
def test_a_silent_scheduler_is_told_to_those_who_look_after_it(
        app: Flask, client: FlaskClient, office: Office, clock: Watch, who: str, told: bool) -> None:
    account = getattr(office, who)
    assert "Bộ hẹn giờ im lặng" not in page(client, account)
    clock.forward(minutes=10)
    assert "Bộ hẹn giờ im lặng" not in page(client, account)
    clock.forward(minutes=1)
    assert ("Bộ hẹn giờ im lặng từ" in page(client, account)) is told


def test_a_scheduler_that_never_ran(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    assert "Bộ hẹn giờ chưa chạy lần nào" in page(client, office.head)
    assert "Chưa có nhắc việc nào" in page(client, office.head)


def test_mail_that_did_not_go_is_told_above(app: Flask, client: FlaskClient, office: Office) -> None:
    assert "Chưa đặt máy chủ thư" in page(client, office.handler)
    use_server(app, 25)
    assert "Chưa đặt máy chủ thư" not in page(client, office.handler)
    with app.app_context(), writing() as session:
        session.add(Outbox(account_id=office.handler.id, day=date(2026, 11, 26), mark="m1", state="failed", due_at=now(),
                           ended_at=now()))
        session.add(Outbox(account_id=office.clerk.id, day=date(2026, 11, 26), mark="m2", state="due", due_at=now(),
                           problem="TimeoutError"))
    text = page(client, office.head)
    assert "1 thư nhắc việc bị máy chủ thư từ chối" in text
    assert "1 thư nhắc việc chưa gửi được" in text
    assert "thư nhắc việc" not in page(client, office.handler).split("Thao tác")[0].split("page-head")[1].split("<table")[0]


def test_a_page_of_reminders_needs_few_statements(app: Flask, client: FlaskClient, office: Office, clock: Watch) -> None:
    from caseapp.db import db

    with app.app_context():
        for _case in range(20):
            open_case(office)
    clock.set("2026-12-20 09:00")
    sweep_now(app)
    sign_in(client, office.head)
    client.get(PAGE)
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        client.get(PAGE)
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    assert len(said) <= 10, said


# ── addresses, monitors ──


def test_ones_own_address(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.handler)
    assert "Đơn vị chưa đặt máy chủ thư" in client.get("/tai-khoan").text
    for typed in ("binh", "binh@anthinh", "bình@anthinh.gov.vn", "a@b.vn, c@d.vn"):
        answer = client.post("/tai-khoan", data={"language": "vi", "email": typed, "mail_on": "y"})
        assert (answer.status_code, "Ghi địa chỉ thư như" in answer.text) == (200, True), typed
    data = {"language": "vi", "email": "binh@anthinh.gov.vn", "mail_on": "y", "keys_on": "y"}
    for _time in range(2):
        assert client.post("/tai-khoan", data=data).status_code == 303
    assert 'value="binh@anthinh.gov.vn"' in client.get("/tai-khoan").text
    with app.app_context():
        row = reading().execute(sa.select(Account.email, Account.mail_on).where(Account.name == "binh")).one()
        acts = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "account.mail")).scalars().all()
    assert tuple(row) == ("binh@anthinh.gov.vn", True)
    assert len(acts) == 1
    assert "anthinh.gov.vn" not in acts[0]
    assert client.post("/tai-khoan", data={"language": "vi", "email": ""}).status_code == 303
    with app.app_context():
        row = reading().execute(sa.select(Account.email, Account.mail_on).where(Account.name == "binh")).one()
    assert tuple(row) == (None, False)


def test_an_administrator_writes_an_address(app: Flask, client: FlaskClient, office: Office) -> None:
    with filling(app) as session:
        admin = make_account(session, "quantri", ["administrator"], session.get_one(Unit, office.province.id))
    address = f"/quan-tri/tai-khoan/{office.handler.public_id}/sua"
    text = page(client, admin, address)
    assert "Thư điện tử" in text
    answer = client.post(address, data={
        "display_name": office.handler.display_name, "title": "", "unit": office.commune.public_id, "version": "1",
        "email": "binh@anthinh.gov.vn"})
    assert answer.status_code == 303
    with app.app_context():
        assert reading().execute(sa.select(Account.email).where(Account.name == "binh")).scalar_one() == "binh@anthinh.gov.vn"


def unit_data(office: Office, **more: str) -> dict[str, str]:
    return {"name": office.commune.name, "seat": "An Thịnh", "version": "1", **more}


def test_the_unit_above_names_who_watches(app: Flask, client: FlaskClient, office: Office) -> None:
    watch(app, office.commune.id, None)
    with filling(app) as session:
        above = make_account(session, "quantri", ["administrator"], session.get_one(Unit, office.province.id))
        within = make_account(session, "quantri.at", ["administrator"], session.get_one(Unit, office.commune.id))
    address = f"/quan-tri/don-vi/{office.commune.public_id}"
    assert "Tài khoản theo dõi" not in page(client, within, address)
    client.post(address, data=unit_data(office, monitor=office.province_head.public_id))
    assert monitor_of(app, office) is None, "nobody names who watches over themselves"
    assert "Tài khoản theo dõi" not in page(client, above, f"/quan-tri/don-vi/{office.province.public_id}")
    assert office.province_head.display_name in page(client, above, address)
    wrong = client.post(address, data=unit_data(office, monitor=office.head.public_id))
    assert wrong.status_code == 422
    answer = client.post(address, data=unit_data(office, monitor=office.province_head.public_id))
    assert answer.status_code == 303
    assert monitor_of(app, office) == office.province_head.id
    sign_in(client, within)
    assert client.post(address, data=unit_data(office, version="2", phone="0292 1")).status_code == 303
    assert monitor_of(app, office) == office.province_head.id, "what a form does not show stays"


def monitor_of(app: Flask, office: Office) -> int | None:
    with app.app_context():
        return reading().execute(sa.select(Unit.monitor_id).where(Unit.id == office.commune.id)).scalar_one()


def test_a_sweep_from_the_command_line(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    from click.testing import CliRunner

    from caseapp import office_cli

    monkeypatch.setattr(office_cli, "opened", lambda: (app, app.extensions["settings"]))
    done = CliRunner().invoke(office_cli.sweep, ["--now", "2026-12-02T09:00"])
    assert done.exit_code == 0, done.output
    counts = json.loads(done.output)
    assert (counts["problems"], counts["stuck"], counts["reminded"]) == (0, 0, 1)
    assert json.loads(CliRunner().invoke(office_cli.sweep, ["--now", "2026-12-02T02:00+00:00"]).output)["reminded"] == 0
    assert CliRunner().invoke(office_cli.sweep, ["--now", "hôm nay"]).exit_code == 2


def test_a_part_that_fails_keeps_no_other_from_its_work(
        app: Flask, office: Office, clock: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp import timetable

    def broken(*_all: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(timetable, "let_days_pass", broken)
    clock.forward(days=4)
    counts = sweep_now(app)
    assert (counts["problems"], counts["reminded"]) == (1, 1)
