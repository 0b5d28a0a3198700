"""Knows the time limits and duties of giving information on request (tiếp cận thông tin) under the law of 2016.

The law that took its place on 01/09/2026 was not read: a request since then has no day that could be counted.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from caseapp.law.acts import LTCTT, LTCTT26, ND13, Citation
from caseapp.law.duties import Duty
from caseapp.law.limits import WORKING, Limit, Wording
from caseapp.text import mark

LAST_DAY: Final = date(2026, 8, 31)
_NOT_READ: Final = mark("Luật mới chưa đọc được: không rõ số ngày, cũng không rõ điều nào; viện dẫn điều đầu của luật.")
_OTHER_UNIT: Final = mark(
    "Vụ việc phức tạp còn được gia hạn theo ngày thường, khác đơn vị với thời hạn chính: phần gia hạn không tính ở đây."
)
_REQUESTED: Final = mark("Nhận yêu cầu cung cấp thông tin")


def _until_the_new_law(code: str, row: str, title: str, wording: Wording) -> Limit:
    unread = Wording(None, WORKING, LTCTT26(1), since=LTCTT26.since, confirmed=False, note=_NOT_READ)
    return Limit(f"information.{code}", title=title, start=_REQUESTED,
                 wordings=[replace(wording, until=LAST_DAY), unread], ids=(row,))


def _days(length: int, article: int, note: str = "") -> Wording:
    return Wording(length, WORKING, LTCTT(article), since=LTCTT.since, note=note)


AT_OFFICE: Final = _until_the_new_law(
    "at-office", "TT-29", mark("Cung cấp thông tin phức tạp tại trụ sở"),
    _days(10, 29).extended(10, times=1, option="complex"))
ONLINE: Final = _until_the_new_law(
    "online", "TT-30", mark("Cung cấp thông tin qua mạng điện tử"), _days(3, 30, _OTHER_UNIT).when("complex", 15))
ONLINE_NOTICE: Final = _until_the_new_law(
    "online-notice", "TT-30/notice", mark("Báo thời hạn cung cấp thông tin phức tạp qua mạng điện tử"), _days(3, 30))
POST: Final = _until_the_new_law(
    "post", "TT-31", mark("Cung cấp thông tin qua bưu chính, fax"), _days(5, 31, _OTHER_UNIT).when("complex", 15))
POST_NOTICE: Final = _until_the_new_law(
    "post-notice", "TT-31/notice", mark("Báo thời hạn cung cấp thông tin phức tạp qua bưu chính, fax"), _days(3, 31))

LIMITS: Final = (AT_OFFICE, ONLINE, ONLINE_NOTICE, POST, POST_NOTICE)
"""Every limit of access to information."""


def _old(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, LTCTT.since, also=also, until=LAST_DAY)


INFORMATION_DUTIES: Final = {
    duty.code: duty
    for duty in (
        _old("LTCTT-24/2",
             mark("Yêu cầu cung cấp thông tin ghi họ tên, địa chỉ, giấy tờ tùy thân, cách liên hệ, thông tin và hình "
                  "thức được yêu cầu, lý do"),
             LTCTT(24, 2)),
        _old("LTCTT-29/simple", mark("Thông tin đơn giản yêu cầu tại trụ sở thì cung cấp ngay"), LTCTT(29)),
        _old("LTCTT-29/extension", mark("Gia hạn cung cấp thông tin phải báo bằng văn bản trong thời hạn đang chạy"),
             LTCTT(29), LTCTT(30), LTCTT(31)),
        _old("LTCTT-28/2", mark("Từ chối cung cấp thông tin phải bằng văn bản, nêu rõ lý do"), LTCTT(28, 2)),
        _old("LTCTT-28/twice", mark("Được từ chối cung cấp thông tin đã cung cấp hai lần cho chính "
                                    "người yêu cầu"), LTCTT(28)),
        _old("LTCTT-12", mark("Không thu phí cung cấp thông tin, chỉ thu chi phí thực tế in, sao, gửi, trả trước"),
             LTCTT(12), ND13(13)),
        _old("LTCTT-26", mark("Ghi mọi yêu cầu vào sổ theo dõi cung cấp thông tin"), LTCTT(26)),
    )
}
