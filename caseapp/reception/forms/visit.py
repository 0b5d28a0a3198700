"""The form of a new visit: the paper form's lines in its order, and what each kind and each handling asks for."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from caseapp.law.complaints import ACCEPTANCE
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.law.errors import LawError
from caseapp.law.grounds import GROUNDS, Ground
from caseapp.reception import rules
from caseapp.reception.fields import ALL as FIELDS
from caseapp.reception.forms.accounts import ENVELOPE_HINT, AccountsField, FindAccountField
from caseapp.reception.forms.drafting import kind_of
from caseapp.reception.forms.papers import PaperPart
from caseapp.reception.forms.people import Asked, PersonPart, RepresentedPart, wrong
from caseapp.reception.forms.petition import PetitionLines, petition_lines
from caseapp.reception.models import LABELS, Identity, Matter, OtherMatter, Outcome, Session
from caseapp.text import show_date
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
    TimeField,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import local, now, today

MOST_PEOPLE: Final = 10
MOST_PAPERS: Final = 30
MATTERS: Final = (Matter.COMPLAINT, Matter.DENUNCIATION, Matter.FEEDBACK, Matter.MIXED, Matter.OTHER)
# What an officer can record of a denouncer at the counter; the third value comes out of old books alone.
CHECKED_HERE: Final = (Identity.CHECKED, Identity.UNKNOWN)
REPEATS: Final = (("first", _l("Lần đầu")), ("again", _l("Nhiều")))


class VisitForm(PetitionLines, OfficeForm):
    """A visit. Only fields that the kind allows reach it: see ``drafting.draftable``."""

    draft = HiddenField()
    ticket = HiddenField()
    slip = HiddenField()
    same_as = HiddenField()
    accused_seen = HiddenField()

    held_on = DateField(_l("Ngày tiếp"), [Required(_l("Ghi ngày tiếp.")), NotFuture()])
    held_at = TimeField(_l("Giờ tiếp"))
    session = ChoiceField(_l("Hình thức tiếp"), default=str(Session.REGULAR))
    place = TextField(_l("Nơi tiếp, nếu không tại bàn"))
    receiver = SelectField(_l("Người tiếp"), blank="")

    matter = ChoiceField(_l("Loại"), [Required(_l("Chọn loại trước, các dòng khác theo loại."))])
    other_matter = ChoiceField(_l("Việc khác là"))
    has_denunciation = BooleanField(_l("Có phần tố cáo"))

    lookup = TextField(_l("Số định danh hoặc họ tên"))
    people = FieldList(FormField(PersonPart), min_entries=1, max_entries=MOST_PEOPLE)
    nomination = TextField(_l("Văn bản cử người đại diện"))
    stands_in = BooleanField(_l("Đến thay người khác hoặc tổ chức"))
    represented = FormField(RepresentedPart)
    authority = TextField(_l("Giấy tờ chứng minh tư cách đại diện"))

    envelope = TextField(_l("Phong bì số"), [Asked()], max_length=20,
                         description=ENVELOPE_HINT)
    identity = ChoiceField(_l("Giấy tờ tùy thân"), [Asked()])
    protection = BooleanField(_l("Người tố cáo đề nghị được bảo vệ"))
    accused_name = TextField(_l("Người bị tố cáo"), [Asked()])
    accused_post = TextField(_l("Chức vụ, nơi công tác"))
    accused_account = AccountsField()
    accused_find = FindAccountField()

    content = LongTextField(_l("Tóm tắt sự việc và yêu cầu"), [Asked()], id="story")
    field = SelectField(_l("Lĩnh vực"))
    people_count = NumberField(_l("Số người"), least=1, most=100_000)
    repeat = ChoiceField(_l("Lần giải quyết"), choices=REPEATS, default="first")
    resolved_by = TextField(_l("Cơ quan đã giải quyết"), max_length=300)

    papers = FieldList(FormField(PaperPart), max_entries=MOST_PAPERS)

    outcome = ChoiceField(_l("Xử lý"), [Asked()])
    respondent, contested, contested_paper, dated_on, joins = petition_lines()
    body = TextField(_l("Cơ quan, đơn vị"), [Asked()])
    document = TextField(_l("Số, ký hiệu văn bản"), max_length=80)
    ground = SelectField(_l("Căn cứ từ chối"), [Asked()])
    ground_note = TextField(_l("Văn bản, tên cơ quan theo căn cứ"), max_length=500)

    def __init__(self, typed: MultiDict[str, str] | None, *, receivers: Iterable[tuple[str, str]], calendar: Calendar,
                 stored_numbers: dict[str, str] | None = None) -> None:
        super().__init__(formdata=typed)
        self.offer_contested()
        self.calendar = calendar
        self.stored_numbers = stored_numbers or {}
        self.receiver.choices = list(receivers)
        self.session.choices = [(str(one), _(LABELS[one])) for one in Session]
        self.matter.choices = [(str(one), _(LABELS[one])) for one in MATTERS]
        self.other_matter.choices = [(str(one), _(LABELS[one])) for one in OtherMatter]
        self.identity.choices = [(str(one), _(LABELS[one])) for one in CHECKED_HERE]
        self.outcome.choices = [(str(one), _(LABELS[one])) for one in Outcome]
        self.field.choices = [(one.code, _(one.label)) for one in FIELDS]
        self.ground.choices = [(one.code, _(one.text)) for one in GROUNDS.values()]

    @property
    def kind(self) -> str:
        """The kind that governs: empty until one is chosen; a mixed visit with a denunciation in it is one."""
        ticked = ["y"] if self.has_denunciation.data else []
        return kind_of({"matter": [self.matter.data or ""], "has_denunciation": ticked})

    @property
    def sealed(self) -> bool:
        return self.kind == Matter.DENUNCIATION

    @property
    def told_identity(self) -> str | None:
        """What the officer found out about who came with a denunciation."""
        return self.identity.data or None if self.sealed else None

    @property
    def is_group(self) -> bool:
        """Five people or more with one content: representatives are named in writing (LTCD 29)."""
        return not self.sealed and (self.people_count.data or 1) >= MANY_PEOPLE

    @property
    def chosen_ground(self) -> Ground | None:
        return GROUNDS.get(self.ground.data or "") if self.outcome.data == Outcome.REFUSED else None

    @property
    def starts(self) -> tuple[str, ...]:
        """The rules whose clocks start when this is saved."""
        ground = self.chosen_ground
        if not self.outcome.data or (self.outcome.data == Outcome.REFUSED and ground is None):
            return ()
        held_on = self.held_on.data or today()
        return rules.opening(self.outcome.data, ground.code if ground else None, held_on, self.told_identity).starts

    @property
    def takes_petition(self) -> bool:
        """Whether a petition is taken that opens a complaint or joins one; mixed contents are split first."""
        return self.kind == Matter.COMPLAINT and self.outcome.data == Outcome.TAKEN

    def filled_people(self) -> list[PersonPart]:
        """The lines somebody wrote in; the first one always counts."""
        parts: list[PersonPart] = [entry.form for entry in self.people.entries]
        return [part for place, part in enumerate(parts) if place == 0 or not part.is_blank()]

    def filled_papers(self) -> list[PaperPart]:
        return [entry.form for entry in self.papers.entries if not entry.form.is_blank()]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.kind:
            for check in self._checks():
                check()
        return not self.problems()

    def _checks(self) -> Iterator[Any]:
        yield self._check_time
        yield self._check_denunciation if self.sealed else self._check_people
        yield self._check_content
        yield self._check_outcome
        yield self._check_clocks

    def _check_time(self) -> None:
        if self.held_on.data == today() and self.held_at.data and self.held_at.data > local(now()).time():
            wrong(self.held_at, _("Giờ này chưa đến. Ghi giờ đã tiếp."))

    def _check_people(self) -> None:
        people = self.filled_people()
        for part in people:
            part.check(self.stored_numbers.get(part.known.data or "", ""))
        if self.stands_in.data:
            self.represented.form.check()
        if not self.people_count.errors:
            self._tell(rules.count_flaw(self.people_count.data or 1, len(people)))

    def _check_denunciation(self) -> None:
        self._need("envelope")
        if not self.identity.data:
            wrong(self.identity, _("Chọn một: đã kiểm tra giấy tờ, hoặc không xác định được."))
        self._need("accused_name")

    def _check_content(self) -> None:
        if not self.content.data:
            wrong(self.content, _("Ghi tóm tắt sự việc bằng lời của người đến, ít nhất một câu."))
        self._tell(rules.field_flaw(self.kind, self.field.data))
        for entry in self.papers.entries:
            entry.form.check()

    def _check_outcome(self) -> None:
        chosen = self.outcome.data
        if self._tell(rules.outcome_flaw(self.kind, chosen, self.told_identity)):
            return
        self._tell(rules.petition_flaw(self.kind, chosen, self.told_identity, petition=bool(self.filled_papers())))
        for name in rules.needed(chosen):
            self._need(name)
        if self.takes_petition:
            self.check_petition(self.held_on.data)
        if chosen == Outcome.REFUSED:
            self._check_ground()

    def _check_ground(self) -> None:
        ground = GROUNDS.get(self.ground.data or "")
        for_another = not self.sealed and bool(self.stands_in.data)
        flaw = rules.ground_flaw(self.kind, ground, self.told_identity, for_another=for_another)
        if ground is None or flaw is not None:
            self._tell(flaw)
            return
        if self.held_on.data and not ground.holds(self.held_on.data):
            wrong(self.ground, _("Căn cứ này chỉ áp dụng từ ngày %(day)s.", day=show_date(ground.since)))
        if ground.requires and not self.ground_note.data:
            wrong(self.ground_note, _("Căn cứ này cần ghi: %(what)s.", what=_(ground.requires).rstrip(".")))

    def _tell(self, flaw: rules.Flaw | None) -> bool:
        """Put what the law rules out at its field; whether there was anything."""
        if flaw is not None:
            wrong(self[flaw.at], flaw.words(_))
        return flaw is not None

    def _need(self, name: str) -> None:
        if not self[name].data:
            wrong(self[name], _(rules.NEEDED[name]))

    def _check_clocks(self) -> None:
        """A day for which law or calendar has no answer is told at the day, not found out while saving."""
        if not self.held_on.data or self.held_on.errors:
            return
        begun = (*self.starts, ACCEPTANCE.code) if self.takes_petition and not self.joins.data else self.starts
        try:
            for rule in begun:
                count(rule, self.held_on.data, self.calendar)
        except LawError as problem:
            wrong(self.held_on, problem.words(_))
