"""What must hold of every rule of the law, whatever the day, the options and the pauses (plain limits: test_counting)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.limits import Limit, Nature, Unit, Wording
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.registry import RULES
from caseapp.law.special_days import DayKind, SpecialDay, Year

FIRST, LAST = date(2025, 2, 20), date(2026, 12, 31)
FAR_ENOUGH = date(2026, 6, 30)  # a year from here, with every pause drawn below, still lies within the calendar
STARTS = some.dates(FIRST, LAST)
LATER = some.integers(0, 45)
CALENDAR = replace(SHIPPED, exchanges=())  # what a proposed exchange would change is told beside, not counted
FORWARD = [rule for rule in RULES.values() if not rule.counted_back]
BACKWARD = [rule for rule in RULES.values() if rule.counted_back]


def read_on(rule: Limit, start: date) -> tuple[Wording, ...]:
    """The wordings that count for a start; none where the law gave no number that day."""
    return tuple(wording for wording in rule.in_force(start) if wording.length is not None)


@some.composite
def forward_rules(draw: some.DrawFn, start: date) -> tuple[Limit, list[str], int]:
    """A rule with a number for the start, options it has that day, and as many extensions as they allow."""
    rule = draw(some.sampled_from(FORWARD))
    wordings = read_on(rule, start)
    assume(wordings)
    assume(start <= FAR_ENOUGH or all(wording.unit is not Unit.YEAR for wording in wordings))
    known = sorted(set().union(*(wording.options for wording in wordings)))
    options = draw(some.lists(some.sampled_from(known), unique=True)) if known else []
    allowed = [one.times for wording in wordings for one in wording.extensions if one.option in options]
    return rule, options, draw(some.integers(0, max(allowed, default=0)))


@some.composite
def pauses_from(draw: some.DrawFn, start: date, most: int = 3) -> list[Pause]:
    made = []
    for _ in range(draw(some.integers(0, most))):
        first = start + timedelta(draw(some.integers(-5, 60)))
        made.append(Pause(first, first + timedelta(draw(some.integers(0, 25)))))
    return made


def changed(day: SpecialDay | None, weekday: date) -> Calendar:
    """The calendar with that weekday off for this reason, or, for none, with whatever stood there struck out."""
    return replace(CALENDAR, years=tuple(_with(year, day, weekday) for year in CALENDAR.years))


def _with(year: Year, day: SpecialDay | None, weekday: date) -> Year:
    kept = tuple(one for one in year.days if one.day != weekday)
    return replace(year, days=(*kept, day) if day and weekday.year == year.year else kept)


def holiday(day: date) -> Calendar:
    return changed(SpecialDay(day, DayKind.HOLIDAY, "Ngày nghỉ thêm", "Thông báo"), day)


def three(receipt: Receipt) -> Iterable[date]:
    return receipt.unrolled, receipt.due, receipt.safe


@settings(max_examples=500)
@given(some.data(), STARTS, LATER)
def test_a_later_start_under_the_same_wording_is_never_due_earlier(
    data: some.DataObject, start: date, later: int
) -> None:
    rule, options, extensions = data.draw(forward_rules(start))
    next_start = start + timedelta(later)
    assume(read_on(rule, start) == read_on(rule, next_start))
    # A month ends on its last day at the latest: days that a pause took before the later start can outweigh that.
    by_months = any(one.unit in (Unit.MONTH, Unit.YEAR) for one in rule.wordings)
    pauses = [] if by_months else data.draw(pauses_from(start))
    before = count(rule, start, CALENDAR, options, pauses, extensions)
    after = count(rule, next_start, CALENDAR, options, pauses, extensions)
    assert before.due <= after.due
    assert before.safe <= after.safe


@given(some.data(), some.sampled_from(BACKWARD), STARTS, LATER)
def test_a_later_day_is_never_prepared_for_earlier(
    data: some.DataObject, rule: Limit, start: date, later: int
) -> None:
    next_start = start + timedelta(later)
    assume(read_on(rule, start))
    assume(read_on(rule, start) == read_on(rule, next_start))
    before, after = count(rule, start, CALENDAR), count(rule, next_start, CALENDAR)
    assert before.due <= after.due
    assert before.safe <= after.safe <= after.due < next_start


@settings(max_examples=500)
@given(some.data(), STARTS)
def test_safe_lies_after_the_start_and_never_after_due(data: some.DataObject, start: date) -> None:
    rule, options, extensions = data.draw(forward_rules(start))
    receipt = count(rule, start, CALENDAR, options, data.draw(pauses_from(start)), extensions)
    assert start < receipt.safe <= receipt.due
    assert receipt.unrolled <= receipt.due
    if rule.nature is Nature.EFFECT:
        assert receipt.due == receipt.unrolled
    else:
        assert CALENDAR.is_working(receipt.due)
        assert CALENDAR.is_working(receipt.safe)


@settings(max_examples=500)
@given(some.data(), STARTS)
def test_one_more_pause_never_shortens_anything(data: some.DataObject, start: date) -> None:
    rule, options, extensions = data.draw(forward_rules(start))
    pauses = data.draw(pauses_from(start, most=2))
    first = start + timedelta(data.draw(some.integers(-5, 60)))
    more = [*pauses, Pause(first, first + timedelta(data.draw(some.integers(0, 25))))]
    without = count(rule, start, CALENDAR, options, pauses, extensions)
    with_it = count(rule, start, CALENDAR, options, more, extensions)
    assert all(one <= other for one, other in zip(three(without), three(with_it), strict=True))


@given(some.data(), STARTS)
def test_the_order_in_which_pauses_are_told_means_nothing(data: some.DataObject, start: date) -> None:
    rule, options, extensions = data.draw(forward_rules(start))
    pauses = data.draw(pauses_from(start))
    told = data.draw(some.permutations(pauses))
    one, other = (count(rule, start, CALENDAR, options, given, extensions) for given in (pauses, told))
    assert one.to_json() == other.to_json()


@settings(max_examples=500)
@given(some.data(), STARTS)
def test_a_day_off_more_is_never_due_earlier(data: some.DataObject, start: date) -> None:
    rule, options, extensions = data.draw(forward_rules(start))
    pauses = data.draw(pauses_from(start))
    before = count(rule, start, CALENDAR, options, pauses, extensions)
    day = start + timedelta(data.draw(some.integers(0, (before.due - start).days + 3)))
    after = count(rule, start, holiday(day), options, pauses, extensions)
    assert before.due <= after.due
    assert before.unrolled <= after.unrolled


@settings(max_examples=500)
@given(some.data(), some.sampled_from([day for year in CALENDAR.years for day in year.days if not day.works]))
def test_a_day_off_less_is_never_due_later(data: some.DataObject, off: SpecialDay) -> None:
    start = off.day - timedelta(data.draw(some.integers(0, 90)))
    assume(FIRST <= start <= LAST)
    rule, options, extensions = data.draw(forward_rules(start))
    pauses = data.draw(pauses_from(start))
    before = count(rule, start, CALENDAR, options, pauses, extensions)
    after = count(rule, start, changed(None, off.day), options, pauses, extensions)
    assert after.due <= before.due
    assert after.unrolled <= before.unrolled


@given(some.data(), some.sampled_from(BACKWARD), STARTS)
def test_a_day_off_more_is_never_prepared_for_later(data: some.DataObject, rule: Limit, start: date) -> None:
    assume(read_on(rule, start))
    before = count(rule, start, CALENDAR)
    day = start - timedelta(data.draw(some.integers(0, (start - before.due).days + 3)))
    after = count(rule, start, holiday(day))
    assert after.due <= before.due
    assert after.safe <= before.safe
