"""What the form of an act must know of its case, and the field each input of the procedure becomes."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from wtforms import Field, Form, FormField
from wtforms.validators import ValidationError

from caseapp.cases.asking import Ask, Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.forms.each import each_fields
from caseapp.cases.forms.offers import choices_of
from caseapp.cases.forms.wording import HANDED_OVER, HANDLER, VERIFIERS
from caseapp.cases.practice import Practice, Wording
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import details_of
from caseapp.law.complaint_choices import Recipient
from caseapp.staff.signing import Signer
from caseapp.text import show_date
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyField,
    NotFuture,
    NumberField,
    Optional,
    PartForm,
    Required,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Way
from caseapp.workflow.kind import Action

# A slip of the pen in the year; no statute bounds the day an office may name.
FARTHEST: Final = timedelta(days=366)
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """An act that is asked for: the case, what was done in it, in which way the viewer acts, the day it happens.

    ``people``: who complains; ``workers``: to whom work can be given; ``mending``: an act that was done is corrected.
    """

    action: Action
    way: Way
    case: Any
    acts: Sequence[Any]
    on: date
    today: date
    signers: Sequence[Signer] = ()
    workers: Sequence[Any] = ()
    people: Sequence[Any] = ()
    mending: bool = False

    @property
    def practice(self) -> Practice:
        """How the office runs this kind of case."""
        return PRACTICES[self.case.kind]

    @property
    def papered(self) -> bool:
        """Whether number and signer are asked for: who only proposes has no signed paper yet."""
        return self.action.document and self.way is not Way.PROPOSE

    @property
    def dated(self) -> bool:
        """Whether the day is asked for: a draft of a document gets its day from whoever signs."""
        return not (self.action.document and self.way is Way.PROPOSE)

    def takes(self, line: Field) -> bool:
        """Whether the day of the act, as its field holds it, is one it can bear: nothing is counted from any other."""
        return bool(line.data) and not line.errors and self.case.received_on <= line.data <= self.today

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who is sent the paper of this act."""
        return self.practice.recipients(self.action.code, self.case.unit_level)

    @property
    def sent(self) -> Any | None:
        """The act whose paper this act sends: the latest one that issued such a paper."""
        issuing = self.practice.sends.get(self.action.code, ())
        return next((one for one in reversed(self.acts) if one.code in issuing), None)

    @property
    def sent_to(self) -> tuple[Recipient, ...]:
        """Whom that paper goes to: as its act noted, or else whoever the law names in every case."""
        act = self.sent
        if act is None:
            return ()
        noted = details_of(act).get("recipients")
        named = self.practice.recipients(act.code, self.case.unit_level)
        return tuple(one for one in named if (one.code in noted if noted else one.demanded and not one.if_any))


def label_of(one: Recipient, asking: Asking) -> str:
    """A recipient with the name the case knows: “Người khiếu nại: Nguyễn Thị Ánh”."""
    name = name_of(one.code, asking)
    return _("%(who)s: %(name)s", who=_(one.name), name=name) if name else _(one.name)


def name_of(code: str, asking: Asking) -> str:
    """Whom the case names under a kind of recipient; empty when it names nobody."""
    if code == "complainant" and asking.people:
        first, more = asking.people[0].name, max(asking.case.people_count, len(asking.people)) - 1
        return _("%(name)s và %(more)s người khác", name=first, more=str(more)) if more else str(first)
    return str({"respondent": asking.case.respondent, "forwarder": asking.case.forwarded_by}.get(code, ""))


def usually_sent(asking: Asking) -> list[str]:
    """Who is ticked before anybody chooses: whoever the law names, and whoever the case has besides."""
    return [one.code for one in asking.recipients if one.demanded and (not one.if_any or name_of(one.code, asking))]


# ── fields ──


def fields_of(name: str, asking: Asking) -> Fields:
    """The fields of one input that an action of the procedure asks for, by their names in the form."""
    ask = ASKS[name]
    return each_fields(ask, asking) if ask.each else _MADE[ask.shape](ask, asking)


def _choice(ask: Ask, asking: Asking, kind: Any = ChoiceField) -> Fields:
    """Nothing is asked for on a day on which there was nothing to choose from."""
    offered = choices_of(ask.name, asking.on)
    if not offered:
        return {}
    return {ask.name: kind(_(ask.label), _needed(ask), choices=offered, description=_said(ask.hint))}


def _line(ask: Ask, _asking: Asking) -> Fields:
    return {ask.name: TextField(_(ask.label), _needed(ask), max_length=ask.longest, description=_said(ask.hint))}


def _note(ask: Ask, _asking: Asking) -> Fields:
    return {ask.name: LongTextField(_(ask.label), _needed(ask), max_length=ask.longest, rows=3,
                                    description=_said(ask.hint))}


def _summary(ask: Ask, asking: Asking) -> Fields:
    words = asking.practice.summaries[asking.action.code]
    checks = [*_required(words), *([_PartNamed()] if "part" in asking.action.asks else [])]
    return {ask.name: LongTextField(_(words.label), checks, max_length=ask.longest, rows=4,
                                    description=_said(words.hint))}


