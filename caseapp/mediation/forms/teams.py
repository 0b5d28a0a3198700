"""The shape of what is typed of a team: its name, its leader, its end, its successor."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import (
    BooleanField,
    DateField,
    ManyField,
    NotFuture,
    NumberField,
    OfficeForm,
    Optional,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)

DOCUMENT = 80
_NUMBERED = _l("Ví dụ: Quyết định 215/QĐ-UBND ngày 10/11/2026")


class TeamForm(VersionedForm):
    """A team that is there."""

    name = TextField(_l("Tên tổ"), [Required(_l("Ghi tên tổ hòa giải."))], max_length=120)
    from_on = DateField(_l("Hoạt động từ ngày"), [Required(_l("Ghi ngày tổ bắt đầu hoạt động.")), NotFuture()])
    document = TextField(_l("Quyết định của Chủ tịch"), max_length=DOCUMENT, description=_NUMBERED)
    seats = NumberField(_l("Số hòa giải viên được định"), [Optional()], least=1, most=50,
                        description=_l("Chủ tịch định theo đề nghị của Mặt trận; để trống nếu chưa có"))
    minority_area = BooleanField(_l("Nơi có đông đồng bào dân tộc thiểu số"))


class NewTeamForm(TeamForm):
    """A team that is to be."""

    unit = SelectField(_l("Thôn, tổ dân phố"), [Required(_l("Chọn thôn, tổ dân phố."))], choices=[])


class LeaderForm(VersionedForm):
    """Who leads from now on."""

    mediator = SelectField(_l("Tổ trưởng"), choices=[], blank=_l("Chưa có tổ trưởng mới"))
    elected_on = DateField(_l("Ngày bầu"), [Optional(), NotFuture()])
    from_on = DateField(_l("Công nhận từ ngày"), [Required(_l("Ghi ngày công nhận, hoặc ngày thôi làm tổ trưởng.")),
                                                  NotFuture()])
    document = TextField(_l("Quyết định công nhận"), max_length=DOCUMENT, description=_NUMBERED)


class EndTeamForm(VersionedForm):
    """A team that nobody succeeds."""

    until_on = DateField(_l("Không còn hoạt động từ ngày"),
                         [Required(_l("Ghi ngày đầu tiên không còn hoạt động.")), NotFuture()])
    document = TextField(_l("Quyết định"), [Required(_l("Ghi quyết định cho tổ kết thúc."))], max_length=DOCUMENT,
                         description=_NUMBERED)


class SuccessionForm(VersionedForm):
    """A team whose hamlet was merged into another."""

    on = DateField(_l("Tổ kế tục làm tiếp từ ngày"), [Required(_l("Ghi ngày tổ kế tục làm tiếp.")), NotFuture()])
    document = TextField(_l("Quyết định"), [Required(_l("Ghi quyết định sắp xếp lại tổ hòa giải."))],
                         max_length=DOCUMENT, description=_NUMBERED)
    staying = ManyField(_l("Hòa giải viên làm tiếp ở tổ kế tục"), choices=[])


class TrainingForm(OfficeForm):
    """A course, and who of the team took part."""

    what = TextField(_l("Nội dung bồi dưỡng"), [Required(_l("Ghi lớp bồi dưỡng về việc gì."))], max_length=200)
    held_on = DateField(_l("Ngày"), [Required(_l("Ghi ngày của lớp.")), NotFuture()])
    hours = NumberField(_l("Số giờ"), [Optional()], least=1, most=200)
    organiser = TextField(_l("Nơi tổ chức"), max_length=200)
    mediators = ManyField(_l("Ai đã dự"), [Required(_l("Chọn những người đã dự."))], choices=[])
