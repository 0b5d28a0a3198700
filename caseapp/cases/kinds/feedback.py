"""Feedback (kiến nghị, phản ánh) as a procedure: given to somebody, answered, or sent on once and urged.

The law sets the day by which the sender is told what is done with it, and none by which it must be resolved (XLD-08).
"""
from __future__ import annotations

from caseapp.law.acts import LTCD
from caseapp.law.petitions import CLASSIFY
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

REGISTER = "PA"

RECEIVED = State("received", mark("Đã nhận, chờ giao"), awaits="supervisor")
ASSIGNED = State("assigned", mark("Đang giải quyết"), awaits="handler")
ANSWERED = State("answered", mark("Đã trả lời"), rests=True)
TRANSFERRED = State("transferred", mark("Đã chuyển, chờ kết quả"), rests=True)
URGED = State("urged", mark("Đã đôn đốc, chờ kết quả"), rests=True)
REPLIED = State("replied", mark("Nơi nhận đã trả lời"), rests=True)
CLOSED = State("closed", mark("Đã lưu hồ sơ"), final=True)
VOID = State("void", mark("Số đã hủy"), final=True)

HEAD = {"supervisor"}
CLERK = {"clerk"}
SORTING = {"handler", "reception"}
OFFICE = {"handler", "reception", "clerk", "supervisor"}
OPEN = {RECEIVED, ASSIGNED}
AWAY = {TRANSFERRED, URGED}


@guard(mark("Nội dung này đã được chuyển một lần: chỉ chuyển một lần, sau đó đôn đốc."), LTCD(26))
def not_transferred(facts: Facts) -> bool:
    """Whether this content was not sent on before (XLD-04)."""
    return not facts["transferred"]


FEEDBACK = Kind(
    code="feedback", label=mark("Kiến nghị, phản ánh"), citation=LTCD(26, 2),
    openings=(Opening(RECEIVED, (CLASSIFY.code,)),),
    states=(RECEIVED, ASSIGNED, ANSWERED, TRANSFERRED, URGED, REPLIED, CLOSED, VOID),
    actions=(
        Action("assign", mark("Giao giải quyết"), when={RECEIVED}, to=ASSIGNED, by=HEAD, proposes=SORTING,
               enters=CLERK, asks=("team", "note"), citation=LTCD(26, 2)),
        Action("notify", mark("Báo người gửi kết quả xử lý"), when=OPEN, to=None, by=OFFICE,
               asks=("summary",), meets=(CLASSIFY.code,), citation=LTCD(28, 1)),
        Action("record-work", mark("Ghi buổi làm việc"), when={ASSIGNED}, to=None, by=OFFICE,
               asks=("subject", "summary"), citation=LTCD(26, 2)),
        Action("answer", mark("Trả lời kiến nghị, phản ánh"), when=OPEN, to=ANSWERED, by=HEAD, proposes=SORTING,
               enters=CLERK, document=True, asks=("answered_as", "summary"), meets=(CLASSIFY.code,),
               citation=LTCD(28, 1)),
        Action("transfer", mark("Chuyển kiến nghị, phản ánh"), when=OPEN, to=TRANSFERRED, by=HEAD, proposes=SORTING,
               enters=CLERK, only_if=(not_transferred,), document=True, asks=("body", "summary"),
               meets=(CLASSIFY.code,), citation=LTCD(26, 2), form="petition-transfer-feedback"),
        Action("urge", mark("Đôn đốc nơi nhận"), when=AWAY, to=URGED, by=OFFICE, asks=("paper", "summary"),
               citation=LTCD(26, 2)),
        Action("record-reply", mark("Ghi kết quả nơi nhận báo về"), when=AWAY, to=REPLIED, by=OFFICE,
               asks=("paper", "summary"), citation=LTCD(26, 2)),
        Action("take-back", mark("Xem xét lại"), when={ANSWERED, REPLIED, *AWAY}, to=ASSIGNED, by=HEAD,
               asks=("summary",), citation=LTCD(26, 2)),
        Action("close", mark("Lưu hồ sơ"), when={ANSWERED, REPLIED}, to=CLOSED, by=OFFICE, asks=("summary",)),
        Action("void", mark("Hủy số"), when=OPEN, to=VOID, by=OFFICE, asks=("reason",), meets=(CLASSIFY.code,)),
    ),
)
