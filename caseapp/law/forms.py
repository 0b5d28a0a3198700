"""Knows the prescribed forms of receiving citizens: number, name, the article that prescribes each, days in force."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import ND154, Citation
from caseapp.law.reception import DECREE
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Form:
    """A prescribed form; `code` is what pages ask for, its number may be another one day."""

    code: str
    number: str
    name: str
    citation: Citation
    since: date = DECREE
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the form is prescribed on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


REFUSAL_FORM: Final = Form("refusal-notice", "01/TCD", mark("Thông báo về việc từ chối tiếp công dân"), ND154(4, 3))
SLIP_FORM: Final = Form("papers-slip", "02/TCD", mark("Giấy biên nhận thông tin, tài liệu"), ND154(15, 4))
REGISTER_FORM: Final = Form("register", "03/TCD", mark("Sổ tiếp công dân"), ND154(27))

FORMS: Final = {form.number: form for form in (REFUSAL_FORM, SLIP_FORM, REGISTER_FORM)}


def form_number(code: str, on: date) -> str:
    """The number of the form that is prescribed for something on a day; empty where none is."""
    return next((form.number for form in FORMS.values() if form.code == code and form.holds(on)), "")
