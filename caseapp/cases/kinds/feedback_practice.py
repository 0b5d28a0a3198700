"""How the office runs feedback (kiến nghị, phản ánh): what its guards look at, what its inputs and days are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds.feedback import FEEDBACK, REGISTER
from caseapp.cases.practice import Practice, Told, Wording
from caseapp.text import mark
from caseapp.workflow.kind import Facts


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at: whether the same content was sent on already."""
    return {"transferred": told.done("transfer")}


SUMMARIES: Final[Mapping[str, Wording]] = {
    "notify": Wording(mark("Báo nội dung gì"), mark("Ghi đã báo người gửi điều gì.")),
    "record-work": Wording(mark("Nội dung buổi làm việc"), mark("Ghi tóm tắt buổi làm việc.")),
    "answer": Wording(mark("Nội dung trả lời"), mark("Ghi đã trả lời thế nào.")),
    "transfer": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào, vì sao.")),
    "urge": Wording(mark("Nội dung đôn đốc")),
    "record-reply": Wording(mark("Kết quả giải quyết"), mark("Ghi kết quả nơi nhận báo về.")),
    "take-back": Wording(mark("Vì sao xem xét lại"), mark("Ghi vì sao xem xét lại.")),
    "close": Wording(mark("Hồ sơ gồm gì, lưu ở đâu")),
}
DAYS: Final[Mapping[str, str]] = {
    "assign": mark("Ngày giao"), "notify": mark("Ngày báo"), "record-work": mark("Ngày làm việc"),
    "urge": mark("Ngày đôn đốc"), "record-reply": mark("Ngày nhận kết quả"), "close": mark("Ngày lưu hồ sơ"),
}
FEEDBACKS: Final = Practice(
    kind=FEEDBACK, register=REGISTER, facts=facts, summaries=SUMMARIES, days=DAYS, grounds=(),
    usual={"received": ("assign",), "assigned": ("answer",), "answered": ("close",), "transferred": ("record-reply",),
           "urged": ("record-reply",), "replied": ("close",)},
)
