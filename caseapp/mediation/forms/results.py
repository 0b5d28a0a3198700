"""What a mediator types of a sitting: where, who came, what was said, how it ended, what was promised, the record."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.cases.forms.offers import choices_of
from caseapp.dossiers.files import Stored
from caseapp.mediation.commands.given import GivenPromise, GivenResult
from caseapp.mediation.dispute import SIDES
from caseapp.mediation.forms.photos import PhotosField
from caseapp.web.fields import offered
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    LongTextField,
    ManyField,
    NotFuture,
    Optional,
    PartForm,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MOST_PROMISES: Final = 20
SETTLED, FAILED, STOPPED, UNDER_WAY = "settled", "failed", "stopped", "under-way"
RESULTS: Final = (
    (SETTLED, _l("Hòa giải thành")), (FAILED, _l("Hòa giải không thành")),
    (STOPPED, _l("Một bên yêu cầu chấm dứt")), (UNDER_WAY, _l("Đang hòa giải")),
)
SAID: Final = {
    SETTLED: _l("Các bên đã thỏa thuận"), FAILED: _l("Không thỏa thuận được"),
    STOPPED: _l("Có bên không muốn hòa giải nữa"), UNDER_WAY: _l("Hẹn buổi sau"),
}
NO_RECORD: Final = "none"
RECORDS: Final = (
    (NO_RECORD, _l("Không lập")), ("signed", _l("Có, các bên đã ký")),
    ("fingerprinted", _l("Có, có bên điểm chỉ")), ("refused", _l("Có bên không ký")),
)


class OnlyFor:
    """Needed with some results, and looked at with these alone."""

    field_flags: Final = {"required": True}

    def __init__(self, results: Sequence[str], words: object) -> None:
        self.results, self.words = results, words

    def __call__(self, form: Any, field: Any) -> None:
        if form.result.data in self.results and not field.data:
            raise ValidationError(str(self.words))


class PromisePart(PartForm):
    """One thing promised; a line left empty is none."""

    by = SelectField(_l("Ai phải làm"), blank=_l("Chọn người"))
    what = TextField(_l("Phải làm gì"), max_length=500)
    due_on = DateField(_l("Đến hết ngày"), [Optional()])

    @property
    def empty(self) -> bool:
        """Whether nothing was written in it."""
        return not (self.what.data or getattr(self.due_on, "typed", ""))

    def validate(self, extra_validators: Any = None) -> bool:
        """Who and what belong together; without a day it is followed all the same."""
        if self.empty:
            return True
        whole = bool(super().validate(extra_validators))
        if not self.by.data:
            self.by.errors, whole = [_("Chọn ai phải làm.")], False
        if not self.what.data:
            self.what.errors, whole = [_("Ghi phải làm gì.")], False
        return whole


class PromiseForm(VersionedForm):
    """A form in which promises may stand, line by line; ``owing``: who may owe one."""

    promises = FieldList(FormField(PromisePart), _l("Cam kết"), max_entries=MOST_PROMISES)
    owing: Sequence[tuple[str, str]] = ()

    def offer(self, people: Sequence[Any]) -> None:
        """Let every line choose among the parties."""
        self.owing = [(f"{one.role}.{one.position}", _("%(side)s: %(name)s", side=_(SIDES[one.role]), name=one.name))
                      for one in people]
        self._names = {f"{one.role}.{one.position}": one.name for one in people}
        for line in self.promises:
            line.form.by.choices = offered(self.owing)

    def more(self) -> None:
        """One more empty line."""
        if len(self.promises) < MOST_PROMISES:
            self.promises.append_entry()
            self.promises[-1].form.by.choices = offered(self.owing)

    def lines(self) -> Iterator[PromisePart]:
        """Lines in which something stands."""
        return (line.form for line in self.promises if not line.form.empty)

    def promised(self) -> list[GivenPromise]:
        """What was promised, as it is stored."""
        return [GivenPromise(line.by.data.partition(".")[0], self._names[line.by.data], line.what.data,
                             line.due_on.data) for line in self.lines()]


class ResultForm(PromiseForm):
    """A sitting and what came of it, on one page."""

    draft = HiddenField()
    result = ChoiceField(_l("Kết quả"), [Required(_l("Chọn kết quả."))], choices=RESULTS)
    happened_on = DateField(_l("Ngày hòa giải"), [Required(_l("Ghi ngày hòa giải.")), NotFuture()])
    sat_at = TextField(_l("Ở đâu"), [Required(_l("Ghi nơi hòa giải."))], max_length=200)
    came = TextField(_l("Ai có mặt"), [Required(_l("Ghi ai có mặt."))], max_length=500)
    course = LongTextField(_l("Diễn biến"), [Required(_l("Ghi các bên đã nói gì, đã giải thích gì."))],
                           max_length=20_000, rows=4)
    agreement = LongTextField(_l("Các bên thỏa thuận"), [OnlyFor([SETTLED], _l("Ghi các bên đã thỏa thuận gì."))],
                              max_length=20_000, rows=3)
    demands = LongTextField(_l("Mỗi bên yêu cầu gì"), [OnlyFor([FAILED, STOPPED], _l("Ghi yêu cầu của mỗi bên."))],
                            max_length=20_000, rows=3)
    asked_by = ChoiceField(_l("Ai yêu cầu chấm dứt"), [OnlyFor([STOPPED], _l("Chọn ai yêu cầu."))])
    next_on = DateField(_l("Hẹn buổi sau ngày nào"), [Optional()])
    record = ChoiceField(_l("Lập văn bản hòa giải thành?"), [OnlyFor([SETTLED], _l("Chọn có lập văn bản không."))],
                         choices=RECORDS)
    refused_by = ChoiceField(_l("Ai không ký"))
    refused_why = TextField(_l("Vì sao không ký"), max_length=500)
    absent = ManyField(_l("Hòa giải viên vắng mặt"), description=_l("Thù lao vụ việc chia cho người có mặt."))
    photos = PhotosField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, then what several of them say together; what belongs to another result is left alone."""
        lines = self.promises.entries
        if self.result.data != SETTLED:
            self.promises.entries = []
        if self.result.data != UNDER_WAY:
            self.next_on.process_errors = []
        whole = bool(super().validate(extra_validators))
        self.promises.entries = lines
        return all([whole, self._see_next(), self._see_refusal()])

    def given(self, papers: Sequence[Stored] = ()) -> GivenResult:
        """The sitting as the form tells it."""
        settled, result = self.result.data == SETTLED, self.result.data
        record = self.record.data if settled and self.record.data != NO_RECORD else ""
        refused = record == "refused"
        return GivenResult(
            happened_on=self.happened_on.data, result=result, sat_at=self.sat_at.data, came=self.came.data,
            course=self.course.data,
            agreement=self.agreement.data if settled else self.demands.data if result != UNDER_WAY else "",
            asked_by=(self.asked_by.data or "") if result == STOPPED else "",
            next_on=self.next_on.data if result == UNDER_WAY else None,
            promises=self.promised() if settled else (), record=record,
            refused_by=(self.refused_by.data or "") if refused else "",
            refused_why=self.refused_why.data if refused else "", papers=papers, draft=self.draft.data or "",
            absent=self.absent.data or ())

    def _see_next(self) -> bool:
        day, sat = self.next_on.data, self.happened_on.data
        if self.result.data != UNDER_WAY or not day or not sat or day > sat:
            return True
        self.next_on.errors = [_("Buổi sau phải sau ngày hòa giải.")]
        return False

    def _see_refusal(self) -> bool:
        if self.result.data != SETTLED or self.record.data != "refused":
            return True
        if not self.refused_by.data:
            self.refused_by.errors = [_("Chọn ai không ký.")]
        if not self.refused_why.data:
            self.refused_why.errors = [_("Ghi vì sao không ký.")]
        return bool(self.refused_by.data and self.refused_why.data)


def result_form(people: Sequence[Any], mediators: Sequence[Any], **options: Any) -> ResultForm:
    """The form for a dispute between ``people``; of several mediators somebody may have been absent."""
    form = ResultForm(**options)
    form.absent.choices = offered([(one.public_id, one.name) for one in mediators])
    form.asked_by.choices = form.refused_by.choices = offered(choices_of("asked_by", today()))
    form.offer(people)
    return form
