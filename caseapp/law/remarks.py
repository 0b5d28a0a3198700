"""Knows what the reader of a due day must be told beside it: what texts collide, what moved, what is not certain."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from caseapp.law.days import Calendar, year_of
from caseapp.law.limits import Limit, Reading, Unit
from caseapp.law.receipts import IfExchanged, Note
from caseapp.law.spans import Direction, Span
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.text import show_date


class Counted(NamedTuple):
    """One reading with its span."""

    reading: Reading
    span: Span


def since_of(note: Note) -> date:
    """The first day of the wording that a note says was not taken."""
    day, month, year = note.facts["since"].split("/")
    return date(int(year), int(month), int(day))


def later_wordings(limit: Limit, start: date, readings: Sequence[Reading]) -> list[tuple[date, Note]]:
    """Wordings of another length that came into force after the start, each with the note that it was not taken."""
    known = {(one.length - one.added, one.unit) for one in readings} | {
        (wording.length, wording.unit) for wording in limit.in_force(start)}
    later = (one for one in limit.wordings if start < one.since and (one.length, one.unit) not in known)
    return [(one.since, Note.of("kept-wording", since=show_date(one.since))) for one in later]


def wording_notes(
    due: int, chosen: Counted, counted: Sequence[Counted], later: Sequence[tuple[date, Note]]
) -> Iterable[Note]:
    """What is to be said of the texts that were read."""
    if in_conflict(counted):
        first = min(counted, key=lambda one: (one.span.due, one.span.safe))
        others = "; ".join(_said(one, counted) for one in counted if one is not first)
        yield Note.of("earliest", chosen=_said(first, counted), others=others)
    if not chosen.reading.confirmed:
        yield Note.of("unconfirmed-wording", citation=chosen.reading.citation)
    yield from (note for since, note in later if since.toordinal() <= due)


def in_conflict(counted: Sequence[Counted]) -> bool:
    """Whether texts that apply together lead to different days."""
    return len({(one.span.due, one.span.safe) for one in counted}) > 1


def _said(one: Counted, counted: Sequence[Counted]) -> str:
    """A text with the day it leads to; with the safe day where the due day is the same for all."""
    same = len({other.span.due for other in counted}) == 1
    return f"{one.reading.short} ({_show(one.span.safe if same else one.span.due)})"


def _show(ordinal: int) -> str:
    return show_date(date.fromordinal(ordinal))


def roll_notes(rule: Direction, days: Span, rolled: Sequence[SpecialDay]) -> Iterable[Note]:
    """What is to be said of a last day that moved."""
    if rolled:
        yield Note.of("rolled", unrolled=_show(days.unrolled), due=_show(days.due))
    if any(day.kind is DayKind.EXCHANGED_OFF for day in rolled):
        yield Note.of("rolled-exchanged")
    if days.safe > days.unrolled and not rule.counted_back:
        yield Note.of("no-safe-day")


def exchange_notes(exchanges: Iterable[IfExchanged], due: int) -> Iterable[Note]:
    """What undecided exchanges would change."""
    for one in exchanges:
        off, work = show_date(one.off), show_date(one.work)
        if one.due.toordinal() != due:
            yield Note.of("exchange", off=off, work=work, due=show_date(one.due))
        else:
            yield Note.of("exchange-safe", off=off, work=work, safe=show_date(one.safe))


def doubts_of(calendar: Calendar, first: int, last: int, chosen: Counted | None, ends: tuple[int, int]) -> list[Note]:
    """Years and days without an official notice that the count or the roll touched."""
    whole = chosen is not None and chosen.reading.unit is Unit.WORKING
    touched = range(first, last + 1) if whole else range(min(ends), max(ends) + 1)
    sure = calendar.confirmed_years
    years = range(year_of(touched[0]), year_of(touched[-1]) + 1)
    doubts = [Note.of(_doubt(year, calendar), year=str(year)) for year in years if not sure[year]]
    days = sorted(day for day in calendar.unconfirmed_days if day in touched and sure[year_of(day)])
    return doubts + [Note.of("proposed-day", day=_show(day)) for day in days]


def _doubt(year: int, calendar: Calendar) -> str:
    return "unknown-year" if year in calendar.unknown_years else "proposed-year"
