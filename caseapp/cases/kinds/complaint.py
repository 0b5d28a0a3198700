"""The complaint at first instance (khiếu nại lần đầu): Law on Complaints, Decree 124/2020 as amended in 2026.

The acceptance clock runs from the day the office received the petition; the resolution clock from the acceptance;
sending, effect and the second complaint from the decision and from the day it was received. Suspension stops the
resolution clock alone; the stay of the contested decision (Article 35) stops no clock at all.
"""
from __future__ import annotations

from caseapp.cases.practice import MACHINE
from caseapp.law.acts import LKN, ND124, ND155
from caseapp.law.complaints import (
    ACCEPTANCE,
    COURT,
    DIALOGUE_NOTICE,
    EFFECT,
    INFORMATION,
    REOPEN,
    RESOLUTION_1,
    SECOND,
    SEND_DECISION_1,
    SEND_SUSPENSION,
)
from caseapp.law.reception import DECREE
from caseapp.text import mark
from caseapp.workflow.kind import BACK, Action, Facts, Kind, Opening, State, guard

REGISTER = "KN"

RECEIVED = State("received", mark("Đã nhận, chờ thụ lý"), awaits="handler")
DECLINED = State("declined", mark("Không thụ lý"), final=True)
ACCEPTED = State("accepted", mark("Đã thụ lý"), awaits="handler")
VERIFYING = State("verifying", mark("Đang xác minh"), awaits="handler")
REPORTED = State("reported", mark("Đã có báo cáo xác minh"), awaits="handler")
SUSPENDED = State("suspended", mark("Tạm đình chỉ giải quyết"), awaits="handler")
ENDING = State("ending", mark("Đã đình chỉ, chờ gửi quyết định"), awaits="clerk")
TERMINATED = State("terminated", mark("Đã đình chỉ giải quyết"), final=True)
DECIDED = State("decided", mark("Đã ra quyết định, chờ gửi"), awaits="clerk")
SENT = State("sent", mark("Đã gửi quyết định"), awaits="clerk")
DELIVERED = State("delivered", mark("Người khiếu nại đã nhận quyết định"))
CHALLENGED = State("challenged", mark("Đã khiếu nại tiếp hoặc khởi kiện"), awaits="handler")
EFFECTIVE = State("effective", mark("Quyết định có hiệu lực"), awaits="handler")
CARRIED_OUT = State("carried-out", mark("Đã thi hành"), awaits="handler")
CLOSED = State("closed", mark("Đã kết thúc"), final=True)
VOID = State("void", mark("Số đã hủy"), final=True)

ONGOING = {ACCEPTED, VERIFYING, REPORTED}
BEFORE_DECISION = {RECEIVED, *ONGOING, SUSPENDED}
HEAD = {"supervisor"}
HANDLING = {"handler"}
CLERK = {"clerk"}
OFFICE = {"handler", "clerk", "supervisor"}


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


@guard(mark("Trước hết người bị khiếu nại tự kiểm tra lại quyết định, hành vi của mình: ghi kết quả tự kiểm tra."),
       LKN(29, 1))
def self_checked(facts: Facts) -> bool:
    """Whether the contested act was checked by the office itself."""
    return bool(facts["self_check"])


@guard(mark("Đã ghi kết quả tự kiểm tra."), LKN(29, 1))
def not_self_checked(facts: Facts) -> bool:
    """Whether the self-check is still to be recorded."""
    return not facts["self_check"]


@guard(mark("Chưa có báo cáo kết quả xác minh, và tự kiểm tra chưa thấy khiếu nại đúng."), LKN(29))
def verified(facts: Facts) -> bool:
    """Whether the facts are known: by the report, or because the office found the complaint right."""
    return bool(facts["reported"]) or facts["self_check"] == "right"


@guard(mark("Yêu cầu của người khiếu nại và kết quả xác minh còn khác nhau: phải đối thoại trước khi ra quyết định."),
       LKN(30, 1))
def dialogue_settled(facts: Facts) -> bool:
    """Whether the dialogue was held, or demand and result do not differ."""
    return not facts["differs"] or bool(facts["dialogue"])


@guard(mark("Đã kéo dài một lần; tổng thời hạn không thêm được nữa."), LKN(28))
def not_prolonged(facts: Facts) -> bool:
    """Whether the limit still stands at its base length."""
    return not facts["prolonged"]


@guard(mark("Thời hạn giải quyết đã qua: việc phức tạp phải xác định trước khi hết hạn."),
       ND124("3a").amended_by(ND155(2)))
def before_the_limit(facts: Facts) -> bool:
    """Whether the base limit has not gone by on the day of the act (KN-07)."""
    return not facts["past_limit"]


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


@guard(mark("Chưa qua cả hai thời hạn: ngày có hiệu lực tính từ ngày ban hành, thời hiệu khiếu nại lần hai tính từ "
            "ngày nhận."), LKN(44, 1))
def windows_passed(facts: Facts) -> bool:
    """Whether both the days from issue and the second-complaint window from receipt have gone by (example 18)."""
    return bool(facts["windows_passed"])


