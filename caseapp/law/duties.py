"""Knows the duties of receiving citizens that are not counted in days: reception days, papers, register, groups."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import L136, LTC, LTCD, ND154, ND155, Citation
from caseapp.law.reception import DECREE, STATUTE
from caseapp.text import mark

MANY_PEOPLE: Final = 5


@dataclass(frozen=True, slots=True)
class ReceptionDuty:
    """How often the head of an office at one level must receive citizens in person, besides urgent reception."""

    level: str
    head: str
    times: int
    per: str
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    standing: str = ""

    def holds(self, on: date) -> bool:
        """Whether the duty is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


_BAN = mark("Ban tiếp công dân, mọi ngày làm việc")
_ASSIGNED = mark("Công chức được phân công")

RECEPTION_DUTIES: Final = (
    ReceptionDuty("central", mark("Tổng Thanh tra Chính phủ"), 1, "month", LTCD(11, 5), STATUTE, standing=_BAN),
    ReceptionDuty("province", mark("Chủ tịch UBND cấp tỉnh"), 1, "month", LTCD(12, 5), STATUTE, standing=_BAN),
    ReceptionDuty(
        "commune",
        mark("Chủ tịch UBND cấp xã"),
        1,
        "week",
        LTCD(15),
        STATUTE,
        until=date(2026, 6, 30),
        standing=_ASSIGNED,
    ),
    ReceptionDuty(
        "commune",
        mark("Chủ tịch UBND cấp xã"),
        2,
        "month",
        LTCD(15).amended_by(L136(1)),
        DECREE,
        confirmed=False,
        standing=_ASSIGNED,
    ),
    ReceptionDuty(
        "department",
        mark("Người đứng đầu cơ quan hành chính"),
        1,
        "month",
        LTCD(18, 2),
        STATUTE,
        standing=_ASSIGNED,
    ),
    ReceptionDuty(
        "service-unit",
        mark("Người đứng đầu đơn vị sự nghiệp công lập"),
        1,
        "month",
        ND154(9),
        DECREE,
        standing=mark("Viên chức được phân công"),
    ),
)


