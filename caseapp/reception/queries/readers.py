"""Who reads the denunciations of a unit today: holders of such a role in the unit or above it, and their deputies."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.staff.models import Account, RoleGrant, Substitution, Unit, UnitWithin
from caseapp.staff.policy import Can, permits, reaches_below
from caseapp.staff.roles import Role

_READING: Final = tuple(role for role in Role if permits(Can.READ_SEALED, role))
_FROM_ABOVE: Final = tuple(role for role in _READING if reaches_below(Can.READ_SEALED, role))
_Absent = aliased(RoleGrant)
_day = sa.bindparam("today", type_=sa.Date())


def _runs(table: type[RoleGrant | Substitution | Unit]) -> sa.ColumnElement[bool]:
    return sa.and_(table.valid_from <= _day, sa.or_(table.valid_to.is_(None), table.valid_to > _day))


def _over_unit(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.and_(UnitWithin.ancestor_id == table.unit_id, UnitWithin.unit_id == sa.bindparam("unit"),
                   table.role.in_(_READING), sa.or_(UnitWithin.own, table.role.in_(_FROM_ABOVE)))


_open = sa.or_(Account.disabled_on.is_(None), Account.disabled_on > _day)
_absent_still_holds = sa.exists().where(
    _Absent.account_id == Substitution.for_account_id, _Absent.unit_id == Substitution.unit_id,
    _Absent.role == Substitution.role, _Absent.valid_from <= _day,
    sa.or_(_Absent.valid_to.is_(None), _Absent.valid_to > _day))
_READERS = sa.union(
    sa.select(Account.id).join(RoleGrant, RoleGrant.account_id == Account.id)
    .join(Unit, Unit.id == RoleGrant.unit_id).join(UnitWithin, _over_unit(RoleGrant))
    .where(_open, _runs(RoleGrant), _runs(Unit)),
    sa.select(Account.id).join(Substitution, Substitution.by_account_id == Account.id)
    .join(Unit, Unit.id == Substitution.unit_id).join(UnitWithin, _over_unit(Substitution))
    .where(_open, _runs(Substitution), _runs(Unit), _absent_still_holds))


def readers(source: Session | Connection, unit_id: int, day: date) -> frozenset[int]:
    """Accounts to which the unit's denunciations are open on ``day``, unless one accuses them; none that is locked."""
    return frozenset(row.id for row in source.execute(_READERS, {"unit": unit_id, "today": day}))


def leaves_nobody(source: Session | Connection, unit_id: int, day: date, *, new: Iterable[int],
                  barred: Iterable[int] = ()) -> bool:
    """Whether barring ``new`` besides ``barred`` takes a denunciation of the unit from the last who read it."""
    before = readers(source, unit_id, day) - frozenset(barred)
    return bool(before) and not before - frozenset(new)
