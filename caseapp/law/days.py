"""Knows which days public offices work: a calendar is a value, with the source of every day off or worked."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from typing import Final, TypedDict

from caseapp.law.errors import LawError
from caseapp.law.special_days import WEEK_SOURCE, WEEKEND, DayKind, Exchange, ExchangePlain, SpecialDay, Year, YearPlain
from caseapp.text import canonical, mark, show_date

FORMAT: Final = 1
HASH_LENGTH: Final = 16
FAR: Final = date.max.toordinal()


class CalendarPlain(TypedDict):
    """A whole calendar as it is stored; `format` numbers this shape."""

    format: int
    version: str
    years: list[YearPlain]
    exchanges: list[ExchangePlain]


class Table:
    """Working days of a calendar as arrays over day ordinals, so that every question takes constant time."""

    __slots__ = ("count", "first", "last", "off_days", "off_ordinals", "work_days", "work_ordinals", "working")

    def __init__(self, years: Iterable[Year]) -> None:
        years = tuple(years)
        special = {day.day.toordinal(): day for year in years for day in year.days}
        self.first = date(min(year.year for year in years), 1, 1).toordinal()
        self.last = date(max(year.year for year in years), 12, 31).toordinal()
        self.off_ordinals: list[int] = []
        self.off_days: list[SpecialDay] = []
        self.work_days = {ordinal: day for ordinal, day in special.items() if day.works}
        self.work_ordinals = sorted(self.work_days)
        flags: list[int] = []
        for ordinal in range(self.first, self.last + 1):
            day = special.get(ordinal)
            off = not day.works if day else (ordinal + 6) % 7 >= 5
            flags.append(0 if off else 1)
            if off:
                self.off_ordinals.append(ordinal)
                self.off_days.append(day or _weekend(ordinal))
        self.count = [0, *accumulate(flags)]
        self.working = [self.first + place for place, flag in enumerate(flags) if flag]

    def before(self, ordinal: int) -> int:
        """How many working days the calendar knows before this day."""
        return self.count[min(max(ordinal, self.first), self.last + 1) - self.first]


def _weekend(ordinal: int) -> SpecialDay:
    return SpecialDay(date.fromordinal(ordinal), DayKind.WEEKEND, WEEKEND, WEEK_SOURCE)


@dataclass(frozen=True)
class Calendar:
    """The public-sector calendar as a value: a version, its years, and exchanges that are proposed but undecided."""

    version: str
    years: tuple[Year, ...]
    exchanges: tuple[Exchange, ...] = field(default=())

    def __post_init__(self) -> None:
        numbers = [year.year for year in self.years]
        if not numbers or len(set(numbers)) != len(numbers):
            raise LawError(mark("Lịch phải có ít nhất một năm và mỗi năm một lần."))
        for year in self.years:
            days = [day.day for day in year.days]
            if len(set(days)) != len(days) or any(day.year != year.year for day in days):
                raise LawError(mark("Lịch năm {year} có ngày ghi hai lần hoặc không thuộc năm đó."), year=year.year)

    @cached_property
    def table(self) -> Table:
        """The arrays behind the questions below."""
        return Table(self.years)

    @cached_property
    def confirmed_years(self) -> dict[int, bool]:
        """Years the calendar has, and whether each is officially announced."""
        return {year.year: year.confirmed for year in self.years}

    @cached_property
    def unconfirmed_days(self) -> frozenset[int]:
        """Ordinals of single days that no notice confirms, in whatever year."""
        return frozenset(day.day.toordinal() for year in self.years for day in year.days if not day.confirmed)

    @cached_property
    def unknown_years(self) -> frozenset[int]:
        """Years of which only that is known what the statutes fix."""
        return frozenset(year.year for year in self.years if not year.known)

    @cached_property
    def barest(self) -> "Calendar":
        """The calendar without any holiday in unknown years: with it a count ends as early as it can; often itself."""
        if not self.unknown_years:
            return self
        return replace(self, years=tuple(year if year.known else replace(year, days=()) for year in self.years))

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal letters over every day, source and proposal that somebody wrote down.

        Years of which only the statutes speak follow from the program and take no part.
        """
        return sha256(canonical(self.plain()).encode()).hexdigest()[:HASH_LENGTH]

    def plain(self) -> CalendarPlain:
        """The calendar as JSON can hold it, without the years nobody announced or proposed."""
        return {
            "format": FORMAT,
            "version": self.version,
            "years": [year.plain() for year in sorted(self.years, key=lambda year: year.year) if year.known],
            "exchanges": [one.plain() for one in self.exchanges],
        }

    @classmethod
    def from_plain(cls, plain: CalendarPlain) -> "Calendar":
        """Read back what `plain` wrote; raises LawError for a format this program does not know."""
        if plain["format"] != FORMAT:
            raise LawError(mark("Không đọc được lịch có số định dạng {format}."), format=plain["format"])
        years, exchanges = map(Year.from_plain, plain["years"]), map(Exchange.from_plain, plain["exchanges"])
        return cls(plain["version"], tuple(years), tuple(exchanges))

    @cached_property
    def alternatives(self) -> tuple[tuple[Exchange, "Calendar"], ...]:
        """Each undecided exchange with the calendar as it would be if it were approved."""
        return tuple((exchange, self.with_exchange(exchange)) for exchange in self.exchanges)

    def with_exchange(self, exchange: Exchange, source: str = "") -> "Calendar":
        """The calendar with the exchange made; with the notice's number as `source` both days are confirmed."""
        decided = replace(exchange, source=source or exchange.source)
        made = tuple(replace(day, confirmed=bool(source)) for day in decided.decided())
        years = tuple(replace(year, days=_with_days(year, made)) for year in self.years)
        version = f"{self.version}+{exchange.off.isoformat()}"
        return replace(self.without_exchange(exchange), version=version, years=years)

    def with_decided(self, sources: Mapping[date, str]) -> "Calendar":
        """The calendar with the proposals made whose day off is named, each with its source, or as a proposal still.

        Raises LawError for a day off that nobody proposed.
        """
        decided = self
        for off, source in sources.items():
            found = [exchange for exchange in decided.exchanges if exchange.off == off]
            if not found:
                raise LawError(mark("Không có đề xuất hoán đổi ngày {day} trong lịch."), day=show_date(off))
            decided = decided.with_exchange(found[0], source)
        return decided

    def without_exchange(self, exchange: Exchange) -> "Calendar":
        """The calendar with the proposal dropped."""
        return replace(self, exchanges=tuple(one for one in self.exchanges if one != exchange))

    def year(self, number: int) -> Year:
        """One year; raises LawError when the calendar has none."""
        for year in self.years:
            if year.year == number:
                return year
        raise no_calendar(number)

    def require(self, first: int, last: int) -> None:
        """Raise LawError unless the calendar has every year between two day ordinals, whichever comes first."""
        for number in range(year_of(min(first, last)), year_of(max(first, last)) + 1):
            if number not in self.confirmed_years:
                raise no_calendar(number)

    def is_working(self, day: date) -> bool:
        """Whether public offices work that day."""
        self.require(day.toordinal(), day.toordinal())
        ordinal = day.toordinal()
        return self.table.before(ordinal + 1) > self.table.before(ordinal)

    def last_working(self, day: date) -> date:
        """The last working day on or before the day."""
        place = self.table.before(day.toordinal() + 1) - 1
        found = self.table.working[place] if place >= 0 else self.table.first - 1
        self.require(found, day.toordinal())
        return date.fromordinal(found)

    def next_working(self, day: date) -> date:
        """The first working day on or after the day."""
        place = self.table.before(day.toordinal())
        found = self.table.working[place] if place < len(self.table.working) else self.table.last + 1
        self.require(day.toordinal(), found)
        return date.fromordinal(found)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days later than `after`, up to and including `until`; 0 when `until` is not later."""
        if until <= after:
            return 0
        self.require(after.toordinal() + 1, until.toordinal())
        return self.table.before(until.toordinal() + 1) - self.table.before(after.toordinal() + 1)

    def off_days(self, first: int, last: int) -> list[SpecialDay]:
        """Days off, weekends among them, between two day ordinals, both included."""
        ordinals = self.table.off_ordinals
        return self.table.off_days[bisect_left(ordinals, first) : bisect_right(ordinals, last)]

    def worked_days(self, first: int, last: int) -> list[SpecialDay]:
        """Saturdays worked in exchange between two day ordinals, both included."""
        ordinals = self.table.work_ordinals
        found = ordinals[bisect_left(ordinals, first) : bisect_right(ordinals, last)]
        return [self.table.work_days[ordinal] for ordinal in found]


def year_of(ordinal: int) -> int:
    """The year of a day ordinal; ordinals outside what dates can hold give the first or last year."""
    return date.fromordinal(min(max(ordinal, 1), FAR)).year


def no_calendar(year: int) -> LawError:
    """The error for a year the calendar does not have."""
    return LawError(mark("Chưa có lịch ngày nghỉ năm {year}, không tính được hạn."), year=year)


def _with_days(year: Year, made: tuple[SpecialDay, ...]) -> tuple[SpecialDay, ...]:
    ours = {day.day: day for day in year.days} | {day.day: day for day in made if day.day.year == year.year}
    return tuple(ours[day] for day in sorted(ours))
