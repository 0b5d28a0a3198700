"""The form by which a case is given to somebody: who handles it, who verifies beside him, why it is handed over."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.cases.asks import ASKS
from caseapp.cases.commands.declaring import Joining
from caseapp.cases.each import Declared
from caseapp.cases.forms.each import members_field
from caseapp.web.forms import ManyField, Required, SelectField, TextField, VersionedForm
from caseapp.web.language import gettext as _

REASON = 300


class AssignForm(VersionedForm):
    """People are named by the public ids of their accounts; only those who work in the unit can be chosen."""

    handler = SelectField(_l("Người thụ lý"), [Required(_l("Chọn người thụ lý."))], blank=_l("Chọn người"))
    team = ManyField(_l("Cùng xác minh"))
    reason = TextField(_l("Lý do phân công"), max_length=REASON)

    def __init__(self, workers: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.accounts = {row.public_id: row.id for row in workers}
        choices = [(row.public_id, f"{row.name}, {row.title}" if row.title else row.name) for row in workers]
        self.handler.choices, self.team.choices = choices, choices

    @property
    def declared(self) -> list[Declared]:
        """What those declare who join a team that verifies a denunciation."""
        return [Declared(**row) for row in self["no_interest"].data] if "no_interest" in self else []

    def show(self, case: Any, verifiers: Sequence[str]) -> None:
        """Fill the form from what is stored."""
        self.version.data = str(case.version)
        self.handler.data = case.handler_key if case.handler_key in self.accounts else None
        self.team.data = [one for one in verifiers if one in self.accounts]


def assign_form(workers: Sequence[Any], on: date, joins: Joining | None) -> AssignForm:
    """The form; of a denunciation with the declaration of everybody who has made none yet."""
    more: dict[str, Any] = {}
    people = [(row.public_id, row.name) for row in workers if joins and row.public_id not in joins.known]
    if joins and people:
        ask = ASKS["no_interest"]
        more["no_interest"] = members_field(
            people, on, _(ask.label), _(ask.missing), known=joins.known,
            chosen_in=("handler", "team") if joins.formed else ("team",))
    return type("AssignFormOfCase", (AssignForm,), more)(workers)
