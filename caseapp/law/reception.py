"""Knows the time limits of receiving citizens (tiếp công dân)."""

from datetime import date
from typing import Final

from caseapp.law.acts import LTCD, ND154
from caseapp.law.limits import CALENDAR, WORKING, Limit, Nature, Promise, Wording
from caseapp.text import mark

STATUTE: Final = date(2014, 7, 1)
DECREE: Final = date(2026, 7, 1)
# What a receipt says of a number of days that stands in the law itself.
NUMBER_NOT_SEEN_CHANGED: Final = mark(
    "Bản luật đã đọc là bản trước khi Luật 136/2025/QH15 sửa; chưa thấy văn bản nào sửa số ngày này."
)

REPLY: Final = Limit(
    "reception.reply",
    title=mark("Báo kết quả tiếp công dân"),
    start=mark("Công dân đến"),
    wordings=[Wording(10, WORKING, LTCD(28, 1), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    ids=("TCD-01",),
)

REFUSAL_NOTICE: Final = Limit(
    "reception.refusal-notice",
    title=mark("Gửi thông báo từ chối tiếp công dân"),
    start=mark("Đủ căn cứ từ chối"),
    wordings=[Wording(3, WORKING, ND154(4, 3), since=DECREE, also=(ND154(4, 2),))],
    ids=("TCD-05",),
)

POST_TIMETABLE: Final = Limit(
    "reception.post-timetable",
    title=mark("Niêm yết lịch tiếp công dân của người đứng đầu"),
    start=mark("Ngày tiếp công dân"),
    wordings=[
        Wording(5, WORKING, LTCD(24, 4), since=STATUTE, until=date(2026, 6, 30), note=NUMBER_NOT_SEEN_CHANGED),
        Wording(5, WORKING, LTCD(24, 4), since=DECREE, also=(ND154(19, 3),), note=NUMBER_NOT_SEEN_CHANGED),
    ],
    counted_back=True,
    ids=("TCD-04",),
)

ONLINE_NOTIFY: Final = Limit(
    "online.notify",
    title=mark("Báo công dân, các cơ quan và lắp đặt điểm cầu tiếp trực tuyến"),
    start=mark("Buổi tiếp trực tuyến"),
    wordings=[Wording(5, WORKING, ND154(23, 1), since=DECREE)],
    counted_back=True,
    ids=("TCD-06",),
)

ONLINE_TEST: Final = Limit(
    "online.test",
    title=mark("Kết nối thử các điểm cầu"),
    start=mark("Buổi tiếp trực tuyến"),
    wordings=[Wording(1, WORKING, ND154(23, 1), since=DECREE)],
    counted_back=True,
    ids=("TCD-07",),
)

REPORT_BACK: Final = Limit(
    "reception.report-back",
    title=mark("Báo kết quả cho cơ quan, người đã chuyển vụ việc đến"),
    start=mark("Giải quyết xong vụ việc"),
    wordings=[Wording(7, WORKING, LTCD(27, 2), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    ids=("TCD-02",),
)

TELL_CITIZEN: Final = Limit(
    "reception.tell-citizen",
    title=mark("Báo lại kết quả cho công dân đã yêu cầu"),
    start=mark("Nhận thông báo kết quả giải quyết"),
    wordings=[Wording(5, WORKING, LTCD(28, 2), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)],
    ids=("TCD-03",),
)

UNPROCESSED: Final = Limit(
    "reception.unprocessed",
    title=mark("Đơn để lâu không xử lý, không có lý do chính đáng: căn cứ cách chức, bãi nhiệm"),
    start=mark("Nhận đơn"),
    wordings=[Wording(45, CALENDAR, ND154(41, 3, "b"), since=DECREE)],
    nature=Nature.EFFECT,
    rolls=False,
    ids=("TCD-10",),
)

_DEPUTIES_ANEW: Final = mark(
    "Đọc ở bản luật cũ; nghị quyết năm 2025 của Ủy ban Thường vụ Quốc hội về tiếp công dân của đại biểu chưa đọc."
)


def _of_deputies(code: str, row: str, title: str, length: int, nature: Nature) -> Limit:
    wording = Wording(length, WORKING, LTCD(21, 1), since=STATUTE, confirmed=False, note=_DEPUTIES_ANEW)
    return Limit(code, title=title, start=_DEPUTY_DAY, wordings=[wording], nature=nature, counted_back=True, ids=(row,))


_DEPUTY_DAY: Final = mark("Ngày đại biểu Quốc hội tiếp công dân")
DEPUTY_TOLD: Final = _of_deputies(
    "deputy.told", "TCD-09", mark("Báo đại biểu Quốc hội ngày tiếp công dân"), 10, Nature.DUTY)
DEPUTY_CANNOT: Final = _of_deputies(
    "deputy.cannot", "TCD-09/2", mark("Đại biểu Quốc hội báo không tiếp được"), 5, Nature.AWAITED)

LIMITS: Final = (
    *(REPLY, REFUSAL_NOTICE, POST_TIMETABLE, ONLINE_NOTIFY, ONLINE_TEST, REPORT_BACK, TELL_CITIZEN, UNPROCESSED),
    *(DEPUTY_TOLD, DEPUTY_CANNOT),
)
"""Every limit of receiving citizens."""

FOLLOW_UP: Final = Promise(
    "reception.follow-up",
    title=mark("Trả lời công dân theo ngày đã hẹn"),
    start=mark("Báo kéo dài thời gian xem xét"),
    citation=LTCD(28, 1),
)
HEAD_PROMISE: Final = Promise(
    "reception.head-promise",
    title=mark("Trả lời công dân theo thời hạn người đứng đầu đã nêu"),
    start=mark("Buổi tiếp của người đứng đầu"),
    citation=LTCD(18, 4),
)
