"""What complaints of every kind share: states, who acts, what guards say, the acts beside the straight way.

Suspension stops the resolution clock alone; the stay of the contested decision (Article 35) stops no clock at all.
"""
from __future__ import annotations

from typing import Final

from caseapp.law.acts import LKN, ND124, ND155, Citation
from caseapp.law.complaints import INFORMATION, REOPEN, SEND_SUSPENSION
from caseapp.law.limits import Limit
from caseapp.law.reception import DECREE
from caseapp.text import mark
from caseapp.workflow.kind import BACK, Action, Facts, Guard, State, guard

RECEIVED: Final = State("received", mark("Đã nhận, chờ thụ lý"), awaits="handler")
DECLINED: Final = State("declined", mark("Không thụ lý"), final=True)
ACCEPTED: Final = State("accepted", mark("Đã thụ lý"), awaits="handler")
VERIFYING: Final = State("verifying", mark("Đang xác minh"), awaits="handler")
REPORTED: Final = State("reported", mark("Đã có báo cáo xác minh"), awaits="handler")
SUSPENDED: Final = State("suspended", mark("Tạm đình chỉ giải quyết"), awaits="handler")
ENDING: Final = State("ending", mark("Đã đình chỉ, chờ gửi quyết định"), awaits="clerk")
TERMINATED: Final = State("terminated", mark("Đã đình chỉ giải quyết"), final=True)
DECIDED: Final = State("decided", mark("Đã ra quyết định, chờ gửi"), awaits="clerk")
SENT: Final = State("sent", mark("Đã gửi quyết định"), awaits="clerk")
DELIVERED: Final = State("delivered", mark("Người khiếu nại đã nhận quyết định"))
CHALLENGED: Final = State("challenged", mark("Đã khiếu nại tiếp hoặc khởi kiện"), awaits="handler")
EFFECTIVE: Final = State("effective", mark("Quyết định có hiệu lực"), awaits="handler")
CARRIED_OUT: Final = State("carried-out", mark("Đã thi hành"), awaits="handler")
CLOSED: Final = State("closed", mark("Đã kết thúc"), final=True)
VOID: Final = State("void", mark("Số đã hủy"), final=True)

ONGOING: Final = {ACCEPTED, VERIFYING, REPORTED}
BEFORE_DECISION: Final = {RECEIVED, *ONGOING, SUSPENDED}
HEAD: Final = {"supervisor"}
HANDLING: Final = {"handler"}
CLERK: Final = {"clerk"}
OFFICE: Final = {"handler", "clerk", "supervisor"}


@guard(mark("Chưa ghi người bị khiếu nại và quyết định, hành vi bị khiếu nại. Bổ sung ở “Sửa nội dung vụ việc”."),
       LKN(8))
def contested(facts: Facts) -> bool:
    """Whether it is known what is complained about, and against whom."""
    return bool(facts["contested"])


@guard(mark("Nhiều người khiếu nại: thiếu văn bản cử người đại diện có chữ ký của mọi người."), ND155(10))
def nominated(facts: Facts) -> bool:
    """Whether a group named its representatives (GR-03)."""
    return bool(facts["nominated"])


@guard(mark("Người khiếu nại đã rút toàn bộ: chỉ còn ra quyết định đình chỉ."), LKN(10))
def not_withdrawn(facts: Facts) -> bool:
    """Whether something of the complaint is left."""
    return not facts["withdrawn"]


@guard(mark("Người khiếu nại đã rút toàn bộ rồi."), LKN(10))
def something_left(facts: Facts) -> bool:
    """Whether there is still something to withdraw."""
    return not facts["withdrawn"]


@guard(mark("Chưa ghi việc rút nào còn giá trị."), LKN(10))
def something_withdrawn(facts: Facts) -> bool:
    """Whether a withdrawal stands that may have been forced (KN-24)."""
    return bool(facts["withdrawal"])


@guard(mark("Chưa ghi việc rút toàn bộ: ghi đơn hoặc biên bản rút khiếu nại trước."), LKN(10))
def withdrawal_recorded(facts: Facts) -> bool:
    """Whether the paper that a termination for withdrawal rests on is there."""
    return facts["ground"] != "withdrawn" or bool(facts["withdrawn"])


def not_prolonged(citation: Citation) -> Guard:
    """Whether the limit still stands at its base length; each kind has its article for it."""

    @guard(mark("Đã kéo dài một lần; tổng thời hạn không thêm được nữa."), citation)
    def _not_prolonged(facts: Facts) -> bool:
        return not facts["prolonged"]

    return _not_prolonged


