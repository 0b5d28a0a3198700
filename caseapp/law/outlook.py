"""Knows what the statutes alone fix of a year whose calendar nobody has: weekends and solar holidays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from caseapp.law.acts import BLLD, NQ28, Citation
from caseapp.law.calendars import CULTURE, LABOUR, NATIONAL, NEW_YEAR, VICTORY
from caseapp.law.days import Calendar
from caseapp.law.special_days import DayKind, SpecialDay, Year
from caseapp.text import mark

FIRST: Final = BLLD.since.year
LAST: Final = 2040  # a day appointed later than this is a slip of the pen
SOURCE: Final = mark("Chưa có thông báo: chỉ ngày lễ dương lịch luật ấn định")
IN_LIEU: Final = mark("Nghỉ bù ngày lễ trùng ngày nghỉ hằng tuần")


class _Fixed(NamedTuple):
    """A holiday on the same day of every solar year; `moves`: a day off in lieu is due when it falls on a weekend."""

    month: int
    day: int
    reason: str
    citation: Citation
    moves: bool = True


# Lunar days (Tết, the Hung Kings) and the second day of the National Day are fixed year by year: they are not guessed.
# Article 111(3) gives a day in lieu for holidays of Article 112(1) only, so not for the day of Resolution 28.
_FIXED: Final = (
    _Fixed(1, 1, NEW_YEAR, BLLD(112, 1)),
    _Fixed(4, 30, VICTORY, BLLD(112, 1)),
    _Fixed(5, 1, LABOUR, BLLD(112, 1)),
    _Fixed(9, 2, NATIONAL, BLLD(112, 1)),
    _Fixed(11, 24, CULTURE, NQ28(2), moves=False),
)


def with_outlook(calendar: Calendar) -> Calendar:
    """The calendar with every year it lacks, as far as the statutes alone fix it; flagged as unknown."""
    missing = [number for number in range(FIRST, LAST + 1) if number not in calendar.confirmed_years]
    years = (*calendar.years, *map(statutory_year, missing))
    return replace(calendar, years=tuple(sorted(years, key=lambda year: year.year)))


def statutory_year(number: int) -> Year:
    """What is certain of a year without any notice."""
    holidays = [(date(number, fixed.month, fixed.day), fixed) for fixed in _FIXED]
    holidays = [(day, fixed) for day, fixed in holidays if day >= fixed.citation.act.since]
    off = {
        day: SpecialDay(day, DayKind.HOLIDAY, fixed.reason, str(fixed.citation))
        for day, fixed in holidays
        if not _weekend(day)
    }
    for day, fixed in holidays:
        if fixed.moves and _weekend(day):
            free = _next_free(day, off)
            off[free] = SpecialDay(free, DayKind.IN_LIEU, IN_LIEU, str(BLLD(111, 3)))
    return Year(number, tuple(off[day] for day in sorted(off)), confirmed=False, source=SOURCE, known=False)


def _weekend(day: date) -> bool:
    return day.weekday() >= 5


def _next_free(day: date, taken: dict[date, SpecialDay]) -> date:
    while _weekend(day) or day in taken:
        day += timedelta(days=1)
    return day
