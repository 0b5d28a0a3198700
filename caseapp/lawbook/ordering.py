"""Knows in which order things stand in rows so that few lines between the rows cross, and how far apart they stand."""
from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias

Item: TypeAlias = Hashable
Link: TypeAlias = tuple[Item, Item]
"""Something in one row joined to something in the row below."""

SWEEPS: Final = 24
ROUNDS: Final = 16


def few_crossings(rows: Sequence[Sequence[Item]], links: Iterable[Link]) -> list[list[Item]]:
    """The rows put in an order in which few links cross: each thing goes where its neighbours are, best order kept."""
    links = list(links)
    order = [list(row) for row in rows]
    best, fewest = [list(row) for row in order], crossings(order, links)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        for number in range(1, len(order)) if downwards else range(len(order) - 2, -1, -1):
            beside = order[number - 1] if downwards else order[number + 1]
            order[number] = _by_neighbours(order[number], beside, links, below=downwards)
        if (now := crossings(order, links)) < fewest:
            best, fewest = [list(row) for row in order], now
    return best


def _by_neighbours(row: Sequence[Item], beside: Sequence[Item], links: Iterable[Link], *, below: bool) -> list[Item]:
    place = {item: number for number, item in enumerate(beside)}
    joined: dict[Item, list[int]] = {}
    for upper, lower in links:
        mine, theirs = (lower, upper) if below else (upper, lower)
        if theirs in place:
            joined.setdefault(mine, []).append(place[theirs])
    middle = {item: sum(found) / len(found) for item, found in joined.items()}
    return sorted(row, key=lambda item: middle.get(item, row.index(item)))


def crossings(order: Sequence[Sequence[Item]], links: Iterable[Link]) -> int:
    """How many pairs of links cross between neighbouring rows."""
    where = {item: (number, place) for number, row in enumerate(order) for place, item in enumerate(row)}
    between: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in links:
        between.setdefault(where[upper][0], []).append((where[upper][1], where[lower][1]))
    return sum((one[0] - other[0]) * (one[1] - other[1]) < 0
               for found in between.values() for one, other in combinations(found, 2))


def placed(
    order: Sequence[Sequence[Item]], links: Iterable[Link], widths: Mapping[Item, float], weights: Mapping[Item, float],
    gap: float,
) -> dict[Item, float]:
    """The middle of every item: as near to its neighbours as the order and the gap between items allow."""
    near: dict[Item, list[Item]] = {item: [] for row in order for item in row}
    for upper, lower in links:
        near[upper].append(lower)
        near[lower].append(upper)
    middles: dict[Item, float] = {}
    for row in order:
        middles.update(_side_by_side(row, dict.fromkeys(row, 0.0), widths, weights, gap))
    for number in range(ROUNDS):
        for row in order if number % 2 == 0 else reversed(order):
            wanted = {item: _wish(item, near[item], middles, weights) for item in row}
            middles.update(_side_by_side(row, wanted, widths, weights, gap))
    return middles


def _wish(item: Item, near: Sequence[Item], middles: Mapping[Item, float], weights: Mapping[Item, float]) -> float:
    if not near:
        return middles[item]
    return sum(middles[one] * weights[one] for one in near) / sum(weights[one] for one in near)


def _side_by_side(
    row: Sequence[Item], wanted: Mapping[Item, float], widths: Mapping[Item, float], weights: Mapping[Item, float],
    gap: float,
) -> dict[Item, float]:
    """Least squares under “not nearer than”: neighbours that want the same place form a block that shares it."""
    offsets, at = {}, 0.0
    for number, item in enumerate(row):
        at += (widths[row[number - 1]] + widths[item]) / 2 + gap if number else 0.0
        offsets[item] = at
    blocks: list[tuple[float, float, list[Item]]] = []
    for item in row:
        weight = weights[item]
        block = (weight * (wanted[item] - offsets[item]), weight, [item])
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], [*before[2], *block[2]])
        blocks.append(block)
    return {item: total / weight + offsets[item] for total, weight, items in blocks for item in items}
