"""Knows the time limit of handling a petition (đơn): classify it, decide on it, tell whoever sent it."""

from typing import Final

from caseapp.law.acts import LTCD
from caseapp.law.limits import WORKING, Limit, Wording
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
