"""Time limits as a function of acts: for any course of a complaint, and one by one what the law says of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.registry import RULES
from caseapp.workflow.running import Course, Done, Running, course

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = date(2026, 7, 6)
RESOLUTION, ACCEPTANCE, SECOND = "complaint.resolution-1", "complaint.acceptance", "complaint.second"
INFORMATION, EFFECT, NOTICE = "complaint.information", "complaint.effect", "complaint.dialogue-notice"
PAPER = "complaint.send-suspension"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def run(acts: Sequence[Done], received: date = FIRST, *options: str) -> Course:
    return course(COMPLAINT, COMPLAINT.openings[0], received, acts, RULES, options)


def acts(*given: tuple[str, int]) -> list[Done]:
    return [Done(code, day(number)) for code, number in given]


def counted(one: Running) -> Receipt:
    pauses = [Pause(stop.first, stop.until) for stop in one.pauses if stop.until]
    return count(one.rule, one.start, SHIPPED, one.options, pauses, one.extensions)


def of(now: Course, rule: str) -> Running:
    found = now.of(rule)
    assert found is not None
    return found


# ---- one by one ------------------------------------------------------------------------------------------------------

MET = [
    (ACCEPTANCE, [("accept", 3)], 0, 3, "accept"),
    (ACCEPTANCE, [("decline", 5)], 0, 5, "decline"),
    (ACCEPTANCE, [("withdraw", 1), ("terminate", 2)], 0, 2, "terminate"),
    (RESOLUTION, [("accept", 3)], 3, None, ""),
    (RESOLUTION, [("accept", 3), ("self-check", 4), ("decide", 9)], 3, 9, "decide"),
    (RESOLUTION, [("accept", 3), ("withdraw", 4), ("terminate", 6)], 3, 6, "terminate"),
    (PAPER, [("accept", 3), ("suspend", 5)], 5, None, ""),
    (PAPER, [("accept", 3), ("suspend", 5), ("send-suspension", 7)], 5, 7, "send-suspension"),
    (PAPER, [("accept", 3), ("suspend", 5), ("send-suspension", 7), ("resume", 15)], 15, None, ""),
    (PAPER, [("accept", 3), ("terminate", 6), ("send-termination", 8)], 6, 8, "send-termination"),
    ("complaint.reopen", [("accept", 3), ("terminate", 6), ("send-termination", 8)], 8, None, ""),
    ("complaint.send-decision-1", [("accept", 3), ("decide", 9)], 9, None, ""),
    ("complaint.send-decision-1", [("accept", 3), ("decide", 9), ("send-decision", 11)], 9, 11, "send-decision"),
    (EFFECT, [("accept", 3), ("decide", 9), ("send-decision", 11), ("deliver", 14)], 9, None, ""),
    (SECOND, [("accept", 3), ("decide", 9), ("send-decision", 11), ("deliver", 14)], 14, None, ""),
    ("complaint.court", [("accept", 3), ("decide", 9), ("send-decision", 11), ("deliver", 14)], 14, None, ""),
    (SECOND, [("accept", 3), ("decide", 9), ("send-decision", 11), ("deliver", 14), ("challenge", 20)], 14, 20,
     "challenge"),
    (INFORMATION, [("accept", 3), ("ask-information", 5)], 5, None, ""),
    (INFORMATION, [("accept", 3), ("ask-information", 5), ("record-answer", 8)], 5, 8, "record-answer"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "given", "start", "ended", "result"), MET)
def test_a_limit_starts_and_ends_with_its_acts(
    rule: str, given: list[tuple[str, int]], start: int, ended: int | None, result: str
) -> None:
    found = of(run(acts(*given)), rule)
    assert (found.start, found.ended_on, found.result) == (day(start), None if ended is None else day(ended), result)


def test_effect_and_the_window_of_the_second_complaint_are_two_dates() -> None:
    # Example 18: issued on 2 November, received on the 5th.
    done = [Done("accept", date(2026, 10, 5)), Done("decide", date(2026, 11, 2)),
            Done("send-decision", date(2026, 11, 3)), Done("deliver", date(2026, 11, 5))]  # fmt: skip
    now = run(done, date(2026, 10, 1))
    assert counted(of(now, EFFECT)).due == date(2026, 12, 2)
    assert counted(of(now, SECOND)).due == date(2026, 12, 7)


def test_of_several_receivers_the_last_receipt_counts() -> None:
    issued = acts(("accept", 1), ("decide", 5), ("send-decision", 6))
    for first, second in ((8, 12), (12, 8)):
        now = run([*issued, *acts(("deliver", first), ("deliver", second))])
        assert [one.start for one in now.limits if one.rule == SECOND] == [day(12)]


def test_each_answer_ends_the_oldest_question_and_the_decision_ends_the_rest() -> None:
    asked = acts(("accept", 1), ("ask-information", 2), ("ask-information", 4), ("ask-information", 6),
                 ("record-answer", 7))  # fmt: skip
    questions = [one for one in run(asked).limits if one.rule == INFORMATION]
    assert [(one.start, one.ended_on) for one in questions] == [(day(2), day(7)), (day(4), None), (day(6), None)]
    decided = [one for one in run([*asked, *acts(("decide", 9))]).limits if one.rule == INFORMATION]
    assert [one.ended_on for one in decided] == [day(7), day(9), day(9)]


def test_a_dialogue_notice_is_counted_back_from_the_day_of_the_dialogue() -> None:
    # Example 30: a dialogue on 11 December, the notice by the 6th.
    invited = Done("invite-dialogue", date(2026, 12, 3), keeps=date(2026, 12, 11))
    found = of(run([*acts(("accept", 1)), invited]), NOTICE)
    assert (counted(found).due, found.ended_on) == (date(2026, 12, 6), date(2026, 12, 3))


def test_what_ends_while_it_stands_still_ends_on_that_day() -> None:
    found = of(run(acts(("accept", 1), ("suspend", 5), ("withdraw", 6), ("terminate", 9))), RESOLUTION)
    assert (found.ended_on, found.paused_on) == (day(9), None)
    assert [(stop.first, stop.until) for stop in found.pauses] == [(day(5), day(9))]


def test_a_resumed_complaint_stands_where_it_stood() -> None:
    for way in ((), ("self-check", "assign-verification"), ("self-check", "assign-verification", "report")):
        done = acts(("accept", 1), *((code, 2) for code in way))
        before = run(done).state
        again = run([*done, *acts(("suspend", 3), ("resume", 9))])
        assert (again.state, again.before) == (before, None)


def test_a_stay_moves_no_clock() -> None:
    done = acts(("accept", 1))
    assert run([*done, *acts(("stay", 2), ("lift-stay", 9))]).limits == run(done).limits


def test_a_rule_not_yet_in_force_starts_nothing() -> None:
    old = [Done("accept", date(2026, 3, 3)), Done("terminate", date(2026, 3, 20))]
    assert run(old, date(2026, 3, 2)).of(PAPER) is None


# ---- for any course --------------------------------------------------------------------------------------------------

small = st.integers(0, 20)
pauses = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 25)), max_size=3)


def suspended(stops: Sequence[tuple[int, int]], *, complex_: bool = False, accepted: int = 3) -> list[Done]:
    """A complaint accepted, perhaps prolonged, and suspended and resumed so often."""
    done, at = acts(("accept", accepted)), accepted
    if complex_:
        done += acts(("prolong", accepted))
    for wait, length in stops:
        done += acts(("suspend", at + wait), ("send-suspension", at + wait), ("resume", at + wait + length),
                     ("send-suspension", at + wait + length))  # fmt: skip
        at += wait + length
    return done


@given(pauses, st.booleans(), st.booleans(), small)
def test_suspension_does_not_count_and_the_rest_does(
    stops: list[tuple[int, int]], remote: bool, complex_: bool, accepted: int
) -> None:
    now = run(suspended(stops, complex_=complex_, accepted=accepted), FIRST, *(["remote"] if remote else []))
    found = counted(of(now, RESOLUTION))
    length = {(False, False): 30, (False, True): 45, (True, False): 45, (True, True): 60}[remote, complex_]
    # A suspension decided after the last day no longer finds a limit that could stand still.
    waited = accumulate(wait for wait, _length in stops)
    stood = sum(still for (_wait, still), gone in zip(stops, waited, strict=True) if gone <= length)
    assert found.unrolled == day(accepted + length + stood)
    assert found.due >= found.unrolled


@given(pauses, st.tuples(st.integers(1, 12), st.integers(0, 25)), st.booleans())
def test_a_pause_never_shortens_and_prolonging_only_lengthens(
    stops: list[tuple[int, int]], more: tuple[int, int], complex_: bool
) -> None:
    plain = counted(of(run(suspended(stops, complex_=complex_)), RESOLUTION)).due
    assert counted(of(run(suspended([*stops, more], complex_=complex_)), RESOLUTION)).due >= plain
    assert counted(of(run(suspended(stops, complex_=True)), RESOLUTION)).due >= plain


@st.composite
def walks(draw: st.DrawFn) -> list[Done]:
    """Any acts in any order that the states allow; days never go back."""
    state, done, at = COMPLAINT.initial, [], 0
    for _step in range(draw(st.integers(0, 14))):
        able = [action for action in COMPLAINT.actions if state in action.when]
        if not able:
            break
        action = draw(st.sampled_from(able))
        at += draw(st.integers(0, 6))
        keeps = day(at + 9) if action.heeds else None
        done.append(Done(action.code, day(at), keeps=keeps))
        state = run(done).state
    return done


@given(walks())
def test_the_same_acts_make_the_same_course(done: list[Done]) -> None:
    assert run(done) == run(tuple(done))


@given(walks(), st.data())
def test_correcting_a_day_gives_what_entering_it_so_would_have_given(done: list[Done], data: st.DataObject) -> None:
    if not done:
        return
    at = data.draw(st.integers(0, len(done) - 1))
    lowest = done[at - 1].on if at else FIRST
    highest = done[at + 1].on if at + 1 < len(done) else done[at].on + timedelta(days=6)
    moved = replace(done[at], on=data.draw(st.dates(lowest, highest)))
    corrected, old = run([*done[:at], moved, *done[at + 1:]]), run(done)
    assert (corrected.state, corrected.before) == (old.state, old.before)
    assert [one.rule for one in corrected.limits] == [one.rule for one in old.limits]
    # Whatever did not begin, end or stand still on the corrected day is as it was.
    touched = {done[at].on, moved.on}
    for new, before in zip(corrected.limits, old.limits, strict=True):
        days = {before.start, before.ended_on, *(stop.first for stop in before.pauses),
                *(stop.until for stop in before.pauses)}  # fmt: skip
        assert new == before or days & touched


@given(walks())
def test_an_act_changes_only_the_limits_it_names(done: list[Done]) -> None:
    for place, act in enumerate(done):
        before, after = run(done[:place]), run(done[:place + 1])
        named = COMPLAINT.action(act.code).clocks
        for old, new in zip(before.limits, after.limits, strict=False):
            assert new == old or old.rule in named
        assert {one.rule for one in after.limits[len(before.limits):]} <= named


@given(walks())
def test_every_limit_can_be_counted_and_none_ends_twice(done: list[Done]) -> None:
    now = run(done)
    for one in now.limits:
        counted(one)
        assert one.ended_on is None or one.result
        assert all(stop.until is None or stop.first <= stop.until for stop in one.pauses)
    several = {INFORMATION}
    running = [one.rule for one in now.limits if one.ended_on is None and one.rule not in several]
    assert len(running) == len(set(running))


@given(walks())
def test_no_duty_runs_on_in_a_case_that_is_over(done: list[Done]) -> None:
    now = run(done)
    if now.state.code in ("void", "declined", "terminated", "closed"):
        duties = [one.rule for one in now.limits if one.ended_on is None and RULES[one.rule].nature == "duty"]
        # A paper on suspending that nobody sent is stopped by a guard before it comes to this.
        assert [rule for rule in duties if rule != PAPER] == []
