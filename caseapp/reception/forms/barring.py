"""The form by which an account that was barred wrongly is let in again."""
from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import ChoiceField, OfficeForm, Required, TextField

REASON_LENGTH: Final = 500


class LiftForm(OfficeForm):
    """One account, and why it is somebody else's than the accused's."""

    account = ChoiceField(_l("Tài khoản"), [Required(_l("Chọn tài khoản bị chặn nhầm."))])
    reason = TextField(
        _l("Lý do gỡ chặn"), [Required(_l("Ghi vì sao biết chắc đây không phải người bị tố cáo."))],
        max_length=REASON_LENGTH)
