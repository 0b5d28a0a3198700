"""Knows the words of competence: matters, offices whose act it is, authorities that answer, lines of its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import Citation
from caseapp.text import mark

TWO_TIERS: Final = date(2025, 7, 1)
"""The first day without districts."""
LAST_OF_DISTRICTS: Final = date(2025, 6, 30)


class Matter(StrEnum):
    """What is brought against an office."""

    COMPLAINT = "complaint"
    DISCIPLINE = "discipline"
    DENUNCIATION = "denunciation"
    FEEDBACK = "feedback"


MATTER_WORDS: Final[Mapping[Matter, str]] = MappingProxyType(
    {
        Matter.COMPLAINT: mark("Khiếu nại quyết định, hành vi hành chính"),
        Matter.DISCIPLINE: mark("Khiếu nại quyết định kỷ luật cán bộ, công chức"),
        Matter.DENUNCIATION: mark("Tố cáo"),
        Matter.FEEDBACK: mark("Kiến nghị, phản ánh"),
    }
)


class Tier(StrEnum):
    """Where an office or an authority stands."""

    COMMUNE = "commune"
    AGENCY = "agency"
    DEPARTMENT = "department"
    PROVINCE = "province"
    MINISTRY_AGENCY = "ministry-agency"
    MINISTRY = "ministry"
    PUBLIC_SERVICE = "public-service"
    DISTRICT = "district"
    OUTSIDE = "outside"


TIER_WORDS: Final[Mapping[Tier, str]] = MappingProxyType(
    {
        Tier.COMMUNE: mark("Cấp xã"),
        Tier.AGENCY: mark("Cơ quan thuộc sở"),
        Tier.DEPARTMENT: mark("Sở và cơ quan tương đương"),
        Tier.PROVINCE: mark("Cấp tỉnh"),
        Tier.MINISTRY_AGENCY: mark("Cơ quan thuộc bộ"),
        Tier.MINISTRY: mark("Bộ, cơ quan ngang bộ"),
        Tier.PUBLIC_SERVICE: mark("Đơn vị sự nghiệp công lập"),
        Tier.DISTRICT: mark("Cấp huyện (không còn từ 01/07/2025)"),
        Tier.OUTSIDE: mark("Ngoài cơ quan hành chính"),
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """Whose act it is; `own`: the authority at its head, who answers where nobody stands above."""

    code: str
    tier: Tier
    label: str
    own: str


OFFICES: Final[Mapping[str, Office]] = MappingProxyType(
    {
        office.code: office
        for office in (
            Office("commune", Tier.COMMUNE, mark("Ủy ban nhân dân cấp xã"), "commune-chair"),
            Office("commune-head", Tier.COMMUNE, mark("Chủ tịch, Phó Chủ tịch cấp xã"), "commune-chair"),
            Office("commune-staff", Tier.COMMUNE, mark("Công chức, người do Chủ tịch cấp xã quản lý"), "commune-chair"),
            Office("agency-head", Tier.AGENCY, mark("Người đứng đầu, cấp phó cơ quan thuộc sở"), "agency-head"),
            Office("agency-staff", Tier.AGENCY, mark("Công chức của cơ quan thuộc sở"), "agency-head"),
            Office("department-head", Tier.DEPARTMENT, mark("Giám đốc, Phó Giám đốc sở"), "department-head"),
            Office("department-staff", Tier.DEPARTMENT, mark("Công chức của sở"), "department-head"),
            Office("province", Tier.PROVINCE, mark("Ủy ban nhân dân cấp tỉnh"), "province-chair"),
            Office("province-head", Tier.PROVINCE, mark("Chủ tịch, Phó Chủ tịch cấp tỉnh"), "province-chair"),
            Office("province-staff", Tier.PROVINCE, mark("Người do Chủ tịch cấp tỉnh quản lý"), "province-chair"),
            Office("ministry-agency-head", Tier.MINISTRY_AGENCY, mark("Người đứng đầu, cấp phó cơ quan thuộc bộ"),
                   "ministry-agency-head"),
            Office("ministry-agency-staff", Tier.MINISTRY_AGENCY, mark("Công chức của cơ quan thuộc bộ"),
                   "ministry-agency-head"),
            Office("ministry-head", Tier.MINISTRY, mark("Bộ trưởng, Thứ trưởng"), "minister"),
            Office("ministry-staff", Tier.MINISTRY, mark("Công chức của bộ"), "minister"),
            Office("public-service-head", Tier.PUBLIC_SERVICE, mark("Người đứng đầu, cấp phó đơn vị sự nghiệp"),
                   "public-service-head"),
            Office("public-service-staff", Tier.PUBLIC_SERVICE, mark("Viên chức của đơn vị sự nghiệp"),
                   "public-service-head"),
            Office("district-head", Tier.DISTRICT, mark("Chủ tịch, Phó Chủ tịch cấp huyện"), "district-chair"),
            Office("district-agency", Tier.DISTRICT, mark("Phòng, cơ quan chuyên môn cấp huyện"), "district-chair"),
            Office("court", Tier.OUTSIDE, mark("Tòa án"), "court"),
            Office("enforcement", Tier.OUTSIDE, mark("Cơ quan thi hành án"), "enforcement"),
            Office("elected", Tier.OUTSIDE, mark("Hội đồng nhân dân, cơ quan dân cử"), "elected"),
            Office("party", Tier.OUTSIDE, mark("Tổ chức đảng, đảng viên theo quy định của Đảng"), "party"),
            Office("association", Tier.OUTSIDE, mark("Mặt trận, đoàn thể, tổ chức xã hội"), "association"),
        )
    }
)
"""Whose act it may be, tier by tier."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who is competent. `titled`: the title beside a body's own name, by how that name begins; empty: never named."""

    code: str
    words: str
    tier: Tier
    titled: tuple[tuple[str, str], ...] = ()

    def template(self, name: str) -> str:
        """The title with its gap that fits a body of this name, or the general words."""
        fitting = (words for start, words in self.titled if name.startswith(start))
        return next(fitting, self.words) if name else self.words


