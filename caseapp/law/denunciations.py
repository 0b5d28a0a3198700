"""Knows the time limits of denunciations (tố cáo), from receiving one to publishing what was concluded.

A denunciation may be extended by decision: once when it is complex, twice when it is especially complex. Anonymous
information (LTC 25) is no denunciation and has none of these limits.
"""

from dataclasses import replace
from typing import Final

from caseapp.law.acts import LTC, ND31, TT145
from caseapp.law.limits import CALENDAR, WORKING, Limit, Nature, Wording
from caseapp.law.reception import NUMBER_NOT_SEEN_CHANGED
from caseapp.text import mark

STATUTE: Final = LTC.since
_POLICE_MAY_HAVE_CHANGED: Final = mark("Các lần sửa sau của thông tư và ngày bắt đầu áp dụng chưa kiểm tra được.")


def _by_law(
    code: str, ids: str, titles: tuple[str, str], wording: Wording, nature: Nature = Nature.DUTY, *, rolls: bool = True,
) -> Limit:
    title, start = titles
    return Limit(f"denunciation.{code}", title=title, start=start, wordings=[wording], nature=nature, rolls=rolls,
                 ids=(ids,))


def _days(length: int, clause: str, *also: str, article: int) -> Wording:
    return Wording(length, WORKING, LTC(article, clause), since=STATUTE, also=tuple(LTC(article, one) for one in also),
                   note=NUMBER_NOT_SEEN_CHANGED)


INTAKE: Final = _by_law(
    "intake", "TC-01", (mark("Xử lý ban đầu thông tin tố cáo"), mark("Nhận tố cáo")),
    _days(7, "1", article=24).when("several-places", 10))
TRANSFER: Final = _by_law(
    "transfer", "TC-03", (mark("Chuyển tố cáo không thuộc thẩm quyền"), mark("Nhận tố cáo")), _days(5, "2", article=24))
PRESS_REPLY: Final = _by_law(
    "press-reply", "TC-04", (mark("Trả lời cơ quan, báo chí đã chuyển tố cáo"), mark("Nhận tố cáo được chuyển đến")),
    Wording(20, CALENDAR, LTC(26, 2), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED))
NOTICE: Final = _by_law(
    "notice", "TC-05", (mark("Thông báo thụ lý tố cáo, thông báo nội dung tố cáo"), mark("Ra quyết định thụ lý")),
    Wording(5, WORKING, LTC(29, 3), since=STATUTE, also=(ND31(9, 2),), note=NUMBER_NOT_SEEN_CHANGED))
RESOLUTION: Final = _by_law(
    "resolution", "TC-06", (mark("Giải quyết tố cáo"), mark("Thụ lý")),
    Wording(30, CALENDAR, LTC(30, 1), since=STATUTE, also=(LTC(30, 2), LTC(30, 3)), note=NUMBER_NOT_SEEN_CHANGED)
    .extended(30, times=1, option="complex").extended(30, times=2, option="especially-complex"))
SEND_SUSPENSION: Final = _by_law(
    "send-suspension", "TC-13",
    (mark("Gửi quyết định tạm đình chỉ, đình chỉ giải quyết tố cáo"), mark("Ban hành quyết định")),
    _days(5, "4", article=34))
SEND_CONCLUSION: Final = _by_law(
    "send-conclusion", "TC-15", (mark("Gửi kết luận nội dung tố cáo"), mark("Ban hành kết luận")),
    _days(5, "3", article=35))
ACT_ON_CONCLUSION: Final = _by_law(
    "act-on-conclusion", "TC-16", (mark("Xử lý theo kết luận nội dung tố cáo"), mark("Ban hành kết luận")),
    _days(7, "1", article=36))
REPORT_RESULT: Final = _by_law(
    "report-result", "TC-17",
    (mark("Cơ quan được kiến nghị báo kết quả xử lý"), mark("Có kết quả xử lý")), _days(5, "3", article=36),
    Nature.AWAITED)
