"""The wording of due badges, line by line as the office reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from caseapp.law.calendars import SHIPPED
from caseapp.web.badges import Badge, Due, Tone, due_badge

pytestmark = pytest.mark.usefixtures("speaking")
TODAY = date(2026, 11, 16)


def nov(day: int) -> date:
    """A day of November 2026."""
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("clock", "tone", "words", "second"),
    [
        (Due(nov(13)), Tone.LATE, "Quá hạn 3 ngày", "hạn 13/11"),
        (Due(nov(10), working=True), Tone.LATE, "Quá hạn 4 ngày làm việc", "hạn 10/11"),
        (Due(date(2025, 12, 30)), Tone.LATE, "Quá hạn 321 ngày", "hạn 30/12/2025"),
        (Due(nov(16)), Tone.SOON, "Hạn hôm nay", "16/11"),
        (Due(nov(18), working=True), Tone.SOON, "Còn 2 ngày làm việc", "hạn 18/11"),
        (Due(nov(18)), Tone.SOON, "Còn 2 ngày", "hạn 18/11"),
        (Due(nov(19)), Tone.SOON, "Còn 3 ngày", "hạn 19/11"),
        (Due(nov(20)), Tone.RUNNING, "Còn 4 ngày", "hạn 20/11"),
        (Due(date(2026, 12, 10)), Tone.RUNNING, "Còn 24 ngày", "hạn 10/12"),
        (Due(nov(23), working=True, safe=nov(20)), Tone.RUNNING, "Còn 5 ngày làm việc", "hạn 23/11, nên xong 20/11"),
        (Due(nov(23), safe=nov(23)), Tone.RUNNING, "Còn 7 ngày", "hạn 23/11"),
        (Due(None, paused_since=nov(9)), Tone.PAUSED, "Tạm đình chỉ", "từ 09/11, chưa có hạn"),
        (Due(None), Tone.RUNNING, "Chưa bắt đầu", ""),
        (Due(nov(23), met_on=nov(18)), Tone.MET, "Xong 18/11", "hạn 23/11/2026"),
        (Due(nov(13), met_on=nov(14)), Tone.CLOSED, "Xong, chậm 1 ngày", "hạn 13/11/2026"),
        (Due(nov(13), ended="void"), Tone.CLOSED, "Đã hủy", ""),
        (Due(nov(13), ended="book"), Tone.CLOSED, "Xong theo sổ cũ", ""),
    ],
)
def test_wording(clock: Due, tone: Tone, words: str, second: str) -> None:
    assert due_badge(clock, TODAY, SHIPPED) == Badge(tone, words, second)


def test_a_dossier_shows_years_and_how_early() -> None:
    badge = due_badge(Due(nov(20), met_on=nov(18)), TODAY, SHIPPED, year=True, measure=True)
    assert badge == Badge(Tone.MET, "Đúng hạn, sớm 2 ngày", "hạn 20/11/2026")
    on_the_day = due_badge(Due(nov(20), met_on=nov(20)), TODAY, SHIPPED, measure=True)
    assert on_the_day == Badge(Tone.MET, "Đúng hạn", "hạn 20/11/2026")


def test_the_weekend_after_a_working_day_limit_counts_as_days() -> None:
    assert due_badge(Due(nov(13), working=True), nov(14), SHIPPED) == Badge(Tone.LATE, "Quá hạn 1 ngày", "hạn 13/11")


def test_the_holiday_makes_amber_come_earlier() -> None:
    badge = due_badge(Due(nov(26), working=True), nov(20), SHIPPED)
    assert badge == Badge(Tone.SOON, "Còn 3 ngày làm việc", "hạn 26/11")


def test_rights_and_effects_have_no_badge() -> None:
    assert due_badge(Due(nov(13), duty=False), TODAY, SHIPPED) is None


def test_years_without_a_calendar_are_counted_in_days() -> None:
    badge = due_badge(Due(date(2020, 1, 2), working=True), date(2020, 1, 5), SHIPPED)
    assert badge == Badge(Tone.LATE, "Quá hạn 3 ngày làm việc", "hạn 02/01")


def test_a_stored_clock_is_understood() -> None:
    row = SimpleNamespace(
        due_on=nov(27), safe_on=nov(27), ended_on=None, ended_by=None, unit="working-day", nature="duty"
    )
    assert due_badge(Due.of(row), TODAY, SHIPPED) == Badge(Tone.RUNNING, "Còn 8 ngày làm việc", "hạn 27/11")


def test_every_tone_has_an_icon_that_exists() -> None:
    sprite = (Path(__file__).parents[2] / "caseapp" / "static" / "icons.svg").read_text(encoding="utf-8")
    for tone in Tone:
        assert f'id="{Badge(tone, "").icon}"' in sprite
