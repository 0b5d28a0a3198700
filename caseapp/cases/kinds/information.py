"""Information with the content of a denunciation (thông tin có nội dung tố cáo): Law on Denunciations, Articles 25, 26.

Nobody is there to be told and no limit of a denunciation runs; only whoever forwarded it is answered.
"""
from __future__ import annotations

from caseapp.cases.kinds.denunciation_guards import still_owed
from caseapp.cases.kinds.denunciation_protection import at_any_stage
from caseapp.cases.kinds.denunciation_states import CLERK, HANDLING, HEAD, OFFICE
from caseapp.law.acts import LTC, ND31
from caseapp.law.denunciations import PRESS_REPLY
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

REGISTER = "TTTC"

RECEIVED = State("received", mark("Đã nhận, chờ xem xét"), awaits="handler")
FORWARDED = State("forwarded", mark("Đã nhận từ nơi chuyển đến, chờ xem xét"), awaits="handler")
INSPECTING = State("inspecting", mark("Đang thanh tra, kiểm tra"), awaits="handler")
INSPECTED = State("inspected", mark("Đã có kết quả thanh tra, kiểm tra"), awaits="handler")
PASSED_ON = State("passed-on", mark("Đã chuyển nơi có thẩm quyền"), awaits="handler")
FILED = State("filed", mark("Đã xếp lưu"), awaits="handler")
CLOSED = State("closed", mark("Đã kết thúc"), final=True)
VOID = State("void", mark("Số đã hủy"), final=True)

NEW = {RECEIVED, FORWARDED}
OPEN = {RECEIVED, FORWARDED, INSPECTING, INSPECTED, PASSED_ON, FILED}


@guard(mark("Chưa ghi thông tin có rõ người vi phạm, chứng cứ và kiểm tra được hay không."), LTC(25, 2))
def assessed(facts: Facts) -> bool:
    """Whether somebody judged what the information is worth."""
    return facts["evidence"] is not None


@guard(mark("Thông tin không rõ, không kiểm tra được thì xếp lưu."), LTC(25, 2))
def can_be_checked(facts: Facts) -> bool:
    """Whether it names who did wrong, with evidence that can be checked."""
    return facts["evidence"] == "clear"


@guard(mark("Thông tin rõ, kiểm tra được thì phải thanh tra, kiểm tra hoặc chuyển, không xếp lưu."), LTC(25, 2))
def cannot_be_checked(facts: Facts) -> bool:
    """Whether nothing can be done with it."""
    return facts["evidence"] == "unclear"


@guard(mark("Chưa trả lời nơi đã chuyển thông tin đến."), LTC(26, 2), ended=(PRESS_REPLY.code,))
def forwarder_answered(facts: Facts) -> bool:
    """Whether whoever forwarded it was answered."""
    return PRESS_REPLY.code not in facts["running"]      # type: ignore[operator]


INFORMATION = Kind(
    code="information", label=mark("Thông tin có nội dung tố cáo"), citation=LTC(25),
    openings=(Opening(RECEIVED), Opening(FORWARDED, (PRESS_REPLY.code,))),
    states=(RECEIVED, FORWARDED, INSPECTING, INSPECTED, PASSED_ON, FILED, CLOSED, VOID),
    actions=(
        Action("assess", mark("Xem xét thông tin"), when=NEW, to=None, by=OFFICE,
               asks=("irregular", "evidence", "note"), citation=LTC(25, 2)),
        Action("inspect", mark("Thanh tra, kiểm tra"), when=NEW, to=INSPECTING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(assessed, can_be_checked), document=True, asks=("team", "summary"),
               citation=ND31(20)),
        Action("record-findings", mark("Ghi kết quả thanh tra, kiểm tra"), when={INSPECTING}, to=INSPECTED, by=OFFICE,
               asks=("summary",), citation=ND31(20)),
        Action("pass-on", mark("Chuyển nơi có thẩm quyền"), when=NEW, to=PASSED_ON, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(assessed, can_be_checked), document=True, asks=("body", "summary"),
               citation=LTC(25, 2)),
        Action("file", mark("Xếp lưu"), when=NEW, to=FILED, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(assessed, cannot_be_checked), asks=("note",), citation=LTC(25, 1)),
        Action("answer-forwarder", mark("Trả lời nơi chuyển thông tin đến"), when=OPEN - {RECEIVED}, to=None, by=HEAD,
               proposes=HANDLING, enters=CLERK,
               only_if=(still_owed(PRESS_REPLY.code, mark("Không còn phải trả lời nơi chuyển đến."), LTC(26, 2)),),
               document=True, asks=("summary",), meets=(PRESS_REPLY.code,), citation=LTC(26, 2)),
        Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={INSPECTED, PASSED_ON, FILED}, to=CLOSED, by=OFFICE,
               only_if=(forwarder_answered,), asks=("note",), citation=ND31(20)),
        Action("void", mark("Hủy số"), when=NEW, to=VOID, by={"reception"} | OFFICE, asks=("reason",),
               meets=(PRESS_REPLY.code,)),
        *at_any_stage(OPEN),
    ),
)
