"""The shape of what is handed in to bring teams and mediators into the office: a sheet, then the word to store it."""
from __future__ import annotations

import base64
import binascii
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.mediation.teams_book import MAX_BYTES
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _


class SheetForm(OfficeForm):
    """The file; shown once, it comes back with the page, since nothing of it is kept meanwhile."""

    book = FileField(_l("Tệp danh sách"), render_kw={
        "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    shown = HiddenField()

    def content(self) -> bytes:
        """The sheet that is meant: a file just chosen, or else the one that was shown."""
        if self.chosen():
            return self._read
        try:
            return base64.b64decode(str(self.shown.data or ""), validate=True)[:MAX_BYTES + 1]
        except (binascii.Error, ValueError):
            return b""

    def chosen(self) -> bool:
        """Whether a file was chosen on this page."""
        return bool(self._read)

    def keep(self, content: bytes) -> None:
        """Let the page carry the sheet that it shows."""
        self.shown.data = base64.b64encode(content).decode()

    def validate_book(self, _field: Any) -> None:
        if not self.content():
            raise ValidationError(_("Chọn tệp danh sách (.xlsx)."))

    @property
    def _read(self) -> bytes:
        if not hasattr(self, "_bytes"):
            chosen = self.book.data
            self._bytes = chosen.stream.read(MAX_BYTES + 1) if isinstance(chosen, FileStorage) else b""
        return self._bytes
