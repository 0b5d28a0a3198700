"""Knows how a day unlike the others of its weekday is described, a year of them, and a proposed exchange."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypedDict

from caseapp.text import mark

WEEKEND: Final = mark("Nghỉ cuối tuần")
WEEK_SOURCE: Final = mark("Tuần làm việc từ thứ Hai đến thứ Sáu của cơ quan nhà nước")
EXCHANGED: Final = mark("Nghỉ hoán đổi")
EXCHANGE_WORKED: Final = mark("Làm bù cho ngày nghỉ hoán đổi")


class DayKind(StrEnum):
    """Why a day is not as the others: stored in receipts and in the office's calendar."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_LIEU = "in-lieu"
    EXCHANGED_OFF = "exchanged-off"
    EXCHANGED_WORK = "exchanged-work"


class DayPlain(TypedDict):
    """A special day in a receipt or on the command line."""

    day: str
    kind: str
    reason: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day that is off though a weekday, or worked though a Saturday; a weekend day is described the same way."""

    day: date
    kind: DayKind
    reason: str
    source: str
    confirmed: bool = True

    @property
    def works(self) -> bool:
        """True for a Saturday worked in exchange (làm bù)."""
        return self.kind is DayKind.EXCHANGED_WORK

    def plain(self) -> DayPlain:
        """The day as JSON can hold it."""
        return {
            "day": self.day.isoformat(),
            "kind": self.kind.value,
            "reason": self.reason,
            "source": self.source,
            "confirmed": self.confirmed,
        }

    @classmethod
    def from_plain(cls, plain: DayPlain) -> "SpecialDay":
        """Read back what `plain` wrote."""
        day, kind = date.fromisoformat(plain["day"]), DayKind(plain["kind"])
        return cls(day, kind, plain["reason"], plain["source"], plain["confirmed"])


class ExchangePlain(TypedDict):
    """A proposed exchange in a stored calendar."""

    off: str
    work: str
    source: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A proposed exchange (hoán đổi): a weekday off against a Saturday worked, not decided yet."""

    off: date
    work: date
    source: str

    def plain(self) -> ExchangePlain:
        """The proposal as JSON can hold it."""
        return {"off": self.off.isoformat(), "work": self.work.isoformat(), "source": self.source}

    def decided(self) -> tuple[SpecialDay, SpecialDay]:
        """The two days that come of it once it is decided by the paper named as its source."""
        return (
            SpecialDay(self.off, DayKind.EXCHANGED_OFF, EXCHANGED, self.source),
            SpecialDay(self.work, DayKind.EXCHANGED_WORK, EXCHANGE_WORKED, self.source),
        )

    @classmethod
    def from_plain(cls, plain: ExchangePlain) -> "Exchange":
        """Read back what `plain` wrote."""
        return cls(date.fromisoformat(plain["off"]), date.fromisoformat(plain["work"]), plain["source"])


class YearPlain(TypedDict):
    """One year in a stored calendar."""

    year: int
    confirmed: bool
    source: str
    days: list[DayPlain]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the calendar; not confirmed means no official notice was seen, so the days are only proposed.

    Not `known`: nobody even proposed a calendar; the days are only what the statutes fix for every year.
    """

    year: int
    days: tuple[SpecialDay, ...]
    confirmed: bool
    source: str
    known: bool = True

    def plain(self) -> YearPlain:
        """The year as JSON can hold it."""
        days = [day.plain() for day in self.days]
        return {"year": self.year, "confirmed": self.confirmed, "source": self.source, "days": days}

    @classmethod
    def from_plain(cls, plain: YearPlain) -> "Year":
        """Read back what `plain` wrote."""
        days = tuple(map(SpecialDay.from_plain, plain["days"]))
        return cls(plain["year"], days, plain["confirmed"], plain["source"])
