"""The office's calendar: the shipped days, with the proposed exchanges that the office says were decided."""
from __future__ import annotations

from flask import Flask, current_app

from caseapp.config import Settings, SettingsProblem
from caseapp.law.calendars import DECIDED_BY_OFFICE, SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError


def calendar_of(settings: Settings) -> Calendar:
    """The calendar value; raises SettingsProblem when a setting names an exchange nobody proposed."""
    try:
        return SHIPPED.with_decided(settings.exchanges, DECIDED_BY_OFFICE)
    except LawError as problem:
        raise SettingsProblem(f"CASEAPP_EXCHANGES: {problem}") from problem


def install(app: Flask) -> None:
    """Make the calendar once; it is a plain value from here on."""
    app.extensions["calendar"] = calendar_of(app.extensions["settings"])


def office_calendar() -> Calendar:
    """The calendar that every clock of this office is counted with."""
    calendar: Calendar = current_app.extensions["calendar"]
    return calendar
