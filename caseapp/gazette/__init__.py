"""The office's calendar: kept in the database in versions, read once per request, handed on as a plain value."""
from __future__ import annotations

from flask import current_app, g

from caseapp.db import reading
from caseapp.gazette.versions import newest_number, version_numbered
from caseapp.law.days import Calendar


def office_calendar() -> Calendar:
    """The calendar in force.

    A year without any notice, from the first that the labour code in force covers, is counted by what the statutes
    fix, and the receipt says so. The command line, which answers without an office, refuses such a year.
    """
    if "calendar" not in g:
        g.calendar = version_with(g.get("calendar_number") or newest_number(reading()))
    calendar: Calendar = g.calendar
    return calendar


def version_with(number: int) -> Calendar:
    """A version by its number; versions never change, so each is read once."""
    kept: dict[int, Calendar] = current_app.extensions.setdefault("calendars", {})
    if number not in kept:
        kept[number] = version_numbered(reading(), number)
    return kept[number]


def saw_version(number: int | None) -> None:
    """Take note of the version in force that a statement of this request has told along with the rest."""
    g.calendar_number = number


def forget_version() -> None:
    """Somebody put another version in force: whoever asks now gets that one."""
    g.pop("calendar", None)
    g.pop("calendar_number", None)
