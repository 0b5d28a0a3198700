"""Fields that ask once for each: the declaration of every member of a team, the finding on every content."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wtforms import Field, Form
from wtforms.utils import unset_value

from caseapp.cases.asking import Ask
from caseapp.cases.each import MEMBERS, NO_INTEREST, contents_of
from caseapp.cases.forms.offers import choices_of
from caseapp.cases.rules import details_of
from caseapp.law.citing import cited
from caseapp.law.denunciation_duties import TEAM
from caseapp.text import show_date
from caseapp.web.forms import DateField, LongTextField, NotFuture, PartForm, Required, SelectField, TextField
from caseapp.web.language import gettext as _

LONGEST_PAPER: Final = 120
LONGEST_WHY: Final = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One of those it is asked for: the key its inputs bear, what it is called, its inputs."""

    key: str
    name: str
    part: Any


class Told(list[dict[str, str]]):
    """Rows as an act stores them; as text, in ``words``, for whoever only reads the form."""

    words: str = ""

    def __str__(self) -> str:
        return self.words


class EachField(Field):
    """Rows of inputs, one for each; ``key``: the input that says whose row it is, empty where the order says it."""

    key = ""

    def __init__(self, label: object = None, validators: Sequence[Any] | None = None, *,
                 rows: Sequence[tuple[str, str]], part: type[PartForm], **more: Any) -> None:
        super().__init__(label, validators, **more)
        self._rows, self._part = rows, part
        self.rows: list[Row] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was sent for each row; without that, what is stored or usual."""
        self.process_errors: list[str] = []
        self.object_data = self.default if data is unset_value else data
        self.rows = [Row(key, name, self._part(formdata, prefix=f"{self.name}-{key}-")) for key, name in self._rows]
        if not formdata and self.object_data:
            self.data = self.object_data

    @property
    def data(self) -> Told:
        """The rows that count, as they are stored."""
        told = Told(self._told(row) for row in self.counted)
        told.words = "; ".join(f"{row.name}: {', '.join(filter(None, map(_in_words, row.part)))}"
                               for row in self.counted)
        return told

    @data.setter
    def data(self, told: Any) -> None:
        known = self._by_row(told if isinstance(told, list) else [])
        for row in self.rows:
            for name, value in known.get(row.key, {}).items():
                if name in row.part:
                    row.part[name].data = value
        self._show_days()

    @property
    def counted(self) -> Sequence[Row]:
        """Rows that are asked for."""
        return self.rows

    def validate(self, form: Form, extra_validators: Any = ()) -> bool:
        """Every row that counts; what is wrong stands at its input, and above all of them once."""
        self.errors = []
        whole = [self._row_is_whole(form, row) for row in self.counted]
        if not all(whole):
            self.errors = [self._summary([row for row, fine in zip(self.counted, whole, strict=True) if not fine])]
        return all(whole)

    def _row_is_whole(self, _form: Form, row: Row) -> bool:
        return bool(row.part.validate())

    def _summary(self, rows: Sequence[Row]) -> str:
        return _("Còn thiếu hoặc chưa đúng: %(names)s.", names="; ".join(row.name for row in rows))

    def _told(self, row: Row) -> dict[str, str]:
        values = {one.short_name: one.data for one in row.part}
        plain = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in values.items()}
        return {self.key: row.key, **plain} if self.key else plain

    def _by_row(self, told: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        if self.key:
            return {str(one.get(self.key)): one for one in told}
        return {row.key: one for row, one in zip(self.rows, told, strict=False)}

    def _show_days(self) -> None:
        """Stored days as days."""


def _in_words(field: Field) -> str:
    if isinstance(field, SelectField):
        return next((str(text) for value, text, *_more in field.iter_choices() if value == field.data), "")
    return show_date(field.data) if isinstance(field.data, date) else str(field.data or "")


class MembersField(EachField):
    """What every member declares; only the rows of whoever is chosen in ``chosen_in`` count."""

    key = "who"

    def __init__(self, *args: Any, chosen_in: tuple[str, ...] = ("handler", "verifiers"),
                 known: frozenset[str] = frozenset(), **more: Any) -> None:
        self._chosen_in, self._known, self._chosen = chosen_in, known, set[str]()
        super().__init__(*args, **more)

    @property
    def counted(self) -> Sequence[Row]:
        """Before it is checked who is chosen, whoever has a word."""
        return [row for row in self.rows if row.key in self._chosen or row.part.says.data]

    def validate(self, form: Form, extra_validators: Any = ()) -> bool:
        named = [form[name].data or () for name in self._chosen_in]
        self._chosen = {one for told in named for one in ((told,) if isinstance(told, str) else told)} - self._known
        for row in self.rows:
            if row.key not in self._chosen:
                for one in row.part:
                    one.data = None
        return super().validate(form, extra_validators)

    def _row_is_whole(self, form: Form, row: Row) -> bool:
        whole = super()._row_is_whole(form, row)
        if row.part.says.data and row.part.says.data != NO_INTEREST:
            row.part.says.errors = [_("Người này không vào Đoàn, Tổ xác minh (%(place)s). Chọn người khác.",
                                      place=cited(TEAM.citation, _))]
            return False
        return whole

    def _show_days(self) -> None:
        for row in self.rows:
            if isinstance(row.part.on.data, str):
                row.part.on.data = date.fromisoformat(row.part.on.data) if row.part.on.data else None


class ContentsField(EachField):
    """What is found of every content that was accepted, in their order."""


def each_fields(ask: Ask, asking: Any) -> dict[str, Any]:
    """The field of an input that is asked for each; none where there is nobody to ask it of."""
    return _members(ask, asking) if ask.each == MEMBERS else _contents(ask, asking)


def _members(ask: Ask, asking: Any) -> dict[str, Any]:
    people = [(one.public_id, one.name) for one in asking.workers]
    return {ask.name: members_field(people, asking.on, _(ask.label), _(ask.missing))} if people else {}


def members_field(people: Sequence[tuple[str, str]], on: Any, label: str, missing: str, **more: Any) -> MembersField:
    """The declarations of whoever is chosen among ``people`` (public id, name) on a day."""
    part = type("DeclarationPart", (PartForm,), {
        "says": SelectField(_("Quan hệ, lợi ích liên quan"), [Required(_("Chọn điều người này cam kết."))],
                            choices=choices_of("no_interest", on), blank=_("Chưa cam kết")),
        "on": DateField(_("Ngày cam kết"), [Required(_("Ghi ngày cam kết.")), NotFuture()]),
        "paper": TextField(_("Bản cam kết"), [Required(_("Ghi bản cam kết."))], max_length=LONGEST_PAPER)})
    return MembersField(label, [Required(missing)], rows=people, part=part, **more)


def _contents(ask: Ask, asking: Any) -> dict[str, Any]:
    acts = [(act.code, details_of(act)) for act in asking.acts]
    rows = [(str(place), f"{place}. {content}") for place, content in enumerate(
        contents_of(acts, asking.case.content), 1)]
    part = type("FindingPart", (PartForm,), {
        "finding": SelectField(_("Kết quả"), [Required(_(ask.missing))], choices=choices_of(ask.name, asking.on)),
        "why": LongTextField(_("Vì sao"), [Required(_("Ghi căn cứ của kết quả này."))], max_length=LONGEST_WHY,
                             rows=2)})
    before = next((details["findings"] for _code, details in reversed(acts) if details.get("findings")), None)
    return {ask.name: ContentsField(_(ask.label), [Required(_(ask.missing))], rows=rows, part=part, default=before)}

