"""The board put together: its figures with their words, where each leads, and the rows of its charts."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from caseapp.board import queries
from caseapp.board.charts import Stack, Week, stacks, strip
from caseapp.board.figures import GAPS, STILL_DAYS, WORDS, Days, Figure
from caseapp.board.queries import NOBODY, Scope
from caseapp.board.reach import Part, Reach
from caseapp.law.days import Calendar
from caseapp.text import mark
from caseapp.web.filters import number, percent
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext

LIST = "/bang-theo-doi/danh-sach"
BOARD = "/bang-theo-doi"
SHOWN_PEOPLE = 6
AGE_WORDS = {
    **dict.fromkeys((Figure.AGE_1, Figure.AGE_2, Figure.AGE_3), mark("%(low)s–%(high)s ngày")),
    Figure.AGE_4: mark("trên %(low)s ngày"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A large number, what it counts, what it is compared with, its list. ``change``: since a week ago."""

    figure: Figure
    value: str
    name: str
    below: str
    url: str
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a name, the parts of its bar, their sum, how much of it is late; ``opens``: the name's page."""

    name: str
    stack: Stack
    total: int
    late: int
    soon: int
    url: str
    late_url: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a board shows but its list of what is late. ``idle``: units below in which nothing has a last day."""

    tiles: tuple[Tile, ...]
    weeks: list[Week]
    people: list[Bar]
    units: list[Bar]
    ages: list[Bar]
    idle: int
    paused: int
    paused_url: str
    late: int


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of lists within what the board is narrowed to."""

    reach: Reach

    def list_of(self, figure: Figure, who: str = "", day: date | None = None, part: Part | None = None) -> str:
        """The list behind a figure."""
        key, alone = (part.key, part.alone) if part else (self.reach.top, self.reach.alone)
        unit = f"&don-vi={key}&rieng=1" if key and alone else f"&don-vi={key}" if key else ""
        whose = f"&nguoi={quote(who)}" if who else ""
        return f"{LIST}?muc={figure}{unit}{whose}{f'&ngay={day}' if day else ''}"

    def board(self, key: str = "", **more: str) -> str:
        """The board of one unit, or of all."""
        asked = {name: value for name, value in {"don-vi": key, **more}.items() if value}
        return f"{BOARD}?{urlencode(asked)}" if asked else BOARD


def title_of(figure: Figure, day: str = "") -> str:
    """What a figure counts, in words."""
    return _(WORDS[figure], **{**GAPS.get(figure, {}), **({"day": day} if figure is Figure.ON_DAY else {})})


def overview(reach: Reach, scope: Scope, days: Days, calendar: Calendar) -> Overview:
    """Read the board's figures and put them into words."""
    links, numbers = Links(reach), queries.figures(scope, days)
    shares, work, once = numbers.shares, numbers.work, numbers.once
    late = sum(row.late for row in shares)
    before = sum(row.late_before for row in shares) + once["week"].all
    return Overview(
        tiles=(
            Tile(Figure.LATE, number(late), _("Quá hạn"), _("tuần trước %(count)s", count=number(before)),
                 links.list_of(Figure.LATE), late - before),
            Tile(Figure.AHEAD, number(sum(row.ahead for row in shares)), title_of(Figure.AHEAD),
                 _("%(count)s hôm nay", count=number(sum(row.today for row in shares))), links.list_of(Figure.AHEAD)),
            Tile(Figure.NOT_GIVEN, number(work.not_given), title_of(Figure.NOT_GIVEN), _waits(work, days),
                 links.list_of(Figure.NOT_GIVEN)),
            Tile(Figure.STILL, number(work.still), _("Chưa tiến triển"),
                 _("từ %(count)s ngày trở lên", count=STILL_DAYS), links.list_of(Figure.STILL)),
            _in_time(once["month"], once["before"], links)),
        weeks=strip(numbers.by_day, days, calendar),
        people=_people(shares, links), units=_units(shares, reach, links), idle=_idle(shares, reach),
        ages=[Bar(_(AGE_WORDS[figure], **GAPS[figure]), stack, count, 0, 0, links.list_of(figure))
              for figure, count, stack in zip((Figure.AGE_1, Figure.AGE_2, Figure.AGE_3, Figure.AGE_4), work.ages,
                                              stacks([(0, 0, count) for count in work.ages]), strict=True)],
        paused=work.paused, paused_url=links.list_of(Figure.PAUSED), late=late)


def _waits(work: Any, days: Days) -> str:
    if work.waits_since is None:
        return _("mọi vụ việc đã có người thụ lý")
    waited = (days.today - work.waits_since).days
    return ngettext("lâu nhất %(num)d ngày", "lâu nhất %(num)d ngày", waited)


def _in_time(month: Any, before: Any, links: Links) -> Tile:
    """The share of time limits that were met on or before their last day; without any there is no share."""
    share = percent(month.dated / month.all) if month.all else "–"
    told = _("%(met)s trên %(all)s hạn", met=number(month.dated), all=number(month.all)) if month.all else _(
        "chưa có hạn nào xong")
    then = _("cùng kỳ %(share)s", share=percent(before.dated / before.all)) if before.all else ""
    return Tile(Figure.MET, share, _("Đúng hạn tháng này"), " · ".join(part for part in (then, told) if part),
                links.list_of(Figure.MET))


def _people(shares: Sequence[Any], links: Links) -> list[Bar]:
    """By handler, whoever is latest first."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in shares:
        found[row.public_id or NOBODY, row.name or _("Chưa có người thụ lý")].append(row)
    ordered = sorted(found.items(), key=lambda one: (-_sum(one[1])[0], -sum(_sum(one[1])), one[0][1]))
    return [
        Bar(name, stack, sum(parts), parts[0], parts[1], links.list_of(Figure.RUNNING, who),
            links.list_of(Figure.LATE, who))
        for ((who, name), rows), stack in zip(ordered, stacks([_sum(rows) for _who, rows in ordered]), strict=True)
        for parts in [_sum(rows)]]


def _units(shares: Sequence[Any], reach: Reach, links: Links) -> list[Bar]:
    """The unit itself, then each one below it with everything that lies below that; units without work are left out."""
    counted = [(part, _of_part(shares, part)) for part in reach.parts]
    busy = [(part, parts) for part, parts in counted if sum(parts)]
    if len(busy) == 1 and busy[0][0].alone:
        return []
    return [
        Bar(part.name, stack, sum(parts), parts[0], parts[1], links.list_of(Figure.RUNNING, part=part),
            links.list_of(Figure.LATE, part=part), links.board(part.key) if part.opens else "")
        for (part, parts), stack in zip(busy, stacks([parts for _part, parts in busy]), strict=True)]


def _idle(shares: Sequence[Any], reach: Reach) -> int:
    return sum(1 for part in reach.parts if not part.alone and not sum(_of_part(shares, part)))


def _of_part(shares: Sequence[Any], part: Part) -> tuple[int, int, int]:
    units = set(part.units)
    return _sum(row for row in shares if row.unit_id in units)


def _sum(rows: Iterable[Any]) -> tuple[int, int, int]:
    """Late, due soon, the rest: in the order of urgency."""
    late = soon = whole = 0
    for row in rows:
        late, soon, whole = late + row.late, soon + row.soon, whole + row.all
    return late, soon, whole - late - soon
