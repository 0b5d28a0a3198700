"""Knows the time limits of handling a petition (đơn): classify it, decide on it, tell whoever sent it; keep it."""

from typing import Final

from caseapp.law.acts import LTCD, TT07
from caseapp.law.limits import WORKING, YEAR, Limit, Nature, Wording
from caseapp.text import mark

_OF_VISITS: Final = mark(
    "Luật đặt thời hạn này cho việc tiếp công dân; với đơn gửi đến, đây là thời hạn các nơi đang áp dụng, chưa thấy "
    "văn bản quy định."
)

CLASSIFY: Final = Limit(
    "petition.classify",
    title=mark("Phân loại, xử lý đơn và báo người gửi"),
    start=mark("Nhận đơn"),
    wordings=[Wording(10, WORKING, LTCD(28, 1), since=LTCD.since, confirmed=False, note=_OF_VISITS)],
    ids=("XLD-01",),
)
# The circular in force was not read here: since its day no length is known, and a question about it has no answer.
KEEP_FILED: Final = Limit(
    "petition.keep-filed",
    title=mark("Giữ đơn đã xếp lưu"),
    start=mark("Xếp lưu đơn"),
    wordings=[Wording(1, YEAR, TT07(28), since=TT07.since, until=TT07.until, note=TT07.note)],
    nature=Nature.EFFECT,
    rolls=False,
    ids=("XLD-07",),
)

LIMITS: Final = (CLASSIFY, KEEP_FILED)
"""Every limit of handling petitions."""
