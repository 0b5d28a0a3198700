"""What a mediator types of a new dispute: what it is about, between whom, how it came to the team, who mediates."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.cases.forms.offers import choices_of
from caseapp.dossiers.files import Stored
from caseapp.law.mediation_duties import STARTED_BY
from caseapp.mediation.commands.given import GivenDispute, GivenParty
from caseapp.mediation.dispute import SCOPE_WORDS, SIDES, Chosen
from caseapp.mediation.forms.photos import PhotosField
from caseapp.mediation.matters import MATTERS
from caseapp.people.commands import Given
from caseapp.text import mark
from caseapp.web.fields import offered
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    LongTextField,
    ManyField,
    NotFuture,
    NumberField,
    OfficeForm,
    Optional,
    PartForm,
    PhoneField,
    Required,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MOST_PEOPLE: Final = 20
MAY: Final = "may"                      # it may be mediated
SELF, NAMED, LATER = "self", "named", "later"
WITNESSED: Final = "witnessed"          # only then it is mediated on the spot (LHG 20(2))
SEXES: Final = (("M", _l("Ông")), ("F", _l("Bà")))


class PartyPart(PartForm):
    """A person on one side; a block left empty is nobody."""

    side = SelectField(_l("Bên nào"), choices=[(code, _l(words)) for code, words in SIDES.items()], blank="")
    sex = ChoiceField(_l("Xưng hô"), choices=SEXES)
    name = TextField(_l("Họ và tên"), max_length=120)
    age = NumberField(_l("Tuổi"), [Optional()], most=120)
    phone = PhoneField(_l("Điện thoại"), [Optional()])
    address = TextField(_l("Chỗ ở"), max_length=300)

    @property
    def empty(self) -> bool:
        """Whether nothing was written of anybody."""
        typed = (self.name.data, self.address.data, getattr(self.age, "typed", ""), getattr(self.phone, "typed", ""))
        return not any(typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """A person has a name; who else is meant is not guessed."""
        if self.empty:
            return True
        whole = bool(super().validate(extra_validators))
        if not self.name.data:
            self.name.errors = [_("Ghi họ tên, hoặc xóa trống cả người này.")]
        return whole and bool(self.name.data)

    def given(self) -> GivenParty:
        """The person as the office takes one in."""
        return GivenParty(self.side.data or "related", Given(
            name=self.name.data, sex=self.sex.data or None, phone=self.phone.data or "",
            address=self.address.data), self.age.data)


class _WhenBarred:
    """Where a dispute may not be mediated, the parties are told why and where to go (LHG 10(4))."""

    field_flags: Final = {"required": True}

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        if form.barred.data not in ("", None, MAY) and not field.data:
            raise ValidationError(_(self.words))


class DisputeForm(OfficeForm):
    """A dispute that begins. Who may be named as mediators is put in when the form is made: see ``dispute_form``."""

    draft = HiddenField()
    team = SelectField(_l("Tổ hòa giải"))
    subject = TextField(_l("Việc gì"), [Required(_l("Ghi vài chữ về việc này."))], max_length=120,
                        description=_l("Vài chữ để dễ tìm, ví dụ: Lối đi chung giữa hai hộ hẻm 12."))
    story = LongTextField(_l("Sự việc"), [Required(_l("Kể lại sự việc."))], max_length=20_000, rows=4)
    scope = ChoiceField(_l("Loại tranh chấp"), [Required(_l("Chọn loại tranh chấp."))],
                        choices=[(code, _l(words)) for code, words in SCOPE_WORDS.items()])
    matter = SelectField(_l("Tranh chấp về"), [Required(_l("Chọn tranh chấp về việc gì."))],
                         choices=[(code, _l(words)) for code, (words, _scopes) in MATTERS.items()])
    people = FieldList(FormField(PartyPart), _l("Các bên"), max_entries=MOST_PEOPLE)
    started_by = ChoiceField(_l("Vì sao hòa giải"), [Required(_l("Chọn vì sao hòa giải."))],
                             choices=[(one.code, _l(one.text)) for one in STARTED_BY.values()])
    proposed_by = TextField(_l("Ai đề nghị, nếu không phải các bên"), max_length=200)
    received_on = DateField(_l("Ngày nhận việc"), [Required(_l("Ghi ngày nhận việc.")), NotFuture()])
    barred = SelectField(_l("Việc này có được hòa giải không"), blank="")
    to_place = SelectField(_l("Hướng dẫn các bên đến đâu"), [_WhenBarred(mark("Chọn nơi hướng dẫn đến."))])
    explained = LongTextField(_l("Đã giải thích, hướng dẫn thế nào"), [_WhenBarred(mark("Ghi đã giải thích thế nào."))],
                              max_length=2_000, rows=3)
    urgent = BooleanField(_l("Có thể xảy ra bạo lực, mất trật tự"))
    warning = LongTextField(_l("Nguy cơ gì"), max_length=2_000, rows=3,
                            description=_l("Tổ trưởng được báo ngay khi lưu."))
    who = ChoiceField(_l("Ai hòa giải"), [Required(_l("Chọn ai hòa giải."))])
    lead = SelectField(_l("Hòa giải viên chính"))
    others = ManyField(_l("Cùng hòa giải"))
    at_once = BooleanField(_l("Cần hòa giải ngay tại chỗ"))
    photos = PhotosField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, then what several of them say together."""
        whole = bool(super().validate(extra_validators))
        return all([whole, self._see_matter(), self._see_sides(), self._see_warning(), self._see_lead()])

    def persons(self) -> Iterator[PartyPart]:
        """Blocks in which somebody stands."""
        return (block.form for block in self.people if not block.form.empty)

    def given(self, papers: Sequence[Stored], own: Sequence[str]) -> GivenDispute:
        """The dispute as the form tells it; ``own``: the viewer as a mediator of the team."""
        return GivenDispute(
            title=self.subject.data, content=self.story.data, scope=self.scope.data, matter=self.matter.data,
            started_by=self.started_by.data, proposed_by=self.proposed_by.data, received_on=self.received_on.data,
            parties=[one.given() for one in self.persons()], mediators=self._mediators(own), chosen=self.chosen,
            at_once=bool(self.at_once.data) and self.who.data != LATER and self.started_by.data == WITNESSED,
            warning=self.warning.data if self.urgent.data else "", papers=papers)

    @property
    def chosen(self) -> Chosen:
        """How the mediators came to the dispute."""
        known = {SELF: Chosen.SELF, NAMED: Chosen.PARTIES}
        return known.get(self.who.data, Chosen.LEADER)

    @property
    def is_barred(self) -> bool:
        """Whether it may not be mediated, so that it is only written down and referred."""
        return self.barred.data not in ("", None, MAY)

    def _mediators(self, own: Sequence[str]) -> list[str]:
        if self.who.data == LATER:
            return []
        first = list(own) if self.who.data == SELF else [self.lead.data]
        return list(dict.fromkeys([*first, *(self.others.data or ())]))

    def _see_matter(self) -> bool:
        known = MATTERS.get(self.matter.data or "")
        if known is None or not self.scope.data or self.scope.data in known[1]:
            return True
        self.matter.errors = [_("Việc này không thuộc loại tranh chấp đã chọn ở trên.")]
        return False

    def _see_sides(self) -> bool:
        there = {one.side.data for one in self.persons()}
        missing = [_(words) for code, words in SIDES.items() if code != "related" and code not in there]
        if not missing:
            return True
        self.people.errors = [*self.people.errors, _("Còn thiếu: %(sides)s.", sides=", ".join(missing))]
        return False

    def _see_warning(self) -> bool:
        if not self.urgent.data or self.warning.data:
            return True
        self.warning.errors = [_("Ghi nguy cơ bạo lực, mất trật tự.")]
        return False

    def _see_lead(self) -> bool:
        if self.who.data in (SELF, LATER, "", None) or self.lead.data:
            return True
        self.lead.errors = [_("Chọn hòa giải viên.")]
        return False


def dispute_form(teams: Sequence[Any], mediators: Sequence[Any], *, own: bool, leads: bool,
                 **options: Any) -> DisputeForm:
    """The form with the choices of the viewer: the teams one works in, who may mediate, whether oneself may."""
    form = DisputeForm(**options)
    form.team.choices = offered([(one.public_id, one.name) for one in teams])
    form.barred.choices = offered([(MAY, _("Được hòa giải")), *choices_of("barred", today())])
    form.to_place.choices = offered(choices_of("to_place", today()))
    form.who.choices = offered([
        *([(SELF, _("Tôi hòa giải"))] if own else []),
        (NAMED, _("Người các bên chọn")),
        *([("leader", _("Người tôi phân công"))] if leads else []),
        (LATER, _("Phân công sau") if leads else _("Tổ trưởng phân công"))])
    form.lead.choices = form.others.choices = offered([(one.public_id, named(one)) for one in mediators])
    return form


def named(mediator: Any) -> str:
    """A mediator's name; the leader of the team is called so."""
    return _("%(name)s, tổ trưởng", name=mediator.name) if mediator.leads else str(mediator.name)
