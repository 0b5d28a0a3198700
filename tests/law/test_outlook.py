"""A year without any calendar: what the statutes fix is counted, the rest is flagged, nothing is guessed."""

from datetime import date

import pytest

from caseapp.law import complaints
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import appointed, count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.outlook import FIRST, LAST, statutory_year, with_outlook
from caseapp.law.reception import FOLLOW_UP
from caseapp.law.special_days import DayKind

D = date.fromisoformat
OPEN = with_outlook(SHIPPED)


def codes(receipt: object) -> list[str]:
    return [note.code for note in receipt.notes]  # type: ignore[attr-defined]


def test_every_year_is_there_once_and_known_years_stay_as_they_are() -> None:
    assert [year.year for year in OPEN.years] == list(range(FIRST, LAST + 1))
    assert [year for year in OPEN.years if year.known] == list(SHIPPED.years)
    assert OPEN.unknown_years.isdisjoint(SHIPPED.confirmed_years)
    assert OPEN.hash == SHIPPED.hash      # of what was announced or proposed; the statutes' own days follow from the program
    assert SHIPPED.barest is SHIPPED


def test_only_solar_holidays_are_fixed_and_a_weekend_moves_them() -> None:
    days = {day.day: day.kind for day in statutory_year(2028).days}
    assert days == {
        D("2028-01-03"): DayKind.IN_LIEU,
        D("2028-05-01"): DayKind.HOLIDAY,
        D("2028-05-02"): DayKind.IN_LIEU,
        D("2028-09-04"): DayKind.IN_LIEU,
        D("2028-11-24"): DayKind.HOLIDAY,
    }


def test_the_day_of_culture_has_no_day_in_lieu_and_no_holiday_before_its_law() -> None:
    assert [day.day for day in statutory_year(2029).days if day.day.month == 11] == []
    assert [day.day for day in statutory_year(2022).days if day.day.month == 11] == []


def test_a_visit_near_a_year_without_calendar_is_counted_flagged_and_explained() -> None:
    receipt = count("reception.reply", D("2027-12-27"), OPEN)
    assert (receipt.due, receipt.safe, receipt.confirmed) == (D("2028-01-11"), D("2028-01-10"), False)
    assert codes(receipt) == ["proposed-year", "unknown-year"]
    note = receipt.notes[-1]
    assert note.facts == {"year": "2028"}
    assert "2028" in note.text
    assert "phải tính lại" in note.text


@pytest.mark.parametrize("start", ["2024-01-20", "2027-12-20", "2028-01-15", "2028-04-20", "2031-08-25", "2039-02-01"])
def test_no_holiday_at_all_gives_the_safe_day(start: str) -> None:
    bare = Calendar("bare", tuple(year if year.known else statutory_year(year.year) for year in OPEN.barest.years))
    receipt = count("reception.reply", D(start), OPEN)
    assert not receipt.confirmed
    assert receipt.safe == count("reception.reply", D(start), OPEN.barest).due <= receipt.due
    assert receipt.due == count("reception.reply", D(start), bare).due


def test_known_years_are_counted_as_ever() -> None:
    for start in ("2026-10-12", "2026-11-12", "2026-12-25"):
        mine, theirs = (count("reception.reply", D(start), calendar) for calendar in (OPEN, SHIPPED))
        assert (mine.due, mine.safe, mine.confirmed, mine.notes) == (theirs.due, theirs.safe, theirs.confirmed, theirs.notes)


def test_rolled_days_and_promises_of_unknown_years_are_flagged() -> None:
    rolled = count(complaints.RESOLUTION_1, D("2028-01-01"), OPEN)
    assert "unknown-year" in codes(rolled)
    assert rolled.safe <= rolled.due
    promised = appointed(FOLLOW_UP, D("2027-12-20"), D("2028-02-10"), OPEN)
    assert not promised.confirmed
    assert codes(promised) == ["promised", "unknown-year"]


def test_beyond_the_outlook_a_day_is_still_refused() -> None:
    for day in (f"{LAST}-12-30", "2019-03-04"):
        with pytest.raises(LawError, match="Chưa có lịch"):
            count("reception.reply", D(day), OPEN)


def test_the_exchange_is_told_with_the_same_safe_day() -> None:
    years = tuple(year for year in SHIPPED.years if year.year < 2027)
    short = with_outlook(Calendar(SHIPPED.version, years, SHIPPED.exchanges))
    assert count("reception.reply", D("2026-12-25"), short).if_exchanged == ()
