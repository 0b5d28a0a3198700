"""The form by which a visitor gets a place in today's queue."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from caseapp.reception.forms.visit import MATTERS
from caseapp.reception.models import LABELS, Matter
from caseapp.web.forms import ChoiceField, NumberField, OfficeForm, Required, TextField
from caseapp.web.language import gettext as _


class TicketForm(OfficeForm):
    """Kind first; for a denunciation neither a name nor a purpose is read, whatever was posted."""

    matter = ChoiceField(_l("Loại"), [Required(_l("Chọn loại trước."))])
    name = TextField(_l("Họ tên"))
    purpose = TextField(_l("Việc, vài chữ"))
    people = NumberField(_l("Số người"), least=1, most=1_000)

    def __init__(self, typed: MultiDict[str, str] | None, **more: Any) -> None:
        super().__init__(formdata=_sieved(typed), **more)
        self.matter.choices = [(str(one), _(LABELS[one])) for one in MATTERS]
        if typed is None:
            self.people.data = 1

    @property
    def hidden_names(self) -> bool:
        return self.matter.data == Matter.DENUNCIATION


def _sieved(typed: MultiDict[str, str] | None) -> MultiDict[str, str] | None:
    if typed is None or typed.get("matter", "") in set(MATTERS) - {Matter.DENUNCIATION}:
        return typed
    return MultiDict({name: value for name, value in typed.items() if name not in ("name", "purpose")})