@guard(mark("Thời hạn giải quyết đã qua: việc phức tạp phải xác định trước khi hết hạn."),
       ND124("3a").amended_by(ND155(2)))
def before_the_limit(facts: Facts) -> bool:
    """Whether the base limit has not gone by on the day of the act (KN-07)."""
    return not facts["past_limit"]


def limit_newly_passed(citation: Citation) -> Guard:
    """Whether the resolution limit has gone by without a decision, and this was not noted yet."""

    @guard(mark("Thời hạn giải quyết chưa qua."), citation)
    def _limit_newly_passed(facts: Facts) -> bool:
        return bool(facts["past_limit"]) and not facts["noted_passed"]

    return _limit_newly_passed


@guard(mark("Quyết định trước chưa ghi ngày gửi. Ghi việc gửi rồi làm tiếp."), ND155(12), ended=(SEND_SUSPENSION.code,))
def nothing_unsent(facts: Facts) -> bool:
    """Whether every suspension paper that was issued was sent."""
    return not facts["unsent"]


@guard(mark("Không có quyết định tạm đình chỉ, tiếp tục hoặc đình chỉ nào chờ gửi."), ND155(12))
def something_unsent(facts: Facts) -> bool:
    """Whether a suspension paper waits to be sent."""
    return bool(facts["unsent"])


@guard(mark("Quyết định bị khiếu nại đang được tạm đình chỉ thi hành."), LKN(35))
def not_stayed(facts: Facts) -> bool:
    """Whether the contested decision is in force as it was."""
    return not facts["stayed"]


@guard(mark("Quyết định bị khiếu nại không bị tạm đình chỉ thi hành."), LKN(35))
def stayed(facts: Facts) -> bool:
    """Whether the contested decision is stayed."""
    return bool(facts["stayed"])


@guard(mark("Chưa có yêu cầu cung cấp thông tin nào chờ trả lời."), LKN(14, 1, "a"))
def answer_awaited(facts: Facts) -> bool:
    """Whether somebody was asked and has not answered."""
    return bool(facts["asked"])


@guard(mark("Chưa ghi giấy mời đối thoại."), ND124(28, 1).amended_by(ND155(11)))
def invited(facts: Facts) -> bool:
    """Whether the sides were told in writing of time, place and content."""
    return bool(facts["invited"])


@guard(mark("Đã quá thời hạn khiếu nại và chưa ghi lý do chính đáng nào: không thụ lý."), LKN(11, 6))
def in_time(facts: Facts) -> bool:
    """Whether it came in time, or with a good reason for its delay (KN-11, KL-01, KL-02)."""
    return bool(facts["in_time"])


@guard(mark("Khiếu nại còn trong thời hạn, hoặc đã ghi lý do chính đáng."), LKN(11, 6))
def late(facts: Facts) -> bool:
    """Whether there is a delay to excuse."""
    return not facts["in_time"]


def first_known(citation: Citation) -> Guard:
    """Whether there is something to complain about again (KN-11); each kind has its article for it."""

    @guard(mark("Chưa ghi quyết định giải quyết lần đầu, hoặc việc quá thời hạn mà không có quyết định."), citation)
    def _first_known(facts: Facts) -> bool:
        return bool(facts["first_known"])

    return _first_known


def supply_first_act(citation: Citation, window: Limit, *asks: str) -> Action:
    """What came of the first instance: ``window`` to complain again runs from it, and before it nothing is accepted."""

    @guard(mark("Đã ghi kết quả giải quyết lần đầu."), citation)
    def _first_unknown(facts: Facts) -> bool:
        return not facts["first_known"]

    return Action("supply-first", mark("Ghi kết quả giải quyết lần đầu"), when={RECEIVED}, to=None,
                  by={"reception"} | OFFICE, only_if=(_first_unknown,), asks=(*asks, "first_on", "paper", "summary"),
                  starts=(window.code,), citation=citation)


def excuse_delay_act() -> Action:
    """Why somebody complains later than the law allows: the time of an obstacle is not counted (LKN 9)."""
    return Action("excuse-delay", mark("Ghi lý do nộp muộn"), when={RECEIVED}, to=None, by=OFFICE, only_if=(late,),
                  asks=("delay_excuse", "summary"), citation=LKN(11, 6))


