"""Knows further duties of receiving citizens: what a register holds, groups, urgent or postponed reception."""

from typing import Final

from caseapp.law.acts import LTCD, ND154, ND155, TT04
from caseapp.law.complaints import BEFORE_DECREE
from caseapp.law.duties import Duty
from caseapp.law.reception import DECREE
from caseapp.text import mark

GROUP_RECEIVED: Final = Duty(
    "GR-04",
    mark("Người đứng đầu hoặc trưởng ban tiếp công dân tiếp người đại diện của đoàn đông người hoặc cử người tiếp; "
         "được yêu cầu công an, chính quyền nơi đó, cơ quan khác phối hợp"),
    LTCD(30), LTCD.since, also=(LTCD(31), ND155(6), ND155(8), ND155(9)))
OLD_REGISTER: Final = Duty(
    "REG-02", mark("Ghi sổ tiếp công dân theo mẫu của thông tư trước"), LTCD(25, 2), TT04.since, until=BEFORE_DECREE,
    confirmed=False, note=mark("Mẫu sổ chỉ thấy ở bản do nơi khác đăng; chưa đọc phụ lục của thông tư."))
LEAST_CONTENT: Final = Duty(
    "REG-03",
    mark("Sổ tiếp công dân ít nhất có số thứ tự, ngày, họ tên, địa chỉ, nội dung, việc giải quyết trước đó, yêu cầu và "
         "kết quả tiếp, xử lý"),
    LTCD(25, 2), LTCD.since)
URGENT: Final = Duty(
    "LTCD-18/3",
    mark("Tiếp đột xuất khi vụ việc gay gắt, phức tạp, đông người, nhiều cơ quan, hoặc để chậm có thể gây hậu quả "
         "nghiêm trọng"),
    LTCD(18, 3), LTCD.since)
DEPUTY_HEAD: Final = Duty(
    "NĐ154-38/2", mark("Cấp phó có trách nhiệm tiếp công dân định kỳ, đột xuất được ghi là người tiếp, có đánh dấu"),
    ND154(38, 2), DECREE, confirmed=False,
    note=mark("Luật không cho ủy quyền tiếp, theo tin về việc thông qua Luật 136/2025/QH15; nghị định có chế độ cho "
              "cấp phó được giao tiếp. Hai chỗ chưa đối chiếu."))
UNLAWFUL_REFUSAL: Final = Duty(
    "NĐ154-4/4", mark("Từ chối tiếp phải đúng luật; từ chối trái luật là căn cứ kỷ luật người tiếp"),
    ND154(4, 4), DECREE, also=(ND154(41, 1, "a"),))

RESOLVED_EARLIER: Final = Duty(
    "TCD-02/at-once", mark("Vụ việc được chuyển đến mà đã giải quyết từ trước thì báo ngay cho nơi đã chuyển"),
    LTCD(27, 2), LTCD.since)
POSTPONED: Final = Duty(
    "TCD-04/postponed",
    mark("Có lý do chính đáng thì được hoãn buổi tiếp đã niêm yết, và báo thời gian tiếp mới"),
    LTCD(24, 4), LTCD.since)

FURTHER_DUTIES: Final = {
    duty.code: duty
    for duty in (GROUP_RECEIVED, OLD_REGISTER, LEAST_CONTENT, URGENT, DEPUTY_HEAD, UNLAWFUL_REFUSAL, RESOLVED_EARLIER,
                 POSTPONED)
}
