"""The form of any act on a case: made from what its action asks for, by the way the viewer may carry it out."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import Field, FormField, MultipleFileField
from wtforms.validators import ValidationError

from caseapp.cases.commands.given import ANOTHER, GivenAct, GivenTeam, Sent
from caseapp.cases.forms.asking import Asking, fields_of, part_of, usually_sent
from caseapp.cases.forms.heeding import Short, short_notice
from caseapp.cases.forms.wording import HAPPENED_ON, SIGNED_ON
from caseapp.cases.rules import day_flaw
from caseapp.dossiers.files import TYPES
from caseapp.gazette import office_calendar
from caseapp.text import show_date
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    HiddenField,
    ManyField,
    NotFuture,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Way

MOST_FILES: Final = 10
LONGEST_NUMBER: Final = 80

class ActForm(VersionedForm):
    """What every act has: its day, the draft it carries out, what is kept while it is typed. See ``act_form``."""

    asking: Asking
    asked: frozenset[str] = frozenset()
    draft = HiddenField()
    proposal = HiddenField()
    file = MultipleFileField(_l("Tệp"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, then what several of them say together."""
        for _code, part in self.deliveries():
            part.sent_on = self.day
        whole = bool(super().validate(extra_validators))
        checks = [self._see_day(), self._see_notice(), self._see_files()]
        return whole and all(checks)

    @property
    def day(self) -> date:
        """The day of the act; today while none is typed that can be read."""
        line = self._fields.get("happened_on")
        return line.data if line is not None and line.data else self.asking.today

    @property
    def late(self) -> bool:
        """Whether the act is entered on a later day than it happened."""
        return self.day < self.asking.today

    @property
    def short(self) -> Short | None:
        """The notice that is too short for the day that was named; None when it is long enough."""
        line = self._fields.get("dialogue_on")
        if line is None or not line.data or line.errors:
            return None
        return short_notice(self.asking.action.heeds, self.day, line.data, office_calendar())

    def _see_day(self) -> bool:
        line, asking = self._fields.get("happened_on"), self.asking
        if line is None or not line.data or line.errors or asking.mending:
            return True
        flaw = day_flaw(asking.case, asking.acts, line.data, asking.today, code=asking.action.code)
        if flaw is not None:
            line.errors = [_(flaw.words, **{name: _(value) for name, value in flaw.values.items()})]
        return flaw is None

    def _see_notice(self) -> bool:
        """Too short a notice is refused while the day can still be moved; an old one is recorded as it was."""
        short = self.short
        if short is None or self.late or self.asking.mending:
            return True
        words = _("Thông báo muộn nhất ngày %(last)s, theo %(place)s.", last=show_date(short.last), place=short.place)
        if short.first_possible:
            words += " " + _("Báo ngày %(told)s thì đối thoại sớm nhất ngày %(first)s.",
                             told=show_date(self.day), first=show_date(short.first_possible))
        self._fields["dialogue_on"].errors = [words]
        return False

    def _see_files(self) -> bool:
        if "file" not in self or len(self.uploads()) <= MOST_FILES:
            return True
        self.file.errors = [_("Tối đa %(most)s tệp một lần. Tệp còn lại thêm ở trang vụ việc.", most=str(MOST_FILES))]
        return False

    def uploads(self) -> list[Any]:
        """Files that came with the form; an empty chooser sends one without a name."""
        return [one for one in (self.file.data or ()) if getattr(one, "filename", "")] if "file" in self else []

    @property
    def accepts(self) -> str:
        """File extensions as the browser's file chooser takes them."""
        return ",".join(f".{name}" for name in (*TYPES, "jpeg"))

    @property
    def file_hint(self) -> str:
        """What is taken, said beforehand."""
        return _("Tối đa %(limit)s MB mỗi lần gửi. Nhận %(names)s.", names=", ".join(TYPES),
                 limit=str(current_app.extensions["settings"].upload_mb))

    def inputs(self) -> list[Field]:
        """The fields of what the action asks for, in its order; recipients and their lines are shown apart."""
        return [field for field in self if field.name in self.asked and field.name != "recipients"
                and not isinstance(field, FormField)]

    def deliveries(self) -> Iterator[tuple[str, Any]]:
        """(recipient, lines) of everybody a paper is sent to."""
        for one in self.asking.sent_to if "manner" in self else ():
            yield one.code, self._fields[part_of(one.code)].form

    # ── what was typed, and back ──

    def details(self) -> dict[str, Any]:
        """The inputs by name as an act stores them; days as days."""
        told = {field.name: field.data for field in self.inputs() if field.name not in ("handler", "verifiers")}
        if "handler" in self:
            told.pop("reason", None)
            told["team"] = list(dict.fromkeys([self["handler"].data, *(self["verifiers"].data or ())]))
        if "recipients" in self:
            told["recipients"] = list(self["recipients"].data or ())
        received = dict(self.deliveries()).get("complainant")
        if received is not None and "received_on" in received:
            told["received_on"] = received["received_on"].data
        return told

    def fill(self, details: Mapping[str, Any]) -> None:
        """Put stored inputs into the fields."""
        for field in self.inputs():
            if field.name in details:
                value = details[field.name]
                field.data = date.fromisoformat(value) if isinstance(field, DateField) else value
        if "handler" in self and details.get("team"):
            self["handler"].data, self["verifiers"].data = details["team"][0], list(details["team"][1:])
        if "recipients" in self and "recipients" in details:
            self["recipients"].data = list(details["recipients"])

    def given(self, papers: Any = ()) -> GivenAct:
        """The act as the form tells it."""
        paper = self.asking.papered
        return GivenAct(
            code=self.asking.action.code, happened_on=self.day,
            document=self["document"].data if paper else "", signer=self["signer"].data or "" if paper else "",
            signed_by=(self["signer_name"].data, self["signer_post"].data) if "signer_name" in self else ("", ""),
            details=self.details(), sent=self._sent(), proposal=self.proposal.data or "", papers=papers,
            team=self._team(), draft=self.draft.data or "")

    def _team(self) -> GivenTeam | None:
        if "handler" not in self:
            return None
        ids = {one.public_id: one.id for one in self.asking.workers}
        return GivenTeam(ids[self["handler"].data], [ids[one] for one in self["verifiers"].data or ()],
                         self["reason"].data)

    def _sent(self) -> list[Sent]:
        return [Sent(code, part["name"].data, part["manner"].data or self["manner"].data, self.day,
                     part["received_on"].data if "received_on" in part else None)
                for code, part in self.deliveries()]

    def written(self) -> list[tuple[str, str]]:
        """(label, words) of everything that stands in the form, for whoever only reads it."""
        shown = [field for field in self if field.type != "CSRFTokenField" and field.name != "file"
                 and not isinstance(field, HiddenField | FormField)]
        told = [(str(field.label.text), _in_words(field)) for field in shown]
        return [(label, words) for label, words in told if words]


