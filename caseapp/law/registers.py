"""Knows the columns of the register of citizens received as it was before that of today."""

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
