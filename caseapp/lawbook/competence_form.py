"""Knows how a question about competence stands in an address: codes and days alone, every no at its field."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from caseapp.law.competence import Question, competent
from caseapp.law.competence_answers import Answer, Body
from caseapp.law.competence_shape import MATTER_WORDS, OFFICES, TIER_WORDS, Matter, Tier
from caseapp.law.errors import LawError
from caseapp.lawbook.asking import blame
from caseapp.lawbook.competence_units import last_heir
from caseapp.web.forms import ChoiceField, DateField, PartForm, Problem, Required, SelectField
from caseapp.web.language import gettext as _

# Whose name is asked for beside an office: of an abolished district, the commune that took over.
NAMED: Final[Mapping[Tier, Tier]] = {
    Tier.COMMUNE: Tier.COMMUNE, Tier.DISTRICT: Tier.COMMUNE, Tier.DEPARTMENT: Tier.DEPARTMENT,
    Tier.AGENCY: Tier.DEPARTMENT, Tier.PROVINCE: Tier.PROVINCE,
}


class CompetenceForm(PartForm):
    """A question about competence; it names nobody, so that its address may be kept and passed on."""

    matter = SelectField(_l("Nội dung"), [Required(_l("Chọn nội dung."))], name="viec", blank=_l("Chọn nội dung…"))
    against = SelectField(_l("Quyết định, hành vi của ai"), name="cua", blank=_l("Chọn cơ quan…"),
                          validators=[Required(_l("Chọn người, cơ quan có quyết định, hành vi."))])
    body = SelectField(_l("Tên cơ quan"), name="don-vi", blank=_l("Không có trong danh sách"))
    instance = ChoiceField(_l("Lần giải quyết"), [Required(_l("Chọn lần đầu hay lần hai."))], name="lan", default="1")
    on = DateField(_l("Ngày nhận đơn"), [Required(_l("Ghi ngày nhận đơn, ví dụ 16/11/2026."))], name="nhan")
    acted = DateField(_l("Ngày có quyết định, hành vi"), name="ngay")

    def __init__(self, *args: Any, bodies: Mapping[str, Body], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.bodies = bodies
        self.matter.choices = [SelectChoice(str(code), _(words)) for code, words in MATTER_WORDS.items()]
        self.against.choices = [
            SelectChoice(office.code, _(office.label), optgroup=_(TIER_WORDS[tier]))
            for tier, offices in groupby(OFFICES.values(), lambda one: one.tier) for office in offices]
        self.body.choices = [SelectChoice(code, _told(body, today), optgroup=_(TIER_WORDS[body.tier]))
                             for code, body in sorted(bodies.items(), key=lambda one: list(Tier).index(one[1].tier))]
        self.instance.choices = [("1", _("lần đầu")), ("2", _("lần hai, tố cáo tiếp"))]

    def problems(self) -> list[Problem]:
        """Everything to mend, in the order of the page."""
        return [Problem(f"{field.id}-0" if field is self.instance else field.id, str(field.label.text), str(error))
                for field in self for error in field.errors]


def _told(body: Body, today: date) -> str:
    """A body as the list offers it; one that was merged says what it is now."""
    if not body.gone(today):
        return body.name
    if heir := last_heir(body, today):
        return _("%(old)s (nay là %(new)s)", old=body.name, new=heir.name)
    return _("%(old)s (không còn)", old=body.name)


def asked(form: CompetenceForm) -> Question | None:
    """The question of a filled-in form; None when a field must be mended first."""
    if not form.validate() or form.on.data is None:
        return None
    body = form.bodies.get(form.body.data or "")
    wanted = NAMED.get(OFFICES[form.against.data].tier)
    if body is not None and body.tier is not wanted:
        blame(form.body, _wrong_body(wanted))
        return None
    return Question(Matter(form.matter.data), form.against.data, form.on.data, int(form.instance.data), form.acted.data,
                    body)


def _wrong_body(wanted: Tier | None) -> str:
    if wanted is None:
        return _("Với nơi này thì bỏ trống tên cơ quan: hệ thống không giữ danh mục.")
    return _("Chọn tên của đúng cấp: %(tier)s.", tier=_(TIER_WORDS[wanted]))


def answered(form: CompetenceForm, question: Question) -> Answer | LawError:
    """Who is competent; or why there is nobody, said at the field that must change."""
    try:
        found = competent(question)
    except LawError as problem:
        blame(_field_of(form, question), problem.words(_))
        return problem
    # Days show as the office writes them, however the address spelled them.
    form.on.raw_data = form.acted.raw_data = None
    return found


def _field_of(form: CompetenceForm, question: Question) -> Any:
    """The field of a question without an answer: whatever must change for the law to know one."""
    if not _answers(replace(question, instance=1, acted=None, body=None)):
        # The lines of today are in force for ever, so far: a far day tells an office without any from one too early.
        some_day = replace(question, on=date.max, instance=1, acted=None, body=None)
        return form.on if _answers(some_day) else form.against
    if not _answers(replace(question, acted=None, body=None)):
        return form.instance
    return form.body if not _answers(replace(question, acted=None)) else form.acted


def _answers(question: Question) -> bool:
    try:
        competent(question)
    except LawError:
        return False
    return True


def address(question: Question) -> dict[str, str]:
    """The question as parts of an address, without the fields that were left empty."""
    body, acted = question.body, question.acted
    said = {"viec": str(question.matter), "cua": question.against, "don-vi": body.code if body else "",
            "lan": str(question.instance), "nhan": question.on.isoformat(), "ngay": acted.isoformat() if acted else ""}
    return {name: value for name, value in said.items() if value}
