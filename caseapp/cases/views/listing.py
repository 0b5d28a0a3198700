"""The list of cases. Its rows are put into words here: a template that calls out for each cell costs more than SQL."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape as html
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.cases.queries import lists
from caseapp.cases.queries.lists import COUNT_CAP, ENDED, LATE, NOBODY, OPEN, PAGE, SIGNING, SOON, SUSPENDED, Wanted
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.clocks import Days, badge_of
from caseapp.cases.views.steps import AWAITED, NOBODY_HANDLES
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.queries import names_of
from caseapp.gazette import office_calendar
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import SOON_DAYS, badge_markup, day_words
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SUBJECT_SHOWN = 66
CHIPS: Mapping[str, str] = {
    OPEN: mark("Đang giải quyết"), LATE: mark("Quá hạn"), SOON: mark("Trong %(days)s ngày làm việc"),
    SIGNING: mark("Chờ ký"), SUSPENDED: mark("Tạm đình chỉ"), ENDED: mark("Đã xong"),
}
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
class Listed:
    """One row as the list shows it."""

    url: str
    number: str
    day: str
    what: Markup
    stands: Markup
    due: Markup | str
    void: bool


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
    people = lists.handlers(person)
    handler = request.args.get("nguoi", "")
    handler = handler if handler in {row.public_id or NOBODY for row in people} else ""
    soon = soon_until(days)
    after = request.args.get("sau", "")
    rows = lists.case_rows(person, Wanted(show, days.today, soon, handler, after))
    here = partial(url_for, "cases.case_list", xem=show or None)
    older = here(nguoi=handler or None, sau=rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return render_template(
        "cases/list.html", rows=listed(rows[:PAGE], days, person.unit_id), show=show, empty=EMPTY[show],
        chips=_chips(lists.case_counts(person, days.today, soon), show, handler),
        people=_people(people, handler, here),
        pager=Pager(here(nguoi=handler or None) if after else None, older))


def soon_until(days: Days) -> date:
    """The last day that counts as soon."""
    last = days.today
    for _step in range(SOON_DAYS):
        last = days.calendar.next_working(date.fromordinal(last.toordinal() + 1))
    return last


def listed(rows: Sequence[Any], days: Days, unit_id: int) -> list[Listed]:
    """Rows of a list query in words; the persons of all of them come in one statement."""
    names = names_of([row.id for row in rows])
    return [Listed(
        f"/vu-viec/{row.public_id}", number_of(row), day_words(row.opened_on, days.today),
        _what(row, names.get(row.id, ()), unit_id), _stands(row, days.today), _due(row, days), row.state == "void")
        for row in rows]


def _what(row: Any, people: Sequence[Any], unit_id: int) -> Markup:
    """The matter, and below it who complains; of another unit also which."""
    subject = row.subject if len(row.subject) <= SUBJECT_SHOWN else row.subject[:SUBJECT_SHOWN].rpartition(" ")[0] + "…"
    second = str(people[0].name) if people else _("Chưa ghi tên")
    if row.people_count > 1:
        second = _("%(name)s và %(count)s người", name=second, count=row.people_count - 1)
    if row.unit_id != unit_id:
        second = f"{second} · {row.unit_name}"
    return Markup(f'<b>{html(subject)}</b><span class="second">{html(second)}</span>')  # noqa: S704  escaped


def _stands(row: Any, day: date) -> Markup:
    """The state, and below it who is awaited."""
    state = _(KINDS[row.kind].state(row.state).label)
    return Markup(f'{html(state)}<span class="second">{html(awaited(row, day))}</span>')  # noqa: S704  escaped


def awaited(row: Any, day: date) -> str:
    """Who must act next: “Trần Văn Bình”, “chờ người đứng đầu, trình từ 12/11”."""
    if row.proposed_on is not None:
        return _("chờ người đứng đầu duyệt, trình từ %(day)s", day=day_words(row.proposed_on, day))
    if row.awaits == "handler" or not row.awaits:
        return str(row.handler or ("" if row.closed_on else _(NOBODY_HANDLES)))
    return _(AWAITED[row.awaits]) if row.awaits in AWAITED else ""


def _due(row: Any, days: Days) -> Markup | str:
    if row.closed_on is not None:
        return _("kết thúc %(day)s", day=day_words(row.closed_on, days.today))
    badge = badge_of(row, days, year=False) if row.rule else None
    return badge_markup(badge) if badge else "–"


def _chips(counts: Any, show: str, handler: str) -> list[tuple[str, str, str, bool]]:
    """(words, address, count, selected) of each chip."""
    numbers = {OPEN: counts.open, LATE: counts.late, SOON: counts.soon, SIGNING: counts.signing,
               SUSPENDED: counts.suspended}
    return [(_(words, days=SOON_DAYS), url_for("cases.case_list", xem=which or None, nguoi=handler or None),
             _counted(numbers.get(which)), which == show) for which, words in CHIPS.items()]


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return str(count) if count < COUNT_CAP else f"{COUNT_CAP - 1}+"


def _people(rows: Sequence[Any], handler: str, here: Any) -> tuple[str, list[tuple[str, str, bool]]]:
    """The choice of a handler: what is chosen, then (words, address, selected); empty where there is none to make."""
    if len(rows) < 2:
        return "", []
    choices = [(_("mọi người"), here(), not handler)]
    for row in rows:
        key = row.public_id or NOBODY
        choices.append((str(row.name or _("chưa phân công")), here(nguoi=key), key == handler))
    return next(words for words, _url, selected in choices if selected), choices
