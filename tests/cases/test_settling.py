"""Whatever is done in a case, its stored clocks are what its acts make of them, and old receipts stay word for word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.mending import mend_act
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.models import Act, CaseFile
from caseapp.cases.practice import MACHINE
from caseapp.cases.rules import course_of
from caseapp.db import reading
from caseapp.dossiers.models import Clock as StoredClock
from caseapp.dossiers.models import ClockReceipt
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.receipts import Pause, Receipt
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases.making import Office, act, acting, given_act, make_office, open_case, stored
from tests.office.journaled import journaled

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.dossiers.models import Dossier
    from caseapp.workflow.running import Course, Running
    from tests.office.clock import Clock

FIRST = date(2026, 7, 6)


@dataclass(slots=True)
class Walk:
    """A case on its way; ``receipts``: every receipt ever seen, by clock and number."""

    office: Office
    clock: Clock
    case: Dossier
    receipts: dict[tuple[int, int], str] = field(default_factory=dict)

    def acts(self) -> list[Any]:
        return list(reading().execute(sa.select(Act.public_id, Act.code, Act.happened_on, Act.document, Act.details).where(
            Act.dossier_id == self.case.id, Act.status == "done").order_by(Act.place)))

    def course(self) -> Course:
        return course_of(reading().execute(sa.select(CaseFile.__table__).where(
            CaseFile.dossier_id == self.case.id)).one(), self.acts())

    def stored_clocks(self) -> list[Any]:
        return list(reading().execute(sa.select(StoredClock.__table__).where(
            StoredClock.dossier_id == self.case.id).order_by(StoredClock.id)))

    def see(self) -> None:
        """The stored clocks are the pure ones; the next due day is the earliest duty; receipts only grow."""
        now_, rows = self.course(), self.stored_clocks()
        by_rule: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            by_rule[row.rule].append(row)
        assert stored(self.case.id).state == now_.state.code
        for limit in now_.limits:
            row = by_rule[limit.rule].pop(0)
            if now_.state.code != "void":
                assert told(row) == lawful(limit)
        assert all(row.ended_by == "void" for left in by_rule.values() for row in left)
        assert now_.state.code != "void" or all(row.ended_by for row in rows)
        duties = [row.due_on for row in rows if row.nature == "duty" and row.ended_by is None and row.due_on]
        assert stored(self.case.id).next_due == min(duties, default=None)
        self._see_receipts(rows)

    def _see_receipts(self, rows: list[Any]) -> None:
        found = {(one.clock_id, one.no): one.text for one in reading().execute(
            sa.select(ClockReceipt.__table__).where(ClockReceipt.clock_id.in_([row.id for row in rows])))}
        assert {key: found.get(key) for key in self.receipts} == self.receipts
        self.receipts = found
        for row in rows:
            last = Receipt.from_json(found[row.id, row.receipt_no])
            assert row.start_on == last.start
            assert row.paused_on is not None or (row.due_on, row.safe_on) == (last.due, last.safe)


def lawful(limit: Running) -> tuple[Any, ...]:
    pauses = [Pause(stop.first, stop.until) for stop in limit.pauses if stop.until]
    due = count(limit.rule, limit.start, office_calendar(), limit.options, pauses, limit.extensions).due
    paused = limit.paused_on if limit.paused_on is not None and limit.paused_on <= due else None
    # What was over before it was suspended stays overdue.
    return limit.start, None if paused else due, paused, limit.ended_on


def told(row: Any) -> tuple[Any, ...]:
    return row.start_on, row.due_on, row.paused_on, row.ended_on


@pytest.fixture
def walk(any_app: Flask, clock: Clock) -> Walk:
    clock.set("2026-07-06 09:00")
    office = make_office(any_app)
    with any_app.app_context():
        return Walk(office, clock, open_case(office, FIRST))


# Which of the acts that stand open, after how many days, how late it is entered; whose day is corrected by how much.
step = st.one_of(
    st.tuples(st.just("act"), st.integers(0, 30), st.integers(0, 9), st.integers(0, 2)),
    st.tuples(st.just("act"), st.integers(0, 30), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("mend"), st.integers(0, 30), st.integers(-3, 3)),
    st.tuples(st.just("night"), st.integers(0, 40)),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(step, min_size=4, max_size=14))
def test_any_walk(any_app: Flask, walk: Walk, steps: list[tuple[Any, ...]]) -> None:
    walk.clock.set("2026-07-06 09:00")
    with journaled(any_app) as silent:
        _walked(any_app, walk, steps)
    assert silent == []


def _walked(any_app: Flask, walk: Walk, steps: list[tuple[Any, ...]]) -> None:
    with any_app.app_context():
        walk.case, walk.receipts = open_case(walk.office, FIRST), {}
        walk.see()
    for name, *what in steps:
        if name != "mend":
            walk.clock.forward(days=what[1] if name == "act" else what[0])
        with any_app.app_context():
            before = state_of(walk)
            try:
                DOES[name](walk, *what)
            except (Refused, Refusal):
                assert state_of(walk) == before
            walk.see()
    with any_app.app_context():
        assert faults(5) == []


def state_of(walk: Walk) -> tuple[Any, ...]:
    row = stored(walk.case.id)
    return row.state, row.version, walk.acts(), walk.stored_clocks()


def do_act(walk: Walk, choice: int, _days: int, late: int) -> None:
    state = COMPLAINT.state(stored(walk.case.id).state)
    able = [one for one in COMPLAINT.actions if state in one.when and one.by != {MACHINE}]
    if able:
        action = able[choice % len(able)]
        role = next(role for role in ("supervisor", "handler", "clerk") if role in action.by)
        details = {"differs": "yes"} if choice % 2 and action.code == "report" else {}
        carry_out(given_act(walk.office, action.code, today() - timedelta(days=late), **details),
                  acting(walk.office, walk.case, role))


def do_mend(walk: Walk, choice: int, days: int) -> None:
    acts = walk.acts()
    if acts:
        one = acts[choice % len(acts)]
        mend_act(one.public_id, one.happened_on + timedelta(days=days), one.document, {}, "Ghi nhầm ngày",
                 acting(walk.office, walk.case, "clerk"))


def do_night(_walk: Walk, _days: int) -> None:
    let_days_pass(now(), today(), office_calendar())


DOES = {"act": do_act, "mend": do_mend, "night": do_night}


def test_a_corrected_day_counts_again_and_keeps_the_old_receipt(any_app: Flask, walk: Walk) -> None:
    walk.clock.set("2026-07-20 09:00")
    with any_app.app_context():
        act(walk.office, walk.case, "accept", date(2026, 7, 13))
        walk.see()
        old = dict(walk.receipts)
        accepted = walk.acts()[0]
        mend_act(accepted.public_id, date(2026, 7, 9), accepted.document, {}, "Nhầm ngày trên thông báo",
                 acting(walk.office, walk.case, "clerk"))
        walk.see()
        resolution = next(one for one in walk.stored_clocks() if one.rule == "complaint.resolution-1")
        assert (resolution.due_on, resolution.receipt_no) == (date(2026, 8, 10), 2)  # Saturday 8 August rolls
        assert set(old.items()) < set(walk.receipts.items())


def test_a_corrected_suspension_moves_the_limit_that_stands_still(any_app: Flask, walk: Walk) -> None:
    walk.clock.set("2026-08-20 09:00")
    with any_app.app_context():
        for code, on in (("accept", 13), ("suspend", 20), ("send-suspension", 21), ("resume", 30)):
            act(walk.office, walk.case, code, date(2026, 7, on))
        walk.see()
        assert stored(walk.case.id).next_due == date(2026, 8, 4)  # the paper on resuming is still to be sent
        suspended = next(one for one in walk.acts() if one.code == "suspend")
        mend_act(suspended.public_id, date(2026, 7, 15), suspended.document, {}, "Nhầm ngày",
                 acting(walk.office, walk.case, "clerk"))
        walk.see()
        resolution = next(one for one in walk.stored_clocks() if one.rule == "complaint.resolution-1")
        assert resolution.due_on == date(2026, 8, 12) + timedelta(days=15)
