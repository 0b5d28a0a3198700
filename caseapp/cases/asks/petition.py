"""What the acts on a petition ask for: what it is, what it lacks, who must resolve it, where it goes."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.law.petition_choices import CONDITIONS, NOT_HANDLED
from caseapp.law.petition_duties import GUIDED_ONCE
from caseapp.text import mark

PETITION_ASKS: Final = (
    Ask("content_kind", Shape.CHOICE, mark("Nội dung đơn là"), mark("Chọn theo nội dung, không theo tên đơn."), own=(
        Offer("complaint", mark("Khiếu nại")), Offer("feedback", mark("Kiến nghị, phản ánh")),
        Offer("mixed", mark("Nhiều nội dung khác loại")))),
    Ask("missing", Shape.MANY, mark("Còn thiếu điều kiện"), law=CONDITIONS,
        hint=mark("Đánh dấu điều đơn chưa đạt. Đủ điều kiện thì để trống.")),
    Ask("competence", Shape.CHOICE, mark("Thẩm quyền giải quyết"), mark("Chọn nơi có thẩm quyền giải quyết."), own=(
        Offer("own", mark("Thuộc đơn vị này")), Offer("other", mark("Cơ quan hành chính khác")),
        Offer("below", mark("Cấp dưới trực tiếp")),
        Offer("outside", mark("Tòa án, thi hành án, cơ quan dân cử, tổ chức đảng, đoàn thể")))),
    Ask("circumstances", Shape.MANY, mark("Trường hợp riêng"), hint=mark("Không có thì để trống."), own=(
        Offer("guided-already", mark("Đã được hướng dẫn một lần về cùng nội dung")),
        Offer("transferred-already", mark("Đã được chuyển một lần về cùng nội dung")),
        Offer("sent-to-competent", mark("Cũng gửi nơi có thẩm quyền")),
        Offer("overdue-below", mark("Cấp dưới đã quá hạn giải quyết")),
        Offer("final-new-facts", mark("Quyết định đã có hiệu lực, nay có dấu hiệu vi phạm hoặc tình tiết mới")),
        Offer("disciplinary", mark("Khiếu nại quyết định kỷ luật cán bộ, công chức")),
        Offer("irreparable", mark("Thi hành quyết định có thể gây hậu quả khó khắc phục")),
        Offer("several-bodies", mark("Nhiều nội dung thuộc nhiều nơi giải quyết"))), duties=(GUIDED_ONCE,)),
    Ask("joins", Shape.LINE, mark("Đưa vào vụ việc đang có, số"), longest=40,
        hint=mark("Ví dụ: KN 2026/0118, PA 2026/0031. Để trống để mở vụ việc mới.")),
    Ask("body", Shape.LINE, mark("Cơ quan, người có thẩm quyền"), mark("Ghi cơ quan, người có thẩm quyền.")),
    Ask("not_handled", Shape.CHOICE, mark("Vì sao xếp lưu"), mark("Chọn vì sao không xử lý đơn."), law=NOT_HANDLED,
        own=(Offer("transferred-already", mark("Đã được chuyển một lần về cùng nội dung; đôn đốc ở đơn đã chuyển")),)),
    Ask("report_why", Shape.CHOICE, mark("Báo cáo vì"), mark("Chọn vì sao báo cáo."), own=(
        Offer("overdue-below", mark("Cấp dưới quá hạn giải quyết")),
        Offer("final-new-facts", mark("Quyết định đã có hiệu lực, có dấu hiệu vi phạm hoặc tình tiết mới")),
        Offer("irreparable", mark("Cần tạm đình chỉ thi hành quyết định bị khiếu nại")),
        Offer("other", mark("Việc khác cần người đứng đầu cho ý kiến")))),
)
