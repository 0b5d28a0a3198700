"""What the forms of acts call what every kind asks for: the day, who signed, who works on it."""
from __future__ import annotations

from typing import Final

from caseapp.cases.practice import Wording
from caseapp.text import mark

HANDLER: Final = Wording(mark("Người thụ lý"), mark("Chọn người thụ lý."))
VERIFIERS: Final = Wording(mark("Cùng xác minh"))
HANDED_OVER: Final = Wording(mark("Lý do đổi người thụ lý"), hint=mark("Chỉ ghi khi đổi người."))
SIGNED_ON: Final = mark("Ngày ký")
HAPPENED_ON: Final = mark("Ngày thực hiện")
"""What the day of an act is called where its kind has no better word; of a document it is the day of its date."""
