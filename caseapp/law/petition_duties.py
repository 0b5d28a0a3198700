"""Knows the duties of handling petitions (xử lý đơn) that are not counted in days: register, guide once, return papers.

The circular in force was read only where it speaks of denunciations. What its predecessor says stands here unconfirmed.
"""

from typing import Final

from caseapp.law.acts import LTC, LTCD, TT05, TT07, Citation
from caseapp.law.duties import Duty
from caseapp.text import mark

PREDECESSOR: Final = mark(
    "Đọc ở Thông tư 07/2014/TT-TTCP, đã được thay thế; chỗ tương ứng của thông tư đang áp dụng chưa đọc được."
)


def _as_before(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, TT07.since, confirmed=False, also=also, note=PREDECESSOR)


REGISTERED: Final = _as_before(
    "XLD-02",
    mark("Nhận đơn thì ghi ngay vào sổ hoặc cơ sở dữ liệu, dù đơn đến qua bưu chính, trực tiếp, hộp thư, đại biểu, báo "
         "chí hay lãnh đạo"),
    TT07(3), TT07(5))
DENUNCIATION: Final = Duty(
    "XLD-03", mark("Đơn tố cáo được xử lý ban đầu trong thời hạn xử lý ban đầu thông tin tố cáo"), LTC(24), LTC.since)
TRANSFER: Final = Duty(
    "XLD-04",
    mark("Đơn tố cáo không thuộc thẩm quyền được chuyển cùng giấy tờ bằng phiếu chuyển theo mẫu, mỗi nội dung một lần"),
    TT05(14, 1), TT05.since, also=(LTC(24, 2),))
OVERDUE_BELOW: Final = Duty(
    "XLD-04a",
    mark("Đơn tố cáo thuộc cấp dưới trực tiếp đã quá hạn: người đứng đầu yêu cầu báo cáo quá trình, lý do, trách nhiệm "
         "và kết quả giải quyết"),
    TT05(14, 2), TT05.since)
PARTY_AND_HARM: Final = Duty(
    "XLD-04b",
    mark("Đơn tố cáo đảng viên vi phạm quy định của Đảng thì chuyển nơi có thẩm quyền theo quy định của Đảng; hành vi "
         "đã hoặc có thể gây thiệt hại nghiêm trọng thì báo ngay để ngăn chặn"),
    TT05(15), TT05.since, also=(TT05(16),))
GUIDED_ONCE: Final = _as_before(
    "XLD-05", mark("Đơn khiếu nại không thuộc thẩm quyền thì hướng dẫn người gửi, chỉ một lần"), TT07(8, 1))
ORIGINALS: Final = _as_before(
    "XLD-06",
    mark("Giấy tờ gốc trả lại ngay khi không thụ lý; đã thụ lý thì trả ngay sau khi ra quyết định giải quyết"),
    TT07(10))
FEEDBACK: Final = Duty(
    "XLD-08",
    mark("Kiến nghị, phản ánh: luật chỉ đặt thời hạn báo kết quả xử lý, không đặt thời hạn giải quyết chung; phản ánh "
         "về quy định hành chính theo quy định riêng"),
    LTCD(26, 2), LTCD.since, also=(LTCD(28),))

PETITION_DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(REGISTERED, DENUNCIATION, TRANSFER, OVERDUE_BELOW, PARTY_AND_HARM, GUIDED_ONCE, ORIGINALS, FEEDBACK),
    )
}
