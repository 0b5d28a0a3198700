"""Knows the columns of the list of teams and mediators: their headings, how each is read, what its empty cell means."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from caseapp.mediation import cells
from caseapp.mediation.cells import Reader
from caseapp.mediation.models import MAJORITY, SCHOOLING_WORDS, Schooling
from caseapp.text import fold

_TICK: Final[Mapping[str, bool]] = MappingProxyType({
    "x": True, "v": True, "co": True, "dung": True, "true": True, "1": True,
    "khong": False, "false": False, "0": False})
_SEX: Final[Mapping[str, str]] = MappingProxyType({"nam": "M", "nu": "F", "m": "M", "f": "F"})
_SCHOOLING: Final[Mapping[str, str]] = MappingProxyType({
    **{fold(words): code for code, words in SCHOOLING_WORDS.items()},
    "luat": Schooling.LAW, "khac": Schooling.OTHER, "chua": Schooling.NONE, "khong": Schooling.NONE,
    "chua dao tao": Schooling.NONE})


@dataclass(frozen=True)
class Column:
    """A column: its name among the values, its heading, how a cell is read, what an empty one stands for."""

    name: str
    heading: str
    read: Reader
    needed: bool = False
    empty: Any = None
    width: int = 16
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A table of the list: its sheet and its columns."""

    code: str
    sheet: str
    columns: tuple[Column, ...]

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns without which a sheet is not this table."""
        return tuple(column for column in self.columns if column.needed)

    def named(self, heading: str) -> Column | None:
        """The column that a heading means, whatever its case and marks."""
        said = fold(heading).rstrip(" *")
        return next((column for column in self.columns
                     if said and said in {fold(name) for name in (column.heading, *column.also)}), None)

    def heading(self, name: str) -> str:
        """The heading of the column that is called so among the values; empty where there is none."""
        return next((column.heading for column in self.columns if column.name == name), "")


_HAMLET: Final = Column("hamlet", "Thôn, tổ dân phố", cells.line(200), needed=True, empty="", width=24,
                        also=("Thôn", "Tổ dân phố", "Khu vực", "Ấp", "Thôn/tổ dân phố", "Khu vực, ấp"))
TEAMS: Final = Layout("teams", "Tổ hòa giải", (
    _HAMLET,
    Column("name", "Tên tổ", cells.line(120), needed=True, empty="", width=28, also=("Tên tổ hòa giải", "Tổ hòa giải")),
    Column("from_on", "Hoạt động từ ngày", cells.day(), needed=True, also=("Ngày thành lập", "Thành lập ngày")),
    Column("document", "Quyết định thành lập", cells.line(80), empty="", width=32, also=("Quyết định",)),
    Column("seats", "Số hòa giải viên được định", cells.number(1, 50), width=14),
    Column("minority_area", "Nơi đông đồng bào dân tộc thiểu số", cells.one_of(_TICK, "x"), empty=False, width=18),
))
PEOPLE: Final = Layout("people", "Hòa giải viên", (
    _HAMLET,
    Column("name", "Họ tên", cells.line(120), needed=True, empty="", width=26, also=("Họ và tên", "Hòa giải viên")),
    Column("sex", "Giới tính", cells.one_of(_SEX, "Nam, Nữ"), needed=True, empty="", width=10, also=("Nam/Nữ",)),
    Column("birth_year", "Năm sinh", cells.birth_year, width=10),
    Column("people", "Dân tộc", cells.people, empty=MAJORITY, width=12),
    Column("address", "Nơi thường trú", cells.line(300), empty="", width=30, also=("Địa chỉ", "Nơi ở")),
    Column("phone", "Điện thoại", cells.phone, empty="", also=("Số điện thoại", "ĐT")),
    Column("schooling", "Trình độ chuyên môn", cells.one_of(_SCHOOLING, ", ".join(SCHOOLING_WORDS.values())),
           empty=Schooling.NONE, width=20, also=("Trình độ",)),
    Column("elected_on", "Ngày bầu", cells.day(), width=12),
    Column("votes", "Số hộ đồng ý", cells.number(0, 100_000), width=10, also=("Số phiếu đồng ý",)),
    Column("households", "Tổng số hộ", cells.number(1, 100_000), width=10, also=("Số hộ",)),
    Column("from_on", "Công nhận từ ngày", cells.day(), needed=True, width=14, also=("Ngày công nhận",)),
    Column("document", "Quyết định công nhận", cells.line(80), empty="", width=32, also=("Quyết định",)),
    Column("term_until", "Hết nhiệm kỳ từ ngày", cells.day(coming=True), width=14),
    Column("leads", "Tổ trưởng", cells.one_of(_TICK, "x"), empty=False, width=10),
))
LAYOUTS: Final = (TEAMS, PEOPLE)
