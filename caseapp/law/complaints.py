"""Knows the time limits of complaints (khiếu nại), from the right to complain to the decision in effect.

Withdrawal, suspension, termination and dialogue follow the decree of 2026 also in complaints accepted before its day
(NĐ155 Art. 22): their limits start from an act done since then. Acceptance keeps the rule of the day of receipt.
"""

from datetime import date
from typing import Final

from caseapp.law.acts import L136, LKN, LTTHC, ND124, ND155
from caseapp.law.limits import CALENDAR, WORKING, YEAR, Limit, Nature, Wording
from caseapp.law.reception import DECREE, NUMBER_NOT_SEEN_CHANGED
from caseapp.text import mark

STATUTE: Final = LKN.since
BEFORE_DECREE: Final = date.fromordinal(DECREE.toordinal() - 1)

_NOT_READ: Final = mark("Chưa đọc được số ngày ở nguyên bản nghị định trước khi sửa; hạn tính theo luật.")
_WITHDRAWAL_MAY_CHANGE_IT: Final = mark(
    "Bản luật đã đọc là bản trước khi Luật 136/2025/QH15 sửa; chưa rõ quy định này còn giữ bên cạnh quy định mới về "
    "rút khiếu nại hay không."
)
_FORMS_OF_PUBLISHING: Final = mark(
    "Số ngày đọc ở bản luật trước khi Luật 136/2025/QH15 sửa; số ngày niêm yết, đăng tải của nghị định đang áp dụng "
    "chưa đọc được."
)
_REPORTED_LAW: Final = mark("Số ngày đọc ở nghị định; điều mới của luật chỉ thấy qua tin và nghị định nhắc lại.")
_COURT_AMENDMENTS: Final = mark("Bản luật đã đọc là bản hợp nhất đến năm 2019; các lần sửa sau chưa đọc.")

