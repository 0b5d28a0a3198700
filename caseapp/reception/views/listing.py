"""The list of visits. Its rows are put into words here: a template that calls out for each cell costs more than SQL."""
from __future__ import annotations

from dataclasses import dataclass
from html import escape as html
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.gazette import office_calendar
from caseapp.reception import came
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import LABELS, matter_label
from caseapp.reception.queries import visits
from caseapp.reception.queries.pages import Place, place_of
from caseapp.reception.views.blueprint import number_words, pages
from caseapp.reception.views.clocks import badge_of
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import badge_markup, day_words
from caseapp.web.language import gettext as _
from caseapp.web.now import today

OPEN, NEWEST = "cho", "moi"
SUBJECT_SHOWN = 110
STATES = {state.code: state.label for state in VISIT.states}


@dataclass(frozen=True, slots=True)
class Listed:
    """One row as the list shows it."""

    public_id: str
    number: str
    day: str
    who: Markup
    handled: Markup
    due: Markup | str
    void: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages."""

    newer: str | None
    older: str | None


@pages.get("/tiep-dan/luot")
@guarded(Can.READ_DOSSIERS)
def visit_list() -> ResponseReturnValue:
    """Visits in pages: those whose visitors wait, the earliest due first; or all, the newest first."""
    person = viewer()
    shown = NEWEST if request.args.get("xem") == NEWEST else OPEN
    after = place_of(person, request.args.get("sau", ""), by_due=shown == OPEN)
    rows = (visits.still_open if shown == OPEN else visits.newest)(person, after)
    return render_template(
        "reception/visits.html", rows=listed(rows[:visits.PAGE]), shown=shown, counts=visits.counts(person, today()),
        pager=_pager(rows, shown, after), may_log=person.may_in(Can.LOG_VISIT, person.unit_id))


def listed(rows: Any, people: dict[int, Any] | None = None, *, answered: Markup | None = None) -> list[Listed]:
    """Rows of a list query in words; the persons of all of them come in one statement unless they are there already.

    ``answered`` stands where a visit has no clock, since it was answered at the counter; else its state does.
    """
    day, calendar = today(), office_calendar()
    if people is None:
        people = visits.parties_of([row.id for row in rows if not row.sealed])
    found = []
    for row in rows:
        void = row.state == "void"
        badge = None if void else badge_of(row, day, calendar)
        found.append(Listed(
            row.public_id, number_words(row), day_words(row.opened_on, day),
            Markup("") if void else who_came(row, people.get(row.id, ())),
            Markup(html(_("Số đã hủy"))) if void else _handled(row),  # noqa: S704  escaped
            badge_markup(badge) if badge else "" if void else answered or _(STATES[row.state]), void))
    return found


def who_came(row: Any, people: Any) -> Markup:
    """Name and matter in one cell; of a denunciation neither: its code stands in the number's place."""
    if row.sealed:
        matter = _(matter_label(row.matter, row.identity))
        first = f"<b>{html(matter)}</b>"
        second = _("phong bì số %(number)s", number=row.envelope) if row.envelope else _("Hồ sơ kín")
    else:
        name = came.who_came(people) or _("Chưa ghi tên")
        others = (row.people_count or 1) - 1
        more = html(_("và %(count)s người", count=others)) if others > 0 else ""
        more = f' <span class="nowrap">{more}</span>' if more else ""
        first, second = f"<b>{html(name)}</b>{more}", _shortened(row.subject)
    return Markup(f'{first}<span class="second">{html(second)}</span>')  # noqa: S704  every part is escaped


def _handled(row: Any) -> Markup:
    words = _(LABELS[row.outcome]) if row.outcome else "–"
    body = f'<span class="second">{html(row.body)}</span>' if row.body else ""
    return Markup(html(words) + body)  # noqa: S704  every part is escaped


def _shortened(subject: str) -> str:
    if len(subject) <= SUBJECT_SHOWN:
        return subject
    return subject[:SUBJECT_SHOWN].rpartition(" ")[0] + "…"


def _pager(rows: Any, shown: str, after: Place | None) -> Pager:
    here = "reception.visit_list"
    older = url_for(here, xem=shown, sau=rows[visits.PAGE - 1].public_id) if len(rows) > visits.PAGE else None
    return Pager(url_for(here, xem=shown) if after else None, older)
