"""Knows how a question about a due day stands in an address: read field by field, counted, every no at its field."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import OPTION_WORDS
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.registry import RULES
from caseapp.law.rows import FIELD_WORDS
from caseapp.lawbook.fields import limits_by_field
from caseapp.web.forms import (
    DateField,
    FieldList,
    FormField,
    ManyField,
    NumberField,
    PartForm,
    Problem,
    Required,
    SelectField,
)
from caseapp.web.language import gettext as _

FEWEST_PAUSES, MOST_PAUSES, MOST_EXTENSIONS = 2, 12, 9


class PauseForm(PartForm):
    """One pause: the first day that does not count, and the day the clock runs again."""

    first = DateField(_l("Dừng từ ngày"), name="tu")
    until = DateField(_l("Chạy tiếp từ ngày"), name="den")


class AskForm(PartForm):
    """A question about a due day; it names nobody, so that its address may be kept and passed on."""

    rule = SelectField(_l("Thời hạn"), [Required(_l("Chọn thời hạn cần tính."))], name="quy-tac",
                       blank=_l("Chọn thời hạn…"))
    day = DateField(_l("Ngày bắt đầu"), [Required(_l("Ghi ngày bắt đầu, ví dụ 16/11/2026."))], name="ngay")
    options = ManyField(_l("Trường hợp"), name="truong-hop")
    extensions = NumberField(_l("Số lần gia hạn"), most=MOST_EXTENSIONS, name="gia-han")
    pauses = FieldList(FormField(PauseForm), _l("Thời gian không tính"), min_entries=FEWEST_PAUSES,
                       max_entries=MOST_PAUSES, name="dung")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rule.choices = [SelectChoice(limit.code, _(limit.title), optgroup=_(FIELD_WORDS[field]))
                             for field, limits in limits_by_field().items() for limit in limits]
        self.options.choices = [SelectChoice(code, _(words)) for code, words in OPTION_WORDS.items()]

    def has_wrong_more(self) -> bool:
        """Whether anything beyond rule and day must be mended."""
        rows = [field for row in self.pauses for field in (row.form.first, row.form.until)]
        return any(field.errors for field in (self.options, self.extensions, *rows))

    def problems(self) -> list[Problem]:
        """Everything to mend, in the order of the page."""
        found = [Problem(_anchor(field), str(field.label.text), str(error))
                 for field in (self.rule, self.day, self.options, self.extensions) for error in field.errors]
        return found + [Problem(field.id, str(field.label.text), str(error)) for row in self.pauses
                        for field in (row.form.first, row.form.until) for error in field.errors]


def _anchor(field: Any) -> str:
    return f"{field.id}-0" if isinstance(field, ManyField) else str(field.id)


@dataclass(frozen=True, slots=True)
class Question:
    """A whole question, as its address says it."""

    rule: str
    day: date
    options: tuple[str, ...]
    pauses: tuple[Pause, ...]
    extensions: int

    def counted(self, calendar: Calendar) -> Receipt:
        """Its answer; raises LawError when the law or the calendar has none."""
        return count(self.rule, self.day, calendar, self.options, self.pauses, self.extensions)

    def address(self) -> dict[str, Any]:
        """The same as parts of an address, without the fields that were left empty."""
        pauses = {f"dung-{number}-{name}": day.isoformat() for number, pause in enumerate(self.pauses)
                  for name, day in (("tu", pause.first), ("den", pause.until))}
        return {"quy-tac": self.rule, "ngay": self.day.isoformat(), "truong-hop": list(self.options),
                "gia-han": self.extensions or None, **pauses}


def asked(form: AskForm) -> Question | None:
    """The question of a filled-in form; None when a field must be mended first."""
    sound = form.validate()
    pauses, day = _pauses(form), form.day.data
    if not sound or pauses is None or day is None:
        return None
    return Question(form.rule.data or "", day, tuple(form.options.data or ()), pauses,
                    form.extensions.data or 0)


def _show_as_read(form: AskForm) -> None:
    """Let days show as the office writes them, however the address spelled them: what was read is what is counted."""
    for field in (form.day, *(one for row in form.pauses for one in (row.form.first, row.form.until))):
        field.raw_data = None


def _pauses(form: AskForm) -> tuple[Pause, ...] | None:
    found, sound = [], True
    for row in form.pauses:
        first, until = row.form.first, row.form.until
        if first.data and until.data:
            found.append(Pause(first.data, until.data))
        elif (first.data or until.data) and not (first.errors or until.errors):
            empty = until if first.data else first
            blame(empty, _("Ghi cả hai ngày của lần dừng này, hoặc bỏ trống cả hai."))
            sound = False
        elif first.errors or until.errors:
            sound = False
    return tuple(found) if sound else None


def answered(form: AskForm, question: Question, calendar: Calendar) -> Receipt | LawError:
    """The receipt; or why there is none, said at the field that must change."""
    try:
        receipt = question.counted(calendar)
    except LawError as problem:
        field = _field_of(form, question, calendar)
        blame(field, _strange_options(question) if field is form.options else problem.words(_))
        return problem
    _show_as_read(form)
    return receipt


def _strange_options(question: Question) -> str:
    """The options a rule does not have on that day, by the words that stand beside their boxes."""
    known = {option for wording in RULES[question.rule].in_force(question.day) if wording.length is not None
             for option in wording.options}
    strange = "”, “".join(_(OPTION_WORDS[option]) for option in question.options if option not in known)
    return _("Thời hạn này không có trường hợp “%(options)s” vào ngày bắt đầu.", options=strange)


def blame(field: Any, words: str) -> None:
    """Put a sentence at a field."""
    field.errors = [*field.errors, words]


def _field_of(form: AskForm, question: Question, calendar: Calendar) -> Any:
    """The field of a question without an answer: asked anew, a little more each time, until the law says no."""
    limit = RULES[question.rule]
    if _refused(lambda: limit.readings(question.day)):
        return form.day
    if _refused(lambda: limit.readings(question.day, question.options)):
        return form.options
    if _refused(lambda: limit.readings(question.day, question.options, question.extensions)):
        return form.extensions
    plain = Question(question.rule, question.day, question.options, (), question.extensions)
    if _refused(lambda: plain.counted(calendar)):
        return form.day
    return _bad_pause(form, question, calendar)


def _bad_pause(form: AskForm, question: Question, calendar: Calendar) -> Any:
    """The later day of the first pause that alone is too much; of the last one when they only fail together."""
    rows = [row.form for row in form.pauses if row.form.first.data and row.form.until.data]
    for row, pause in zip(rows, question.pauses, strict=True):
        alone = Question(question.rule, question.day, question.options, (pause,), question.extensions)
        if _refused(lambda alone=alone: alone.counted(calendar)):  # type: ignore[misc]
            return row.until
    return rows[-1].until


def _refused(question: Any) -> bool:
    try:
        question()
    except LawError:
        return True
    return False
