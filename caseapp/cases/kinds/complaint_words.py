"""What free text and day of each act on a complaint are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.practice import Wording
from caseapp.text import mark

_FILED: Final = mark("Toàn văn nằm trong tệp kèm theo.")

SUMMARIES: Final[Mapping[str, Wording]] = {
    "self-check": Wording(mark("Đã kiểm tra gì, thấy gì")),
    "record-work": Wording(mark("Nội dung buổi làm việc"), mark("Ghi tóm tắt buổi làm việc.")),
    "ask-information": Wording(mark("Yêu cầu cung cấp gì"), mark("Ghi cần cung cấp thông tin, tài liệu nào.")),
    "record-answer": Wording(mark("Ai trả lời, nội dung"), mark("Ghi ai trả lời, nội dung chính.")),
    "report": Wording(mark("Tóm tắt báo cáo"), mark("Ghi tóm tắt báo cáo."), _FILED),
    "hold-dialogue": Wording(mark("Nội dung, kết quả đối thoại"), mark("Ghi nội dung, kết quả đối thoại.")),
    "prolong": Wording(mark("Vì sao vụ việc phức tạp"), mark("Ghi vì sao vụ việc thuộc tiêu chí đã chọn.")),
    "withdraw": Wording(mark("Nội dung rút"), hint=mark("Rút một phần thì ghi rút phần nào.")),
    "set-aside-withdrawal": Wording(mark("Căn cứ cho thấy bị đe dọa, cưỡng ép"), mark("Ghi căn cứ."),
                                    mark("Nội dung đã rút được xem xét lại như chưa rút.")),
    "stay": Wording(mark("Vì sao tạm đình chỉ thi hành"), mark("Ghi hậu quả khó khắc phục nếu tiếp tục thi hành.")),
    "lift-stay": Wording(mark("Vì sao hủy bỏ"), mark("Ghi lý do tạm đình chỉ đã hết.")),
    "decide": Wording(mark("Tóm tắt quyết định"), mark("Ghi tóm tắt quyết định."), _FILED),
    "deliver": Wording(mark("Ai nhận, căn cứ"), hint=mark(
        "Ví dụ: giấy báo phát, chữ ký nhận. Nhiều người khiếu nại thì ghi từng người nhận; hạn theo người nhận sau "
        "cùng.")),
    "challenge": Wording(mark("Nộp ở đâu, nội dung")),
    "carry-out": Wording(mark("Kết quả thi hành"), mark("Ghi kết quả thi hành.")),
    "close": Wording(mark("Hồ sơ gồm gì, lưu ở đâu")),
}
"""By act: the same input is called what it is there."""

DAYS: Final[Mapping[str, str]] = {
    "self-check": mark("Ngày kiểm tra"), "record-work": mark("Ngày làm việc với các bên"),
    "ask-information": mark("Ngày yêu cầu"), "record-answer": mark("Ngày nhận trả lời"),
    "report": mark("Ngày báo cáo"), "invite-dialogue": mark("Ngày thông báo"),
    "hold-dialogue": mark("Ngày đã đối thoại"), "withdraw": mark("Ngày rút"), "send-suspension": mark("Ngày gửi"),
    "send-termination": mark("Ngày gửi"), "send-decision": mark("Ngày gửi"), "deliver": mark("Ngày nhận quyết định"),
    "challenge": mark("Ngày khiếu nại hoặc khởi kiện"),
}
"""What the day of an act is called; of a document it is the day of its date."""