LIMITATION: Final = Limit(
    "complaint.limitation",
    title=mark("Thời hiệu khiếu nại lần đầu"),
    start=mark("Nhận hoặc biết quyết định, hành vi"),
    wordings=[Wording(90, CALENDAR, LKN(9), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    nature=Nature.RIGHT,
    ids=("KN-01",),
)

ACCEPTANCE: Final = Limit(
    "complaint.acceptance",
    title=mark("Thụ lý hoặc trả lời không thụ lý"),
    start=mark("Nhận đơn"),
    wordings=[
        Wording(10, CALENDAR, LKN(27), since=STATUTE, also=(LKN(36, 1),), note=NUMBER_NOT_SEEN_CHANGED),
        Wording(None, WORKING, ND124(16, 1), since=ND124.since, until=BEFORE_DECREE, confirmed=False, note=_NOT_READ),
        Wording(7, WORKING, ND124(16, 1).amended_by(ND155(10)), since=DECREE),
    ],
    ids=("KN-02", "KN-03", "KN-03x"),
)

RESOLUTION_1: Final = Limit(
    "complaint.resolution-1",
    title=mark("Ra quyết định giải quyết lần đầu"),
    start=mark("Thụ lý"),
    wordings=[
        Wording(30, CALENDAR, LKN(28), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)
        .when("complex", 45)
        .when("remote", 45)
        .when("remote", "complex", 60)
    ],
    ids=("KN-05", "KN-06"),
)

RESOLUTION_2: Final = Limit(
    "complaint.resolution-2",
    title=mark("Ra quyết định giải quyết lần hai"),
    start=mark("Thụ lý"),
    wordings=[
        Wording(45, CALENDAR, LKN(37), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)
        .when("complex", 60)
        .when("remote", 60)
        .when("remote", "complex", 70)
    ],
    ids=("KN-12", "KN-13"),
)

SEND_DECISION_1: Final = Limit(
    "complaint.send-decision-1",
    title=mark("Gửi quyết định giải quyết lần đầu"),
    start=mark("Ban hành quyết định"),
    wordings=[Wording(3, WORKING, LKN(32), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    ids=("KN-10",),
)

SEND_DECISION_2: Final = Limit(
    "complaint.send-decision-2",
    title=mark("Gửi quyết định giải quyết lần hai"),
    start=mark("Ban hành quyết định"),
    wordings=[Wording(7, CALENDAR, LKN(41, 1), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    ids=("KN-14",),
)

SECOND: Final = Limit(
    "complaint.second",
    title=mark("Khiếu nại lần hai"),
    start=mark("Nhận quyết định lần đầu, hoặc hết hạn giải quyết mà không có quyết định"),
    wordings=[Wording(30, CALENDAR, LKN(33, 1), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED).when("remote", 45)],
    nature=Nature.RIGHT,
    ids=("KN-11",),
)

EFFECT: Final = Limit(
    "complaint.effect",
    title=mark("Quyết định giải quyết có hiệu lực"),
    start=mark("Ban hành quyết định"),
    wordings=[
        Wording(30, CALENDAR, LKN(44, 1), since=STATUTE, also=(LKN(44, 2),), note=NUMBER_NOT_SEEN_CHANGED).when(
            "remote", 45
        )
    ],
    nature=Nature.EFFECT,
    rolls=False,
    ids=("KN-16", "KN-17"),
)

DIALOGUE_NOTICE: Final = Limit(
    "complaint.dialogue-notice",
    title=mark("Thông báo đối thoại"),
    start=mark("Ngày đối thoại"),
    wordings=[Wording(5, CALENDAR, ND124(28, 1).amended_by(ND155(11)), since=DECREE)],
    counted_back=True,
    ids=("KN-09",),
)

SEND_SUSPENSION: Final = Limit(
    "complaint.send-suspension",
    title=mark("Gửi quyết định tạm đình chỉ, tiếp tục hoặc đình chỉ giải quyết"),
    start=mark("Ban hành quyết định"),
    wordings=[
        Wording(
            3,
            WORKING,
            ND124("28b", 1).amended_by(ND155(12)),
            since=DECREE,
            also=(ND124("28b", 2).amended_by(ND155(12)), LKN("11a").amended_by(L136(2))),
            note=_REPORTED_LAW,
        )
    ],
    ids=("KN-20", "KN-21", "KN-22"),
)

INFORMATION: Final = Limit(
    "complaint.information",
    title=mark("Cung cấp thông tin, tài liệu được yêu cầu"),
    start=mark("Nhận yêu cầu"),
    wordings=[
        Wording(
            7,
            CALENDAR,
            LKN(12, 1, "đ"),
            since=STATUTE,
            also=(LKN(13), LKN(14, 1, "a"), LKN(15, 1, "a")),
            note=NUMBER_NOT_SEEN_CHANGED,
        )
    ],
    nature=Nature.AWAITED,
    ids=("KN-08",),
)

REOPEN: Final = Limit(
    "complaint.reopen",
    title=mark("Khiếu nại tiếp sau khi đình chỉ"),
    start=mark("Nhận thông báo đình chỉ"),
    wordings=[
        Wording(30, CALENDAR, LKN(11, 8), since=STATUTE, until=BEFORE_DECREE, note=NUMBER_NOT_SEEN_CHANGED),
        Wording(30, CALENDAR, LKN(11, 8), since=DECREE, confirmed=False, note=_WITHDRAWAL_MAY_CHANGE_IT),
    ],
    nature=Nature.RIGHT,
    ids=("KN-23",),
)

COURT: Final = Limit(
    "complaint.court",
    title=mark("Khởi kiện tại tòa án"),
    start=mark("Nhận hoặc biết quyết định, hoặc hết hạn giải quyết mà không được trả lời"),
    wordings=[
        Wording(
            1,
            YEAR,
            LTTHC(116, 2, "a"),
            since=LTTHC.since,
            also=(LTTHC(116, 3), LTTHC(116, 4), LTTHC(116, 5), LKN(33, 2), LKN(42), LKN(44, 3)),
            note=_COURT_AMENDMENTS,
        )
    ],
    nature=Nature.RIGHT,
    ids=("KN-25",),
)

PUBLISH: Final = Limit(
    "complaint.publish",
    title=mark("Công khai quyết định giải quyết lần hai"),
    start=mark("Ban hành quyết định"),
    wordings=[Wording(15, CALENDAR, LKN(41, 2), since=STATUTE, confirmed=False, note=_FORMS_OF_PUBLISHING)],
    ids=("KN-15",),
)

LIMITS: Final = (
    *(LIMITATION, ACCEPTANCE, RESOLUTION_1, SEND_DECISION_1, SECOND, RESOLUTION_2, SEND_DECISION_2, EFFECT),
    *(DIALOGUE_NOTICE, SEND_SUSPENSION, INFORMATION, REOPEN, COURT, PUBLISH),
)
"""Every limit of complaints, in the order of the contract."""
