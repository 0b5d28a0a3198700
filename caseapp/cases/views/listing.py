"""The list of cases. Its rows are put into words here: a template that calls out for each cell costs more than SQL."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from html import escape as html
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.queries import lists
from caseapp.cases.queries.lists import COUNT_CAP, ENDED, LATE, NOBODY, OPEN, PAGE, SIGNING, SOON, SUSPENDED, Wanted
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.clocks import Days, badge_of
from caseapp.cases.views.steps import AWAITED, NOBODY_HANDLES
from caseapp.dossiers.commands import number_of
from caseapp.gazette import office_calendar
from caseapp.law.days import Calendar
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.assets import asset
from caseapp.web.badges import SOON_DAYS, badge_markup, day_words
from caseapp.web.language import current
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SUBJECT_SHOWN = 66
HOME = "/vu-viec"
STATES = {(kind.code, state.code): state.label for kind in KINDS.values() for state in kind.states}
VOID_ROW, CURRENT = ' class="void"', ' aria-current="true"'
CHIPS: Mapping[str, str] = {
    OPEN: mark("Đang giải quyết"), LATE: mark("Quá hạn"), SOON: mark("Trong %(days)s ngày làm việc"),
    SIGNING: mark("Chờ ký"), SUSPENDED: mark("Tạm đình chỉ"), ENDED: mark("Đã xong"),
}
COUNTED: Mapping[str, str] = {OPEN: "open", LATE: "late", SOON: "soon", SIGNING: "signing", SUSPENDED: "suspended"}
# What an empty list says, and where the others are.
EMPTY: Mapping[str, tuple[str, str]] = {
    OPEN: (mark("Chưa có vụ việc nào đang giải quyết"),
           mark("Vụ việc mở khi tiếp nhận đơn khiếu nại ở bàn tiếp dân. Vụ đã xong nằm ở mục Đã xong.")),
    LATE: (mark("Không có vụ việc nào quá hạn"), mark("Mọi hạn đang chạy đều còn ngày.")),
    SOON: (mark("Không có vụ việc nào sắp đến hạn"), mark("Hạn gần nhất còn xa hơn; xem ở mục Đang giải quyết.")),
    SIGNING: (mark("Không có vụ việc nào chờ ký"),
              mark("Đề xuất đã trình hiện ở đây cho tới khi được duyệt hoặc trả lại.")),
    SUSPENDED: (mark("Không có vụ việc nào đang tạm đình chỉ"),
                mark("Vụ tạm đình chỉ không có hạn, nên theo dõi ở đây.")),
    ENDED: (mark("Chưa có vụ việc nào kết thúc"), mark("Vụ việc không thụ lý, đình chỉ hoặc lưu trữ sẽ nằm ở đây.")),
}


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages."""

    newer: str | None
    older: str | None


