"""The complaint at second instance (khiếu nại lần hai): Law on Complaints 33, 36 to 44, Decree 124/2020 as amended.

It rests on the first decision, or on the first limit that went by without one. A dialogue is held always; the decision
is sent in seven days and made public in fifteen; nobody can complain about it again, only go to court.
"""
from __future__ import annotations

from caseapp.cases.kinds.complaint_parts import (
    ACCEPTED,
    CARRIED_OUT,
    CLERK,
    CLOSED,
    DECIDED,
    DECLINED,
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
    excuse_delay_act,
    first_known,
    in_time,
    invited,
    limit_newly_passed,
    nominated,
    not_withdrawn,
    nothing_unsent,
    prolong_act,
    standstill_acts,
    stay_acts,
    supply_first_act,
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
    PUBLISH,
    RESOLUTION_2,
    SECOND,
    SEND_DECISION_2,
)
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

REGISTER = "KN2"

SUED = State("challenged", mark("Đã khởi kiện"), awaits="handler")

ALWAYS_TALK = ND124(28).amended_by(ND155(11))


@guard(mark("Chưa lập hội đồng tư vấn."), LKN(36, 2))
def council_sits(facts: Facts) -> bool:
    """Whether there is a council to hear."""
    return bool(facts["council"])


@guard(mark("Đã lập hội đồng tư vấn."), LKN(36, 2))
def no_council(facts: Facts) -> bool:
    """Whether a council may still be set up."""
    return not facts["council"]


@guard(mark("Chưa trưng cầu giám định, hoặc kết quả đã có."), LKN(38))
def expert_awaited(facts: Facts) -> bool:
    """Whether an expert was asked and has not answered."""
    return bool(facts["expert"])


@guard(mark("Giải quyết lần hai luôn phải đối thoại trước khi ra quyết định: chưa ghi biên bản đối thoại."), LKN(39))
def talked(facts: Facts) -> bool:
    """Whether the dialogue was held: at second instance it always is."""
    return bool(facts["talked"])


@guard(mark("Vụ việc này người giải quyết phải trực tiếp đối thoại, không giao người khác."), ALWAYS_TALK)
def may_assign_talk(facts: Facts) -> bool:
    """Whether the dialogue may be left to somebody else: not where a group complains, nor by a specialised body."""
    return not facts["talk_assigned"] or not facts["in_person"]


@guard(mark("Người được giao đối thoại chưa báo cáo kết quả cho người giải quyết."), ALWAYS_TALK)
def talk_reported(facts: Facts) -> bool:
    """Whether whoever was given the dialogue has told the resolver of it."""
    return not facts["talk_unreported"]


@guard(mark("Không có buổi đối thoại được giao nào chờ báo cáo."), ALWAYS_TALK)
def talk_unreported(facts: Facts) -> bool:
    """Whether a report on an assigned dialogue is awaited."""
    return bool(facts["talk_unreported"])


@guard(mark("Chưa công khai quyết định giải quyết lần hai."), LKN(41, 2), ended=(PUBLISH.code,))
def published(facts: Facts) -> bool:
    """Whether the decision was made public."""
    return bool(facts["published"])


@guard(mark("Đã ghi việc công khai."), LKN(41, 2))
def unpublished(facts: Facts) -> bool:
    """Whether the decision is still to be made public."""
    return not facts["published"]


@guard(mark("Chưa qua thời hạn quyết định có hiệu lực, tính từ ngày ban hành."), LKN(44, 2))
def effect_due(facts: Facts) -> bool:
    """Whether the days from the issue have gone by (KN-17)."""
    return bool(facts["effect_due"])


@guard(mark("Thời hạn giải quyết chưa qua: chưa khởi kiện được vì quá hạn."), LKN(42))
def overdue(facts: Facts) -> bool:
    """Whether the limit went by without a decision (KN-25(c))."""
    return bool(facts["past_limit"])


