"""The form by which a case is corrected: against whom, what is contested, what is asked for, when it was received."""
from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.cases.models import CONTESTED_WORDS
from caseapp.dossiers.fields import OF_COMPLAINTS
from caseapp.text import mark, show_date
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    NotFuture,
    NumberField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _

NAMES: Final = ("respondent", "contested", "contested_paper", "content", "demand", "field", "people_count",
                "nomination", "forwarded_by", "received_on")
DEMAND: Final = 5_000
# What the lines are called where nobody complains.
OF_SEALED: Final = {
    "respondent": mark("Người bị tố cáo"), "content": mark("Nội dung tố cáo"), "received_on": mark("Ngày nhận tố cáo"),
}
CALLED: Final = {
    "feedback": {"respondent": mark("Người, cơ quan bị phản ánh"), "content": mark("Nội dung kiến nghị, phản ánh"),
                 "demand": mark("Yêu cầu, kiến nghị")},
}


class CaseForm(VersionedForm):
    """Everything of a case that was typed; nothing that was counted, numbered or done."""

    respondent = TextField(_l("Người bị khiếu nại"), max_length=200)
    contested = ChoiceField(_l("Khiếu nại về"))
    contested_paper = TextField(_l("Quyết định, hành vi bị khiếu nại"), max_length=300)
    content = LongTextField(
        _l("Nội dung khiếu nại"), [Required(_l("Ghi nội dung khiếu nại, ít nhất một câu."))], rows=5, id="story")
    demand = LongTextField(_l("Yêu cầu của người khiếu nại"), max_length=DEMAND, rows=3)
    field = SelectField(_l("Lĩnh vực"), blank=_l("Không ghi"))
    people_count = NumberField(_l("Số người"), [Required(_l("Ghi số người khiếu nại."))], least=1, most=100_000)
    nomination = TextField(_l("Văn bản cử người đại diện"), max_length=200)
    forwarded_by = TextField(_l("Cơ quan, người chuyển đơn đến"), max_length=200)
    received_on = DateField(_l("Ngày nhận đơn"), [Required(_l("Ghi ngày cơ quan nhận đơn.")), NotFuture()])

    def __init__(self, case: Any, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        self.contested.choices = [(code, _(words)) for code, words in CONTESTED_WORDS.items()]
        self.field.choices = [(one.code, _(one.label)) for one in OF_COMPLAINTS]
        for name, words in (OF_SEALED if case.sealed else CALLED.get(case.kind, {})).items():
            self[name].label.text = _(words)

    def show(self, case: Any) -> None:
        """Fill the form from what is stored."""
        self.version.data = str(case.version)
        for name in NAMES:
            self[name].data = getattr(case, name)

    def fill(self, name: str, value: str) -> None:
        """Put into a field what ``written`` gives back."""
        line = self[name]
        line.raw_data = [value]
        line.process_formdata([value])

    def typed(self, name: str) -> str:
        """What the field would send."""
        return written(self[name].data)

    def changes(self) -> dict[str, Any]:
        """Values as the case stores them, by column."""
        return {name: self._stored(name) for name in NAMES}

    def _stored(self, name: str) -> Any:
        value = self[name].data
        if name in ("contested", "field"):
            return value or None
        return value if name in ("people_count", "received_on") else value or ""


def written(value: Any) -> str:
    """A stored value as its field would send it."""
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)
