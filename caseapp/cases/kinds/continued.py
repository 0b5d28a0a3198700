"""The continued denunciation (tố cáo tiếp): the resolver's superior looks at what was concluded, or was not in time.

Law on Denunciations, Articles 37 and 38. What is resolved again, or taken over, opens a denunciation of its own, whose
limits run from its own acceptance.
"""
from __future__ import annotations

from caseapp.cases.kinds.denunciation_letters import letter
from caseapp.cases.kinds.denunciation_protection import at_any_stage
from caseapp.cases.kinds.denunciation_states import CLERK, HANDLING, HEAD, OFFICE
from caseapp.law.acts import LTC
from caseapp.law.denunciations import CONTINUED as REVIEW
from caseapp.law.denunciations import DEMAND_REPORT, OVERDUE_REPORT
from caseapp.text import mark
from caseapp.workflow.kind import Action, Kind, Opening, State

REGISTER = "TCT"

RECEIVED = State("received", mark("Đã nhận, đang xem xét hồ sơ"), awaits="handler")
OVERDUE = State("overdue", mark("Đã nhận vì quá hạn giải quyết"), awaits="handler")
DEMANDED = State("demanded", mark("Đã yêu cầu báo cáo"), awaits="handler")
EXPLAINED = State("explained", mark("Người giải quyết đã báo cáo"), awaits="handler")
DECIDED = State("decided", mark("Đã quyết định, chờ báo người tố cáo"), awaits="custodian")
CLOSED = State("closed", mark("Đã kết thúc"), final=True)
VOID = State("void", mark("Số đã hủy"), final=True)

OPEN = {RECEIVED, OVERDUE, DEMANDED, EXPLAINED, DECIDED}


def _decided(code: str, label: str, when: set[State], meets: tuple[str, ...], asks: tuple[str, ...], article: str,
             clause: int) -> Action:
    """What the superior decides: a paper that he signs and the denouncer is told of."""
    return Action(code, label, when=when, to=DECIDED, by=HEAD, proposes=HANDLING, enters=CLERK, document=True,
                  asks=asks, meets=meets, citation=LTC(article, clause))


CONTINUED = Kind(
    code="continued", label=mark("Tố cáo tiếp"), citation=LTC(37),
    openings=(Opening(RECEIVED, (REVIEW.code,)), Opening(OVERDUE, (DEMAND_REPORT.code,))),
    states=(RECEIVED, OVERDUE, DEMANDED, EXPLAINED, DECIDED, CLOSED, VOID),
    actions=(
        Action("review-file", mark("Ghi việc xem xét hồ sơ đã giải quyết"), when={RECEIVED}, to=None, by=OFFICE,
               asks=("summary",), citation=LTC(37, 2)),
        _decided("not-again", mark("Không giải quyết lại"), {RECEIVED}, (REVIEW.code,), ("summary",), "37", 2),
        _decided("hand-on", mark("Chuyển nơi có thẩm quyền giải quyết"), {RECEIVED}, (REVIEW.code,),
                 ("body", "summary"), "37", 2),
        _decided("again", mark("Giải quyết lại"), {RECEIVED}, (REVIEW.code,), ("summary",), "37", 2),
        _decided("take-over", mark("Tiếp nhận vụ việc để giải quyết"), {RECEIVED}, (REVIEW.code,), ("summary",), "37",
                 2),
        Action("demand-report", mark("Yêu cầu người giải quyết báo cáo"), when={OVERDUE}, to=DEMANDED, by=HEAD,
               proposes=HANDLING, enters=CLERK, document=True, asks=("whom", "summary"), meets=(DEMAND_REPORT.code,),
               starts=(OVERDUE_REPORT.code,), citation=LTC(38, 2)),
        Action("record-explanation", mark("Ghi báo cáo của người giải quyết"), when={DEMANDED}, to=EXPLAINED,
               by=OFFICE, asks=("paper", "summary"), meets=(OVERDUE_REPORT.code,), citation=LTC(38, 3)),
        _decided("leave", mark("Để người giải quyết tiếp tục"), {EXPLAINED}, (), ("summary",), "38", 3),
        _decided("seize", mark("Lấy hồ sơ để giải quyết"), {DEMANDED, EXPLAINED}, (OVERDUE_REPORT.code,),
                 ("seized_why", "summary"), "38", 5),
        letter("tell-outcome", mark("Báo người tố cáo kết quả xem xét"), {DECIDED}, LTC(37, 2), to=CLOSED),
        Action("void", mark("Hủy số"), when={RECEIVED, OVERDUE}, to=VOID, by={"reception"} | OFFICE, asks=("reason",),
               meets=(REVIEW.code, DEMAND_REPORT.code)),
        *at_any_stage(OPEN),
    ),
)
