"""Rows of a list of cases in words: a template that calls out for each cell costs more than SQL."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape as html
from typing import Any, NamedTuple

from markupsafe import Markup

from caseapp.cases import narrowing
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.narrowing import COLUMNS, HOME, NUMBER
from caseapp.cases.rules import KINDS
from caseapp.cases.views.clocks import Days, badge_of
from caseapp.cases.views.steps import AWAITED, NOBODY_HANDLES
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.fields import LABELS as FIELDS
from caseapp.dossiers.scope import HANDED_OVER
from caseapp.law.days import Calendar
from caseapp.web.assets import asset
from caseapp.web.badges import badge_markup, day_words
from caseapp.web.language import current
from caseapp.web.language import gettext as _

SUBJECT_SHOWN = 66
STATES = {(kind.code, state.code): state.label for kind in KINDS.values() for state in kind.states}
VOID_ROW = ' class="void"'


@dataclass(frozen=True, slots=True)
class Sight:
    """How rows are shown: on which day, from which unit, with which columns; ``gives``: units whose cases the viewer
    may give to somebody, each of their open rows with a box to tick; ``lies``: where cases that were set aside lie."""

    days: Days
    unit_id: int
    columns: tuple[str, ...] = narrowing.USUAL
    gives: frozenset[int] = frozenset()
    lies: Mapping[int, Any] = field(default_factory=dict)

    def apart(self, column: str) -> bool:
        """Whether something has a column of its own: then no other cell repeats it."""
        return column in self.columns


def listed(rows: Sequence[Any], sight: Sight) -> Markup:
    """Rows of a list query in words."""
    return Markup("".join([_row(row, sight) for row in rows]))  # noqa: S704  every word is escaped


def may_be_given(row: Any, sight: Sight) -> bool:
    """Whether the viewer may give this case to somebody."""
    return row.unit_id in sight.gives and row.closed_on is None


def _row(row: Any, sight: Sight) -> str:
    cells = "".join([_cell(row, column, sight) for column in sight.columns])
    tick = f'<td class="tick">{_box(row, sight)}</td>' if sight.gives else ""
    return f'<tr{VOID_ROW if row.state == VOID.code else ""}>{tick}{cells}</tr>\n'


def _box(row: Any, sight: Sight) -> str:
    """What is ticked bears the version that was seen: nobody gives away what a colleague has changed since."""
    if not may_be_given(row, sight):
        return ""
    label = html(_("Chọn %(number)s", number=number_of(row)))
    return (f'<label class="form-check"><input class="form-check-input" type="checkbox" name="chon" '
            f'value="{row.public_id}.{row.version}" aria-label="{label}"></label>')


def _cell(row: Any, column: str, sight: Sight) -> str:
    label = f' data-label="{html(_(COLUMNS[column]))}"' if column in _LABELLED else ""
    return f'<td class="c-{column}"{label}>{_CELLS[column](row, sight)}</td>'


def _number(row: Any, sight: Sight) -> str:
    second = "" if sight.apart(narrowing.RECEIVED) else _second(day_words(row.opened_on, sight.days.today))
    return f'<a class="title nowrap" href="{HOME}/{row.public_id}"><b>{html(number_of(row))}</b></a>{second}'


def _matter(row: Any, sight: Sight) -> str:
    """The matter, and below it who complains; of another unit also which. A sealed dossier says only that it is one."""
    if row.sealed:
        second = [] if sight.apart(narrowing.KIND) else [_(KINDS[row.kind].label)]
        sealed = html(_("Hồ sơ kín"))
        matter = f'<span class="sealed-matter">{_lock(asset("icons.svg"))} {sealed}</span>'
    else:
        second = [] if sight.apart(narrowing.PEOPLE) else [people_of(row)]
        matter = f"<b>{html(_shortened(row.subject))}</b>"
    if row.unit_id != sight.unit_id and not sight.apart(narrowing.UNIT):
        second.append(row.unit_name)
    return matter + _second(" · ".join(second))


def people_of(row: Any) -> str:
    """Who complains: the first by name, how many more; nobody of a sealed dossier."""
    if row.sealed:
        return ""
    first = row.complainant or _("Chưa ghi tên")
    return _("%(name)s và %(count)s người", name=first, count=row.people_count - 1) if row.people_count > 1 else first


def _state(row: Any, sight: Sight) -> str:
    """The state, and below it who is awaited."""
    said = sight.apart(narrowing.WAITS) or (sight.apart(narrowing.HANDLER) and _handler_awaited(row))
    second = "" if said else _second(_waits(row, sight))
    return html(_(STATES[row.kind, row.state])) + second


def _waits(row: Any, sight: Sight) -> str:
    """Who is awaited; of a case that was set aside, where it lies now."""
    there = sight.lies.get(row.id)
    if there is None:
        return awaited(row, sight.days.today)
    number = number_of(there)
    return _("đã chuyển, nay là %(number)s", number=number) if there.why == HANDED_OVER else _(
        "đã nhập vào %(number)s", number=number)


def awaited(row: Any, day: date) -> str:
    """Who must act next: “Trần Văn Bình”, “chờ người đứng đầu, trình từ 12/11”."""
    if row.proposed_on is not None:
        return _("chờ người đứng đầu duyệt, trình từ %(day)s", day=day_words(row.proposed_on, day))
    if _handler_awaited(row):
        return str(row.handler or ("" if row.closed_on else _(NOBODY_HANDLES)))
    return _(AWAITED[row.awaits]) if row.awaits in AWAITED else ""


def _handler_awaited(row: Any) -> bool:
    return row.proposed_on is None and row.awaits in ("handler", "")


def _due(row: Any, sight: Sight) -> str:
    days = sight.days
    if row.closed_on is not None:
        return html(_("kết thúc %(day)s", day=day_words(row.closed_on, days.today)))
    if not row.rule:
        return "–"
    clock = Shown(row.nature, row.unit, row.due_on, row.safe_on, row.paused_on, row.confirmed, row.ended_on,
                  row.ended_by)
    return _badge(clock, days.today, Counting(days.calendar), current(), asset("icons.svg"))


def _second(words: str) -> str:
    return f'<span class="second">{html(words)}</span>' if words else ""


def _shortened(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_SHOWN else subject[:SUBJECT_SHOWN].rpartition(" ")[0] + "…"


@lru_cache(maxsize=4)
def _lock(icons: str) -> str:
    return (f'<svg class="ic" width="16" height="16" aria-hidden="true" focusable="false">'
            f'<use href="{icons}#lock-fill"></use></svg>')


_CELLS: Mapping[str, Callable[[Any, Sight], str]] = {
    NUMBER: _number, narrowing.MATTER: _matter, narrowing.STATE: _state, narrowing.DUE: _due,
    narrowing.PEOPLE: lambda row, _sight: html(people_of(row)) or "–",
    narrowing.KIND: lambda row, _sight: html(_(KINDS[row.kind].label)),
    narrowing.WAITS: lambda row, sight: html(_waits(row, sight)) or "–",
    narrowing.RECEIVED: lambda row, sight: html(day_words(row.opened_on, sight.days.today)),
    narrowing.HANDLER: lambda row, _sight: html(row.handler or _("chưa phân công")),
    narrowing.UNIT: lambda row, _sight: html(row.unit_name),
    narrowing.FIELD: lambda row, _sight: html(_(FIELDS[row.field])) if row.field in FIELDS else "–",
}
# Where columns become lines of a card, these say what they are.
_LABELLED = frozenset({narrowing.PEOPLE, narrowing.KIND, narrowing.WAITS, narrowing.RECEIVED, narrowing.HANDLER,
                       narrowing.UNIT, narrowing.FIELD})


class Shown(NamedTuple):
    """What a badge says depends on these columns of a clock alone."""

    nature: str
    unit: str
    due_on: date | None
    safe_on: date | None
    paused_on: date | None
    confirmed: bool
    ended_on: date | None
    ended_by: str | None


class Counting:
    """A calendar as a key: the very object, since comparing calendars day by day costs more than what is kept."""

    __slots__ = ("calendar",)

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counting) and self.calendar is other.calendar

    def __hash__(self) -> int:
        return id(self.calendar)


@lru_cache(maxsize=4096)
def _badge(clock: Shown, day: date, counting: Counting, _language: str, _icons: str) -> str:
    """The badge of a clock: a day's lists show the same ones to everybody, all day."""
    badge = badge_of(clock, Days(day, counting.calendar), year=False)
    return str(badge_markup(badge)) if badge else "–"
