"""Knows the statutes and decrees the office works by, and how an article of one is cited."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Act:
    """One legal text: number, name, dates; `read` tells whether its own words were seen, not only a report of them.

    `note`: what is known to be missing from the words that were read. `unread`: articles cited from general knowledge,
    which stand in nothing that was read.
    """

    code: str
    name: str
    number: str
    since: date
    cited: str
    signed: date | None = None
    until: date | None = None
    read: bool = True
    note: str = ""
    unread: frozenset[str] = frozenset()

    def __call__(self, article: int | str, clause: int | str = "", point: str = "") -> "Citation":
        """Cite an article of this act, or a clause or point in it."""
        return Citation(self, str(article), str(clause), point)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article (Điều), clause (khoản) and point (điểm) of an act, with the act that gave it its present words."""

    act: Act
    article: str
    clause: str = ""
    point: str = ""
    amended: "Citation | None" = None

    def amended_by(self, other: "Citation") -> "Citation":
        """The same place, in the words another act gave it."""
        return Citation(self.act, self.article, self.clause, self.point, other)

    @property
    def confirmed(self) -> bool:
        """Whether the article stands in something that was read, and is not cited from general knowledge."""
        return self.article not in self.act.unread

    @property
    def place(self) -> str:
        """Point, clause and article: “điểm h khoản 1 Điều 4”."""
        point = f"điểm {self.point} " if self.point else ""
        clause = f"khoản {self.clause} " if self.clause else ""
        return f"{point}{clause}Điều {self.article}"

    def __str__(self) -> str:
        """The whole citation: “khoản 1 Điều 28 Luật Tiếp công dân”."""
        whole = f"{self.place} {self.act.cited}"
        return f"{whole} (sửa đổi bởi {self.amended})" if self.amended else whole

    @property
    def short(self) -> str:
        """For a narrow column: “Điều 28(1) LTCD”."""
        clause = f"({self.clause})" if self.clause else ""
        point = f"({self.point})" if self.point else ""
        return f"Điều {self.article}{clause}{point} {self.act.code}"


# A day of signing stands here only where it was seen; a day in force must stand, seen or not.
_DAY_NOT_SEEN: Final = mark("Ngày có hiệu lực ghi ở đây chưa đối chiếu với văn bản.")
_PARTLY_READ: Final = mark("Chỉ đọc điều khoản được dẫn ở đây; ngày có hiệu lực chưa đối chiếu với văn bản.")
_NUMBER_NOT_SEEN: Final = mark("Số của luật và ngày có hiệu lực ghi ở đây chưa đối chiếu với văn bản.")
# The three laws were read as they stood before Law 136/2025; of its changes only reports and its opening were seen.
UNREAD_ARTICLE: Final = mark("Dẫn theo hiểu biết chung: chưa đọc điều này, cũng chưa thấy nơi nào nhắc lại.")
BEFORE_L136: Final = mark("Bản luật đã đọc là bản trước khi Luật 136/2025/QH15 sửa đổi, bổ sung.")

