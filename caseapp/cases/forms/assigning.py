"""The form by which a case is given to somebody: who handles it, who verifies beside him, why it is handed over."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import ManyField, Required, SelectField, TextField, VersionedForm

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

    def show(self, case: Any, verifiers: Sequence[str]) -> None:
        """Fill the form from what is stored."""
        self.version.data = str(case.version)
        self.handler.data = case.handler_key if case.handler_key in self.accounts else None
        self.team.data = [one for one in verifiers if one in self.accounts]
