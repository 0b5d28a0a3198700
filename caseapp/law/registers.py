"""Knows the columns of books beside the register of today: the register before it, the logbook of mediators."""

from typing import Final

from caseapp.law.duties import Column
from caseapp.text import mark

OLD_REGISTER_COLUMNS: Final = (
    Column(1, "number", mark("STT")),
    Column(2, "day", mark("Ngày tiếp")),
    Column(3, "person", mark("Họ tên, địa chỉ")),
    Column(4, "identity", mark("CMND/Hộ chiếu")),
    Column(5, "content", mark("Nội dung vụ việc")),
    Column(6, "kind", mark("Phân loại đơn/Số người")),
    Column(7, "resolved_by", mark("Cơ quan đã giải quyết")),
    Column(8, "accepted", mark("Thụ lý để giải quyết")),
    Column(9, "returned", mark("Trả lại đơn và hướng dẫn")),
    Column(10, "transferred", mark("Chuyển đơn đến cơ quan có thẩm quyền")),
    Column(11, "follow_up", mark("Theo dõi kết quả giải quyết")),
    Column(12, "note", mark("Ghi chú")),
)
"""The register of the circular of 2021."""

LOGBOOK_COLUMNS: Final = (
    Column(1, "number", mark("STT")),
    Column(2, "day", mark("Ngày, tháng, năm nhận vụ, việc hòa giải")),
    Column(3, "mediators", mark("Họ và tên hòa giải viên, người được mời tham gia hòa giải (nếu có)")),
    Column(
        4,
        "parties",
        mark("Họ tên, tuổi, địa chỉ các bên, người có quyền, nghĩa vụ liên quan đến vụ, việc hòa giải (nếu có)"),
    ),
    Column(5, "content", mark("Nội dung chủ yếu của vụ, việc")),
    Column(6, "agreement", mark("Thỏa thuận của các bên (hoặc yêu cầu của mỗi bên) sau khi hòa giải")),
    Column(7, "settled", mark("Kết quả: hòa giải thành")),
    Column(8, "failed", mark("Kết quả: hòa giải không thành")),
    Column(
        9,
        "signed",
        mark("Chữ ký hòa giải viên, người chứng kiến, người được mời tham gia hòa giải (nếu có)"),
    ),
    Column(10, "note", mark("Ghi chú")),
)
"""The part of the logbook that a mediator writes."""
