"""The form by which a visit is corrected: everything that was typed, nothing that was counted or numbered."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from caseapp.law.duties import MANY_PEOPLE
from caseapp.reception.fields import fields_for
from caseapp.reception.forms.accounts import AccountsField, FindAccountField
from caseapp.reception.forms.visit import CHECKED_HERE, MATTERS, REPEATS
from caseapp.reception.models import LABELS, Matter, OtherMatter, Session
from caseapp.reception.rules import is_information
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    HiddenField,
    LongTextField,
    NumberField,
    Required,
    SelectField,
    TextField,
    TimeField,
    VersionedForm,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import local, now, today

COMPETENT: Final = (("yes", _l("Thuộc thẩm quyền")), ("no", _l("Không thuộc")), ("", _l("Chưa rõ")))
# What only one sort of visit has.
SEALED_ONLY: Final = (
    "envelope", "identity", "protection", "accused_name", "accused_post", "accused_account", "accused_find",
    "accused_seen")
HELD: Final = ("receiver_key", "session", "held_at")
OPEN_ONLY: Final = ("matter", "other_matter", "nomination", *HELD)
_TEXTS: Final = frozenset({
    "content", "resolved_by", "body", "document", "follow_up", "note", "nomination", "place", "accused_name",
    "accused_post",
})


class CorrectionForm(VersionedForm):
    """What a page may correct; fields of the other sort of visit are taken out when it is made."""

    matter = ChoiceField(_l("Loại"), [Required(_l("Chọn loại."))])
    other_matter = SelectField(_l("Việc khác là"), blank=_l("Không ghi"))
    envelope = TextField(_l("Phong bì số"), max_length=20)
    identity = ChoiceField(_l("Giấy tờ tùy thân"), [Required(_l("Chọn một: đã kiểm tra giấy tờ, hoặc không xác định "
                                                                "được."))])
    protection = BooleanField(_l("Người tố cáo đề nghị được bảo vệ"))
    accused_name = TextField(_l("Người bị tố cáo"))
    accused_post = TextField(_l("Chức vụ, nơi công tác"))
    accused_account = AccountsField()
    accused_find = FindAccountField()
    accused_seen = HiddenField()
    content = LongTextField(
        _l("Tóm tắt sự việc và yêu cầu"), [Required(_l("Ghi tóm tắt sự việc, ít nhất một câu."))], id="story")
    field = SelectField(_l("Lĩnh vực"))
    people_count = NumberField(_l("Số người"), least=1, most=100_000)
    repeat = ChoiceField(_l("Lần giải quyết"), choices=REPEATS)
    nomination = TextField(_l("Văn bản cử người đại diện"))
    resolved_by = TextField(_l("Cơ quan đã giải quyết"), max_length=300)
    place = TextField(_l("Nơi tiếp, nếu không tại bàn"))
    competent = ChoiceField(_l("Thẩm quyền"), choices=COMPETENT)
    body = TextField(_l("Cơ quan, đơn vị"))
    document = TextField(_l("Số, ký hiệu văn bản"), max_length=80)
    follow_up = TextField(_l("Theo dõi kết quả"), max_length=500)
    note = TextField(_l("Ghi chú"), max_length=500)
    receiver_key = SelectField(_l("Người tiếp"), blank="")
    session = ChoiceField(_l("Hình thức tiếp"))
    held_at = TimeField(_l("Giờ tiếp"))

    def __init__(self, visit: Any, receivers: Sequence[Any] = (), **more: Any) -> None:
        super().__init__(**more)
        self.held_on, self.receivers = visit.held_on, {visit.receiver_key or "": visit.receiver_id}
        self.receivers |= {row.public_id: row.id for row in receivers}
        for name in OPEN_ONLY if visit.sealed else SEALED_ONLY:
            delattr(self, name)
        if visit.sealed:
            del self.place
            self.identity.choices = [(str(one), _(LABELS[one])) for one in CHECKED_HERE]
            if not is_information(visit.identity):      # whoever was identified stays so
                del self.identity
        else:
            self.matter.choices = [(str(one), _(LABELS[one])) for one in MATTERS if one != Matter.DENUNCIATION]
            self.other_matter.choices = [(str(one), _(LABELS[one])) for one in OtherMatter]
            self.session.choices = [(str(one), _(LABELS[one])) for one in Session]
            stored = visit.receiver or visit.receiver_name or _("Sổ không ghi")
            named = {visit.receiver_key or "": stored} | {row.public_id: row.display_name for row in receivers}
            self.receiver_key.choices = list(named.items())
        known = [*fields_for(visit.matter if visit.sealed else Matter.UNCLASSIFIED)]
        self.field.choices = [(one.code, _(one.label)) for one in known]

    @property
    def names(self) -> list[str]:
        """The fields of this visit, in the order of the form."""
        return [name for name in _ORDER if name in self]

    def show(self, visit: Any) -> None:
        """Fill the form from what is stored."""
        self.version.data = str(visit.version)
        for name in self.names:
            self[name].data = _for_form(name, getattr(visit, name))

    def fill(self, name: str, written: str) -> None:
        """Put into a field what ``written`` gives back."""
        line = self[name]
        line.raw_data = [written]
        line.process_formdata([written])

    def typed(self, name: str) -> str:
        """What the field would send."""
        value = self[name].data
        return _sent(_for_form(name, value) if name == "protection" else value)

    def changes(self) -> dict[str, Any]:
        """Values as the visit stores them, by column; the kind is told apart."""
        given = {name: self._stored(name) for name in self.names if name != "matter" and self._sent_along(name)}
        if "receiver_key" in given:
            given["receiver_id"] = self.receivers[given.pop("receiver_key") or ""]
        return given

    def _sent_along(self, name: str) -> bool:
        """Whether the request says anything of a line that no old page has."""
        return name not in HELD or bool(self[name].raw_data)

    def validate_held_at(self, line: Any) -> None:
        """An hour that has not come yet."""
        if self.held_on == today() and line.data and line.data > local(now()).time():
            raise ValidationError(_("Giờ này chưa đến. Ghi giờ đã tiếp."))

    def _stored(self, name: str) -> Any:
        value = self[name].data
        if name == "envelope":
            return value or None
        if name in _TEXTS:
            return value or ""
        if name == "repeat":
            return value == "again"
        if name == "protection":
            return bool(value)
        if name == "competent":
            return {"yes": True, "no": False}.get(value)
        if name == "other_matter" and self.matter.data != Matter.OTHER:
            return None
        return value or None

    @property
    def asks_nomination(self) -> bool:
        return (self.people_count.data or 1) >= MANY_PEOPLE


_ORDER: Final = (
    "matter", "other_matter", "envelope", "identity", "protection", "accused_name", "accused_post", "content", "field",
    "people_count", "repeat", "nomination", "resolved_by", "place", "competent", "body", "document", "follow_up",
    "note", *HELD)


def _for_form(name: str, value: Any) -> Any:
    """A stored value as its field holds it."""
    if name == "repeat":
        return "again" if value else "first"
    if name == "competent":
        return {True: "yes", False: "no"}.get(value, "")
    if name == "protection":
        return "y" if value else ""
    return value


def written(name: str, value: Any) -> str:
    """A stored value as its field would send it."""
    return _sent(_for_form(name, value))


def _sent(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
