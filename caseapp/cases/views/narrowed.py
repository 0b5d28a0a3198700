"""What a list of cases is narrowed to, made out: for the database, and in words for its chips."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from caseapp.cases.narrowing import HERE, ME, NOBODY, Narrowing
from caseapp.cases.queries.lists import Wanted, counts_of, unit_names, worker_name
from caseapp.cases.rules import KINDS
from caseapp.cases.views.clocks import Days
from caseapp.db import reading
from caseapp.dossiers.fields import LABELS as FIELDS
from caseapp.dossiers.scope import scope
from caseapp.dossiers.search import find_search, hits
from caseapp.staff.viewer import Viewer
from caseapp.text import show_date
from caseapp.web.badges import SOON_DAYS
from caseapp.web.language import gettext as _
from caseapp.web.now import now


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A list made out for one viewer; what the address named and nobody knows (any more) is left out of ``asked``.

    ``counts``: see ``counts_of``. ``words``: what is looked for; ``expired``: it was, but is not kept any more.
    """

    asked: Narrowing
    wanted: Wanted
    counts: Sequence[Any]
    handler: str = ""
    unit: str = ""
    words: str = ""
    expired: bool = False

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """Each narrowing as (what, how, the address without it)."""
        asked = self.asked
        if self.handler:
            yield _("Người thụ lý"), self.handler, asked.to(handler="")
        if asked.kind:
            yield _("Loại"), _(KINDS[asked.kind].label), asked.to(kind="")
        if asked.state:
            yield _("Giai đoạn"), _(KINDS[asked.kind].state(asked.state).label), asked.to(state="")
        if asked.field:
            yield _("Lĩnh vực"), _(FIELDS[asked.field]), asked.to(field="")
        if self.unit:
            yield _("Đơn vị"), self.unit, asked.to(unit="")
        if asked.received_from or asked.received_to:
            yield (_("Ngày nhận"), _between(asked.received_from, asked.received_to),
                   asked.to(received_from=None, received_to=None))
        if asked.due_from or asked.due_to:
            yield _("Hạn"), _between(asked.due_from, asked.due_to), asked.to(due_from=None, due_to=None)
        if self.words:
            yield _("Có chữ"), self.words, asked.to(words="")


def narrow(person: Viewer, asked: Narrowing, days: Days, after: str = "") -> Narrowed:
    """Make a list out: at most one statement for the units, one for the words, one for the counts, one for a name."""
    units, unit = _units(person, asked.unit)
    words = find_search(asked.words, account_id=person.account_id, now=now()) if asked.words else None
    ids = tuple(hits(reading(), words, scope(person))) if words is not None else None
    wanted = Wanted(
        asked.show, days.today, soon_until(days), person.public_id if asked.handler == ME else asked.handler, after,
        kind=asked.kind, state=asked.state, field=asked.field, units=units, received_from=asked.received_from,
        received_to=asked.received_to, due_from=asked.due_from, due_to=asked.due_to, ids=ids, sort=asked.sort)
    counts = counts_of(person, wanted)
    handler = _handler(person, asked.handler, counts)
    known = replace(asked, handler=asked.handler if handler else "", unit=asked.unit if unit else "",
                    words=asked.words if words is not None else "")
    return Narrowed(known, wanted if handler else replace(wanted, handler=""), counts, handler, unit, words or "",
                    expired=bool(asked.words) and words is None)


def own_units(person: Viewer) -> tuple[int, ...]:
    """The unit the viewer works in now, with those merged into it."""
    own = {unit for held in person.held if held.unit_id == person.unit_id for unit in held.own}
    return tuple(sorted(own | {person.unit_id}))


def soon_until(days: Days) -> date:
    """The last day that counts as soon."""
    last = days.today
    for _step in range(SOON_DAYS):
        last = days.calendar.next_working(date.fromordinal(last.toordinal() + 1))
    return last


def _units(person: Viewer, asked: str) -> tuple[tuple[int, ...] | None, str]:
    if not asked:
        return None, ""
    if asked == HERE:
        return own_units(person), person.unit_name
    found = next((row for row in unit_names(person) if row.public_id == asked), None)
    return ((found.id,), found.name) if found else (None, "")


def _handler(person: Viewer, asked: str, counts: Sequence[Any]) -> str:
    """Whose cases, in words; empty for all, and for somebody who is not known here."""
    if not asked:
        return ""
    if asked == ME:
        return _("tôi")
    if asked == NOBODY:
        return _("chưa phân công")
    return next((row.name for row in counts if row.public_id == asked), "") or worker_name(person, asked)


def _between(first: date | None, last: date | None) -> str:
    if first and last:
        return show_date(first) if first == last else f"{show_date(first)} – {show_date(last)}"
    return _("từ %(day)s", day=show_date(first)) if first else _("đến %(day)s", day=show_date(last))  # type: ignore[arg-type]
