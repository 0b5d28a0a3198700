"""The list of petitions: those nobody has read yet first, then what is due first."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape as html
from typing import Any, Final
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.views.clocks import Days, badge_of
from caseapp.cases.views.listing import Pager
from caseapp.cases.views.rows import awaited
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.drafts import list_drafts
from caseapp.gazette import office_calendar
from caseapp.petitions import lists
from caseapp.petitions.lists import (
    COUNT_CAP,
    ENDED,
    IN_CASES,
    LATE,
    OPEN,
    PAGE,
    SENT,
    SHOWN,
    SIGNING,
    SORTED,
    UNSORTED,
    Wanted,
    petition_rows,
)
from caseapp.petitions.models import CHANNEL_WORDS, CONTENT_WORDS, Channel
from caseapp.petitions.views.blueprint import pages
from caseapp.petitions.views.drafting import DRAFT
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import badge_markup, day_words
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

HOME: Final = "/don"
SUBJECT_SHOWN: Final = 90
CURRENT: Final = ' aria-current="true"'
CHIPS: Mapping[str, str] = {
    OPEN: mark("Đang xử lý"), UNSORTED: mark("Chờ phân loại"), SORTED: mark("Chờ hướng xử lý"),
    SIGNING: mark("Chờ duyệt"), LATE: mark("Quá hạn"), SENT: mark("Đã chuyển"), IN_CASES: mark("Đã vào vụ việc"),
    ENDED: mark("Đã xong"),
}
COUNTED: Mapping[str, str] = {
    OPEN: "open", UNSORTED: "unsorted", SORTED: "sorted", SIGNING: "signing", LATE: "late"}
# What an empty list says, and where the others are.
EMPTY: Mapping[str, tuple[str, str]] = {
    OPEN: (mark("Không có đơn nào đang xử lý"),
           mark("Đơn gửi qua bưu chính, hòm thư, cổng thông tin hay nơi khác chuyển đến ghi ở nút Nhận đơn.")),
    UNSORTED: (mark("Không có đơn nào chờ phân loại"), mark("Đơn mới nhận hiện ở đây cho tới khi được phân loại.")),
    SORTED: (mark("Không có đơn nào chờ hướng xử lý"),
             mark("Đơn đã phân loại hiện ở đây cho tới khi trình hướng xử lý.")),
    SIGNING: (mark("Không có đơn nào chờ duyệt"),
              mark("Hướng xử lý đã trình hiện ở đây cho tới khi được duyệt hoặc trả lại.")),
    LATE: (mark("Không có đơn nào quá hạn"), mark("Mọi hạn phân loại, xử lý đơn đều còn ngày.")),
    SENT: (mark("Chưa có đơn nào đã chuyển"), mark("Đơn đã chuyển hiện ở đây cho tới khi nơi nhận trả lời.")),
    IN_CASES: (mark("Chưa có đơn nào vào vụ việc"), mark("Đơn mở hoặc nhập vào vụ việc sẽ nằm ở đây.")),
    ENDED: (mark("Chưa có đơn nào xử lý xong"), mark("Đơn đã hướng dẫn, đã trả, đã lưu sẽ nằm ở đây.")),
}


@pages.get("/don")
@guarded(Can.READ_DOSSIERS)
def petition_list() -> ResponseReturnValue:
    """Petitions the viewer may see."""
    person, days = viewer(), Days(today(), office_calendar())
    show, channel = request.args.get("xem", OPEN), request.args.get("kenh", "")
    show, channel = show if show in SHOWN else OPEN, channel if channel in set(Channel) else ""
    after = request.args.get("sau", "")
    counts = lists.counts_of(person, days.today)
    rows = petition_rows(person, Wanted(show, days.today, channel, after))
    here = partial(_address, show, channel)
    older = here(rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return render_template(
        "petitions/list.html", rows=_listed(rows[:PAGE], days, person.unit_id), show=show, empty=EMPTY[show],
        chips=_chips(counts, show, channel), channels=_channels(counts, show, channel),
        pager=Pager(here() if after else None, older), drafts=_drafts(person),
        may_take=person.may_in(Can.TAKE_PETITION, person.unit_id))


def _address(show: str, channel: str = "", after: str = "") -> str:
    """Where a list is."""
    query = urlencode({name: value for name, value in (("xem", show), ("kenh", channel), ("sau", after)) if value})
    return f"{HOME}?{query}" if query else HOME


def _listed(rows: Sequence[Any], days: Days, unit_id: int) -> Markup:
    """Rows of the list in words."""
    return Markup("".join([  # noqa: S704  every word is escaped
        f'<tr><td><a class="title nowrap" href="{HOME}/{row.public_id}"><b>{html(number_of(row))}</b></a>'
        f'<span class="second">{day_words(row.opened_on, days.today)} · {html(_(CHANNEL_WORDS[row.channel]))}</span>'
        f"</td><td>{_what(row, unit_id)}</td><td>{_stands(row, days)}</td><td>{_due(row, days)}</td></tr>\n"
        for row in rows]))


def _what(row: Any, unit_id: int) -> str:
    """What it is about, and below it who wrote it, how it came; of another unit also which."""
    subject = row.subject if len(row.subject) <= SUBJECT_SHOWN else row.subject[:SUBJECT_SHOWN].rpartition(" ")[0] + "…"
    writer = row.writer or _("Chưa ghi tên người gửi")
    if row.people_count > 1:
        writer = _("%(name)s và %(count)s người", name=writer, count=row.people_count - 1)
    second = [writer, row.forwarded_by, row.unit_name if row.unit_id != unit_id else ""]
    return f'<b>{html(subject)}</b><span class="second">{html(" · ".join(one for one in second if one))}</span>'


def _stands(row: Any, days: Days) -> str:
    """The state and the kind it was found to be, and below it who is awaited."""
    kind = _(CONTENT_WORDS[row.content_kind]) if row.content_kind else ""
    who = [kind, awaited(row, days.today)]
    return (f'{html(_(PETITION.state(row.state).label))}'
            f'<span class="second">{html(" · ".join(one for one in who if one))}</span>')


def _due(row: Any, days: Days) -> str:
    if row.closed_on is not None:
        return html(_("xong %(day)s", day=day_words(row.closed_on, days.today)))
    badge = badge_of(row, days, year=False) if row.rule else None
    return str(badge_markup(badge)) if badge else "–"


def _chips(counts: Sequence[Any], show: str, channel: str) -> Markup:
    """Each chip with its number, of the channel that is chosen; the one that is shown is marked."""
    rows = [row for row in counts if not channel or row.channel == channel]
    numbers = {which: sum(getattr(row, name) for row in rows) for which, name in COUNTED.items()}
    return Markup("".join([  # noqa: S704  every word is escaped
        f'<a class="chip{" on" if which == show else ""}" href="{html(_address(which, channel))}"'
        f'{CURRENT if which == show else ""}>{html(_(words))}{_counted(numbers.get(which))}</a>\n'
        for which, words in CHIPS.items()]))


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return f" {count}" if count < COUNT_CAP else f" {COUNT_CAP - 1}+"


def _channels(counts: Sequence[Any], show: str, channel: str) -> tuple[str, list[tuple[str, str, bool]]]:
    """The choice of a channel: what is chosen, then (words with their number, address, selected)."""
    open_by = {row.channel: row.open for row in counts}
    choices = [(_("mọi kênh"), _address(show), not channel)]
    for one in Channel:
        words = upper_first(_(CHANNEL_WORDS[one]))
        number = f" {open_by[one]}" if open_by.get(one) else ""
        choices.append((words + number, _address(show, one), channel == one))
    chosen = _(CHANNEL_WORDS[channel]) if channel else _("mọi kênh")
    return chosen, choices


def _drafts(person: Viewer) -> list[tuple[str, Any, str]]:
    """The viewer's unfinished forms: address, when it was kept, its first words."""
    return [(f"{HOME}/moi?nhap={one.id}", one.saved_at, (one.fields.get("content") or [""])[0][:60])
            for one in list_drafts(DRAFT, account_id=person.account_id, now=now())]
