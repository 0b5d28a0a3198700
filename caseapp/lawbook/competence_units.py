"""Which bodies the installation knows by name, those that were merged too: offered, and led to whoever carries on."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.law.competence_answers import Body
from caseapp.law.competence_shape import Tier
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level

_UNITS = (
    sa.select(Unit.id, Unit.public_id, Unit.name, Unit.level, Unit.parent_id, Unit.valid_to, Unit.successor_id)
    .where(Unit.level != Level.HAMLET).order_by(Unit.name, Unit.id))
_TIERS: Final = {Level.PROVINCE: Tier.PROVINCE, Level.AGENCY: Tier.DEPARTMENT, Level.COMMUNE: Tier.COMMUNE}


def known_bodies() -> dict[str, Body]:
    """Every unit that may be somebody's office, by its public id, in the order of names; a commune's own offices not.

    An abolished one knows its heir, each the body above it as far as units are known.
    """
    rows = {row.id: row for row in reading().execute(_UNITS)}
    made: dict[int, Body] = {}
    bodies = ((row, _body(row.id, rows, made, frozenset())) for row in rows.values() if not _within_commune(row, rows))
    return {row.public_id: body for row, body in bodies if body is not None}


def _within_commune(row: Any, rows: Mapping[int, Any]) -> bool:
    """Whether a unit is an office of a commune: its head is one of the commune's own people."""
    above = rows.get(row.parent_id)
    return row.level == Level.AGENCY and above is not None and above.level == Level.COMMUNE


def _body(number: int | None, rows: Mapping[int, Any], made: dict[int, Body], seen: frozenset[int]) -> Body | None:
    """The body of a unit with its heirs and those above; None for no unit, and where a circle would close."""
    if number is None or number in seen or number not in rows:
        return None
    if number not in made:
        row, within = rows[number], seen | {number}
        heir, above = (_body(other, rows, made, within) for other in (row.successor_id, row.parent_id))
        made[number] = Body(row.name, _TIERS[Level(row.level)], row.public_id, row.valid_to, heir, above)
    return made[number]


def last_heir(body: Body, on: date) -> Body | None:
    """Who carries on that day; None while the body itself does, or where nobody was named."""
    at = body
    while at.gone(on) and at.heir is not None:
        at = at.heir
    return None if at is body or at.gone(on) else at
