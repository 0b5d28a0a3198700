"""The clocks of a visit as its page shows them: cells of the bar, the badge of what must be done next."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from caseapp.dossiers.models import Ended
from caseapp.dossiers.views.standing import Cell
from caseapp.law.beside import limits_beside
from caseapp.law.days import Calendar
from caseapp.law.limits import Nature, Unit
from caseapp.law.reception import REPLY
from caseapp.law.registry import PROMISES, RULES
from caseapp.reception.models import Matter
from caseapp.reception.rules import is_information
from caseapp.text import show_date
from caseapp.web.badges import Badge, Due, Tone, due_badge, unsure_markup
from caseapp.web.language import gettext as _


def badge_of(row: Any, today: date, calendar: Calendar, *, year: bool = False) -> Badge | None:
    """The due badge of a row that carries a clock (unit, due_on, safe_on, ended_on, ended_by); None without a clock.

    A running clock that rests on something unconfirmed (``confirmed``) says so in the badge's second line.
    """
    badge = _badge(row, today, calendar, year=year)
    if badge is None or is_sure(row):
        return badge
    return replace(badge, second=_("%(due)s · ? chưa xác nhận", due=badge.second))


def _badge(row: Any, today: date, calendar: Calendar, *, year: bool) -> Badge | None:
    if row.due_on is None or row.ended_by == Ended.VOID:
        return None
    if row.ended_by == Ended.BOOK:
        return Badge(Tone.CLOSED, _("Đã trả lời, theo sổ cũ"))
    return due_badge(Due(row.due_on, row.unit == Unit.WORKING, row.safe_on, row.ended_on), today, calendar, year=year)


def is_sure(clock: Any) -> bool:
    """Whether nothing can still move the day: law and calendar are confirmed, or the clock has ended."""
    return clock.ended_by is not None or getattr(clock, "confirmed", True)


def cells(visit: Any, clocks: list[Any], today: date, calendar: Calendar) -> list[Cell]:
    """The bar, in the order in which the clocks started."""
    return [_cell(visit, clock, today, calendar) for clock in clocks]


def running(clocks: list[Any]) -> Any | None:
    """The earliest duty that still runs: the one the page is about."""
    open_ones = [clock for clock in clocks if clock.ended_by is None and clock.nature == Nature.DUTY]
    return min(open_ones, key=lambda clock: (clock.due_on, clock.public_id), default=None)


def beside(visit: Any, clock: Any | None) -> str:
    """The shorter limits of the procedure a matter belongs to, while its answer runs and no case counts them."""
    if clock is None or clock.rule != REPLY.code or visit.case_id is not None or is_information(visit.identity):
        return ""
    matter = Matter.COMPLAINT if visit.matter == Matter.MIXED else visit.matter
    return limits_beside(matter, clock.start_on, _)


def title_of(rule: str) -> str:
    """What a rule is called."""
    known = RULES.get(rule) or PROMISES.get(rule)
    return _(known.title) if known else rule


def _cell(visit: Any, clock: Any, today: date, calendar: Calendar) -> Cell:
    badge = _badge(clock, today, calendar, year=True)
    url = url_for("dossiers.receipt", public_id=visit.public_id, clock=clock.public_id)
    name = title_of(clock.rule)
    if badge is None:
        return Cell(name, _("Đã hủy cùng số"), "", "none", 0, url)
    tone = {Tone.MET: "met", Tone.LATE: "late", Tone.CLOSED: "met"}.get(badge.tone, "run")
    whole = (clock.due_on - clock.start_on).days or 1
    share = min(max((today - clock.start_on).days / whole, 0), 1)
    note = badge.second or _("hạn %(day)s", day=show_date(clock.due_on))
    if not is_sure(clock):
        note = Markup("{} {}").format(note, unsure_markup())
    return Cell(name, badge.words, note, tone, share, url)
