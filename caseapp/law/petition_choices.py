"""Knows when a petition can be handled, in which ways it is handled, and which form each way is written on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import LKN, LTC, LTCD, ND31, ND155, TT05, TT07, Citation
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.law.petition_duties import PREDECESSOR
from caseapp.text import mark

_SUMMARY: Final = mark("Theo bài giới thiệu Thông tư 05/2021/TT-TTCP; điều về điều kiện xử lý đơn của thông tư chưa "
                       "đọc được, căn cứ ghi ở đây là điều luật về phân loại đơn.")


def _condition(code: str, text: str, citation: Citation) -> Choice:
    return Choice(code, text, citation, TT05.since, confirmed=False, note=_SUMMARY)


CONDITIONS: Final = by_code(
    (
        _condition(
            "language",
            mark("Viết bằng tiếng Việt; viết bằng tiếng nước ngoài thì có bản dịch được công chứng"),
            LTCD(26),
        ),
        _condition("dated", mark("Ghi ngày, tháng, năm viết đơn"), LTCD(26)),
        _condition("writer", mark("Ghi họ tên, địa chỉ người viết đơn"), LTCD(26)),
        _condition("signed", mark("Có chữ ký hoặc điểm chỉ của người viết đơn"), LTCD(26)),
        _condition(
            "complaint",
            mark("Đơn khiếu nại: ghi cơ quan, người bị khiếu nại, nội dung, lý do, tài liệu và yêu cầu"),
            LKN(8, 2),
        ),
        _condition(
            "denunciation",
            mark("Đơn tố cáo: ghi người bị tố cáo và địa chỉ, hành vi, cách liên hệ với người tố cáo"),
            LTC(23),
        ),
        _condition("feedback", mark("Đơn kiến nghị, phản ánh: ghi nội dung kiến nghị, phản ánh"), LTCD(26)),
    )
)
"""What a petition must have to be handled."""

NOT_HANDLED: Final = by_code(
    (
        _condition("incomplete", mark("Đơn thiếu điều kiện xử lý"), LTCD(26)),
        _condition(
            "sent-to-competent",
            mark("Đơn gửi nhiều nơi, trong đó đã có cơ quan có thẩm quyền"),
            LTCD(26),
        ),
        Choice(
            "guided-already",
            mark("Đơn đã được hướng dẫn một lần về cùng nội dung"),
            TT07(8, 1),
            TT07.since,
            confirmed=False,
            note=PREDECESSOR,
        ),
    )
)
"""Why a petition is not handled; a denunciation without a name that can be checked is handled as information."""


def _way(code: str, text: str, citation: Citation, since: date | None = None, *, sure: bool = True) -> Choice:
    """A way of handling; not `sure`: only the predecessor's table of ways was seen."""
    note = "" if sure else PREDECESSOR
    return Choice(code, text, citation, since or citation.act.since, confirmed=sure, note=note)


WAYS: Final = by_code(
    (
        _way("propose-complaint", mark("Đề xuất thụ lý khiếu nại"), LKN(27), sure=False),
        _way("decline-complaint", mark("Báo không thụ lý khiếu nại, nêu lý do"), LKN(11)),
        _way(
            "report-overdue",
            mark("Khiếu nại thuộc cấp dưới, đã quá hạn: báo cáo người đứng đầu"),
            LTCD(26),
            sure=False,
        ),
        _way("guide", mark("Hướng dẫn người khiếu nại đến nơi có thẩm quyền"), TT07(8, 1), sure=False),
        _way("guide-one", mark("Đơn khiếu nại nhiều người ký: hướng dẫn một người nêu rõ "
                               "trong đơn"), LTCD(26), sure=False),
        _way(
            "return",
            mark("Trả đơn khiếu nại cho đại biểu, báo chí, Mặt trận đã chuyển đến, nêu lý do"),
            LTCD(26),
            sure=False,
        ),
        _way(
            "review-final",
            mark("Quyết định đã có hiệu lực có dấu hiệu vi phạm hoặc tình tiết mới: báo cáo người đứng đầu xem xét "
                 "lại"),
            ND155(14),
        ),
        _way(
            "stay-first",
            mark("Thi hành quyết định có thể gây hậu quả khó khắc phục: báo cáo ngay để tạm đình chỉ thi hành"),
            LKN(35),
        ),
        _way("propose-denunciation", mark("Đề xuất thụ lý tố cáo"), TT05(13)),
        _way("decline-denunciation", mark("Không thụ lý tố cáo, báo ngay người tố cáo, nêu lý do"), LTC(24, 1)),
        _way("transfer-denunciation", mark("Chuyển tố cáo đến nơi có thẩm quyền và báo người tố cáo"), LTC(24, 2)),
        _way("guide-denouncer", mark("Tố cáo trực tiếp không thuộc thẩm quyền: hướng dẫn đến nơi có "
                                     "thẩm quyền"), LTC(24, 2)),
        _way(
            "not-processed",
            mark("Tố cáo không thuộc thẩm quyền, đã gửi nơi có thẩm quyền hoặc đã được hướng dẫn: không xử lý"),
            LTC(24, 3),
        ),
        _way("information", mark("Thông tin không phải tố cáo nhưng rõ, có chứng cứ: kiểm tra hoặc chuyển"), ND31(20)),
        _way("reply-forwarder", mark("Tố cáo do báo chí, cơ quan chuyển đến: phân loại, trả lời nơi "
                                     "chuyển"), LTC(26, 2)),
        _way("propose-feedback", mark("Đề xuất giải quyết kiến nghị, phản ánh"), LTCD(26, 2), sure=False),
        _way("transfer-feedback", mark("Chuyển kiến nghị, phản ánh đến nơi có thẩm quyền"), LTCD(26, 2), sure=False),
        _way("split", mark("Đơn nhiều nội dung, nhiều nơi giải quyết: hướng dẫn tách đơn"), LTCD(25, 3), sure=False),
        _way(
            "other-bodies",
            mark("Thuộc tòa án, thi hành án, cơ quan dân cử, tổ chức đảng, đoàn thể, đơn vị: hướng dẫn hoặc chuyển"),
            LTCD(26),
            sure=False,
        ),
        _way("file-away", mark("Lưu đơn"), TT07(28), sure=False),
    )
)
"""What is done with a petition. Which of these fits is a matter of its kind and of competence."""

DOCUMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "propose-complaint": "petition-propose",
        "decline-complaint": "complaint-decline",
        "guide": "petition-guide",
        "guide-one": "petition-guide",
        "return": "petition-return",
        "stay-first": "complaint-stay",
        "propose-denunciation": "petition-propose",
        "transfer-denunciation": "petition-transfer-denunciation",
        "propose-feedback": "petition-propose",
        "transfer-feedback": "petition-transfer-feedback",
        "split": "petition-split",
    }
)
"""The code of the form a way of handling is written on; a way that is not named has no form of its own."""
