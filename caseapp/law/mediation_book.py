"""Knows the logbook of grassroots mediation: its cover, the columns of its two parts, where they stand, since when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import LHG, Citation
from caseapp.law.forms import LOGBOOK_FORM
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a prescribed table: its number, what pages call it, its heading and those above it, top first.

    ``short``: what a narrow screen says in place of the heading.
    """

    number: int
    code: str
    heading: str
    over: tuple[str, ...] = ()
    short: str = ""

    @property
    def said(self) -> str:
        """The short heading, or the whole one where that is short itself."""
        return self.short or self.heading


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line of the cover; the day in ``until`` is the last on which it is asked for."""

    code: str
    words: str
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the line is asked for on that day."""
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of the book with its columns. ``confirmed``: all of them were seen; ``note`` says what was not."""

    code: str
    title: str
    columns: tuple[Column, ...]
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the part looks so on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


# The last day on which a commune lay in a district.
_LAST_DISTRICT: Final = date(2025, 6, 30)
COVER: Final = (
    CoverLine("province", mark("Tỉnh/thành phố")),
    CoverLine("district", mark("Huyện/quận"), until=_LAST_DISTRICT),
    CoverLine("commune", mark("Xã/phường")),
    CoverLine("hamlet", mark("Thôn/tổ dân phố")),
    CoverLine("team", mark("Tổ hòa giải")),
    CoverLine("volume", mark("Quyển số")),
    CoverLine("opened", mark("Mở ngày")),
    CoverLine("closed", mark("Khóa ngày")),
)

_RESULT: Final = (mark("Kết quả hòa giải"),)
SOURCE: Final = mark("Mẫu sổ do Bộ Tư pháp ban hành ngày 21/04/2014, theo bản in lại; số văn bản chưa rõ.")
MEDIATORS: Final = BookPart(
    "1", mark("Phần I – Ghi chép của hòa giải viên"),
    (
        Column(1, "number", mark("STT")),
        Column(2, "day", mark("Ngày, tháng, năm nhận vụ, việc hòa giải"), short=mark("Ngày nhận")),
        Column(3, "mediators", mark("Họ và tên hòa giải viên, người được mời tham gia hòa giải (nếu có)"),
               short=mark("Hòa giải viên")),
        Column(4, "parties", mark("Họ tên, tuổi, địa chỉ các bên, người có quyền, nghĩa vụ liên quan đến vụ, việc hòa "
                                  "giải (nếu có)"), short=mark("Các bên")),
        Column(5, "content", mark("Nội dung chủ yếu của vụ, việc"), short=mark("Nội dung")),
        Column(6, "agreement", mark("Thỏa thuận của các bên (hoặc yêu cầu của mỗi bên) sau khi hòa giải"),
               short=mark("Thỏa thuận, yêu cầu")),
        Column(7, "settled", mark("Hòa giải thành"), _RESULT),
        Column(8, "failed", mark("Hòa giải không thành"), _RESULT),
        Column(9, "signatures", mark("Chữ ký (hòa giải viên; người chứng kiến vụ, việc hòa giải; người được mời tham "
                                     "gia hòa giải (nếu có))")),
        Column(10, "note", mark("Ghi chú")),
    ),
    LHG(28, 2, "d"), LOGBOOK_FORM.since, note=SOURCE)

_SCOPES: Final = (mark("Vụ, việc hòa giải chia theo phạm vi hòa giải"),)
LEADER: Final = BookPart(
    "2", mark("Phần II – Theo dõi, tổng hợp của tổ trưởng"),
    (
        Column(1, "number", mark("STT")),
        Column(2, "mediator", mark("Hòa giải viên tiến hành hòa giải")),
        Column(3, "civil", mark("Tranh chấp dân sự"), _SCOPES),
        Column(4, "family", mark("Hôn nhân và gia đình"), _SCOPES),
        Column(5, "other", mark("Mâu thuẫn, xích mích, tranh chấp khác"), _SCOPES),
        Column(6, "settled", mark("Hòa giải thành"), _RESULT),
        Column(7, "failed", mark("Hòa giải không thành"), _RESULT),
        Column(8, "not-yet", mark("Chưa giải quyết"), _RESULT),
        Column(9, "under-way", mark("Đang giải quyết"), _RESULT),
        Column(10, "note", mark("Ghi chú")),
    ),
    LHG(28, 2, "d"), LOGBOOK_FORM.since, confirmed=False,
    note=mark("Các cột con chia theo phạm vi và theo kết quả của phần II chưa thấy trong mẫu; lấy theo biểu thống kê."))
PARTS: Final = (MEDIATORS, LEADER)
"""Both parts of the book; the second one's sub-columns and numbers follow the statistics."""
SCOPES: Final = {column.code: column.heading for column in LEADER.columns if column.over == _SCOPES}
"""The scopes by which disputes are counted, in the words of the form, by code."""
