"""What the acts of a complaint ask for (Law on Complaints, Decree 124/2020 as amended)."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.law.complaint_choices import (
    COMPLEX_CRITERIA,
    DECLINE_GROUNDS,
    DISPOSITIONS,
    FINDINGS,
    SUSPEND_GROUNDS,
    TERMINATE_GROUNDS,
)
from caseapp.law.complaint_duties import ABSENT, DIALOGUE, PARTIAL_WITHDRAWAL, SELF_CHECK, WITHDRAWAL
from caseapp.text import mark

COMPLAINT_ASKS: Final = (
    Ask("decline_ground", Shape.CHOICE, mark("Căn cứ không thụ lý"),
        mark("Chọn căn cứ: không thụ lý phải nói rõ vì sao."), law=DECLINE_GROUNDS, numbered=True),
    Ask("suspend_ground", Shape.CHOICE, mark("Căn cứ tạm đình chỉ"), mark("Chọn căn cứ tạm đình chỉ."),
        law=SUSPEND_GROUNDS, numbered=True, counted=True),
    Ask("terminate_ground", Shape.CHOICE, mark("Căn cứ đình chỉ"), mark("Chọn căn cứ đình chỉ."),
        law=TERMINATE_GROUNDS, numbered=True),
    Ask("criteria", Shape.MANY, mark("Phức tạp theo tiêu chí"), mark("Chọn ít nhất một tiêu chí."),
        law=COMPLEX_CRITERIA),
    Ask("finding", Shape.CHOICE, mark("Kết luận nội dung khiếu nại"), mark("Chọn kết luận."), law=FINDINGS),
    Ask("disposition", Shape.SELECT, mark("Giữ, sửa hoặc hủy quyết định bị khiếu nại"), mark("Chọn cách giải quyết."),
        law=DISPOSITIONS),
    Ask("self_check", Shape.CHOICE, mark("Kết quả tự kiểm tra"), mark("Chọn kết quả tự kiểm tra."), own=(
        Offer("right", mark("Khiếu nại đúng, ra quyết định giải quyết ngay")),
        Offer("unclear", mark("Chưa đủ cơ sở, phải xác minh"))), duties=(SELF_CHECK,)),
    Ask("differs", Shape.CHOICE, mark("Yêu cầu của người khiếu nại và kết quả xác minh"),
        mark("Chọn còn khác nhau hay không: còn khác nhau thì phải đối thoại."), own=(
            Offer("yes", mark("Còn khác nhau")), Offer("no", mark("Không còn khác nhau"))), duties=(DIALOGUE,)),
    Ask("attendance", Shape.CHOICE, mark("Người khiếu nại ở buổi đối thoại"), mark("Chọn có mặt hay vắng mặt."), own=(
        Offer("held", mark("Người khiếu nại có mặt")),
        Offer("absent", mark("Vắng không có lý do chính đáng, vẫn tiếp tục")),
        Offer("excused", mark("Vắng có lý do chính đáng, phải mời lại"))), duties=(ABSENT,)),
    Ask("part", Shape.CHOICE, mark("Rút khiếu nại"), mark("Chọn rút toàn bộ hay một phần."), own=(
        Offer("whole", mark("Toàn bộ")), Offer("part", mark("Một phần"), PARTIAL_WITHDRAWAL.since)),
        duties=(PARTIAL_WITHDRAWAL, WITHDRAWAL)),
    Ask("withdrawn_by", Shape.CHOICE, mark("Rút bằng"), mark("Chọn rút bằng gì."), own=(
        Offer("letter", mark("Đơn có chữ ký hoặc điểm chỉ")),
        Offer("minutes", mark("Biên bản có chữ ký hoặc điểm chỉ"), PARTIAL_WITHDRAWAL.since))),
    Ask("challenge", Shape.CHOICE, mark("Người khiếu nại đã"), mark("Chọn khiếu nại lần hai hoặc khởi kiện."), own=(
        Offer("second", mark("Khiếu nại lần hai")), Offer("court", mark("Khởi kiện ra tòa án")))),
    Ask("place", Shape.LINE, mark("Nơi đối thoại"), mark("Ghi nơi đối thoại.")),
    Ask("dialogue_on", Shape.COMING_DAY, mark("Ngày đối thoại"), mark("Ghi ngày đối thoại."), counted=True),
)
