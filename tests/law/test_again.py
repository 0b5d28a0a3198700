"""A receipt counts again from what it holds itself: law and calendar may change as they will, it stays the same."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from caseapp.law import counting, registry
from caseapp.law.acts import LKN
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import again, appointed, count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import CALENDAR, WORKING, Limit, Wording
from caseapp.law.outlook import with_outlook
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.reception import FOLLOW_UP
from caseapp.law.registry import RULES
from caseapp.law.special_days import DayKind, Exchange, SpecialDay, Year

D = date.fromisoformat
OPEN = with_outlook(SHIPPED)
DAYS = some.dates(D("2025-06-01"), D("2026-12-31"))
CODES = sorted(RULES)


def stored(calendar: Calendar) -> Calendar:
    """The calendar as it comes back from where it was written down."""
    return Calendar.from_plain(json.loads(json.dumps(calendar.plain())))


@some.composite
def receipts(draw: some.DrawFn) -> Receipt:
    """A receipt of any rule, with options and pauses the rule takes, by the calendar that an office has."""
    limit = RULES[draw(some.sampled_from(CODES))]
    start = draw(DAYS)
    options = draw(some.sets(some.sampled_from(sorted(limit.options)))) if limit.options else set()
    pauses = [] if limit.counted_back else [
        Pause(start + timedelta(gap), start + timedelta(gap + length), "ground", "số 1")
        for gap, length in draw(some.lists(some.tuples(some.integers(-3, 40), some.integers(0, 30)), max_size=3))]
    extensions = draw(some.integers(0, 2)) if any(one.extensions for one in limit.wordings) else 0
    try:
        return count(limit, start, OPEN, options, pauses, extensions)
    except LawError:
        return count("complaint.acceptance", start, OPEN)


@some.composite
def changed(draw: some.DrawFn, law: dict[str, Limit]) -> dict[str, Limit]:
    """The law after one more change: a wording added, ended or rewritten, a title touched up, a rule gone."""
    law = dict(law)
    code = draw(some.sampled_from(sorted(law)))
    limit, how = law[code], draw(some.integers(0, 4))
    since = draw(some.dates(D("2025-01-01"), D("2027-12-31")))
    new = Wording(draw(some.integers(1, 90)), draw(some.sampled_from([WORKING, CALENDAR])), LKN(99), since=since)
    wordings = {
        0: [*limit.wordings, new],
        1: [*limit.wordings, replace(new, reaches=LKN(98))],
        2: [replace(one, until=max(one.since, since)) for one in limit.wordings] + [new],
        3: [replace(one, length=7, note="khác") for one in limit.wordings],
    }
    if how == 4:
        del law[code]
        return law
    law[code] = replace(limit, title=limit.title + " (mới)", wordings=wordings[how])
    return law


@contextmanager
def in_force(law: dict[str, Limit]) -> Iterator[None]:
    before = counting.RULES
    counting.RULES = registry.RULES = law
    try:
        yield
    finally:
        counting.RULES = registry.RULES = before


@settings(max_examples=120)
@given(some.data(), receipts())
def test_an_old_receipt_is_the_same_after_five_changes_of_the_law(data: some.DataObject, receipt: Receipt) -> None:
    text, law = receipt.to_json(), dict(RULES)
    for _ in range(5):
        law = data.draw(changed(law))
    with in_force(law):
        old = Receipt.from_json(text)
        assert again(old, with_outlook(stored(SHIPPED))).to_json() == text


@some.composite
def other_calendars(draw: some.DrawFn) -> Calendar:
    """The shipped calendar with some weekdays off and some days off worked, or the exchange decided or dropped."""
    odd = {day: draw(some.sampled_from([DayKind.HOLIDAY, DayKind.EXCHANGED_WORK]))
           for day in draw(some.sets(DAYS, min_size=1, max_size=4))}
    years = []
    for year in SHIPPED.years:
        days = {day.day: day for day in year.days}
        days |= {day: SpecialDay(day, kind, "thử", "Thông báo 1/TB") for day, kind in odd.items() if day.year == year.year}
        years.append(Year(year.year, tuple(days[day] for day in sorted(days)), draw(some.booleans()), year.source))
    exchanges = draw(some.sampled_from([(), SHIPPED.exchanges]))
    return Calendar("thử", tuple(years), exchanges)


@settings(max_examples=120)
@given(receipts(), other_calendars())
def test_by_another_calendar_it_is_what_the_rule_counts_by_that_calendar(receipt: Receipt, calendar: Calendar) -> None:
    calendar = with_outlook(calendar)
    pauses = [stop.pause for stop in receipt.stops]
    told = count(receipt.rule, receipt.start, calendar, receipt.options, pauses, receipt.extensions)
    found = again(receipt, calendar)
    told = replace(told, notes=(), others=tuple(sorted(told.others, key=str)))
    assert replace(found, notes=(), others=tuple(sorted(found.others, key=str))) == told


def test_a_day_the_office_named_stays_that_day() -> None:
    receipt = appointed(FOLLOW_UP, D("2026-11-12"), D("2026-11-23"), OPEN)
    assert again(receipt, OPEN) == receipt
    moved = again(receipt, with_outlook(SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV")))
    assert (moved.due, moved.safe) == (D("2026-11-23"), D("2026-11-20"))


def test_a_calendar_comes_back_whole() -> None:
    assert stored(SHIPPED) == SHIPPED
    assert stored(OPEN) == SHIPPED
    assert stored(OPEN).hash == OPEN.hash
    assert Exchange.from_plain(SHIPPED.exchanges[0].plain()) == SHIPPED.exchanges[0]
    with pytest.raises(LawError, match="định dạng 9"):
        Calendar.from_plain({**SHIPPED.plain(), "format": 9})


# What runs when a text comes that says it governs what is running follows it; what says nothing governs what is to come.
OLD = Wording(30, CALENDAR, LKN(1), since=D("2012-07-01"), until=D("2026-11-30"))
NEW = Wording(20, CALENDAR, LKN(2), since=D("2026-12-01"), reaches=LKN(3))
LATER = Wording(10, CALENDAR, LKN(4), since=D("2026-12-10"))


@pytest.mark.parametrize(("start", "until", "length"), [
    ("2026-11-10", "2026-11-30", 30),
    ("2026-11-10", "2026-12-01", 20),
    ("2026-11-10", "2026-12-20", 20),
    ("2026-12-02", "2026-12-20", 20),
    ("2026-12-10", "2026-12-20", 10),
])
def test_a_transitional_rule_reaches_what_is_running(start: str, until: str, length: int) -> None:
    limit = Limit("test", "việc", "bắt đầu", [OLD, NEW, replace(LATER)])
    limit = replace(limit, wordings=[OLD, replace(NEW, until=D("2026-12-09")), LATER])
    receipt = count(limit, D(start), OPEN, until=D(until))
    assert receipt.wording is not None
    assert receipt.wording.length == length
    assert receipt.start == D(start)
