"""Days off as the law file lists them, and a slow counter that walks from one day to the next."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Final

ONE = timedelta(1)
Pauses = Collection[tuple[date, date]]


class Refused(Exception):
    """The question has no answer: something in it is not law."""


class Outside(Refused):
    """The count left the years that have a calendar."""


# ---- the calendar of public offices (part 1.1 of the law file) -------------------------------------------------------

OFF: Final = """
2025: 1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9
2026: 1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11
"""
WORKED: Final = frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})
DECIDED: Final = (2025, 2026)
PROPOSED: Final = 2027  # the law file leaves its Tết, its adjacent day and its exchanges open
EXCHANGE: Final = (date(2026, 11, 23), date(2026, 11, 28))  # off, worked: proposed, never decided


def read(table: str) -> Iterable[date]:
    for line in table.strip().splitlines():
        year, _, listed = line.partition(":")
        for item in listed.split():
            day, month = item.split("/")
            yield date(int(year), int(month), int(day))


@cache
def proposed_days() -> frozenset[date]:
    """The days off of the proposed year, asked for as anyone would ask: on the command line, in an office of its own."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
    with tempfile.TemporaryDirectory() as empty:
        printed = subprocess.run(
            [sys.executable, "-m", "caseapp", "calendar", str(PROPOSED), "--json"],
            env={**alone, "CASEAPP_HOME": empty},
            capture_output=True,
            text=True,
            check=True,
        )
    shown = json.loads(printed.stdout)
    assert not shown["worked"]
    assert not shown["confirmed"]
    return frozenset(date.fromisoformat(one["day"]) for one in shown["off"])


@cache
def days_off() -> frozenset[date]:
    return frozenset(read(OFF)) | proposed_days()


@cache
def works(day: date, *, swapped: bool = False) -> bool:
    """Monday to Friday unless off, and the Saturdays worked in exchange; no year is guessed."""
    if day.year not in (*DECIDED, PROPOSED):
        raise Outside
    if swapped and day in EXCHANGE:
        return day == EXCHANGE[1]
    return day in WORKED or (day.weekday() < 5 and day not in days_off())


# ---- walking ---------------------------------------------------------------------------------------------------------


def stopped(day: date, pauses: Pauses) -> bool:
    """Whether the clock stands on a day: a pause ends on the day before the clock runs again."""
    return any(first <= day < again for first, again in pauses)


def last_day(start: date, length: int, *, working: bool, pauses: Pauses = (), swapped: bool = False) -> date:
    """Day 1 is the day after the event; a day that is off (in working days) or stopped has no number."""
    day, number = start, 0
    while number < length:
        day += ONE
        runs = works(day, swapped=swapped)  # asked for plain days too: a year without a calendar is never crossed
        if (runs or not working) and not stopped(day, pauses):
            number += 1
    return day


def last_day_back(start: date, length: int, *, working: bool) -> date:
    day, number = start, 0
    while number < length:
        day -= ONE
        if works(day) or not working:
            number += 1
    return day


def due_day(last: date, *, swapped: bool = False) -> date:
    """A limit that ends on a day off ends with the next working day."""
    while not works(last, swapped=swapped):
        last += ONE
    return last


def safe_day(last: date, start: date, due: date, *, swapped: bool = False) -> date:
    """The last working day on or before the last day, after the start; where there is none, the due day."""
    day = last
    while day > start:
        if works(day, swapped=swapped):
            return day
        day -= ONE
    return due


def last_working(day: date) -> date:
    while not works(day):
        day -= ONE
    return day


def months_later(start: date, months: int) -> date:
    """The same-numbered day that many months on, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for number in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(number, start.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
