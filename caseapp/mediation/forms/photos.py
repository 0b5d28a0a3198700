"""Photos of papers that come with a form on a phone, several at once."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField
from wtforms.validators import ValidationError

from caseapp.web.language import gettext as _

MOST: Final = 10


class PhotosField(MultipleFileField):
    """Several photos or files at once; data: those that were chosen."""

    def __init__(self, label: object = None, **more: Any) -> None:
        super().__init__(label or _l("Ảnh chụp giấy tờ"), **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [one for one in valuelist if getattr(one, "filename", "")]

    def pre_validate(self, form: Any) -> None:
        if len(self.data or ()) > MOST:
            raise ValidationError(_("Tối đa %(most)s ảnh một lần.", most=str(MOST)))
