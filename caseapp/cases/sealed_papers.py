"""Papers of sealed cases: what sort they are, which may be read in the case and which only a custodian opens.

A working copy names nobody who denounced: whoever may see the case reads it (LTC 56). What may still lead to that
person is sealed. Neither bears the name it came with; how it is called here says no more than its sort and number.
"""
from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from caseapp.text import mark


class Kept(StrEnum):
    """How a paper of a sealed case is kept."""

    WORKING = "working"
    SEALED = "sealed"


KEPT_WORDS: Final[Mapping[str, str]] = {
    Kept.WORKING: mark("Bản làm việc: không còn họ tên, địa chỉ, bút tích, giọng nói, hình ảnh hay chi tiết nào làm lộ "
                       "người tố cáo. Ai xem được vụ việc đều mở được."),
    Kept.SEALED: mark("Niêm phong: còn điều có thể làm lộ người tố cáo. Mã hóa ngay khi nhận; chỉ người giữ phong "
                      "bì mở được, mỗi lần mở đều ghi lý do."),
}
SORTS: Final[Mapping[str, str]] = {
    "petition": mark("Đơn tố cáo"), "evidence": mark("Chứng cứ, tài liệu kèm theo"), "issued": mark("Văn bản ban hành"),
    "received": mark("Văn bản nhận được"), "minutes": mark("Biên bản"), "report": mark("Báo cáo"),
    "expertise": mark("Kết quả giám định"), "explanation": mark("Giải trình"), "withdrawal": mark("Giấy rút tố cáo"),
    "protection": mark("Giấy đề nghị bảo vệ"), "recording": mark("Ghi âm, ghi hình, ảnh"),
    "other": mark("Giấy tờ khác"),
}
WHY_OPENED: Final[Mapping[str, str]] = {
    "copy": mark("Lược bỏ để làm bản làm việc"), "letter": mark("Liên hệ, gửi văn bản cho người tố cáo"),
    "compare": mark("Đối chiếu khi xác minh, giám định"), "asked": mark("Cơ quan có thẩm quyền yêu cầu bằng văn bản"),
    "check": mark("Kiểm tra, bàn giao phong bì"),
}
WHY_WITHDRAWN: Final[Mapping[str, str]] = {
    "reveals": mark("Còn điều làm lộ người tố cáo"), "wrong-case": mark("Nhầm vụ việc"),
    "unreadable": mark("Mờ, thiếu trang"), "replaced": mark("Đã thêm bản khác thay"),
}
WORKING_NAME: Final = "{sort}, bản làm việc số {number}"
SEALED_NAME: Final = "Tài liệu niêm phong số {number}"


def called(kept: Kept, sort: str, number: int) -> str:
    """What a paper is called; the name of what is sealed does not say its sort."""
    return SEALED_NAME.format(number=number) if kept is Kept.SEALED else WORKING_NAME.format(
        sort=SORTS[sort], number=number)
