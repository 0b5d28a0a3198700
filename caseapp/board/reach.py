"""Which units a board tells of: those the viewer watches over, one of them with what lies below, or one alone."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.tree import Place, within
from caseapp.staff.viewer import Viewer

_UNITS = (
    sa.select(Unit.id, Unit.public_id, Unit.name, Unit.parent_id, Unit.successor_id)
    .where(Unit.id.in_(sa.bindparam("reach", expanding=True))).order_by(Unit.name, Unit.id))


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the board by unit: its name, the units counted in it, how an address names it.

    ``alone``: the unit itself without those below, which stand in lines of their own.
    """

    key: str
    name: str
    units: tuple[int, ...]
    alone: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """The units a board tells of. ``top``: public id of the one it is narrowed to, empty for all of them.

    ``above``: (public id, name) of the units between the whole and the one shown. ``own``: the ids of the one unit
    shown and of those merged into it; whatever lies elsewhere names its unit.
    """

    units: tuple[int, ...]
    name: str
    top: str
    alone: bool
    parts: tuple[Part, ...]
    above: tuple[tuple[str, str], ...]
    below: int
    own: tuple[int, ...] = ()


def reach_of(viewer: Viewer, asked: str = "", *, alone: bool = False) -> Reach | None:
    """The viewer's units, or the part of them that is asked for; None when there is no such unit in reach.

    Units that were merged are counted with the one that carries on, and have no line of their own.
    """
    rows = {row.id: row for row in reading().execute(_UNITS, {"reach": viewer.units_for(Can.BOARD)})}
    pairs = within(Place(row.id, row.parent_id, row.successor_id) for row in rows.values())
    tops = [row for row in rows.values() if row.parent_id not in rows and row.successor_id not in rows]
    if asked:
        chosen = next((row for row in rows.values() if row.public_id == asked), None)
        if chosen is None:
            return None
    else:
        chosen = tops[0] if len(tops) == 1 else None
    if chosen is None:
        parts = tuple(_branch(row, pairs) for row in tops)
        return Reach(tuple(rows), ", ".join(row.name for row in tops), "", False, parts, (), len(rows) - len(tops))
    own = _counted(chosen.id, pairs, alone=True)
    whole = own if alone else _counted(chosen.id, pairs)
    children = [row for row in rows.values() if row.parent_id in own and row.successor_id not in rows
                and row.id not in own]
    parts = () if alone or not children else (
        Part(chosen.public_id, chosen.name, own, alone=True), *(_branch(row, pairs) for row in children))
    return Reach(whole, chosen.name, asked, alone, parts, _above(chosen, rows), len(whole) - len(own), own)


def _branch(row: Any, pairs: Mapping[tuple[int, int], bool]) -> Part:
    units = _counted(row.id, pairs)
    return Part(row.public_id, row.name, units, opens=True)


def _counted(unit_id: int, pairs: Mapping[tuple[int, int], bool], *, alone: bool = False) -> tuple[int, ...]:
    return tuple(sorted(unit for (above, unit), own in pairs.items() if above == unit_id and (own or not alone)))


def _above(row: Any, rows: Mapping[int, Any]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    while row.parent_id in rows and len(found) < len(rows):
        row = rows[row.parent_id]
        found.insert(0, (row.public_id, row.name))
    return tuple(found)


def board_scope(viewer: Viewer, units: tuple[int, ...]) -> dict[str, Any]:
    """Values for ``VISIBLE`` within ``units``: denunciations only where they are open to the viewer."""
    sealed = set(viewer.units_for(Can.READ_SEALED))
    return {"anywhere": units, "reach": units, "sealed_reach": tuple(unit for unit in units if unit in sealed),
            "me": viewer.account_id}
