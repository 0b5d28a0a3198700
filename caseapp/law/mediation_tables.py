"""Knows the statistics tables of grassroots mediation: their columns, what must add up, their sources by date."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import LHG, TT03, TT16, TT20, Act, Citation
from caseapp.law.mediation_book import Column
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Source:
    """Where the columns stand from a day on; ``note`` says what was not seen."""

    act: Act
    confirmed: bool
    note: str

    @property
    def words(self) -> str:
        """The text as citations name it."""
        return self.act.cited

    @property
    def since(self) -> date:
        """Its first day in force, as far as that is known."""
        return self.act.since


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the statistics. ``sums``: a column and those that must add up to it, by their codes."""

    number: str
    title: str
    columns: tuple[Column, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    citation: Citation
    sources: tuple[Source, ...]

    def source(self, on: date) -> Source:
        """Where its columns stand on that day; the oldest for days before all of them."""
        held = [source for source in self.sources if source.since <= on]
        return held[-1] if held else self.sources[0]


def _sources(read: str) -> tuple[Source, ...]:
    """The circular that was read, with what is to be said of it, and those after it, which were not."""
    return Source(TT20, confirmed=True, note=read), *_UNREAD


_AS_READ: Final = mark("Cột và tên cột theo Thông tư 20/2013/TT-BTP.")
_NUMBERED: Final = mark("Cột và tên cột theo Thông tư 20/2013/TT-BTP; thứ tự số từ cột 5 suy ra từ cách xếp.")
_UNREAD: Final = (
    Source(TT03, confirmed=False,
           note=mark("Biểu của Thông tư 03/2019/TT-BTP chưa đọc được; cột lấy theo Thông tư 20/2013/TT-BTP.")),
    Source(TT16, confirmed=False,
           note=mark("Biểu của Thông tư 16/2025/TT-BTP chưa đọc được; cột lấy theo Thông tư 20/2013/TT-BTP. Ngày chốt "
                     "số liệu hiện hành cũng chưa rõ: chọn ngày riêng khi báo cáo.")),
)

_PEOPLE: Final = mark("Hòa giải viên")
_SEX: Final = (_PEOPLE, mark("Giới tính"))
_ORIGIN: Final = (_PEOPLE, mark("Dân tộc"))
_SCHOOLING: Final = (_PEOPLE, mark("Trình độ"))
ORGANISATION: Final = Table(
    "11", mark("Tình hình tổ chức, cán bộ của tổ hòa giải"),
    (
        Column(1, "hamlets", mark("Số thôn, tổ dân phố và tương đương"), short=mark("Số thôn, tổ dân phố")),
        Column(2, "teams", mark("Số tổ hòa giải")),
        Column(3, "mediators", mark("Tổng số"), (_PEOPLE,), short=mark("Hòa giải viên")),
        Column(4, "men", mark("Nam"), _SEX),
        Column(5, "women", mark("Nữ"), _SEX),
        Column(6, "majority", mark("Kinh"), _ORIGIN, short=mark("Dân tộc Kinh")),
        Column(7, "minority", mark("Khác"), _ORIGIN, short=mark("Dân tộc khác")),
        Column(8, "law", mark("Chuyên môn Luật"), _SCHOOLING),
        Column(9, "other", mark("Khác"), _SCHOOLING, short=mark("Chuyên môn khác")),
        Column(10, "none", mark("Chưa qua đào tạo"), _SCHOOLING),
        Column(11, "trained", mark("Số hòa giải viên được bồi dưỡng chuyên môn, nghiệp vụ"),
               short=mark("Được bồi dưỡng")),
    ),
    (("mediators", ("men", "women")), ("mediators", ("majority", "minority")),
     ("mediators", ("law", "other", "none"))),
    LHG(28, 2, "d"), _sources(_AS_READ))

_CIVIL: Final = mark("Tranh chấp phát sinh từ quan hệ dân sự")
_FAMILY: Final = mark("Tranh chấp phát sinh từ quan hệ hôn nhân và gia đình")
_OTHER: Final = mark("Mâu thuẫn, xích mích, tranh chấp khác")
_BY_SCOPE: Final = (mark("Chia theo phạm vi hòa giải"),)
_SETTLED: Final = (mark("Hòa giải thành"),)
RESULTS: Final = Table(
    "12", mark("Kết quả hoạt động của tổ hòa giải"),
    (
        Column(1, "received", mark("Tổng số vụ việc tiếp nhận"), short=mark("Vụ, việc tiếp nhận")),
        Column(2, "civil", _CIVIL, _BY_SCOPE, short=mark("Tranh chấp dân sự")),
        Column(3, "family", _FAMILY, _BY_SCOPE, short=mark("Hôn nhân và gia đình")),
        Column(4, "other", _OTHER, _BY_SCOPE, short=mark("Mâu thuẫn, tranh chấp khác")),
        Column(5, "settled", mark("Tổng số"), _SETTLED, short=mark("Hòa giải thành")),
        Column(6, "settled-civil", _CIVIL, _SETTLED, short=mark("Thành, tranh chấp dân sự")),
        Column(7, "settled-family", _FAMILY, _SETTLED, short=mark("Thành, hôn nhân và gia đình")),
        Column(8, "settled-other", _OTHER, _SETTLED, short=mark("Thành, mâu thuẫn khác")),
        Column(9, "failed", mark("Hòa giải không thành")),
        Column(10, "not-yet", mark("Chưa giải quyết")),
        Column(11, "under-way", mark("Đang giải quyết")),
    ),
    (("received", ("civil", "family", "other")), ("settled", ("settled-civil", "settled-family", "settled-other")),
     ("received", ("settled", "failed", "not-yet", "under-way"))),
    LHG(28, 2, "d"), _sources(_NUMBERED))
TABLES: Final = (ORGANISATION, RESULTS)
FEWEST: Final = 3
"""A count of a kind of dispute below it is not shown for a hamlet: it would point at people."""
