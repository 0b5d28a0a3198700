"""Knows where the boxes and lines of a drawn procedure stand: from its beginning downwards, nothing upon anything.

States are boxes in rows; a state stands below every state that leads to it. All moves into a state by the same acts
share one line, which carries their names just above the box; a move and the move back share a line with two heads.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final, NamedTuple

from caseapp.lawbook.layers import Move, Spot, Trunk, layers_of, pairs_of, spread, trunks_of
from caseapp.lawbook.ordering import Item, Link, few_crossings, placed

BOX, GAP, STRAND, EDGE = 176, 26, 14, 8          # widths: of a box, between things, of a passing line; the outer edge
NARROW = 60                                      # what a line without names takes of the upper side of a box
TITLE_LINE, SMALL_LINE, PADDING = 19, 17, 9      # heights inside a box
TITLE_LETTERS, SMALL_LETTERS = 20, 24            # letters that fit on a line
HEAD, STEM, BEND, BEND_EACH, BEND_MOST = 9, 8, 30, 4, 62
DOT: Final = 5
ROW: Final = 1300                                # a row of boxes that is wider is broken in two


class Point(NamedTuple):
    """A place in the picture, in pixels from its upper left corner."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A state drawn: its corner, its size, its words line by line, each with its base line."""

    code: str
    x: int
    y: int
    width: int
    height: int
    title: tuple[tuple[str, int], ...]
    small: tuple[tuple[str, int], ...]
    tone: str

    @property
    def middle(self) -> int:
        """Where the words stand."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Route:
    """A line from the lower side of one box to the upper side of another; `heads`: where it has an arrow head."""

    upper: str
    lower: str
    points: tuple[Point, ...]
    down: bool
    up: bool

    @property
    def path(self) -> str:
        """The line as path data: straight where it goes down, bent where it goes aside."""
        first, *rest = self.points
        pieces, last = [f"M{first.x} {first.y}"], first
        for point in rest:
            half = (last.y + point.y) // 2
            straight = point.x == last.x
            pieces.append(f"V{point.y}" if straight else f"C{last.x} {half} {point.x} {half} {point.x} {point.y}")
            last = point
        return "".join(pieces)

    @property
    def heads(self) -> tuple[str, ...]:
        """The arrow heads as path data."""
        first, last = self.points[0], self.points[-1]
        found = [f"M{last.x} {last.y}l-5 -{HEAD}h10z"] if self.down else []
        return (*found, f"M{first.x} {first.y}l-5 {HEAD}h10z") if self.up else tuple(found)


@dataclass(frozen=True, slots=True)
class Label:
    """The acts of a line, on a ground that covers it; every text line with its base line."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[str, int], ...]

    @property
    def middle(self) -> int:
        """Where the words stand."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture in pixels; `dots`: where dossiers come in, each with the end of its line."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    labels: tuple[Label, ...]
    dots: tuple[tuple[Point, Point], ...]


def drawn(spots: Sequence[Spot], moves: Iterable[Move]) -> Drawing:
    """Lay a procedure out; every act that changes the state is on a line, those that stay are left to the boxes."""
    pairs = pairs_of(spots, [move for move in moves if move.start != move.goal])
    trunks = [*trunks_of(pairs), *(Trunk(spot.code, (), (), ()) for spot in spots if spot.opens)]
    widths = _widths(spots, trunks)
    layers = spread(layers_of(spots, pairs), pairs, {code: wide + GAP for code, wide in widths.items()}, ROW)
    return _Picture(spots, trunks, layers, widths).drawn()


def _widths(spots: Sequence[Spot], trunks: Iterable[Trunk]) -> dict[str, int]:
    """How wide the boxes are: as wide as the lines that come into them need for their names."""
    needed = dict.fromkeys((spot.code for spot in spots), 0)
    for trunk in trunks:
        needed[trunk.lower] += _room(trunk)
    return {code: max(wide, BOX) for code, wide in needed.items()}


def _room(trunk: Trunk) -> int:
    return BOX if _lines_on(trunk) else NARROW


def _lines_on(trunk: Trunk) -> tuple[str, ...]:
    """What is written on a line: the acts down it, then those back up."""
    acts = (*trunk.down, *(f"↑ {act}" for act in trunk.up))
    return tuple(line for act in acts for line in wrap(act, SMALL_LETTERS))


class _Picture:
    """The layout while it is made: rows of boxes and passing lines, then their places across, then down."""

    def __init__(self, spots: Sequence[Spot], trunks: Sequence[Trunk], layers: Mapping[str, int],
                 widths: Mapping[str, int]) -> None:
        self.spots = {spot.code: spot for spot in spots}
        self.trunks, self.layers = trunks, layers
        self.ends: dict[str, list[int]] = {spot.code: [] for spot in spots}
        for number, trunk in enumerate(trunks):
            self.ends[trunk.lower].append(number)
        self.widths: dict[Item, float] = {code: float(wide) for code, wide in widths.items()}
        self._join()
        self._across()
        self._down()

    def _join(self) -> None:
        """Put boxes and, where a line passes a row, strands into rows; note what is joined to what."""
        rows: list[list[Item]] = [[] for _ in range(max(self.layers.values()) + 1)]
        for code, layer in self.layers.items():
            rows[layer].append(code)
        links: list[Link] = []
        for number, trunk in enumerate(self.trunks):
            if not trunk.uppers:
                continue
            first, last = min(self.layers[upper] for upper in trunk.uppers), self.layers[trunk.lower]
            for layer in range(first + 1, last):
                rows[layer].append((number, layer))
                self.widths[number, layer] = STRAND
                links.append(((number, layer), self._item(number, layer + 1)))
            links += [(upper, self._item(number, self.layers[upper] + 1)) for upper in trunk.uppers]
        self.links, self.rows = links, few_crossings(rows, links)

    def _item(self, number: int, layer: int) -> Item:
        lower = self.trunks[number].lower
        return lower if self.layers[lower] == layer else (number, layer)

    def _across(self) -> None:
        weights = {item: 1.0 if isinstance(item, str) else 6.0 for row in self.rows for item in row}
        middles = placed(self.rows, self.links, self.widths, weights, GAP)
        left = min(middles[item] - self.widths[item] / 2 for row in self.rows for item in row) - EDGE
        self.middles = {item: round(middle - left) for item, middle in middles.items()}
        right = max(self.middles[item] + self.widths[item] / 2 for row in self.rows for item in row)
        self.width = round(right) + EDGE

    def _down(self) -> None:
        """Heights from the top: the bend of the lines, the names of the acts, the boxes."""
        self.tops: list[int] = []          # of the boxes of each row
        self.names: list[int] = []         # where the names of acts above them begin
        self.bottoms: list[int] = []
        at = 0
        for number, row in enumerate(self.rows):
            bends = sum(1 for upper, _ in self.links if upper in self.rows[number - 1]) if number else 0
            at += min(BEND + BEND_EACH * bends, BEND_MOST) if number else EDGE
            boxes = [item for item in row if isinstance(item, str)]
            written = max(len(_lines_on(self.trunks[end])) for code in boxes for end in self.ends[code] or [0])
            self.names.append(at)
            at += STEM + written * SMALL_LINE + HEAD + STEM
            self.tops.append(at)
            at += max(self._height(code) for code in boxes) + HEAD
            self.bottoms.append(at)
        self.height = at + EDGE

    def _lines(self, code: str) -> tuple[list[str], list[str]]:
        spot = self.spots[code]
        letters = round(TITLE_LETTERS * self.widths[code] / BOX)
        return wrap(spot.title, letters), wrap(spot.small, round(SMALL_LETTERS * self.widths[code] / BOX))

    def _height(self, code: str) -> int:
        title, small = self._lines(code)
        return 2 * PADDING + len(title) * TITLE_LINE + len(small) * SMALL_LINE

    def drawn(self) -> Drawing:
        """The finished picture."""
        self.slots = {number: x for code, ends in self.ends.items() for number, x in self._slots(code, ends)}
        boxes = tuple(self._box(code) for code in self.spots)
        routes = tuple(self._route(number, upper) for number, trunk in enumerate(self.trunks)
                       for upper in trunk.uppers)
        labels = tuple(self._label(number) for number, trunk in enumerate(self.trunks) if _lines_on(trunk))
        dots = tuple(self._dot(number) for number, trunk in enumerate(self.trunks) if not trunk.uppers)
        return Drawing(self.width, self.height, boxes, routes, labels, dots)

    def _in_order(self, ends: Sequence[int]) -> list[int]:
        """The lines into one box from left to right; the beginning comes first where nothing tells."""
        def side(number: int) -> float:
            uppers = self.trunks[number].uppers
            return sum(self.middles[upper] for upper in uppers) / len(uppers) if uppers else -1

        return sorted(ends, key=side)

    def _slots(self, code: str, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each line into a box with where it comes in: as much room as its names need, the whole in the middle."""
        x = self.middles[code] - sum(_room(self.trunks[end]) for end in ends) / 2
        for number in self._in_order(ends):
            yield number, round(x + _room(self.trunks[number]) / 2)
            x += _room(self.trunks[number])

    def _box(self, code: str) -> Box:
        y, wide, (title, small) = self.tops[self.layers[code]], round(self.widths[code]), self._lines(code)
        base = y + PADDING
        titles = tuple((words, base + 15 + TITLE_LINE * place) for place, words in enumerate(title))
        base += TITLE_LINE * len(title)
        smalls = tuple((words, base + 13 + SMALL_LINE * place) for place, words in enumerate(small))
        corner = self.middles[code] - wide // 2
        return Box(code, corner, y, wide, self._height(code), titles, smalls, self.spots[code].tone)

    def _route(self, number: int, upper: str) -> Route:
        trunk, layer = self.trunks[number], self.layers[upper]
        x = self._way_out(upper, number)
        points = [Point(x, self.tops[layer] + self._height(upper)), Point(x, self.bottoms[layer])]
        for below in range(layer + 1, self.layers[trunk.lower]):
            x = self.middles[number, below]
            points += [Point(x, self.names[below]), Point(x, self.bottoms[below])]
        last, x = self.layers[trunk.lower], self.slots[number]
        points += [Point(x, self.names[last]), Point(x, self.tops[last])]
        return Route(upper, trunk.lower, tuple(points), bool(trunk.down), bool(trunk.up))

    def _way_out(self, code: str, number: int) -> int:
        """Where a line leaves a box: side by side, in the order in which they go on below."""
        out = [one for one, trunk in enumerate(self.trunks) if code in trunk.uppers]
        layer = self.layers[code] + 1

        def side(one: int) -> int:
            item = self._item(one, layer)
            return self.slots[one] if isinstance(item, str) else self.middles[item]

        place = sorted(out, key=side).index(number)
        wide = min(self.widths[code], BOX)
        return round(self.middles[code] - wide / 2 + wide * (place + 1) / (len(out) + 1))

    def _label(self, number: int) -> Label:
        trunk = self.trunks[number]
        tall = len(_lines_on(trunk)) * SMALL_LINE
        y = self.tops[self.layers[trunk.lower]] - STEM - HEAD - tall
        lines = tuple((words, y + 13 + SMALL_LINE * place) for place, words in enumerate(_lines_on(trunk)))
        return Label(self.slots[number] - BOX // 2 + 2, y, BOX - 4, tall, lines)

    def _dot(self, number: int) -> tuple[Point, Point]:
        x, top = self.slots[number], self.tops[self.layers[self.trunks[number].lower]]
        return Point(x, top - STEM - HEAD - DOT), Point(x, top)
