"""The form that opens a complaint at second instance: what came of the first one, who complains, about what."""
from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.cases.commands.opening import GivenCase
from caseapp.cases.commands.second_instance import GivenFirst, GivenSecond
from caseapp.cases.forms.offers import choices_of
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.law.competence_shape import Office
from caseapp.people.commands import Given
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyField,
    NotFuture,
    NumberField,
    OfficeForm,
    Required,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _

REMOTE: Final = "remote"


class SecondForm(OfficeForm):
    """Everything a second complaint is opened with; of a case of this system its people are taken over."""

    against = SelectField(_l("Quyết định, hành vi của ai"), [Required(_l("Chọn cơ quan có quyết định, hành vi."))])
    respondent = TextField(_l("Người bị khiếu nại"), [Required(_l("Ghi người bị khiếu nại."))], max_length=200)
    contested_paper = TextField(_l("Quyết định, hành vi bị khiếu nại"),
                                [Required(_l("Ghi quyết định, hành vi bị khiếu nại."))], max_length=300)
    content = LongTextField(
        _l("Nội dung khiếu nại"), [Required(_l("Ghi nội dung khiếu nại, ít nhất một câu."))], rows=5, id="story")
    demand = LongTextField(_l("Yêu cầu của người khiếu nại"), max_length=5_000, rows=3)
    first_result = ChoiceField(_l("Giải quyết lần đầu"), [Required(_l("Chọn kết quả giải quyết lần đầu."))])
    sanction = ChoiceField(_l("Hình thức kỷ luật"), [Required(_l("Chọn hình thức: buộc thôi việc có thời hạn riêng."))])
    earlier_paper = TextField(_l("Quyết định giải quyết lần đầu"), max_length=300)
    earlier_body = TextField(_l("Người giải quyết lần đầu"), max_length=200)
    first_on = DateField(_l("Ngày nhận quyết định lần đầu, hoặc ngày hết hạn giải quyết"), [
        Required(_l("Ghi ngày: thời hạn khiếu nại lần hai tính từ đó.")), NotFuture()])
    name = TextField(_l("Người khiếu nại"), max_length=200)
    commune = TextField(_l("Xã, phường"), max_length=120)
    address = TextField(_l("Địa chỉ"), max_length=300)
    people_count = NumberField(_l("Số người"), [Required(_l("Ghi số người khiếu nại."))], least=1, most=100_000)
    nomination = TextField(_l("Văn bản cử người đại diện"), max_length=200)
    traits = ManyField(_l("Trường hợp riêng"))
    received_on = DateField(_l("Ngày nhận đơn"), [Required(_l("Ghi ngày cơ quan nhận đơn.")), NotFuture()])

    def __init__(self, kind: str, offices: list[Office], today: date, *, linked: bool, **more: Any) -> None:
        super().__init__(**more)
        self.kind, self.linked = kind, linked
        self.against.choices = [(one.code, _(one.label)) for one in offices]
        self.first_result.choices = choices_of("first_result", today)
        self.sanction.choices = choices_of("sanction", today)
        self.traits.choices = [(REMOTE, _("Vùng sâu, vùng xa đi lại khó khăn"))]
        # Of a disciplinary decision one complains again against the first decision alone (LKN 51); no area is remote.
        for name in ("first_result", "traits") if kind != SECOND_COMPLAINT.code else ("sanction",):
            del self[name]
        for name in ("name", "commune", "address") if linked else ():
            del self[name]

    def validate_earlier_paper(self, field: Any) -> None:
        """A decision that was made has a number; of an overdue case there is none (LKN 33(1))."""
        decided = "first_result" not in self or self["first_result"].data == "decided"
        if decided and not field.data:
            raise ValidationError(_("Ghi số, ngày quyết định giải quyết lần đầu."))

    def validate_received_on(self, field: Any) -> None:
        """Nobody complains again before the first instance has ended."""
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(_("Ngày nhận đơn trước ngày nhận quyết định lần đầu."))

    def validate_name(self, field: Any) -> None:
        """Of a paper decision nobody is known yet."""
        if not field.data:
            raise ValidationError(_("Ghi họ tên người khiếu nại."))

    def show(self, filled: dict[str, Any]) -> None:
        """Put what the first case knows into the fields."""
        for name, value in filled.items():
            if name in self:
                self[name].data = value

    def given(self, first_id: int | None) -> GivenSecond:
        """What the form tells."""
        told = {field.name: field.data for field in self}
        people = () if self.linked else (Given(told["name"], commune=told["commune"], address=told["address"]),)
        case = GivenCase(
            told["content"], told["received_on"], people_count=told["people_count"], nomination=told["nomination"],
            respondent=told["respondent"], contested="decision", contested_paper=told["contested_paper"],
            demand=told["demand"], traits=" ".join(told.get("traits") or ()))
        first = GivenFirst(
            told["first_on"], told["against"], told.get("first_result") or "", told["earlier_paper"],
            told["earlier_body"], told.get("sanction") or "", first_id)
        return GivenSecond(self.kind, case, first, people)
