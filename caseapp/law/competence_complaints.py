"""Knows who resolves complaints, about administrative acts and about discipline, at first and at second instance."""

from datetime import date
from typing import Final

from caseapp.law.acts import BEFORE_L136, LKN, ND75, Citation
from caseapp.law.competence_shape import LAST_OF_DISTRICTS, TWO_TIERS, Line, Matter
from caseapp.law.duties import Duty
from caseapp.text import mark

TWO_TIERS_NOT_READ: Final = mark(
    "Hai cấp từ ngày 01/07/2025 thấy qua tin về Luật 136/2025/QH15 và suy từ Điều 11, Điều 14 Nghị định "
    "155/2026/NĐ-CP; nguyên văn chưa đối chiếu."
)
DISTRICT_GONE: Final = mark(
    "Cấp huyện không còn từ ngày 01/07/2025; việc dở dang chuyển theo Nghị định 141/2025/NĐ-CP, chưa đọc được. Nơi kế "
    "tục ghi ở đây là cách hiểu: hỏi lại cấp trên trước khi chuyển."
)
DISTRICT_THEN: Final = mark("Thẩm quyền của cấp huyện trước ngày 01/07/2025 chỉ thấy nhắc lại, chưa đối chiếu.")
_TOUCHED: Final = mark(
    "Đọc ở bản luật trước khi Luật 136/2025/QH15 sửa; các điều 17 đến 21 nay ghi thế nào chưa đối chiếu."
)
_OLD_DECREE: Final = mark(
    "Đọc ở Nghị định 75/2012/NĐ-CP, đã được thay thế; chỗ tương ứng của nghị định đang áp dụng chưa đọc được."
)


def _complaint(
    code: str, text: str, offices: tuple[str, ...], answers: tuple[str, str], places: tuple[Citation, Citation],
    note: str, since: date = LKN.since, until: date | None = None,
) -> Line:
    """`answers`: who first, who again; unsure unless nothing is known but that the text read is the older one."""
    return Line(code, (Matter.COMPLAINT,), text, offices, answers[0], places[0], since, answers[1], places[1], until,
                note == BEFORE_L136, note)


_COMMUNE: Final = ("commune", "commune-head", "commune-staff")
_DISTRICT: Final = ("district-head", "district-agency")

COMPLAINT_LINES: Final = (
    _complaint(
        "TQ-KN/commune/2025",
        mark("Quyết định, hành vi của chủ tịch, người cấp xã: lần đầu Chủ tịch cấp xã, lần hai Chủ tịch cấp tỉnh"),
        _COMMUNE, ("commune-chair", "province-chair"), (LKN(17), LKN(21, 2)), TWO_TIERS_NOT_READ, TWO_TIERS),
    _complaint(
        "TQ-KN/commune",
        mark("Quyết định, hành vi của chủ tịch, người cấp xã khi còn cấp huyện: lần đầu Chủ tịch cấp xã, lần hai Chủ "
             "tịch cấp huyện"),
        _COMMUNE, ("commune-chair", "district-chair"), (LKN(17), LKN(18, 2)), DISTRICT_THEN, until=LAST_OF_DISTRICTS),
    _complaint(
        "TQ-KN/agency",
        mark("Quyết định, hành vi của cơ quan thuộc sở: lần đầu người đứng đầu cơ quan, lần hai Giám đốc sở"),
        ("agency-head", "agency-staff"), ("agency-head", "department-head"), (LKN(19), LKN(20, 2)), _TOUCHED),
    _complaint(
        "TQ-KN/department",
        mark("Quyết định, hành vi của sở: lần đầu Giám đốc sở, lần hai Chủ tịch cấp tỉnh"),
        ("department-head", "department-staff"), ("department-head", "province-chair"), (LKN(20, 1), LKN(21, 2)),
        _TOUCHED),
    _complaint(
        "TQ-KN/province",
        mark("Quyết định, hành vi của Chủ tịch cấp tỉnh: lần đầu chính Chủ tịch, lần hai Bộ trưởng quản lý ngành"),
        ("province", "province-head", "province-staff"), ("province-chair", "sector-minister"),
        (LKN(7, 3), LKN(23, 3)), BEFORE_L136),
    _complaint(
        "TQ-KN/ministry-agency",
        mark("Quyết định, hành vi của cơ quan thuộc bộ: lần đầu người đứng đầu cơ quan, lần hai Bộ trưởng"),
        ("ministry-agency-head", "ministry-agency-staff"), ("ministry-agency-head", "minister"),
        (LKN(22), LKN(23, 2)), BEFORE_L136),
    Line(
        "TQ-KN/ministry", (Matter.COMPLAINT,),
        mark("Quyết định, hành vi của Bộ trưởng, người của bộ: Bộ trưởng; không có lần hai"),
        ("ministry-head", "ministry-staff"), "minister", LKN(7, 2), LKN.since, note=BEFORE_L136),
    _complaint(
        "TQ-KN/public-service",
        mark("Quyết định, hành vi của đơn vị sự nghiệp: lần đầu người đứng đầu, lần hai cấp trên trực tiếp, không có "
             "thì người đứng đầu cơ quan quản lý"),
        ("public-service-head", "public-service-staff"), ("public-service-head", "public-service-above"),
        (ND75(3), ND75(3)), _OLD_DECREE, ND75.since),
    _complaint(
        "TQ-KN/district/2025",
        mark("Quyết định, hành vi của cấp huyện đã thôi: lần đầu Chủ tịch cấp xã tiếp nhận, lần hai Chủ tịch cấp tỉnh"),
        _DISTRICT, ("successor-chair", "province-chair"), (LKN(17), LKN(21, 2)), DISTRICT_GONE, TWO_TIERS),
    _complaint(
        "TQ-KN/district",
        mark("Quyết định, hành vi của Chủ tịch cấp huyện khi còn cấp huyện: lần đầu chính Chủ tịch, lần hai Chủ tịch "
             "cấp tỉnh"),
        ("district-head",), ("district-chair", "province-chair"), (LKN(18, 1), LKN(21, 2)), DISTRICT_THEN,
        until=LAST_OF_DISTRICTS),
    _complaint(
        "TQ-KN/district-agency",
        mark("Quyết định, hành vi của phòng cấp huyện khi còn cấp huyện: lần đầu trưởng phòng, lần hai Chủ tịch cấp "
             "huyện"),
        ("district-agency",), ("district-agency-head", "district-chair"), (LKN(17), LKN(18, 2)), DISTRICT_THEN,
        until=LAST_OF_DISTRICTS),
)
"""Complaints about administrative decisions and acts (LKN 7, 17 to 23)."""


