"""Knows how often the head of an office must receive citizens in person, level by level."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import L136, LTCD, ND154, Citation
from caseapp.law.reception import DECREE, STATUTE
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class ReceptionDuty:
    """How often the head of an office at one level must receive citizens in person, besides urgent reception."""

    level: str
    head: str
    text: str
    times: int
    per: str
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    standing: str = ""
    also: tuple[Citation, ...] = ()
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the duty is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


_BAN = mark("Ban tiếp công dân, mọi ngày làm việc")
_ASSIGNED = mark("Công chức được phân công")

_CHAIR = mark("Chủ tịch UBND cấp xã")
_REPORTED = mark("Số ngày chỉ thấy qua tin và trả lời của cơ quan thanh tra; nguyên văn Luật 136/2025/QH15 chưa đọc.")

RECEPTION_DUTIES: Final = (
    ReceptionDuty("central", mark("Tổng Thanh tra Chính phủ"),
                  mark("Tổng Thanh tra Chính phủ; Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ tiếp công dân tại trụ sở "
                       "trung ương ít nhất một ngày mỗi tháng"),
                  1, "month", LTCD(11, 5), STATUTE, standing=_BAN, also=(ND154(29, 1, "a"),)),
    ReceptionDuty("province", mark("Chủ tịch UBND cấp tỉnh"),
                  mark("Chủ tịch UBND cấp tỉnh tiếp công dân tại trụ sở cấp tỉnh ít nhất một ngày mỗi tháng"),
                  1, "month", LTCD(12, 5), STATUTE, standing=_BAN, also=(LTCD(12, 2), ND154(29, 1, "b"))),
    ReceptionDuty("commune", _CHAIR, mark("Chủ tịch UBND cấp xã tiếp công dân ít nhất một ngày mỗi tuần"),
                  1, "week", LTCD(15), STATUTE, until=date(2026, 6, 30), standing=_ASSIGNED),
    ReceptionDuty("commune", _CHAIR, mark("Chủ tịch UBND cấp xã tiếp công dân ít nhất hai ngày mỗi tháng"),
                  2, "month", LTCD(15).amended_by(L136(1)), DECREE, confirmed=False, standing=_ASSIGNED,
                  also=(ND154(28, 1), ND154(29, 1, "c")), note=_REPORTED),
    ReceptionDuty("department", mark("Người đứng đầu cơ quan hành chính"),
                  mark("Người đứng đầu cơ quan hành chính tiếp công dân ít nhất một ngày mỗi tháng"),
                  1, "month", LTCD(18, 2), STATUTE, standing=_ASSIGNED, also=(LTCD(18, 3),)),
    ReceptionDuty("service-unit", mark("Người đứng đầu đơn vị sự nghiệp công lập"),
                  mark("Người đứng đầu đơn vị sự nghiệp công lập tiếp công dân ít nhất một ngày mỗi tháng"),
                  1, "month", ND154(9), DECREE, standing=mark("Viên chức được phân công"), also=(ND154(10),)),
)


def reception_duty(level: str, on: date) -> ReceptionDuty | None:
    """The duty of a level on a day; None where the law sets none (hamlets, abolished districts)."""
    return next((duty for duty in RECEPTION_DUTIES if duty.level == level and duty.holds(on)), None)
