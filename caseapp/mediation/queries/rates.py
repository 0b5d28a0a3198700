"""The rates of pay that a commune or province wrote down, and those above that reach it."""
from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.mediation.paying import PayRate
from caseapp.staff.models import Unit, UnitWithin

_RATE = sa.select(
    PayRate.id, PayRate.public_id, PayRate.unit_id, PayRate.what, PayRate.amount, PayRate.from_on, PayRate.until_on,
    PayRate.source, PayRate.confirmed, Unit.name.label("unit_name")).join(Unit, Unit.id == PayRate.unit_id)
_REACHING = _RATE.where(PayRate.unit_id.in_(
    sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == sa.bindparam("unit", type_=sa.Integer()))
)).order_by(PayRate.from_on.desc(), PayRate.what.desc(), PayRate.id)
_ONE = _RATE.where(PayRate.public_id == sa.bindparam("public_id"),
                   PayRate.unit_id.in_(sa.bindparam("units", expanding=True)))


def rates_reaching(unit_id: int) -> Sequence[Any]:
    """Every rate of a unit and of those above it, the latest first."""
    return reading().execute(_REACHING, {"unit": unit_id}).all()


def rate_of(public_id: str, units: Sequence[int]) -> Any:
    """One rate within reach, None for one that is elsewhere."""
    return reading().execute(_ONE, {"public_id": public_id, "units": units}).one_or_none()


def stamp_of(rate: Any) -> int:
    """A number of at most nine digits that changes when a rate is saved otherwise: it stands in the form."""
    said = (rate.what, rate.amount, rate.from_on, rate.until_on, rate.source, bool(rate.confirmed))
    return zlib.crc32(repr(said).encode()) % 10**9