def _discipline(
    code: str, text: str, offices: tuple[str, ...], answers: tuple[str, str], note: str = BEFORE_L136,
    since: date = LKN.since, until: date | None = None,
) -> Line:
    return Line(f"TQ-KL/{code}", (Matter.DISCIPLINE,), text, offices, answers[0], LKN(49), since, answers[1], LKN(51),
                until, note == BEFORE_L136, note)


DISCIPLINE_LINES: Final = (
    _discipline("commune/2025",
                mark("Quyết định kỷ luật của cấp xã: lần đầu Chủ tịch cấp xã, lần hai Chủ tịch cấp tỉnh"),
                ("commune", "commune-head"), ("commune-chair", "province-chair"), TWO_TIERS_NOT_READ, TWO_TIERS),
    _discipline("commune",
                mark("Quyết định kỷ luật của cấp xã khi còn cấp huyện: lần đầu Chủ tịch cấp xã, lần hai Chủ tịch cấp "
                     "huyện"),
                ("commune", "commune-head"), ("commune-chair", "district-chair"), DISTRICT_THEN,
                until=LAST_OF_DISTRICTS),
    _discipline("agency", mark("Quyết định kỷ luật của cơ quan thuộc sở: lần đầu người đứng đầu cơ quan, lần hai Giám "
                               "đốc sở"),
                ("agency-head",), ("agency-head", "department-head")),
    _discipline("department", mark("Quyết định kỷ luật của sở: lần đầu Giám đốc sở, lần hai Chủ tịch cấp tỉnh"),
                ("department-head",), ("department-head", "province-chair")),
    _discipline("province", mark("Quyết định kỷ luật của cấp tỉnh: lần đầu Chủ tịch cấp tỉnh, lần hai Bộ trưởng Bộ "
                                 "Nội vụ"),
                ("province", "province-head"), ("province-chair", "home-affairs")),
    _discipline("ministry-agency", mark("Quyết định kỷ luật của cơ quan thuộc bộ: lần đầu người đứng đầu cơ quan, lần "
                                        "hai Bộ trưởng"),
                ("ministry-agency-head",), ("ministry-agency-head", "minister")),
    _discipline("ministry", mark("Quyết định kỷ luật của Bộ trưởng: lần đầu Bộ trưởng, lần hai Bộ trưởng Bộ Nội vụ"),
                ("ministry-head",), ("minister", "home-affairs")),
    _discipline("district/2025",
                mark("Quyết định kỷ luật của cấp huyện đã thôi: lần đầu Chủ tịch cấp xã tiếp nhận, lần hai Chủ tịch "
                     "cấp tỉnh"),
                ("district-head",), ("successor-chair", "province-chair"), DISTRICT_GONE, TWO_TIERS),
    _discipline("district", mark("Quyết định kỷ luật của cấp huyện khi còn cấp huyện: lần đầu Chủ tịch cấp "
                                        "huyện, lần hai Chủ tịch cấp tỉnh"),
                ("district-head",), ("district-chair", "province-chair"), DISTRICT_THEN, until=LAST_OF_DISTRICTS),
)
"""Complaints about disciplinary decisions: the issuer first, then the head above (KL-08)."""

DISPUTES: Final = Duty(
    "LKN-21/3", mark("Chủ tịch cấp tỉnh giải quyết tranh chấp thẩm quyền khiếu nại trong tỉnh"), LKN(21, 3), LKN.since,
    confirmed=False, note=_TOUCHED)
