"""The figures of the board: what each one counts, said once for the number and for its list."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.rules import CASES, STANDING_STILL
from caseapp.dossiers.models import Clock, Dossier, Ended
from caseapp.law.days import Calendar
from caseapp.law.limits import Nature
from caseapp.text import mark
from caseapp.web.badges import SOON_DAYS

# The office's own measures, no limits of any law: how far one looks ahead, what counts as standing still.
AHEAD_DAYS: Final = 7          # working days
STILL_DAYS: Final = 10
STRIP_DAYS: Final = 30         # working days
WEEK: Final = timedelta(days=7)
AGES: Final = ((0, 10), (11, 30), (31, 60), (61, None))


class Figure(StrEnum):
    """A number of the board, as an address names its list."""

    LATE = "qua-han"
    TODAY = "hom-nay"
    SOON = "gap"
    AHEAD = "sap-den"
    REST = "con-lai"
    RUNNING = "co-han"
    ON_DAY = "ngay"
    NOT_GIVEN = "chua-giao"
    STILL = "chua-tien-trien"
    PAUSED = "tam-dinh-chi"
    AGE_1 = "tuoi-1"
    AGE_2 = "tuoi-2"
    AGE_3 = "tuoi-3"
    AGE_4 = "tuoi-4"
    MET = "da-xong"
    IN_TIME = "dung-han"
    OVER_TIME = "xong-cham"


@dataclass(frozen=True, slots=True)
class Days:
    """The days that figures are counted from; last days belong to what is counted."""

    today: date
    soon: date
    ahead: date
    last: date

    @property
    def values(self) -> dict[str, date]:
        """What the conditions below ask for."""
        ages = {f"age_{low}": self.today - timedelta(days=low) for low, _high in AGES}
        month = self.today.replace(day=1)
        return {"today": self.today, "soon": self.soon, "ahead": self.ahead, "last": self.last,
                "still": self.today - timedelta(days=STILL_DAYS), "week_ago": self.today - WEEK, "month": month,
                "month_before": _year_before(month), "today_before": _year_before(self.today), **ages}


# The days of a page are the same until tomorrow, or until the calendar changes.
_counted: dict[tuple[date, str], Days] = {}
KEPT: Final = 16


def days_of(today: date, calendar: Calendar) -> Days:
    """The days ahead are working days of the office's calendar."""
    key = today, calendar.hash
    if key not in _counted:
        if len(_counted) >= KEPT:
            _counted.clear()
        _counted[key] = _days_of(today, calendar)
    return _counted[key]


def _days_of(today: date, calendar: Calendar) -> Days:
    return Days(today, ahead_of(today, SOON_DAYS, calendar), ahead_of(today, AHEAD_DAYS, calendar),
                ahead_of(today, STRIP_DAYS - 1, calendar))


def ahead_of(day: date, count: int, calendar: Calendar) -> date:
    """The day ``count`` working days after ``day``."""
    for _step in range(count):
        day = calendar.next_working(day + timedelta(days=1))
    return day


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _on(name: str) -> sa.BindParameter[date]:
    return sa.bindparam(name, type_=sa.Date())


_open_case = sa.and_(Dossier.closed_on.is_(None), Dossier.kind.in_(sorted(CASES)))
# Written out and not bound: a database that does not know the values beforehand passes by the index of what was met.
MET_DUTY: Final = sa.and_(Clock.ended_by == sa.literal_column(f"'{Ended.MET}'"),
                          Clock.nature == sa.literal_column(f"'{Nature.DUTY}'"))
_met = sa.and_(MET_DUTY, Clock.due_on.is_not(None))
_this_month = sa.and_(_met, Clock.ended_on >= _on("month"), Clock.ended_on <= _on("today"))
MET_THEN: Final = sa.and_(_met, Clock.ended_on >= _on("month_before"), Clock.ended_on <= _on("today_before"))


def _age(place: int) -> sa.ColumnElement[bool]:
    """Cases that came in within an age group, by the day they were received."""
    low, high = AGES[place]
    young = Dossier.opened_on <= _on(f"age_{low}") if low else sa.true()
    old = Dossier.opened_on > _on(f"age_{high + 1}") if high is not None else sa.true()
    return sa.and_(_open_case, young, old)


