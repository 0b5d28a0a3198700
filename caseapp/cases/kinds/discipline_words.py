"""What free text and day of each act on a disciplinary complaint are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds import complaint_words as first
from caseapp.cases.kinds.second_complaint_words import EXCUSED, SUPPLIED
from caseapp.cases.practice import Wording
from caseapp.text import mark

_SHARED: Final = ("record-work", "ask-information", "record-answer", "report", "hold-dialogue", "prolong", "withdraw",
                  "set-aside-withdrawal", "decide", "deliver", "carry-out", "close")
_BOTH: Final[Mapping[str, Wording]] = {
    **{code: first.SUMMARIES[code] for code in _SHARED},
    "excuse-delay": EXCUSED,
    "hear-council": Wording(mark("Ý kiến của hội đồng kỷ luật"), mark("Ghi ý kiến của hội đồng kỷ luật.")),
    "deliver-dismissal": first.SUMMARIES["deliver"],
    "announce": Wording(mark("Công bố ở đâu, cho những ai"), mark("Ghi đã công bố thế nào.")),
}

SUMMARIES: Final[Mapping[str, Wording]] = {**_BOTH, "challenge": first.SUMMARIES["challenge"]}
"""By act, at first instance."""

SUMMARIES_2: Final[Mapping[str, Wording]] = {
    **_BOTH, "supply-first": SUPPLIED, "sue": Wording(mark("Tòa án nào, về quyết định nào")),
}
"""By act, at second instance."""

_DAYS_SHARED: Final = ("record-work", "ask-information", "record-answer", "report", "invite-dialogue", "hold-dialogue",
                       "withdraw", "send-suspension", "send-termination", "send-decision", "deliver")
_DAYS_OF_BOTH: Final[Mapping[str, str]] = {
    **{code: first.DAYS[code] for code in _DAYS_SHARED},
    "excuse-delay": mark("Ngày ghi nhận"), "hear-council": mark("Ngày có ý kiến"),
    "deliver-dismissal": first.DAYS["deliver"], "announce": mark("Ngày công bố"),
}

DAYS: Final[Mapping[str, str]] = {
    **_DAYS_OF_BOTH, "note-receipt": mark("Ngày ghi nhận"), "challenge": first.DAYS["challenge"],
}
"""What the day of an act is called, at first instance."""

DAYS_2: Final[Mapping[str, str]] = {
    **_DAYS_OF_BOTH, "supply-first": mark("Ngày bổ sung"), "sue": mark("Ngày khởi kiện"),
}
"""What the day of an act is called, at second instance."""
