"""The badge of a row with a clock: a day that may still move says so in its second line."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from caseapp.gazette import office_calendar
from caseapp.reception.views.clocks import badge_of

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(("more", "second"), [
    ({"confirmed": True}, "hạn 12/01/2027"),
    ({"confirmed": False}, "hạn 12/01/2027 · ? chưa xác nhận"),
    ({"confirmed": False, "ended_on": date(2027, 1, 4), "ended_by": "met"}, "hạn 12/01/2027"),
    ({}, "hạn 12/01/2027"),
])
def test_a_day_that_may_move_says_so(app: Flask, more: dict[str, object], second: str) -> None:
    clock = {"due_on": date(2027, 1, 12), "safe_on": date(2027, 1, 12), "unit": "working-day", "ended_on": None,
             "ended_by": None, **more}
    with app.test_request_context():
        badge = badge_of(SimpleNamespace(**clock), date(2026, 12, 28), office_calendar())
    assert badge is not None
    assert badge.second == second
