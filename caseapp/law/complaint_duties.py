"""Knows the duties of resolving complaints that are not counted in days: self-check, dialogue, file, stay, withdrawal.

What a group's petition must carry stands with the duties of groups at the counter.
"""

from typing import Final

from caseapp.law.acts import L136, LKN, ND124, ND155
from caseapp.law.duties import Duty
from caseapp.law.reception import DECREE
from caseapp.text import mark

SELF_CHECK: Final = Duty(
    "LKN-29",
    mark(
        "Người giải quyết lần đầu kiểm tra lại quyết định, hành vi của mình trước; thấy khiếu nại đúng thì ra quyết "
        "định giải quyết ngay, chưa đủ cơ sở thì xác minh hoặc giao người xác minh"
    ),
    LKN(29),
    LKN.since,
)
REPORT: Final = Duty(
    "LKN-29/4",
    mark(
        "Xác minh xong thì báo cáo bằng văn bản: đối tượng, thời gian, người xác minh, nội dung, kết quả, kết luận "
        "và kiến nghị"
    ),
    LKN(29, 4),
    LKN.since,
)
DIALOGUE: Final = Duty(
    "LKN-30",
    mark("Lần đầu chỉ phải đối thoại khi yêu cầu của người khiếu nại và kết quả xác minh còn khác nhau"),
    LKN(30, 1),
    LKN.since,
)
ABSENT: Final = Duty(
    "LKN-30/6",
    mark(
        "Người khiếu nại vắng mặt ở buổi đối thoại mà không có lý do chính đáng thì vẫn tiếp tục giải quyết; biên bản "
        "ghi ai vắng, có lý do hay không"
    ),
    LKN(30, 6).amended_by(L136(2)),
    DECREE,
    also=(ND155(11),),
)
FILE: Final = Duty(
    "LKN-34",
    mark(
        "Hồ sơ giải quyết có đơn, tài liệu, chứng cứ, biên bản, kết quả đối thoại, quyết định; đánh số trang, chuyển "
        "cho tòa án khi có yêu cầu"
    ),
    LKN(34),
    LKN.since,
)
STAY: Final = Duty(
    "KN-19",
    mark(
        "Thi hành quyết định bị khiếu nại gây hậu quả khó khắc phục thì tạm đình chỉ việc thi hành, không quá "
        "thời gian còn lại của thời hạn giải quyết; hết lý do thì hủy bỏ ngay"
    ),
    LKN(35),
    LKN.since,
)
COMPLEX_IN_WRITING: Final = Duty(
    "KN-07",
    mark("Vụ việc phức tạp thì ghi bằng văn bản theo tiêu chí nào, lưu vào hồ sơ trước khi hết thời hạn thường"),
    ND124("3a").amended_by(ND155(2)),
    DECREE,
)
ENFORCE: Final = Duty("KN-18", mark("Quyết định giải quyết có hiệu lực thì được thi hành ngay"), LKN(44, 4), LKN.since)
WITHDRAWAL: Final = Duty(
    "KN-24",
    mark(
        "Người khiếu nại được rút khiếu nại bất cứ lúc nào trước khi giải quyết xong, bằng đơn có chữ ký hoặc điểm chỉ"
    ),
    LKN(10),
    LKN.since,
)
PARTIAL_WITHDRAWAL: Final = Duty(
    "KN-24/2026",
    mark(
        "Rút được một phần hoặc toàn bộ, bằng đơn hoặc biên bản; nội dung đã rút không xem xét lại, trừ khi bị "
        "ép buộc, đe dọa; nhiều người khiếu nại thì tiếp tục giải quyết cho những người còn lại"
    ),
    ND124("7a").amended_by(ND155(5)),
    DECREE,
    also=(LKN(10).amended_by(L136(2)),),
)
TRANSITION: Final = Duty(
    "NĐ155-22",
    mark(
        "Vụ thụ lý trước khi nghị định có hiệu lực mà chưa giải quyết xong: rút khiếu nại, tạm đình chỉ, đình chỉ và "
        "đối thoại theo quy định mới"
    ),
    ND155(22),
    DECREE,
)

EARLIER_OF_TWO: Final = Duty(
    "KN-03x",
    mark("Luật và nghị định cùng đặt thời hạn thụ lý thì giữ cả hai, lấy hạn đến trước"),
    ND124(16, 1).amended_by(ND155(10)),
    DECREE,
    confirmed=False,
    also=(LKN(27),),
    note=mark("Suy luận: chưa thấy văn bản nào bãi bỏ thời hạn của luật khi nghị định đặt thời hạn khác."),
)
ALSO_TOLD: Final = Duty(
    "KN-04",
    mark("Thông báo thụ lý khiếu nại gửi cả cơ quan, người đã chuyển khiếu nại đến và thanh tra cùng cấp"),
    LKN(27),
    LKN.since,
    also=(LKN(36),),
)
AT_ONCE: Final = Duty(
    "NĐ155-12",
    mark("Có căn cứ thì ra ngay quyết định tạm đình chỉ, đình chỉ; hết căn cứ thì ra ngay quyết định tiếp tục giải "
         "quyết; thời gian tạm đình chỉ không tính vào thời hạn"),
    ND124("28b").amended_by(ND155(12)),
    DECREE,
)
DECISION: Final = Duty(
    "LKN-31/2",
    mark("Quyết định lần đầu ghi ngày, các bên, nội dung, kết quả xác minh, đối thoại nếu có, căn cứ, kết luận, giải "
         "quyết cụ thể, bồi thường, quyền khiếu nại lần hai và khởi kiện"),
    LKN(31, 2),
    LKN.since,
)
DIALOGUE_MINUTES: Final = Duty(
    "NĐ155-11/minutes",
    mark("Biên bản đối thoại theo mẫu, lập ít nhất ba bản, ghi ai vắng mặt và có lý do hay không"),
    ND155(11),
    DECREE,
)
VALID_REASONS: Final = Duty(
    "NĐ155-11/reasons",
    mark("Lý do chính đáng để vắng mặt: bất khả kháng hoặc trở ngại khách quan như thiên tai, dịch bệnh, chiến tranh, "
         "tai nạn, ốm đau, công tác, học tập ở xa, giấy tờ bị niêm phong, tạm giữ"),
    ND155(11),
    DECREE,
)
OLD_RECEIPTS: Final = Duty(
    "NĐ155-22/acceptance",
    mark("Đơn nhận trước khi nghị định có hiệu lực thì thời hạn thụ lý theo quy định của ngày nhận"),
    ND155(22),
    DECREE,
    confirmed=False,
    note=mark("Suy luận: điều khoản chuyển tiếp không nói về thời hạn thụ lý."),
)

COMPLAINT_DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(SELF_CHECK, REPORT, DIALOGUE, ABSENT, FILE, STAY, COMPLEX_IN_WRITING, ENFORCE),
        *(WITHDRAWAL, PARTIAL_WITHDRAWAL, TRANSITION, EARLIER_OF_TWO, ALSO_TOLD, DECISION, DIALOGUE_MINUTES),
        *(VALID_REASONS, OLD_RECEIPTS, AT_ONCE),
    )
}
