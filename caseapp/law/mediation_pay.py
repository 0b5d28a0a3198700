"""Knows what mediators and their teams are paid at most, in đồng: by what for, with its text and days in force."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import ND15, TT56, Citation
from caseapp.law.duties import Duty
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in đồng for one case or one month of a team; the ceiling, and the figure where no council set one."""

    what: str
    amount: int
    citation: Citation
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it counts on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


CEILINGS: Final = (
    Amount("settled", 400_000, TT56(3, 17, "a"), TT56.since),
    Amount("other", 300_000, TT56(3, 17, "a"), TT56.since),
    Amount("team-month", 150_000, TT56(3, 17, "đ"), TT56.since),
)
"""For a case ended in success, any other case ended under the law, the running cost of a team in a month."""

LOCAL: Final = Duty(
    "TT56-5", mark("Hội đồng nhân dân cấp tỉnh quyết định mức chi; chưa quyết định thì theo mức của thông tư"),
    TT56(5, 1), TT56.since)
SHARED: Final = Duty(
    "TT56-3/17", mark("Mức chi tính cho mỗi vụ việc, chia cho các hòa giải viên đã tham gia hòa giải"),
    TT56(3, 17, "a"), TT56.since)
ONLY_ENDED: Final = Duty(
    "NĐ15-14", mark("Chỉ chi khi vụ việc đã kết thúc theo luật và hòa giải viên không vi phạm nghĩa vụ"),
    ND15(14), ND15.since, confirmed=False,
    note=mark("Nghị định 15/2014/NĐ-CP chưa đọc được ở điều này; nội dung thấy ở hướng dẫn của một địa phương."))
ACCIDENT: Final = Duty(
    "TT56-3/17/b",
    mark("Hòa giải viên gặp tai nạn khi hòa giải được chi chữa bệnh như người có bảo hiểm y tế, phần thu nhập bị mất, "
         "và mai táng bằng năm tháng lương cơ sở"),
    TT56(3, 17, "b"), TT56.since, also=(TT56(3, 17, "c"), TT56(3, 17, "d")))
PAY_DUTIES: Final = {duty.code: duty for duty in (LOCAL, SHARED, ACCIDENT, ONLY_ENDED)}


def ceiling(what: str, on: date) -> Amount | None:
    """The amount of the circular in force on a day; None before the first one that was read."""
    return next((one for one in CEILINGS if one.what == what and one.holds(on)), None)
