"""The office's calendar: the shipped days, with the proposed exchanges that the office says were decided."""
from __future__ import annotations

from flask import Flask, current_app

from caseapp.config import Settings, SettingsProblem
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.text import mark

DECIDED_HERE = mark("Đã có quyết định hoán đổi, do cơ quan khai báo trong thiết lập")


def calendar_of(settings: Settings) -> Calendar:
    """The calendar value; raises SettingsProblem when a setting names an exchange nobody proposed."""
    calendar = SHIPPED
    proposed = {exchange.off: exchange for exchange in SHIPPED.exchanges}
    for day in settings.exchanges:
        if day not in proposed:
            raise SettingsProblem(f"CASEAPP_EXCHANGES: không có đề xuất hoán đổi ngày {day.isoformat()}.")
        calendar = calendar.with_exchange(proposed[day], DECIDED_HERE)
    return calendar


def install(app: Flask) -> None:
    """Make the calendar once; it is a plain value from here on."""
    app.extensions["calendar"] = calendar_of(app.extensions["settings"])


def office_calendar() -> Calendar:
    """The calendar that every clock of this office is counted with."""
    calendar: Calendar = current_app.extensions["calendar"]
    return calendar
