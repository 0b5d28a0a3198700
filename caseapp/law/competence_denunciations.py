"""Knows who resolves denunciations and a denunciation that goes on; who answers feedback; what bodies outside keep."""

from datetime import date
from typing import Final

from caseapp.law.acts import BEFORE_L136, L136, LTC, LTCD, TT05, Citation
from caseapp.law.competence_complaints import DISTRICT_GONE, DISTRICT_THEN
from caseapp.law.competence_shape import LAST_OF_DISTRICTS, OFFICES, OWN, TWO_TIERS, Line, Matter, Tier
from caseapp.law.petition_choices import WAYS
from caseapp.text import mark

_REPORTED: Final = mark(
    "Thấy qua Nghị định 141/2025/NĐ-CP và tin về Luật 136/2025/QH15, hai văn bản chưa đọc; nguyên văn chưa đối chiếu."
)
_BY_PRINCIPLE: Final = mark(
    "Theo nguyên tắc người đứng đầu quản lý thì giải quyết, người đứng đầu bị tố cáo thì cấp trên giải quyết; điều "
    "khoản riêng của trường hợp này chưa đối chiếu."
)
_ABOVE: Final = mark("Luật giao cho cấp trên trực tiếp của người đã giải quyết; cấp nào ghi ở đây là suy ra.")
_MAY_PASS_ON: Final = mark(
    "Việc Thủ tướng ủy quyền cho Tổng Thanh tra Chính phủ mới thấy qua tin về Luật 136/2025/QH15."
)
_AFTER: Final = LTC(37)


def _denunciation(
    code: str, text: str, offices: tuple[str, ...], answers: tuple[str, str], note: str = _BY_PRINCIPLE,
    at: Citation | None = None, since: date = LTC.since, until: date | None = None,
) -> Line:
    """`answers`: who resolves it, who looks at it again; without a place of its own it rests on the principle alone."""
    sure = at is not None and note in {BEFORE_L136, _MAY_PASS_ON}
    return Line(f"TQ-TC/{code}", (Matter.DENUNCIATION,), text, offices, answers[0], at or LTC(12), since, answers[1],
                _AFTER if answers[1] else None, until, sure, note, _ABOVE)


_PROVINCE, _PRIME = "province-chair", "prime-minister"

DENUNCIATION_LINES: Final = (
    _denunciation(
        "commune-staff/2025", mark("Tố cáo công chức do Chủ tịch cấp xã trực tiếp quản lý: Chủ tịch cấp xã"),
        ("commune-staff",), ("commune-chair", _PROVINCE), BEFORE_L136, LTC(13, 1), TWO_TIERS),
    _denunciation(
        "commune-staff",
        mark("Tố cáo công chức do Chủ tịch cấp xã trực tiếp quản lý khi còn cấp huyện: Chủ tịch cấp xã"),
        ("commune-staff",), ("commune-chair", "district-chair"), BEFORE_L136, LTC(13, 1), until=LAST_OF_DISTRICTS),
    _denunciation(
        "commune-head/2025", mark("Tố cáo Ủy ban nhân dân, Chủ tịch, Phó Chủ tịch cấp xã: Chủ tịch cấp tỉnh"),
        ("commune", "commune-head"), (_PROVINCE, _PRIME), _REPORTED, LTC(13), TWO_TIERS),
    _denunciation(
        "commune-head",
        mark("Tố cáo Ủy ban nhân dân, Chủ tịch, Phó Chủ tịch cấp xã khi còn cấp huyện: Chủ tịch cấp huyện"),
        ("commune", "commune-head"), ("district-chair", _PROVINCE), DISTRICT_THEN, LTC(13), until=LAST_OF_DISTRICTS),
    _denunciation(
        "agency-staff", mark("Tố cáo công chức của cơ quan thuộc sở: người đứng đầu cơ quan ấy"),
        ("agency-staff",), ("agency-head", "department-head")),
    _denunciation(
        "agency-head", mark("Tố cáo người đứng đầu, cấp phó cơ quan thuộc sở: Giám đốc sở"),
        ("agency-head",), ("department-head", _PROVINCE)),
    _denunciation(
        "department-staff", mark("Tố cáo công chức của sở: Giám đốc sở"),
        ("department-staff",), ("department-head", _PROVINCE)),
    _denunciation(
        "department-head", mark("Tố cáo Giám đốc, Phó Giám đốc sở: Chủ tịch cấp tỉnh"),
        ("department-head",), (_PROVINCE, _PRIME), _REPORTED, LTC(13)),
    _denunciation(
        "province-staff", mark("Tố cáo người do Chủ tịch cấp tỉnh quản lý: Chủ tịch cấp tỉnh"),
        ("province-staff",), (_PROVINCE, _PRIME)),
    _denunciation(
        "province-head", mark("Tố cáo Chủ tịch, Phó Chủ tịch cấp tỉnh: Thủ tướng Chính phủ"),
        ("province-head",), (_PRIME, ""), BEFORE_L136, LTC(13, 8), until=date(2026, 6, 30)),
    _denunciation(
        "province-head/2026",
        mark("Tố cáo Chủ tịch, Phó Chủ tịch cấp tỉnh: Thủ tướng Chính phủ, có thể ủy quyền cho Tổng Thanh tra"),
        ("province-head",), (_PRIME, ""), _MAY_PASS_ON, LTC(13, 8), L136.since),
    _denunciation(
        "province", mark("Tố cáo Ủy ban nhân dân cấp tỉnh: Thủ tướng Chính phủ"), ("province",), (_PRIME, "")),
    _denunciation(
        "ministry-agency-staff", mark("Tố cáo công chức của cơ quan thuộc bộ: người đứng đầu cơ quan ấy"),
        ("ministry-agency-staff",), ("ministry-agency-head", "minister")),
    _denunciation(
        "ministry-agency-head", mark("Tố cáo người đứng đầu, cấp phó cơ quan thuộc bộ: Bộ trưởng"),
        ("ministry-agency-head",), ("minister", _PRIME)),
    _denunciation(
        "ministry-staff", mark("Tố cáo công chức của bộ: Bộ trưởng"), ("ministry-staff",), ("minister", _PRIME)),
    _denunciation(
        "ministry-head", mark("Tố cáo Bộ trưởng, Thứ trưởng: Thủ tướng Chính phủ"), ("ministry-head",), (_PRIME, "")),
    _denunciation(
        "public-service-staff", mark("Tố cáo viên chức của đơn vị sự nghiệp: người đứng đầu đơn vị"),
        ("public-service-staff",), ("public-service-head", "public-service-above")),
    _denunciation(
        "public-service-head",
        mark("Tố cáo người đứng đầu, cấp phó đơn vị sự nghiệp: cấp trên trực tiếp hoặc cơ quan quản lý"),
        ("public-service-head",), ("public-service-above", "")),
    _denunciation(
        "district-head/2025", mark("Tố cáo người từng là Chủ tịch, Phó Chủ tịch cấp huyện: Chủ tịch cấp tỉnh"),
        ("district-head",), (_PROVINCE, _PRIME), DISTRICT_GONE, since=TWO_TIERS),
    _denunciation(
        "district-head", mark("Tố cáo Chủ tịch, Phó Chủ tịch cấp huyện khi còn cấp huyện: Chủ tịch cấp tỉnh"),
        ("district-head",), (_PROVINCE, _PRIME), DISTRICT_THEN, until=LAST_OF_DISTRICTS),
    _denunciation(
        "district-agency/2025", mark("Tố cáo người từng ở phòng, cơ quan cấp huyện: Chủ tịch cấp xã tiếp nhận"),
        ("district-agency",), ("successor-chair", _PROVINCE), DISTRICT_GONE, since=TWO_TIERS),
    _denunciation(
        "district-agency",
        mark("Tố cáo người của phòng, cơ quan cấp huyện khi còn cấp huyện: Chủ tịch cấp huyện"),
        ("district-agency",), ("district-chair", _PROVINCE), DISTRICT_THEN, until=LAST_OF_DISTRICTS),
    Line("TQ-TC/party", (Matter.DENUNCIATION,),
         mark("Tố cáo đảng viên vi phạm quy định của Đảng: tổ chức đảng có thẩm quyền theo quy định của Đảng"),
         ("party",), OWN, TT05(15), TT05.since),
)
"""Denunciations (LTC 12, 13, 37)."""

