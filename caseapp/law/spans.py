"""Knows the arithmetic of a limit: from a start, a length and pauses to the last day, the due day and the safe day."""

import calendar as gregorian
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from caseapp.law.days import FAR, Calendar, no_calendar, year_of
from caseapp.law.limits import Unit

Stretch = tuple[int, int]
"""A pause as day ordinals, half-open."""


class Direction(Protocol):
    """What the arithmetic must know of a rule: whether it counts backwards, whether its last day moves."""

    @property
    def counted_back(self) -> bool: ...
    @property
    def rolls(self) -> bool: ...


class Span(NamedTuple):
    """Day ordinals a reading leads to, and by how many of its own days each pause moved it."""

    unrolled: int
    due: int
    safe: int
    stopped: tuple[int, ...]


def span(limit: Direction, unit: Unit, length: int, start: int, pauses: Sequence[Stretch], calendar: Calendar) -> Span:
    """Count one reading; `pauses` are in order of their first day. Raises LawError where the calendar has no year."""
    if limit.counted_back:
        return _back(unit, length, start, calendar)
    stopped: tuple[int, ...] = ()
    if unit is Unit.WORKING:
        unrolled, stopped = _working_end(length, start, pauses, calendar)
        calendar.require(start + 1, unrolled)
        return Span(unrolled, unrolled, unrolled, stopped)
    unrolled, stopped = _plain_end(unit, length, start, pauses)
    due = _next_working(unrolled, calendar) if limit.rolls else unrolled
    calendar.require(unrolled, due)
    safe = last_working(unrolled, calendar)
    if safe <= start:
        return Span(unrolled, due, due, stopped)
    calendar.require(safe, unrolled)
    return Span(unrolled, due, safe, stopped)


def _working_end(length: int, start: int, pauses: Sequence[Stretch], calendar: Calendar) -> tuple[int, tuple[int, ...]]:
    table, stopped = calendar.table, []
    place = table.before(start + 1) + length - 1
    end = _nth(place, start, calendar)
    counted_to = start + 1
    for begins, until in pauses:
        first = max(begins, counted_to)
        days = table.before(until) - table.before(first) if first <= end and until > first else 0
        if days:
            place += days
            end = _nth(place, start, calendar)
        stopped.append(days)
        counted_to = max(counted_to, until)
    return end, tuple(stopped)


def _nth(place: int, start: int, calendar: Calendar) -> int:
    table = calendar.table
    if place < 0:
        raise no_calendar(year_of(min(start, table.first) - 1))
    if place >= len(table.working):
        raise no_calendar(year_of(max(start, table.last) + 1))
    return table.working[place]


def _plain_end(unit: Unit, length: int, start: int, pauses: Sequence[Stretch]) -> tuple[int, tuple[int, ...]]:
    end = start + length if unit is Unit.CALENDAR else _months_later(start, length * (12 if unit is Unit.YEAR else 1))
    stopped = []
    counted_to = start + 1
    for begins, until in pauses:
        first = max(begins, counted_to)
        days = until - first if first <= end and until > first else 0
        end += days
        stopped.append(days)
        counted_to = max(counted_to, until)
    return end, tuple(stopped)


def _months_later(start: int, months: int) -> int:
    day = date.fromordinal(start)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return FAR if months > 0 else 1
    longest = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest)).toordinal()


def _back(unit: Unit, length: int, start: int, calendar: Calendar) -> Span:
    if unit is Unit.WORKING:
        end = _nth(calendar.table.before(start) - length, start, calendar)
        calendar.require(end, start - 1)
        return Span(end, end, end, ())
    end = start - length if unit is Unit.CALENDAR else _months_later(start, -length * (12 if unit is Unit.YEAR else 1))
    safe = last_working(end, calendar)
    calendar.require(safe, end)
    return Span(end, end, safe, ())


def _next_working(ordinal: int, calendar: Calendar) -> int:
    table = calendar.table
    place = table.before(ordinal)
    return table.working[place] if place < len(table.working) else table.last + 1


def last_working(ordinal: int, calendar: Calendar) -> int:
    """The last working day on or before a day ordinal; the day before the calendar when it knows none."""
    table = calendar.table
    place = table.before(ordinal + 1) - 1
    return table.working[place] if place >= 0 else table.first - 1
