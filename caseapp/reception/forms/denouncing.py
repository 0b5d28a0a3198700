"""The form that opens the case of a sealed visit: whose act it is; everything else stands on the visit."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.law.competence_shape import Office
from caseapp.reception.commands.denouncing import GivenFromVisit
from caseapp.web.forms import ChoiceField, Required, VersionedForm
from caseapp.web.language import gettext as _


class OpenCaseForm(VersionedForm):
    """Whose act it is, among those this unit answers for; of information nothing is asked."""

    against = ChoiceField(_l("Người bị tố cáo là"), [Required(_l("Chọn người bị tố cáo thuộc nhóm nào."))])

    def __init__(self, offices: Iterable[Office], *, information: bool, **more: Any) -> None:
        super().__init__(**more)
        self.against.choices = [(one.code, _(one.label)) for one in offices]
        if information:
            del self.against

    def given(self) -> GivenFromVisit:
        """What the command takes."""
        return GivenFromVisit(against=self.against.data if self.against else "")
