"""Limits of laws that later features bring, written with today's vocabulary: proof that it can carry them."""

from datetime import date

from caseapp.law.acts import LKN, LTC, LTTHC, ND124, ND155
from caseapp.law.limits import CALENDAR, MONTH, WORKING, YEAR, Limit, Nature, Wording

KN = date(2012, 7, 1)
TC = date(2019, 1, 1)
NEW = date(2026, 7, 1)

ACCEPTANCE = Limit(
    "complaint.acceptance",
    title="Thụ lý khiếu nại",
    start="Nhận đơn",
    wordings=[
        Wording(10, CALENDAR, LKN(27), since=KN),
        Wording(
            None,
            WORKING,
            ND124(16, 1),
            since=date(2020, 12, 10),
            until=date(2026, 6, 30),
            confirmed=False,
            note="nguyên bản chưa đối chiếu",
        ),
        Wording(7, WORKING, ND124(16, 1).amended_by(ND155(10)), since=NEW),
    ],
    ids=("KN-02", "KN-03", "KN-03x"),
)
RESOLUTION_1 = Limit(
    "complaint.resolution-1",
    title="Giải quyết lần đầu",
    start="Thụ lý",
    wordings=[
        Wording(30, CALENDAR, LKN(28), since=KN).when("complex", 45).when("remote", 45).when("remote", "complex", 60)
    ],
    ids=("KN-05", "KN-06"),
)
RESOLUTION_2 = Limit(
    "complaint.resolution-2",
    title="Giải quyết lần hai",
    start="Thụ lý",
    wordings=[
        Wording(45, CALENDAR, LKN(37), since=KN).when("complex", 60).when("remote", 60).when("remote", "complex", 70)
    ],
    ids=("KN-12", "KN-13"),
)
LIMITATION = Limit(
    "complaint.limitation",
    title="Khiếu nại lần đầu",
    start="Nhận hoặc biết quyết định",
    wordings=[Wording(90, CALENDAR, LKN(9), since=KN)],
    nature=Nature.RIGHT,
    ids=("KN-01",),
)
SECOND = Limit(
    "complaint.second",
    title="Khiếu nại lần hai",
    start="Nhận quyết định lần đầu, hoặc hết hạn giải quyết",
    wordings=[Wording(30, CALENDAR, LKN(33, 1), since=KN).when("remote", 45)],
    nature=Nature.RIGHT,
    ids=("KN-11",),
)
SEND_DECISION_1 = Limit(
    "complaint.send-decision-1",
    title="Gửi quyết định lần đầu",
    start="Ký quyết định",
    wordings=[Wording(3, WORKING, LKN(32), since=KN)],
    ids=("KN-10",),
)
EFFECT = Limit(
    "complaint.effect",
    title="Quyết định có hiệu lực",
    start="Ban hành quyết định",
    wordings=[Wording(30, CALENDAR, LKN(44), since=KN).when("remote", 45)],
    nature=Nature.EFFECT,
    rolls=False,
    ids=("KN-16", "KN-17"),
)
DIALOGUE_NOTICE = Limit(
    "complaint.dialogue-notice",
    title="Báo đối thoại",
    start="Ngày đối thoại",
    wordings=[Wording(5, CALENDAR, ND124(28, 1).amended_by(ND155(11)), since=NEW)],
    counted_back=True,
    ids=("KN-09",),
)
COURT = Limit(
    "complaint.court",
    title="Khởi kiện",
    start="Nhận quyết định",
    wordings=[Wording(1, YEAR, LTTHC(116, 2, "a"), since=date(2016, 7, 1))],
    nature=Nature.RIGHT,
    ids=("KN-25",),
)
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
    *(ACCEPTANCE, RESOLUTION_1, RESOLUTION_2, LIMITATION, SECOND, SEND_DECISION_1, EFFECT, DIALOGUE_NOTICE, COURT),
    *(HALF_YEAR, DISCIPLINE_LIMITATION, DISCIPLINE_SECOND, INTAKE, TRANSFER, PRESS_REPLY, RESOLUTION),
    *(SEND_CONCLUSION, PUBLISH),
)
