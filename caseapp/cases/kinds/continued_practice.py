"""How the office runs a continued denunciation: sealed like the one before, and only above whoever resolved it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds.continued import CONTINUED, REGISTER
from caseapp.cases.kinds.denunciation_practice import shared
from caseapp.cases.kinds.denunciation_words import ANY_DAYS, ANY_STAGE, NAMELESS
from caseapp.cases.practice import Practice, Wording
from caseapp.text import mark

_WHY: Final = mark("Ghi lý do.")
SUMMARIES: Final[Mapping[str, Wording]] = {
    **{code: words for code, words in ANY_STAGE.items() if code in {"report-harm", "stop-harm", "refer-crime"}},
    "review-file": Wording(mark("Đã xem xét gì, thấy gì"), mark("Ghi kết quả xem xét."), NAMELESS),
    "not-again": Wording(mark("Vì sao không giải quyết lại"), _WHY, NAMELESS),
    "hand-on": Wording(mark("Vì sao chuyển"), _WHY, NAMELESS),
    "again": Wording(mark("Vì sao giải quyết lại"), mark("Ghi sai phạm của lần giải quyết trước."), NAMELESS),
    "take-over": Wording(mark("Vì sao tiếp nhận"), _WHY, NAMELESS),
    "demand-report": Wording(mark("Yêu cầu báo cáo gì"), mark("Ghi yêu cầu báo cáo."), NAMELESS),
    "record-explanation": Wording(mark("Quá trình, lý do, trách nhiệm"), mark("Ghi nội dung báo cáo."), NAMELESS),
    "leave": Wording(mark("Vì sao để người giải quyết tiếp tục"), _WHY, NAMELESS),
    "seize": Wording(mark("Vì sao lấy hồ sơ"), _WHY, NAMELESS),
}
DAYS: Final[Mapping[str, str]] = {
    **{code: words for code, words in ANY_DAYS.items() if code in {"report-harm", "stop-harm"}},
    "review-file": mark("Ngày xem xét"), "record-explanation": mark("Ngày nhận báo cáo"),
    "tell-outcome": mark("Ngày gửi"),
}
ANEW: Final = frozenset({"again", "take-over", "seize"})
"""Acts after which the superior resolves it himself: a denunciation of its own is opened."""

CONTINUATIONS: Final = Practice(
    kind=CONTINUED, register=REGISTER, facts=shared, sealed=True, code=REGISTER, summaries=SUMMARIES, days=DAYS,
    grounds=(), levels=frozenset({"province"}),
    # What comes of looking at the file is the superior's to say: no button of the page says it first; nor which of
    # the two it is once the resolver has reported.
    usual={"received": ("review-file", ""), "explained": ("",)},
)
