"""Ways through the law that no office walks every day: old wordings kept, doubts settled, calendars compared."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from caseapp.law import duties
from caseapp.law.acts import LKN
from caseapp.law.calendars import NOVEMBER_2026, SHIPPED
from caseapp.law.changes import AWAITED_FROM, Changes, DayChange, changes, touched, unannounced, with_year
from caseapp.law.complaint_choices import DECLINE_GROUNDS, Choice
from caseapp.law.counting import again, count
from caseapp.law.days import Calendar
from caseapp.law.forms import FORMS
from caseapp.law.limits import CALENDAR, Limit, Nature, Wording
from caseapp.law.receipts import Pause
from caseapp.law.reception_days import RECEPTION_DUTIES
from caseapp.law.registry import RULES
from caseapp.law.row_shape import Field, Row, Sort
from caseapp.law.special_days import DayKind, SpecialDay, Year

D = date.fromisoformat
ONE = timedelta(1)


# ---- wordings --------------------------------------------------------------------------------------------------------


def test_a_receipt_that_kept_an_old_wording_counts_again_to_itself() -> None:
    # Example 6: received on 26 June, the limit crosses 1 July and stays ten days.
    receipt = count("complaint.acceptance", D("2026-06-26"), SHIPPED)
    assert [note.code for note in receipt.notes] == ["kept-wording"]
    assert receipt.due == D("2026-07-06")
    assert again(receipt, SHIPPED).to_json() == receipt.to_json()


def test_the_note_on_a_kept_wording_goes_where_the_limit_no_longer_crosses_its_day() -> None:
    # Received on Saturday 20 June: the tenth day is 30 June, and only if that is a day off the limit meets the new law.
    closed = with_day_off(D("2026-06-30"))
    crossing = count("complaint.acceptance", D("2026-06-20"), closed)
    assert (crossing.due, [note.code for note in crossing.notes]) == (D("2026-07-01"), ["kept-wording", "rolled"])
    back = again(crossing, SHIPPED)
    assert (back.due, back.notes) == (D("2026-06-30"), ())


@pytest.mark.parametrize(("nature", "rolls"), [(Nature.EFFECT, True), (Nature.DUTY, False), (Nature.RIGHT, False)])
def test_an_effect_never_rolls_and_a_limit_always_does(nature: Nature, rolls: bool) -> None:
    with pytest.raises(ValueError, match="an effect comes on its day"):
        Limit("test", "việc", "bắt đầu", [Wording(5, CALENDAR, LKN(1), since=LKN.since)], nature, rolls)


def test_a_limit_says_something() -> None:
    with pytest.raises(ValueError, match="needs a wording"):
        Limit("test", "việc", "bắt đầu", [])


# ---- what is in force ------------------------------------------------------------------------------------------------

SINCE, UNTIL = D("2026-03-02"), D("2026-06-30")
DATED: list[Any] = [
    replace(next(iter(DECLINE_GROUNDS.values())), since=SINCE, until=UNTIL),
    replace(next(iter(duties.DUTIES.values())), since=SINCE, until=UNTIL),
    replace(next(iter(FORMS.values())), since=SINCE, until=UNTIL),
    replace(RECEPTION_DUTIES[0], since=SINCE, until=UNTIL),
    Row("X-1", Sort.DUTY, Field.RECEPTION, "việc", (LKN(1),), SINCE, UNTIL, confirmed=True, note=""),
]  # fmt: skip


@pytest.mark.parametrize("one", DATED, ids=lambda one: type(one).__name__)
def test_what_is_dated_holds_from_its_first_to_its_last_day(one: Any) -> None:
    days = [SINCE - ONE, SINCE, UNTIL, UNTIL + ONE]
    assert [one.holds(day) for day in days] == [False, True, True, False]
    assert replace(one, until=None).holds(UNTIL + ONE)


def test_the_doubt_about_denunciations_on_paper_goes_when_it_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "{places}" not in duties.recording_doubt()
    assert "LTC" in duties.recording_doubt() or "Luật Tố cáo" in duties.recording_doubt()
    monkeypatch.setattr(duties, "PAPER_DENUNCIATION", replace(duties.PAPER_DENUNCIATION, confirmed=True))
    assert duties.recording_doubt() == ""


def test_choices_are_equal_by_what_they_say() -> None:
    ground = DECLINE_GROUNDS["late"]
    assert ground == Choice(ground.code, ground.text, LKN(11, 6), LKN.since, confirmed=False, note=ground.note)


# ---- calendars compared ----------------------------------------------------------------------------------------------

Reworked = Callable[[Year], Year]


def reworked(number: int, change: Reworked, calendar: Calendar = SHIPPED) -> Calendar:
    return with_year(calendar, change(calendar.year(number)), calendar.exchanges, "khác")


def with_day_off(day: date) -> Calendar:
    made = SpecialDay(day, DayKind.HOLIDAY, "Nghỉ thêm", "Thông báo 1")
    return reworked(day.year, lambda year: replace(year, days=(*[one for one in year.days if one.day != day], made)))


def test_a_calendar_differs_from_itself_in_nothing() -> None:
    same = changes(SHIPPED, replace(SHIPPED, version="chỉ đổi tên"))
    assert not same
    assert touched(same) == []


def test_what_one_day_changes() -> None:
    day = D("2026-12-24")
    found = changes(SHIPPED, with_day_off(day))
    assert found
    assert [(one.day, one.before, one.after and one.after.reason) for one in found.days] == [(day, None, "Nghỉ thêm")]
    assert (found.years, found.decided, found.proposed) == ((), (), ())
    assert changes(with_day_off(day), SHIPPED).days == (DayChange(day, found.days[0].after, None),)


def test_what_a_notice_for_a_year_changes() -> None:
    announced = reworked(2027, lambda year: replace(year, confirmed=True, source="Thông báo 2"))
    found = changes(SHIPPED, announced)
    assert found
    assert (found.days, found.years) == ((), (2027,))
    (stretch,) = touched(found)
    assert stretch[0] < D("2027-01-01") < D("2027-12-31") < stretch[1]


def test_what_deciding_an_exchange_changes() -> None:
    decided = SHIPPED.with_exchange(NOVEMBER_2026, "Quyết định 3")
    found = changes(SHIPPED, decided)
    assert [one.day for one in found.days] == [NOVEMBER_2026.off, NOVEMBER_2026.work]
    assert (found.decided, found.proposed) == ((NOVEMBER_2026,), ())
    dropped = changes(SHIPPED, SHIPPED.without_exchange(NOVEMBER_2026))
    assert dropped
    assert (dropped.days, dropped.decided) == ((), (NOVEMBER_2026,))
    assert changes(SHIPPED.without_exchange(NOVEMBER_2026), SHIPPED).proposed == (NOVEMBER_2026,)


def test_days_apart_are_looked_at_apart_and_neighbours_together() -> None:
    def only(*days: str) -> Changes:
        return Changes(tuple(DayChange(D(day), None, None) for day in days), (), (), ())

    assert len(touched(only("2025-03-03", "2026-10-01"))) == 2
    ((first, last),) = touched(only("2026-10-01", "2026-10-05"))
    assert first < D("2026-10-01") < D("2026-10-05") < last
    assert touched(only("2026-10-01")) == [(D("2026-10-01") + (first - D("2026-10-01")), last - timedelta(4))]


@settings(max_examples=400)
@given(
    some.sampled_from(sorted(RULES)),
    some.dates(D("2025-02-20"), D("2026-09-30")),
    some.integers(-30, 120),
    some.booleans(),
)
def test_nothing_is_counted_otherwise_outside_the_stretches_that_are_looked_at(
    code: str, start: date, away: int, off: bool
) -> None:
    rule, day = RULES[code], start + timedelta(away)
    if not any(wording.length for wording in rule.in_force(start)):
        return
    plain = reworked(day.year, lambda year: replace(year, days=tuple(one for one in year.days if one.day != day)))
    other = with_day_off(day) if off else plain
    before, after = count(rule, start, SHIPPED), count(rule, start, other)
    if before.to_json() == replace(after, calendar_version=before.calendar_version, calendar_hash=before.calendar_hash).to_json():
        return
    first, last = min(start, before.safe, before.due), max(start, before.due)
    assert any(first <= until and since <= last for since, until in touched(changes(SHIPPED, other)))


# ---- years without a notice ------------------------------------------------------------------------------------------


def test_the_next_year_is_missed_from_october_and_never_before() -> None:
    assert AWAITED_FROM == (10, 1)
    assert unannounced(SHIPPED, D("2026-09-30")) == []
    assert unannounced(SHIPPED, D("2026-10-01")) == [2027]
    assert unannounced(SHIPPED, D("2026-12-31")) == [2027]
    assert unannounced(SHIPPED, D("2027-01-01")) == [2027]
    assert unannounced(SHIPPED, D("2027-10-01")) == [2027, 2028]


def test_a_year_that_was_announced_is_missed_no_more() -> None:
    announced = reworked(2027, lambda year: replace(year, confirmed=True, source="Thông báo 2"))
    assert unannounced(announced, D("2026-11-22")) == []
    added = with_year(announced, Year(2028, (), confirmed=True, source="Thông báo 4"), (), "2028")
    assert [year.year for year in added.years] == [2025, 2026, 2027, 2028]
    assert unannounced(added, D("2027-10-01")) == []


def test_a_decided_exchange_is_the_two_days_that_a_calendar_makes_of_it() -> None:
    off, work = replace(NOVEMBER_2026, source="Quyết định 3").decided()
    assert (off.works, work.works, off.confirmed, work.confirmed) == (False, True, True, True)
    decided = SHIPPED.with_exchange(NOVEMBER_2026, "Quyết định 3")
    assert {off, work} <= set(decided.year(2026).days)


@pytest.mark.parametrize(("rule", "pause", "due"), [
    ("reception.tell-citizen", ("2026-11-26", "2027-12-31"), "2027-12-31"),
    ("denunciation.send-conclusion", ("2026-11-25", "2027-12-30"), "2027-12-31"),
    ("denunciation.send-suspension", ("2026-11-27", "2028-01-01"), "2026-11-26"),
])
def test_an_exchange_nobody_decided_takes_no_answer_away(rule: str, pause: tuple[str, str], due: str) -> None:
    """With the exchange the count would leave the calendar; without it the day is certain."""
    first, until = map(date.fromisoformat, pause)
    receipt = count(rule, date(2026, 11, 18), SHIPPED, pauses=[Pause(first, until)])
    assert (receipt.due.isoformat(), receipt.if_exchanged) == (due, ())
