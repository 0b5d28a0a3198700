"""Which disputes a mediator's account comes to see, and sees no more: with the binding, with the end of the work."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Dossier, Entrusted
from caseapp.dossiers.scope import MEDIATION
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.mediation.dispute import Interest, MediatedBy
from caseapp.mediation.models import Mediator
from caseapp.staff.commands.acting import end_sign_ins
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.roles import Role
from caseapp.text import new_public_id

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
    """Let a mediator's account see what he mediates and what he brought in; it handles what he leads.

    Not what he brought in and was replaced in, or is not neutral in: that was taken from him for good.
    """
    if one.account_id is None:
        return
    own = sa.select(Mediator.id).where(Mediator.account_id == one.account_id)
    mine = sa.select(MediatedBy.dossier_id).where(MediatedBy.mediator_id == one.id, MediatedBy.until_on.is_(None))
    lost = sa.union(sa.select(MediatedBy.dossier_id).where(MediatedBy.mediator_id.in_(own)),
                    sa.select(Interest.dossier_id).where(Interest.mediator_id.in_(own)))
    seen = sa.select(Entrusted.dossier_id).where(Entrusted.account_id == one.account_id)
    wanted = session.scalars(sa.select(Dossier.id).where(
        Dossier.kind == MEDIATION, Dossier.id.not_in(seen), sa.or_(
            Dossier.id.in_(mine), sa.and_(Dossier.author_id == one.account_id, Dossier.id.not_in(lost)))
        ).order_by(Dossier.id)).all()
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


def lead_no_more(session: Session, chain: Chain, one: Mediator, unit_id: int, how: Any, *, stays: bool) -> None:
    """Take the role of leader in the hamlet from a mediator's account today: with it he sees all the team has.

    ``stays``: he mediates on, so that he gets the role of mediator in its place where he has none. More than that is
    given by administrators alone. ``how``: by, at, today of whoever keeps the team.
    """
    account = session.get(Account, one.account_id) if one.account_id is not None else None
    if account is None:
        return
    held = session.scalars(sa.select(RoleGrant).where(
        RoleGrant.account_id == account.id, RoleGrant.unit_id == unit_id, RoleGrant.role.in_(ROLES),
        sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > how.today)).order_by(RoleGrant.id)).all()
    led = [grant for grant in held if grant.role == Role.TEAM_LEADER]
    for grant in led:
        grant.valid_to = max(how.today, grant.valid_from)
        record(session, chain, act="role.end", by=how.by, at=how.at, facts={
            "account": account.public_id, "grant": grant.public_id, "role": grant.role,
            "valid_to": grant.valid_to.isoformat()})
    if led and stays and len(led) == len(held):
        _made_mediator(session, chain, account, unit_id, how)
    if led:
        end_sign_ins(session, [account.id], how.at)


def _made_mediator(session: Session, chain: Chain, account: Account, unit_id: int, how: Any) -> None:
    grant = RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit_id, role=str(Role.MEDIATOR),
                      valid_from=how.today, granted_by=how.by)
    session.add(grant)
    session.flush()
    unit = session.scalar(sa.select(Unit.public_id).where(Unit.id == unit_id))
    record(session, chain, act="role.grant", by=how.by, at=how.at, facts={
        "account": account.public_id, "grant": grant.public_id, "role": grant.role, "unit": unit,
        "valid_from": how.today.isoformat(), "valid_to": None})


def _handled(session: Session, one: Mediator, before: int | None, after: int | None) -> None:
    leads = sa.select(MediatedBy.dossier_id).where(
        MediatedBy.mediator_id == one.id, MediatedBy.lead, MediatedBy.until_on.is_(None))
    session.execute(sa.update(Dossier).where(
        Dossier.kind == MEDIATION, Dossier.closed_on.is_(None), Dossier.id.in_(leads),
        Dossier.handler_id.is_(None) if before is None else Dossier.handler_id == before)
        .values(handler_id=after).execution_options(synchronize_session=False))
