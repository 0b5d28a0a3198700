"""The forms of acts on a visit: one per act of its procedure, by the inputs the act asks for."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import ValidationError

from caseapp.reception.commands.acting import GivenNotice
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.forms.cited import NUMBER_LENGTH, cite_paper
from caseapp.reception.forms.petition import PetitionLines, petition_lines
from caseapp.reception.models import LABELS, NoticeResult
from caseapp.reception.rules import answers_for, is_information
from caseapp.text import show_date
from caseapp.web.forms import BooleanField, ChoiceField, DateField, NotFuture, Required, TextField, VersionedForm
from caseapp.web.language import gettext as _

MANNERS: Final = (("oral", _l("Nói trực tiếp")), ("written", _l("Bằng văn bản")))

# A slip of the pen in the year; no statute bounds the day an office may name.
FARTHEST_PROMISE: Final = timedelta(days=366)


class NotBeforeVisit:
    """An answer is given after the visit, on the same day at the earliest."""

    def __call__(self, form: Form, field: Field) -> None:
        held_on: date | None = getattr(form, "held_on", None)
        if held_on and field.data and field.data < held_on:
            raise ValidationError(_("Ngày này trước ngày tiếp %(day)s.", day=show_date(held_on)))


class ActForm(VersionedForm):
    """An act that asks for nothing but to be confirmed."""

    held_on: date | None = None

    def look_at(self, visit: Any) -> None:
        """What the form must know of its visit."""
        self.held_on = visit.held_on


class NoticeForm(ActForm):
    """What every answer says: how, when, by whom, in which document."""

    manner = ChoiceField(_l("Cách báo"), [Required(_l("Chọn nói trực tiếp hoặc bằng văn bản."))], choices=MANNERS)
    given_on = DateField(_l("Ngày báo"), [Required(_l("Ghi ngày báo.")), NotFuture(), NotBeforeVisit()])
    given_by = TextField(_l("Người báo"), [Required(_l("Ghi người đã báo."))], max_length=120)
    document = TextField(_l("Số, ký hiệu văn bản"), max_length=80)

    def validate_document(self, field: Field) -> None:
        if self.told_how == "written" and not field.data:
            raise ValidationError(_("Báo bằng văn bản thì ghi số, ký hiệu."))

    @property
    def told_how(self) -> str:
        """By word or in writing; empty where nobody is told."""
        return str(self.manner.data or "") if "manner" in self else ""

    def _given(self, result: NoticeResult, follow_up_on: date | None = None) -> GivenNotice:
        return GivenNotice(
            result=result, manner=self.told_how, given_on=self.given_on.data, given_by=self.given_by.data,
            document=self.document.data, follow_up_on=follow_up_on)


class AnswerForm(NoticeForm):
    """One of the three answers of LTCD 28(1) that end the matter at the counter."""

    result = ChoiceField(_l("Kết quả"), [Required(_l("Chọn kết quả đã báo."))])
    body = TextField(_l("Đã chuyển đến cơ quan nào"))

    def look_at(self, visit: Any) -> None:
        """“Prolonged” is an act of its own, with its own day; a complaint is never forwarded.

        Nobody is told what became of information: how it was said is not asked.
        """
        super().look_at(visit)
        self.result.choices = [(str(one), _(LABELS[one])) for one in answers_for(visit.matter, visit.identity)]
        if is_information(visit.identity):
            del self.manner
            self.given_on.label.text, self.given_by.label.text = _("Ngày quyết định"), _("Người quyết định")

    def validate_body(self, field: Field) -> None:
        if self.result.data == NoticeResult.FORWARDED and not field.data:
            raise ValidationError(_("Ghi cơ quan đã nhận."))

    def given(self) -> GivenNotice:
        return replace(self._given(NoticeResult(self.result.data)), body=self.body.data)


class ProlongForm(NoticeForm):
    """The visitor is told that the matter needs longer, and until when."""

    follow_up_on = DateField(_l("Hẹn trả lời ngày"), [Required(_l("Ghi ngày hẹn trả lời."))])

    def validate_follow_up_on(self, field: Field) -> None:
        if field.data and self.given_on.data and field.data <= self.given_on.data:
            raise ValidationError(_("Ngày hẹn phải sau ngày báo %(day)s.", day=show_date(self.given_on.data)))
        if field.data and self.given_on.data and field.data - self.given_on.data > FARTHEST_PROMISE:
            raise ValidationError(_("Ngày hẹn cách ngày báo hơn một năm. Kiểm tra năm."))

    def given(self) -> GivenNotice:
        return self._given(NoticeResult.PROLONGED, follow_up_on=self.follow_up_on.data)


class SignForm(ActForm):
    """The head signs the notice 01/TCD; its three days end when the visitor is handed or sent the paper."""

    document = TextField(
        _l("Số, ký hiệu thông báo"), [Required(_l("Ghi số, ký hiệu thông báo."))], max_length=NUMBER_LENGTH)
    paper_on = DateField(
        _l("Ngày ký thông báo"), [Required(_l("Ghi ngày ký trên thông báo.")), NotFuture(), NotBeforeVisit()])
    given_by = TextField(_l("Người ký"), [Required(_l("Ghi người ký."))], max_length=120)
    given_on = DateField(
        _l("Ngày giao hoặc gửi cho người đến"),
        [Required(_l("Ghi ngày đã giao hoặc gửi thông báo.")), NotFuture(), NotBeforeVisit()])

    def validate_given_on(self, field: Field) -> None:
        if field.data and self.paper_on.data and field.data < self.paper_on.data:
            raise ValidationError(_("Ngày giao hoặc gửi trước ngày ký %(day)s.", day=show_date(self.paper_on.data)))

    def given(self) -> GivenNotice:
        return GivenNotice(
            result=NoticeResult.REFUSED, manner="written", given_on=self.given_on.data, given_by=self.given_by.data,
            document=cite_paper(self.document.data, self.paper_on.data))


class TakeForm(PetitionLines, ActForm):
    """The petition of a complaint is taken after the visit, or one that was taken before petitions had numbers."""

    received_on = DateField(
        _l("Ngày nhận đơn"), [Required(_l("Ghi ngày cơ quan nhận đơn.")), NotFuture(), NotBeforeVisit()])
    respondent, contested, contested_paper, dated_on, joins = petition_lines()

    def look_at(self, visit: Any) -> None:
        super().look_at(visit)
        self.offer_contested()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self.check_petition(self.received_on.data)
        return not self.problems()

    def given(self) -> GivenTaking:
        return self.given_petition(self.received_on.data)


class VoidForm(ActForm):
    """A number is cancelled: the reason stands in the register beside it.

    ``whole``: with what the visit brought, see ``petitioning.cancel_together``.
    """

    whole = BooleanField(_l("Hủy cùng số của đơn"))
    reason = TextField(
        _l("Lý do hủy số"), [Required(_l("Ghi lý do: số hủy vẫn đứng trong sổ cùng lý do này."))], max_length=500)


FORMS: Final[dict[str, type[ActForm]]] = {
    "notify": AnswerForm, "prolong": ProlongForm, "sign-refusal": SignForm, "take-custody": ActForm,
    "take-petition": TakeForm, "void": VoidForm,
}
