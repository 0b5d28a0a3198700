"""The lines of whoever signed a petition: as the paper says it, since nobody stands at the counter to be asked."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.people.commands import Given
from caseapp.people.identity import kind_of_number
from caseapp.people.models import IdKind
from caseapp.web.forms import BirthYearField, HiddenField, IdNumberField, PartForm, PhoneField, TextField

LINES = ("name", "birth_year", "id_number", "phone", "commune", "address")


class SignerPart(PartForm):
    """One signer. ``known`` is a person met before, whose stored number need not be typed again."""

    known = HiddenField()
    name = TextField(_l("Họ tên"))
    birth_year = BirthYearField(_l("Năm sinh"))
    id_number = IdNumberField(_l("Số định danh, nếu đơn có ghi"))
    phone = PhoneField(_l("Điện thoại"))
    commune = TextField(_l("Xã, phường"), max_length=120)
    address = TextField(_l("Số nhà, đường, khu vực"), max_length=300)

    def is_blank(self) -> bool:
        """Whether nothing was typed in any line."""
        return not any(self[name].raw_data and any(self[name].raw_data) for name in LINES) and not self.name.data

    def fill(self, person: Any) -> None:
        """Take over what is known of a person; the number stays in its store."""
        self.known.data = person.public_id
        for name in ("name", "birth_year", "phone", "commune", "address"):
            self[name].raw_data, self[name].data = None, getattr(person, name) or (
                None if name in ("birth_year", "phone") else "")

    def given(self) -> Given:
        """The person as the office takes it in."""
        number = self.id_number.data or ""
        return Given(
            name=self.name.data or "", id_kind=kind_of_number(number) or IdKind.NONE, id_number=number,
            birth_year=self.birth_year.data, phone=self.phone.data or "", commune=self.commune.data or "",
            address=self.address.data or "", known=(self.known.data or "")[:24])
