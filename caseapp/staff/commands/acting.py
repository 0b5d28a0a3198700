"""Knows what every act of an administrator shares: who acts, how far they reach, whose turn it is, what is stale."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.models import Chain
from caseapp.staff.consent import held_units
from caseapp.staff.models import Account, RoleGrant, SignIn, Substitution, Unit, UnitWithin
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Role
from caseapp.staff.viewer import Viewer
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts and when. ``by`` is None on the command line, which the operator of the machine alone may use."""

    by: Viewer | None
    at: datetime
    today: date
    form_key: str | None = None

    @property
    def account_id(self) -> int | None:
        return self.by.account_id if self.by else None

    @property
    def name(self) -> str:
        return self.by.name if self.by else ""

    def reaches(self, unit_id: int) -> bool:
        """Whether the unit may be administered: at or below an administrator's own."""
        return self.by is None or self.by.may_in(Can.ADMINISTER, unit_id)

    def once(self, session: Session, result: str) -> None:
        """Carry the form out once; raises FormKeyUsed when it was before."""
        if self.by is not None and self.form_key is not None:
            use_form_key(session, self.form_key, self.by.account_id, self.at, result=result)


class Stale(Exception):
    """Somebody else saved the row since the page was opened."""


def unknown() -> Refusal:
    """What is not there, and what is out of reach, alike."""
    return Refusal(_("Không có mục này, hoặc mục này không thuộc đơn vị bạn quản trị."), status=404)


def moved() -> Refusal:
    """The account went to another unit while the act waited for its turn."""
    return Refusal(_("Tài khoản vừa chuyển đơn vị. Mở lại trang rồi làm lại."))


def unit_of(session: Session, unit_id: int, acting: Acting) -> tuple[Unit, Chain]:
    """A unit within reach, under its lock; raises Refusal (404)."""
    if not acting.reaches(unit_id):
        raise unknown()
    chain = lock_chain(session, unit_id)
    unit = session.get(Unit, unit_id, populate_existing=True)
    if unit is None:
        raise unknown()
    return unit, chain


def account_of(session: Session, public_id: str, acting: Acting) -> tuple[Account, Chain]:
    """An account within reach with all its roles, under the lock of its unit; raises Refusal (404 without reach)."""
    home = session.execute(
        sa.select(Account.id, Account.unit_id).where(Account.public_id == public_id)).one_or_none()
    if home is None or not acting.reaches(home.unit_id):
        raise unknown()
    chain = lock_chain(session, home.unit_id)
    return _still_there(session, home, acting), chain


def account_in(session: Session, public_id: str, unit_id: int, acting: Acting) -> tuple[Account, Unit, Chain]:
    """An account within reach with all its roles and a unit, both units locked; the chain is that of ``unit_id``.

    Both, since a role and a password are given under different locks and must not pass each other unseen.
    Raises Refusal (404 without reach).
    """
    home = session.execute(
        sa.select(Account.id, Account.unit_id).where(Account.public_id == public_id)).one_or_none()
    if home is None or not acting.reaches(home.unit_id) or not acting.reaches(unit_id):
        raise unknown()
    for number in sorted({home.unit_id, unit_id}):
        lock_chain(session, number)
    unit, chain = unit_of(session, unit_id, acting)
    return _still_there(session, home, acting), unit, chain


def _still_there(session: Session, home: Any, acting: Acting) -> Account:
    account = session.get(Account, home.id, populate_existing=True)
    if account is None or account.unit_id != home.unit_id:      # moved to another unit while we waited
        raise moved()
    if any(not acting.reaches(unit_id) for unit_id in held_units(session, account.id, acting.today)):
        raise Refusal(_("Tài khoản này còn giữ hoặc sắp giữ vai trò ở đơn vị ngoài phạm vi bạn quản trị. "
                        "Người quản trị của đơn vị cấp trên làm việc này."))
    return account


def administers(session: Session, account_id: int, units: set[int], today: date) -> bool:
    """Whether an account administers all of ``units`` on ``today``, by its own roles or standing in."""
    roles = [role for role in Role if permits(Can.ADMINISTER, role)]
    within = sa.select(UnitWithin.unit_id)
    reached = sa.union(
        within.join(RoleGrant, RoleGrant.unit_id == UnitWithin.ancestor_id).where(
            RoleGrant.account_id == account_id, RoleGrant.role.in_(roles), RoleGrant.valid_from <= today,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > today)),
        within.join(Substitution, Substitution.unit_id == UnitWithin.ancestor_id).where(
            Substitution.by_account_id == account_id, Substitution.role.in_(roles),
            Substitution.valid_from <= today, Substitution.valid_to > today))
    return units <= set(session.execute(reached).scalars())


def must_be_another(account_id: int, acting: Acting, message: str) -> None:
    """Nobody acts on their own account as an administrator; raises Refusal."""
    if acting.account_id == account_id:
        raise Refusal(message)


def open_on(unit: Unit, day: date) -> bool:
    """Whether the unit exists on ``day``."""
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to > day)


def changes(row: Any, entry: dict[str, Any]) -> dict[str, list[Any]]:
    """Field → [old, new] for everything that ``entry`` changes in ``row``; days as ISO text."""
    return {name: [_plain(getattr(row, name)), _plain(value)]
            for name, value in entry.items() if getattr(row, name) != value}


def end_sign_ins(session: Session, account_ids: Iterable[int], at: datetime, *, but: int | None = None) -> int:
    """End the sessions of accounts, from this moment on; the number ended. ``but`` is a session that stays."""
    ended: sa.CursorResult[Any] = session.execute(  # type: ignore[assignment]
        sa.update(SignIn)
        .where(SignIn.account_id.in_(list(account_ids)), SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=at).execution_options(synchronize_session=False))
    return ended.rowcount


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
