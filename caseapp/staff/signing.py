"""Who may sign for a unit on a day: its head, and whoever stands in for the head by a dated document."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.staff.models import Account, RoleGrant, Substitution, UnitWithin
from caseapp.staff.roles import Role

_Head = aliased(Account)
_on, _unit = sa.bindparam("on", type_=sa.Date()), sa.bindparam("unit", type_=sa.Integer())
_carried = sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == _unit, UnitWithin.own)
_GRANTED = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.title,
              sa.literal(None, sa.Integer()).label("head"), sa.literal("").label("head_title"),
              sa.literal("").label("document"))
    .join(RoleGrant, RoleGrant.account_id == Account.id)
    .where(sa.or_(RoleGrant.unit_id == _unit, RoleGrant.unit_id.in_(_carried)), RoleGrant.role == Role.SUPERVISOR,
           RoleGrant.valid_from <= _on, sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > _on)))
_STANDING_IN = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.title, _Head.id.label("head"),
              _Head.title.label("head_title"), Substitution.document)
    .join(Substitution, Substitution.by_account_id == Account.id)
    .join(_Head, _Head.id == Substitution.for_account_id)
    .where(sa.or_(Substitution.unit_id == _unit, Substitution.unit_id.in_(_carried)),
           Substitution.role == Role.SUPERVISOR, Substitution.valid_from <= _on, Substitution.valid_to > _on))
_SIGNERS = sa.union_all(_GRANTED, _STANDING_IN)


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign; ``for_id``: the head whose power it is, their own id when they are the head.

    ``post`` as it stands above the name: “Chủ tịch UBND phường”, or “KT. Chủ tịch, Phó Chủ tịch” with ``document``.
    """

    id: int
    public_id: str
    name: str
    post: str
    for_id: int
    document: str = ""


def signers(source: Session | Connection, unit_id: int, on: date) -> Sequence[Signer]:
    """Whoever may sign for a unit on a day, heads first."""
    found = [_signer(row) for row in source.execute(_SIGNERS, {"unit": unit_id, "on": on})]
    return sorted(set(found), key=lambda one: (one.for_id != one.id, one.name, one.id))


def _signer(row: sa.Row[int, str, str, str, int, str, str]) -> Signer:
    account_id, public_id, name, title, head, head_title, document = row
    if head is None:
        return Signer(account_id, public_id, name, title, account_id)
    return Signer(account_id, public_id, name, f"KT. {head_title}, {title}", head, document)
