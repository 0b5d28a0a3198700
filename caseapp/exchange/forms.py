"""The shape of what is handed in to bring an old book into the office."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from caseapp.exchange.planning import Shelf
from caseapp.exchange.shelves import SHELVES, shelves_of
from caseapp.staff.viewer import viewer
from caseapp.web.forms import ChoiceField, OfficeForm

ACCEPT = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class BookForm(OfficeForm):
    """Which book it is, and the file it is kept in: Excel or CSV."""

    what = ChoiceField(_l("Sổ nào"), choices=[])
    book = FileField(_l("Tệp sổ"), [FileRequired(_l("Chọn tệp sổ (.xlsx hoặc .csv)."))],
                     render_kw={"accept": ACCEPT})

    def __init__(self, *args: Any, **more: Any) -> None:
        offered = shelves_of(viewer())
        super().__init__(*args, **{"what": offered[0].code, **more})
        self.what.choices = [(one.code, _l(one.words.name)) for one in offered]

    def shelf(self) -> Shelf:
        """The book that was chosen."""
        return SHELVES[self.what.data]

    def content(self) -> bytes:
        """Everything in the file; it is read once and kept nowhere."""
        chosen = self.book.data
        return chosen.read() if isinstance(chosen, FileStorage) else b""
