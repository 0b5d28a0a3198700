"""Knows what may be chosen in a denunciation: conditions, criteria, grounds, findings, ways to handle what is none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from caseapp.law.acts import LTC, ND31, ND156, Citation
from caseapp.law.complaint_choices import COMPLEX_CRITERIA, Choice, by_code
from caseapp.law.reception import DECREE
from caseapp.text import mark


def _of(citation: Citation, *lines: tuple[str, str]) -> Mapping[str, Choice]:
    """Choices that all stand in one place, in force since its act."""
    return by_code(Choice(code, text, citation, citation.act.since) for code, text in lines)


DECLINE_GROUNDS: Final = _of(
    LTC(29, 1),
    ("form", mark("Không đúng hình thức, thủ tục của tố cáo")),
    ("no-capacity", mark("Người tố cáo không đủ năng lực hành vi dân sự và không có người đại diện hợp pháp")),
    ("not-competent", mark("Tố cáo không thuộc thẩm quyền giải quyết")),
    ("no-basis", mark("Nội dung không đủ cơ sở xác định người vi phạm và hành vi vi phạm")),
    ("decided-complaint",
     mark("Phát sinh từ khiếu nại đã giải quyết mà không đưa ra được chứng cứ người giải quyết khiếu nại có vi phạm")),
)
"""Why a denunciation is not accepted: a condition of the law is missing."""

IRREGULAR: Final = _of(
    LTC(25),
    ("nameless", mark("Không có họ tên, địa chỉ của người tố cáo")),
    ("unidentifiable", mark("Kiểm tra mà không xác định được người tố cáo")),
    ("impersonated", mark("Dùng họ tên của người khác để tố cáo")),
    ("other-way", mark("Không bằng đơn, cũng không trình bày trực tiếp: thư điện tử, điện thoại, mạng xã hội")),
)
"""Why what came in is information and no denunciation: no notices to whoever sent it, none of the limits."""

INFORMATION_OUTCOMES: Final = _of(
    LTC(25, 2),
    ("inspect", mark("Thanh tra, kiểm tra thông tin có nội dung tố cáo")),
    ("pass-on", mark("Chuyển thông tin có nội dung tố cáo đến nơi có thẩm quyền")),
)

_DENOUNCERS: Final = {
    "many-people": mark("Nhiều người tố cáo, hoặc liên quan quyền lợi của nhiều người"),
    "abroad": mark("Có yếu tố nước ngoài: người, hành vi hoặc việc xác minh"),
}
COMPLEX_DENUNCIATION: Final = by_code(
    replace(one, text=_DENOUNCERS.get(code, one.text), citation=ND31(3, 2), since=ND31.since)
    for code, one in COMPLEX_CRITERIA.items()
)
"""When a denunciation is complex; with two of these it is especially complex."""

SUSPEND_DENUNCIATION: Final = _of(
    LTC(34, 1),
    ("awaits-result", mark("Chờ kết quả giải quyết của cơ quan, người khác hoặc của vụ việc liên quan")),
    ("more-expertise", mark("Cần giám định bổ sung, giám định lại")),
)
TERMINATE_DENUNCIATION: Final = _of(
    LTC(34, 3),
    ("withdrawn", mark("Người tố cáo rút toàn bộ tố cáo, trừ trường hợp phải giải quyết tiếp")),
    ("accused-died", mark("Người bị tố cáo là cá nhân chết, nội dung chỉ liên quan trách nhiệm của người đó")),
    ("decided", mark("Vụ việc đã được tòa án, cơ quan có thẩm quyền giải quyết bằng văn bản có hiệu lực")),
)
GOES_ON: Final = by_code(
    Choice(code, text, ND31(4).amended_by(ND156(1)), DECREE)
    for code, text in (
        ("violation", mark("Hành vi bị tố cáo có dấu hiệu vi phạm pháp luật")),
        ("forced", mark("Người tố cáo rút vì bị ép buộc, đe dọa, mua chuộc")),
        ("slander", mark("Người tố cáo có dấu hiệu vu khống")),
    )
)
"""When a denunciation is resolved although it was withdrawn."""

DENUNCIATION_FINDINGS: Final = _of(
    LTC(35, 2),
    ("right", mark("Tố cáo đúng")),
    ("partly", mark("Tố cáo đúng một phần")),
    ("wrong", mark("Tố cáo sai")),
)
"""What the conclusion finds of each thing denounced."""

CONTINUED_OUTCOMES: Final = _of(
    LTC(37, 2),
    ("not-again", mark("Không giải quyết lại tố cáo")),
    ("taken-over", mark("Cấp trên tiếp nhận vụ việc hoặc chuyển đến nơi có thẩm quyền")),
    ("again", mark("Giải quyết lại tố cáo")),
)
"""What the superior decides on a continued denunciation."""