_CHAIR: Final = mark("Chủ tịch %(unit)s")
_HEAD: Final = mark("Người đứng đầu %(unit)s")
_COMMITTEE: Final = (
    ("Ủy ban", _CHAIR), ("UBND", _CHAIR), ("", mark("Chủ tịch Ủy ban nhân dân %(unit)s")),
)
_DEPARTMENT: Final = (("Sở", mark("Giám đốc %(unit)s")), ("", _HEAD))

AUTHORITIES: Final[Mapping[str, Authority]] = MappingProxyType(
    {
        one.code: one
        for one in (
            Authority("commune-chair", mark("Chủ tịch Ủy ban nhân dân cấp xã"), Tier.COMMUNE, _COMMITTEE),
            Authority("successor-chair", mark("Chủ tịch Ủy ban nhân dân cấp xã nơi tiếp nhận việc của cấp huyện"),
                      Tier.COMMUNE, _COMMITTEE),
            Authority("agency-head", mark("Người đứng đầu cơ quan thuộc sở"), Tier.AGENCY),
            Authority("department-head", mark("Giám đốc sở"), Tier.DEPARTMENT, _DEPARTMENT),
            Authority("province-chair", mark("Chủ tịch Ủy ban nhân dân cấp tỉnh"), Tier.PROVINCE, _COMMITTEE),
            Authority("ministry-agency-head", mark("Người đứng đầu cơ quan thuộc bộ"), Tier.MINISTRY_AGENCY),
            Authority("minister", mark("Bộ trưởng"), Tier.MINISTRY),
            Authority("sector-minister", mark("Bộ trưởng quản lý ngành, lĩnh vực"), Tier.MINISTRY),
            Authority("home-affairs", mark("Bộ trưởng Bộ Nội vụ"), Tier.MINISTRY),
            Authority("prime-minister", mark("Thủ tướng Chính phủ"), Tier.MINISTRY),
            Authority("public-service-head", mark("Người đứng đầu đơn vị sự nghiệp"), Tier.PUBLIC_SERVICE),
            Authority(
                "public-service-above",
                mark("Người đứng đầu đơn vị cấp trên trực tiếp; không có thì người đứng đầu cơ quan quản lý đơn vị"),
                Tier.PUBLIC_SERVICE,
            ),
            Authority("district-chair", mark("Chủ tịch Ủy ban nhân dân cấp huyện"), Tier.DISTRICT),
            Authority("district-agency-head", mark("Người đứng đầu cơ quan chuyên môn cấp huyện"), Tier.DISTRICT),
            Authority("court", mark("Tòa án có thẩm quyền"), Tier.OUTSIDE),
            Authority("enforcement", mark("Cơ quan thi hành án có thẩm quyền"), Tier.OUTSIDE),
            Authority("elected", mark("Cơ quan dân cử có thẩm quyền"), Tier.OUTSIDE),
            Authority("party", mark("Tổ chức đảng có thẩm quyền"), Tier.OUTSIDE),
            Authority("association", mark("Mặt trận, đoàn thể, tổ chức xã hội liên quan"), Tier.OUTSIDE),
        )
    }
)
"""Who may be competent."""

OWN: Final = "own"
"""In a line: the authority at the head of the office itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of competence: of whose acts, who answers first and again, in force when, sure or not.

    Without `again` nobody answers a second time. `doubt_again`: why the second answer is not certain.
    """

    id: str
    matters: tuple[Matter, ...]
    text: str
    offices: tuple[str, ...]
    first: str
    at: Citation
    since: date
    again: str = ""
    again_at: Citation | None = None
    until: date | None = None
    confirmed: bool = True
    note: str = ""
    doubt_again: str = ""

    def holds(self, on: date) -> bool:
        """Whether the line is in force that day (both ends included)."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the line stands."""
        return (self.at,) if self.again_at is None or self.again_at == self.at else (self.at, self.again_at)
