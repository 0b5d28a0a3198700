"""Knows what one calendar says otherwise than another, which counts that touches, from when a year is awaited."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final

from caseapp.law.days import Calendar
from caseapp.law.special_days import Exchange, SpecialDay, Year

# Beyond its own days a count looks at the days off it rolls over and at what an undecided exchange would make of it.
REACH: Final = timedelta(days=40)
AWAITED_FROM: Final = (10, 1)
"""Month and day from which the official notice for the next year is awaited: whoever keeps the calendar is warned."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that the calendars describe otherwise; None stands for a day like any other of its weekday."""

    day: date
    before: SpecialDay | None
    after: SpecialDay | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything in which one calendar differs from another; `years`: whose notice or certainty differs."""

    days: tuple[DayChange, ...]
    years: tuple[int, ...]
    decided: tuple[Exchange, ...]
    proposed: tuple[Exchange, ...]

    def __bool__(self) -> bool:
        return bool(self.days or self.years or self.decided or self.proposed)


def changes(before: Calendar, after: Calendar) -> Changes:
    """What `after` says otherwise than `before`."""
    old, new = _days(before), _days(after)
    differing = sorted(day for day in old.keys() | new.keys() if old.get(day) != new.get(day))
    heads, now = _heads(before), _heads(after)
    years = sorted(one for one in heads.keys() | now.keys() if heads.get(one) != now.get(one))
    return Changes(
        tuple(DayChange(day, old.get(day), new.get(day)) for day in differing),
        tuple(years),
        tuple(one for one in before.exchanges if one not in after.exchanges),
        tuple(one for one in after.exchanges if one not in before.exchanges),
    )


def touched(changed: Changes) -> list[tuple[date, date]]:
    """The stretches of days within which a count must lie in part to come out otherwise; both ends included.

    Wider than need be, never narrower: whoever looks there counts again and compares.
    """
    single = [one.day for one in changed.days]
    exchanged = chain.from_iterable((one.off, one.work) for one in (*changed.decided, *changed.proposed))
    found = [(day - REACH, day + REACH) for day in (*single, *exchanged)]
    found += [(date(year, 1, 1) - REACH, date(year, 12, 31) + REACH) for year in changed.years]
    return list(_joined(sorted(found)))


def unannounced(calendar: Calendar, today: date) -> list[int]:
    """This year, and from 1 October the next, as far as no official notice confirms its calendar."""
    years = [today.year, today.year + 1] if (today.month, today.day) >= AWAITED_FROM else [today.year]
    return [year for year in years if not calendar.confirmed_years.get(year)]


def with_year(calendar: Calendar, year: Year, exchanges: tuple[Exchange, ...], version: str) -> Calendar:
    """The calendar with a year written anew or added, and with these proposals of exchanges."""
    others = tuple(one for one in calendar.years if one.year != year.year)
    return Calendar(version, tuple(sorted((*others, year), key=lambda one: one.year)), exchanges)


def _days(calendar: Calendar) -> dict[date, SpecialDay]:
    return {day.day: day for year in calendar.years for day in year.days}


def _heads(calendar: Calendar) -> dict[int, tuple[bool, str, bool]]:
    return {year.year: (year.confirmed, year.source, year.known) for year in calendar.years}


def _joined(stretches: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Neighbouring stretches as one."""
    last: tuple[date, date] | None = None
    for first, until in stretches:
        if last and first <= last[1] + timedelta(days=1):
            last = (last[0], max(last[1], until))
            continue
        if last:
            yield last
        last = (first, until)
    if last:
        yield last
