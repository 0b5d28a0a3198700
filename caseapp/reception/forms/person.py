"""The form by which a visitor's own data are corrected; the number is asked for only when it was wrong."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.people.commands import Given
from caseapp.people.identity import kind_of_number
from caseapp.people.models import IdKind
from caseapp.reception.forms.people import SEXES
from caseapp.web.forms import (
    BirthYearField,
    IdNumberField,
    PhoneField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)


class PersonForm(VersionedForm):
    """Name, paper, where he lives and how he is reached."""

    name = TextField(_l("Họ tên"), [Required(_l("Ghi họ tên người đến, như trên giấy tờ."))], max_length=200)
    birth_year = BirthYearField(_l("Năm sinh"))
    id_number = IdNumberField(_l("Số giấy tờ mới, để trống nếu không đổi"))
    id_issued = TextField(_l("Ngày, nơi cấp giấy tờ"), max_length=120)
    phone = PhoneField(_l("Điện thoại"))
    sex = SelectField(_l("Giới tính"), choices=SEXES, blank=_l("Không ghi"))
    commune = TextField(_l("Xã, phường"), [Required(_l("Ghi nơi ở hiện nay."))], max_length=120)
    address = TextField(_l("Số nhà, đường, khu vực"), max_length=300)

    def show(self, visit: Any, party: Any) -> None:
        """Fill in what is stored."""
        self.version.data = str(visit.version)
        for name in ("name", "birth_year", "id_issued", "phone", "sex", "commune", "address"):
            self[name].data = getattr(party, name)

    def given(self) -> Given:
        """The person as corrected."""
        number = self.id_number.data or ""
        return Given(
            name=self.name.data, id_kind=kind_of_number(number) or IdKind.NONE, id_number=number,
            id_issued=self.id_issued.data, birth_year=self.birth_year.data, sex=self.sex.data or None,
            phone=self.phone.data or "", commune=self.commune.data, address=self.address.data)
