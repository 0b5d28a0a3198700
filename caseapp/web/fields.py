"""Knows the kinds of field an office form has: how each is read, kept as typed, and what its errors say."""
from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Any, Final, TypeAlias

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import (
    SelectField as PlainSelectField,
)
from wtforms.validators import ValidationError

from caseapp.text import DateProblem, clean, clean_line, read_date, show_date
from caseapp.web import now as clock
from caseapp.web.checks import Longest
from caseapp.web.filters import number as number_words
from caseapp.web.language import gettext as _

LONG_TEXT: Final = 50_000
LINE: Final = 200
LONGEST_TYPED: Final = 1_000  # no date or number is longer; the rest is not worth reading
_TIME = re.compile(r"(\d{1,2}) ?(?:[:hg.,]|giờ) ?(\d{1,2})?(?: ?(?:p|phút))?|(\d{2})(\d{2})")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_DIALLED = re.compile(r"0(?:[35789]\d{8}|2\d{8,9})|1[89]00\d{4,6}|\+(?!84)\d{8,15}")


# ── text ───────────────────────────────────────────────────────────────────────────────────────


class TextField(StringField):
    """One line of text, cleaned; ``max_length`` in characters."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 max_length: int = LINE, **more: Any) -> None:
        super().__init__(label, [*(validators or ()), Longest(max_length)], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean_line(str(valuelist[0])) if valuelist else ""


class LongTextField(TextAreaField):
    """Several lines of text, cleaned; ``max_length`` in characters, ``rows`` as first shown."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 max_length: int = LONG_TEXT, rows: int = 4, **more: Any) -> None:
        super().__init__(label, [*(validators or ()), Longest(max_length)], **more)
        self.rows = rows

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean(str(valuelist[0])) if valuelist else ""


class TypedField(StringField, ABC):
    """A field read from text into another value; what was typed is shown again as it was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0])[:LONGEST_TYPED] if valuelist else ""
        self.data = None
        if clean(self.typed):
            self.data = self.read(clean_line(self.typed))

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value of ``text``, never empty; raises ValueError with a message for people."""

    def show(self, value: Any) -> str:
        """The value as it stands in the field before anything is typed."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(getattr(self, "typed", ""))
        return "" if self.data is None else self.show(self.data)


class DateField(TypedField):
    """A day in any usual Vietnamese spelling; shown as dd/mm/yyyy."""

    def read(self, text: str) -> date:
        try:
            return read_date(text, clock.today())
        except DateProblem as problem:
            raise ValueError(problem.words(_)) from problem

    def show(self, value: date) -> str:
        return show_date(value)


class TimeField(TypedField):
    """A time of day: 9:12, 9h12, 09 giờ 12, 0912."""

    def read(self, text: str) -> time:
        found = _TIME.fullmatch(text.lower())
        hour, minute = (int(found[1] or found[3]), int(found[2] or found[4] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Giờ không đúng. Ghi giờ:phút, ví dụ 09:12."))
        return time(hour, minute)

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class NumberField(TypedField):
    """A whole number between ``least`` and ``most``."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 least: int = 0, most: int = 1_000_000, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        digits = re.sub(r"[ .]", "", text)
        if not re.fullmatch(r"\d{1,9}", digits):
            raise ValueError(_("Chỉ ghi chữ số, từ %(least)s đến %(most)s.",
                               least=number_words(self.least), most=number_words(self.most)))
        number = int(digits)
        if not self.least <= number <= self.most:
            raise ValueError(_("Số phải từ %(least)s đến %(most)s.",
                               least=number_words(self.least), most=number_words(self.most)))
        return number


