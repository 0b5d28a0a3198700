"""A year of the calendar as a page shows it: twelve months of days, and what each special day is."""
from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from caseapp.law.calendars import SHIPPED
from caseapp.law.changes import DayChange
from caseapp.law.days import Calendar
from caseapp.law.special_days import Exchange, SpecialDay, Year
from caseapp.lawbook.calendar_forms import KIND_WORDS
from caseapp.text import mark
from caseapp.web.language import gettext as _

PLAIN, OFF, FREE, WORKED, MAYBE = "plain", "off", "free", "worked", "maybe"
ORDINARY: Final = mark("Như mọi tuần")


@dataclass(frozen=True, slots=True)
class Box:
    """One day of a month: its number, what it is, the reason in words for who does not see colours."""

    day: int
    sort: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its number, weeks of boxes from Monday, None where another month's days would stand."""

    number: int
    weeks: tuple[tuple[Box | None, ...], ...]


def months(calendar: Calendar, year: Year) -> list[Month]:
    """The twelve months of a year."""
    special = {day.day: day for day in year.days}
    maybe = {day for one in calendar.exchanges for day in (one.off, one.work)}
    return [Month(number, tuple(
        tuple(_box(date(year.year, number, day), special, maybe) if day else None for day in week)
        for week in gregorian.monthcalendar(year.year, number))) for number in range(1, 13)]


def _box(day: date, special: dict[date, SpecialDay], maybe: set[date]) -> Box:
    if found := special.get(day):
        return Box(day.day, WORKED if found.works else OFF, _(found.reason))
    if day in maybe:
        return Box(day.day, MAYBE, _("Đề xuất hoán đổi, chưa quyết định"))
    return Box(day.day, FREE if day.weekday() >= gregorian.SATURDAY else PLAIN)


def day_words(day: SpecialDay | None) -> Markup:
    """What a day is: “Nghỉ lễ, tết: Quốc khánh”; what somebody typed says that it is Vietnamese."""
    if day is None:
        return escape(_(ORDINARY))
    kind, reason = _(KIND_WORDS[day.kind]), _(day.reason)
    doubt = "" if day.confirmed else _(", mới là dự kiến")
    if reason.startswith(kind):
        return escape(f"{reason}{doubt}")
    typed = Markup('<span lang="vi">{}</span>') if reason == day.reason else Markup("{}")
    return Markup("{}: {}{}").format(kind, typed.format(reason), doubt)


def change_lines(days: Iterable[DayChange]) -> list[tuple[date, Markup, Markup, str]]:
    """Each changed day with what it is now, what it would be, and the paper."""
    return [(one.day, day_words(one.before), day_words(one.after), one.after.source if one.after else "")
            for one in days]


def shipped_year(calendar: Calendar, number: int) -> tuple[Year, tuple[Exchange, ...]] | None:
    """What the program brings for a year where it says otherwise than the calendar in force; None where it agrees."""
    brought = [year for year in SHIPPED.years if year.year == number]
    if not brought or brought[0] in calendar.years:
        return None
    return brought[0], tuple(one for one in SHIPPED.exchanges if number in (one.off.year, one.work.year))
