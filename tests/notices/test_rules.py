"""When somebody is reminded, whom a step concerns, when mail goes out: tables over the calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.law.calendars import SHIPPED
from caseapp.law.outlook import with_outlook
from caseapp.notices.rules import (
    OFFICE_ZONE,
    Audience,
    Crew,
    Plan,
    Step,
    awaited,
    name_of,
    next_day,
    next_opening,
    opening_after,
    passed,
    receivers,
    steps,
)

CALENDAR, PLAN = with_outlook(SHIPPED), Plan()


def day(text: str) -> date:
    return date(2026, *reversed([int(part) for part in text.split("/")]))


def course(start: str, due: str, safe: str, plan: Plan = PLAN) -> list[tuple[str, str]]:
    return [(f"{step.day.day}/{step.day.month}", step.name)
            for step in steps(day(start), day(due), day(safe), CALENDAR, plan)]


@pytest.mark.parametrize(("start", "due", "safe", "expected"), [
    # Thirty days: seven and three working days before the safe day, the day itself, the working day after.
    ("16/11", "16/12", "15/12", [("4/12", "soon-7"), ("10/12", "soon-3"), ("16/12", "due"), ("17/12", "overdue"),
                                 ("17/12", "escalate-supervisor"), ("21/12", "escalate-monitor")]),
    # The seventh working day before lies before the start: only the third is left. 24 November is a day off.
    ("16/11", "26/11", "25/11", [("19/11", "soon-3"), ("26/11", "due"), ("27/11", "overdue"),
                                 ("27/11", "escalate-supervisor"), ("1/12", "escalate-monitor")]),
    # Five working days or fewer: the first day, and the eve of the safe day.
    ("16/11", "23/11", "23/11", [("17/11", "first"), ("20/11", "soon-1"), ("23/11", "due"), ("25/11", "overdue"),
                                 ("25/11", "escalate-supervisor"), ("27/11", "escalate-monitor")]),
    # Two working days: the first day is the eve.
    ("16/11", "18/11", "18/11", [("17/11", "first"), ("18/11", "due"), ("19/11", "overdue"),
                                 ("19/11", "escalate-supervisor"), ("23/11", "escalate-monitor")]),
    # One working day: the first day is the last.
    ("16/11", "17/11", "17/11", [("17/11", "due"), ("18/11", "overdue"), ("18/11", "escalate-supervisor"),
                                 ("20/11", "escalate-monitor")]),
    # A last day off is announced on the working day before it; a Friday start begins on Monday.
    ("13/11", "22/11", "20/11", [("16/11", "first"), ("19/11", "soon-1"), ("20/11", "due"), ("23/11", "overdue"),
                                 ("23/11", "escalate-supervisor"), ("26/11", "escalate-monitor")]),
])
def test_the_steps_of_a_duty(start: str, due: str, safe: str, expected: list[tuple[str, str]]) -> None:
    assert course(start, due, safe) == expected


def test_the_measures_are_the_offices_own() -> None:
    assert course("16/11", "16/12", "15/12", Plan((10, 5, 1), 1))[:4] == [
        ("1/12", "soon-10"), ("8/12", "soon-5"), ("14/12", "soon-1"), ("16/12", "due")]
    assert course("16/11", "16/12", "15/12", Plan((10,), 1))[-1] == ("17/12", "escalate-monitor")


DAYS = st.dates(date(2026, 1, 2), date(2026, 10, 1))


@given(DAYS, st.integers(1, 90), st.integers(0, 5))
def test_steps_stand_in_order_after_the_start(start: date, length: int, margin: int) -> None:
    due = CALENDAR.next_working(start + timedelta(days=length))
    found = steps(start, due, max(start, due - timedelta(days=margin)), CALENDAR, PLAN)
    assert all(one.day <= other.day for one, other in pairwise(found))
    assert all(step.day > start for step in found)
    assert len({step.name for step in found}) == len(found)
    assert [step.name for step in found[-4:]] == ["due", "overdue", "escalate-supervisor", "escalate-monitor"]
    assert {step.day for step in found if step.name == "due"} == {due}
    # Whatever day somebody looks, the next day lies ahead, and on the last one nothing is left.
    assert next_day(found, found[-1].day) is None
    assert all(next_day(found, step.day - timedelta(days=1)) == step.day for step in found)


def test_whoever_looks_late_says_the_latest_only() -> None:
    planned = steps(day("16/11"), day("16/12"), day("15/12"), CALENDAR, PLAN)
    assert [step.name for step in passed(planned, day("3/12"))] == []
    assert [step.name for step in passed(planned, day("11/12"))] == ["soon-3"]
    assert [step.name for step in passed(planned, day("31/12"))] == [
        "overdue", "escalate-supervisor", "escalate-monitor"]


def test_every_step_has_a_name_for_people() -> None:
    assert [name_of(name) for name in ("soon-7", "soon-1", "first", "urged-2026-11-16", "escalate-monitor")] == [
        "Sắp đến hạn", "Sắp đến hạn", "Việc mới, hạn ngắn", "Đôn đốc", "Quá hạn ở đơn vị cấp dưới"]


CREW = Crew({"supervisor": (1, 2), "clerk": (3,), "team-leader": (7,)}, {4: (5,)}, monitor=8, above=(9,))
ACT, HEAD, WATCH, ABOVE = (
    Step(day("16/11"), name) for name in ("due", "escalate-supervisor", "escalate-monitor", "warned-above"))


@pytest.mark.parametrize(("step", "awaits", "handler", "barred", "told"), [
    (ACT, "handler", 4, (), (4, 5)),           # the handler and whoever stands in for them
    (ACT, "handler", None, (), (1, 2)),        # given to nobody: the heads
    (ACT, "", 4, (), (4, 5)), (ACT, "", None, (), (1, 2)),
    (ACT, "clerk", 4, (), (3,)), (ACT, "supervisor", 4, (), (1, 2)),
    (ACT, "handler", 4, (4,), (5,)),           # the handler may not see it: whoever stands in does
    (ACT, "handler", 4, (4, 5), (1, 2)), (ACT, "handler", 4, (4, 5, 1, 2), (8,)),
    (ACT, "handler", 4, (4, 5, 1, 2, 8), (9,)), (ACT, "handler", 4, (1, 2, 4, 5, 8, 9), ()),
    (ACT, "reception", 4, (), (1, 2)),         # nobody holds that role
    (HEAD, "handler", 4, (), (1, 2)), (HEAD, "handler", 4, (1,), (2,)), (HEAD, "handler", 4, (1, 2), (8,)),
    (WATCH, "handler", 4, (), (8,)), (WATCH, "handler", 4, (8,), ()),
    # A dispute: the mediator who leads it and the leader of the team, alone where the mediator has no account.
    (ACT, "mediators", 4, (), (4, 5, 7)), (ACT, "mediators", None, (), (7,)), (ACT, "mediators", 4, (4, 5, 7), (1, 2)),
    (ABOVE, "mediators", 4, (), (9,)),
])
def test_whom_a_step_concerns(step: Step, awaits: str, handler: int | None, barred: tuple[int, ...],
                              told: tuple[int, ...]) -> None:
    assert receivers(step, awaits, handler, CREW, set(range(1, 10)) - set(barred)) == told
    assert step.audience in Audience


def test_whom_a_duty_waits_for() -> None:
    assert awaited("mediation.start", "team-leader") == awaited("mediation.promise", "handler") == "mediators"
    assert awaited("denunciation.tell-denouncer", "handler") == "custodian"
    assert awaited("complaint.acceptance", "clerk") == "clerk"


@pytest.mark.parametrize(("at", "opens"), [
    ("2026-11-16 09:00", "2026-11-16 09:00"), ("2026-11-16 00:05", "2026-11-16 07:30"),
    ("2026-11-16 07:30", "2026-11-16 07:30"), ("2026-11-16 16:59", "2026-11-16 16:59"),
    ("2026-11-16 17:00", "2026-11-17 07:30"), ("2026-11-20 17:30", "2026-11-23 07:30"),
    ("2026-11-21 10:00", "2026-11-23 07:30"), ("2026-09-02 10:00", "2026-09-03 07:30"),
])
def test_mail_goes_out_in_working_hours(at: str, opens: str) -> None:
    typed = datetime.fromisoformat(at).replace(tzinfo=OFFICE_ZONE)
    assert next_opening(typed, CALENDAR) == datetime.fromisoformat(opens).replace(tzinfo=OFFICE_ZONE)
    assert opening_after(typed.date(), CALENDAR).date() > typed.date()
