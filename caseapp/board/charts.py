"""Where the bars of the board stand and how long they are, in pixels; their colours are the stylesheet's."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as html

from markupsafe import Markup

from caseapp.board.figures import Days
from caseapp.law.days import Calendar
from caseapp.web.filters import long_day
from caseapp.web.language import gettext as _

# The strip is as wide as a page on a laptop; with more days the bars get thinner.
STRIP_WIDTH, SLOT, GAP, TALL = 1080, 34, 10, 64
SATURDAY = 5
STACK_WIDTH = 190


@dataclass(frozen=True, slots=True)
class Slot:
    """One day of the strip. ``off``: a weekday on which no office works; ``soon``: today and the days just ahead."""

    day: date
    count: int
    x: int
    y: int
    width: int
    height: int
    off: bool
    soon: bool

    @property
    def middle(self) -> int:
        """Where the number and the day stand."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one week, in a frame of its own so that a small screen puts weeks below each other."""

    slots: tuple[Slot, ...]
    month: str
    width: int

    def drawn(self, link: Callable[[date], str]) -> Markup:
        """The week as a picture whose bars lead to their lists: drawn here, for a page has thirty of them."""
        first = html(_("Tuần từ %(day)s", day=f"{self.slots[0].day:%d/%m}"))
        month = f'<text class="month" x="5" y="119">{html(self.month)}</text>' if self.month else ""
        return Markup(  # noqa: S704  numbers, days, and words that are escaped
            f'<svg width="{self.width}" height="122" role="group" aria-label="{first}">'
            f'{"".join(_drawn(slot, link) for slot in self.slots)}'
            f'<path class="base" d="M0 84.5H{self.width}"/>{month}</svg>')


def _drawn(slot: Slot, link: Callable[[date], str]) -> str:
    day = f'<text class="day" x="{slot.middle}" y="102">{slot.day:%d}</text>'
    if slot.off:
        off = html(_("nghỉ"))
        return (f'<rect class="off" x="{slot.x}.5" y="{slot.y}.5" width="{slot.width - 1}" height="{slot.height - 1}"/>'
                f'<text x="{slot.middle}" y="{slot.y - 5}">{off}</text>{day}')
    if not slot.count:
        return day
    tone, near = ("soon", ' class="near"') if slot.soon else ("rest", "")
    return (
        f'<a href="{html(link(slot.day))}" aria-label="{html(long_day(slot.day))}: {slot.count}">'
        f'<rect class="hit" x="{slot.x - GAP // 2}" y="0" width="{slot.width + GAP}" height="104"/>'
        f'<rect class="{tone}" x="{slot.x}" y="{slot.y}" width="{slot.width}" height="{slot.height}"/>'
        f'<text x="{slot.middle}" y="{slot.y - 5}"{near}>{slot.count}</text></a>{day}')


def strip(counts: Mapping[date, int], days: Days, calendar: Calendar) -> list[Week]:
    """Every day ahead on which offices work, weekdays off as empty slots, any other day on which something is due."""
    first, last = days.today.toordinal(), days.last.toordinal()
    off = {one.day for one in calendar.off_days(first, last)}
    shown = [day for day in map(date.fromordinal, range(first, last + 1))
             if day not in off or day.weekday() < SATURDAY or counts.get(day)]
    most, wide = max([*counts.values(), 1]), min(SLOT, STRIP_WIDTH // len(shown))
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in shown:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    found, month = [], 0
    for week in weeks.values():
        begins = next((day.month for day in week if day.month != month), 0)
        found.append(Week(
            tuple(_slot(place * wide, wide, day, counts.get(day, 0), most, soon=day <= days.soon, off=day in off)
                  for place, day in enumerate(week)),
            _("Tháng %(month)s", month=begins) if begins else "", len(week) * wide))
        month = week[-1].month
    return found


def _slot(left: int, wide: int, day: date, count: int, most: int, *, soon: bool, off: bool) -> Slot:
    height = max(round(TALL * count / most), 3) if count else 28 if off else 0
    return Slot(day, count, left + GAP // 2, TALL + 20 - height, wide - GAP, height, off and not count, soon)


@dataclass(frozen=True, slots=True)
class Stack:
    """Lengths of a bar of three parts; ``x`` where each begins."""

    widths: tuple[int, ...]

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """(x, width) of each part, a thin gap between them."""
        found, x = [], 0
        for width in self.widths:
            found.append((x, max(width - 1, 1) if width else 0))
            x += width
        return tuple(found)

    @property
    def whole(self) -> int:
        return max(sum(self.widths), 1)


def stacks(rows: Sequence[Sequence[int]]) -> list[Stack]:
    """One scale for all rows of a chart; whatever is counted is seen."""
    most = max([sum(row) for row in rows] or [1]) or 1
    return [Stack(tuple(max(round(STACK_WIDTH * part / most), 3) if part else 0 for part in row)) for row in rows]
