"""Knows how a rule, a start and a calendar become a receipt: earliest wording wins, and every doubt is noted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from caseapp.law.acts import Citation
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.limits import Limit, Nature, Promise, Reading, Unit, find
from caseapp.law.receipts import IfExchanged, Note, Outcome, Pause, Receipt, Stop
from caseapp.law.registry import RULES
from caseapp.law.remarks import (
    Counted,
    doubts_of,
    exchange_notes,
    in_conflict,
    later_wordings,
    roll_notes,
    since_of,
    wording_notes,
)
from caseapp.law.spans import Direction, Stretch, last_working, span
from caseapp.law.special_days import SpecialDay
from caseapp.text import mark, show_date


class _Rule(NamedTuple):
    """What a count must know of a rule beside its wordings."""

    code: str
    title: str
    event: str
    nature: Nature
    counted_back: bool
    rolls: bool
    hash: str


def count(
    rule: Limit | str,
    start: date,
    calendar: Calendar,
    options: Iterable[str] = (),
    pauses: Iterable[Pause] = (),
    extensions: int = 0,
    until: date | None = None,
) -> Receipt:
    """The receipt of a rule that starts on a civil day; the day itself is not counted (Điều 147 Bộ luật Dân sự).

    Pauses are half-open. Several wordings in force: `due` and `safe` are each the earliest. `until`: it still ran
    that day, so that later wordings govern it whose transitional rule says so. Raises WrongUse for an unknown rule,
    option, extension or pause, LawError when the law or the calendar has no answer.
    """
    limit = find(RULES, rule) if isinstance(rule, str) else rule
    readings = limit.readings(limit.governing(start, until) if until else start, options, extensions)
    how = _Rule(limit.code, limit.title, limit.start, limit.nature, limit.counted_back, limit.rolls, limit.hash)
    return _receipt(how, readings, start, calendar, tuple(sorted(set(options))), _in_order(limit, pauses), extensions,
                    later_wordings(limit, start, readings))


def again(receipt: Receipt, calendar: Calendar) -> Receipt:
    """What a receipt says counted by another calendar: same wordings, start, options, pauses and extensions.

    Nothing but the receipt is asked, so that no later wording moves it: by the calendar it was counted with it comes
    out the same, byte for byte, whatever became of the law. A day the office named stays that day. Raises LawError
    when the calendar lacks a year.
    """
    if receipt.wording is None:
        return _promised(receipt, calendar)
    how = _Rule(receipt.rule, receipt.title, receipt.event, receipt.nature, receipt.counted_back,
                receipt.nature is not Nature.EFFECT, receipt.rule_hash)
    readings = [_reading(outcome) for outcome in (receipt.wording, *receipt.others)]
    kept = [(since_of(note), note) for note in receipt.notes if note.code == "kept-wording"]
    return _receipt(how, readings, receipt.start, calendar, receipt.options, [stop.pause for stop in receipt.stops],
                    receipt.extensions, kept)


def _receipt(
    rule: _Rule,
    readings: Sequence[Reading],
    start: date,
    calendar: Calendar,
    options: tuple[str, ...],
    pauses: Sequence[Pause],
    extensions: int,
    later: Sequence[tuple[date, Note]],
) -> Receipt:
    stretches = [(pause.first.toordinal(), pause.until.toordinal()) for pause in pauses]
    begun = start.toordinal()
    counted = _spans(rule, readings, begun, stretches, calendar)
    chosen = min(counted, key=lambda one: one.span.due)
    due, safe = _ends(rule, counted, begun, stretches, calendar)
    skipped, worked, rolled = _days(rule, chosen, begun, stretches, calendar)
    exchanges = _exchanges(rule, readings, begun, stretches, calendar, (due, safe))
    doubts = doubts_of(calendar, min(begun + 1, due, safe), max(begun - 1, due), chosen, (due, safe))
    notes = [
        *wording_notes(due, chosen, counted, later),
        *roll_notes(rule, chosen.span, rolled),
        *exchange_notes(exchanges, due),
        *doubts,
    ]
    outcomes = [_outcome(one) for one in counted]
    own = outcomes.pop(counted.index(chosen))
    return Receipt(
        rule=rule.code,
        title=rule.title,
        nature=rule.nature,
        counted_back=rule.counted_back,
        event=rule.event,
        start=start,
        citation=own.citation,
        wording=own,
        others=tuple(outcomes),
        options=options,
        extensions=extensions,
        stops=tuple(map(Stop, pauses, chosen.span.stopped)),
        skipped=tuple(skipped),
        worked=tuple(worked),
        rolled_over=tuple(rolled),
        unrolled=own.unrolled,
        due=date.fromordinal(due),
        safe=date.fromordinal(safe),
        effective=date.fromordinal(due + 1) if rule.nature is Nature.EFFECT else None,
        # That the earlier of two texts holds is drawn from both of them; neither says so (KN-03x).
        confirmed=own.confirmed and not doubts and not in_conflict(counted),
        notes=tuple(notes),
        if_exchanged=exchanges,
        rule_hash=rule.hash,
        calendar_version=calendar.version,
        calendar_hash=calendar.hash,
    )


def appointed(promise: Promise, start: date, on: date, calendar: Calendar, citation: Citation | None = None) -> Receipt:
    """The receipt for a day the office itself named on `start`; raises WrongUse when it does not lie after it."""
    if on <= start:
        raise WrongUse(mark("Ngày hẹn {on} phải sau ngày {start}."), on=show_date(on), start=show_date(start))
    safe, doubts = _named(start, on, calendar)
    return Receipt(
        rule=promise.code,
        title=promise.title,
        nature=promise.nature,
        counted_back=False,
        event=promise.start,
        start=start,
        citation=str(citation or promise.citation),
        wording=None,
        others=(),
        options=(),
        extensions=0,
        stops=(),
        skipped=(),
        worked=(),
        rolled_over=(),
        unrolled=on,
        due=on,
        safe=safe,
        effective=None,
        confirmed=not doubts,
        notes=(Note.of("promised"), *doubts),
        if_exchanged=(),
        rule_hash="",
        calendar_version=calendar.version,
        calendar_hash=calendar.hash,
    )


def _promised(receipt: Receipt, calendar: Calendar) -> Receipt:
    safe, doubts = _named(receipt.start, receipt.due, calendar)
    return replace(receipt, safe=safe, confirmed=not doubts, notes=(Note.of("promised"), *doubts),
                   calendar_version=calendar.version, calendar_hash=calendar.hash)


def _named(start: date, on: date, calendar: Calendar) -> tuple[date, list[Note]]:
    """The safe day of a day that was named, and what is not certain of it."""
    begun, due = start.toordinal(), on.toordinal()
    found = last_working(due, calendar)
    safe = found if found > begun else due
    calendar.require(min(safe, due), due)
    return date.fromordinal(safe), doubts_of(calendar, safe, due, None, (due, safe))


def _in_order(limit: Limit, pauses: Iterable[Pause]) -> list[Pause]:
    ordered = sorted(pauses, key=lambda pause: (pause.first, pause.until))
    for pause in ordered:
        if pause.until < pause.first:
            template = mark("Khoảng dừng kết thúc {until} trước khi bắt đầu {first}.")
            raise WrongUse(template, until=show_date(pause.until), first=show_date(pause.first))
    if ordered and limit.counted_back:
        raise WrongUse(mark("Hạn tính ngược từ một ngày đã định không có khoảng dừng."))
    return ordered


def _spans(
    rule: Direction, readings: Sequence[Reading], begun: int, stretches: Sequence[Stretch], calendar: Calendar
) -> list[Counted]:
    return [
        Counted(reading, span(rule, reading.unit, reading.length, begun, stretches, calendar))
        for reading in readings
    ]


def _ends(
    rule: Direction, counted: Sequence[Counted], begun: int, stretches: Sequence[Stretch], calendar: Calendar
) -> tuple[int, int]:
    """The earliest due day, and the earliest safe day, where a year is unknown as if it had no holiday at all."""
    due, safe = min(one.span.due for one in counted), min(one.span.safe for one in counted)
    if calendar.barest is calendar:
        return due, safe
    soonest = _spans(rule, [one.reading for one in counted], begun, stretches, calendar.barest)
    return due, min(safe, *(one.span.safe for one in soonest))


def _days(
    rule: Direction, chosen: Counted, begun: int, stretches: Sequence[Stretch], calendar: Calendar
) -> tuple[list[SpecialDay], list[SpecialDay], list[SpecialDay]]:
    """Days off skipped in counting, Saturdays counted because they are worked, days off the last day rolled over."""
    unrolled, due = chosen.span.unrolled, chosen.span.due
    rolled = calendar.off_days(unrolled, due - 1)
    if chosen.reading.unit is not Unit.WORKING:
        return [], [], rolled
    first, last = (unrolled, begun - 1) if rule.counted_back else (begun + 1, unrolled)
    skipped, worked = calendar.off_days(first, last), calendar.worked_days(first, last)
    for start, until in stretches:
        skipped = [day for day in skipped if not start <= day.day.toordinal() < until]
        worked = [day for day in worked if not start <= day.day.toordinal() < until]
    return skipped, worked, rolled


def _outcome(counted: Counted) -> Outcome:
    days = counted.span
    return Outcome(*counted.reading, *map(date.fromordinal, (days.unrolled, days.due, days.safe)))


def _reading(outcome: Outcome) -> Reading:
    return Reading(**{name: getattr(outcome, name) for name in Reading.__annotations__})


def _exchanges(
    rule: Direction,
    readings: Sequence[Reading],
    begun: int,
    stretches: Sequence[Stretch],
    calendar: Calendar,
    now: tuple[int, int],
) -> tuple[IfExchanged, ...]:
    """What each undecided exchange that lies within the count would change."""
    first, last = min(begun, *now), max(begun, *now)
    changed = []
    for exchange, other in calendar.alternatives:
        if not (first <= exchange.off.toordinal() <= last or first <= exchange.work.toordinal() <= last):
            continue
        try:
            counted = _spans(rule, readings, begun, stretches, other)
            due, safe = _ends(rule, counted, begun, stretches, other)
        except LawError:
            continue      # what nobody decided must not take away an answer that is there
        if (due, safe) != now:
            days = (exchange.off, exchange.work, date.fromordinal(due), date.fromordinal(safe))
            changed.append(IfExchanged(*days))
    return tuple(changed)