LTCD: Final = Act(
    code="LTCD",
    name="Luật Tiếp công dân",
    number="42/2013/QH13",
    since=date(2014, 7, 1),
    cited=mark("Luật Tiếp công dân"),
    note=BEFORE_L136,
)
LKN: Final = Act(
    code="LKN",
    name="Luật Khiếu nại",
    number="02/2011/QH13",
    since=date(2012, 7, 1),
    cited=mark("Luật Khiếu nại"),
    note=BEFORE_L136,
    unread=frozenset({"38", "39", "43", "47", "54"}),
)
LTC: Final = Act(
    code="LTC",
    name="Luật Tố cáo",
    number="25/2018/QH14",
    since=date(2019, 1, 1),
    cited=mark("Luật Tố cáo"),
    note=BEFORE_L136,
)
L136: Final = Act(
    code="L136",
    name="Luật sửa đổi, bổ sung một số điều của Luật Tiếp công dân, Luật Khiếu nại, Luật Tố cáo",
    number="136/2025/QH15",
    signed=date(2025, 12, 10),
    since=date(2026, 7, 1),
    cited="Luật 136/2025/QH15",
    read=False,
    note=mark("Chỉ đọc được phần mở đầu; các điều còn lại thấy qua tin và các nghị định năm 2026."),
)
ND154: Final = Act(
    code="NĐ154",
    name="Nghị định quy định chi tiết và biện pháp thi hành Luật Tiếp công dân",
    number="154/2026/NĐ-CP",
    signed=date(2026, 5, 15),
    since=date(2026, 7, 1),
    cited="Nghị định 154/2026/NĐ-CP",
)
ND155: Final = Act(
    code="NĐ155",
    name="Nghị định sửa đổi, bổ sung Nghị định 124/2020/NĐ-CP về khiếu nại",
    number="155/2026/NĐ-CP",
    signed=date(2026, 5, 15),
    since=date(2026, 7, 1),
    cited="Nghị định 155/2026/NĐ-CP",
)
ND156: Final = Act(
    code="NĐ156",
    name="Nghị định sửa đổi, bổ sung Nghị định 31/2019/NĐ-CP về tố cáo",
    number="156/2026/NĐ-CP",
    signed=date(2026, 5, 15),
    since=date(2026, 7, 1),
    cited="Nghị định 156/2026/NĐ-CP",
)
ND64: Final = Act(
    code="NĐ64",
    name="Nghị định quy định chi tiết thi hành một số điều của Luật Tiếp công dân",
    number="64/2014/NĐ-CP",
    since=date(2014, 8, 15),
    until=date(2026, 6, 30),
    cited="Nghị định 64/2014/NĐ-CP",
    note=_DAY_NOT_SEEN,
)
ND124: Final = Act(
    code="NĐ124",
    name="Nghị định quy định chi tiết một số điều và biện pháp thi hành Luật Khiếu nại",
    number="124/2020/NĐ-CP",
    since=date(2020, 12, 10),
    cited="Nghị định 124/2020/NĐ-CP",
    read=False,
)
ND31: Final = Act(
    code="NĐ31",
    name="Nghị định quy định chi tiết một số điều và biện pháp tổ chức thi hành Luật Tố cáo",
    number="31/2019/NĐ-CP",
    signed=date(2019, 4, 10),
    since=date(2019, 5, 28),
    cited="Nghị định 31/2019/NĐ-CP",
)
TT04: Final = Act(
    code="TT04",
    name="Thông tư quy định quy trình tiếp công dân",
    number="04/2021/TT-TTCP",
    signed=date(2021, 10, 1),
    since=date(2021, 11, 15),
    cited="Thông tư 04/2021/TT-TTCP",
    read=False,
)
TT05: Final = Act(
    code="TT05",
    name="Thông tư quy định quy trình xử lý đơn khiếu nại, đơn tố cáo, đơn kiến nghị, phản ánh",
    number="05/2021/TT-TTCP",
    signed=date(2021, 10, 1),
    since=date(2021, 11, 15),
    cited="Thông tư 05/2021/TT-TTCP",
    read=False,
    note=mark("Chỉ đọc các điều 13 đến 16 về đơn tố cáo; phần còn lại thấy qua bài giới thiệu."),
)
TT30: Final = Act(
    code="TT30",
    name="Thông tư quy định về công tác tiếp công dân trong Công an nhân dân",
    number="30/2015/TT-BCA",
    since=date(2015, 8, 19),
    cited="Thông tư 30/2015/TT-BCA",
    note=_PARTLY_READ,
)
BLDS: Final = Act(
    code="BLDS",
    name="Bộ luật Dân sự",
    number="91/2015/QH13",
    since=date(2017, 1, 1),
    cited=mark("Bộ luật Dân sự"),
    note=_DAY_NOT_SEEN,
)
BLLD: Final = Act(
    code="BLLĐ",
    name="Bộ luật Lao động",
    number="45/2019/QH14",
    since=date(2021, 1, 1),
    cited=mark("Bộ luật Lao động"),
    note=_DAY_NOT_SEEN,
)
LTTHC: Final = Act(
    code="LTTHC",
    name="Luật Tố tụng hành chính",
    number="93/2015/QH13",
    since=date(2016, 7, 1),
    cited=mark("Luật Tố tụng hành chính"),
)
NQ28: Final = Act(
    code="NQ28",
    name="Nghị quyết của Quốc hội có Điều 2 về ngày nghỉ 24 tháng 11, Ngày Văn hóa Việt Nam",
    number="28/2026/QH16",
    since=date(2026, 7, 1),
    cited="Nghị quyết 28/2026/QH16",
    read=False,
)

