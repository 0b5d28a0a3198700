"""Knows the time limits of complaints about disciplinary decisions on cadres and civil servants (LKN chapter IV)."""

from typing import Final

from caseapp.law.acts import LKN
from caseapp.law.complaints import ACCEPTANCE as COMPLAINT_ACCEPTANCE
from caseapp.law.limits import CALENDAR, Limit, Nature, Wording
from caseapp.law.reception import NUMBER_NOT_SEEN_CHANGED
from caseapp.text import mark

STATUTE: Final = LKN.since


def _days(length: int, article: int, clause: int | str = "") -> Wording:
    return Wording(length, CALENDAR, LKN(article, clause), since=STATUTE, note=NUMBER_NOT_SEEN_CHANGED)


LIMITATION: Final = Limit(
    "discipline.limitation",
    title=mark("Thời hiệu khiếu nại quyết định kỷ luật lần đầu"),
    start=mark("Nhận quyết định kỷ luật"),
    wordings=[_days(15, 48)],
    nature=Nature.RIGHT,
    ids=("KL-01",),
)
SECOND: Final = Limit(
    "discipline.second",
    title=mark("Khiếu nại quyết định kỷ luật lần hai"),
    start=mark("Nhận quyết định giải quyết lần đầu"),
    wordings=[_days(10, 48).when("dismissal", 30)],
    nature=Nature.RIGHT,
    ids=("KL-02",),
)
# The decree sets one length for complaints of every sort; the statute has an article of its own for these.
ACCEPTANCE: Final = Limit(
    "discipline.acceptance",
    title=mark("Thụ lý khiếu nại quyết định kỷ luật"),
    start=mark("Nhận đơn"),
    wordings=[_days(10, 50), *COMPLAINT_ACCEPTANCE.wordings[1:]],
    ids=("KL-03",),
)
RESOLUTION: Final = Limit(
    "discipline.resolution",
    title=mark("Giải quyết khiếu nại quyết định kỷ luật"),
    start=mark("Thụ lý"),
    wordings=[_days(30, 50).when("complex", 45)],
    ids=("KL-04",),
)
SEND_DECISION_2: Final = Limit(
    "discipline.send-decision-2",
    title=mark("Gửi quyết định giải quyết khiếu nại kỷ luật lần hai"),
    start=mark("Ban hành quyết định"),
    wordings=[_days(7, 56, 2)],
    ids=("KL-06",),
)
EFFECT: Final = Limit(
    "discipline.effect",
    title=mark("Quyết định giải quyết khiếu nại kỷ luật có hiệu lực"),
    start=mark("Ban hành quyết định"),
    wordings=[_days(30, 57, 1)],
    nature=Nature.EFFECT,
    rolls=False,
    ids=("KL-07",),
)

LIMITS: Final = (LIMITATION, SECOND, ACCEPTANCE, RESOLUTION, SEND_DECISION_2, EFFECT)
"""Every limit of disciplinary complaints."""
