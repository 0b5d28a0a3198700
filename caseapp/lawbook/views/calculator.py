"""The calculator: a question in the address, the day with its receipt on the page, on paper, or as JSON."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.gazette import office_calendar
from caseapp.law.batch import answer_json, error_json
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.limits import OPTION_WORDS, UNIT_WORDS
from caseapp.law.picture import CellKind, weeks
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.law.sentences import in_words, length_line, skipped_lines
from caseapp.lawbook.asking import AskForm, Question, answered, asked
from caseapp.lawbook.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Tone
from caseapp.web.filters import long_day
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import today


@pages.get("/phap-luat/tinh-han")
@guarded(Can.SEE_LAW)
def calculator() -> ResponseReturnValue:
    """Ask for a due day; an address that names a day is a question and is answered."""
    form = _form()
    put = "ngay" in request.args and "them" not in request.args
    question, answer = _answer(form) if put else (None, None)
    if request.args.get("dang") == "json":
        return _as_json(form, answer)
    shown = _shown(question, answer) if question and isinstance(answer, Receipt) else {}
    page = render_template("lawbook/calculator.html", form=form, chosen=RULES.get(form.rule.data or ""),
                           own_options=_own_options(form), in_use=_in_use(form),
                           more_open="them" in request.args or form.has_wrong_more(),
                           problems=form.problems() if put else [], **shown)
    return (page, 422) if put and not shown else page


@pages.get("/phap-luat/tinh-han/in")
@guarded(Can.SEE_LAW)
def calculator_print() -> ResponseReturnValue:
    """The answer on paper; a question without one is mended on screen first."""
    question, answer = _answer(_form())
    if question is None or not isinstance(answer, Receipt):
        return redirect(f"{url_for('lawbook.calculator')}?{urlencode(list(request.args.items(multi=True)))}")
    return render_template("lawbook/calculator_print.html", **_shown(question, answer))


def _form() -> AskForm:
    """The form as the address fills it; without a day, today's; with one row more of pauses when that was asked."""
    form = AskForm(request.args if "ngay" in request.args else None)
    if "ngay" not in request.args:
        code = request.args.get("quy-tac", "")
        form.rule.data, form.day.data = code if code in RULES else None, today()
    if "them" in request.args and len(form.pauses) < (form.pauses.max_entries or 0):
        form.pauses.append_entry()
    return form


def _own_options(form: AskForm) -> str:
    """Which of the options the chosen rule has, so that nobody has to try."""
    limit = RULES.get(form.rule.data or "")
    if limit is None:
        return _("Mỗi thời hạn chỉ nhận những trường hợp mà luật của nó nêu.")
    names = _options(option for option in OPTION_WORDS if option in limit.options)
    if not names:
        return _("Thời hạn này không có trường hợp riêng.")
    return _("Thời hạn này nhận: %(options)s.", options=names)


def _in_use(form: AskForm) -> str:
    """What of the folded part is filled in, said while it is folded."""
    pauses = sum(bool(row.form.first.data) for row in form.pauses)
    said = [_options(form.options.data or ())]
    said += [_("gia hạn %(times)s lần", times=form.extensions.data)] if form.extensions.data else []
    said += [ngettext("%(num)d lần dừng", "%(num)d lần dừng", pauses)] if pauses else []
    return "; ".join(filter(None, said))


def _answer(form: AskForm) -> tuple[Question | None, Receipt | LawError | None]:
    question = asked(form)
    return question, answered(form, question, office_calendar()) if question else None


def _as_json(form: AskForm, answer: Receipt | LawError | None) -> Response:
    """What the command line answers to the same question, over this office's calendar."""
    if isinstance(answer, Receipt):
        return Response(answer_json(answer), mimetype="application/json")
    first = next((problem.message for problem in form.problems()), _("Cần “quy-tac” và “ngay”."))
    problem = answer or WrongUse("{problem}", problem=first)
    return Response(error_json(problem), 422, mimetype="application/json")


def _shown(question: Question, receipt: Receipt) -> dict[str, Any]:
    calendar = weeks(receipt, today(), _)
    return {
        "badge": None if receipt.confirmed else Badge(Tone.UNSURE, _("Chưa xác nhận")),
        "receipt": receipt, "title": _(receipt.title), "value": _value(receipt), "line": _line(receipt),
        "sentence": in_words(receipt, _), "weeks": calendar,
        "paused": any(cell.kind is CellKind.PAUSED for week in calendar for cell in week),
        "skipped": skipped_lines(receipt, _), "notes": [note.words(_) for note in receipt.notes], "grounds": {},
        "unit_words": {unit: _(words) for unit, words in UNIT_WORDS.items()},
        "options_words": _options(receipt.options), "marks": (receipt.rule_hash, receipt.calendar_hash),
        "print_url": url_for("lawbook.calculator_print", **question.address()),
        "json_url": url_for("lawbook.calculator", dang="json", **question.address()),
        "own_url": url_for("lawbook.calculator", **question.address()),
    }


def _value(receipt: Receipt) -> str:
    if receipt.effective:
        return _("Có hiệu lực từ %(day)s", day=long_day(receipt.effective))
    if receipt.counted_back:
        return _("Chậm nhất %(day)s", day=long_day(receipt.due))
    words = long_day(receipt.due)
    return words[:1].upper() + words[1:]


def _line(receipt: Receipt) -> str:
    """The length; the last day of what takes effect by itself; the day to be done by, where it is another one."""
    said = [length_line(receipt, _)]
    if receipt.effective:
        said.append(_("hết ngày %(day)s", day=f"{receipt.due:%d/%m/%Y}"))
    elif receipt.safe != receipt.due:
        said.append(_("nên xong %(day)s", day=long_day(receipt.safe)))
    return "; ".join(said)


def _options(options: Iterable[str]) -> str:
    return ", ".join(_(OPTION_WORDS[option]) for option in options if option in OPTION_WORDS)
