"""The office's calendar: the shipped days, the exchanges the office says were decided, an outlook on other years."""
from __future__ import annotations

from functools import lru_cache

from flask import Flask, current_app

from caseapp.config import Decided, Settings, SettingsProblem
from caseapp.law.calendars import DECIDED_BY_OFFICE, SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.outlook import with_outlook


def calendar_of(settings: Settings) -> Calendar:
    """The calendar value; raises SettingsProblem when a setting names an exchange nobody proposed.

    A year without any notice, from the first that the labour code in force covers, is counted by what the statutes
    fix, and the receipt says so; a visit of an earlier year is refused where a limit would run. The command line,
    which answers without an office, refuses every year without a notice.
    """
    try:
        return _decided(tuple(settings.exchanges))
    except LawError as problem:
        raise SettingsProblem(f"CASEAPP_EXCHANGES: {problem}") from problem


@lru_cache(maxsize=8)
def _decided(exchanges: tuple[Decided, ...]) -> Calendar:
    """One value for the same decisions: its table of days is made once, however many applications ask."""
    return with_outlook(SHIPPED.with_decided(dict(exchanges), DECIDED_BY_OFFICE))


def install(app: Flask) -> None:
    """Make the calendar once; it is a plain value from here on."""
    app.extensions["calendar"] = calendar_of(app.extensions["settings"])


def office_calendar() -> Calendar:
    """The calendar that every clock of this office is counted with."""
    calendar: Calendar = current_app.extensions["calendar"]
    return calendar
