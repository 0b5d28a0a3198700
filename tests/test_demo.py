"""The demo office: every state to be seen, nothing false in it, and on the second start left as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from caseapp import demo
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.models import Act
from caseapp.db import reading
from caseapp.demo.mediation_stories import DRAIN, IN_HAND, MOTHER, PATH
from caseapp.demo.staff import ACCOUNTS
from caseapp.dossiers.models import Accused, Clock, Dossier, Link, Party
from caseapp.dossiers.scope import FROM_DISPUTE
from caseapp.mediation.dispute import Dispute, Joint, Promised
from caseapp.mediation.paying import PayLine, PayList, PayRate, Stage
from caseapp.mediation.recurring import recurring
from caseapp.people.models import Person
from caseapp.reception.fields import LABELS
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import Matter, Notice, NoticeResult, OtherMatter, Outcome, Paper, Ticket, Visit
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.passwords import matches
from tests.office.journaled import journaled
from tests.office.making import everything, fill_demo, proof
from tests.office.templates import Run
from tests.staff.making import sign_in

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DISPUTES = 54
CONTRACT = {
    "tiepdan": {"reception"},
    "canbo": {"handler"},
    "canbo2": {"handler"},      # a second one, so that the board has somebody to compare
    "totruong": {"team-leader"},
    "hoagiai": {"mediator"},
    "lanhdao": {"supervisor"},
    "vanthu": {"clerk", "custodian"},
    "quantri": {"administrator"},
    "lanhdao.tinh": {"supervisor"},
    "canbo.tinh": {"handler"},
    "thanhtra": {"auditor"},
    "tiepdan2": {"reception"},
    "lanhdao2": {"supervisor"},
}


@pytest.fixture
def office(run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Flask]:
    """A copy of the demo office; what PostgreSQL makes of it is seen when it is opened on any day."""
    app = new_app(run.template("sqlite", "demo", fill_demo), home)
    with app.app_context():
        yield app


def all_of(statement: sa.Select[Any]) -> list[Any]:
    return list(reading().execute(statement))


def kinds_of(column: Any, kind: str = "") -> Counter[Any]:
    statement = sa.select(column).where(Dossier.kind == kind) if kind else sa.select(column)
    return Counter(row[0] for row in all_of(statement))


def test_three_hundred_visits_in_every_state(office: Flask) -> None:
    states = kinds_of(Dossier.state, "visit")
    assert sum(states.values()) == 300
    assert set(states) == {state.code for state in VISIT.states}
    assert set(kinds_of(Visit.matter)) >= {Matter.COMPLAINT, Matter.DENUNCIATION, Matter.FEEDBACK, Matter.OTHER}
    assert set(kinds_of(Visit.outcome)) >= set(Outcome)
    assert set(kinds_of(Notice.result)) >= {NoticeResult.ACCEPTED, NoticeResult.PROLONGED, NoticeResult.DECLINED}
    assert kinds_of(Dossier.unit_id, "visit").most_common()[0][1] == 200
    assert {row[0] for row in all_of(sa.select(Visit.field))} - {None} <= set(LABELS)
    assert {row[0] for row in all_of(sa.select(Visit.other_matter))} - {None} <= set(OtherMatter)
    assert proof() == []


def test_a_hundred_and_twenty_complaints_in_every_state(office: Flask) -> None:
    states = kinds_of(Dossier.state, "complaint")
    assert 115 <= sum(states.values()) <= 120      # of today some may still be to come
    assert set(states) == {state.code for state in COMPLAINT.states}
    petitions = kinds_of(Dossier.state, "petition")
    in_cases = sum(states.values()) + sum(kinds_of(Dossier.state, "feedback").values())
    assert petitions["in-case"] + petitions["void"] == in_cases
    assert {"classified", "transferred"} <= set(petitions)
    assert kinds_of(Dossier.kind)["denunciation"] == kinds_of(Dossier.kind)["complaint-2"] == 1
    codes = kinds_of(Act.code)
    assert {"prolong", "suspend", "resume", "withdraw", "stay", "limit-passed", "hold-dialogue"} <= set(codes)
    assert "proposed" in kinds_of(Act.status)
    from_counter = all_of(sa.select(Link.other_id).where(Link.what == "petition"))
    assert len(from_counter) >= 25
    assert all_of(sa.select(Dossier.id).where(Dossier.kind == "complaint", Dossier.handler_id.is_(None),
                                              Dossier.closed_on.is_(None))) != []


def test_disputes_of_every_course_in_three_hamlets(office: Flask) -> None:
    assert set(kinds_of(Dossier.state, "mediation")) == {state.code for state in MEDIATION.states} - {"at-once"}
    by_hamlet = kinds_of(Dispute.unit_id)
    assert sum(by_hamlet.values()) == DISPUTES
    assert sorted(by_hamlet.values())[1:] == [17, 28]
    counted = all_of(sa.select(Dispute.unit_id, Dispute.scope, Dispute.matter, sa.func.count().label("number")).where(
        Dispute.matter != "").group_by(Dispute.unit_id, Dispute.scope, Dispute.matter))
    assert len(recurring(counted)) == 2
    promises = all_of(sa.select(Promised.state, Promised.due_on, Promised.ended_on))
    today = datetime.now(ZONE).date()
    assert {row.state for row in promises} >= {"open", "kept", "broken"}
    assert {row.ended_on > row.due_on for row in promises if row.state == "kept"} == {True, False}
    assert {row.due_on < today for row in promises if row.state == "open"} == {True, False}
    assert len(all_of(sa.select(Link.other_id).where(Link.what == FROM_DISPUTE))) == len(all_of(sa.select(Joint.team_id))) == 1
    assert len(all_of(sa.select(Dispute.dossier_id).where(Dispute.passed_on.is_not(None)))) == 1


def test_mediators_were_paid_and_wait_for_pay(office: Flask) -> None:
    lists = {row.stage: row for row in all_of(sa.select(PayList.__table__))}
    assert set(lists) == {Stage.APPROVED, Stage.PAID}
    assert lists[Stage.APPROVED].pay_by < datetime.now(ZONE).date()
    assert set(kinds_of(PayRate.confirmed)) == set(kinds_of(PayLine.confirmed)) == {False}
    assert set(kinds_of(PayLine.what)) == {"settled", "other", "team-month"}


def test_a_mediators_phone_shows_what_she_has_in_hand(office: Flask) -> None:
    """Three disputes, the first to be begun within three days, and what is done."""
    client = office.test_client()
    sign_in(client, all_of(sa.select(Account.__table__).where(Account.name == "hoagiai"))[0])
    page = client.get("/hoa-giai").text
    assert page.index(PATH.title) < min(page.index(one.title) for one in (DRAIN, MOTHER))
    begin = all_of(sa.select(Dossier.next_due).where(Dossier.subject == PATH.title))[0][0]
    assert begin == datetime.now(ZONE).date() + timedelta(days=3)
    assert page.count("/hoa-giai/vu/") == 3
    assert client.get("/hoa-giai?xem=xong").text.count("/hoa-giai/vu/") >= 10


def test_some_are_overdue_some_due_soon_some_answered_late(office: Flask) -> None:
    today = datetime.now(ZONE).date()
    dues = [row[0] for row in all_of(sa.select(Dossier.next_due).where(Dossier.next_due.is_not(None)))]
    assert sum(due < today for due in dues) >= 3
    assert sum(today <= due <= today + timedelta(days=14) for due in dues) >= 5
    ended = all_of(sa.select(Clock.due_on, Clock.ended_on).where(Clock.ended_by == "met"))
    assert sum(row.ended_on > row.due_on for row in ended) >= 1
    assert sum(row.ended_on <= row.due_on for row in ended) >= 30


def test_nothing_happened_in_the_future_or_on_a_day_off(office: Flask) -> None:
    now = datetime.now(UTC)
    from caseapp.gazette import office_calendar
    days = kinds_of(Dossier.opened_on)
    office_days = [row[0] for row in all_of(sa.select(Dossier.opened_on).where(Dossier.kind != "mediation"))]
    assert max(days) <= now.astimezone(ZONE).date()
    assert max(days) >= now.astimezone(ZONE).date() - timedelta(days=12)
    assert [day for day in office_days if not office_calendar().is_working(day)] == []      # mediators know no day off
    for column in (Dossier.made_at, Notice.entered_at):
        assert max(kinds_of(column)) <= now
    with_order = all_of(sa.select(Dossier.made_at).where(Dossier.sealed.is_(False)).order_by(Dossier.id))
    assert with_order == sorted(with_order)      # numbers run with the days


def test_people_of_the_demo_are_invented_and_no_denouncer_is_named(office: Flask) -> None:
    import csv
    with (Path(demo.__file__).parent / "people.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    told = {side.name for one in IN_HAND for side in one.sides}
    assert {row[0] for row in all_of(sa.select(Person.name))} <= names | told
    assert all_of(sa.select(Party.id).join(Dossier, Dossier.id == Party.dossier_id).where(Dossier.sealed)) == []
    sealed = all_of(sa.select(Visit.__table__, Dossier.code).join(Dossier, Dossier.id == Visit.dossier_id).where(Visit.matter == "denunciation"))
    assert len(sealed) >= 5
    assert all(row.code and row.envelope and row.identity for row in sealed)
    assert {row.custodian_id is None for row in sealed} == {True, False}
    assert all_of(sa.select(Accused.account_id)) != []
    assert {row.sealed for row in all_of(sa.select(Dossier.sealed).where(Dossier.register == "TCD-TC"))} == {True}


def test_a_queue_stands_at_the_counter(office: Flask) -> None:
    rows = all_of(sa.select(Ticket.__table__).order_by(Ticket.place))
    assert [row.no for row in rows] == [1, 2, 3, 4, 5]
    assert {row.state for row in rows} == {"waiting"}
    assert [(row.name, row.purpose) for row in rows if row.matter == "denunciation"] == [("", "")]
    assert kinds_of(Paper.condition).total() > 50


def test_the_accounts_of_the_contract_can_sign_in(office: Flask, home: Path) -> None:
    kept = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    assert (home / "demo.json").stat().st_mode & 0o777 == 0o600
    assert {name: set(roles) for name, roles in kept["accounts"].items()} == CONTRACT
    assert set(kept) == {"url", "password", "accounts"}
    rows = all_of(
        sa.select(Account.name, Account.password, Account.must_change, Account.language, Unit.code, Unit.level).join(
            Unit, Unit.id == Account.unit_id
        )
    )
    assert {row.name for row in rows} == set(CONTRACT)
    assert matches(rows[0].password, kept["password"])
    assert {(row.must_change, row.language) for row in rows} == {(False, None)}
    places = {row.name: (row.code, row.level) for row in rows}
    assert {places[name] for name in ("tiepdan", "canbo", "lanhdao", "vanthu", "quantri")} == {("CT-AT", "commune")}
    assert {places[name][1] for name in ("totruong", "hoagiai")} == {"hamlet"}
    assert {places[name][1] for name in ("lanhdao.tinh", "canbo.tinh", "thanhtra")} == {"province"}
    assert places["tiepdan2"] == places["lanhdao2"] != places["tiepdan"]
    granted = all_of(sa.select(Account.name, RoleGrant.role).join(Account, Account.id == RoleGrant.account_id))
    assert {(row.name, row.role) for row in granted} == {
        (name, role) for name, roles in CONTRACT.items() for role in roles
    }


def test_the_second_start_changes_nothing_but_the_address(office: Flask, home: Path) -> None:
    before, kept, said = everything(), json.loads((home / "demo.json").read_text()), list[str]()
    demo.fill_when_empty(office, said.append)
    assert said == []
    demo.announce(office, said.append)
    assert everything() == before
    again = json.loads((home / "demo.json").read_text())
    assert again == {**kept, "url": office.extensions["settings"].address}
    assert (home / "demo.json").stat().st_mode & 0o777 == 0o600
    text = "\n".join(map(str, said))
    assert kept["password"] in text
    assert all(entry.name in text for entry in ACCOUNTS)


def test_a_real_office_is_never_filled(any_app: Flask, home: Path) -> None:
    from tests.office.making import make_commune
    with any_app.app_context():
        make_commune()
        before = everything()
    said: list[str] = []
    demo.fill_when_empty(any_app, said.append)
    demo.announce(any_app, said.append)
    with any_app.app_context():
        assert everything() == before
    assert not (home / "demo.json").exists()
    assert "không phải văn phòng mẫu" in "\n".join(map(str, said))


def test_no_two_offices_share_a_password(run: Run, new_app: Callable[..., Flask], tmp_path: Path) -> None:
    passwords = set()
    for name in ("one", "two"):
        app = new_app(run.template("sqlite"), tmp_path / name)
        demo.fill_staff(app)
        passwords.add(json.loads((tmp_path / name / "demo.json").read_text())["password"])
    assert len(passwords) == 2
    assert min(map(len, passwords)) >= 12


@pytest.mark.slow
@pytest.mark.parametrize(("any_app", "moment"), [
    pytest.param("postgresql", "2026-11-25 10:10", marks=pytest.mark.postgresql), ("sqlite", "2027-01-04 00:20"),
    ("sqlite", "2027-02-14 12:00")], indirect=["any_app"])
def test_the_demo_can_be_opened_on_any_day(any_app: Flask, moment: str) -> None:
    """On a morning of work, in the first hour of a year's first day of work, on the Sunday after Tết."""
    app = any_app
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=ZONE), tick=True):
        with journaled(app) as silent:
            demo.fill_when_empty(app, lambda _line: None)
        assert silent == []
        with app.app_context():
            assert sum(kinds_of(Dossier.state, "visit").values()) == 300
            assert set(kinds_of(Dossier.state, "visit")) == {state.code for state in VISIT.states}
            assert 115 <= sum(kinds_of(Dossier.state, "complaint").values()) <= 120
            assert len(kinds_of(Dossier.state, "complaint")) >= len(COMPLAINT.states) - 2      # some pass in a day
            assert max(kinds_of(Dossier.opened_on)) <= datetime.now(ZONE).date()
            first = all_of(sa.select(sa.func.min(Dossier.opened_on)).where(Dossier.kind != "mediation"))[0][0]
            assert first >= date.fromisoformat(moment[:10]) - timedelta(days=150)
            assert len(all_of(sa.select(Dispute.dossier_id))) == DISPUTES
            for column in (Dossier.made_at, Notice.entered_at, Act.entered_at, Promised.made_at, PayList.made_at):
                assert max(kinds_of(column)) <= datetime.now(UTC)
            assert sum(row[0] < datetime.now(ZONE).date() for row in all_of(
                sa.select(Dossier.next_due).where(Dossier.next_due.is_not(None)))) >= 1
            assert proof() == []
            before = everything()
            demo.fill_when_empty(app, lambda _line: None)      # the second start
            assert everything() == before
