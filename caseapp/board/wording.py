"""What is to be done in a dossier and who is waited for, in words: the same on the list of tasks and on the board."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape as html
from typing import Any

from markupsafe import Markup

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.practice import MACHINE
from caseapp.cases.rules import KINDS, STANDING_STILL
from caseapp.dossiers.commands import number_of
from caseapp.gazette import office_calendar
from caseapp.law.limits import Unit
from caseapp.law.registry import PROMISES, RULES
from caseapp.reception.kinds.visit import VISIT
from caseapp.text import mark
from caseapp.web.assets import asset
from caseapp.web.badges import Due, badge_markup, day_words, due_badge
from caseapp.web.filters import said_place, upper_first
from caseapp.web.language import current
from caseapp.web.language import gettext as _
from caseapp.workflow.kind import Action

# What visits call their duties in lists, where the rule's own name would be too long.
HEADINGS: Mapping[str, str] = {
    "reception.reply": mark("Báo kết quả tiếp"),
    "reception.follow-up": mark("Trả lời như đã hẹn"),
    "reception.refusal-notice": mark("Ký thông báo từ chối tiếp công dân"),
}
KIND_WORDS: Mapping[str, str] = {
    **{code: kind.label for code, kind in KINDS.items()}, "visit": mark("Lượt tiếp"), "complaint": mark("Khiếu nại"),
}
STATE_WORDS: Mapping[str, Mapping[str, str]] = {
    kind.code: {state.code: state.label for state in kind.states} for kind in (VISIT, *KINDS.values())}


def to_do(row: Any) -> tuple[str, str]:
    """The act a dossier waits for and the article behind it: of its running duty, else what leads on from its state."""
    return _to_do(row.kind, row.state, row.rule, row.paused_on is not None, current())


@lru_cache(maxsize=1024)
def _to_do(kind: str, state: str, rule: str | None, paused: bool, _language: str) -> tuple[str, str]:
    """There are few of them and many rows: each is put into words once in each language."""
    if state in STANDING_STILL and paused:
        action = _leading_on(kind, state)
        return _("Theo dõi lý do tạm đình chỉ"), _article(action.citation if action else None)
    if rule is not None:
        promise = PROMISES.get(rule)
        citation = promise.citation if promise else RULES[rule].wordings[0].citation
        return _(HEADINGS.get(rule) or _title(rule)), _article(citation)
    action = _leading_on(kind, state)
    if action is None:
        return _(STATE_WORDS[kind][state]), ""
    return _(action.label), _article(action.citation)


def _title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else PROMISES[rule].title


def _article(citation: object) -> str:
    return upper_first(said_place(citation)) if citation else ""


@cache
def _leading_on(kind: str, state: str) -> Action | None:
    """Of a case the first act of people, in the order of its procedure, that leads out of a state."""
    if kind not in KINDS:
        return None
    here = KINDS[kind].state(state)
    return next((one for one in KINDS[kind].actions
                 if here in one.when and one.to not in (None, here) and one.by - {MACHINE}), None)


def due_cell(row: Any, today: date, ended_on: date | None = None) -> Markup:
    """How near the last day of the duty is, since when it stands still, or how it was met, with its second line.

    Of a dossier without a duty the name of its state. ``ended_on``: when the duty was met.
    """
    if row.rule is None:
        return Markup(html(_(STATE_WORDS[row.kind][row.state])))  # noqa: S704  escaped
    return _due_cell((row.due_on, row.unit == Unit.WORKING, row.safe_on, ended_on, row.paused_on), today,
                     office_calendar().hash, current(), asset("icons.svg"))


@lru_cache(maxsize=4096)
def _due_cell(clock: tuple[Any, ...], today: date, _calendar: str, _language: str, _icons: str) -> Markup:
    """A badge says the same of every dossier with these days, as long as the day and the calendar stay."""
    badge = due_badge(Due(*clock), today, office_calendar(), measure=True)
    return badge_markup(badge) if badge else Markup()


def dossier_cell(row: Any, who: str) -> Markup:
    """Number, who came, and below it the matter; of a sealed dossier that it is one."""
    came = f" · {html(who)}" if who else ""
    matter = icon("lock-fill") + " " + html(_("Hồ sơ kín")) if row.sealed else html(row.subject)
    return Markup(  # noqa: S704  every part is escaped
        f'<b class="nowrap">{html(number_of(row))}</b>{came}<span class="second">{matter}</span>')


def icon(name: str) -> str:
    """A picture beside words: made here and not in a macro, for lists show one a row."""
    return (f'<svg class="ic" width="16" height="16" aria-hidden="true" focusable="false">'
            f'<use href="{asset("icons.svg")}#{name}"></use></svg>')


def awaited(row: Any, me: int, *, signs: bool, clerk: bool, today: date) -> str:
    """Who is waited for: the head for a signature, the clerk for sending, else whoever handles it.

    Whoever brought an old book in received nobody: of its rows only what the book says is told.
    """
    if row.awaits == "supervisor":
        return _for_signature(row, today, signs=signs)
    if row.awaits == "clerk":
        return _("Tôi") if clerk else _("Văn thư")
    if row.handler_id == me:
        return _("Tôi")
    if row.handler_id is not None:
        return str(row.handler)
    if row.kind == MEDIATION.code:      # many a mediator has no account
        return _("Tổ trưởng tổ hòa giải") if row.awaits == "team-leader" else _("Hòa giải viên")
    return str(row.receiver_name or "") if row.kind == VISIT.code else _("Chưa phân công")


def _for_signature(row: Any, today: date, *, signs: bool) -> str:
    if row.proposed_on is None:
        return _("Tôi, ký thông báo") if signs else _("Người đứng đầu ký")
    since = day_words(row.proposed_on, today)
    return _("Tôi duyệt, trình từ %(day)s", day=since) if signs else _("Lãnh đạo duyệt, trình từ %(day)s", day=since)


def why_late(row: Any, today: date) -> str:
    """What an overdue dossier waits for: a paper laid before the head, an answer from others, or any act at all."""
    if row.proposed_on is not None:
        return _("Chờ lãnh đạo duyệt, trình từ %(day)s", day=day_words(row.proposed_on, today))
    if row.asked_on is not None:
        return _("Chờ trả lời thông tin, hỏi từ %(day)s", day=day_words(row.asked_on, today))
    if row.awaits == "supervisor":
        return _("Chờ người đứng đầu ký từ %(day)s", day=day_words(row.moved_on, today))
    if row.handler_id is None and row.kind in KINDS and row.kind != MEDIATION.code:
        return _("Chưa phân công, nhận từ %(day)s", day=day_words(row.opened_on, today))
    if row.awaits == "clerk":
        return _("Chờ văn thư gửi, từ %(day)s", day=day_words(row.moved_on, today))
    moved = day_words(row.moved_on, today)
    if row.due_on is not None and row.moved_on > row.due_on:
        return _("Việc gần nhất ngày %(day)s, chưa xong", day=moved)
    return _("Chưa có việc nào từ %(day)s", day=moved)
