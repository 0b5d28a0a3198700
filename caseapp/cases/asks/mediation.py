"""What the acts of a mediation ask for (Law on Grassroots Mediation)."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.law.mediation_duties import ASSIGNED, BARRED, INVITED, SETTLEMENT_PAPER
from caseapp.text import mark

_SIDES: Final = (Offer("party-a", mark("Bên thứ nhất")), Offer("party-b", mark("Bên thứ hai")),
                 Offer("both", mark("Các bên")))

MEDIATION_ASKS: Final = (
    Ask("barred", Shape.CHOICE, mark("Vì sao không được hòa giải"), mark("Chọn căn cứ."), law=BARRED, numbered=True),
    Ask("replaced_for", Shape.CHOICE, mark("Lý do thay hòa giải viên"), mark("Chọn lý do thay."), own=(
        Offer("interest", mark("Có lợi ích liên quan hoặc lý do khác khiến không vô tư")),
        Offer("breach", mark("Vi phạm nghĩa vụ của hòa giải viên")),
        Offer("parties", mark("Các bên chọn người khác")),
        Offer("cannot", mark("Không thể tiếp tục hòa giải vụ này"))), duties=(ASSIGNED,)),
    Ask("agreed_on", Shape.COMING_DAY, mark("Ngày các bên hẹn hòa giải"), mark("Ghi ngày các bên đã hẹn."),
        counted=True),
    Ask("sat_at", Shape.LINE, mark("Hòa giải ở đâu"), mark("Ghi nơi hòa giải.")),
    Ask("came", Shape.LINE, mark("Ai có mặt"), mark("Ghi ai có mặt."), longest=500),
    Ask("next_on", Shape.COMING_DAY, mark("Hẹn buổi sau")),
    Ask("asked_by", Shape.CHOICE, mark("Bên nào"), mark("Chọn bên nào."), own=_SIDES),
    Ask("signed_as", Shape.CHOICE, mark("Các bên ký văn bản"), mark("Chọn cách các bên ký."), own=(
        Offer("signed", mark("Các bên và hòa giải viên đã ký")),
        Offer("fingerprinted", mark("Có bên điểm chỉ, hòa giải viên đã ký"))), duties=(SETTLEMENT_PAPER,)),
    Ask("settled_on", Shape.DAY, mark("Ngày các bên đạt được thỏa thuận"), counted=True),
    Ask("invited", Shape.LINE, mark("Mời ai"), mark("Ghi họ tên người được mời.")),
    Ask("standing", Shape.LINE, mark("Người ấy là ai"),
        hint=mark("Ví dụ: già làng, người có uy tín, cán bộ Hội Phụ nữ.")),
    Ask("consent", Shape.CHOICE, mark("Các bên đồng ý mời"), mark("Chọn các bên có đồng ý không."), own=(
        Offer("both", mark("Các bên đều đồng ý")), Offer("not-both", mark("Có bên không đồng ý"))), duties=(INVITED,)),
    Ask("to_place", Shape.CHOICE, mark("Hướng dẫn đến đâu"), mark("Chọn nơi hướng dẫn đến."), own=(
        Offer("commune-land", mark("Ủy ban nhân dân cấp xã: hòa giải tranh chấp đất đai")),
        Offer("court", mark("Tòa án nhân dân")),
        Offer("commune", mark("Ủy ban nhân dân cấp xã")),
        Offer("police", mark("Công an cấp xã")),
        Offer("other", mark("Nơi khác, ghi rõ ở dưới")))),
    Ask("court_result", Shape.CHOICE, mark("Tòa án quyết định"), mark("Chọn kết quả của tòa án."), own=(
        Offer("recognised", mark("Công nhận kết quả hòa giải thành")),
        Offer("refused", mark("Không công nhận")))),
    Ask("court", Shape.LINE, mark("Tòa án nào"), mark("Ghi tên tòa án.")),
)
