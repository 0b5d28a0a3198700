"""Knows how a time limit is written down: its nature, its dated wordings, options, extensions and citations."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from caseapp.law.acts import BLDS, Citation
from caseapp.law.days import HASH_LENGTH
from caseapp.law.errors import LawError, WrongUse
from caseapp.text import canonical, mark, show_date


class Unit(StrEnum):
    """What a length counts: working days (ngày làm việc), days (ngày), months or years."""

    WORKING = "working-day"
    CALENDAR = "day"
    MONTH = "month"
    YEAR = "year"


START_NOT_COUNTED: Final = BLDS(147, 2)
ROLLED_TO: Final = BLDS(148, 5)
"""Where it stands that the day of the event is not counted, and that a last day off moves on."""

WORKING: Final = Unit.WORKING
CALENDAR: Final = Unit.CALENDAR
MONTH: Final = Unit.MONTH
YEAR: Final = Unit.YEAR

UNIT_WORDS: Final = {
    Unit.WORKING: mark("ngày làm việc"),
    Unit.CALENDAR: mark("ngày"),
    Unit.MONTH: mark("tháng"),
    Unit.YEAR: mark("năm"),
}


class Nature(StrEnum):
    """What a limit is. Only a duty can be overdue, reminded, escalated or counted as on time.

    Awaited: somebody else must act, say a body asked for information; never this office.
    """

    DUTY = "duty"
    RIGHT = "right"
    EFFECT = "effect"
    EXCLUSION = "exclusion"
    AWAITED = "awaited"


NATURE_WORDS: Final = {
    Nature.DUTY: mark("Cơ quan phải làm"),
    Nature.RIGHT: mark("Công dân còn quyền"),
    Nature.EFFECT: mark("Tự có hiệu lực"),
    Nature.EXCLUSION: mark("Thời gian không tính"),
    Nature.AWAITED: mark("Bên khác phải làm"),
}

OPTION_WORDS: Final = {
    "remote": mark("vùng sâu, vùng xa đi lại khó khăn"),
    "complex": mark("vụ việc phức tạp"),
    "especially-complex": mark("vụ việc đặc biệt phức tạp"),
    "several-places": mark("phải kiểm tra ở nhiều nơi hoặc ủy quyền kiểm tra"),
    "dismissal": mark("kỷ luật buộc thôi việc"),
}


@dataclass(frozen=True, slots=True)
class Extension:
    """How often and by how much a limit can be extended by decision, for a given option."""

    option: str
    times: int
    length: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What one text says from one day to another; `length` None means its number was not read and cannot count.

    `reaches`: the transitional rule by which the text also governs what was already running on its first day; without
    one it governs only what begins on that day or later.
    """

    length: int | None
    unit: Unit
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    also: tuple[Citation, ...] = ()
    note: str = ""
    lengths: tuple[tuple[frozenset[str], int], ...] = ()
    extensions: tuple[Extension, ...] = ()
    reaches: Citation | None = None

    def when(self, *terms: str | int) -> "Wording":
        """Another length when all the named options hold: `.when("remote", "complex", 60)`."""
        *options, length = terms
        names = frozenset(option for option in options if isinstance(option, str))
        if not isinstance(length, int) or not names or len(names) != len(options):
            raise TypeError("when() takes option names and then one length")
        return replace(self, lengths=(*self.lengths, (names, length)))

    def extended(self, length: int, *, times: int, option: str) -> "Wording":
        """May be extended `times` times by `length` when the option holds."""
        return replace(self, extensions=(*self.extensions, Extension(option, times, length)))

    @property
    def options(self) -> frozenset[str]:
        """Every option this wording knows."""
        named = [names for names, _ in self.lengths]
        return frozenset[str]().union(*named, [extension.option for extension in self.extensions])

    def holds(self, on: date) -> bool:
        """Whether the wording is in force that day (both ends included)."""
        return self.since <= on and (self.until is None or on <= self.until)

    def length_for(self, options: frozenset[str]) -> tuple[int, frozenset[str]]:
        """The length under the options, and the options that made it; the most specific line wins."""
        if self.length is None:
            raise LawError(mark("{citation}: chưa đọc được số ngày, không tính được hạn."), citation=self.citation)
        fitting = [(names, length) for names, length in self.lengths if names <= options]
        names, length = max(fitting, key=lambda line: len(line[0]), default=(frozenset[str](), self.length))
        return length, names

    def extension_length(self, options: frozenset[str], number: int) -> int:
        """The length `number` extensions add; raises WrongUse when the law allows fewer."""
        if number == 0:
            return 0
        for extension in self.extensions:
            if extension.option in options and number <= extension.times:
                return extension.length * number
        if not self.extensions:
            raise WrongUse(mark("Quy tắc này không cho gia hạn."))
        allowed = max((one.times for one in self.extensions if one.option in options), default=0)
        needed = ", ".join(f"{one.times} × {one.option}" for one in self.extensions)
        template = mark("Chỉ được gia hạn {allowed} lần, không phải {number} lần (được phép: {needed}).")
        raise WrongUse(template, allowed=allowed, number=number, needed=needed)

    def plain(self) -> dict[str, object]:
        """The wording as JSON can hold it, complete: the rule's hash is taken over it."""
        return {
            "length": self.length,
            "unit": self.unit.value,
            "citation": str(self.citation),
            "short": self.citation.short,
            "also": [str(citation) for citation in self.also],
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "confirmed": self.confirmed,
            "note": self.note,
            "options": [{"when": sorted(names), "length": length} for names, length in self.lengths],
            "extensions": [{"when": one.option, "times": one.times, "length": one.length} for one in self.extensions],
            **({"reaches": str(self.reaches)} if self.reaches else {}),
        }


