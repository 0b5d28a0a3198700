"""The visit (lượt tiếp công dân): Law on Reception of Citizens 42/2013, Articles 9, 25–28; Decree 154/2026.

A visit whose matter is taken in waits for one of the four answers of Article 28(1), which the notice that a complaint
is accepted or not accepted gives as well; a refusal under Article 9(3) or Decree 154 Article 4(1)(h) waits for the
head's signature on form 01/TCD; all others end at the counter.
"""
from __future__ import annotations

from caseapp.law.acts import LTC, LTCD
from caseapp.law.forms import REFUSAL_FORM
from caseapp.law.reception import FOLLOW_UP, REFUSAL_NOTICE, REPLY
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

AWAITING = State("awaiting", mark("Chờ báo kết quả"), awaits="handler")
PROLONGED = State("prolonged", mark("Kéo dài, đã hẹn ngày báo"), awaits="handler")
SIGNING = State("signing", mark("Chờ ký thông báo từ chối"), awaits="supervisor")
DONE = State("done", mark("Đã xong"), rests=True)
REFUSED = State("refused", mark("Đã từ chối tiếp"), rests=True)
VOID = State("void", mark("Số đã hủy"), final=True)
WAITING = {AWAITING, PROLONGED}
# Done and refused visits can still be corrected, cancelled and handed over.
KEPT = {AWAITING, PROLONGED, SIGNING, DONE, REFUSED}
TAKEN_IN = Opening(AWAITING, (REPLY.code,))
REFUSED_IN_WRITING = Opening(SIGNING, (REFUSAL_NOTICE.code,))
SETTLED = Opening(DONE)
REFUSED_ALOUD = Opening(REFUSED)
ANSWERING = {"reception", "handler", "clerk", "supervisor"}


@guard(mark("Chỉ lượt tiếp tố cáo có phong bì niêm phong."))
def sealed(facts: Facts) -> bool:
    """Whether the visit is a denunciation."""
    return bool(facts["sealed"])


@guard(mark("Lượt tiếp này đã ở sổ tố cáo."))
def not_sealed(facts: Facts) -> bool:
    """Whether the visit is an ordinary one."""
    return not facts["sealed"]


@guard(mark("Tin báo không có người để báo kéo dài."))
def somebody_to_tell(facts: Facts) -> bool:
    """Whether the office knows who came: of information nobody is told anything (LTC 25)."""
    return not facts["information"]


@guard(mark("Phong bì đã có người giữ ký nhận."))
def not_in_custody(facts: Facts) -> bool:
    """Whether nobody has signed for the envelope yet."""
    return not facts["in_custody"]


@guard(mark("Chưa ghi số phong bì. Sửa lượt tiếp để ghi trước khi ký nhận."))
def has_envelope(facts: Facts) -> bool:
    """Whether the envelope has its number."""
    return bool(facts["envelope"])


@guard(mark("Chỉ đơn khiếu nại mở vụ việc."))
def complains(facts: Facts) -> bool:
    """Whether the visit is about a complaint."""
    return bool(facts["complaint"])


@guard(mark("Đơn của lượt này đã ở trong một vụ việc."))
def not_in_case(facts: Facts) -> bool:
    """Whether no petition of the visit lies in a case yet."""
    return not facts["in_case"]


VISIT = Kind(
    code="visit", label=mark("Lượt tiếp công dân"), citation=LTCD(25),
    openings=(TAKEN_IN, REFUSED_IN_WRITING, SETTLED, REFUSED_ALOUD),
    states=(AWAITING, PROLONGED, SIGNING, DONE, REFUSED, VOID),
    actions=(
        Action("notify", mark("Báo kết quả"), when=WAITING, to=DONE, by=ANSWERING,
               asks=("result", "manner", "given_on", "given_by", "document"),
               meets=(REPLY.code, FOLLOW_UP.code), citation=LTCD(28, 1)),
        Action("prolong", mark("Báo kéo dài"), when=WAITING, to=PROLONGED, by=ANSWERING, only_if=(somebody_to_tell,),
               asks=("manner", "given_on", "given_by", "follow_up_on", "document"),
               meets=(REPLY.code, FOLLOW_UP.code), starts=(FOLLOW_UP.code,), citation=LTCD(28, 1)),
        Action("take-petition", mark("Tiếp nhận đơn, mở vụ việc"), when=WAITING, to=None, by=ANSWERING,
               only_if=(complains, not_in_case),
               asks=("received_on", "respondent", "contested", "contested_paper", "dated_on", "joins"),
               citation=LTCD(25)),
        Action("sign-refusal", mark("Ký, gửi thông báo từ chối"), when={SIGNING}, to=REFUSED, by={"supervisor"},
               asks=("document", "given_on", "given_by"), meets=(REFUSAL_NOTICE.code,),
               citation=REFUSAL_FORM.citation, form=REFUSAL_FORM.number),
        Action("take-custody", mark("Ký nhận phong bì"), when=KEPT, to=None, by={"custodian"},
               only_if=(sealed, has_envelope, not_in_custody), citation=LTC(56, 2)),
        Action("correct", mark("Sửa"), when=KEPT, to=None, by={"reception", "supervisor"}),
        Action("seal", mark("Chuyển sang sổ tố cáo"), when=KEPT, to=VOID, by={"reception", "supervisor"},
               only_if=(not_sealed,), asks=("denunciation",), meets=(REPLY.code, FOLLOW_UP.code, REFUSAL_NOTICE.code),
               citation=LTC(9, 1, "b")),
        Action("void", mark("Hủy số"), when=KEPT, to=VOID, by={"reception", "supervisor"}, asks=("reason",),
               meets=(REPLY.code, FOLLOW_UP.code, REFUSAL_NOTICE.code)),
    ),
)
