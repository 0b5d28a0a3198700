"""The forms by which a case goes to another unit, is taken over there, or comes back."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import (
    DateField,
    LongTextField,
    NotFuture,
    OfficeForm,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)

REASON: Final = 500


class HandOverForm(VersionedForm):
    """Units are named by their public ids; only those of the same tree can be chosen."""

    unit = SelectField(_l("Đơn vị nhận"), [Required(_l("Chọn đơn vị nhận."))], blank=_l("Chọn đơn vị"))
    document = TextField(_l("Số, ký hiệu văn bản chuyển"), [Required(_l("Ghi số, ký hiệu văn bản chuyển."))],
                         max_length=80)
    dated_on = DateField(_l("Ngày văn bản"), [Required(_l("Ghi ngày của văn bản.")), NotFuture()])
    reason = LongTextField(_l("Lý do chuyển"), [Required(_l("Ghi lý do chuyển."))], max_length=REASON, rows=3)

    def __init__(self, units: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.units = {row.public_id: row.id for row in units}
        self.unit.choices = [(row.public_id, row.name) for row in units]


class TakeOverForm(OfficeForm):
    """Nothing is asked: the case comes with all that is known of it."""


class SendBackForm(OfficeForm):
    """Why the case stays where it was."""

    reason = LongTextField(_l("Lý do trả lại"), [Required(_l("Ghi lý do."))], max_length=REASON, rows=3)
