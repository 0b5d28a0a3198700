"""The complaint at first instance (khiếu nại lần đầu): Law on Complaints, Decree 124/2020 as amended in 2026.

The acceptance clock runs from the day the office received the petition; the resolution clock from the acceptance;
sending, effect and the second complaint from the decision and from the day it was received.
"""
from __future__ import annotations

from caseapp.cases.kinds.complaint_parts import (
    ACCEPTED,
    BEFORE_DECISION,
    CARRIED_OUT,
    CHALLENGED,
    CLERK,
    CLOSED,
    DECIDED,
    DECLINED,
    DELIVERED,
    EFFECTIVE,
    ENDING,
    HANDLING,
    HEAD,
    OFFICE,
    ONGOING,
    RECEIVED,
    REPORTED,
    SENT,
    SUSPENDED,
    TERMINATED,
    VERIFYING,
    VOID,
    contested,
    invited,
    limit_newly_passed,
    nominated,
    not_withdrawn,
    nothing_unsent,
    prolong_act,
    standstill_acts,
    stay_acts,
    void_act,
    work_acts,
)
from caseapp.cases.practice import MACHINE
from caseapp.law.acts import LKN, ND124, ND155
from caseapp.law.complaints import (
    ACCEPTANCE,
    COURT,
    DIALOGUE_NOTICE,
    EFFECT,
    INFORMATION,
    RESOLUTION_1,
    SECOND,
    SEND_DECISION_1,
)
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, guard

__all__ = ["ACCEPTED", "BEFORE_DECISION", "CLOSED", "COMPLAINT", "RECEIVED", "REGISTER", "REPORTED", "SUSPENDED",
           "VERIFYING", "VOID"]

REGISTER = "KN"


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


@guard(mark("Chưa qua cả hai thời hạn: ngày có hiệu lực tính từ ngày ban hành, thời hiệu khiếu nại lần hai tính từ "
            "ngày nhận."), LKN(44, 1))
def windows_passed(facts: Facts) -> bool:
    """Whether both the days from issue and the second-complaint window from receipt have gone by (example 18)."""
    return bool(facts["windows_passed"])


@guard(mark("Chưa có quyết định giải quyết, và thời hạn giải quyết chưa qua."), LKN(33, 1))
def challengeable(facts: Facts) -> bool:
    """Whether there is something to complain about again: a decision, or a limit that went by without one (KN-11)."""
    return bool(facts["issued"]) or bool(facts["past_limit"])


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
        *work_acts(LKN(29)),
        Action("report", mark("Ghi báo cáo xác minh"), when={VERIFYING}, to=REPORTED, by=HANDLING, enters=CLERK | HEAD,
               only_if=(not_withdrawn,), asks=("finding", "differs", "summary"), citation=LKN(29, 4),
               form="complaint-report"),
        Action("invite-dialogue", mark("Mời đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn,), asks=("dialogue_on", "place", "paper"), heeds=(DIALOGUE_NOTICE.code,),
               citation=ND124(28, 1).amended_by(ND155(11))),
        Action("hold-dialogue", mark("Ghi biên bản đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn, invited), asks=("attendance", "differs", "summary"), citation=LKN(30),
               form="complaint-dialogue"),
        prolong_act(RESOLUTION_1, LKN(28)),
        *standstill_acts(ACCEPTANCE, RESOLUTION_1, CHALLENGED),
        *stay_acts(DECIDED, SENT, DELIVERED),
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
               only_if=(limit_newly_passed(LKN(33, 1)),), starts=(SECOND.code, COURT.code), citation=LKN(33, 1)),
        Action("challenge", mark("Ghi khiếu nại lần hai hoặc khởi kiện"), when={*ONGOING, SENT, DELIVERED},
               to=CHALLENGED, by=OFFICE, only_if=(challengeable,), asks=("challenge", "summary"),
               meets=(RESOLUTION_1.code, INFORMATION.code, SECOND.code, EFFECT.code), citation=LKN(33)),
        Action("take-effect", mark("Quyết định có hiệu lực"), when={DELIVERED}, to=EFFECTIVE, by={MACHINE} | OFFICE,
               only_if=(windows_passed,), meets=(EFFECT.code, SECOND.code), citation=LKN(44, 1)),
        Action("carry-out", mark("Ghi kết quả thi hành"), when={EFFECTIVE}, to=CARRIED_OUT, by=OFFICE,
               asks=("summary",), citation=LKN(44, 4)),
        Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={CARRIED_OUT, CHALLENGED}, to=CLOSED, by=OFFICE,
               only_if=(nothing_unsent,), asks=("summary",), citation=LKN(34)),
        void_act(ACCEPTANCE),
    ),
)
