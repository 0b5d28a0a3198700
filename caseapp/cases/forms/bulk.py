"""The form by which several cases are given to one handler."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.cases.forms.assigning import REASON
from caseapp.web.forms import OfficeForm, Required, SelectField, TextField

MOST: Final = 50      # cases at once


class GiveForm(OfficeForm):
    """One handler for all that was ticked, and why; which cases these are is read from the ticks."""

    handler = SelectField(_l("Người thụ lý"), [Required(_l("Chọn người thụ lý."))], blank=_l("Chọn người"))
    reason = TextField(_l("Lý do phân công"), [Required(_l("Ghi lý do: được ghi vào nhật ký từng vụ việc."))],
                       max_length=REASON)

    def __init__(self, workers: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.accounts = {row.public_id: row.id for row in workers}
        self.handler.choices = [(row.public_id, f"{row.name}, {row.title}" if row.title else row.name)
                                for row in workers]
