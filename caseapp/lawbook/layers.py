"""Knows which states of a procedure stand above which, and which of the ways between them share a line."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Spot:
    """A state to draw: its name, a small line inside the box, its class, whether dossiers begin in it."""

    code: str
    title: str
    small: str = ""
    tone: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An act that leads from one state to another; `back`: it returns to where the dossier came from."""

    start: str
    goal: str
    act: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Trunk:
    """The shared line into one state: the acts down it and back up, and the states above that it comes from."""

    lower: str
    down: tuple[str, ...]
    up: tuple[str, ...]
    uppers: tuple[str, ...]


class Pair(NamedTuple):
    """Two joined states, the upper and the lower, with the acts down and up between them."""

    upper: str
    lower: str
    down: tuple[str, ...]
    up: tuple[str, ...]


def pairs_of(spots: Sequence[Spot], moves: Sequence[Move]) -> list[Pair]:
    """Every two states that some act joins, each pair once, the state further on below."""
    arcs = {(move.goal, move.start) if move.back else (move.start, move.goal) for move in moves}
    against = _against(spots, arcs)
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for move in moves:
        arc = (move.goal, move.start) if move.back else (move.start, move.goal)
        upper, lower = arc[::-1] if arc in against else arc
        acts = found.setdefault((upper, lower), ([], []))[0 if move.start == upper else 1]
        acts.append(move.act)
    return [Pair(*ends, tuple(down), tuple(up)) for ends, (down, up) in found.items()]


def _against(spots: Sequence[Spot], arcs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arcs that lead to where one came from: without them nothing goes round in circles."""
    order = [spot.code for spot in sorted(spots, key=lambda spot: not spot.opens)]
    after = {code: sorted((goal for start, goal in arcs if start == code), key=order.index) for code in order}
    against: set[tuple[str, str]] = set()
    open_ones: list[str] = []
    done: set[str] = set()

    def walk(code: str) -> None:
        open_ones.append(code)
        for goal in after[code]:
            if goal in open_ones:
                against.add((code, goal))
            elif goal not in done:
                walk(goal)
        done.add(open_ones.pop())

    for code in order:
        if code not in done:
            walk(code)
    return against


def layers_of(spots: Sequence[Spot], pairs: Sequence[Pair]) -> dict[str, int]:
    """The longest way to each state, in lines."""
    above: dict[str, list[str]] = {spot.code: [] for spot in spots}
    for pair in pairs:
        above[pair.lower].append(pair.upper)
    found: dict[str, int] = {}

    def depth(code: str) -> int:
        if code not in found:
            found[code] = max((depth(upper) + 1 for upper in above[code]), default=0)
        return found[code]

    return {spot.code: depth(spot.code) for spot in spots}


def spread(
    layers: Mapping[str, int], pairs: Sequence[Pair], room: Mapping[str, float], widest: float,
) -> dict[str, int]:
    """Rows that are wider than that let states go further down: those first that fewest others follow."""
    found, row = dict(layers), 0
    follow = {code: sum(pair.upper == code for pair in pairs) for code in found}
    while row < max(found.values(), default=0) + 1:
        here = sorted((code for code in found if found[code] == row), key=lambda code: -follow[code])
        while len(here) > 1 and sum(room[code] for code in here) > widest:
            found[here.pop()] += 1
        row += 1
        for _pair in pairs:
            found |= {pair.lower: found[pair.upper] + 1 for pair in pairs if found[pair.lower] <= found[pair.upper]}
    return found


def trunks_of(pairs: Iterable[Pair]) -> list[Trunk]:
    """What leads into the same state by the same acts shares a line."""
    joined: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for pair in pairs:
        joined.setdefault((pair.lower, pair.down, pair.up), []).append(pair.upper)
    return [Trunk(*key, tuple(uppers)) for key, uppers in joined.items()]
