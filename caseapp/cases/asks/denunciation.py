"""What the acts on a denunciation ask for: choices alone where it could lead to whoever denounced."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.cases.each import CONTENTS, DROPPED, MEMBERS, NO_INTEREST
from caseapp.law.denunciation_choices import (
    COMPLEX_DENUNCIATION,
    DECLINE_GROUNDS,
    DENUNCIATION_FINDINGS,
    GOES_ON,
    IRREGULAR,
    SUSPEND_DENUNCIATION,
    TERMINATE_DENUNCIATION,
)
from caseapp.law.denunciation_duties import (
    CONCLUSION,
    INFORMATION,
    SHORT_WAY,
    SUPERIOR_TAKES,
    TEAM,
    WITHDRAWAL,
    WITHDRAWAL_FORM,
)
from caseapp.law.petition_duties import TRANSFER
from caseapp.law.protection import ENDS_BY_BREACH, LASTS, REQUEST, STRIPPED
from caseapp.text import mark

_INTAKE: Final = (
    Ask("identity_result", Shape.CHOICE, mark("Kết quả kiểm tra danh tính"), mark("Chọn kết quả kiểm tra."), own=(
        Offer("checked", mark("Đã xác định được người tố cáo")),
        Offer("unknown", mark("Không xác định được người tố cáo")),
        Offer("not-needed", mark("Không cần kiểm tra: tố cáo về quản lý nhà nước, rõ ràng, có chứng cứ"))),
        duties=(SHORT_WAY,), hint=mark("Chỉ ghi kết quả: họ tên, giấy tờ nằm trong phong bì.")),
    Ask("lacks", Shape.MANY, mark("Còn thiếu điều kiện thụ lý"), hint=mark("Đủ điều kiện thì để trống."),
        law=DECLINE_GROUNDS),
    Ask("refuse_ground", Shape.CHOICE, mark("Vì sao không thụ lý"), mark("Chọn lý do không thụ lý."),
        law=DECLINE_GROUNDS),
    Ask("sent_before", Shape.CHOICE, mark("Nội dung này đã được chuyển lần nào chưa"), mark("Chọn đã chuyển hay chưa."),
        own=(Offer("no", mark("Chưa chuyển lần nào")), Offer("yes", mark("Đã chuyển một lần"))), duties=(TRANSFER,)),
    Ask("irregular", Shape.CHOICE, mark("Vì sao là thông tin, không phải tố cáo"), mark("Chọn vì sao."), law=IRREGULAR),
    Ask("evidence", Shape.CHOICE, mark("Nội dung thông tin"), mark("Chọn thông tin rõ hay không."), own=(
        Offer("clear", mark("Rõ người vi phạm, có chứng cứ cụ thể, kiểm tra được")),
        Offer("unclear", mark("Không rõ, không có cơ sở kiểm tra"))), duties=(INFORMATION,)),
)
_RESOLVING: Final = (
    Ask("no_interest", Shape.CHOICE, mark("Cam kết của từng thành viên"), mark("Ghi cam kết của từng người được giao."),
        own=(Offer(NO_INTEREST, mark("Không là người thân thích, không có lợi ích liên quan")),
             Offer("accused", mark("Có với người bị tố cáo")), Offer("denouncer", mark("Có với người tố cáo"))),
        duties=(TEAM,), each=MEMBERS),
    Ask("stripped", Shape.CHOICE, mark("Bí mật người tố cáo"), mark("Xem lại từng trang rồi đánh dấu."), own=(
        Offer("yes", mark("Đã lược bỏ họ tên, địa chỉ, bút tích, thông tin khác của người tố cáo")),),
        duties=(STRIPPED,)),
    Ask("complexity", Shape.MANY, mark("Phức tạp theo tiêu chí"), mark("Chọn ít nhất một tiêu chí."),
        law=COMPLEX_DENUNCIATION),
    Ask("standstill_ground", Shape.CHOICE, mark("Căn cứ tạm đình chỉ"), mark("Chọn căn cứ tạm đình chỉ."),
        law=SUSPEND_DENUNCIATION, counted=True),
    Ask("ending_ground", Shape.CHOICE, mark("Căn cứ đình chỉ"), mark("Chọn căn cứ đình chỉ."),
        law=TERMINATE_DENUNCIATION),
    Ask("withdrawn_part", Shape.CHOICE, mark("Rút tố cáo"), mark("Chọn rút toàn bộ hay một phần."), own=(
        Offer("whole", mark("Toàn bộ")), Offer("part", mark("Một phần, hoặc một số người rút"))), duties=(WITHDRAWAL,)),
    Ask("withdrawal_paper", Shape.CHOICE, mark("Rút bằng"), mark("Chọn rút bằng gì."), own=(
        Offer("letter", mark("Đơn rút tố cáo")), Offer("minutes", mark("Biên bản ghi nhận việc rút"))),
        duties=(WITHDRAWAL_FORM, WITHDRAWAL), hint=mark("Đơn, biên bản cất vào phong bì, không tải lên.")),
    Ask("goes_on", Shape.CHOICE, mark("Vì sao phải giải quyết tiếp"), mark("Chọn căn cứ."), law=GOES_ON),
    Ask("content_finding", Shape.CHOICE, mark("Kết luận chung"), mark("Chọn kết luận."), law=DENUNCIATION_FINDINGS,
        duties=(CONCLUSION,)),
    Ask("findings", Shape.CHOICE, mark("Kết quả từng nội dung"), mark("Chọn kết quả cho từng nội dung."),
        law=DENUNCIATION_FINDINGS, own=(
            Offer("unproven", mark("Chưa đủ căn cứ kết luận")),
            Offer(DROPPED, mark("Người tố cáo đã rút nội dung này"))),
        duties=(CONCLUSION,), each=CONTENTS),
    Ask("sent_to", Shape.MANY, mark("Đã gửi cho"), mark("Chọn nơi đã gửi."), own=(
        Offer("accused", mark("Người bị tố cáo")), Offer("managing", mark("Cơ quan quản lý người bị tố cáo")),
        Offer("inspectorate", mark("Thanh tra")), Offer("concerned", mark("Nơi liên quan khác")))),
    Ask("sent_how", Shape.CHOICE, mark("Đã gửi bằng cách"), mark("Chọn cách gửi."), own=(
        Offer("handed", mark("Giao trực tiếp")), Offer("posted", mark("Bưu chính")))),
    Ask("measures", Shape.MANY, mark("Xử lý theo kết luận"), mark("Chọn cách xử lý."), own=(
        Offer("discipline", mark("Xử lý, kiến nghị xử lý người vi phạm")),
        Offer("remedy", mark("Khắc phục hậu quả, bồi thường")),
        Offer("restore", mark("Khôi phục quyền lợi người bị tố cáo sai")),
        Offer("slander", mark("Xử lý, kiến nghị xử lý người cố ý tố cáo sai")),
        Offer("policy", mark("Kiến nghị sửa chính sách, quy định")))),
    Ask("seized_why", Shape.CHOICE, mark("Căn cứ lấy hồ sơ"), mark("Chọn căn cứ."), own=(
        Offer("serious", mark("Có vi phạm pháp luật nghiêm trọng")), Offer("biased", mark("Không khách quan"))),
        duties=(SUPERIOR_TAKES,)),
)
_PROTECTION: Final = (
    Ask("protection_way", Shape.CHOICE, mark("Đề nghị bằng"), mark("Chọn đề nghị bằng gì."), own=(
        Offer("written", mark("Văn bản")), Offer("urgent", mark("Trực tiếp, điện thoại vì khẩn cấp, văn bản gửi sau"))),
        duties=(REQUEST,), hint=mark("Đơn đề nghị cất vào phong bì.")),
    Ask("protection_decision", Shape.CHOICE, mark("Quyết định"), mark("Chọn quyết định."), own=(
        Offer("granted", mark("Áp dụng biện pháp bảo vệ")), Offer("refused", mark("Từ chối, nêu lý do bằng văn bản")))),
    Ask("protection_ends", Shape.CHOICE, mark("Chấm dứt vì"), mark("Chọn vì sao chấm dứt."), own=(
        Offer("concluded", mark("Đã có kết luận hoặc quyết định đình chỉ")),
        Offer("decided", mark("Không còn căn cứ bảo vệ")),
        Offer("breach", mark("Người được bảo vệ cố ý vi phạm nghĩa vụ"), ENDS_BY_BREACH.since)), duties=(LASTS,)),
)
_LETTERS: Final = (
    Ask("letter_manner", Shape.CHOICE, mark("Cách gửi"), mark("Chọn cách gửi."), own=(
        Offer("posted", mark("Bưu chính, địa chỉ ghi tay")), Offer("handed", mark("Giao tận tay")),
        Offer("at-counter", mark("Người tố cáo đến nhận theo mã, không mở phong bì")))),
    Ask("letter_result", Shape.CHOICE, mark("Kết quả"), mark("Chọn kết quả."), own=(
        Offer("delivered", mark("Đã gửi, đã giao")), Offer("returned", mark("Thư bị trả lại")),
        Offer("unreachable", mark("Không liên lạc được")))),
    Ask("new_envelope", Shape.LINE, mark("Số phong bì mới"), longest=20,
        hint=mark("Mở phong bì thì niêm phong lại dưới số mới. Không mở thì để trống.")),
)
DENUNCIATION_ASKS: Final = (*_INTAKE, *_RESOLVING, *_PROTECTION, *_LETTERS)