def act_form(asking: Asking, *, more: Mapping[str, Any] | None = None, **options: Any) -> ActForm:
    """The form of an act, with the fields its action asks for in the way the viewer may carry it out.

    ``more``: fields besides; ``options`` as the form itself takes them.
    """
    fields: dict[str, Any] = {"asking": asking}
    if asking.papered:
        fields["document"] = TextField(
            _("Số, ký hiệu"), [Required(_("Ghi số, ký hiệu văn bản."))], max_length=LONGEST_NUMBER)
    if asking.dated:
        label = SIGNED_ON if asking.action.document else asking.practice.days.get(asking.action.code, HAPPENED_ON)
        fields["happened_on"] = DateField(_(label), [Required(_("Ghi ngày.")), NotFuture()])
    if asking.papered and not asking.mending:
        fields["signer"] = SelectField(_("Người ký"), [Required(_("Chọn người ký."))], choices=_signers(asking))
        if asking.way is Way.ENTER:
            fields["signer_name"] = TextField(_("Họ tên người ký"), [NamesSigner()], max_length=120)
            fields["signer_post"] = TextField(_("Chức vụ ghi trên văn bản"), [NamesSigner()], max_length=200)
    asked: dict[str, Any] = {}
    for ask in asking.action.asks:
        if not asking.mending or ask not in _NOT_MENDED:
            asked |= fields_of(ask, asking)
    whole = {**fields, **asked, **(more or {}), "asked": frozenset(asked)}
    return type("ActFormOfAction", (ActForm,), whole)(**options)


class NamesSigner:
    """Name and post are needed when whoever signed is in no list; else they say nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        if form["signer"].data == ANOTHER and not field.data:
            raise ValidationError(_("Ghi như trên văn bản."))


# Sent papers and teams have rows of their own: what an act says of them is history, not an input to be mended.
_NOT_MENDED: Final = frozenset({"team", "recipients", "manner", "received_on"})


def _signers(asking: Asking) -> list[tuple[str, str]]:
    """Names with posts; the recorded resolver is called so."""
    said = []
    for one in asking.signers:
        words = {"name": one.name, "post": one.post or _("người đứng đầu")}
        resolves = asking.case.resolver_id is not None and one.id == asking.case.resolver_id
        said.append((one.public_id, _("%(name)s, %(post)s (người giải quyết)", **words) if resolves
                     else _("%(name)s, %(post)s", **words)))
    if asking.way is Way.ENTER:
        said.append((ANOTHER, _("Người khác, ghi tên và chức vụ ở dưới")))
    return said


def begin(form: ActForm, account_id: int, *, dated: bool = True) -> None:
    """What stands in a form before anybody types: today, the signer most likely, whoever the paper is usually sent to.

    ``dated`` False leaves the day open: today would be refused, an earlier day would not.
    """
    asking = form.asking
    form.version.data = str(asking.case.version)
    if asking.dated and dated:
        form["happened_on"].data = asking.today
    if "signer" in form:
        form["signer"].data = _usual_signer(asking, account_id)
    if "recipients" in form:
        form["recipients"].data = usually_sent(asking)
    if "handler" in form:
        form["handler"].data = asking.case.handler_key or ""
    for code, part in form.deliveries():
        part["name"].data = _known_name(code, asking)


def _usual_signer(asking: Asking, account_id: int) -> str:
    own = [one for one in asking.signers if one.id == account_id]
    resolver = [one for one in asking.signers if one.id == asking.case.resolver_id]
    sole = asking.signers if len(asking.signers) == 1 else ()
    return next((one.public_id for one in (*own, *resolver, *sole)), "")


def _known_name(code: str, asking: Asking) -> str:
    if code == "complainant":
        return str(asking.people[0].name) if len(asking.people) == 1 else ""
    return str({"respondent": asking.case.respondent, "forwarder": asking.case.forwarded_by}.get(code, ""))


def _in_words(field: Field) -> str:
    """What a reader sees of a field: the words of what is chosen, days as days."""
    if isinstance(field, ChoiceField | SelectField | ManyField):
        chosen = {field.data} if isinstance(field.data, str) else set(field.data or ())
        return "; ".join(str(text) for value, text, *_more in field.iter_choices() if value in chosen)
    if isinstance(field, DateField):
        return show_date(field.data) if field.data else str(getattr(field, "typed", ""))
    return str(field.data or "")
