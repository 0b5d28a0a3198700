"""How the office runs a petition: what its guards look at, and what its inputs and days are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds.petition import PETITION, REGISTER
from caseapp.cases.practice import Practice, Told, Wording, traits_of
from caseapp.text import mark
from caseapp.workflow.kind import Facts

FORWARDING: Final = frozenset({"authority", "deputy", "press"})


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at: the latest sorting, and how the petition came."""
    sorting = told.last("classify")
    return {
        "content_kind": sorting.get("content_kind"),
        "missing": tuple(sorting.get("missing", ())),
        "competence": sorting.get("competence"),
        "circumstances": tuple(sorting.get("circumstances", ())),
        "forwarded": bool(traits_of(told.case) & FORWARDING),
    }


SUMMARIES: Final[Mapping[str, Wording]] = {
    "guide": Wording(mark("Nội dung hướng dẫn"), mark("Ghi vì sao không thuộc thẩm quyền, gửi đơn đến đâu.")),
    "transfer": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào, vì sao.")),
    "return": Wording(mark("Lý do trả đơn"), mark("Ghi lý do trả đơn.")),
    "split": Wording(mark("Tách thành những nội dung nào"), mark("Ghi từng nội dung và nơi giải quyết.")),
    "report-head": Wording(mark("Nội dung báo cáo"), mark("Ghi nội dung báo cáo.")),
    "take-up-again": Wording(mark("Vì sao xem xét lại"), mark("Ghi vì sao xem xét lại đơn.")),
    "answer-forwarder": Wording(mark("Nội dung trả lời"), mark("Ghi đã trả lời thế nào.")),
    "urge": Wording(mark("Nội dung đôn đốc")),
    "record-reply": Wording(mark("Kết quả giải quyết"), mark("Ghi kết quả nơi nhận báo về.")),
    "return-originals": Wording(mark("Trả giấy tờ gì, ai nhận"), mark("Ghi giấy tờ đã trả và người nhận.")),
}
DAYS: Final[Mapping[str, str]] = {
    "classify": mark("Ngày phân loại"), "open-case": mark("Ngày đưa vào vụ việc"), "file": mark("Ngày xếp lưu"),
    "report-head": mark("Ngày báo cáo"), "urge": mark("Ngày đôn đốc"), "record-reply": mark("Ngày nhận kết quả"),
    "return-originals": mark("Ngày trả"),
}
PETITIONS: Final = Practice(
    kind=PETITION, register=REGISTER, facts=facts, summaries=SUMMARIES, days=DAYS, grounds=(),
    clears={"one_matter": "split"},
)
