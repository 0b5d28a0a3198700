"""Knows the duties of complaints about disciplinary decisions that are not counted in days (LKN chapter IV)."""

from typing import Final

from caseapp.law.acts import LKN, Citation
from caseapp.law.duties import Duty
from caseapp.text import mark


def _by_law(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, LKN.since, also=also)


DIALOGUE: Final = _by_law(
    "KL-05",
    mark("Khiếu nại kỷ luật: người giải quyết phải chủ trì đối thoại với người khiếu nại trước khi ra quyết định"),
    LKN(53), LKN(55, 3))
WHERE_TO: Final = _by_law(
    "KL-08",
    mark("Khiếu nại kỷ luật bằng đơn: lần đầu gửi người ra quyết định, lần hai gửi thủ trưởng cấp trên; Bộ trưởng Bộ "
         "Nội vụ giải quyết lần hai khi bộ trưởng hoặc chủ tịch cấp tỉnh đã giải quyết lần đầu"),
    LKN(49), LKN(51))
COURT: Final = _by_law(
    "KL-09",
    mark("Chỉ khởi kiện được quyết định buộc thôi việc, đối với công chức từ tổng cục trưởng trở xuống"),
    LKN(57, 3))
COUNCIL: Final = _by_law(
    "LKN-52", mark("Khiếu nại kỷ luật: lấy ý kiến hội đồng kỷ luật trước khi giải quyết"), LKN(52))
ANNOUNCED: Final = _by_law(
    "LKN-58", mark("Quyết định giải quyết khiếu nại kỷ luật được công bố trong cơ quan của người khiếu nại"), LKN(58))

DISCIPLINE_DUTIES: Final = {duty.code: duty for duty in (DIALOGUE, WHERE_TO, COURT, COUNCIL, ANNOUNCED)}
