"""Knows what may be asked of a field beyond its kind: something written, not too long, not a day to come."""
from __future__ import annotations

from datetime import date
from typing import Final

from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from caseapp.text import clean, show_date
from caseapp.web import now as clock
from caseapp.web.filters import number
from caseapp.web.language import gettext as _


class Required:
    """Something must be written or chosen; the message says what."""

    field_flags: Final = {"required": True}

    def __init__(self, message: object = None) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        raw = [value for value in (field.raw_data or []) if not isinstance(value, str) or clean(value)]
        if raw or (field.raw_data is None and field.data not in (None, "", [])):
            return
        field.errors[:] = []
        raise StopValidation(str(self.message or _("Chưa ghi mục này.")))


class Optional:
    """May be left empty: what the other validators say of an empty field is dropped."""

    field_flags: Final = {"optional": True}

    def __call__(self, _form: Form, field: Field) -> None:
        if not [value for value in (field.raw_data or []) if not isinstance(value, str) or clean(value)]:
            field.errors[:] = []
            raise StopValidation


class Longest:
    """At most ``limit`` characters after cleaning; the limit is shown before anything is typed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"longest": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                _("Dài %(length)s ký tự. Rút còn tối đa %(limit)s ký tự; chữ đã gõ vẫn còn nguyên.",
                  length=number(length), limit=number(self.limit))
            )


class NotFuture:
    """A day that has come: today or earlier."""

    def __init__(self, message: object = None) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        today = clock.today()
        if field.data and field.data > today:
            raise ValidationError(
                str(self.message or _("Ngày %(day)s chưa đến. Ghi ngày từ %(today)s trở về trước.",
                                      day=show_date(field.data), today=show_date(today)))
            )


class NotBefore:
    """A day on or after ``first``."""

    def __init__(self, first: date, message: object = None) -> None:
        self.first, self.message = first, message

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data and field.data < self.first:
            raise ValidationError(str(self.message or _("Ngày phải từ %(first)s trở đi.", first=show_date(self.first))))