def _day(ask: Ask, _asking: Asking) -> Fields:
    return {ask.name: DateField(_(ask.label), [*(_needed(ask) or [Optional()]), NotFuture()],
                                description=_said(ask.hint))}


def _coming_day(ask: Ask, _asking: Asking) -> Fields:
    return {ask.name: DateField(_(ask.label), [*_needed(ask), _After()])}


def _number(ask: Ask, _asking: Asking) -> Fields:
    return {ask.name: NumberField(_(ask.label), _needed(ask), description=_said(ask.hint))}


def _team(_ask: Ask, asking: Asking) -> Fields:
    people = [(one.public_id, one.name) for one in asking.workers]
    return {
        "handler": SelectField(_(HANDLER.label), [Required(_(HANDLER.missing))], choices=people),
        "verifiers": ManyField(_(VERIFIERS.label), choices=people),
        "reason": TextField(_(HANDED_OVER.label), max_length=300, description=_said(HANDED_OVER.hint))}


def _recipients(ask: Ask, asking: Asking) -> Fields:
    offered = [(one.code, label_of(one, asking)) for one in asking.recipients]
    return {ask.name: ManyField(_(ask.label), [_Demanded(asking.recipients)], choices=offered)}


def _manner(ask: Ask, asking: Asking) -> Fields:
    """How it was sent to all, then each recipient's own line."""
    manner = {ask.name: ChoiceField(_(ask.label), _needed(ask), choices=choices_of(ask.name, asking.on))}
    return manner | {part_of(one.code): FormField(_delivery(asking, one), label=label_of(one, asking))
                     for one in asking.sent_to}


def part_of(recipient: str) -> str:
    """The name of a recipient's lines in a form of sending."""
    return "to_" + recipient.replace("-", "_")


def _delivery(asking: Asking, one: Recipient) -> type[PartForm]:
    """Lines of one recipient. When the complainant received a decision is an act of its own: clocks run from it."""
    lines: Fields = {
        "name": TextField(_("Tên người, cơ quan nhận"), max_length=200),
        "manner": SelectField(_("Cách gửi"), choices=choices_of("manner", asking.on), blank=_("Như trên"))}
    if one.code != "complainant" or "received_on" in asking.action.asks:
        lines["received_on"] = DateField(_("Ngày nhận"), [Optional(), NotFuture(), _NotBeforeSent()])
    return type("DeliveryPart", (DeliveryPart,), lines)


class DeliveryPart(PartForm):
    """What is written of one recipient of a paper; ``sent_on`` is set before it is checked."""

    sent_on: date | None = None


_MADE: Final[Mapping[Shape, Callable[[Ask, Asking], Fields]]] = {
    Shape.CHOICE: _choice, Shape.SELECT: partial(_choice, kind=SelectField),
    Shape.MANY: partial(_choice, kind=ManyField),
    Shape.LINE: _line, Shape.NOTE: _note, Shape.SUMMARY: _summary, Shape.DAY: _day, Shape.COMING_DAY: _coming_day,
    Shape.NUMBER: _number, Shape.TEAM: _team, Shape.RECIPIENTS: _recipients, Shape.MANNER: _manner,
    Shape.PART: lambda _ask, _asking: {},          # each recipient's own line
}


def _needed(ask: Ask) -> list[Any]:
    return [Required(_(ask.missing))] if ask.missing else []


def _required(words: Wording) -> list[Any]:
    return [Required(_(words.missing))] if words.missing else []


def _said(hint: str) -> str:
    return _(hint) if hint else ""


class _PartNamed:
    """Whoever withdraws a part says which."""

    def __call__(self, form: Form, field: Field) -> None:
        if "part" in form and form["part"].data == "part" and not field.data:
            raise ValidationError(_("Rút một phần thì ghi rút phần nào."))


class _After:
    """A day to come, seen from the day of the act."""

    def __call__(self, form: Form, field: Field) -> None:
        told_on = form["happened_on"].data if "happened_on" in form else None
        if not field.data or not told_on:
            return
        if field.data <= told_on:
            raise ValidationError(_("Ngày này phải sau ngày %(day)s.", day=show_date(told_on)))
        if field.data - told_on > FARTHEST:
            raise ValidationError(_("Ngày này cách hơn một năm. Kiểm tra năm."))


class _NotBeforeSent:
    """Nothing is received before it was sent."""

    def __call__(self, form: Form, field: Field) -> None:
        sent_on: date | None = getattr(form, "sent_on", None)
        if sent_on and field.data and field.data < sent_on:
            raise ValidationError(_("Ngày nhận trước ngày gửi %(day)s.", day=show_date(sent_on)))


class _Demanded:
    """Whoever the law names in every case stays ticked."""

    def __init__(self, named: Sequence[Recipient]) -> None:
        self.named = [one for one in named if one.demanded and not one.if_any]

    def __call__(self, _form: Form, field: Field) -> None:
        missing = [_(one.name) for one in self.named if one.code not in (field.data or ())]
        if missing:
            raise ValidationError(_("Luật buộc gửi cho: %(names)s.", names=", ".join(missing)))
