"""Knows on which days a rule is worth trying: around its changes, over a holiday, today; each counted on the spot."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from caseapp.law.citing import cited
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import OPTION_WORDS, Limit, Wording
from caseapp.law.receipts import Outcome, Receipt
from caseapp.law.special_days import DayKind
from caseapp.lawbook.wording import length_words
from caseapp.text import Say, mark, show_date

MOST: Final = 7
BEFORE, AFTER, OVER = 5, 5, 6        # days before a change, after it, and before a holiday
LOOKED_AHEAD: Final = 400


@dataclass(frozen=True, slots=True)
class Example:
    """One count: its receipt, the day by each length in force somewhere in the table (None: not in force), and why."""

    receipt: Receipt
    options: tuple[str, ...]
    by_length: tuple[date | None, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Counted examples with the heads of their columns, one for each length that differs; none for a single length."""

    lengths: tuple[str, ...]
    rows: tuple[Example, ...]


def examples(limit: Limit, today: date, calendar: Calendar, say: Say) -> Examples:
    """A few starts of a rule counted with the office's calendar; those that cannot be counted are left out."""
    receipts = list(_receipts(limit, today, calendar))
    columns = _columns(limit, receipts)
    heads = tuple(length_words(wording, say) for wording in columns)
    rows = tuple(Example(receipt, receipt.options, tuple(_day_by(receipt, one) for one in columns), _why(receipt, say))
                 for receipt in receipts)
    return Examples(heads, rows)


def _receipts(limit: Limit, today: date, calendar: Calendar) -> Iterator[Receipt]:
    starts = list(dict.fromkeys(_starts(limit, today, calendar)))
    asked: list[tuple[date, tuple[str, ...]]] = [(start, ()) for start in sorted(starts, reverse=True)]
    asked += [(starts[0], names) for names in _optional(limit, starts[0])] if starts else []
    for start, options in asked[:MOST]:
        try:
            yield count(limit, start, calendar, options)
        except LawError:
            continue


def _starts(limit: Limit, today: date, calendar: Calendar) -> Iterator[date]:
    """Working days to begin on: the last one up to today, before and after each change of late, before a holiday."""
    known = [year.year for year in calendar.years if year.known]
    turns = [turn for turn in limit.turns if turn.year in known]
    days = [today, *(turn + timedelta(days=days) for turn in turns for days in (AFTER, -BEFORE))]
    if holiday := _holiday_after(today, calendar):
        days.append(holiday - timedelta(days=OVER))
    for day in days:
        try:
            yield calendar.last_working(day)
        except LawError:
            continue


def _holiday_after(today: date, calendar: Calendar) -> date | None:
    days = calendar.off_days(today.toordinal() + OVER, today.toordinal() + LOOKED_AHEAD)
    return next((one.day for one in days if one.kind is not DayKind.WEEKEND), None)


def _optional(limit: Limit, start: date) -> Iterator[tuple[str, ...]]:
    """Each set of options that makes another length on that day, in the order of the wordings."""
    found = [names for wording in limit.in_force(start) for names, _length in wording.lengths]
    yield from dict.fromkeys(tuple(name for name in OPTION_WORDS if name in names) for names in found)


def _columns(limit: Limit, receipts: list[Receipt]) -> tuple[Wording, ...]:
    if not any(receipt.others for receipt in receipts):
        return ()
    readable = {(one.length, one.unit): one for one in limit.wordings if one.length is not None}
    return tuple(sorted(readable.values(), key=lambda one: one.since, reverse=True))


def _day_by(receipt: Receipt, column: Wording) -> date | None:
    outcomes = [one for one in (receipt.wording, *receipt.others) if one]
    return next((one.due for one in outcomes if (one.length, one.unit) == (column.length, column.unit)), None)


def _why(receipt: Receipt, say: Say) -> str:
    """The one thing that made the day what it is."""
    notes = {note.code: note for note in receipt.notes}
    told = []
    if receipt.options:
        told.append(", ".join(say(OPTION_WORDS[option]) for option in receipt.options))
    if kept := notes.get("kept-wording"):
        told.append(say(mark("bắt đầu trước {since}: giữ quy định cũ")).format(**kept.facts))
    elif receipt.others and receipt.wording:
        told.append(_first(receipt.wording, receipt.others, say))
    if "rolled" in notes:
        template = say(mark("ngày cuối {unrolled} là ngày nghỉ"))
        told.append(template.format(unrolled=show_date(receipt.unrolled)[:5]))
    holidays = [day for day in receipt.skipped if day.kind is not DayKind.WEEKEND]
    if holidays and not told:
        told.append(say(mark("bỏ {count} ngày nghỉ lễ")).format(count=len(holidays)))
    words = "; ".join(told) or say(mark("không vướng ngày nghỉ lễ"))
    return words[:1].upper() + words[1:]


def _first(wording: Outcome, others: Sequence[Outcome], say: Say) -> str:
    if all(other.due == wording.due for other in others):
        return say(mark("các quy định cho cùng một ngày"))
    return say(mark("{place} đến trước")).format(place=cited(wording.short, say))
