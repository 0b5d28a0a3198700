"""What the acts of a complaint at second instance ask for, and of whoever complains late."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.law.complaint_choices import GOOD_REASONS, OUTCOMES_AGAIN
from caseapp.law.second_instance import FILED_WITH, FINDINGS_2, PUBLISHED_BY, WHO_PRESIDES
from caseapp.text import mark

SECOND_ASKS: Final = (
    Ask("first_result", Shape.CHOICE, mark("Giải quyết lần đầu"), mark("Chọn kết quả giải quyết lần đầu."), own=(
        Offer("decided", mark("Đã có quyết định giải quyết lần đầu")),
        Offer("overdue", mark("Quá thời hạn mà không có quyết định"))), duties=(FILED_WITH,)),
    Ask("first_on", Shape.DAY, mark("Ngày nhận quyết định lần đầu, hoặc ngày hết hạn giải quyết"),
        mark("Ghi ngày: thời hạn khiếu nại lần hai tính từ đó."), counted=True, duties=(FILED_WITH,)),
    Ask("delay_excuse", Shape.CHOICE, mark("Lý do nộp muộn"), mark("Chọn lý do chính đáng."), law=GOOD_REASONS),
    Ask("presided", Shape.CHOICE, mark("Người chủ trì đối thoại"), mark("Chọn ai chủ trì đối thoại."), own=(
        Offer("personally", mark("Người giải quyết trực tiếp đối thoại")),
        Offer("assigned", mark("Giao cấp phó, cơ quan chuyên môn hoặc nơi xác minh, rồi báo cáo"))),
        duties=(WHO_PRESIDES,)),
    Ask("finding_again", Shape.CHOICE, mark("Kết luận nội dung khiếu nại"), mark("Chọn kết luận."), law=FINDINGS_2),
    Ask("outcome_again", Shape.SELECT, mark("Cách giải quyết lần hai"), mark("Chọn cách giải quyết."),
        law=OUTCOMES_AGAIN),
    Ask("published_by", Shape.CHOICE, mark("Công khai bằng"), mark("Chọn một hình thức công khai."), law=PUBLISHED_BY),
)
