"""The form by which a list is named, kept and shared."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import BooleanField, OfficeForm, Required, SelectField, TextField

NAME: Final = 80


class ListForm(OfficeForm):
    """A name, and whether colleagues of the unit see it; of a new list also which one of one's own it takes over."""

    name = TextField(_l("Tên danh sách"), [Required(_l("Đặt tên cho danh sách."))], max_length=NAME)
    shared = BooleanField(_l("Dùng chung trong đơn vị"))
    instead = SelectField(_l("Thay cho"), blank=_l("Không thay, lưu thêm một danh sách"))

    def __init__(self, own: Sequence[Any] = (), **more: Any) -> None:
        super().__init__(**more)
        self.instead.choices = [(row.public_id, row.name) for row in own]
