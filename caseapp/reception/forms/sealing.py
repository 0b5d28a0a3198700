"""The form by which an open visit becomes a denunciation: code, envelope, accused, and the story told anew."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.reception import rules
from caseapp.reception.forms.accounts import ENVELOPE_HINT, AccountsField, FindAccountField
from caseapp.reception.forms.visit import CHECKED_HERE
from caseapp.reception.models import LABELS, Matter, Outcome
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    HiddenField,
    LongTextField,
    Required,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _

# Whoever was received and heard is not refused afterwards.
HANDLED = tuple(one for one in rules.OFFERED[Matter.DENUNCIATION] if one is not Outcome.REFUSED)


class SealForm(VersionedForm):
    """Everything the sealed register asks for; nothing of a person."""

    slip = HiddenField()
    accused_seen = HiddenField()
    envelope = TextField(_l("Phong bì số"), [Required(_l("Ghi số phong bì niêm phong."))], max_length=20,
                         description=ENVELOPE_HINT)
    identity = ChoiceField(_l("Giấy tờ tùy thân"),
                           [Required(_l("Chọn một: đã kiểm tra giấy tờ, hoặc không xác định được."))])
    protection = BooleanField(_l("Người tố cáo đề nghị được bảo vệ"))
    accused_name = TextField(_l("Người bị tố cáo"),
                             [Required(_l("Ghi họ tên người bị tố cáo; chưa rõ tên thì ghi chức vụ, cơ quan."))])
    accused_post = TextField(_l("Chức vụ, nơi công tác"))
    accused_account = AccountsField()
    accused_find = FindAccountField()
    content = LongTextField(
        _l("Tóm tắt sự việc và yêu cầu"), [Required(_l("Viết lại nội dung, chỉ ghi hành vi."))], id="story")
    outcome = ChoiceField(_l("Xử lý"), [Required(_l("Chọn một cách xử lý."))])
    petition = BooleanField(_l("Đã nhận đơn tố cáo"))
    body = TextField(_l("Cơ quan, đơn vị"))
    document = TextField(_l("Số, ký hiệu văn bản"), max_length=80)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.identity.choices = [(str(one), _(LABELS[one])) for one in CHECKED_HERE]
        self.outcome.choices = [(str(one), _(LABELS[one])) for one in HANDLED]

    def validate_outcome(self, field: Any) -> None:
        """Information is not taken in as a denunciation; an oral denunciation is not sent on."""
        identity = self.identity.data or None
        flaw = rules.outcome_flaw(Matter.DENUNCIATION, field.data, identity) or rules.petition_flaw(
            Matter.DENUNCIATION, field.data, identity, petition=bool(self.petition.data))
        if flaw is not None:
            raise ValidationError(flaw.words(_))

    def validate_body(self, field: Any) -> None:
        if self.outcome.data in rules.NEEDS_BODY and not field.data:
            raise ValidationError(_("Ghi tên cơ quan, đơn vị được hướng dẫn hoặc chuyển đến."))

    def validate_document(self, field: Any) -> None:
        if self.outcome.data in rules.NEEDS_DOCUMENT and not field.data:
            raise ValidationError(_("Ghi số, ký hiệu văn bản chuyển."))
