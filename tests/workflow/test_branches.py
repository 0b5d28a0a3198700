"""A procedure that can stand still and go on, that binds from some day on, and that keeps notices: every way through it."""

from dataclasses import replace
from datetime import date

import pytest

from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.receipts import Pause
from caseapp.law.registry import PROMISES, RULES
from caseapp.workflow.check import mistakes
from caseapp.workflow.describing import kind_dot, kind_lines, kind_plain
from caseapp.workflow.engine import BEFORE, NOT_YET_LAW, Refused, available, take
from caseapp.workflow.kind import BACK, Action, Kind, State
from caseapp.workflow.running import Done, Running, Stopped, closed_pauses, course, receipt_of
from tests.workflow import counter as it

KNOWN = {**RULES, **PROMISES}
REPLY, NOTICE = "reception.reply", "online.notify"
OFFICER = it.OFFICER
CHECKING, STANDING = State("checking", "Đang kiểm tra"), State("standing", "Tạm dừng")
FROM = date(2026, 7, 1)
CHECK = Action("check", "Kiểm tra", when={it.AWAITING}, to=CHECKING, by=OFFICER)
ANSWER = Action("answer", "Trả lời", when={CHECKING}, to=it.DONE, by=OFFICER, meets=(REPLY,))
HOLD = Action("hold", "Tạm dừng", when={it.AWAITING, CHECKING}, to=STANDING, by=OFFICER, pauses=(REPLY,))
GO_ON = Action("go-on", "Làm tiếp", when={STANDING}, to=BACK, by=OFFICER, resumes=(REPLY,))
INVITE = Action("invite", "Mời họp", when={it.AWAITING}, to=None, by=OFFICER, heeds=(NOTICE,), since=FROM)
STOPPING = replace(
    it.VISIT,
    states=(*it.VISIT.states, CHECKING, STANDING),
    actions=(*it.VISIT.actions, CHECK, ANSWER, HOLD, GO_ON, INVITE),
)


def with_one(action: Action) -> Kind:
    return replace(STOPPING, actions=(*STOPPING.actions, action))


def test_a_procedure_that_stands_still_and_goes_on_is_sound() -> None:
    assert list(mistakes(STOPPING, KNOWN)) == []


def test_what_was_suspended_goes_back_to_where_it_was() -> None:
    for before in (it.AWAITING, CHECKING):
        step = take(STOPPING, "go-on", STANDING, OFFICER, {BEFORE: before.code})
        assert (step.before, step.after, step.to) == (STANDING, before, BACK)
        assert step.resumes == (REPLY,)


def test_a_state_that_one_can_only_come_back_to_cannot_be_reached() -> None:
    lost = replace(STOPPING, actions=tuple(action for action in STOPPING.actions if action is not CHECK))
    assert "visit: state checking cannot be reached" in list(mistakes(lost, KNOWN))


def test_going_back_brings_nobody_elses_limits() -> None:
    """Two states with different limits share one suspension: each goes back to its own."""
    plain = replace(STOPPING, actions=tuple(
        replace(action, meets=(REPLY,)) if action is CHECK else action for action in STOPPING.actions))
    assert not [one for one in mistakes(plain, KNOWN) if "can still run" in one]


def test_what_stands_still_may_not_be_closed_with_its_limit_running() -> None:
    lost = with_one(Action("lose", "Kết thúc", when={STANDING}, to=it.REFUSED, by=OFFICER))
    assert list(mistakes(lost, KNOWN)) == ["visit: reception.reply can still run in the closed state refused"]


@pytest.mark.parametrize(
    ("action", "mistake"),
    [
        (
            Action("more", "Thêm", when={it.AWAITING}, to=None, by=OFFICER, grants="complex"),
            "visit: action more grants complex to no limit",
        ),
        (
            Action("more", "Thêm", when={it.AWAITING}, to=None, by=OFFICER, heeds=(REPLY,)),
            "visit: reception.reply is heeded, but not counted back from a coming day",
        ),
        (
            Action("more", "Thêm", when={it.AWAITING}, to=None, by=OFFICER, heeds=("no.rule",)),
            "visit: unknown rule no.rule",
        ),
    ],
)
def test_an_extension_of_nothing_and_a_notice_for_no_day_are_named(action: Action, mistake: str) -> None:
    assert list(mistakes(with_one(action), KNOWN)) == [mistake]


