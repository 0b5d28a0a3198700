"""The page of one's own reminders: by day, the newest first; opening it changes nothing, having read is said."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.enforcement import MEASURE
from caseapp.law.limits import Unit
from caseapp.law.mediation import PROMISES as MEDIATED_PROMISES
from caseapp.law.registry import PROMISES, RULES
from caseapp.notices.bell import bell
from caseapp.notices.commands import mark_read
from caseapp.notices.heartbeat import TOLD, silence
from caseapp.notices.outbox import unsent
from caseapp.notices.queries import mine
from caseapp.notices.rules import TO_MONITOR, name_of
from caseapp.staff import request_queries
from caseapp.staff.frame import hang_bell
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Due, Tone, due_badge
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today
from caseapp.web.paging import PAGE_ROWS, cut, page_asked

PAGE_SIZE = PAGE_ROWS * 2
PROMISED = mark("Trả lời như đã hẹn")
# What the parties of a dispute named is called by what it is about.
OF_MEDIATION = {one.code: one.title for one in MEDIATED_PROMISES}
pages = Blueprint("notices", __name__)


def install(app: Flask) -> None:
    """Bind the page, the bell in the header, and the line that tells of a silent scheduler."""
    app.register_blueprint(pages)
    hang_bell(app, bell)
    app.jinja_env.globals["scheduler_silence"] = lambda: silence(viewer())


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier's duty, or one unit below with its dossiers, as a day told of it."""

    steps: tuple[str, ...]
    duty: str
    links: tuple[tuple[str, str], ...]       # (what the dossier is called, its page)
    sealed: bool
    unit: str
    badge: Badge | None
    unread: bool
    clock: str                               # whose reminders the line's button marks read, "" for none


@pages.get("/nhac-viec")
@guarded(Can.MY_WORK, Can.MEDIATE)
def reminders() -> ResponseReturnValue:
    """What one was reminded of, by day; what is done since is said to be."""
    person, number = viewer(), page_asked()
    told = person.may(Can.READ_DOSSIERS) or person.may(Can.MEDIATE)
    rows = mine(person, (number - 1) * PAGE_SIZE) if told else []
    page = cut(rows, number, PAGE_SIZE)
    days = _one_button([(day, _lines(list(some))) for day, some in groupby(page.rows, key=lambda row: row.made_on)])
    settings = current_app.extensions["settings"]
    return render_template(
        "notices/reminders.html", days=days, page=page, form=OfficeForm(formdata=None), mails=settings.mails,
        unread=any(line.unread for _day, lines in days for line in lines), unsent=_unsent(person),
        requests=request_queries.count(person, now()) if person.may(Can.CONFIRM_ACCESS) else 0)


@pages.post("/nhac-viec/da-doc")
@guarded(Can.MY_WORK, Can.MEDIATE)
def read() -> ResponseReturnValue:
    """Mark the reminders of one clock, or all of them, as read."""
    if not OfficeForm().validate_on_submit():
        abort(400)
    clock = request.form.get("clock", "")
    mark_read(viewer().account_id, now(), clock)
    if not clock:
        flash(_("Đã đánh dấu đọc hết."), "done")
    return redirect(url_for("notices.reminders"), 303)


def _unsent(person: Viewer) -> Any | None:
    """Mails that did not go, for those who look after the office; None when all went."""
    if not any(role in TOLD for _unit, role in person.roles):
        return None
    reach = {*person.units_for(Can.ADMINISTER), *person.units_for(Can.VERIFY)}
    found = unsent(reading(), sorted(reach), today())
    return found if found.failed or found.delayed else None


def _lines(rows: Sequence[Any]) -> list[Line]:
    """One line for each duty whatever it was told of; one for each unit below that is only watched."""
    names: dict[int, list[Any]] = {}
    for row in rows:
        names.setdefault(row.clock_id, []).append(row)
    own = [told for told in names.values() if any(row.step != TO_MONITOR for row in told)]
    watched = [told[0] for told in names.values() if all(row.step == TO_MONITOR for row in told)]
    watched.sort(key=lambda row: (row.unit_name, row.unit_id, row.due_on))
    units = groupby(watched, key=lambda row: row.unit_id)
    return [*(_duty(told) for told in own), *(_unit(list(told)) for _id, told in units)]


def _one_button(days: list[tuple[date, list[Line]]]) -> list[tuple[date, list[Line]]]:
    """Whoever has read of a duty has read all that was said of it: only its newest line bears the button."""
    seen: set[str] = set()
    shown = []
    for day, lines in days:
        shown.append((day, [replace(line, clock="") if line.clock in seen else line for line in lines]))
        seen.update(line.clock for line in lines)
    return shown


def _duty(told: Sequence[Any]) -> Line:
    row = told[0]
    steps = tuple(dict.fromkeys(_(name_of(one.step)) for one in told))
    unread = any(one.read_at is None for one in told) and _holds(row)
    return Line(
        steps, _(duty_of(row.rule)), ((number_of(row), page_of(row.kind, row.public_id)),), row.sealed, row.unit_name,
        _badge(row), unread, row.clock if unread else "")


def _unit(told: Sequence[Any]) -> Line:
    """What stays overdue in a unit below; done is what is done in all of its dossiers."""
    running = [row for row in told if _holds(row)]
    links = tuple((number_of(row), page_of(row.kind, row.public_id)) for row in told)
    row = running[0] if running else told[0]
    return Line(
        (_(name_of(TO_MONITOR)),), "", links, any(one.sealed for one in told), row.unit_name, _badge(row),
        any(one.read_at is None for one in running), "")


def _holds(row: Any) -> bool:
    """Whether the reminder still says the truth: the duty runs, and its day was not moved."""
    return row.ended_by is None and row.due_now == row.due_on


def _badge(row: Any) -> Badge | None:
    if row.ended_by is not None:
        return Badge(Tone.CLOSED, _("Đã xong"))
    if row.due_now is None:
        return Badge(Tone.PAUSED, _("Đang tạm dừng"))
    due_now: date = row.due_now
    return due_badge(Due(due_now, row.unit == Unit.WORKING, row.safe_on), today(), office_calendar())


def duty_of(rule: str) -> str:
    """What a rule asks for, in its own words; a day promised to a citizen is a duty without a rule."""
    if rule == MEASURE.code:
        return MEASURE.title
    if rule in OF_MEDIATION:
        return OF_MEDIATION[rule]
    return PROMISED if rule in PROMISES else RULES[rule].title