LHG: Final = Act("LHG", "Luật Hòa giải ở cơ sở", "35/2013/QH13", date(2014, 1, 1), mark("Luật Hòa giải ở cơ sở"),
                 signed=date(2013, 6, 20))
ND15: Final = Act("NĐ15", "Nghị định quy định chi tiết một số điều và biện pháp thi hành Luật Hòa giải ở cơ sở",
                  "15/2014/NĐ-CP", date(2014, 4, 25), "Nghị định 15/2014/NĐ-CP", read=False,
                  note=mark("Chỉ đọc các điều 1, 19 và 20; các điều được dẫn ở đây chưa đọc."))
TT56: Final = Act("TT56", "Thông tư về kinh phí phổ biến, giáo dục pháp luật, chuẩn tiếp cận pháp luật và hòa giải ở "
                  "cơ sở", "56/2023/TT-BTC", date(2023, 10, 6), "Thông tư 56/2023/TT-BTC", signed=date(2023, 8, 18))
# Of the circulars on statistics the days in force were not seen, but for the last one's.
TT20: Final = Act("TT20", "Thông tư về thống kê của ngành Tư pháp", "20/2013/TT-BTP", date(2014, 1, 1),
                  "Thông tư 20/2013/TT-BTP",
                  note=mark("Chỉ thấy hai biểu về hòa giải ở cơ sở; tên ghi theo nội dung, ngày có hiệu lực ghi ở đây "
                            "chưa đối chiếu với văn bản."))
TT03: Final = Act("TT03", "Thông tư về thống kê của ngành Tư pháp, thay Thông tư 20/2013/TT-BTP", "03/2019/TT-BTP",
                  date(2019, 1, 1), "Thông tư 03/2019/TT-BTP", read=False,
                  note=mark("Chỉ thấy nơi khác nhắc đến; tên ghi theo nội dung, ngày có hiệu lực năm 2019 chưa rõ."))
TT16: Final = Act("TT16", "Thông tư về hệ thống chỉ tiêu thống kê của ngành Tư pháp", "16/2025/TT-BTP",
                  date(2025, 11, 1), "Thông tư 16/2025/TT-BTP", signed=date(2025, 9, 16), read=False,
                  note=mark("Chỉ thấy tên và ngày; chưa thấy biểu nào, cũng chưa thấy thông tư quy định mẫu báo cáo."))
BLTTDS: Final = Act("BLTTDS", "Bộ luật Tố tụng dân sự", "92/2015/QH13", date(2016, 7, 1),
                     mark("Bộ luật Tố tụng dân sự"), note=_DAY_NOT_SEEN)
LTCCQDP: Final = Act("LTCCQĐP", "Luật Tổ chức chính quyền địa phương", "72/2025/QH15", date(2025, 6, 16),
                     mark("Luật Tổ chức chính quyền địa phương"), note=_NUMBER_NOT_SEEN)