@pages.get("/vu-viec")
@guarded(Can.READ_DOSSIERS)
def case_list() -> ResponseReturnValue:
    """Cases the viewer may see, the earliest duty first."""
    person, days = viewer(), Days(today(), office_calendar())
    show = request.args.get("xem", OPEN)
    show = show if show in lists.SHOWN else OPEN
    soon = soon_until(days)
    people = lists.counts_of(person, days.today, soon)
    handler = request.args.get("nguoi", "")
    handler = handler if handler in {row.public_id or NOBODY for row in people} else ""
    after = request.args.get("sau", "")
    rows = lists.case_rows(person, Wanted(show, days.today, soon, handler, after))
    here = partial(_address, show)
    older = here(handler, rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return render_template(
        "cases/list.html", rows=listed(rows[:PAGE], days, person.unit_id), show=show, empty=EMPTY[show],
        chips=_chips(people, show, handler),
        people=_people(people, handler, here),
        pager=Pager(here(handler) if after else None, older))


def soon_until(days: Days) -> date:
    """The last day that counts as soon."""
    last = days.today
    for _step in range(SOON_DAYS):
        last = days.calendar.next_working(date.fromordinal(last.toordinal() + 1))
    return last


def _address(show: str, handler: str = "", after: str = "") -> str:
    """Where a list is: each page has nine of these, and asks the routing for none."""
    asked = {"xem": show, "nguoi": handler, "sau": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{HOME}?{query}" if query else HOME


def listed(rows: Sequence[Any], days: Days, unit_id: int) -> Markup:
    """Rows of a list query in words."""
    return Markup("".join([  # noqa: S704  every word is escaped
        f'<tr{VOID_ROW if row.state == VOID.code else ""}><td><a class="title nowrap" href="{HOME}/{row.public_id}">'
        f'<b>{html(number_of(row))}</b></a><span class="second">{day_words(row.opened_on, days.today)}</span></td>'
        f"<td>{_what(row, unit_id)}</td><td>{_stands(row, days.today)}</td><td>{_due(row, days)}</td></tr>\n"
        for row in rows]))


def _what(row: Any, unit_id: int) -> str:
    """The matter, and below it who complains; of another unit also which."""
    subject = row.subject if len(row.subject) <= SUBJECT_SHOWN else row.subject[:SUBJECT_SHOWN].rpartition(" ")[0] + "…"
    second = row.complainant or _("Chưa ghi tên")
    if row.people_count > 1:
        second = _("%(name)s và %(count)s người", name=second, count=row.people_count - 1)
    if row.unit_id != unit_id:
        second = f"{second} · {row.unit_name}"
    return f'<b>{html(subject)}</b><span class="second">{html(second)}</span>'


def _stands(row: Any, day: date) -> str:
    """The state, and below it who is awaited."""
    state = _(STATES[row.kind, row.state])
    return f'{html(state)}<span class="second">{html(awaited(row, day))}</span>'


def awaited(row: Any, day: date) -> str:
    """Who must act next: “Trần Văn Bình”, “chờ người đứng đầu, trình từ 12/11”."""
    if row.proposed_on is not None:
        return _("chờ người đứng đầu duyệt, trình từ %(day)s", day=day_words(row.proposed_on, day))
    if row.awaits == "handler" or not row.awaits:
        return str(row.handler or ("" if row.closed_on else _(NOBODY_HANDLES)))
    return _(AWAITED[row.awaits]) if row.awaits in AWAITED else ""


def _due(row: Any, days: Days) -> str:
    if row.closed_on is not None:
        return html(_("kết thúc %(day)s", day=day_words(row.closed_on, days.today)))
    if not row.rule:
        return "–"
    clock = Shown(row.nature, row.unit, row.due_on, row.safe_on, row.paused_on, row.confirmed, row.ended_on,
                  row.ended_by)
    return _badge(clock, days.today, Counting(days.calendar), current(), asset("icons.svg"))


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


def _chips(counts: Sequence[Any], show: str, handler: str) -> Markup:
    """Each chip with its number; the one that is shown is marked."""
    numbers = {which: sum(getattr(row, name) for row in counts) for which, name in COUNTED.items()}
    return Markup("".join([  # noqa: S704  every word is escaped
        f'<a class="chip{" on" if which == show else ""}" href="{html(_address(which, handler))}"'
        f'{CURRENT if which == show else ""}>{html(_(words, days=SOON_DAYS))}{_counted(numbers.get(which))}</a>\n'
        for which, words in CHIPS.items()]))


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return f" {count}" if count < COUNT_CAP else f" {COUNT_CAP - 1}+"


def _people(rows: Sequence[Any], handler: str, here: Any) -> tuple[str, list[tuple[str, str, bool]]]:
    """The choice of a handler: what is chosen, then (words, address, selected); empty where there is none to make."""
    if len(rows) < 2:
        return "", []
    choices = [(_("mọi người"), here(), not handler)]
    for row in rows:
        key = row.public_id or NOBODY
        choices.append((str(row.name or _("chưa phân công")), here(key), key == handler))
    return next(words for words, _url, selected in choices if selected), choices
