"""The calendar of public offices: its days, its questions, its exchanges."""

from datetime import date, timedelta

import pytest

from caseapp.law.calendars import NOVEMBER_2026, SHIPPED, YEAR_2026
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.special_days import DayKind, SpecialDay, Year
from tests.law import walking as slow

D = date.fromisoformat


def test_every_day_agrees_with_the_table_of_the_law_file() -> None:
    day = date(2025, 1, 1)
    while day < date(2028, 1, 1):
        assert SHIPPED.is_working(day) == slow.works(day), day
        day += timedelta(1)


def test_every_special_day_has_reason_and_source_and_lies_on_a_sensible_weekday() -> None:
    for year in SHIPPED.years:
        for day in year.days:
            assert day.reason
            assert day.source
            assert (day.day.weekday() == 5) == day.works
            assert SpecialDay.from_plain(day.plain()) == day


def test_only_2027_is_proposed_and_its_unannounced_days_are_flagged() -> None:
    assert SHIPPED.confirmed_years == {2025: True, 2026: True, 2027: False}
    doubtful = [day for day in SHIPPED.year(2027).days if not day.confirmed]
    assert {day.day.month for day in doubtful} == {2, 9}
    assert all(day.confirmed for number in (2025, 2026) for day in SHIPPED.year(number).days)


def test_asking_for_working_days() -> None:
    assert SHIPPED.last_working(D("2026-11-24")) == D("2026-11-23")
    assert SHIPPED.next_working(D("2026-11-24")) == D("2026-11-25")
    assert SHIPPED.next_working(D("2026-11-25")) == D("2026-11-25")
    assert SHIPPED.working_days_between(D("2026-11-16"), D("2026-11-27")) == 8
    assert SHIPPED.working_days_between(D("2026-11-27"), D("2026-11-16")) == 0
    assert [day.kind for day in SHIPPED.off_days(D("2026-11-21").toordinal(), D("2026-11-24").toordinal())] == [
        DayKind.WEEKEND,
        DayKind.WEEKEND,
        DayKind.HOLIDAY,
    ]
    (worked,) = SHIPPED.worked_days(D("2026-08-01").toordinal(), D("2026-08-31").toordinal())
    assert worked.day == D("2026-08-22")


@pytest.mark.parametrize("day", ["2024-12-31", "2020-01-01", "2028-01-01", "2040-05-05"])
def test_days_outside_the_calendar_are_refused(day: str) -> None:
    for question in (SHIPPED.is_working, SHIPPED.last_working, SHIPPED.next_working):
        with pytest.raises(LawError, match="Chưa có lịch ngày nghỉ năm"):
            question(D(day))
    with pytest.raises(LawError, match=f"năm {day[:4]}"):
        SHIPPED.year(int(day[:4]))
    with pytest.raises(LawError):
        SHIPPED.working_days_between(D("2019-01-01"), D(day))


def test_looking_past_the_ends_is_refused() -> None:
    with pytest.raises(LawError, match="2024"):
        SHIPPED.last_working(D("2025-01-01"))
    holiday = SpecialDay(D("2026-12-31"), DayKind.HOLIDAY, "nghỉ", "thử")
    with pytest.raises(LawError, match="2027"):
        Calendar("x", (Year(2026, (holiday,), confirmed=True, source="thử"),)).next_working(D("2026-12-31"))


def test_an_exchange_is_a_switch() -> None:
    made = SHIPPED.with_exchange(NOVEMBER_2026)
    assert not made.is_working(D("2026-11-23"))
    assert made.is_working(D("2026-11-28"))
    assert made.exchanges == ()
    assert made.version == "2026-11-22+2026-11-23"
    assert not any(day.confirmed for day in made.year(2026).days if day.day in (D("2026-11-23"), D("2026-11-28")))
    decided = SHIPPED.with_exchange(NOVEMBER_2026, "Công văn số 1")
    assert all(day.confirmed for day in decided.year(2026).days)
    assert len({SHIPPED.hash, made.hash, decided.hash}) == 3
    dropped = SHIPPED.without_exchange(NOVEMBER_2026)
    assert dropped.exchanges == ()
    assert dropped.is_working(D("2026-11-23"))
    assert dropped.hash != SHIPPED.hash


def test_exchanges_are_made_by_their_day_off() -> None:
    off = D("2026-11-23")
    assert SHIPPED.with_decided({}) is SHIPPED
    named = SHIPPED.with_decided({off: "Công văn 12/BNV"})
    assert named == SHIPPED.with_exchange(NOVEMBER_2026, "Công văn 12/BNV")
    assert all(day.confirmed for day in named.year(2026).days)
    bare = SHIPPED.with_decided({off: ""})
    made = [day for day in bare.year(2026).days if day.day in (off, D("2026-11-28"))]
    assert [(day.source, day.confirmed) for day in made] == [(NOVEMBER_2026.source, False)] * 2
    with pytest.raises(LawError, match="Không có đề xuất hoán đổi ngày 26/11/2026"):
        SHIPPED.with_decided({D("2026-11-26"): ""})


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    day = YEAR_2026.days[0]
    for years in ((), (YEAR_2026, YEAR_2026)):
        with pytest.raises(LawError, match="mỗi năm một lần"):
            Calendar("x", years)
    for days, number in (((day, day), 2026), ((day,), 2025)):
        with pytest.raises(LawError, match="ghi hai lần hoặc không thuộc"):
            Calendar("x", (Year(number, days, confirmed=True, source=""),))


def test_the_hash_does_not_change_by_itself() -> None:
    same = Calendar(SHIPPED.version, tuple(reversed(SHIPPED.years)), SHIPPED.exchanges)
    assert same.hash == SHIPPED.hash