@guard(mark("Chưa có yêu cầu cung cấp thông tin nào chờ trả lời."), LKN(14, 1, "a"))
def answer_awaited(facts: Facts) -> bool:
    """Whether somebody was asked and has not answered."""
    return bool(facts["asked"])


@guard(mark("Thời hạn giải quyết chưa qua."), LKN(33, 1))
def limit_newly_passed(facts: Facts) -> bool:
    """Whether the resolution limit has gone by without a decision, and this was not noted yet."""
    return bool(facts["past_limit"]) and not facts["noted_passed"]


@guard(mark("Chưa ghi giấy mời đối thoại."), ND124(28, 1).amended_by(ND155(11)))
def invited(facts: Facts) -> bool:
    """Whether the sides were told in writing of time, place and content."""
    return bool(facts["invited"])


@guard(mark("Chưa có quyết định giải quyết, và thời hạn giải quyết chưa qua."), LKN(33, 1))
def challengeable(facts: Facts) -> bool:
    """Whether there is something to complain about again: a decision, or a limit that went by without one (KN-11)."""
    return bool(facts["issued"]) or bool(facts["past_limit"])


@guard(mark("Chưa ghi việc rút toàn bộ: ghi đơn hoặc biên bản rút khiếu nại trước."), LKN(10))
def withdrawal_recorded(facts: Facts) -> bool:
    """Whether the paper that a termination for withdrawal rests on is there."""
    return facts["ground"] != "withdrawn" or bool(facts["withdrawn"])


