"""What free text and day of each act on a second complaint are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds import complaint_words as first
from caseapp.cases.practice import Wording
from caseapp.text import mark

SUPPLIED: Final = Wording(
    mark("Nội dung kết quả lần đầu"), mark("Ghi ai giải quyết, ngày nhận quyết định hoặc ngày hết hạn."))
EXCUSED: Final = Wording(
    mark("Trở ngại gì, từ ngày nào đến ngày nào"), mark("Ghi trở ngại và giấy tờ chứng minh."))
REPORTED_TALK: Final = Wording(mark("Nội dung báo cáo"), mark("Ghi ai báo cáo, kết quả đối thoại."))
_SHARED: Final = ("record-work", "ask-information", "record-answer", "report", "hold-dialogue", "prolong", "withdraw",
                  "set-aside-withdrawal", "stay", "lift-stay", "decide", "deliver", "carry-out", "close")

SUMMARIES: Final[Mapping[str, Wording]] = {
    **{code: first.SUMMARIES[code] for code in _SHARED},
    "supply-first": SUPPLIED, "excuse-delay": EXCUSED, "report-dialogue": REPORTED_TALK,
    "set-up-council": Wording(mark("Hội đồng gồm ai, tham khảo về việc gì"), mark("Ghi thành phần hội đồng.")),
    "hear-council": Wording(mark("Ý kiến của hội đồng"), mark("Ghi ý kiến của hội đồng.")),
    "ask-expert": Wording(mark("Giám định nội dung gì"), mark("Ghi nội dung cần giám định.")),
    "urge-expert": Wording(mark("Gửi ai, đề nghị gì")),
    "record-expert": Wording(mark("Kết quả giám định"), mark("Ghi kết quả giám định.")),
    "publish": Wording(mark("Công khai ở đâu, từ ngày nào đến ngày nào"), mark("Ghi nơi và thời gian công khai."), mark(
        "Niêm yết, đăng tải phải đủ số ngày luật định; số ngày của nghị định đang áp dụng chưa đọc được.")),
    "sue": Wording(mark("Tòa án nào, về quyết định nào")),
    "sue-overdue": Wording(mark("Tòa án nào, căn cứ")),
}
"""By act: the same input is called what it is there."""

_DAYS_SHARED: Final = ("record-work", "ask-information", "record-answer", "report", "invite-dialogue", "hold-dialogue",
                       "withdraw", "send-suspension", "send-termination", "send-decision", "deliver")

DAYS: Final[Mapping[str, str]] = {
    **{code: first.DAYS[code] for code in _DAYS_SHARED},
    "supply-first": mark("Ngày bổ sung"), "excuse-delay": mark("Ngày ghi nhận"),
    "hear-council": mark("Ngày có ý kiến"), "urge-expert": mark("Ngày đề nghị"),
    "record-expert": mark("Ngày nhận kết quả"), "report-dialogue": mark("Ngày báo cáo"),
    "publish": mark("Ngày công khai"), "sue": mark("Ngày khởi kiện"), "sue-overdue": mark("Ngày khởi kiện"),
}
"""What the day of an act is called; of a document it is the day of its date."""