LDC: Final = Act("LDC", "Luật Thực hiện dân chủ ở cơ sở", "10/2022/QH15", date(2023, 7, 1), "Luật 10/2022/QH15",
                 note=_DAY_NOT_SEEN)
TT145: Final = Act("TT145", "Thông tư về bảo vệ người tố cáo của Bộ Công an", "145/2020/TT-BCA", date(2021, 2, 15),
                   "Thông tư 145/2020/TT-BCA", note=_PARTLY_READ)
LTCTT: Final = Act("LTCTT", "Luật Tiếp cận thông tin", "104/2016/QH13", date(2018, 7, 1),
                   mark("Luật Tiếp cận thông tin năm 2016"), until=date(2026, 8, 31))
# The number of the revised law was not seen, only the day it was passed and the day it came into force.
LTCTT26: Final = Act("LTCTT26", "Luật Tiếp cận thông tin (sửa đổi)", "…/2026/QH16", date(2026, 9, 1),
                     mark("Luật Tiếp cận thông tin năm 2026"), signed=date(2026, 4, 24), read=False)
ND13: Final = Act("NĐ13", "Nghị định quy định chi tiết và biện pháp thi hành Luật Tiếp cận thông tin",
                  "13/2018/NĐ-CP", date(2018, 7, 1), "Nghị định 13/2018/NĐ-CP", note=_DAY_NOT_SEEN)
# Named where competence passed from the districts; of its words nothing was seen, only that it came before Law 136.
ND141: Final = Act("NĐ141", "Nghị định về thẩm quyền khi tổ chức chính quyền địa phương hai cấp, phần thanh tra",
                   "141/2025/NĐ-CP", date(2025, 7, 1), "Nghị định 141/2025/NĐ-CP", read=False,
                   note=mark("Chỉ thấy nơi khác nhắc đến; tên ghi theo nội dung được nhắc, ngày có hiệu lực ghi theo "
                             "ngày bỏ cấp huyện."))
# Predecessors: files of their years, and what the texts of today took over without being read.
ND75: Final = Act("NĐ75", "Nghị định quy định chi tiết một số điều của Luật Khiếu nại", "75/2012/NĐ-CP",
                  date(2012, 11, 20), "Nghị định 75/2012/NĐ-CP", until=date(2020, 12, 9),
                  note=_DAY_NOT_SEEN)
TT07: Final = Act("TT07", "Thông tư quy định quy trình xử lý đơn", "07/2014/TT-TTCP", date(2014, 12, 15),
                  "Thông tư 07/2014/TT-TTCP", until=date(2021, 11, 14), note=_DAY_NOT_SEEN)

ACTS: Final = {
    act.code: act
    for act in (
        *(LTCD, LKN, LTC, L136, ND154, ND155, ND156, ND64, ND124, ND31),
        *(TT04, TT05, TT30, BLDS, BLLD, LTTHC, NQ28),
        *(LHG, ND15, TT56, TT20, TT03, TT16, BLTTDS, LTCCQDP, LDC, TT145, LTCTT, LTCTT26, ND13, ND141, ND75, TT07),
    )
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice or official letter that fixes days off; `read` tells whether its own words were seen, as of an act."""

    cited: str
    read: bool

    @property
    def number(self) -> str:
        """Its number and sign: “9441/TB-BNV”."""
        return self.cited.rpartition(" ")[2]


TB6150: Final = Notice("Thông báo 6150/TB-BLĐTBXH", read=False)
TB9441: Final = Notice("Thông báo 9441/TB-BNV", read=False)
CV12729: Final = Notice("Công văn 12729/VPCP-KGVX", read=False)
CV3383: Final = Notice("Công văn 3383/BNV-CVL", read=False)
_CITED: Final[tuple[Act | Notice, ...]] = (*ACTS.values(), TB6150, TB9441, CV12729, CV3383)
UNREAD: Final = tuple(one.number for one in _CITED if not one.read)
"""Numbers of the texts that are cited although only others' reports of them were seen."""
