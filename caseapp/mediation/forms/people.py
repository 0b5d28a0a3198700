"""The shape of what is typed of a mediator: who it is, how elected and recognised, the end, the account."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseapp.mediation.forms.teams import DOCUMENT
from caseapp.mediation.models import MAJORITY, SCHOOLING_WORDS, Schooling
from caseapp.mediation.peoples import PEOPLES
from caseapp.mediation.rules import ENDINGS
from caseapp.web.forms import (
    BirthYearField,
    ChoiceField,
    DateField,
    NotFuture,
    NumberField,
    OfficeForm,
    Optional,
    PhoneField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)

_DECISION = _l("Ví dụ: Quyết định 215/QĐ-UBND ngày 10/11/2026")


class MediatorForm(VersionedForm):
    """A mediator, new or known."""

    name = TextField(_l("Họ tên"), [Required(_l("Ghi họ tên hòa giải viên."))], max_length=120)
    sex = SelectField(_l("Giới tính"), [Required(_l("Chọn giới tính."))], choices=[("F", _l("Nữ")), ("M", _l("Nam"))])
    birth_year = BirthYearField(_l("Năm sinh"), [Optional()])
    people = SelectField(_l("Dân tộc"), [Required(_l("Chọn dân tộc."))], choices=list(PEOPLES.items()),
                         default=MAJORITY, blank="")
    schooling = SelectField(_l("Trình độ chuyên môn"), [Required(_l("Chọn trình độ chuyên môn."))],
                            choices=[(code, _l(words)) for code, words in SCHOOLING_WORDS.items()],
                            default=Schooling.NONE, blank="")
    phone = PhoneField(_l("Điện thoại"), [Optional()])
    address = TextField(_l("Nơi thường trú"), max_length=300)
    elected_on = DateField(_l("Ngày bầu"), [Optional(), NotFuture()])
    votes = NumberField(_l("Số hộ đồng ý"), [Optional()], most=100_000)
    households = NumberField(_l("Tổng số hộ"), [Optional()], least=1, most=100_000)
    from_on = DateField(_l("Công nhận từ ngày"), [Required(_l("Ghi ngày được công nhận.")), NotFuture()])
    document = TextField(_l("Quyết định công nhận"), max_length=DOCUMENT, description=_DECISION)
    term_until = DateField(_l("Hết nhiệm kỳ từ ngày"), [Optional()],
                           description=_l("Ngày đầu tiên không còn nhiệm kỳ; để trống nếu quyết định không ghi"))


class ReleaseForm(VersionedForm):
    """The end of somebody's work."""

    ground = ChoiceField(_l("Căn cứ thôi làm hòa giải viên"), [Required(_l("Chọn căn cứ."))],
                         choices=[(code, _l(one.text)) for code, one in ENDINGS.items()])
    until_on = DateField(_l("Thôi làm từ ngày"), [Required(_l("Ghi ngày đầu tiên thôi làm.")), NotFuture()])
    document = TextField(_l("Quyết định của Chủ tịch"), max_length=DOCUMENT, description=_DECISION)


class BindForm(VersionedForm):
    """With which account somebody signs in."""

    account = SelectField(_l("Tài khoản"), choices=[], blank=_l("Không dùng tài khoản"))


class MeantForm(VersionedForm):
    """An act that needs nothing but to be meant."""


class CourseForm(OfficeForm):
    """A course that is to be taken back, as the page names it."""

    which = TextField("", max_length=230)
