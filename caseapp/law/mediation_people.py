"""Knows what a mediation team must have, how a mediator is elected, and why one is released."""

from typing import Final

from caseapp.law.acts import LHG
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.text import mark

FEWEST_MEDIATORS: Final = 3
"""A team has at least so many mediators, one of them a woman (LHG 12)."""


def elected(votes: int, households: int) -> bool:
    """Whether more than half of the representatives of all households agreed (LHG 8(3))."""
    return 2 * votes > households


RELEASES: Final = by_code(
    Choice(code, text, LHG(11), LHG.since)
    for code, text in (
        ("own-wish", mark("Theo nguyện vọng của hòa giải viên")),
        ("standard", mark("Không còn đáp ứng một trong các tiêu chuẩn")),
        ("breach", mark("Vi phạm nguyên tắc hoạt động hòa giải")),
        ("cannot-go-on", mark("Không thể tiếp tục làm vì bị xử lý vi phạm pháp luật")),
    )
)
