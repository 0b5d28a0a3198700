"""Keeping a denunciation from the accounts it accuses, also those made or renamed later; letting in one barred wrongly.

A bar and its journal row commit together. What a new name bars is found under the lock of the account's unit, in
dossiers of any: to wait for further locks there, in whatever order dossiers are found, could deadlock. So the lock of
the dossier's unit is taken when it is free at once; when somebody acts there just then, the row stands in the sealed
chain of the account's unit, which names the dossier as well.

What an administrator writes of an account must not take a denunciation from those who read it. So a bar that a new
name or post puts before somebody who read the dossier until then is provisional: it falls when the account is no
longer meant. The last who reads it is not barred at all: that is left to a person, and said to whoever reads it.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.models import CaseFile
from caseapp.db import reading, writing
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Accused, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.reception.accused import meant, named, named_in_full, told_of
from caseapp.reception.bars import Said, name_mark, others_said, said_of
from caseapp.reception.models import Visit
from caseapp.reception.queries.readers import leaves_nobody, readers
from caseapp.staff.models import Account, RoleGrant, Substitution, UnitWithin
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import local

# The story only where nobody wrote who is accused: rows of old books.
_name = sa.func.coalesce(Visit.accused_name, CaseFile.respondent)
_post = sa.func.coalesce(Visit.accused_post, CaseFile.respondent_post)
_story = sa.case(
    (sa.and_(_name == "", _post == ""), sa.func.coalesce(Visit.content, CaseFile.content)), else_="")
_SEALED = (
    sa.select(Dossier.id, Dossier.unit_id, Dossier.author_id, _name.label("accused_name"),
              _post.label("accused_post"), _story.label("story"), Accused.account_id.is_not(None).label("barred"))
    .outerjoin(Visit, Visit.dossier_id == Dossier.id).outerjoin(CaseFile, CaseFile.dossier_id == Dossier.id)
    .outerjoin(Accused, sa.and_(Accused.dossier_id == Dossier.id, Accused.account_id == sa.bindparam("account")))
    .where(Dossier.sealed).order_by(Dossier.id))
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


def bar(session: Session, dossier: Dossier, accounts: Iterable[int], day: date) -> list[str]:
    """Bar accounts inside an act; public ids of those that were not barred before, for its journal.

    Raises Refusal at the field when nobody would be left to read the denunciation.
    """
    barred = set(session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == dossier.id)))
    new = sorted(set(accounts) - barred)
    if new and leaves_nobody(session, dossier.unit_id, day, new=new, barred=barred):
        raise Refusal(nobody_left(), "accused_account", 422)
    session.add_all(Accused(dossier_id=dossier.id, account_id=account) for account in new)
    session.flush()
    return sorted(session.scalars(sa.select(Account.public_id).where(Account.id.in_(new)))) if new else []


def nobody_left() -> str:
    """Why not everybody who reads denunciations can be barred from one, and what to do first."""
    return _("Đánh dấu như vậy thì không còn ai được xem hồ sơ. Trước hết nhờ người quản trị trao vai trò xem tố cáo "
             "cho một người khác, không bị tố cáo.")


def bar_named(session: Session, account: Account, at: datetime) -> None:
    """Bar an account that was made, or bears a new name or post, from every denunciation that may mean it.

    Near its units by name, given name after a title, initials or post, elsewhere by the whole name. Nobody looks on:
    so it asks for more than the counter proposes, and the one too many is lifted afterwards. ``at``: of the act.
    """
    around = set(session.scalars(_AROUND, {"account": account.id}))
    rows = [(row, _means(row, account, near=row.unit_id in around))
            for row in session.execute(_SEALED, {"account": account.id}).all()]
    concerned = [(row, is_meant) for row, is_meant in rows if is_meant or row.barred]
    said = said_of(session, [row.id for row, _meant in concerned]) if concerned else {}
    for row, is_meant in concerned:
        before = said.get((row.id, account.public_id), Said())
        stands = is_meant and not _let_be(row, account, before)
        if stands and not row.barred:
            _find(session, row, account, before, at)
        elif row.barred and before.provisional and not stands:
            session.execute(sa.delete(Accused).where(
                Accused.dossier_id == row.id, Accused.account_id == account.id))
            _note(session, row, account, "accused.fall", at)


def _find(session: Session, row: Any, account: Account, before: Said, at: datetime) -> None:
    """Bar the account, or leave it to a person where nobody else would be left to read the denunciation."""
    day = local(at).date()
    # What was committed before this act: the roles it gives are none that opened the dossier until now.
    in_reach = account.id in readers(reading(), row.unit_id, day)
    barred = session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == row.id)).all()
    if in_reach and leaves_nobody(session, row.unit_id, day, new=[account.id], barred=barred):
        if not before.doubted:
            _note(session, row, account, "accused.doubt", at)
        return
    session.add(Accused(dossier_id=row.id, account_id=account.id))
    read_it = in_reach or row.author_id == account.id
    _note(session, row, account, "accused.found", at, **({"provisional": True} if read_it else {}))


def _note(session: Session, row: Any, account: Account, act: str, at: datetime, **more: Any) -> None:
    record(session, _chain(session, row.unit_id, account.unit_id), act=act, by=None, at=at, dossier=row.id,
           sealed=True, facts={"account": account.public_id, **more})


def _means(row: Any, account: Account, *, near: bool) -> bool:
    text = told_of(row.accused_name, row.accused_post, row.story)
    return bool(meant(text, [account]) if near else named_in_full(text, [account]))


def _let_be(row: Any, account: Account, said: Said) -> bool:
    """Whether a person called it somebody else's, and it bears no new name that is the accused's."""
    if said.let_be is None:
        return False
    text = told_of(row.accused_name, row.accused_post, row.story)
    return said.let_be == name_mark(account) or not named(text, [account])


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
    """Let an account that was barred wrongly see the dossier, or end a doubt; ``account`` is its public id.

    Raises LookupError when there is nothing to lift, for whoever is barred, and for one's own account; FormKeyUsed.
    """
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            use_form_key(session, how.form_key, how.by, how.at, result=str(how.dossier_id))
        dossier = lock_dossier(session, how.dossier_id, None)
        if session.get(Accused, (dossier.id, how.by)) is not None:
            raise LookupError(how.by)
        somebody = session.scalar(sa.select(Account).where(Account.public_id == account))
        if somebody is None or somebody.id == how.by:
            raise LookupError(account)
        barred = session.get(Accused, (dossier.id, somebody.id))
        if barred is not None:
            session.delete(barred)
        elif not said_of(session, [dossier.id]).get((dossier.id, account), Said()).doubted:
            raise LookupError(account)
        record(session, chain, act="accused.lift", by=how.by, at=how.at, dossier=dossier.id, sealed=True,
               facts={"account": account, "name": name_mark(somebody)}, values={"reason": ["", reason]})


def note_others(session: Session, chain: Chain, dossier: Dossier, accounts: Iterable[int], *, by: int,
                at: datetime) -> None:
    """Keep that a person called accounts somebody else's who may be meant: an edit of their post bars none of them."""
    ids = list(accounts)
    rows = session.scalars(sa.select(Account).where(Account.id.in_(ids)).order_by(Account.id)).all() if ids else []
    if dossier.sealed and rows:
        record(session, chain, act="accused.other", by=by, at=at, dossier=dossier.id, sealed=True,
               facts=others_said(rows))
