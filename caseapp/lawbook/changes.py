"""Knows what the law was the day before a day and on that day: the same function for 1 July 2026 and any other."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from caseapp.law.acts import ACTS, Act
from caseapp.law.limits import Limit, Wording
from caseapp.law.registry import RULES
from caseapp.law.rows import ROWS, Field, Row, Sort
from caseapp.workflow.kind import Action, Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """A limit before and after: the wordings in force on either side of the day."""

    limit: Limit
    before: tuple[Wording, ...]
    after: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """A row that went and the row that came in its place; either may be missing."""

    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that begins on a day or ended on the day before."""

    acts: tuple[tuple[Act | None, Act | None], ...]
    limits: tuple[Turn, ...]
    rows: tuple[tuple[Sort, tuple[Swap, ...]], ...]
    doings: tuple[tuple[Kind, Action], ...]

    @property
    def count(self) -> int:
        """How many lines the page has."""
        return len(self.acts) + len(self.limits) + sum(len(swaps) for _, swaps in self.rows) + len(self.doings)


def changes(on: date, kinds: Mapping[str, Kind]) -> Changes:
    """What of the law changes on a day."""
    eve = date.fromordinal(on.toordinal() - 1)
    acts: list[tuple[Act | None, Act | None]] = [(act, None) for act in ACTS.values() if act.until == eve]
    acts += [(None, act) for act in ACTS.values() if act.since == on]
    limits = tuple(Turn(limit, limit.in_force(eve), limit.in_force(on))
                   for limit in RULES.values() if on in limit.turns)
    rows = tuple((sort, swaps) for sort in Sort if sort is not Sort.LIMIT and (swaps := _swaps(sort, eve, on)))
    doings = tuple((kind, action) for kind in kinds.values() for action in kind.actions if action.since == on)
    return Changes(tuple(acts), limits, rows, doings)


def _swaps(sort: Sort, eve: date, on: date) -> tuple[Swap, ...]:
    """Rows of a sort that went beside those that came in their place, these first; then what only came or went."""
    sides: dict[tuple[Field, str], tuple[list[Row], list[Row]]] = {}
    for row in ROWS:
        if row.sort is sort and (row.since == on or row.until == eve):
            sides.setdefault(_name(row, on), ([], []))[row.since == on].append(row)
    swaps = [Swap(*pair) for went, came in sides.values() for pair in zip_longest(went, came)]
    return tuple(sorted(swaps, key=lambda swap: (swap.before is None) + (swap.after is None)))


def _name(row: Row, on: date) -> tuple[Field, str]:
    """What a row and the one that takes its place have in common: a form's number, or the id but for the year in it."""
    named = row.code if row.sort in (Sort.FORM, Sort.COLUMN) else ""
    return row.field, named or row.id.removesuffix(f"/{on.year}")