def reception_duty(level: str, on: date) -> ReceptionDuty | None:
    """The duty of a level on a day; None where the law sets none (hamlets, abolished districts)."""
    return next((duty for duty in RECEPTION_DUTIES if duty.level == level and duty.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be so, with no length in days."""

    code: str
    text: str
    citation: Citation
    since: date
    confirmed: bool = True


ONLINE_CONNECTED: Final = Duty(
    "TCD-08", mark("Kết nối xong mọi điểm cầu ít nhất một giờ trước buổi tiếp trực tuyến"), ND154(23, 1), DECREE
)
HEAD_ANSWER: Final = Duty(
    "TCD-11",
    mark(
        "Người đứng đầu trả lời ngay nếu vụ việc rõ ràng; nếu chưa, nêu thời hạn trả lời và người liên hệ, "
        "ra thông báo kết luận việc tiếp công dân"
    ),
    LTCD(18, 4),
    STATUTE,
)
IDENTITY: Final = Duty(
    "ID-01",
    mark("Người đến nêu họ tên, địa chỉ và xuất trình giấy tờ tùy thân; người tiếp giữ bí mật dữ liệu cá nhân"),
    ND154(12),
    DECREE,
)
WRITE_DOWN: Final = Duty(
    "DOC-01",
    mark("Chưa có đơn thì hướng dẫn viết; không viết được thì ghi lại, đọc lại, người trình bày ký hoặc điểm chỉ"),
    LTCD(25, 2),
    STATUTE,
)
SEPARATE_CONTENTS: Final = Duty(
    "DOC-02", mark("Nhiều nội dung khác loại thì hướng dẫn tách riêng từng nội dung"), LTCD(25, 3), STATUTE
)
PAPERS_SLIP: Final = Duty(
    "DOC-03", mark("Nhận giấy tờ thì lập giấy biên nhận 02/TCD, giao người cung cấp một bản"), ND154(15, 4), DECREE
)
REGISTER: Final = Duty("REG-01", mark("Ghi mọi lượt tiếp vào Sổ tiếp công dân 03/TCD"), ND154(27), DECREE)
PAPER_DENUNCIATION: Final = Duty(
    "REG-01/BV-03",
    mark(
        "Sổ 03/TCD đòi họ tên, giấy tờ của mọi người đến; Luật Tố cáo buộc giữ bí mật người tố cáo. "
        "Cách dung hòa: sổ in mã số và số phong bì, danh tính chỉ nằm trong phong bì niêm phong"
    ),
    LTC(56, 2),
    DECREE,
    confirmed=False,
)
SECRECY: Final = (ND154(27), LTC(9, 1, "b"), LTC(47, 2), LTC(56, 2))
"""The places that the way of recording a denunciation at the counter has to reconcile; not confirmed by any text."""

DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(ONLINE_CONNECTED, HEAD_ANSWER, IDENTITY, WRITE_DOWN, SEPARATE_CONTENTS, PAPERS_SLIP, REGISTER),
        PAPER_DENUNCIATION,
    )
}


@dataclass(frozen=True, slots=True)
class Form:
    """A prescribed form: number, name, the article that prescribes it."""

    number: str
    name: str
    citation: Citation
    since: date = DECREE


FORMS: Final = {
    form.number: form
    for form in (
        Form("01/TCD", mark("Thông báo về việc từ chối tiếp công dân"), ND154(4, 3)),
        Form("02/TCD", mark("Giấy biên nhận thông tin, tài liệu"), ND154(15, 4)),
        Form("03/TCD", mark("Sổ tiếp công dân"), ND154(27)),
    )
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the prescribed register."""

    number: int
    code: str
    heading: str


REGISTER_COLUMNS: Final = (
    Column(1, "number", mark("STT")),
    Column(2, "day", mark("Ngày tiếp")),
    Column(3, "person", mark("Họ tên, địa chỉ")),
    Column(4, "identity", mark("CCCD/CMND/Hộ chiếu")),
    Column(5, "content", mark("Nội dung đơn")),
    Column(6, "kind", mark("Loại đơn (KN/TC/KN/PA)")),
    Column(7, "people", mark("Số người cùng nội dung")),
    Column(8, "resolved_by", mark("Cơ quan đã giải quyết")),
    Column(9, "competent", mark("Thuộc thẩm quyền (x)")),
    Column(10, "guided_to", mark("Hướng dẫn công dân đến cơ quan có thẩm quyền")),
    Column(11, "accepting_body", mark("Cơ quan, đơn vị thụ lý")),
    Column(12, "follow_up", mark("Theo dõi kết quả giải quyết")),
    Column(13, "note", mark("Ghi chú")),
)
REGISTER_CITATION: Final = ND154(27)


@dataclass(frozen=True, slots=True)
class Representation:
    """How many representatives a group may name (văn bản cử người đại diện, signed by all, one of them)."""

    fewest: int
    most: int
    citation: Citation


GROUP_CITATIONS: Final = (LTCD(29), ND155(4))


def representation(people: int) -> Representation | None:
    """Representatives for a number of people with one content; None where the text gives no number (1 to 4)."""
    if people < MANY_PEOPLE:
        return None
    return Representation(1, 2 if people <= 10 else 5, LTCD(29))


def representatives_problem(people: int, representatives: int) -> str | None:
    """Why this number of representatives is not lawful for this number of people, or None."""
    rule = representation(people)
    if rule is None or rule.fewest <= representatives <= rule.most:
        return None
    if rule.most == 2:
        return mark("Từ 5 đến 10 người cùng một nội dung thì cử 1 hoặc 2 người đại diện (Điều 29 Luật Tiếp công dân).")
    return mark("Trên 10 người cùng một nội dung thì cử tối đa 5 người đại diện (Điều 29 Luật Tiếp công dân).")