_WHOEVER_MANAGES: Final = mark(
    "Luật chỉ nói nơi có thẩm quyền; người đứng đầu nơi quản lý việc ấy là cách hiểu chung, chưa đối chiếu."
)
_OF_DISTRICTS: Final = tuple(code for code, office in OFFICES.items() if office.tier is Tier.DISTRICT)
_ADMINISTRATION: Final = tuple(
    code for code, office in OFFICES.items() if office.tier not in {Tier.DISTRICT, Tier.OUTSIDE})
_OUTSIDE: Final = tuple(code for code, office in OFFICES.items() if office.tier is Tier.OUTSIDE)


def _feedback(code: str, text: str, offices: tuple[str, ...], first: str, note: str, since: date = LTCD.since,
              until: date | None = None) -> Line:
    return Line(f"TQ-KNPA/{code}", (Matter.FEEDBACK,), text, offices, first, LTCD(26, 2), since, until=until,
                confirmed=False, note=note)


FEEDBACK_LINES: Final = (
    _feedback("manages", mark("Kiến nghị, phản ánh: người đứng đầu nơi quản lý việc được kiến nghị, phản ánh"),
              _ADMINISTRATION, OWN, _WHOEVER_MANAGES),
    _feedback("district/2025", mark("Kiến nghị, phản ánh về việc cấp huyện đã làm: Chủ tịch cấp xã tiếp nhận"),
              _OF_DISTRICTS, "successor-chair", DISTRICT_GONE, TWO_TIERS),
    _feedback("district",
              mark("Kiến nghị, phản ánh về việc của cấp huyện khi còn cấp huyện: Chủ tịch cấp huyện"),
              _OF_DISTRICTS, OWN, DISTRICT_THEN, until=LAST_OF_DISTRICTS),
)
"""Feedback goes to whoever manages the matter (LTCD 26)."""

_ELSEWHERE: Final = WAYS["other-bodies"]
OUTSIDE_LINES: Final = (
    Line("TQ/outside", tuple(Matter),
         mark("Việc của tòa án, thi hành án, cơ quan dân cử, tổ chức đảng, đoàn thể: chính nơi ấy theo quy định riêng"),
         _OUTSIDE, OWN, _ELSEWHERE.citation, _ELSEWHERE.since, confirmed=_ELSEWHERE.confirmed, note=_ELSEWHERE.note),
)
"""What no administrative body answers; stands below the lines of the matters."""
