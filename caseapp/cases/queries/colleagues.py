"""Who works in the unit of a case and may see it: those whom an internal note may call by name."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Accused, Entrusted
from caseapp.staff.models import Account, RoleGrant, Substitution, UnitWithin
from caseapp.staff.policy import POLICY, Can
from caseapp.staff.sessions import valid

Row = Any      # id, public_id, account (what the person signs in with), name, title

_case, _author = sa.bindparam("case", type_=sa.Integer()), sa.bindparam("author", type_=sa.Integer())
_held = sa.union_all(
    sa.select(RoleGrant.account_id, RoleGrant.unit_id, RoleGrant.role).where(valid(RoleGrant)),
    sa.select(Substitution.by_account_id, Substitution.unit_id, Substitution.role).where(valid(Substitution)),
).subquery()
_reads = _held.c.role.in_(sorted(str(role) for role in POLICY[Can.READ_DOSSIERS].roles))
_reads_sealed = _held.c.role.in_(sorted(str(role) for role in POLICY[Can.READ_SEALED].roles))
_entrusted = sa.exists().where(Entrusted.dossier_id == _case, Entrusted.account_id == Account.id)
_accused = sa.exists().where(Accused.dossier_id == _case, Accused.account_id == Account.id)


def _those(may: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    holds = (
        sa.exists().where(_held.c.account_id == Account.id, may, UnitWithin.ancestor_id == _held.c.unit_id,
                          UnitWithin.unit_id == sa.bindparam("unit", type_=sa.Integer()), UnitWithin.own))
    return (
        sa.select(Account.id, Account.public_id, Account.name.label("account"), Account.display_name.label("name"),
                  Account.title)
        .where(Account.disabled_on.is_(None), holds).order_by(Account.display_fold, Account.id))


# As the scope of dossiers says it of one viewer (dossiers/scope.py), here of everybody in the unit.
_OPEN = _those(_reads)
_SEALED = _those(sa.or_(_reads_sealed, sa.and_(_reads, Account.id == _author), sa.and_(_reads, _entrusted))).where(
    ~_accused)


def colleagues(source: Session | Connection, case: Any, day: date) -> Sequence[Row]:
    """Accounts of the unit of a case that may see it on a day; ``case``: a row or object of its dossier."""
    values = {"unit": case.unit_id, "today": day}
    if not case.sealed:
        return source.execute(_OPEN, values).all()
    return source.execute(_SEALED, {**values, "case": case.id, "author": case.author_id}).all()
