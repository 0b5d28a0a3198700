"""Whether the day an act names leaves the time the law asks for before it (a notice counted back from a dialogue)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from caseapp.law.citing import cited
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.web.language import gettext as _

LOOKED_AHEAD: Final = 60       # no limit counted back is longer than this; beyond it nothing is proposed


@dataclass(frozen=True, slots=True)
class Short:
    """A notice given too late: the last day for it, the first day that could be named instead, the article."""

    last: date
    first_possible: date | None
    place: str


def short_notice(heeds: Iterable[str], told_on: date, coming: date, calendar: Calendar) -> Short | None:
    """What is wrong when ``coming`` is announced on ``told_on``; None when it is in time or no law asks for time."""
    for rule in heeds:
        receipt = _counted(rule, coming, calendar)
        if receipt is not None and told_on > receipt.due:
            return Short(receipt.due, _first_possible(rule, told_on, calendar), cited(receipt.citation, _))
    return None


def _first_possible(rule: str, told_on: date, calendar: Calendar) -> date | None:
    for ahead in range(1, LOOKED_AHEAD):
        day = told_on + timedelta(days=ahead)
        receipt = _counted(rule, day, calendar)
        if receipt is not None and receipt.due >= told_on:
            return day
    return None


def _counted(rule: str, coming: date, calendar: Calendar) -> Receipt | None:
    if not RULES[rule].in_force(coming):
        return None
    try:
        return count(rule, coming, calendar)
    except LawError:
        return None
