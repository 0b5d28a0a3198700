"""Promises of a settlement: put down, kept, late, broken, moved; nothing ends while one is open; clocks follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, ClockReceipt
from caseapp.law.mediation import COURT_RECOGNITION, PROMISE
from caseapp.law.receipts import Receipt
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.following_up import GivenFollowUp, follow_up, pass_promise_on
from caseapp.mediation.commands.given import GivenPromise, GivenResult
from caseapp.mediation.commands.promises import (
    GivenKept,
    add_promises,
    break_promise,
    keep_promise,
    move_promise,
    release_promise,
)
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.dispute import FollowUp, Kept, Promised, stand_of
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import today
from caseapp.workflow.engine import Refused
from tests.mediation.making import act, acting, make_hamlets, open_one, stored, told
from tests.notices.making import sweep_now
from tests.notices.making import told as reminders

if TYPE_CHECKING:
    from flask import Flask

    from tests.mediation.making import Hamlets
    from tests.office.clock import Clock as OfficeClock

FIRST_DAY = date(2026, 11, 16)
STEP = GivenPromise("party-a", "Lê Văn Hòa", "Phá bậc thềm.", date(2026, 12, 1))
PAY = GivenPromise("party-b", "", "Trả 500.000 đồng", date(2026, 12, 10))
QUIET = GivenPromise("party-a", "Lê Văn Hòa", "Không nhắc lại chuyện cũ")
SETTLED = GivenResult(
    FIRST_DAY, "settled", "Nhà văn hóa khóm 3", "Hai bên", "Hai bên trình bày.", agreement="Phá bậc thềm, trả tiền.",
    record="signed")


def settled(office: Hamlets, *promises: GivenPromise, **changes: Any) -> Any:
    """A dispute that was settled today with promises."""
    dispute = open_one(office)
    record_result(replace(SETTLED, happened_on=today(), promises=promises, **changes), acting(office, dispute))
    return stored(dispute.public_id)


def rows(dispute: Any) -> list[Any]:
    """The promises of a dispute as they are stored."""
    return list(reading().execute(
        sa.select(*Promised.__table__.c).where(Promised.dossier_id == dispute.id).order_by(Promised.position)))


def running(dispute: Any) -> list[Any]:
    """Clocks of promises that run."""
    return list(reading().execute(sa.select(*Clock.__table__.c).where(
        Clock.dossier_id == dispute.id, Clock.rule == PROMISE.code, Clock.ended_by.is_(None)).order_by(Clock.due_on)))


def clock_of(row: Any) -> Any:
    """The clock of a promise."""
    return reading().execute(sa.select(*Clock.__table__.c).where(Clock.id == row.clock_id)).one()


def proven() -> list[Any]:
    """What the proof of everything finds wrong."""
    return faults(9)


def test_promises_run_are_kept_and_the_last_one_finishes(any_app: Flask, clock: OfficeClock) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = settled(office, STEP, PAY, QUIET)
        first, second, third = rows(dispute)
        assert (dispute.state, dispute.next_due) == ("followed", STEP.due_on)
        assert second.who == "Nguyễn Thị Sáu"      # nobody was named: whoever stands on that side owes it
        text = reading().execute(sa.select(ClockReceipt.text).where(ClockReceipt.clock_id == first.clock_id)).scalar_one()
        receipt = Receipt.from_json(text)
        assert (receipt.start, receipt.due, receipt.rule) == (FIRST_DAY, STEP.due_on, PROMISE.code)
        assert third.clock_id is None
    clock.set("2026-12-03 09:00")
    with any_app.app_context():
        assert stand_of(rows(dispute)[0], today()) is Kept.LATE
        assert not keep_promise(first.public_id, GivenKept(date(2026, 12, 2), "Đã phá."), acting(office, dispute))
        met = clock_of(first)
        assert (met.ended_by, met.ended_on, met.result) == ("met", date(2026, 12, 2), "kept")
        assert met.ended_on > met.due_on      # late, and so it counts
        assert stored(dispute.public_id).next_due == PAY.due_on
        assert not keep_promise(third.public_id, GivenKept(today()), acting(office, dispute))
        for code, by in (("finish", office.lan), ("give-up", office.leader)):
            with pytest.raises(Refusal, match="Còn cam kết"):
                act(office, dispute, code, by=by)
        assert keep_promise(second.public_id, GivenKept(date(2026, 12, 1)), acting(office, dispute))
        done = stored(dispute.public_id)
        assert (done.state, done.closed_on, done.next_due) == ("kept", date(2026, 12, 3), None)
        assert not running(dispute)
        assert proven() == []


def test_a_late_promise_reaches_whoever_mediates_and_the_leader(app: Flask, clock: OfficeClock) -> None:
    with app.app_context():
        office = make_hamlets(app)
        settled(office, STEP)
    sweep_now(app)
    clock.set("2026-12-02 09:00")
    sweep_now(app)
    said = {(who, step) for who, rule, step in reminders(app) if rule == PROMISE.code}
    assert {("lan", "overdue"), ("nam", "overdue")} <= said
    assert {who for who, _step in said} <= {"lan", "nam", "phuoc"}      # nobody beside them but the head above


def test_what_is_wrong_is_refused_at_its_field(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        for promise, field in ((replace(STEP, due_on=FIRST_DAY), "promises-1-due_on"), (replace(STEP, what=""),
                               "promises-1-what"), (replace(STEP, side="visitor"), "promises-1-side")):
            with pytest.raises(Refusal) as refused:
                settled(office, PAY, promise)
            assert refused.value.field == field
        dispute = settled(office, STEP)
        key = rows(dispute)[0].public_id
        for on, field in ((FIRST_DAY + timedelta(days=1), "on"), (FIRST_DAY - timedelta(days=1), "on")):
            with pytest.raises(Refusal) as refused:
                keep_promise(key, GivenKept(on), acting(office, dispute))
            assert refused.value.field == field
        with pytest.raises(Refusal):
            break_promise(key, FIRST_DAY, "", acting(office, dispute))
        with pytest.raises(Refusal):
            move_promise(key, STEP.due_on or FIRST_DAY, "Trùng.", acting(office, dispute))
        with pytest.raises(Refusal):
            move_promise(key, FIRST_DAY, "Quá sớm.", acting(office, dispute))
        with pytest.raises(LookupError):
            keep_promise("none", GivenKept(FIRST_DAY), acting(office, dispute))
        with pytest.raises(Refused):      # a mediator to whom it was not given
            keep_promise(key, GivenKept(FIRST_DAY), acting(office, dispute, office.tam))
        with pytest.raises(Stale):
            keep_promise(key, GivenKept(FIRST_DAY), acting(office, dispute, version=1))
        how = acting(office, dispute, form_key="k")
        keep_promise(key, GivenKept(FIRST_DAY), how)
        with pytest.raises(FormKeyUsed):
            keep_promise(key, GivenKept(FIRST_DAY), how)
        with pytest.raises(Refusal):      # it is finished
            add_promises((PAY,), acting(office, dispute))
        assert proven() == []


def test_a_moved_promise_has_a_new_one_in_its_place(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = settled(office, STEP)
        old = rows(dispute)[0]
        key = move_promise(old.public_id, date(2027, 1, 15), "Mưa lũ, hai bên đồng ý.", acting(office, dispute))
        before, after = rows(dispute)
        assert (before.state, before.moved_to, before.said) == (Kept.RELEASED, after.id, "Mưa lũ, hai bên đồng ý.")
        assert (after.public_id, after.state, after.what, after.due_on) == (key, Kept.OPEN, STEP.what, date(2027, 1, 15))
        assert clock_of(before).ended_by == "void"
        assert stored(dispute.public_id).next_due == date(2027, 1, 15)
        text = reading().execute(sa.select(ClockReceipt.text).where(ClockReceipt.clock_id == after.clock_id)).scalar_one()
        assert "Điều 25" in Receipt.from_json(text).citation
        with pytest.raises(Refusal):
            keep_promise(old.public_id, GivenKept(FIRST_DAY), acting(office, dispute))
        assert keep_promise(key, GivenKept(FIRST_DAY), acting(office, dispute))
        assert proven() == []


def test_a_broken_promise_tells_the_leader_and_may_still_be_kept(any_app: Flask, clock: OfficeClock) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = settled(office, STEP)
        key = rows(dispute)[0].public_id
    clock.set("2026-12-07 09:00")
    with any_app.app_context():
        break_promise(key, today(), "Ông Hòa không phá.", acting(office, dispute))
        row = rows(dispute)[0]
        assert (row.state, clock_of(row).result, stored(dispute.public_id).next_due) == (Kept.BROKEN, "broken", None)
        with pytest.raises(Refusal, match="không làm"):
            act(office, dispute, "finish")
        with pytest.raises(Refused):      # the leader alone
            pass_promise_on((key,), today(), "Đã báo.", acting(office, dispute))
        pass_promise_on((key,), today(), "Đã báo trưởng khóm, Mặt trận.", acting(office, dispute, office.leader))
        assert rows(dispute)[0].passed_on == today()
        follow_up(GivenFollowUp(today(), "call", "Hứa tuần sau.", key, difficulty=True), acting(office, dispute))
        assert reading().execute(sa.select(FollowUp.found)).scalar_one() == "Hứa tuần sau."
        assert keep_promise(key, GivenKept(today(), "Đã phá."), acting(office, dispute))
        row = rows(dispute)[0]
        assert (row.state, clock_of(row).result, stored(dispute.public_id).state) == (Kept.KEPT, "kept", "kept")
        assert proven() == []


def test_given_up_asked_again_and_settled_anew(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP)
        break_promise(rows(dispute)[0].public_id, today(), "Không phá.", acting(office, dispute))
        act(office, dispute, "give-up", by=office.leader)
        assert stored(dispute.public_id).state == "unkept"
        with pytest.raises(Refusal):
            keep_promise(rows(dispute)[0].public_id, GivenKept(today()), acting(office, dispute))
        act(office, dispute, "continue", by=office.lan)
    app.config["CLOCK"] = _later(app)
    with app.app_context():
        record_result(replace(SETTLED, happened_on=today(), record="", promises=(PAY,)), acting(office, dispute))
        assert keep_promise(rows(dispute)[1].public_id, GivenKept(today()), acting(office, dispute))
        assert stored(dispute.public_id).state == "kept"      # what was broken before is history
        assert proven() == []


def _later(app: Flask) -> Any:
    """The office's clock, one hour on."""
    before = app.config["CLOCK"]
    return lambda: before() + timedelta(hours=1)