COMPLAINT = Kind(
    code="complaint", label=mark("Khiếu nại lần đầu"), citation=LKN(27),
    openings=(Opening(RECEIVED, (ACCEPTANCE.code,)),),
    states=(RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED, SUSPENDED, ENDING, TERMINATED, DECIDED, SENT, DELIVERED,
            CHALLENGED, EFFECTIVE, CARRIED_OUT, CLOSED, VOID),
    actions=(
        Action("accept", mark("Thụ lý"), when={RECEIVED}, to=ACCEPTED, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(not_withdrawn, contested, nominated), document=True, asks=("recipients",),
               meets=(ACCEPTANCE.code,), starts=(RESOLUTION_1.code,), citation=LKN(27), form="complaint-accept"),
        Action("decline", mark("Không thụ lý"), when={RECEIVED}, to=DECLINED, by=HEAD, proposes=HANDLING, enters=CLERK,
               document=True, asks=("decline_ground", "note", "recipients"), meets=(ACCEPTANCE.code,), citation=LKN(27),
               form="complaint-decline"),
        Action("self-check", mark("Ghi kết quả tự kiểm tra"), when={ACCEPTED}, to=None, by=HANDLING | HEAD,
               enters=CLERK, only_if=(not_withdrawn, not_self_checked), asks=("self_check", "summary"),
               citation=LKN(29, 1)),
        Action("assign-verification", mark("Giao xác minh"), when={ACCEPTED}, to=VERIFYING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn, self_checked), document=True, asks=("team",), citation=LKN(29, 2),
               form="complaint-verify"),
        Action("record-work", mark("Ghi buổi làm việc"), when=ONGOING, to=None, by=OFFICE, asks=("subject", "summary"),
               citation=LKN(29), form="complaint-minutes"),
        Action("ask-information", mark("Yêu cầu cung cấp thông tin"), when=ONGOING, to=None, by=OFFICE,
               asks=("whom", "summary", "paper"), starts=(INFORMATION.code,), citation=LKN(14, 1, "a"),
               form="complaint-ask"),
        Action("record-answer", mark("Ghi nhận trả lời"), when={*ONGOING, SUSPENDED}, to=None, by=OFFICE,
               only_if=(answer_awaited,), asks=("summary",), meets=(INFORMATION.code,), citation=LKN(14, 1, "a")),
        Action("report", mark("Ghi báo cáo xác minh"), when={VERIFYING}, to=REPORTED, by=HANDLING, enters=CLERK | HEAD,
               only_if=(not_withdrawn,), asks=("finding", "differs", "summary"), citation=LKN(29, 4),
               form="complaint-report"),
        Action("invite-dialogue", mark("Mời đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn,), asks=("dialogue_on", "place", "paper"), heeds=(DIALOGUE_NOTICE.code,),
               citation=ND124(28, 1).amended_by(ND155(11))),
        Action("hold-dialogue", mark("Ghi biên bản đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn, invited), asks=("attendance", "differs", "summary"), citation=LKN(30),
               form="complaint-dialogue"),
        Action("prolong", mark("Kéo dài vì phức tạp"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(not_withdrawn, not_prolonged, before_the_limit), document=True, asks=("criteria", "summary"),
               extends=(RESOLUTION_1.code,), grants="complex", citation=LKN(28)),
        Action("suspend", mark("Tạm đình chỉ giải quyết"), when=ONGOING, to=SUSPENDED, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn, nothing_unsent), document=True,
               asks=("suspend_ground", "note", "recipients"), pauses=(RESOLUTION_1.code,),
               starts=(SEND_SUSPENSION.code,), since=DECREE, citation=ND124("28a").amended_by(ND155(12)),
               form="complaint-suspend"),
        Action("resume", mark("Tiếp tục giải quyết"), when={SUSPENDED}, to=BACK, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(nothing_unsent,), document=True, asks=("note", "recipients"),
               resumes=(RESOLUTION_1.code,), starts=(SEND_SUSPENSION.code,), since=DECREE,
               citation=ND124("28b", 2).amended_by(ND155(12)), form="complaint-resume"),
        Action("send-suspension", mark("Ghi việc gửi quyết định"), when={*ONGOING, SUSPENDED, CHALLENGED},
               to=None, by=OFFICE, only_if=(something_unsent,), asks=("manner", "received_on"),
               meets=(SEND_SUSPENSION.code,), citation=ND155(12)),
        Action("withdraw", mark("Ghi rút khiếu nại"), when=BEFORE_DECISION, to=None, by=OFFICE,
               only_if=(something_left,), asks=("part", "withdrawn_by", "summary"), citation=LKN(10)),
        Action("set-aside-withdrawal", mark("Ghi rút vì bị đe dọa, cưỡng ép"), when=BEFORE_DECISION, to=None, by=OFFICE,
               only_if=(something_withdrawn,), asks=("summary",), since=DECREE, citation=LKN(10)),
        Action("terminate", mark("Đình chỉ giải quyết"), when=BEFORE_DECISION, to=ENDING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(nothing_unsent, withdrawal_recorded), document=True,
               asks=("terminate_ground", "note", "recipients"),
               meets=(ACCEPTANCE.code, RESOLUTION_1.code, INFORMATION.code), starts=(SEND_SUSPENSION.code,),
               citation=ND124("28b", 1).amended_by(ND155(12)), form="complaint-terminate"),
        Action("send-termination", mark("Ghi việc gửi quyết định đình chỉ"), when={ENDING}, to=TERMINATED, by=OFFICE,
               asks=("manner", "received_on"), meets=(SEND_SUSPENSION.code,), starts=(REOPEN.code,),
               citation=ND155(12)),
        Action("stay", mark("Tạm đình chỉ thi hành quyết định bị khiếu nại"), when={*ONGOING, SUSPENDED}, to=None,
               by=HEAD, proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn, not_stayed), document=True,
               asks=("summary", "recipients"), citation=LKN(35), form="complaint-stay"),
        Action("lift-stay", mark("Hủy bỏ tạm đình chỉ thi hành"),
               when={*ONGOING, SUSPENDED, ENDING, DECIDED, SENT, DELIVERED}, to=None, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(stayed,), document=True, asks=("summary", "recipients"), citation=LKN(35),
               form="complaint-lift"),
        Action("decide", mark("Ra quyết định giải quyết"), when={ACCEPTED, REPORTED}, to=DECIDED, by=HEAD,
               proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn, nothing_unsent, verified, dialogue_settled),
               document=True, asks=("finding", "disposition", "summary", "recipients"),
               meets=(RESOLUTION_1.code, INFORMATION.code), starts=(SEND_DECISION_1.code, EFFECT.code),
               citation=LKN(31), form="complaint-decide"),
        Action("send-decision", mark("Ghi việc gửi quyết định"), when={DECIDED}, to=SENT, by=OFFICE, asks=("manner",),
               meets=(SEND_DECISION_1.code,), citation=LKN(32)),
        Action("deliver", mark("Ghi ngày người khiếu nại nhận quyết định"), when={SENT, DELIVERED}, to=DELIVERED,
               by=OFFICE, asks=("summary",), starts=(SECOND.code, COURT.code), citation=LKN(33, 1)),
        Action("limit-passed", mark("Hết thời hạn giải quyết, chưa có quyết định"), when=ONGOING, to=None, by={MACHINE},
               only_if=(limit_newly_passed,), starts=(SECOND.code, COURT.code), citation=LKN(33, 1)),
        Action("challenge", mark("Ghi khiếu nại lần hai hoặc khởi kiện"), when={*ONGOING, SENT, DELIVERED},
               to=CHALLENGED, by=OFFICE, only_if=(challengeable,), asks=("challenge", "summary"),
               meets=(RESOLUTION_1.code, INFORMATION.code, SECOND.code, EFFECT.code), citation=LKN(33)),
        Action("take-effect", mark("Quyết định có hiệu lực"), when={DELIVERED}, to=EFFECTIVE, by={MACHINE} | OFFICE,
               only_if=(windows_passed,), meets=(EFFECT.code, SECOND.code), citation=LKN(44, 1)),
        Action("carry-out", mark("Ghi kết quả thi hành"), when={EFFECTIVE}, to=CARRIED_OUT, by=OFFICE,
               asks=("summary",), citation=LKN(44, 4)),
        Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={CARRIED_OUT, CHALLENGED}, to=CLOSED, by=OFFICE,
               only_if=(nothing_unsent,), asks=("summary",), citation=LKN(34)),
        Action("void", mark("Hủy số"), when={RECEIVED}, to=VOID, by={"reception"} | OFFICE, asks=("reason",),
               meets=(ACCEPTANCE.code,)),
    ),
)
