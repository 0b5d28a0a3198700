"""The forms by which two dossiers are laid side by side, and apart again."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.cases.commands.linking import LINK_WORDS, RELATED
from caseapp.web.forms import ChoiceField, HiddenField, OfficeForm, Required, TextField, VersionedForm
from caseapp.web.language import gettext as _


class LinkForm(VersionedForm):
    """``other``: the number or code of a dossier the viewer may see."""

    other = TextField(_l("Hồ sơ số"), [Required(_l("Ghi số hồ sơ, ví dụ KN 2026/0118."))], max_length=40)
    what = ChoiceField(_l("Quan hệ"), [Required(_l("Chọn quan hệ giữa hai hồ sơ."))])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.what.choices = [(code, _(words)) for code, words in LINK_WORDS.items()]
        if self.what.data is None:
            self.what.data = RELATED


class UnlinkForm(OfficeForm):
    """``other``: public id of the dossier that is let go."""

    other = HiddenField()
