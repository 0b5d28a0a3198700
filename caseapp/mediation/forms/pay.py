"""Forms of the mediators' pay: a period, the days of a list's steps, lines to leave out, a rate."""
from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.mediation.paying import PAID_WORDS
from caseapp.web.filters import number
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    ManyField,
    NotFuture,
    NumberField,
    OfficeForm,
    Optional,
    Required,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _

MOST: Final = 100_000_000      # đồng: a slip of the pen beyond it
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)$", re.IGNORECASE)


class MoneyField(NumberField):
    """A whole number of đồng: 400000, 400.000, 400 000 đ."""

    def read(self, text: str) -> int:
        """The amount; raises ValueError for anything else."""
        plain = _CURRENCY.sub("", text)
        if "," in plain:
            raise ValueError(_("Ghi số đồng, không có phần lẻ, ví dụ 400.000."))
        return super().read(plain)

    def show(self, value: int) -> str:
        """With dots, as it is written on paper."""
        return number(value)


class PeriodForm(OfficeForm):
    """The first and last day of a list."""

    from_on = DateField(_l("Từ ngày"), [Required(_l("Ghi ngày đầu kỳ."))])
    to_on = DateField(_l("Đến ngày"), [Required(_l("Ghi ngày cuối kỳ."))])


class RequestForm(VersionedForm):
    """The day on which the request for payment came in."""

    requested_on = DateField(_l("Ngày nhận giấy đề nghị thanh toán"), [Required(_l("Ghi ngày nhận.")), NotFuture()])


class ApproveForm(VersionedForm):
    """The day of the approval and the paper it stands in."""

    approved_on = DateField(_l("Ngày duyệt"), [Required(_l("Ghi ngày duyệt.")), NotFuture()])
    document = TextField(_l("Số, ký hiệu văn bản duyệt (nếu có)"), max_length=80)


class PaidForm(VersionedForm):
    """The day on which everything was paid out."""

    paid_on = DateField(_l("Ngày chi"), [Required(_l("Ghi ngày chi.")), NotFuture()])
    nonetheless = BooleanField(_l("Đã chi cả các dòng không còn khớp từ lúc duyệt"))


class LinesForm(VersionedForm):
    """Lines of a draft that were ticked, by their keys; without any it is the form of a single button."""

    lines = ManyField(_l("Các dòng của danh sách"))

    def __init__(self, keys: Iterable[str] = (), **more: Any) -> None:
        super().__init__(**more)
        self.lines.choices = [(key, key) for key in keys]


class RateForm(VersionedForm):
    """What the People's Council set, from when and by which resolution."""

    what = ChoiceField(_l("Mức chi cho"), [Required(_l("Chọn mức chi cho việc gì."))],
                       choices=[(code, _l(words)) for code, words in PAID_WORDS.items()])
    amount = MoneyField(_l("Số tiền (đồng)"), [Required(_l("Ghi số tiền."))], least=1, most=MOST)
    from_on = DateField(_l("Áp dụng từ ngày"), [Required(_l("Ghi ngày áp dụng."))])
    until_on = DateField(_l("Hết áp dụng từ ngày"), [Optional()])
    source = TextField(_l("Nghị quyết của Hội đồng nhân dân"), [Required(_l("Ghi số, ký hiệu và ngày nghị quyết."))],
                       max_length=200)
    confirmed = BooleanField(_l("Đã đọc nguyên văn nghị quyết"))
