"""What the inputs of acts are called, what is said of them, and what is missing when they stay empty."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Wording:
    """A field's label, a hint below it, and what is said when it is empty; without that it may be empty."""

    label: str
    missing: str = ""
    hint: str = ""


ASKS: Final[Mapping[str, Wording]] = {
    "decline_ground": Wording(mark("Căn cứ không thụ lý"), mark("Chọn căn cứ: không thụ lý phải nói rõ vì sao.")),
    "suspend_ground": Wording(mark("Căn cứ tạm đình chỉ"), mark("Chọn căn cứ tạm đình chỉ.")),
    "terminate_ground": Wording(mark("Căn cứ đình chỉ"), mark("Chọn căn cứ đình chỉ.")),
    "criteria": Wording(mark("Phức tạp theo tiêu chí"), mark("Chọn ít nhất một tiêu chí.")),
    "self_check": Wording(mark("Kết quả tự kiểm tra"), mark("Chọn kết quả tự kiểm tra.")),
    "finding": Wording(mark("Kết luận nội dung khiếu nại"), mark("Chọn kết luận.")),
    "disposition": Wording(mark("Giữ, sửa hoặc hủy quyết định bị khiếu nại"), mark("Chọn cách giải quyết.")),
    "differs": Wording(mark("Yêu cầu của người khiếu nại và kết quả xác minh"),
                       mark("Chọn còn khác nhau hay không: còn khác nhau thì phải đối thoại.")),
    "attendance": Wording(mark("Người khiếu nại ở buổi đối thoại"), mark("Chọn có mặt hay vắng mặt.")),
    "part": Wording(mark("Rút khiếu nại"), mark("Chọn rút toàn bộ hay một phần.")),
    "withdrawn_by": Wording(mark("Rút bằng"), mark("Chọn rút bằng gì.")),
    "manner": Wording(mark("Cách gửi"), mark("Chọn cách gửi.")),
    "challenge": Wording(mark("Người khiếu nại đã"), mark("Chọn khiếu nại lần hai hoặc khởi kiện.")),
    "subject": Wording(mark("Làm việc với ai, về việc gì"), mark("Ghi làm việc với ai, về việc gì.")),
    "whom": Wording(mark("Cơ quan, tổ chức, cá nhân được yêu cầu"), mark("Ghi đã yêu cầu ai.")),
    "paper": Wording(mark("Số, ký hiệu văn bản")),
    "place": Wording(mark("Nơi đối thoại"), mark("Ghi nơi đối thoại.")),
    "dialogue_on": Wording(mark("Ngày đối thoại"), mark("Ghi ngày đối thoại.")),
    "note": Wording(mark("Nói rõ thêm"), hint=mark("Lý do cụ thể của vụ việc này, nếu căn cứ chưa nói hết.")),
    "reason": Wording(mark("Lý do hủy số"), mark("Ghi lý do: số hủy vẫn đứng trong sổ cùng lý do này."),
                      mark("Ví dụ: một đơn ghi thành hai vụ việc.")),
    "handler": Wording(mark("Người thụ lý"), mark("Chọn người thụ lý.")),
    "verifiers": Wording(mark("Cùng xác minh")),
    "handed_over": Wording(mark("Lý do đổi người thụ lý"), hint=mark("Chỉ ghi khi đổi người.")),
    "recipients": Wording(mark("Người nhận"), mark("Chọn nơi nhận.")),
}

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
SIGNED_ON: Final = mark("Ngày ký")
HAPPENED_ON: Final = mark("Ngày thực hiện")
"""What the day of an act is called; of a document it is the day of its date."""
