"""How the office runs information with the content of a denunciation: sealed, because it is about somebody accused."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds.denunciation_practice import shared
from caseapp.cases.kinds.denunciation_words import ANY_DAYS, ANY_STAGE, NAMELESS
from caseapp.cases.kinds.information import INFORMATION, REGISTER
from caseapp.cases.practice import Practice, Told, Wording
from caseapp.text import mark
from caseapp.workflow.kind import Facts


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at."""
    return {**shared(told), "evidence": told.last("assess").get("evidence")}


SUMMARIES: Final[Mapping[str, Wording]] = {
    **{code: words for code, words in ANY_STAGE.items() if code in {"report-harm", "stop-harm", "refer-crime"}},
    "inspect": Wording(mark("Thanh tra, kiểm tra nội dung gì"), mark("Ghi nội dung thanh tra, kiểm tra."), NAMELESS),
    "record-findings": Wording(mark("Kết quả thanh tra, kiểm tra"), mark("Ghi kết quả.")),
    "pass-on": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào."), NAMELESS),
    "answer-forwarder": Wording(mark("Nội dung trả lời"), mark("Ghi đã trả lời thế nào."), NAMELESS),
}
DAYS: Final[Mapping[str, str]] = {
    **{code: words for code, words in ANY_DAYS.items() if code in {"report-harm", "stop-harm"}},
    "assess": mark("Ngày xem xét"), "record-findings": mark("Ngày có kết quả"), "file": mark("Ngày xếp lưu"),
}
INFORMATIONS: Final = Practice(
    kind=INFORMATION, register=REGISTER, facts=facts, sealed=True, code=REGISTER, summaries=SUMMARIES, days=DAYS,
    clears={"assessed": "assess"}, grounds=(),
)
