"""What people send to the pages that all kinds share: a file, words to search for."""
from __future__ import annotations

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import FileField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from caseapp.dossiers.files import TYPES
from caseapp.web.forms import OfficeForm, Required, TextField

WORDS = 200


def _chosen(_form: BaseForm, field: FileField) -> None:
    if not getattr(field.data, "filename", ""):
        raise StopValidation(str(_l("Chưa chọn tệp.")))


class UploadForm(OfficeForm):
    """One file for a dossier."""

    file = FileField(_l("Tệp"), [_chosen])

    @property
    def accepts(self) -> str:
        """File extensions as the browser's file chooser takes them."""
        return ",".join(f".{name}" for name in (*TYPES, "jpeg"))

    @property
    def hint(self) -> str:
        """What is taken, said beforehand."""
        names = ", ".join(TYPES)
        return str(_l("Tối đa %(limit)s MB. Nhận %(names)s.", names=names,
                      limit=current_app.extensions["settings"].upload_mb))


class SearchForm(OfficeForm):
    """Words to look for: a number, a code, an identity number, a name, words of the matter."""

    words = TextField(
        _l("Tìm số hồ sơ, họ tên, nội dung"), [Required(_l("Ghi điều cần tìm."))], max_length=WORDS, id="find-words")
