"""Who is reminded of which step on which day, once each, and who never is; on both databases."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Clock, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.notices.commands import urge
from caseapp.notices.models import Reminder
from caseapp.staff.models import Account, RoleGrant
from caseapp.web.now import today
from tests.cases.making import Office, act, make_office, open_case, walk
from tests.notices.making import sweep_now, told, watch
from tests.office.making import a_denunciation, log, make_commune
from tests.staff.making import filling, let_stand_in, make_account

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock as Watch

INTAKE = "complaint.acceptance"
REPLY = "reception.reply"


@pytest.fixture
def office(any_app: Flask) -> Office:
    """An office with one complaint, received on the day of the test; its acceptance is due on 26 November."""
    office = make_office(any_app)
    with any_app.app_context():
        open_case(office)
    return office


def steps_of(app: Flask) -> set[tuple[str, str]]:
    return {(who, step) for who, rule, step in told(app) if rule == INTAKE}


def due_of(app: Flask) -> tuple[date, date | None]:
    with app.app_context():
        row = reading().execute(sa.select(Clock.due_on, Clock.remind_on).where(Clock.rule == INTAKE)).one()
    return row.due_on, row.remind_on


def test_each_step_on_its_day_and_once(any_app: Flask, office: Office, clock: Watch) -> None:
    watch(any_app, office.commune.id, office.province_head.id)
    counts = sweep_now(any_app)
    assert (counts["planned"], counts["reminded"], counts["problems"]) == (1, 0, 0)
    due, planned = due_of(any_app)
    assert due == date(2026, 11, 26)
    assert planned is not None
    days: dict[str, set[tuple[str, str]]] = {}
    before: set[tuple[str, str]] = set()
    for _day in range(20):
        for _time in range(2):
            sweep_now(any_app)
        found = steps_of(any_app)
        if found - before:
            days[clock().strftime("%d/%m")] = found - before
        before = found
        clock.forward(days=1)
    soon = next(iter(days.values()))
    assert {who for who, _step in soon} == {"binh"}
    assert days["26/11"] == {("binh", "due")}
    assert days["27/11"] == {("binh", "overdue"), ("phuoc", "escalate-supervisor")}
    assert days["01/12"] == {("tinh", "escalate-monitor")}
    assert due_of(any_app)[1] is None


def test_sweeps_at_once_say_everything_once(any_app: Flask, office: Office, clock: Watch) -> None:
    clock.set("2026-11-27 09:00")
    counts: list[dict[str, int]] = []

    def one() -> None:
        counts.append(sweep_now(any_app))
        with any_app.app_context():
            db.session.remove()

    threads = [threading.Thread(target=one) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one["reminded"] for one in counts) == len(told(any_app)) == 2
    assert sum(one["problems"] + one["stuck"] for one in counts) == 0


def test_a_scheduler_that_slept_says_the_latest_only(any_app: Flask, office: Office, clock: Watch) -> None:
    watch(any_app, office.commune.id, office.province_head.id)
    clock.set("2026-12-11 09:00")
    sweep_now(any_app)
    assert steps_of(any_app) == {("binh", "overdue"), ("phuoc", "escalate-supervisor"), ("tinh", "escalate-monitor")}


def test_done_is_not_reminded(any_app: Flask, office: Office, clock: Watch) -> None:
    with any_app.app_context():
        case = reading().execute(sa.select(Dossier.id).where(Dossier.kind == "complaint")).scalar_one()
        walk(office, Dossier(id=case), "accept")
    clock.set("2026-11-27 09:00")
    sweep_now(any_app)
    assert steps_of(any_app) == set()


def test_nothing_is_said_of_a_pause_and_the_new_day_is(any_app: Flask, clock: Watch) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office)
        walk(office, case, "assign-verification")
        act(office, case, "suspend")
        act(office, case, "send-suspension", by="clerk")
    clock.set("2027-01-15 09:00")
    sweep_now(any_app)
    assert {step for _who, rule, step in told(any_app) if rule == "complaint.resolution-1"} == set()
    with any_app.app_context():
        act(office, case, "resume")
    sweep_now(any_app)
    with any_app.app_context():
        row = reading().execute(sa.select(Clock.due_on, Clock.remind_on).where(
            Clock.rule == "complaint.resolution-1")).one()
    assert row.remind_on > today_of(any_app)
    clock.set(f"{row.due_on} 09:00")
    sweep_now(any_app)
    assert ("binh", "complaint.resolution-1", "due") in told(any_app)


def today_of(app: Flask) -> date:
    with app.app_context():
        return today()


def test_a_case_of_nobody_concerns_the_heads(any_app: Flask, office: Office, clock: Watch) -> None:
    with filling(any_app) as session:
        session.execute(sa.update(Dossier).values(handler_id=None))
        make_account(session, "pho", ["supervisor"], office.commune)
    clock.set("2026-11-26 09:00")
    sweep_now(any_app)
    assert steps_of(any_app) == {("phuoc", "due"), ("pho", "due")}


def test_whoever_stands_in_is_told_too(any_app: Flask, office: Office, clock: Watch) -> None:
    with filling(any_app) as session:
        let_stand_in(session, session.get_one(Account, office.other_handler.id),
                     session.get_one(Account, office.handler.id), "handler", office.commune, date(2026, 11, 20),
                     date(2026, 11, 28))
    clock.set("2026-11-26 09:00")
    sweep_now(any_app)
    assert steps_of(any_app) == {("binh", "due"), ("dung", "due")}


@pytest.mark.parametrize("why", ["locked", "role ended"])
def test_who_may_not_see_it_is_not_told(any_app: Flask, office: Office, clock: Watch, why: str) -> None:
    with filling(any_app) as session:
        if why == "locked":
            session.get_one(Account, office.handler.id).disabled_on = date(2026, 11, 20)
        else:
            session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == office.handler.id)
                            .values(valid_to=date(2026, 11, 20)))
    clock.set("2026-11-26 09:00")
    sweep_now(any_app)
    assert steps_of(any_app) == {("phuoc", "due")}


def test_an_accused_head_hears_nothing(any_app: Flask, clock: Watch) -> None:
    with any_app.app_context():
        province = make_commune("P", roles=("supervisor",))
        commune = make_commune("C", province, roles=("reception", "supervisor"))
        sealed = log(commune, a_denunciation("26", accused=[commune.accounts["supervisor"]]))
        reply = reading().execute(sa.select(Clock.due_on).where(Clock.dossier_id == sealed.id)).scalars().all()
        assert reply, "a denunciation at the counter has a duty"
    clock.set(f"{max(reply)} 09:00")
    clock.forward(days=10)
    counts = sweep_now(any_app)
    assert counts["stuck"] == 0
    assert {(who, step) for who, _rule, step in told(any_app)} == {
        ("reception.c", "overdue"), ("supervisor.p", "escalate-supervisor")}


def test_a_dossier_that_nobody_may_see_stops_nothing(any_app: Flask, office: Office, clock: Watch) -> None:
    with filling(any_app) as session:
        session.execute(sa.update(RoleGrant).values(valid_to=date(2026, 11, 20)))
    clock.set("2026-11-26 09:00")
    counts = sweep_now(any_app)
    assert (counts["planned"], counts["reminded"], counts["problems"]) == (1, 0, 0)


def test_urging_reminds_once_a_day(any_app: Flask, office: Office, clock: Watch) -> None:
    settings = any_app.extensions["settings"]

    def once() -> int:
        with any_app.app_context(), writing() as session:
            lock_chain(session, office.commune.id)
            dossier = session.scalars(sa.select(Dossier.id).where(Dossier.kind == "complaint")).one()
            return urge(session, dossier, today(), settings)

    assert (once(), once()) == (1, 0)
    clock.forward(days=1)
    assert once() == 1
    assert {who for who, _step in steps_of(any_app)} == {"binh"}


def test_a_visit_reminds_whoever_received(any_app: Flask, clock: Watch) -> None:
    with any_app.app_context():
        commune = make_commune("C", roles=("reception", "supervisor"))
        visit = log(commune)
        due = reading().execute(sa.select(Clock.due_on).where(Clock.dossier_id == visit.id)).scalar_one()
    clock.set(f"{due} 09:00")
    sweep_now(any_app)
    assert told(any_app) == {("reception.c", REPLY, "due")}


def test_a_sweep_reads_its_boundary_alone(any_app: Flask, office: Office) -> None:
    with any_app.app_context():
        for _case in range(30):
            open_case(office)
    sweep_now(any_app)
    said: list[str] = []
    with any_app.app_context():
        engine = db.engine

        def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            said.append(statement)

        sa.event.listen(engine, "before_cursor_execute", hear)
        try:
            counts = sweep_now(any_app)
        finally:
            sa.event.remove(engine, "before_cursor_execute", hear)
        assert not any(counts.values())
        # Which calendar is in force, what waits for it; what passed, what is called.
        assert len([one for one in said if not one.startswith("BEGIN")]) == 4
        assert reading().execute(sa.select(sa.func.count()).select_from(Reminder)).scalar_one() == 0


def test_the_boundary_is_read_from_its_index(app: Flask) -> None:
    from caseapp.notices.queries import _CALLED

    with app.app_context():
        statement = _CALLED.compile(db.engine).string
        rows = reading().exec_driver_sql("EXPLAIN QUERY PLAN " + statement, (
            "2026-11-16", "0001-01-01", -1, 500, 0)).all()
    assert any("ix_clock_remind" in row[3] and "SEARCH" in row[3] for row in rows)
    assert not any(row[3].startswith(("SCAN", "USE TEMP")) for row in rows)


