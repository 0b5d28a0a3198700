"""Forms of papers of sealed cases: adding one, opening what is sealed, withdrawing one; no name is typed in any."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from caseapp.cases.sealed_papers import KEPT_WORDS, SORTS, WHY_OPENED, WHY_WITHDRAWN, Kept
from caseapp.dossiers.cleaning import CLEANED
from caseapp.dossiers.files import TYPES
from caseapp.dossiers.forms import UploadForm
from caseapp.web.forms import BooleanField, ChoiceField, Required, SelectField, TextField, VersionedForm
from caseapp.web.language import gettext as _

LONGEST_NOTE = 80


class PaperForm(UploadForm, VersionedForm):
    """One paper of a sealed case. Nothing is chosen beforehand: how it is kept must be decided by a person."""

    kept = ChoiceField(_l("Giữ thế nào"), [Required(_l("Chọn bản làm việc hay niêm phong."))])
    sort = SelectField(_l("Loại giấy tờ"), [Required(_l("Chọn loại giấy tờ."))], blank=_l("Chọn loại"))
    act = SelectField(_l("Là bản quét của"), blank=_l("Không phải văn bản đã ghi ở vụ việc"))
    nameless = BooleanField(_l("Tôi đã xem từng trang: không còn gì làm lộ người tố cáo"))

    def __init__(self, documents: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self._fields["file"] = self._fields.pop("file")      # asked for last: problems stand in the order of the page
        self.kept.choices = [(str(code), _(words)) for code, words in KEPT_WORDS.items()]
        self.sort.choices = [(code, _(words)) for code, words in SORTS.items()]
        self.act.choices = list(documents)

    def validate_nameless(self, field: BooleanField) -> None:
        """Whoever makes a working copy answers for it."""
        if self.kept.data == Kept.WORKING and not field.data:
            raise StopValidation(_("Bản làm việc cần lời xác nhận này; chưa chắc thì niêm phong."))

    @property
    def hint(self) -> str:
        """What is taken, said beforehand."""
        return _("Tối đa %(limit)s MB. Bản làm việc nhận %(names)s; niêm phong nhận thêm %(more)s. Không giữ tên tệp.",
                 limit=current_app.extensions["settings"].upload_mb, names=", ".join(CLEANED),
                 more=", ".join(one for one in TYPES if one not in CLEANED))


class OpenForm(VersionedForm):
    """Why a custodian opens what is sealed."""

    why = ChoiceField(_l("Mở để làm gì"), [Required(_l("Chọn lý do mở."))])
    note = TextField(_l("Số, ký hiệu văn bản yêu cầu"), max_length=LONGEST_NOTE)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.why.choices = [(code, _(words)) for code, words in WHY_OPENED.items()]

    def validate_note(self, field: TextField) -> None:
        """Who asks from outside asks by a paper."""
        if self.why.data == "asked" and not field.data:
            raise StopValidation(_("Ghi số, ký hiệu văn bản yêu cầu."))


class WithdrawForm(VersionedForm):
    """Why a paper leaves the case."""

    why = ChoiceField(_l("Vì sao rút"), [Required(_l("Chọn lý do rút."))])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.why.choices = [(code, _(words)) for code, words in WHY_WITHDRAWN.items()]


