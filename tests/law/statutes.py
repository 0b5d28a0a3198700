"""Limits of laws that later features bring, written with today's vocabulary: proof that it can carry them."""

from datetime import date

from caseapp.law.acts import LKN, LTC, LTTHC
from caseapp.law.limits import CALENDAR, MONTH, WORKING, Limit, Nature, Wording

KN = date(2012, 7, 1)
TC = date(2019, 1, 1)

HALF_YEAR = Limit(
    "mediation.court-recognition",
    title="Yêu cầu công nhận",
    start="Hòa giải thành",
    wordings=[Wording(6, MONTH, LTTHC(116), since=date(2016, 7, 1), confirmed=False)],
    nature=Nature.RIGHT,
)
DISCIPLINE_LIMITATION = Limit(
    "discipline.limitation",
    title="Khiếu nại kỷ luật",
    start="Nhận quyết định",
    wordings=[Wording(15, CALENDAR, LKN(48), since=KN)],
    nature=Nature.RIGHT,
    ids=("KL-01",),
)
DISCIPLINE_SECOND = Limit(
    "discipline.second",
    title="Khiếu nại kỷ luật lần hai",
    start="Nhận quyết định",
    wordings=[Wording(10, CALENDAR, LKN(48), since=KN).when("dismissal", 30)],
    nature=Nature.RIGHT,
    ids=("KL-02",),
)
INTAKE = Limit(
    "denunciation.intake",
    title="Xử lý ban đầu tố cáo",
    start="Nhận tố cáo",
    wordings=[Wording(7, WORKING, LTC(24, 1), since=TC).when("several-places", 10)],
    ids=("TC-01",),
)
TRANSFER = Limit(
    "denunciation.transfer",
    title="Chuyển tố cáo",
    start="Nhận tố cáo",
    wordings=[Wording(5, WORKING, LTC(24, 2), since=TC)],
    ids=("TC-03",),
)
PRESS_REPLY = Limit(
    "denunciation.press-reply",
    title="Trả lời báo chí",
    start="Nhận tố cáo",
    wordings=[Wording(20, CALENDAR, LTC(26, 2), since=TC)],
    ids=("TC-04",),
)
RESOLUTION = Limit(
    "denunciation.resolution",
    title="Giải quyết tố cáo",
    start="Thụ lý",
    wordings=[
        Wording(30, CALENDAR, LTC(30), since=TC)
        .extended(30, times=1, option="complex")
        .extended(30, times=2, option="especially-complex")
    ],
    ids=("TC-06",),
)
SEND_CONCLUSION = Limit(
    "denunciation.send-conclusion",
    title="Gửi kết luận",
    start="Ban hành kết luận",
    wordings=[Wording(5, WORKING, LTC(35, 3), since=TC)],
    ids=("TC-15",),
)
PUBLISH = Limit(
    "denunciation.publish",
    title="Công khai kết luận",
    start="Ban hành kết luận",
    wordings=[Wording(7, WORKING, LTC(40, 1), since=TC)],
    ids=("TC-18",),
)
ACCESS = Limit(
    "information.supply",
    title="Cung cấp thông tin",
    start="Nhận yêu cầu",
    wordings=[
        Wording(5, WORKING, LKN(99), since=date(2018, 7, 1), until=date(2026, 8, 31)),
        Wording(None, WORKING, LKN(99), since=date(2026, 9, 1), confirmed=False),
    ],
)

SAMPLES = (
    *(HALF_YEAR, DISCIPLINE_LIMITATION, DISCIPLINE_SECOND, INTAKE, TRANSFER, PRESS_REPLY, RESOLUTION),
    *(SEND_CONCLUSION, PUBLISH),
)
