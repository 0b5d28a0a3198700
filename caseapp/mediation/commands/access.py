"""Which disputes a mediator's account comes to see, and sees no more: with the binding, with the end of the work."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Dossier, Entrusted
from caseapp.dossiers.scope import MEDIATION
from caseapp.mediation.dispute import MediatedBy
from caseapp.mediation.models import Mediator
from caseapp.staff.models import Account, RoleGrant
from caseapp.staff.roles import Role

ROLES: Final = (str(Role.MEDIATOR), str(Role.TEAM_LEADER))
_day = sa.bindparam("day", type_=sa.Date())
_BOUND = sa.exists().where(Mediator.account_id == Account.id, Mediator.until_on.is_(None),
                           Mediator.id != sa.bindparam("mediator", type_=sa.Integer()))
# Accounts that hold a role of mediation in the hamlet, and are nobody else's.
_MAY_BE_BOUND = (
    sa.select(Account.id, Account.public_id, Account.name, Account.display_name, Account.title)
    .where(Account.disabled_on.is_(None), ~_BOUND, Account.id.in_(
        sa.select(RoleGrant.account_id).where(
            RoleGrant.unit_id == sa.bindparam("unit", type_=sa.Integer()), RoleGrant.role.in_(ROLES),
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > _day))))
    .order_by(Account.display_fold, Account.id))


def may_be_bound(source: Session | Any, unit_id: int, mediator_id: int, day: date) -> Sequence[Any]:
    """Accounts that may be a mediator's: id, public_id, name, display_name, title. ``unit_id``: the hamlet."""
    found: Sequence[Any] = source.execute(
        _MAY_BE_BOUND, {"unit": unit_id, "mediator": mediator_id, "day": day}).all()
    return found


def let_in(session: Session, one: Mediator) -> None:
    """Let a mediator's account see what he mediates and what he brought in; it handles what he leads."""
    if one.account_id is None:
        return
    mine = sa.select(MediatedBy.dossier_id).where(MediatedBy.mediator_id == one.id, MediatedBy.until_on.is_(None))
    seen = sa.select(Entrusted.dossier_id).where(Entrusted.account_id == one.account_id)
    wanted = session.scalars(sa.select(Dossier.id).where(
        Dossier.kind == MEDIATION, sa.or_(Dossier.id.in_(mine), Dossier.author_id == one.account_id),
        Dossier.id.not_in(seen)).order_by(Dossier.id)).all()
    session.add_all(Entrusted(dossier_id=dossier, account_id=one.account_id) for dossier in wanted)
    _handled(session, one, None, one.account_id)


def shut_out(session: Session, one: Mediator) -> None:
    """Let the account of a mediator see no dispute any more; what he led waits for somebody else."""
    if one.account_id is None:
        return
    _handled(session, one, one.account_id, None)
    session.execute(sa.delete(Entrusted).where(
        Entrusted.account_id == one.account_id,
        Entrusted.dossier_id.in_(sa.select(Dossier.id).where(Dossier.kind == MEDIATION)))
        .execution_options(synchronize_session=False))
    session.flush()


def _handled(session: Session, one: Mediator, before: int | None, after: int | None) -> None:
    leads = sa.select(MediatedBy.dossier_id).where(
        MediatedBy.mediator_id == one.id, MediatedBy.lead, MediatedBy.until_on.is_(None))
    session.execute(sa.update(Dossier).where(
        Dossier.kind == MEDIATION, Dossier.closed_on.is_(None), Dossier.id.in_(leads),
        Dossier.handler_id.is_(None) if before is None else Dossier.handler_id == before)
        .values(handler_id=after).execution_options(synchronize_session=False))