PUBLISH: Final = _by_law(
    "publish", "TC-18",
    (mark("Công khai kết luận nội dung tố cáo, quyết định xử lý"), mark("Ban hành kết luận, quyết định")),
    _days(7, "1", "2", "3", article=40))
POSTING: Final = _by_law(
    "posting", "TC-19", (mark("Niêm yết, đăng tải kết luận nội dung tố cáo"), mark("Bắt đầu niêm yết, đăng tải")),
    Wording(15, CALENDAR, ND31(6, 2), since=ND31.since, note=mark("Ít nhất chừng ấy ngày liên tục.")),
    Nature.EFFECT, rolls=False)
CONTINUED: Final = _by_law(
    "continued", "TC-20", (mark("Xem xét tố cáo tiếp"), mark("Nhận tố cáo tiếp")),
    Wording(20, CALENDAR, LTC(37, 2), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED))
DEMAND_REPORT: Final = _by_law(
    "demand-report", "TC-21",
    (mark("Yêu cầu báo cáo về tố cáo quá hạn"), mark("Nhận tố cáo tiếp vì quá hạn giải quyết")),
    _days(5, "2", article=38))
OVERDUE_REPORT: Final = _by_law(
    "overdue-report", "TC-22", (mark("Báo cáo về tố cáo quá hạn"), mark("Nhận yêu cầu của cấp trên")),
    Wording(5, WORKING, LTC(38, 3), since=STATUTE, also=(ND31(5),), note=NUMBER_NOT_SEEN_CHANGED))

# The same duty towards whoever denounced, done by another person on another day: the number stands once, above.
TELL_TRANSFER: Final = replace(
    TRANSFER, code="denunciation.tell-transfer", title=mark("Báo người tố cáo việc chuyển tố cáo"),
    ids=("TC-03/denouncer",))
TELL_DENOUNCER: Final = replace(
    NOTICE, code="denunciation.tell-denouncer", title=mark("Báo người tố cáo việc thụ lý"), ids=("TC-05/denouncer",))
TELL_SUSPENSION: Final = replace(
    SEND_SUSPENSION, code="denunciation.tell-suspension",
    title=mark("Gửi người tố cáo quyết định tạm đình chỉ, đình chỉ"), ids=("TC-13/denouncer",))
TELL_CONCLUSION: Final = replace(
    SEND_CONCLUSION, code="denunciation.tell-conclusion", title=mark("Báo người tố cáo về kết luận"),
    ids=("TC-15/denouncer",))

TO_DENOUNCERS: Final = frozenset(
    one.code for one in (TELL_TRANSFER, TELL_DENOUNCER, TELL_SUSPENSION, TELL_CONCLUSION))
"""What whoever keeps the envelopes must send, and nobody else can."""

POLICE_DECISION: Final = Limit(
    "protection.police-decision",
    title=mark("Công an quyết định biện pháp bảo vệ người tố cáo"),
    start=mark("Công an nhận đề nghị bảo vệ"),
    wordings=[
        Wording(3, WORKING, TT145(5), since=TT145.since, confirmed=False, note=_POLICE_MAY_HAVE_CHANGED)
        .when("complex", 5)
    ],
    nature=Nature.AWAITED,
    ids=("BV-10",),
)

LIMITS: Final = (
    *(INTAKE, TRANSFER, PRESS_REPLY, NOTICE, RESOLUTION, SEND_SUSPENSION, SEND_CONCLUSION, ACT_ON_CONCLUSION, PUBLISH),
    *(CONTINUED, REPORT_RESULT, POSTING, DEMAND_REPORT, OVERDUE_REPORT, POLICE_DECISION),
    *(TELL_TRANSFER, TELL_DENOUNCER, TELL_SUSPENSION, TELL_CONCLUSION),
)
"""Every limit of denunciations, in the order of the contract."""
