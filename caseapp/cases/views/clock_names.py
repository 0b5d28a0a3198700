"""What a cell of the bar of clocks calls a limit in two or three words: the page says the rest."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.law import complaints, denunciations, discipline
from caseapp.law.petitions import CLASSIFY
from caseapp.text import mark

_OF_COMPLAINTS: Final = {
    complaints.ACCEPTANCE: mark("Thụ lý"), complaints.RESOLUTION_1: mark("Giải quyết"),
    complaints.RESOLUTION_2: mark("Giải quyết"), complaints.SEND_DECISION_1: mark("Gửi quyết định"),
    complaints.SEND_DECISION_2: mark("Gửi quyết định"), complaints.PUBLISH: mark("Công khai quyết định"),
    complaints.EFFECT: mark("Có hiệu lực"), complaints.SECOND: mark("Khiếu nại lần hai"),
    complaints.SEND_SUSPENSION: mark("Gửi quyết định tạm đình chỉ, đình chỉ"),
    discipline.ACCEPTANCE: mark("Thụ lý"), discipline.RESOLUTION: mark("Giải quyết"),
    discipline.SEND_DECISION_2: mark("Gửi quyết định"), discipline.EFFECT: mark("Có hiệu lực"),
    discipline.SECOND: mark("Khiếu nại lần hai"),
}
_OF_DENUNCIATIONS: Final = {
    denunciations.INTAKE: mark("Xử lý ban đầu"), denunciations.RESOLUTION: mark("Giải quyết"),
    denunciations.NOTICE: mark("Báo người bị tố cáo"), denunciations.TELL_DENOUNCER: mark("Báo người tố cáo"),
    denunciations.TRANSFER: mark("Chuyển tố cáo"), denunciations.TELL_TRANSFER: mark("Báo người tố cáo"),
    denunciations.SEND_SUSPENSION: mark("Gửi quyết định"), denunciations.TELL_SUSPENSION: mark("Gửi người tố cáo"),
    denunciations.SEND_CONCLUSION: mark("Gửi kết luận"), denunciations.TELL_CONCLUSION: mark("Báo người tố cáo"),
    denunciations.ACT_ON_CONCLUSION: mark("Xử lý theo kết luận"), denunciations.PUBLISH: mark("Công khai kết luận"),
    denunciations.PRESS_REPLY: mark("Trả lời nơi chuyển"), denunciations.CONTINUED: mark("Xem xét"),
    denunciations.DEMAND_REPORT: mark("Yêu cầu báo cáo"), denunciations.OVERDUE_REPORT: mark("Nhận báo cáo"),
}
SHORT: Final[Mapping[str, str]] = {
    **{limit.code: words for limit, words in (*_OF_COMPLAINTS.items(), *_OF_DENUNCIATIONS.items())},
    CLASSIFY.code: mark("Phân loại, báo người gửi"),
    "reception.reply": mark("Báo kết quả tiếp"), "reception.follow-up": mark("Trả lời như đã hẹn"),
}
