"""Which days figures are asked for: a month, quarter, half year, year or days of one's own, and the same a year ago."""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from caseapp.text import DateProblem, mark, read_date, show_date
from caseapp.web.language import gettext as _

_FOUR_DIGITS: Final = re.compile(r"(?:19|20|21)[0-9]{2}")


class Step(StrEnum):
    """How long a period is, as an address says it."""

    MONTH = "thang"
    QUARTER = "quy"
    HALF = "nua-nam"
    YEAR = "nam"
    OWN = "khac"


STEP_WORDS: Final[dict[Step, str]] = {
    Step.MONTH: mark("tháng"), Step.QUARTER: mark("quý"), Step.HALF: mark("sáu tháng"), Step.YEAR: mark("năm"),
    Step.OWN: mark("ngày tự chọn"),
}
MONTHS: Final[dict[Step, int]] = {Step.MONTH: 1, Step.QUARTER: 3, Step.HALF: 6, Step.YEAR: 12}
"""How many months each takes; days of one's own take none."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included. ``place``: which month, quarter or half of the year, from 1.

    ``problem``: what is wrong with the days that were asked for; then the period is the year they lie in.
    """

    step: Step
    since: date
    until: date
    today: date
    place: int = 1
    problem: str = ""

    @property
    def year(self) -> int:
        return self.until.year

    @property
    def last(self) -> date:
        """The day as of which disputes are looked at: the last of the period, or today while it still runs."""
        return min(self.until, self.today)

    @property
    def runs(self) -> bool:
        """Whether its last day is still to come."""
        return self.until > self.today

    def before(self) -> tuple[date, date]:
        """The same days a year ago; of a period that still runs, as far as it has come."""
        return _year_ago(self.since), _year_ago(self.last)

    def words(self) -> str:
        """The period as people say it."""
        year = str(self.until.year)
        if self.step is Step.MONTH:
            return _("Tháng %(month)s/%(year)s", month=f"{self.place:02d}", year=year)
        if self.step is Step.QUARTER:
            return _("Quý %(place)s/%(year)s", place="I" * self.place if self.place < 4 else "IV", year=year)
        if self.step is Step.HALF:
            half = _("Sáu tháng đầu năm %(year)s", year=year)
            return half if self.place == 1 else _("Sáu tháng cuối năm %(year)s", year=year)
        if self.step is Step.YEAR:
            return _("Năm %(year)s", year=year)
        return _("Từ %(since)s đến %(until)s", since=show_date(self.since), until=show_date(self.until))

    def address(self) -> dict[str, str]:
        """The words of an address that asks for it."""
        if self.step is Step.OWN:
            return {"ky": self.step, "tu": self.since.isoformat(), "den": self.until.isoformat()}
        found = {"ky": str(self.step), "nam": str(self.until.year)}
        return found if self.step is Step.YEAR else {**found, "so": str(self.place)}

    def others(self) -> Iterator[Period]:
        """All periods of its length in its year."""
        months = MONTHS.get(self.step, 12)
        for place in range(1, 12 // months + 1):
            yield whole(self.step, self.year, place, self.today)


def whole(step: Step, year: int, place: int, today: date) -> Period:
    """A month, quarter, half or whole year of the calendar."""
    months = MONTHS[step]
    last = place * months
    return Period(step, date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]), today, place)


def period_asked(args: Mapping[str, str], today: date) -> Period:
    """The period that ``?ky=&nam=&so=&tu=&den=`` asks for; this year when nothing is asked."""
    step = Step(args["ky"]) if args.get("ky") in set(Step) else Step.YEAR
    year = int(args["nam"]) if _FOUR_DIGITS.fullmatch(args.get("nam", "")) else today.year
    if step is Step.OWN:
        return _own(args, today)
    places = 12 // MONTHS[step]
    asked = args.get("so", "")
    now = (today.month - 1) // MONTHS[step] + 1 if year == today.year else 1
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 and 1 <= int(asked) <= places else now
    return whole(step, year, place, today)


def _own(args: Mapping[str, str], today: date) -> Period:
    try:
        since, until = read_date(args.get("tu", ""), today), read_date(args.get("den", ""), today)
    except DateProblem as problem:
        return _unread(problem.words(_), today)
    if since > until:
        return _unread(_("Ngày đầu phải trước ngày cuối."), today)
    return Period(Step.OWN, since, until, today)


def _unread(why: str, today: date) -> Period:
    year = whole(Step.YEAR, today.year, 1, today)
    return Period(Step.OWN, year.since, year.until, today, problem=why)


def _year_ago(day: date) -> date:
    """The same day a year ago; the last of a month stays the last, whatever February has."""
    year = day.year - 1
    longest = monthrange(year, day.month)[1]
    ends = (day + timedelta(days=1)).day == 1
    return date(year, day.month, longest if ends else min(day.day, longest))
