"""The shape of what is handed in to bring an old register into the office."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from caseapp.web.forms import OfficeForm

ACCEPT = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class BookForm(OfficeForm):
    """One file: a reception register kept in Excel or CSV."""

    book = FileField(_l("Tệp sổ"), [FileRequired(_l("Chọn tệp sổ tiếp công dân (.xlsx hoặc .csv)."))],
                     render_kw={"accept": ACCEPT})

    def content(self) -> bytes:
        """Everything in the file; it is read once and kept nowhere."""
        chosen = self.book.data
        return chosen.read() if isinstance(chosen, FileStorage) else b""
