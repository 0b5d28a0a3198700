"""Kinds of dispute that recur in a hamlet: counts alone, none that points at people, none to be had by subtraction."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from caseapp.law.mediation_tables import FEWEST
from caseapp.mediation.dispute import Scope
from caseapp.mediation.matters import MATTERS

UNSAID: Final = ""
"""The kind nobody wrote down."""
KINDS: Final = (*MATTERS, UNSAID)
_SCOPES: Final = (*map(str, Scope), None)
_OFFERED: Final[Mapping[str, frozenset[str | None]]] = {
    **{code: frozenset({*map(str, scopes), None}) for code, (_name, scopes) in MATTERS.items()},
    UNSAID: frozenset(_SCOPES),
}
Cells = Mapping[tuple[str, str | None], int]
"""How many disputes of a kind and a scope a hamlet had."""


class Hidden(StrEnum):
    """Why a count is not shown: there are too few, or another one would follow from it."""

    FEW = "few"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Recurring:
    """A hamlet's kinds: a number from three on, or why there is none."""

    unit_id: int
    shown: Mapping[str, int | Hidden]

    @property
    def most(self) -> int:
        """The largest number that is shown, 0 without any."""
        return max((number for number in self.shown.values() if isinstance(number, int)), default=0)


def recurring(counted: Iterable[Any]) -> list[Recurring]:
    """Hamlets in which some kind recurs, whoever has most of one kind first."""
    by_unit: dict[int, dict[tuple[str, str | None], int]] = defaultdict(dict)
    for row in counted:
        by_unit[row.unit_id][row.matter, row.scope] = row.number
    found = [Recurring(unit_id, safe(cells)) for unit_id, cells in by_unit.items()]
    return sorted((one for one in found if set(one.shown.values()) - {Hidden.FEW}),
                  key=lambda one: (-one.most, one.unit_id))


def safe(cells: Cells) -> dict[str, int | Hidden]:
    """What may be shown of a hamlet's kinds, beside Table 12, which tells how many disputes of each scope it had.

    Nobody may find out that there were exactly one or two of a kind: for each such count there must be another hamlet,
    with one more or less of it, of which everything that is shown is the same. Where there is none the smallest number
    that would do is held back too.
    """
    whole = {kind: sum(cells.get((kind, scope), 0) for scope in _SCOPES) for kind in KINDS}
    shown = {kind for kind, number in whole.items() if number >= FEWEST}
    held: set[str] = set()
    while shown and (bare := next(_laid_bare(cells, whole, shown, held), None)):
        given_up = min(shown, key=lambda kind: (not _meet(cells, bare, kind), whole[kind], KINDS.index(kind)))
        shown.discard(given_up)
        held.add(given_up)
    return {kind: whole[kind] if kind in shown else Hidden.HELD if kind in held else Hidden.FEW for kind in KINDS}


def _laid_bare(cells: Cells, whole: Mapping[str, int], shown: set[str], held: set[str]) -> Iterator[str]:
    """Kinds with one or two disputes whose number follows from what is shown."""
    for kind in KINDS:
        if 0 < whole[kind] < FEWEST and not _may_be_another(kind, cells, whole, shown, held):
            yield kind


def _may_be_another(kind: str, cells: Cells, whole: Mapping[str, int], shown: set[str], held: set[str]) -> bool:
    """Whether a dispute could be of another kind of its scope, or another's of this, and nothing shown would change."""
    others = [other for other in KINDS if other != kind and other not in shown]
    for scope in _SCOPES:
        if cells.get((kind, scope), 0) and any(
                scope in _OFFERED[other] and (other in held or whole[other] < FEWEST - 1) for other in others):
            return True
        if scope in _OFFERED[kind] and whole[kind] < FEWEST - 1 and any(
                cells.get((other, scope), 0) and (other not in held or whole[other] > FEWEST) for other in others):
            return True
    return False


def _meet(cells: Cells, one: str, other: str) -> bool:
    """Whether the other kind is offered under a scope that this one has disputes of."""
    return any(cells.get((one, scope), 0) and scope in _OFFERED[other] for scope in _SCOPES)
