"""Knows how a court recognises a settlement reached in mediation: conditions, the court's own days, what follows."""

from typing import Final

from caseapp.law.acts import BLTTDS
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.law.duties import Duty
from caseapp.law.limits import CALENDAR, Limit, Nature, Wording
from caseapp.law.mediation import COURT_AMENDMENTS
from caseapp.text import mark

REQUEST: Final = Duty(
    "BLTTDS-418",
    mark("Đơn yêu cầu công nhận nêu người, tổ chức đã hòa giải và nội dung thỏa thuận, gửi kèm văn bản hòa giải thành"),
    BLTTDS(418), BLTTDS.since, note=COURT_AMENDMENTS)
AFTERWARDS: Final = Duty(
    "BLTTDS-419",
    mark("Quyết định của tòa án có hiệu lực ngay, không bị kháng cáo, kháng nghị; được công nhận thì thi hành như bản "
         "án dân sự, không được công nhận thì thỏa thuận vẫn giữ giá trị"),
    BLTTDS(419), BLTTDS.since, note=COURT_AMENDMENTS)
COURT_DUTIES: Final = {duty.code: duty for duty in (REQUEST, AFTERWARDS)}

COURT_CONDITIONS: Final = by_code(
    Choice(code, text, BLTTDS(417), BLTTDS.since, note=COURT_AMENDMENTS)
    for code, text in (
        ("capacity", mark("Các bên có đủ năng lực hành vi dân sự")),
        ("own-rights", mark("Thỏa thuận về quyền, nghĩa vụ của chính các bên; liên quan người thứ ba thì người đó đồng "
                            "ý")),
        ("requested", mark("Một bên hoặc các bên yêu cầu tòa án công nhận")),
        ("lawful", mark("Thỏa thuận tự nguyện, không trái luật, đạo đức, không trốn tránh nghĩa vụ với Nhà nước, người "
                        "thứ ba")),
    )
)


def _of_the_court(code: str, row: str, titles: tuple[str, str], length: int) -> Limit:
    title, start = titles
    wording = Wording(length, CALENDAR, BLTTDS(419), since=BLTTDS.since, note=COURT_AMENDMENTS)
    return Limit(code, title=title, start=start, wordings=[wording], nature=Nature.AWAITED, ids=(row,))


PREPARE: Final = _of_the_court(
    "mediation.court-prepare", "HG-419/prepare",
    (mark("Tòa án chuẩn bị xét đơn yêu cầu công nhận"), mark("Tòa án thụ lý đơn")), 15)
HEARING: Final = _of_the_court(
    "mediation.court-hearing", "HG-419/hearing",
    (mark("Tòa án mở phiên họp xét đơn yêu cầu công nhận"), mark("Tòa án quyết định mở phiên họp")), 10)

LIMITS: Final = (PREPARE, HEARING)
"""The court's own limits: whoever mediated waits for them."""
