"""Knows which unit lies within which: down the tree, and through mergers to the unit that carries on."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place: its id, the unit above it, the unit it was merged into."""

    id: int
    parent_id: int | None
    successor_id: int | None


def within(places: Iterable[Place]) -> dict[tuple[int, int], bool]:
    """Every (ancestor, unit) pair with whether the unit is the ancestor's own: itself or merged into it."""
    units = {place.id: place for place in places}
    pairs: dict[tuple[int, int], bool] = {}
    for unit in units.values():
        heirs = list(_line(unit.id, units, "successor_id"))
        for heir in heirs:
            pairs[heir, unit.id] = True
        for start in heirs:
            for above in _line(start, units, "parent_id"):
                pairs.setdefault((above, unit.id), False)
    return pairs


def _line(start: int, units: dict[int, Place], step: str) -> Iterator[int]:
    """``start`` and what follows it along ``step``; stops at a circle, which no command makes."""
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen and at in units:
        seen.add(at)
        yield at
        at = getattr(units[at], step)