def work_acts(verifying: Citation) -> tuple[Action, ...]:
    """Work sessions, questions to whoever knows, their answers; ``verifying``: the article on verification."""
    return (
        Action("record-work", mark("Ghi buổi làm việc"), when=ONGOING, to=None, by=OFFICE, asks=("subject", "summary"),
               citation=verifying, form="complaint-minutes"),
        Action("ask-information", mark("Yêu cầu cung cấp thông tin"), when=ONGOING, to=None, by=OFFICE,
               asks=("whom", "summary", "paper"), starts=(INFORMATION.code,), citation=LKN(14, 1, "a"),
               form="complaint-ask"),
        Action("record-answer", mark("Ghi nhận trả lời"), when={*ONGOING, SUSPENDED}, to=None, by=OFFICE,
               only_if=(answer_awaited,), asks=("summary",), meets=(INFORMATION.code,), citation=LKN(14, 1, "a")),
    )


def standstill_acts(acceptance: Limit, resolution: Limit, *ended: State) -> tuple[Action, ...]:
    """Suspending and going on, withdrawing, terminating; ``ended``: states in which a paper of these may lie unsent."""
    return (
        Action("suspend", mark("Tạm đình chỉ giải quyết"), when=ONGOING, to=SUSPENDED, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn, nothing_unsent), document=True,
               asks=("suspend_ground", "note", "recipients"), pauses=(resolution.code,),
               starts=(SEND_SUSPENSION.code,), since=DECREE, citation=ND124("28a").amended_by(ND155(12)),
               form="complaint-suspend"),
        Action("resume", mark("Tiếp tục giải quyết"), when={SUSPENDED}, to=BACK, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(nothing_unsent,), document=True, asks=("note", "recipients"),
               resumes=(resolution.code,), starts=(SEND_SUSPENSION.code,), since=DECREE,
               citation=ND124("28b", 2).amended_by(ND155(12)), form="complaint-resume"),
        Action("send-suspension", mark("Ghi việc gửi quyết định"), when={*ONGOING, SUSPENDED, *ended},
               to=None, by=OFFICE, only_if=(something_unsent,), asks=("manner", "received_on"),
               meets=(SEND_SUSPENSION.code,), citation=ND155(12)),
        Action("withdraw", mark("Ghi rút khiếu nại"), when=BEFORE_DECISION, to=None, by=OFFICE,
               only_if=(something_left,), asks=("part", "withdrawn_by", "summary"), citation=LKN(10)),
        Action("set-aside-withdrawal", mark("Ghi rút vì bị đe dọa, cưỡng ép"), when=BEFORE_DECISION, to=None, by=OFFICE,
               only_if=(something_withdrawn,), asks=("summary",), since=DECREE, citation=LKN(10)),
        Action("terminate", mark("Đình chỉ giải quyết"), when=BEFORE_DECISION, to=ENDING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(nothing_unsent, withdrawal_recorded), document=True,
               asks=("terminate_ground", "note", "recipients"),
               meets=(acceptance.code, resolution.code, INFORMATION.code), starts=(SEND_SUSPENSION.code,),
               citation=ND124("28b", 1).amended_by(ND155(12)), form="complaint-terminate"),
        Action("send-termination", mark("Ghi việc gửi quyết định đình chỉ"), when={ENDING}, to=TERMINATED, by=OFFICE,
               asks=("manner", "received_on"), meets=(SEND_SUSPENSION.code,), starts=(REOPEN.code,),
               citation=ND155(12)),
    )


def stay_acts(*issued: State) -> tuple[Action, ...]:
    """The stay of the contested decision and its end; ``issued``: states after the decision on the complaint."""
    return (
        Action("stay", mark("Tạm đình chỉ thi hành quyết định bị khiếu nại"), when={*ONGOING, SUSPENDED}, to=None,
               by=HEAD, proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn, not_stayed), document=True,
               asks=("summary", "recipients"), citation=LKN(35), form="complaint-stay"),
        Action("lift-stay", mark("Hủy bỏ tạm đình chỉ thi hành"), when={*ONGOING, SUSPENDED, ENDING, *issued}, to=None,
               by=HEAD, proposes=HANDLING, enters=CLERK, only_if=(stayed,), document=True,
               asks=("summary", "recipients"), citation=LKN(35), form="complaint-lift"),
    )


def prolong_act(resolution: Limit, citation: Citation) -> Action:
    """One longer limit for what is complex (KN-07); ``citation``: the article that holds both lengths."""
    return Action(
        "prolong", mark("Kéo dài vì phức tạp"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING, enters=CLERK,
        only_if=(not_withdrawn, not_prolonged(citation), before_the_limit), document=True, asks=("criteria", "summary"),
        extends=(resolution.code,), grants="complex", citation=citation)


def void_act(acceptance: Limit) -> Action:
    """A number taken by mistake, before anybody relied on it."""
    return Action("void", mark("Hủy số"), when={RECEIVED}, to=VOID, by={"reception"} | OFFICE, asks=("reason",),
                  meets=(acceptance.code,))