def test_the_description_says_where_going_on_leads() -> None:
    plain = {one["code"]: one for one in kind_plain(STOPPING)["actions"]}  # type: ignore[attr-defined]
    assert (plain["go-on"]["to"], plain["hold"]["to"], plain["invite"]["to"]) == ("back", "standing", None)
    text = "\n".join(kind_lines(STOPPING))
    assert "go-on: Làm tiếp. Tạm dừng → giai đoạn trước đó; ai làm: reception" in text
    assert f"giữ đúng hạn {NOTICE}" in text
    arrows = [line for line in kind_dot(STOPPING) if "Làm tiếp" in line]
    assert arrows == [f'  "standing" -> "{goal}" [label="Làm tiếp"];' for goal in ("awaiting", "checking")]


def test_a_proposal_and_an_entry_are_told_beside_who_may_act() -> None:
    both = replace(INVITE, code="both", enters={"clerk"}, proposes={"handler"})
    assert both.roles == {"reception", "clerk", "handler"}
    assert "ghi bản đã ký: clerk; đề xuất: handler" in "\n".join(kind_lines(with_one(both)))


def test_what_the_law_does_not_know_yet_may_not_be_done() -> None:
    eve = date(2026, 6, 30)
    with pytest.raises(Refused) as refused:
        take(STOPPING, "invite", it.AWAITING, OFFICER, {}, eve)
    assert refused.value.reason == NOT_YET_LAW
    assert INVITE not in available(STOPPING, it.AWAITING, OFFICER, {}, eve)
    for day in (FROM, None):
        assert INVITE in available(STOPPING, it.AWAITING, OFFICER, {}, day)


def test_only_pauses_that_are_over_are_counted() -> None:
    first, second = Stopped(date(2026, 9, 21), date(2026, 10, 6), "Chờ", "12/QĐ"), Stopped(date(2026, 9, 1), date(2026, 9, 3))
    still = Stopped(date(2026, 10, 20), None)
    limit = Running(REPLY, date(2026, 8, 31), pauses=(first, second, still))
    assert closed_pauses(limit) == (
        Pause(date(2026, 9, 1), date(2026, 9, 3)), Pause(date(2026, 9, 21), date(2026, 10, 6), "Chờ", "12/QĐ"),
    )  # fmt: skip
    assert limit.paused_on == date(2026, 10, 20)
    assert replace(limit, pauses=(first,)).paused_on is None
    assert replace(limit, pauses=()).paused_on is None
    assert replace(limit, ended_on=date(2026, 10, 21)).paused_on is None


def test_going_on_without_ever_having_stopped_changes_nothing() -> None:
    # The acts are not judged here: a book that was written up may say "resumed" without a suspension.
    now = course(STOPPING, STOPPING.openings[0], FROM, [Done("go-on", date(2026, 7, 9))], RULES)
    assert (now.state, now.before) == (it.AWAITING, None)
    assert [one.pauses for one in now.limits] == [()]


def test_a_rule_that_never_began_is_nothing() -> None:
    assert course(STOPPING, STOPPING.openings[0], FROM, [], RULES).of(NOTICE) is None


def test_a_limit_of_acts_comes_to_a_receipt() -> None:
    """Its pauses that are over count; a text that reaches what runs is followed until the day it ended."""
    pause = Stopped(date(2026, 9, 21), date(2026, 10, 6), "Chờ", "12/QĐ")
    limit = Running(REPLY, date(2026, 9, 14), pauses=(pause,))
    receipt = receipt_of(limit, SHIPPED, date(2026, 10, 10))
    assert receipt == count(REPLY, date(2026, 9, 14), SHIPPED, pauses=closed_pauses(limit))
    assert receipt_of(replace(limit, ended_on=date(2026, 10, 7)), SHIPPED) == receipt
