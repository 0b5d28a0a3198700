"""What a mediator types of a promise: done, not done, another day, only asked after; and what was promised besides."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.mediation.forms.photos import PhotosField
from caseapp.mediation.forms.results import PromiseForm
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    LongTextField,
    NotFuture,
    Required,
    VersionedForm,
)
from caseapp.web.language import gettext as _

KEPT, BROKEN, MOVED, RELEASED, ASKED = "kept", "broken", "moved", "released", "asked"
FOUND: Final = (
    (KEPT, _l("Đã làm")), (ASKED, _l("Chưa làm, đã hỏi thăm")), (MOVED, _l("Hẹn ngày khác")),
    (BROKEN, _l("Không làm")), (RELEASED, _l("Các bên thỏa thuận khác")),
)
SAID: Final = {
    KEPT: _l("Làm đúng như đã hứa"), ASKED: _l("Ghi buổi thăm hoặc cuộc gọi"),
    MOVED: _l("Hai bên đồng ý ngày mới"), BROKEN: _l("Đến hạn mà không làm"),
    RELEASED: _l("Không phải làm việc này nữa"),
}
MANNERS: Final = (("visit", _l("Đến thăm")), ("call", _l("Gọi điện")))


class FollowForm(VersionedForm):
    """How a promise stands."""

    found = ChoiceField(_l("Thực hiện thế nào"), [Required(_l("Chọn thực hiện thế nào."))], choices=FOUND)
    on = DateField(_l("Ngày"), [Required(_l("Ghi ngày.")), NotFuture()])
    new_due = DateField(_l("Hẹn đến ngày"))
    manner = ChoiceField(_l("Hỏi bằng cách nào"), choices=MANNERS)
    said = LongTextField(_l("Đã thấy gì, vì sao"), max_length=1_000, rows=3)
    difficulty = BooleanField(_l("Có khó khăn, cần tổ trưởng báo Trưởng thôn và Ban công tác Mặt trận"))
    photos = PhotosField()

    def validate_said(self, field: Any) -> None:
        """Whatever is not simply done needs its reason."""
        if self.found.data in (BROKEN, MOVED, RELEASED, ASKED) and not field.data:
            raise ValidationError(_("Ghi đã thấy gì hoặc vì sao."))

    def validate_new_due(self, field: Any) -> None:
        """Another day is a day."""
        if self.found.data == MOVED and not field.data and not field.errors:
            raise ValidationError(_("Ghi ngày hẹn mới."))

    def validate_manner(self, field: Any) -> None:
        """Who asked says how."""
        if self.found.data == ASKED and not field.data:
            raise ValidationError(_("Chọn cách hỏi thăm."))


class VisitForm(VersionedForm):
    """A visit or call about the settlement as a whole."""

    on = DateField(_l("Ngày"), [Required(_l("Ghi ngày.")), NotFuture()])
    manner = ChoiceField(_l("Hỏi bằng cách nào"), [Required(_l("Chọn cách hỏi thăm."))], choices=MANNERS)
    said = LongTextField(_l("Đã thấy gì"), [Required(_l("Ghi đã thấy gì."))], max_length=1_000, rows=3)
    difficulty = BooleanField(_l("Có khó khăn, cần tổ trưởng báo Trưởng thôn và Ban công tác Mặt trận"))


class MoreForm(PromiseForm):
    """Promises that were forgotten, or made afterwards."""

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one line says something."""
        whole = bool(super().validate(extra_validators))
        if whole and not any(True for _line in self.lines()):
            self.form_errors.append(_("Chưa ghi cam kết nào."))
            return False
        return whole
