"""The shape of what is typed on the pages of sign-in, one's own account, units, accounts and roles."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from caseapp.config import MAIL_ADDRESS
from caseapp.staff.passwords import LONGEST, SHORTEST
from caseapp.staff.roles import LEVEL_NAMES, ROLE_NAMES
from caseapp.staff.viewer import viewer
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    OfficeForm,
    Optional,
    PasswordField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import LANGUAGES
from caseapp.web.now import now

ROLES = [SelectChoice(str(role), _l(name)) for role, name in ROLE_NAMES.items()]
LEVELS = [SelectChoice(str(level), _l(name)) for level, name in LEVEL_NAMES.items()]


class SignInForm(OfficeForm):
    """The door."""

    username = TextField(_l("Tên đăng nhập"), [Required(_l("Ghi tên đăng nhập."))])
    password = PasswordField(_l("Mật khẩu"), [Required(_l("Ghi mật khẩu."))])


class PasswordForm(OfficeForm):
    """A new password for oneself."""

    current = PasswordField(_l("Mật khẩu hiện tại"), [Required(_l("Ghi mật khẩu đang dùng."))])
    new = PasswordField(_l("Mật khẩu mới"), [Required(_l("Ghi mật khẩu mới."))])
    again = PasswordField(_l("Ghi lại mật khẩu mới"), [Required(_l("Ghi lại mật khẩu mới lần nữa."))])
    shortest, longest = SHORTEST, LONGEST

    def validate_again(self, field: PasswordField) -> None:
        if self.new.data and field.data != self.new.data:
            raise ValidationError(str(_l("Hai lần ghi mật khẩu mới khác nhau. Ghi lại.")))


class MailForm(OfficeForm):
    """Where reminders may go."""

    email = TextField(_l("Thư điện tử"), max_length=254, description=_l("Để nhận nhắc việc; để trống nếu không dùng"))

    def validate_email(self, field: TextField) -> None:
        if field.data and not MAIL_ADDRESS.fullmatch(field.data):
            raise ValidationError(str(_l("Ghi địa chỉ thư như ten@donvi.gov.vn, không dấu, không khoảng trắng.")))


class PreferencesForm(MailForm):
    """What each person chooses for themselves."""

    language = ChoiceField(_l("Ngôn ngữ của các trang"), choices=[
        *(SelectChoice(code, name) for code, name in LANGUAGES.items()), SelectChoice("", _l("Theo trình duyệt"))])
    keys_on = BooleanField(_l("Dùng phím tắt một chữ (/, n, j, k, ?)"))
    mail_on = BooleanField(_l("Nhận nhắc việc qua thư điện tử"))


class PinForm(OfficeForm):
    """A short number by which an idle phone goes on."""

    pin = PasswordField(_l("Mã ngắn, sáu chữ số"), [Required(_l("Ghi sáu chữ số."))])
    own_password = PasswordField(_l("Mật khẩu của bạn"), [Required(_l("Ghi mật khẩu của chính bạn."))])


class GoOnForm(OfficeForm):
    """The short number, asked for after a while."""

    pin = PasswordField(_l("Mã ngắn"), [Required(_l("Ghi mã ngắn của bạn."))])


class ConfirmForm(OfficeForm):
    """An act that needs nothing but to be meant."""


class ProvenForm(OfficeForm):
    """A grave act: whoever signed in longer ago than some minutes gives their password again, for this act alone."""

    own_password = PasswordField(_l("Mật khẩu của bạn"), [Required(_l("Ghi mật khẩu của chính bạn."))],
                                 description=_l("Ghi lại để chắc chính bạn đang ngồi trước máy."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if viewer().proved_lately(now()):
            del self.own_password
        else:      # last on the page, so last in the list of what to mend
            self._fields["own_password"] = self._fields.pop("own_password")


class ConfirmProvenForm(ProvenForm):
    """A grave act that needs nothing else."""


class RefuseRequestForm(OfficeForm):
    """No to a request."""

    reason = TextField(_l("Lý do không xác nhận"), [Required(_l("Ghi lý do để người đề nghị biết."))], max_length=300)


class UnitTextForm(VersionedForm):
    """What is written of a unit and may be changed."""

    name = TextField(_l("Tên đơn vị"), [Required(_l("Ghi tên đầy đủ của đơn vị, như trên con dấu."))])
    seat = TextField(_l("Địa danh"), max_length=100,
                     description=_l("Ghi trước ngày tháng trên văn bản: “An Thịnh, ngày …”"))
    address = TextField(_l("Địa chỉ trụ sở"), max_length=300)
    phone = TextField(_l("Điện thoại"), max_length=40)
    reception_place = TextField(_l("Nơi tiếp công dân"), max_length=300,
                                description=_l("Ví dụ: Phòng tiếp công dân, tầng 1, 27 đường Nguyễn Văn Cừ"))
    remote = BooleanField(_l("Vùng sâu, vùng xa, đi lại khó khăn"))
    remote_basis = TextField(_l("Văn bản công nhận"), max_length=300,
                             description=_l("Số, ký hiệu, ngày, cơ quan ban hành; là căn cứ kéo dài thời hạn"))
    remote_from = DateField(_l("Có hiệu lực từ ngày"), [Optional()])
    remote_to = DateField(_l("Thôi áp dụng từ ngày"), [Optional()])


class UnitEditForm(UnitTextForm):
    """A unit that is there: whoever administers the one above also names the account that watches over it."""

    monitor = SelectField(
        _l("Tài khoản theo dõi của đơn vị cấp trên"), choices=[], blank=_l("Chưa nêu"),
        description=_l("Được nhắc khi việc ở đơn vị này quá hạn nhiều ngày mà chưa xong"))


class UnitForm(UnitTextForm):
    """A new unit."""

    code = TextField(_l("Mã đơn vị"), [Required(_l("Ghi mã đơn vị."))], max_length=24,
                     description=_l("Không đổi được về sau; ví dụ 31117"))
    level = SelectField(_l("Cấp"), [Required(_l("Chọn cấp của đơn vị."))], choices=LEVELS)
    parent = SelectField(_l("Đơn vị cấp trên"), [Required(_l("Chọn đơn vị cấp trên."))], choices=[])
    valid_from = DateField(_l("Hoạt động từ ngày"), [Required(_l("Ghi ngày bắt đầu hoạt động."))])


class CloseUnitForm(VersionedForm):
    """The end of a unit."""

    valid_to = DateField(_l("Không còn hoạt động từ ngày"), [Required(_l("Ghi ngày đầu tiên không còn hoạt động."))])
    successor = SelectField(_l("Đơn vị kế tục"), choices=[], blank=_l("Không có đơn vị kế tục"))


class AccountTextForm(MailForm, VersionedForm):
    """What is written of an account and may be changed."""

    display_name = TextField(_l("Họ tên"), [Required(_l("Ghi họ tên như trong hồ sơ cán bộ."))], max_length=120)
    title = TextField(_l("Chức danh"), max_length=120, description=_l("In dưới chữ ký; ví dụ: công chức tiếp công dân"))
    unit = SelectField(_l("Đơn vị"), [Required(_l("Chọn đơn vị."))], choices=[])


class AccountForm(ProvenForm, AccountTextForm):
    """A new account."""

    name = TextField(_l("Tên đăng nhập"), [Required(_l("Ghi tên đăng nhập."))], max_length=60,
                     description=_l("Chữ không dấu, chữ số, dấu chấm; không đổi được về sau"))
    roles = SelectMultipleField(_l("Vai trò từ hôm nay"), choices=ROLES)


class GrantForm(ProvenForm):
    """A role from a day on."""

    role = SelectField(_l("Vai trò"), [Required(_l("Chọn vai trò."))], choices=ROLES)
    unit = SelectField(_l("Tại đơn vị"), [Required(_l("Chọn đơn vị."))], choices=[])
    valid_from = DateField(_l("Từ ngày"), [Required(_l("Ghi ngày bắt đầu."))])
    valid_to = DateField(_l("Đến hết ngày"), [Optional()], description=_l("Để trống nếu chưa định ngày thôi giữ"))


class EndRoleForm(ProvenForm):
    """The end of a role."""

    valid_to = DateField(_l("Thôi giữ từ ngày"), [Required(_l("Ghi ngày đầu tiên không còn giữ vai trò."))])


class SubstitutionForm(ProvenForm):
    """Somebody stands in for a time."""

    deputy = SelectField(_l("Người làm thay"), [Required(_l("Chọn người làm thay."))], choices=[])
    valid_from = DateField(_l("Từ ngày"), [Required(_l("Ghi ngày bắt đầu."))])
    valid_to = DateField(_l("Đến hết ngày"), [Required(_l("Ghi ngày cuối cùng làm thay."))])
    document = TextField(_l("Văn bản giao việc"), [Required(_l("Ghi số, ký hiệu văn bản giao làm thay."))],
                         description=_l("Ví dụ: Quyết định 215/QĐ-UBND ngày 10/11/2026"))