# What each figure counts: dossiers, or for the last three the time limits that were met.
COUNTS: Final[Mapping[Figure, sa.ColumnElement[bool]]] = MappingProxyType({
    Figure.LATE: Dossier.next_due < _on("today"),
    Figure.TODAY: Dossier.next_due == _on("today"),
    Figure.SOON: sa.and_(Dossier.next_due >= _on("today"), Dossier.next_due <= _on("soon")),
    Figure.AHEAD: sa.and_(Dossier.next_due >= _on("today"), Dossier.next_due <= _on("ahead")),
    Figure.REST: Dossier.next_due > _on("soon"),
    Figure.RUNNING: Dossier.next_due.is_not(None),
    Figure.ON_DAY: Dossier.next_due == _on("day"),
    Figure.NOT_GIVEN: sa.and_(_open_case, Dossier.handler_id.is_(None)),
    Figure.STILL: sa.and_(Dossier.closed_on.is_(None), Dossier.awaits != "", Dossier.moved_on <= _on("still")),
    # One that stands still has no last day; while a paper about it must be sent it has one, and is among the others.
    Figure.PAUSED: sa.and_(_open_case, Dossier.state.in_(STANDING_STILL), Dossier.next_due.is_(None)),
    Figure.AGE_1: _age(0), Figure.AGE_2: _age(1), Figure.AGE_3: _age(2), Figure.AGE_4: _age(3),
    Figure.MET: _this_month,
    Figure.IN_TIME: sa.and_(_this_month, Clock.ended_on <= Clock.due_on),
    Figure.OVER_TIME: sa.and_(_this_month, Clock.ended_on > Clock.due_on),
})
OF_CLOCKS: Final = frozenset({Figure.MET, Figure.IN_TIME, Figure.OVER_TIME})
# In which order a list shows its rows, the longest waiting first; each is followed by the id.
ORDER: Final[Mapping[Figure, Any]] = MappingProxyType({
    **dict.fromkeys(Figure, Dossier.next_due), Figure.STILL: Dossier.moved_on, Figure.PAUSED: Dossier.moved_on,
    **dict.fromkeys((Figure.NOT_GIVEN, Figure.AGE_1, Figure.AGE_2, Figure.AGE_3, Figure.AGE_4), Dossier.opened_on),
    **dict.fromkeys(OF_CLOCKS, Clock.ended_on),
})
WORDS: Final[Mapping[Figure, str]] = MappingProxyType({
    Figure.LATE: mark("Quá hạn"), Figure.TODAY: mark("Đến hạn hôm nay"),
    Figure.SOON: mark("Đến hạn trong %(count)s ngày làm việc"),
    Figure.AHEAD: mark("Đến hạn trong %(count)s ngày làm việc"),
    Figure.REST: mark("Còn hạn"), Figure.RUNNING: mark("Đang có hạn"), Figure.ON_DAY: mark("Đến hạn ngày %(day)s"),
    Figure.NOT_GIVEN: mark("Chưa phân công"), Figure.STILL: mark("Chưa tiến triển từ %(count)s ngày trở lên"),
    Figure.PAUSED: mark("Tạm đình chỉ, không có hạn"),
    Figure.AGE_1: mark("Vụ việc mở từ %(low)s đến %(high)s ngày"),
    Figure.AGE_2: mark("Vụ việc mở từ %(low)s đến %(high)s ngày"),
    Figure.AGE_3: mark("Vụ việc mở từ %(low)s đến %(high)s ngày"), Figure.AGE_4: mark("Vụ việc mở trên %(low)s ngày"),
    Figure.MET: mark("Hạn đã xong tháng này"), Figure.IN_TIME: mark("Xong đúng hạn tháng này"),
    Figure.OVER_TIME: mark("Xong chậm tháng này"),
})
# What stands in the gaps of the words.
GAPS: Final[Mapping[Figure, Mapping[str, str]]] = MappingProxyType({
    Figure.SOON: {"count": str(SOON_DAYS)}, Figure.AHEAD: {"count": str(AHEAD_DAYS)},
    Figure.STILL: {"count": str(STILL_DAYS)}, Figure.AGE_1: {"low": "0", "high": "10"},
    Figure.AGE_2: {"low": "11", "high": "30"}, Figure.AGE_3: {"low": "31", "high": "60"}, Figure.AGE_4: {"low": "60"},
})