SECOND_COMPLAINT = Kind(
    code="complaint-2", label=mark("Khiếu nại lần hai"), citation=LKN(36, 1),
    openings=(Opening(RECEIVED, (ACCEPTANCE.code,)),),
    states=(RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED, SUSPENDED, ENDING, TERMINATED, DECIDED, SENT, SUED,
            EFFECTIVE, CARRIED_OUT, CLOSED, VOID),
    actions=(
        Action("accept", mark("Thụ lý"), when={RECEIVED}, to=ACCEPTED, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(not_withdrawn, contested, nominated, first_known(LKN(33, 1)), in_time), document=True,
               asks=("recipients",), meets=(ACCEPTANCE.code, SECOND.code), starts=(RESOLUTION_2.code,),
               citation=LKN(36, 1), form="complaint-accept"),
        Action("decline", mark("Không thụ lý"), when={RECEIVED}, to=DECLINED, by=HEAD, proposes=HANDLING, enters=CLERK,
               document=True, asks=("decline_ground", "note", "recipients"), meets=(ACCEPTANCE.code, SECOND.code),
               citation=LKN(36, 1), form="complaint-decline"),
        supply_first_act(LKN(33, 1), SECOND, "first_result"),
        excuse_delay_act(),
        Action("set-up-council", mark("Lập hội đồng tư vấn"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn, no_council), document=True, asks=("summary",),
               citation=LKN(36, 2)),
        Action("hear-council", mark("Ghi ý kiến hội đồng tư vấn"), when=ONGOING, to=None, by=OFFICE,
               only_if=(not_withdrawn, council_sits), asks=("summary",), citation=LKN(36, 2)),
        Action("assign-verification", mark("Giao xác minh"), when={ACCEPTED}, to=VERIFYING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn,), document=True, asks=("team",), citation=LKN(38),
               form="complaint-verify"),
        *work_acts(LKN(38)),
        Action("ask-expert", mark("Trưng cầu giám định"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn,), document=True, asks=("whom", "summary"), citation=LKN(38),
               form="complaint-expert"),
        Action("urge-expert", mark("Đề nghị gửi kết quả giám định"), when=ONGOING, to=None, by=OFFICE,
               only_if=(expert_awaited,), asks=("paper", "summary"), citation=LKN(38), form="complaint-expert-result"),
        Action("record-expert", mark("Ghi kết quả giám định"), when={*ONGOING, SUSPENDED}, to=None, by=OFFICE,
               only_if=(expert_awaited,), asks=("summary",), citation=LKN(38)),
        Action("report", mark("Ghi báo cáo xác minh"), when={VERIFYING}, to=REPORTED, by=HANDLING, enters=CLERK | HEAD,
               only_if=(not_withdrawn,), asks=("finding_again", "summary"), citation=LKN(38), form="complaint-report"),
        Action("invite-dialogue", mark("Mời đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn,), asks=("dialogue_on", "place", "paper"), heeds=(DIALOGUE_NOTICE.code,),
               citation=ND124(28, 1).amended_by(ND155(11))),
        Action("hold-dialogue", mark("Ghi biên bản đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn, invited, may_assign_talk), asks=("attendance", "presided", "summary"),
               citation=LKN(39), form="complaint-dialogue"),
        Action("report-dialogue", mark("Ghi báo cáo kết quả đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn, talk_unreported), asks=("summary",), citation=ALWAYS_TALK),
        prolong_act(RESOLUTION_2, LKN(37)),
        *standstill_acts(ACCEPTANCE, RESOLUTION_2, SUED),
        *stay_acts(DECIDED, SENT),
        Action("decide", mark("Ra quyết định giải quyết lần hai"), when={REPORTED}, to=DECIDED, by=HEAD,
               proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn, nothing_unsent, talked, talk_reported),
               document=True, asks=("finding_again", "outcome_again", "summary", "recipients"),
               meets=(RESOLUTION_2.code, INFORMATION.code),
               starts=(SEND_DECISION_2.code, PUBLISH.code, EFFECT.code), citation=LKN(40), form="complaint-decide-2"),
        Action("send-decision", mark("Ghi việc gửi quyết định"), when={DECIDED}, to=SENT, by=OFFICE, asks=("manner",),
               meets=(SEND_DECISION_2.code,), citation=LKN(41, 1)),
        Action("publish", mark("Ghi việc công khai quyết định"), when={DECIDED, SENT, EFFECTIVE, CARRIED_OUT}, to=None,
               by=OFFICE, only_if=(unpublished,), asks=("published_by", "summary"), meets=(PUBLISH.code,),
               citation=LKN(41, 2)),
        Action("deliver", mark("Ghi ngày người khiếu nại nhận quyết định"), when={SENT, EFFECTIVE, CARRIED_OUT},
               to=None, by=OFFICE, asks=("summary",), starts=(COURT.code,), citation=LKN(42)),
        Action("limit-passed", mark("Hết thời hạn giải quyết, chưa có quyết định"), when=ONGOING, to=None, by={MACHINE},
               only_if=(limit_newly_passed(LKN(42)),), starts=(COURT.code,), citation=LKN(42)),
        Action("sue-overdue", mark("Ghi khởi kiện vì quá hạn"), when=ONGOING, to=SUED, by=OFFICE, only_if=(overdue,),
               asks=("summary",), meets=(RESOLUTION_2.code, INFORMATION.code), citation=LKN(42)),
        Action("sue", mark("Ghi khởi kiện quyết định"), when={SENT, EFFECTIVE, CARRIED_OUT}, to=None, by=OFFICE,
               asks=("summary",), citation=LKN(42)),
        Action("take-effect", mark("Quyết định có hiệu lực"), when={SENT}, to=EFFECTIVE, by={MACHINE} | OFFICE,
               only_if=(effect_due,), meets=(EFFECT.code,), citation=LKN(44, 2)),
        Action("carry-out", mark("Ghi kết quả thi hành"), when={EFFECTIVE}, to=CARRIED_OUT, by=OFFICE,
               asks=("summary",), citation=LKN(44, 4)),
        Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={CARRIED_OUT, SUED}, to=CLOSED, by=OFFICE,
               only_if=(nothing_unsent, published), asks=("summary",), citation=LKN(43)),
        void_act(ACCEPTANCE),
    ),
)
