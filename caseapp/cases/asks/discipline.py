"""What the acts of a complaint about a disciplinary decision ask for; the law's own list of outcomes was not read."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.law.discipline_duties import COURT
from caseapp.text import mark

DISCIPLINE_ASKS: Final = (
    Ask("discipline_finding", Shape.CHOICE, mark("Kết luận nội dung khiếu nại"), mark("Chọn kết luận."), own=(
        Offer("right", mark("Khiếu nại đúng")), Offer("partly", mark("Khiếu nại đúng một phần")),
        Offer("wrong", mark("Khiếu nại sai")))),
    Ask("learned_on", Shape.DAY, mark("Ngày người khiếu nại nhận quyết định kỷ luật"),
        mark("Ghi ngày: thời hiệu khiếu nại tính từ đó."), counted=True),
    Ask("sanction", Shape.CHOICE, mark("Hình thức kỷ luật"), mark("Chọn hình thức: buộc thôi việc có thời hạn riêng."),
        own=(Offer("dismissal", mark("Buộc thôi việc")), Offer("other", mark("Hình thức khác"))), counted=True,
        duties=(COURT,)),
    Ask("discipline_outcome", Shape.CHOICE, mark("Giải quyết quyết định kỷ luật"), mark("Chọn cách giải quyết."), own=(
        Offer("keep", mark("Giữ nguyên quyết định kỷ luật")), Offer("amend", mark("Sửa đổi quyết định kỷ luật")),
        Offer("annul", mark("Hủy bỏ quyết định kỷ luật")))),
)