@pytest.mark.parametrize(("code", "state"), [("reopen", "under-way"), ("void", "void")])
def test_a_settlement_recorded_by_mistake_leaves_no_promise(any_app: Flask, code: str, state: str) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = settled(office, STEP, QUIET)
        act(office, dispute, code, by=office.leader)
        now = stored(dispute.public_id)
        assert (now.state, now.next_due) == (state, None)
        assert {(row.state, bool(row.said)) for row in rows(dispute)} == {(Kept.RELEASED, True)}
        assert not running(dispute)
        assert proven() == []


def test_a_fallen_record_takes_the_court_clock_along(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP)
        assert told(dispute).record_on == FIRST_DAY
        act(office, dispute, "reopen", by=office.leader)
        ended = reading().execute(sa.select(Clock.ended_by).where(
            Clock.dossier_id == dispute.id, Clock.rule == COURT_RECOGNITION.code)).scalar_one()
        assert ended is not None


STEPS = st.lists(st.tuples(st.sampled_from(["keep", "break", "move", "release", "add", "void", "reopen"]),
                           st.integers(0, 5), st.integers(1, 90)), max_size=7)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(steps=STEPS)
def test_whatever_happens_open_promises_are_running_clocks(app: Flask, steps: list[tuple[str, int, int]]) -> None:
    with app.app_context():
        office = _OFFICES.get(id(app)) or _OFFICES.setdefault(id(app), make_hamlets(app))
        dispute = settled(office, STEP, PAY, QUIET)
        for what, place, days in steps:
            _try(office, dispute, what, place, days)
            open_days = sorted(row.due_on for row in rows(dispute) if row.state == Kept.OPEN and row.due_on)
            assert [one.due_on for one in running(dispute)] == open_days
            assert stored(dispute.public_id).next_due == min(open_days, default=None)
        assert proven() == []


_OFFICES: dict[int, Any] = {}


def _try(office: Hamlets, dispute: Any, what: str, place: int, days: int) -> None:
    """One step on one of the promises; whatever is refused changes nothing."""
    known, due = rows(dispute), FIRST_DAY + timedelta(days=days)
    key = known[place % len(known)].public_id
    how = acting(office, dispute, office.leader)
    try:
        match what:
            case "keep":
                keep_promise(key, GivenKept(FIRST_DAY), how)
            case "break":
                break_promise(key, FIRST_DAY, "Không làm.", how)
            case "move":
                move_promise(key, due, "Hẹn lại.", how)
            case "release":
                release_promise(key, "Thỏa thuận khác.", how)
            case "add":
                add_promises((replace(PAY, due_on=due),), how)
            case _:
                act(office, dispute, what, by=office.leader)
    except (Refusal, Refused):
        pass
