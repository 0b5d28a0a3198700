"""The lines of papers received at the counter: what stands on the slip 02/TCD."""
from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from caseapp.reception.commands.logging import GivenPaper
from caseapp.reception.forms.people import Asked, wrong
from caseapp.text import mark
from caseapp.web.forms import NumberField, PartForm, SelectField, TextField
from caseapp.web.language import gettext as _

# The words of the slip that the visitor takes home, on the screen too.
CONDITION_NAMES: Final = {
    "copy": mark("Bản phô tô"), "certified": mark("Bản sao có chứng thực"), "original": mark("Bản chính"),
}
CONDITIONS: Final = tuple((code, _l(name)) for code, name in CONDITION_NAMES.items())
CONDITION_WORDS: Final = dict(CONDITIONS)


class PaperPart(PartForm):
    """One paper: what it is, how many pages, in which state."""

    name = TextField(_l("Tên tài liệu"), [Asked()], max_length=300)
    pages = NumberField(_l("Số trang"), least=1, most=9_999)
    condition = SelectField(_l("Tình trạng"), choices=CONDITIONS, blank="", default="copy")

    def is_blank(self) -> bool:
        """A line that was added and left empty is no paper."""
        return not self.name.data and not any(self.pages.raw_data or [])

    def check(self) -> None:
        if not self.name.data and not self.is_blank():
            wrong(self.name, _("Ghi tên tài liệu."))

    def given(self) -> GivenPaper:
        return GivenPaper(self.name.data, self.pages.data, self.condition.data or "copy")
