"""The lines of persons on a visit's form: who came, for whom, and with which paper."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form

from caseapp.people.commands import Given
from caseapp.people.identity import kind_of_number
from caseapp.people.models import IdKind, Nature
from caseapp.text import mark
from caseapp.web.forms import (
    BirthYearField,
    ChoiceField,
    HiddenField,
    IdNumberField,
    PartForm,
    PhoneField,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _

# Why no paper was shown: recorded in these words, whatever language the officer works in, and never a reason to turn
# somebody away (Decree 154/2026, Article 4).
NO_PAPER: Final = {
    "forgotten": mark("quên mang theo"), "lost": mark("bị mất, hỏng"), "renewing": mark("đang làm lại"),
    "never": mark("chưa được cấp"), "withheld": mark("không cung cấp"), "else": mark("lý do khác"),
}
SEXES: Final = (("M", _l("Nam")), ("F", _l("Nữ")))
NATURES: Final = ((str(Nature.INDIVIDUAL), _l("Cá nhân")), (str(Nature.ORGANISATION), _l("Cơ quan, tổ chức")))


class Asked:
    """Marks a field as one to be filled in; whether it must be is for the whole form to judge, by kind and choice."""

    field_flags: Final = {"required": True}

    def __call__(self, _form: Form, _field: Field) -> None:
        return


def wrong(field: Any, message: object) -> None:
    """Put an error at a field."""
    field.errors = [*field.errors, str(message)]


class PersonPart(PartForm):
    """One visitor. ``known`` is a person met before, whose stored number need not be typed again."""

    known = HiddenField()
    name = TextField(_l("Họ tên"), [Asked()])
    birth_year = BirthYearField(_l("Năm sinh"))
    id_number = IdNumberField(_l("Số định danh, căn cước hoặc hộ chiếu"), [Asked()])
    phone = PhoneField(_l("Điện thoại"))
    commune = TextField(_l("Xã, phường"), [Asked()], max_length=120)
    address = TextField(_l("Số nhà, đường, khu vực"), max_length=300)
    id_missing = SelectField(
        _l("Lý do không có giấy tờ"), choices=[(code, _l(words)) for code, words in NO_PAPER.items()],
        blank=_l("Có giấy tờ"))
    sex = SelectField(_l("Giới tính"), choices=SEXES, blank=_l("Không ghi"))
    id_issued = TextField(_l("Ngày, nơi cấp giấy tờ"), max_length=120)

    @property
    def has_more(self) -> bool:
        """Whether something stands in the lines that are folded away at first."""
        return any(field.data or field.errors for field in (self.id_missing, self.sex, self.id_issued))

    def is_blank(self) -> bool:
        """Whether nothing was typed in any line."""
        return not any(field.raw_data and any(field.raw_data) for field in (
            self.name, self.birth_year, self.id_number, self.phone, self.commune, self.address))

    def check(self, stored_number: str) -> None:
        """What must be there of a visitor (Decree 154/2026, Article 12); ``stored_number`` as masked, if known."""
        if not self.name.data:
            wrong(self.name, _("Ghi họ tên người đến, như trên giấy tờ."))
        typed = any(self.id_number.raw_data or [])
        if not typed and not self.id_missing.data and not stored_number:
            wrong(self.id_number, _("Ghi số giấy tờ, hoặc chọn lý do không có giấy tờ ở dòng dưới."))
        if not self.commune.data:
            wrong(self.commune, _("Ghi nơi ở hiện nay."))

    def given(self) -> Given:
        """The person as the office takes it in."""
        number = self.id_number.data or ""
        return Given(
            name=self.name.data, id_kind=kind_of_number(number) or IdKind.NONE, id_number=number,
            id_missing="" if number else NO_PAPER.get(self.id_missing.data or "", ""), id_issued=self.id_issued.data,
            birth_year=self.birth_year.data, sex=self.sex.data or None, phone=self.phone.data or "",
            commune=self.commune.data, address=self.address.data, known=(self.known.data or "")[:24])


class RepresentedPart(PartForm):
    """Somebody who did not come: a person or an organisation for whom the visitor speaks."""

    nature = ChoiceField(_l("Đến thay"), choices=NATURES, default=str(Nature.INDIVIDUAL))
    name = TextField(_l("Họ tên, tên tổ chức"), [Asked()])
    id_number = IdNumberField(_l("Số định danh, nếu có"))
    commune = TextField(_l("Xã, phường"), max_length=120)
    address = TextField(_l("Số nhà, đường, khu vực"), max_length=300)

    def check(self) -> None:
        if not self.name.data:
            wrong(self.name, _("Ghi tên người hoặc tổ chức được đại diện."))

    def given(self) -> Given:
        number = self.id_number.data or ""
        return Given(
            name=self.name.data, nature=Nature(self.nature.data or Nature.INDIVIDUAL), id_number=number,
            id_kind=kind_of_number(number) or IdKind.NONE, commune=self.commune.data, address=self.address.data)
