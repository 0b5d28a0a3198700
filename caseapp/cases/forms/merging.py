"""The forms by which one case is laid into another and taken out again: which, why, both as the page showed them."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import HiddenField, LongTextField, Required, TextField, VersionedForm

REASON: Final = 500


class MergeForm(VersionedForm):
    """``other``: the number of the case that is kept; ``shown`` and ``other_version``: the one the page showed."""

    other = TextField(_l("Nhập vào vụ việc số"), [Required(_l("Ghi số vụ việc sẽ giữ lại, ví dụ KN 2026/0118."))],
                      max_length=40)
    reason = LongTextField(_l("Vì sao là cùng một việc"), [Required(_l("Ghi lý do nhập hai vụ việc."))],
                           max_length=REASON, rows=3)
    shown = HiddenField()
    other_version = HiddenField()

    def show_other(self, other: Any) -> None:
        """Whom the page shows beside the case; the next sending is about this one, as it stands."""
        self.shown.data, self.other_version.data = other.public_id, str(other.version)

    def saw(self, other: Any) -> bool:
        """Whether the page showed this very case before the form was sent."""
        return bool(self.shown.data == other.public_id)

    def seen_other(self) -> int:
        """The version of the other case that was on the page; none that exists where the field was tampered with."""
        written = str(self.other_version.data or "")
        return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else 0


class UnmergeForm(VersionedForm):
    """Why the case goes its own way again."""

    reason = LongTextField(_l("Lý do tách"), [Required(_l("Ghi lý do tách vụ việc."))], max_length=REASON, rows=3)
