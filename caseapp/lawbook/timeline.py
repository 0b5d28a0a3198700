"""Knows how the wordings of a rule lie in time: a row for each place in the law, bars from day to day, today's mark."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from caseapp.law.limits import Limit, Wording

NAMES, WIDTH, HEAD, ROW, BAR = 208, 750, 22, 52, 20      # pixels: the names' column, the whole, years, a row, a bar
BEYOND: Final = timedelta(days=300)                      # of the future, for what goes on
LETTER: Final = 7
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a row; `tone`: now, past, coming or unread. Words are shown only where they fit."""

    x: int
    width: int
    tone: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, the small line under it, its bars, and where it stands."""

    name: str
    small: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture; `years`: (x, year) of the upright lines."""

    height: int
    years: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]
    today: int
    width: int = WIDTH
    names: int = NAMES
    bar: int = BAR


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words a timeline needs: of a wording's place and length, of an unread bar, of the row of what is used.

    `under`: what stands below the place; its length alone unless it is given.
    """

    place: Callable[[Wording], str]
    length: Callable[[Wording], str]
    unread: str
    used: str
    earliest: str
    under: Callable[[Wording], str] | None = None


def timeline(limit: Limit, today: date, spoken: Spoken) -> Timeline:
    """The wordings of a rule as rows by place in the law; where several held at once, last the length that is used."""
    scale = _Scale(limit, today)
    rows: dict[tuple[str, str], list[Wording]] = {}
    for wording in limit.wordings:
        rows.setdefault((wording.citation.act.code, wording.citation.article), []).append(wording)
    lines: list[Line] = []
    for wordings in rows.values():
        latest = wordings[-1]
        bars = tuple(_bar(one, scale, today, spoken) for one in wordings)
        under = spoken.under or spoken.length
        lines.append(Line(spoken.place(latest), under(latest), HEAD + ROW * len(lines), bars))
    if _together(limit):
        bars = tuple(_used(limit, scale, today, spoken))
        lines.append(Line(spoken.used, spoken.earliest, HEAD + ROW * len(lines), bars))
    return Timeline(HEAD + ROW * len(lines) + 18, tuple(scale.years()), tuple(lines), scale.x(today))


def _together(limit: Limit) -> bool:
    """Whether two wordings that can be counted were ever in force at once: then one must say which was used."""
    return any(sum(one.length is not None for one in limit.in_force(turn)) > 1 for turn in limit.turns)


class _Scale:
    """Days to pixels, from the year of the first wording to a little beyond today or the last change."""

    def __init__(self, limit: Limit, today: date) -> None:
        self.first = date(min(wording.since for wording in limit.wordings).year, 1, 1)
        self.last = max(today, *(wording.since for wording in limit.wordings)) + BEYOND

    def x(self, day: date) -> int:
        share = (min(day, self.last) - self.first).days / (self.last - self.first).days
        return NAMES + round((WIDTH - NAMES) * share)

    def years(self) -> list[tuple[int, int]]:
        """Every year or every other one, whatever leaves room for its number."""
        span = self.last.year - self.first.year
        step = 1 if span < 8 else 2 if span < 18 else 4
        return [(self.x(date(year, 1, 1)), year) for year in range(self.first.year, self.last.year + 1, step)]


def _tone(since: date, until: date | None, today: date) -> str:
    if until and until < today:
        return "past"
    return "coming" if since > today else "now"


def _bar(wording: Wording, scale: _Scale, today: date, spoken: Spoken) -> Bar:
    left = scale.x(wording.since)
    right = scale.x(wording.until + DAY) if wording.until else WIDTH
    unread = wording.length is None or not wording.confirmed
    tone = "unread" if unread else _tone(wording.since, wording.until, today)
    return Bar(left, right - left, tone, _fitting(spoken.unread if unread else "", right - left))


def _used(limit: Limit, scale: _Scale, today: date, spoken: Spoken) -> Sequence[Bar]:
    """Which length was used when: stretches between the days on which something changes."""
    turns = [*limit.turns, scale.last]
    found: list[tuple[date, date, str]] = []
    for begins, ends in pairwise(turns):
        readable = [one for one in limit.in_force(begins) if one.length is not None]
        if not readable:
            continue
        words = " / ".join(dict.fromkeys(spoken.length(one) for one in reversed(readable)))
        if found and found[-1][1:] == (begins, words):
            found[-1] = (found[-1][0], ends, words)
        else:
            found.append((begins, ends, words))
    return [Bar(scale.x(begins), scale.x(ends) - scale.x(begins), _tone(begins, ends - DAY, today),
                _fitting(words, scale.x(ends) - scale.x(begins))) for begins, ends, words in found]


def _fitting(words: str, width: int) -> str:
    return words if len(words) * LETTER + 12 <= width else ""
