"""Knows the day by which a measure of a decision or conclusion must be carried out: the decision names it, no law."""

from typing import Final

from caseapp.law.acts import LKN
from caseapp.law.limits import Promise
from caseapp.text import mark

MEASURE: Final = Promise(
    "enforcement.measure",
    title=mark("Thi hành biện pháp theo quyết định, kết luận"),
    start=mark("Quyết định có hiệu lực, kết luận được ban hành"),
    citation=LKN(44, 4),
)
"""Cited anew for each kind of case when its clock is started: LTC 36 for a conclusion, LKN 58 in discipline."""
