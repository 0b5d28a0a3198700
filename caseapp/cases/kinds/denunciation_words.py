"""What free text and day of each act on a denunciation are called; none of them asks for a denouncer's name."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.practice import Wording
from caseapp.text import mark

NAMELESS: Final = mark("Không ghi gì làm lộ người tố cáo.")

ANY_STAGE: Final[Mapping[str, Wording]] = {
    "report-harm": Wording(mark("Hành vi, thiệt hại"), mark("Ghi hành vi và thiệt hại."), NAMELESS),
    "stop-harm": Wording(mark("Hành vi, đã làm gì"), mark("Ghi hành vi và việc đã làm."), NAMELESS),
    "refer-crime": Wording(mark("Dấu hiệu tội phạm"), mark("Ghi dấu hiệu tội phạm."), NAMELESS),
    "decide-protection": Wording(mark("Biện pháp, hoặc lý do từ chối"), mark("Ghi biện pháp hoặc lý do."),
                                 mark("Không ghi người được bảo vệ là ai.")),
    "end-protection": Wording(mark("Vì sao chấm dứt"), hint=NAMELESS),
}
"""Words of the acts that every kind of denunciation shares."""

SUMMARIES: Final[Mapping[str, Wording]] = {
    **ANY_STAGE,
    "several-places": Wording(mark("Kiểm tra ở những nơi nào, ai được ủy quyền"), mark("Ghi những nơi phải kiểm tra.")),
    "accept": Wording(mark("Nội dung được thụ lý"), mark("Ghi từng nội dung được thụ lý."), mark(
        "Mỗi nội dung một dòng: sau này xác minh, kết luận theo từng dòng. Không ghi gì làm lộ người tố cáo.")),
    "transfer": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào, vì sao."), NAMELESS),
    "keep-filed": Wording(mark("Đã chuyển khi nào, đến đâu"), mark("Ghi lần chuyển trước.")),
    "pass-to-party": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào."), NAMELESS),
    "answer-forwarder": Wording(mark("Nội dung trả lời"), mark("Ghi đã trả lời thế nào."), NAMELESS),
    "short-way": Wording(mark("Chứng cứ rõ ràng nào"), mark("Ghi chứng cứ để giải quyết ngay."), NAMELESS),
    "record-work": Wording(mark("Nội dung buổi làm việc"), mark("Ghi tóm tắt buổi làm việc."), mark(
        "Buổi làm việc với người tố cáo do người giữ phong bì sắp xếp, không ghi ở đây.")),
    "request-expertise": Wording(mark("Giám định nội dung gì"), mark("Ghi nội dung cần giám định.")),
    "take-expertise": Wording(mark("Kết quả giám định"), mark("Ghi kết quả giám định.")),
    "report": Wording(mark("Giải trình của người bị tố cáo, nhận định, kiến nghị"), mark("Ghi nhận định và kiến nghị."),
                      NAMELESS),
    "extend": Wording(mark("Vì sao vụ việc phức tạp"), mark("Ghi vì sao vụ việc thuộc tiêu chí đã chọn.")),
    "extend-especially": Wording(mark("Vì sao vụ việc đặc biệt phức tạp"),
                                 mark("Ghi vì sao vụ việc thuộc các tiêu chí đã chọn.")),
    "go-on": Wording(mark("Căn cứ"), mark("Ghi căn cứ phải giải quyết tiếp."), NAMELESS),
    "conclude": Wording(mark("Căn cứ, kiến nghị chung"), mark("Ghi căn cứ và kiến nghị."), NAMELESS),
    "act-on-conclusion": Wording(mark("Đã xử lý ai, thế nào"), mark("Ghi việc xử lý.")),
    "record-result": Wording(mark("Kết quả xử lý"), mark("Ghi kết quả xử lý.")),
    "publish": Wording(mark("Công khai ở đâu, mấy lần"), mark("Ghi nơi và cách công khai.")),
    "post": Wording(mark("Niêm yết, đăng tải ở đâu"), mark("Ghi nơi niêm yết, đăng tải.")),
    "follow-up": Wording(mark("Kết quả theo dõi"), mark("Ghi kết quả theo dõi.")),
}
"""By act: the same input is called what it is there."""

ANY_DAYS: Final[Mapping[str, str]] = {
    "report-harm": mark("Ngày báo cáo"), "stop-harm": mark("Ngày thực hiện"),
    "request-protection": mark("Ngày đề nghị"), "ask-police": mark("Ngày công an nhận đề nghị"),
    "police-complex": mark("Ngày công an báo"), "record-police": mark("Ngày nhận trả lời"),
    "end-protection": mark("Ngày chấm dứt"),
}
DAYS: Final[Mapping[str, str]] = {
    **ANY_DAYS,
    "check-identity": mark("Ngày kiểm tra"), "check-conditions": mark("Ngày kiểm tra"), "guide": mark("Ngày hướng dẫn"),
    "tell-decline": mark("Ngày gửi"), "tell-transfer": mark("Ngày gửi"), "tell-acceptance": mark("Ngày gửi"),
    "tell-extension": mark("Ngày gửi"), "tell-suspension": mark("Ngày gửi"), "tell-conclusion": mark("Ngày gửi"),
    "send-extension": mark("Ngày gửi"), "send-suspension": mark("Ngày gửi"), "send-conclusion": mark("Ngày gửi"),
    "record-work": mark("Ngày làm việc với các bên"), "take-expertise": mark("Ngày nhận kết quả"),
    "report": mark("Ngày báo cáo"), "withdraw": mark("Ngày rút"), "note-result": mark("Ngày có kết quả xử lý"),
    "record-result": mark("Ngày nhận báo cáo"), "publish": mark("Ngày công khai"),
    "post": mark("Ngày bắt đầu niêm yết, đăng tải"), "end-posting": mark("Ngày hết niêm yết"),
    "follow-up": mark("Ngày ghi nhận"),
}
"""What the day of an act is called; of a document it is the day of its date."""
