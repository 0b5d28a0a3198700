"""Keeping a denunciation from the accounts it accuses, also those made or renamed later; letting in one barred wrongly.

A bar and its journal row commit together. What a new name bars is found under the lock of the account's unit, in
dossiers of any: to wait for further locks there, in whatever order dossiers are found, could deadlock. So the lock of
the dossier's unit is taken when it is free at once; when somebody acts there just then, the row stands in the sealed
chain of the account's unit, which names the dossier as well.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Accused, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.reception.accused import meant, named_in_full, told_of
from caseapp.reception.models import Visit
from caseapp.staff.models import Account, RoleGrant, Substitution, UnitWithin

# The story only where nobody wrote who is accused: rows of old books.
_story = sa.case((sa.and_(Visit.accused_name == "", Visit.accused_post == ""), Visit.content), else_="")
_SEALED = (
    sa.select(Dossier.id, Dossier.unit_id, Visit.accused_name, Visit.accused_post, _story.label("story"))
    .join(Visit, Visit.dossier_id == Dossier.id)
    .where(Dossier.sealed, ~sa.exists().where(
        Accused.dossier_id == Dossier.id, Accused.account_id == sa.bindparam("account")))
    .order_by(Dossier.id))
_own = sa.union(
    sa.select(RoleGrant.unit_id).where(RoleGrant.account_id == sa.bindparam("account")),
    sa.select(Substitution.unit_id).where(Substitution.by_account_id == sa.bindparam("account")),
    sa.select(Account.unit_id).where(Account.id == sa.bindparam("account"))).subquery()
_AROUND = sa.union(
    sa.select(UnitWithin.unit_id).where(UnitWithin.ancestor_id.in_(sa.select(_own.c.unit_id))),
    sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id.in_(sa.select(_own.c.unit_id))))


@dataclass(frozen=True, slots=True)
class Lifting:
    """Who lets an account in again, to which dossier of which unit, when and with which form."""

    dossier_id: int
    unit_id: int
    by: int
    at: datetime
    form_key: str = ""


def bar(session: Session, dossier_id: int, accounts: Iterable[int]) -> list[str]:
    """Bar accounts inside an act; public ids of those that were not barred before, for its journal."""
    barred = set(session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == dossier_id)))
    new = sorted(set(accounts) - barred)
    session.add_all(Accused(dossier_id=dossier_id, account_id=account) for account in new)
    session.flush()
    return sorted(session.scalars(sa.select(Account.public_id).where(Account.id.in_(new)))) if new else []


def bar_named(session: Session, account: Account) -> None:
    """Bar an account that was made, or bears a new name or post, from every denunciation that may mean it.

    Near its units by name, given name, initials or post, elsewhere by the whole name: the same measure as at the
    counter, where a person then unticks whoever is somebody else; here the one too many is lifted afterwards.
    """
    around = set(session.scalars(_AROUND, {"account": account.id}))
    found = [row for row in session.execute(_SEALED, {"account": account.id}).all()
             if _means(row, account, near=row.unit_id in around)]
    for row in found:
        session.add(Accused(dossier_id=row.id, account_id=account.id))
        record(session, _chain(session, row.unit_id, account.unit_id), act="accused.found", by=None,
               at=account.changed_at, dossier=row.id, sealed=True, facts={"account": account.public_id})


def _means(row: sa.Row[tuple[int, int, str, str, str]], account: Account, *, near: bool) -> bool:
    text = told_of(row.accused_name, row.accused_post, row.story)
    return bool(meant(text, [account]) if near else named_in_full(text, [account]))


def _chain(session: Session, wanted: int, home: int) -> Chain:
    """The chain of ``wanted`` if nobody else holds it now, else one that this transaction has locked already.

    A chain is in a session only once it is locked.
    """
    at_once = sa.select(Chain).where(Chain.unit_id == wanted).with_for_update(skip_locked=True)
    if (chain := session.scalar(at_once, execution_options={"populate_existing": True})) is not None:
        return chain
    held = {one.unit_id: one for one in session.identity_map.values() if isinstance(one, Chain)}
    return held.get(home) or next(iter(held.values()))


def lift(account: str, reason: str, how: Lifting) -> None:
    """Let an account that was barred wrongly see the dossier; ``account`` is its public id.

    Raises LookupError when it is not barred, and for whoever is barred himself; FormKeyUsed.
    """
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            use_form_key(session, how.form_key, how.by, how.at, result=str(how.dossier_id))
        dossier = lock_dossier(session, how.dossier_id, None)
        if session.get(Accused, (dossier.id, how.by)) is not None:
            raise LookupError(how.by)
        barred = session.scalar(
            sa.select(Accused).join(Account, Account.id == Accused.account_id)
            .where(Accused.dossier_id == dossier.id, Account.public_id == account))
        if barred is None:
            raise LookupError(account)
        session.delete(barred)
        record(session, chain, act="accused.lift", by=how.by, at=how.at, dossier=dossier.id, sealed=True,
               facts={"account": account}, values={"reason": ["", reason]})
