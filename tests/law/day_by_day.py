"""A second, slow counter written straight from the law file: walks one day at a time, shares nothing with caseapp."""

from datetime import date, timedelta

ONE = timedelta(1)

OFF = """
2025: 1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9
2026: 1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11
2027: 1/1 5/2 8/2 9/2 10/2 11/2 16/4 30/4 3/5 2/9 3/9 24/11
"""
WORKED = {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


def _read(table: str) -> set[date]:
    days = set()
    for line in table.split("\n"):
        year, _, listed = line.partition(":")
        for item in listed.split():
            day, month = item.split("/")
            days.add(date(int(year), int(month), int(day)))
    return days


DAYS_OFF = _read(OFF)
Pauses = list[tuple[date, date]]


class Outside(Exception):
    """The count left the years that have a calendar."""


def works(day: date, *, swapped: bool = False) -> bool:
    if day.year not in (2025, 2026, 2027):
        raise Outside
    if swapped and day in (date(2026, 11, 23), date(2026, 11, 28)):
        return day == date(2026, 11, 28)
    return day in WORKED or (day.weekday() < 5 and day not in DAYS_OFF)


def stopped(day: date, pauses: Pauses) -> bool:
    return any(first <= day < until for first, until in pauses)


def last_day(start: date, length: int, *, working: bool, pauses: Pauses, swapped: bool = False) -> date:
    day, number = start, 0
    while number < length:
        day += ONE
        works_that_day = works(day, swapped=swapped) if working else True
        if works_that_day and not stopped(day, pauses):
            number += 1
    return day


def due_day(last: date, *, swapped: bool = False) -> date:
    while not works(last, swapped=swapped):
        last += ONE
    return last


def safe_day(last: date, start: date, due: date, *, swapped: bool = False) -> date:
    day = last
    while day > start:
        if works(day, swapped=swapped):
            return day
        day -= ONE
    return due


def last_day_back(start: date, length: int, *, working: bool) -> date:
    day, number = start, 0
    while number < length:
        day -= ONE
        if not working or works(day):
            number += 1
    return day


def last_working(day: date) -> date:
    while not works(day):
        day -= ONE
    return day
