"""Where one stands in the register: choices of unit and receiver, how many rows, the page before this one."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.ledger.models import OfficeFact
from caseapp.ledger.proofs import PROOF, Proof, read_proof
from caseapp.reception.models import Visit
from caseapp.reception.queries.register import PAGE, Chosen
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

UNITS_SHOWN = 300
RECEIVERS_SHOWN = 100

_reach: sa.BindParameter[int] = sa.bindparam("reach", expanding=True)
_Parent = aliased(Unit)
_unit = sa.func.coalesce(
    sa.select(Unit.id).where(Unit.public_id == sa.bindparam("asked"), Unit.id.in_(_reach)).scalar_subquery(),
    sa.bindparam("own", type_=sa.Integer()))
_units = (
    sa.select(sa.literal("unit").label("what"), Unit.id, Unit.public_id, Unit.name)
    .where(Unit.id.in_(_reach)).order_by(Unit.name).limit(UNITS_SHOWN).subquery())
_receivers = (
    sa.select(sa.literal("receiver").label("what"), Account.id, Account.public_id, Account.display_name)
    .where(Account.id.in_(sa.select(RoleGrant.account_id).where(
        RoleGrant.unit_id == _unit, RoleGrant.role.in_(("reception", "supervisor")))))
    .order_by(Account.display_name).limit(RECEIVERS_SHOWN).subquery())
_proof = sa.select(sa.literal("proof").label("what"), sa.literal(0), sa.literal(""), OfficeFact.value).where(
    OfficeFact.name == PROOF)
_CHOICES = sa.union_all(sa.select(_units), sa.select(_receivers), _proof)
_HEAD = (
    sa.select(Unit.name, Unit.seat, Unit.phone, Unit.reception_place, Unit.address, Unit.level,
              _Parent.name.label("parent"))
    .outerjoin(_Parent, _Parent.id == Unit.parent_id).where(Unit.id == sa.bindparam("unit")))


@dataclass(frozen=True, slots=True)
class Choices:
    """Which books the viewer may open, which one is open, who received citizens there, and the last proof."""

    units: Sequence[Any]
    unit: Any
    receivers: Sequence[Any]
    proof: Proof | None = None

    def receiver(self, public_id: str) -> int | None:
        """The account id of a receiver in the address; None for nobody or a stranger."""
        return next((row.id for row in self.receivers if row.public_id == public_id), None)


def register_choices(viewer: Viewer, asked: str) -> Choices | None:
    """The unit asked for by its public id, or the viewer's own, or the first in reach; None without any."""
    reach = viewer.units_for(Can.READ_REGISTER)
    if not reach:
        return None
    own = viewer.unit_id if viewer.unit_id in reach else reach[0]
    rows = reading().execute(_CHOICES, {"reach": list(reach), "asked": asked, "own": own}).all()
    units = [row for row in rows if row.what == "unit"]
    unit = next((row for row in units if row.public_id == asked), None) or next(row for row in units if row.id == own)
    proof = next((row.name for row in rows if row.what == "proof"), None)
    return Choices(units, unit, [row for row in rows if row.what == "receiver"], read_proof(proof))


def letterhead(unit_id: int) -> Any:
    """What the head of an official paper needs to know of the body that issues it."""
    return reading().execute(_HEAD, {"unit": unit_id}).one()


# ── places ──

_place = sa.tuple_(Dossier.opened_on, Dossier.id)
_here = sa.tuple_(sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))
_BETWEEN = (
    Dossier.kind == "visit", VISIBLE, Dossier.unit_id == sa.bindparam("unit"),
    Dossier.opened_on >= sa.bindparam("since"), Dossier.opened_on <= sa.bindparam("until"))
_CURSOR = sa.select(Dossier.opened_on, Dossier.id).where(
    Dossier.public_id == sa.bindparam("public_id"), Dossier.kind == "visit", VISIBLE)


def find_place(viewer: Viewer, public_id: str) -> tuple[date, int] | None:
    """The place of a row that an address names; None when it may not be seen."""
    row = reading().execute(_CURSOR, {"public_id": public_id, **scope(viewer, Can.READ_REGISTER)}).first()
    return (row.opened_on, row.id) if row else None


def count_rows(viewer: Viewer, chosen: Chosen, after: tuple[date, int] | None) -> tuple[int, int]:
    """How many rows the part has, and how many of them stand before the page."""
    names, values = _asked(viewer, chosen, after)
    total, passed = reading().execute(_count(*names), values).one()
    return int(total), int(passed)


def page_before(viewer: Viewer, chosen: Chosen, after: tuple[date, int]) -> str:
    """The public id after which the page before this one begins; empty for the first page."""
    names, values = _asked(viewer, chosen, after)
    return str(reading().execute(_before(*names), values).scalar() or "")


def _asked(viewer: Viewer, chosen: Chosen, after: tuple[date, int] | None) -> tuple[list[str], dict[str, Any]]:
    """Names of the filters in force and all values."""
    values = {"since": chosen.since, "until": chosen.until, "unit": chosen.unit_id, **scope(viewer, Can.READ_REGISTER)}
    names = []
    for name, value in (("matter", chosen.matter), ("receiver", chosen.receiver)):
        if value is not None:
            names.append(name)
            values[name] = value
    if chosen.void_only:
        names.append("void")
    if after is not None:
        names.append("after")
        values |= {"day": after[0], "id": after[1]}
    return names, values


_CLAUSES = {
    "matter": Visit.matter == sa.bindparam("matter"),
    "receiver": Visit.receiver_id == sa.bindparam("receiver"),
    "void": Dossier.state == "void",
}


def _narrowed(statement: Any, names: tuple[str, ...]) -> Any:
    if "matter" in names or "receiver" in names:
        statement = statement.join(Visit, Visit.dossier_id == Dossier.id)
    return statement.where(*_BETWEEN, *(_CLAUSES[name] for name in names if name in _CLAUSES))


@lru_cache(maxsize=64)
def _count(*names: str) -> Any:
    passed = sa.func.count().filter(_place >= _here) if "after" in names else sa.literal(0)
    return _narrowed(sa.select(sa.func.count(), passed).select_from(Dossier), names)


@lru_cache(maxsize=64)
def _before(*names: str) -> Any:
    # The row ``after`` is the last one of the page before; 25 rows newer stands the last one of the page before that.
    return (_narrowed(sa.select(Dossier.public_id), names).where(_place > _here)
            .order_by(Dossier.opened_on, Dossier.id).offset(PAGE - 1).limit(1))
