"""The form on which a petition is taken in, whatever way it came; of a denunciation it asks no name."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import MultipleFileField

from caseapp.cases.models import CONTESTED_WORDS
from caseapp.dossiers.fields import ALL, OF_COMPLAINTS, OF_FEEDBACK
from caseapp.dossiers.files import TYPES
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.petitions import CLASSIFY
from caseapp.petitions.forms.denounced import DenouncedLines, denounced_lines
from caseapp.petitions.forms.sieve import kind_of
from caseapp.petitions.forms.signers import SignerPart
from caseapp.petitions.models import CHANNEL_WORDS, CONTENT_WORDS, FORWARDED, Channel, Content
from caseapp.petitions.taking_in import GivenIntake
from caseapp.text import show_date
from caseapp.web.filters import upper_first
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    LongTextField,
    NotFuture,
    NumberField,
    OfficeForm,
    Required,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MOST_PEOPLE: Final = 10
MOST_FILES: Final = 10
# The counter has a page of its own: whoever stands there is received, and a visit is logged.
CHANNELS: Final = tuple(one for one in Channel if one is not Channel.COUNTER)
KINDS: Final = (Content.COMPLAINT, Content.DENUNCIATION, Content.FEEDBACK, Content.MIXED)


class IntakeForm(DenouncedLines, OfficeForm):
    """A petition. Only fields that the kind allows reach it: see ``sieve``."""

    draft = HiddenField()
    same_as = HiddenField()
    accused_seen = HiddenField()

    channel = ChoiceField(_l("Đơn đến bằng"), [Required(_l("Chọn đơn đến bằng cách nào."))])
    received_on = DateField(_l("Ngày nhận"), [Required(_l("Ghi ngày đơn vị nhận đơn.")), NotFuture()])
    dated_on = DateField(_l("Ngày ghi trên đơn"), [NotFuture()])
    forwarded_by = TextField(_l("Cơ quan, người chuyển"), max_length=200)
    forwarded_no = TextField(_l("Số văn bản chuyển"), max_length=80)

    content_kind = ChoiceField(_l("Nội dung đơn là"), [Required(_l("Chọn loại trước, các dòng khác theo loại."))])
    has_denunciation = BooleanField(_l("Có phần tố cáo"))

    people = FieldList(FormField(SignerPart), min_entries=1, max_entries=MOST_PEOPLE)
    people_count = NumberField(_l("Số người ký đơn"), least=1, most=100_000)

    envelope, identity, accused_name, accused_post, accused_account, accused_find = denounced_lines()

    content = LongTextField(_l("Tóm tắt nội dung đơn"), [Required(_l("Ghi tóm tắt nội dung đơn, ít nhất một câu."))],
                            id="story", rows=4)
    demand = TextField(_l("Yêu cầu"), max_length=500)
    field = SelectField(_l("Lĩnh vực"))
    respondent = TextField(_l("Người bị khiếu nại"))
    contested = ChoiceField(_l("Khiếu nại về"))
    contested_paper = TextField(_l("Quyết định, hành vi bị khiếu nại"), max_length=300)
    also_sent_to = TextField(_l("Đơn còn gửi đến"), max_length=300)
    originals = TextField(_l("Giấy tờ gốc kèm theo"), max_length=500)
    file = MultipleFileField(_l("Tệp quét, ảnh chụp"))

    def __init__(self, typed: MultiDict[str, Any] | None, *, calendar: Calendar) -> None:
        super().__init__(formdata=typed)
        self.calendar = calendar
        self.channel.choices = [(str(one), upper_first(_(CHANNEL_WORDS[one]))) for one in CHANNELS]
        self.content_kind.choices = [(str(one), _(CONTENT_WORDS[one])) for one in KINDS]
        self.contested.choices = [(str(one), _(words)) for one, words in CONTESTED_WORDS.items()]
        fields = {Content.COMPLAINT: OF_COMPLAINTS, Content.FEEDBACK: OF_FEEDBACK}.get(self.kind, ALL)   # type: ignore[call-overload]
        self.field.choices = [(one.code, _(one.label)) for one in fields]

    @property
    def kind(self) -> str:
        """The kind that governs: empty until one is chosen."""
        return kind_of({"content_kind": [self.content_kind.data or ""],
                        "has_denunciation": ["y"] if self.has_denunciation.data else []})

    @property
    def sealed(self) -> bool:
        return self.kind == Content.DENUNCIATION

    @property
    def forwarded(self) -> bool:
        """Whether somebody sent it on, and gets an answer."""
        return self.channel.data in FORWARDED

    @property
    def late(self) -> bool:
        """Whether the petition is entered on a later day than it came."""
        return bool(self.received_on.data and self.received_on.data < today())

    def signers(self) -> list[SignerPart]:
        """The lines somebody wrote in."""
        parts: list[SignerPart] = [entry.form for entry in self.people.entries]
        return [part for part in parts if not part.is_blank()]

    def uploads(self) -> list[Any]:
        """Files that came with the form; an empty chooser sends one without a name."""
        return [one for one in (self.file.data or ()) if getattr(one, "filename", "")]

    @property
    def accepts(self) -> str:
        """File extensions as the browser's file chooser takes them."""
        return ",".join(f".{name}" for name in (*TYPES, "jpeg"))

    @property
    def file_hint(self) -> str:
        """What is taken, said beforehand."""
        return _("Tối đa %(limit)s MB mỗi lần gửi. Nhận %(names)s.", names=", ".join(TYPES),
                 limit=str(current_app.extensions["settings"].upload_mb))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self._check_days()
        if self.forwarded and not self.forwarded_by.data:
            _wrong(self.forwarded_by, _("Ghi cơ quan, người đã chuyển đơn đến."))
        if self.sealed:
            self._check_denunciation()
        elif self.kind:
            self._check_people()
        if len(self.uploads()) > MOST_FILES:
            _wrong(self.file, _("Tối đa %(most)s tệp một lần. Tệp còn lại thêm ở trang đơn.", most=str(MOST_FILES)))
        return not self.problems()

    def _check_days(self) -> None:
        """A petition is not dated after the day it came; a day that nobody can count from is told at the day."""
        received_on = self.received_on.data
        if not received_on or self.received_on.errors:
            return
        if self.dated_on.data and not self.dated_on.errors and self.dated_on.data > received_on:
            _wrong(self.dated_on, _("Ngày này sau ngày nhận đơn %(day)s.", day=show_date(received_on)))
        if self.sealed:
            return
        try:
            count(CLASSIFY.code, received_on, self.calendar)
        except LawError as problem:
            _wrong(self.received_on, problem.words(_))

    def _check_people(self) -> None:
        signers = self.signers()
        for part in signers:
            if not part.name.data:
                _wrong(part.name, _("Ghi họ tên của người này, hoặc bỏ các dòng của người này."))
        if not self.people_count.errors and (self.people_count.data or 1) < len(signers):
            _wrong(self.people_count, _("Ít hơn số người đã ghi ở trên: %(count)s.", count=str(len(signers))))

    def _check_denunciation(self) -> None:
        self.check_denounced()
        if self.uploads():
            _wrong(self.file, _("Đơn tố cáo không quét, không chụp: bản giấy nằm trong phong bì niêm phong."))

    def given(self, more: Mapping[str, Any]) -> GivenIntake:
        """The petition as the office takes it in; ``more``: what the form cannot know."""
        forwarded = self.forwarded
        return GivenIntake(
            channel=self.channel.data or "", received_on=self.received_on.data, content=self.content.data or "",
            content_kind=Content(self.kind), people=[part.given() for part in self.signers()],
            people_count=max(self.people_count.data or 1, len(self.signers())), dated_on=self.dated_on.data,
            forwarded_by=self.forwarded_by.data or "" if forwarded else "",
            forwarded_no=self.forwarded_no.data or "" if forwarded else "", demand=self.demand.data or "",
            field=self.field.data or None, respondent=self.respondent.data or "",
            contested=self.contested.data or None, contested_paper=self.contested_paper.data or "",
            also_sent_to=self.also_sent_to.data or "", originals=self.originals.data or "", **more)


def _wrong(field: Any, message: str) -> None:
    """Put an error at a field."""
    field.errors = [*field.errors, message]