class Reading(NamedTuple):
    """One wording as it reads for given options and extensions: `length` is counted, `added` of it by extensions.

    All that a receipt keeps of a wording, so that a receipt can be counted again when the wording is long gone.
    """

    length: int
    added: int
    unit: Unit
    citation: str
    short: str
    also: tuple[str, ...]
    since: date
    until: date | None
    confirmed: bool
    options: tuple[str, ...]
    note: str


@dataclass(frozen=True, eq=False)
class Limit:
    """One rule: code, what it asks, the event it starts from, its nature, its wordings and the rows it carries out.

    `rolls`: the last day moves to the next working day when it is a day off. `counted_back`: the start is a coming
    day and the limit ends before it. Limits are constants of the program and compared by identity.
    """

    code: str
    title: str
    start: str
    wordings: Sequence[Wording]
    nature: Nature = Nature.DUTY
    rolls: bool = True
    counted_back: bool = False
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.wordings:
            raise ValueError(f"{self.code}: a limit needs a wording")
        if not self.counted_back and self.rolls is (self.nature is Nature.EFFECT):
            raise ValueError(f"{self.code}: an effect comes on its day, every other limit moves to a working day")
        object.__setattr__(self, "wordings", tuple(self.wordings))

    @cached_property
    def options(self) -> frozenset[str]:
        """Every option any wording knows."""
        return frozenset[str]().union(*(wording.options for wording in self.wordings))

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal letters over everything the rule says."""
        return sha256(canonical(self.plain()).encode()).hexdigest()[:HASH_LENGTH]

    @cached_property
    def turns(self) -> list[date]:
        """The days on which a wording comes into or goes out of force, in order."""
        starts = {wording.since for wording in self.wordings}
        ends = {date.fromordinal(wording.until.toordinal() + 1) for wording in self.wordings if wording.until}
        return sorted(starts | ends)

    def in_force(self, on: date) -> tuple[Wording, ...]:
        """The wordings in force that day, in the order they are written (statute first)."""
        return tuple(wording for wording in self.wordings if wording.holds(on))

    def readings(self, start: date, options: Iterable[str] = (), extensions: int = 0) -> tuple[Reading, ...]:
        """The wordings in force on the start day, read with options and extensions.

        Raises LawError when none was in force, WrongUse for an option or extension the rule does not have.
        """
        era = bisect_right(self.turns, start)
        return _readings(self, era, frozenset(options), extensions)

    def governing(self, start: date, until: date) -> date:
        """The day whose wordings govern what began on `start` and still runs on `until`, both included.

        The first day, unless a later wording reaches what was running: then the first day of the latest such one.
        """
        reaching = (one.since for one in self.wordings if one.reaches and start < one.since <= until)
        return max(reaching, default=start)

    def plain(self) -> dict[str, object]:
        """The rule as JSON can hold it."""
        return {
            "code": self.code,
            "title": self.title,
            "start": self.start,
            "nature": self.nature.value,
            "rolls": self.rolls,
            "counted_back": self.counted_back,
            "ids": list(self.ids),
            "options": sorted(self.options),
            "wordings": [wording.plain() for wording in self.wordings],
        }


@dataclass(frozen=True, slots=True)
class Promise:
    """A day the office itself names (hẹn trả lời, hẹn theo dõi): no statute gives the length, only the duty."""

    code: str
    title: str
    start: str
    citation: Citation
    nature: Nature = Nature.DUTY


@lru_cache(maxsize=4096)
def _readings(limit: Limit, era: int, options: frozenset[str], extensions: int) -> tuple[Reading, ...]:
    if unknown := options - limit.options:
        template = mark("Quy tắc {rule} không có lựa chọn “{option}”.")
        raise WrongUse(template, rule=limit.code, option=", ".join(sorted(unknown)))
    if extensions < 0:
        raise WrongUse(mark("Số lần gia hạn không thể âm."))
    if era == 0:
        template = mark("Quy tắc {rule} có hiệu lực từ {since}, sau ngày bắt đầu.")
        raise LawError(template, rule=limit.code, since=show_date(limit.turns[0]))
    wordings = limit.in_force(limit.turns[era - 1])
    if not wordings:
        template = mark("Quy tắc {rule} không còn hiệu lực từ {until}.")
        raise LawError(template, rule=limit.code, until=show_date(limit.turns[era - 1]))
    readable = [wording for wording in wordings if wording.length is not None] or list(wordings)
    missing = options - frozenset[str]().union(*(wording.options for wording in readable))
    # Of a text whose number nobody read nobody knows its options either: then that is what is said.
    if missing and any(wording.length is not None for wording in readable):
        template = mark("Quy định có hiệu lực ngày bắt đầu không có lựa chọn “{option}”.")
        raise WrongUse(template, option=", ".join(sorted(missing)))
    return tuple(_read(wording, options, extensions) for wording in readable)


def _read(wording: Wording, options: frozenset[str], extensions: int) -> Reading:
    length, used = wording.length_for(options)
    added = wording.extension_length(options, extensions)
    granting = {one.option for one in wording.extensions if extensions and one.option in options}
    return Reading(
        length=length + added,
        added=added,
        unit=wording.unit,
        citation=str(wording.citation),
        short=wording.citation.short,
        also=tuple(map(str, wording.also)),
        since=wording.since,
        until=wording.until,
        confirmed=wording.confirmed,
        options=tuple(sorted(used | granting)),
        note=wording.note,
    )


def find(rules: Mapping[str, Limit], code: str) -> Limit:
    """The rule with this code; raises WrongUse for an unknown one."""
    try:
        return rules[code]
    except KeyError:
        raise WrongUse(mark("Không có quy tắc “{rule}”."), rule=code[:60]) from None