class BirthYearField(TypedField):
    """A year of birth: four digits, at most 130 years ago; a whole date of birth gives its year."""

    def read(self, text: str) -> int:
        this_year = clock.today().year
        year = int(text[-4:]) if re.fullmatch(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?\d{4}", text) else 0
        if not this_year - 130 <= year <= this_year:
            raise ValueError(_("Ghi năm sinh bốn chữ số, từ %(first)s đến %(last)s.",
                               first=str(this_year - 130), last=str(this_year)))
        return year


class PhoneField(TypedField):
    """A telephone number, kept as digits: 0918552046, 02923810215, +4412345678."""

    def read(self, text: str) -> str:
        dialled = re.sub(r"[ .\-()]", "", text)
        dialled = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", dialled)
        if not dialled.removeprefix("+").isascii() or not dialled.removeprefix("+").isdigit():
            raise ValueError(_("Số điện thoại chỉ gồm chữ số, ví dụ 0918 552 046."))
        if not _DIALLED.fullmatch(dialled):
            raise ValueError(_("Số điện thoại có %(count)s chữ số, không gọi được. Di động có 10 chữ số, bắt đầu "
                               "bằng 03, 05, 07, 08 hoặc 09.", count=str(len(dialled.removeprefix("+")))))
        return dialled


class IdNumberField(TypedField):
    """Number of an identity paper without spaces: 12 digits, an old card's 9, or a passport's letter and digits."""

    def read(self, text: str) -> str:
        number = re.sub(r"[ .\-]", "", text).upper()
        if number.isascii() and number.isdigit():
            return self._of_digits(number)
        if _PASSPORT.fullmatch(number):
            return number
        if not number[:1].isalpha():
            raise ValueError(_("Số định danh chỉ gồm chữ số. Ghi đủ 12, hoặc chọn loại giấy khác."))
        raise ValueError(_("Số hộ chiếu gồm một hoặc hai chữ cái rồi 6 đến 8 chữ số, ví dụ C6118214."))

    @staticmethod
    def _of_digits(number: str) -> str:
        count = len(number)
        if count in {9, 12}:
            return number
        if count < 12:
            raise ValueError(_("Mới có %(count)s chữ số. Ghi đủ 12, hoặc chọn loại giấy khác.", count=str(count)))
        raise ValueError(_("Có %(count)s chữ số, thừa %(over)s. Ghi đúng 12, hoặc chọn loại giấy khác.",
                           count=str(count), over=str(count - 12)))


# ── choices ────────────────────────────────────────────────────────────────────────────────────

Offer: TypeAlias = tuple[str, Any] | SelectChoice
Choices: TypeAlias = Iterable[Offer] | Callable[[], Iterable[Offer]]


def offered(choices: Choices | None) -> Any:
    """(value, label) pairs in the shape the form library wants; callables and None stay as they are."""
    if choices is None or callable(choices):
        return choices
    return [choice if isinstance(choice, SelectChoice) else SelectChoice(*choice) for choice in choices]


class ChoiceField(RadioField):
    """One of a few, as radio buttons; choices are (value, label)."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 choices: Choices | None = None, **more: Any) -> None:
        super().__init__(label, validators, choices=offered(choices), **more)

    def pre_validate(self, form: Form) -> None:
        _one_of(self)


class SelectField(PlainSelectField):
    """One of many, as a list; ``blank`` is the first line, which chooses nothing."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 choices: Choices | None = None, blank: object = _l("Chọn…"), **more: Any) -> None:
        super().__init__(label, validators, choices=offered(choices), **more)
        self.blank = blank

    def pre_validate(self, form: Form) -> None:
        _one_of(self)


class ManyField(SelectMultipleField):
    """Several of a few, as tick boxes; choices are (value, label), data a list of values."""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 choices: Choices | None = None, **more: Any) -> None:
        super().__init__(label, validators, choices=offered(choices), **more)

    def pre_validate(self, form: Form) -> None:
        known = {self.coerce(value) for value, *_rest in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise ValidationError(_("Chọn trong các mục có sẵn."))


def _one_of(field: Any) -> None:
    """Refuse a value that is not offered; an empty one is for Required to judge."""
    if not field.data:
        return
    if not any(selected for _value, _label, selected, *_rest in field.iter_choices()):
        raise ValidationError(_("Chọn một trong các mục có sẵn."))
