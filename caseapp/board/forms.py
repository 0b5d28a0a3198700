"""The forms of the board: what was ticked is urged, or given to somebody else."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import LongTextField, OfficeForm, Required, SelectField

LONGEST_REASON = 300


class TickedForm(OfficeForm):
    """Several dossiers at once; which ones is read from the ticks."""


class HandOverForm(OfficeForm):
    """One handler for all that was ticked, and why."""

    handler = SelectField(_l("Người thụ lý"), [Required()], blank=_l("Chọn người thụ lý"))
    reason = LongTextField(_l("Lý do phân công lại"), [Required()], max_length=LONGEST_REASON, rows=3)
