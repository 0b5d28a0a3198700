"""What the pages of accounts and units read; statements are built once, reach is bound at each request."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.db import reading
from caseapp.staff.models import Account, RoleGrant, SignIn, Substitution, Unit, UnitWithin
from caseapp.staff.roles import Role
from caseapp.staff.sessions import valid
from caseapp.web.paging import PAGE_ROWS

_reach: sa.BindParameter[Any] = sa.bindparam("reach", expanding=True)
_public_id = sa.bindparam("public_id", type_=sa.String())
_Successor = aliased(Unit)
_Parent = aliased(Unit)
_For = aliased(Account)
_By = aliased(Account)

# ── units ──────────────────────────────────────────────────────────────────────────────────────

_UNIT_COLUMNS = (
    Unit.id, Unit.public_id, Unit.code, Unit.name, Unit.level, Unit.parent_id, Unit.valid_from, Unit.valid_to,
    Unit.remote, Unit.remote_basis, Unit.remote_from, Unit.remote_to, Unit.seat, Unit.address, Unit.phone,
    Unit.reception_place, Unit.monitor_id, Unit.version, Unit.changed_at, Unit.changed_by,
)
_UNITS = (
    sa.select(*_UNIT_COLUMNS, _Successor.name.label("successor"))
    .outerjoin(_Successor, _Successor.id == Unit.successor_id).where(Unit.id.in_(_reach)).order_by(Unit.name, Unit.id))
_UNIT = (
    sa.select(*_UNIT_COLUMNS, _Parent.name.label("parent"), _Successor.name.label("successor"),
              _By.public_id.label("monitor"))
    .outerjoin(_By, _By.id == Unit.monitor_id)
    .outerjoin(_Parent, _Parent.id == Unit.parent_id).outerjoin(_Successor, _Successor.id == Unit.successor_id)
    .where(Unit.public_id == _public_id, Unit.id.in_(_reach)))
_ROOTS = (
    sa.select(Unit.name, Unit.address, Unit.reception_place)
    .where(Unit.parent_id.is_(None), valid(Unit)).order_by(Unit.id).limit(2))
# Those above a unit who look after the units below theirs.
_WATCHERS = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.title, Unit.name.label("unit_name"))
    .join(Unit, Unit.id == Account.unit_id)
    .where(Account.disabled_on.is_(None), Account.id.in_(
        sa.select(RoleGrant.account_id)
        .join(UnitWithin, sa.and_(UnitWithin.ancestor_id == RoleGrant.unit_id, ~UnitWithin.own))
        .where(UnitWithin.unit_id == sa.bindparam("unit", type_=sa.Integer()), valid(RoleGrant),
               RoleGrant.role.in_([str(Role.SUPERVISOR), str(Role.AUDITOR)]))))
    .order_by(Account.display_fold, Account.id))
_HOLDERS = (
    sa.select(sa.func.count(sa.distinct(RoleGrant.account_id)))
    .where(RoleGrant.unit_id == sa.bindparam("unit"), valid(RoleGrant)))


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and how deep it stands below the topmost one in reach."""

    unit: Any
    depth: int


def units(reach: Iterable[int]) -> list[Branch]:
    """Every unit in reach, each followed by those below it; names in order."""
    rows = reading().execute(_UNITS, {"reach": list(reach)}).all()
    present = {row.id for row in rows}
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in present else None].append(row)
    found: list[Branch] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below[parent]:
            found.append(Branch(row, depth))
            walk(row.id, depth + 1)

    walk(None, 0)
    return found


def unit(public_id: str, reach: Iterable[int]) -> Any | None:
    """One unit in reach."""
    return reading().execute(_UNIT, {"public_id": public_id, "reach": list(reach)}).one_or_none()


def sole_office(day: date) -> Any | None:
    """The topmost unit when there is exactly one; the sign-in page bears its name."""
    rows = reading().execute(_ROOTS, {"today": day}).all()
    return rows[0] if len(rows) == 1 else None


def holders(unit_id: int, day: date) -> int:
    """How many people hold a role in a unit on ``day``."""
    return int(reading().execute(_HOLDERS, {"unit": unit_id, "today": day}).scalar_one())


def watchers(source: Session | Connection, unit_id: int, day: date) -> Sequence[Any]:
    """Accounts of the units above that may watch over one on a day: id, public_id, display_name, title, unit_name."""
    return source.execute(_WATCHERS, {"unit": unit_id, "today": day}).all()


# ── accounts ───────────────────────────────────────────────────────────────────────────────────

_seen = (sa.select(sa.func.max(SignIn.last_seen_at)).where(SignIn.account_id == Account.id)
         .correlate(Account).scalar_subquery().label("last_seen_at"))
_ACCOUNT_COLUMNS = (
    Account.id, Account.public_id, Account.name, Account.display_name, Account.title, Account.unit_id,
    Account.must_change, Account.one_time_until, Account.disabled_on, Account.created, Account.email, Account.version,
    Account.changed_at, Account.changed_by, Unit.name.label("unit_name"), Unit.public_id.label("unit_public_id"), _seen,
)
_ACCOUNTS = (sa.select(*_ACCOUNT_COLUMNS).join(Unit, Unit.id == Account.unit_id)
             .where(Account.unit_id.in_(_reach)).order_by(Account.display_fold, Account.id)
             .limit(PAGE_ROWS + 1).offset(sa.bindparam("skip", type_=sa.Integer())))
_IN_USE = _ACCOUNTS.where(Account.disabled_on.is_(None))
_LOCKED = _ACCOUNTS.where(Account.disabled_on.is_not(None))
_COUNTS = sa.select(
    sa.func.count().filter(Account.disabled_on.is_(None)).label("in_use"),
    sa.func.count().filter(Account.disabled_on.is_not(None)).label("locked"),
).where(Account.unit_id.in_(_reach))
_ACCOUNT = (sa.select(*_ACCOUNT_COLUMNS).join(Unit, Unit.id == Account.unit_id)
            .where(Account.public_id == _public_id, Account.unit_id.in_(_reach)))
_OWN_ACCOUNT = (sa.select(Account.name, Account.email, Account.mail_on, (Account.pin != "").label("has_pin"),
                          Unit.name.label("unit_name"))
                .join(Unit, Unit.id == Account.unit_id)
                .where(Account.id == sa.bindparam("account")))
_EVERY_ACCOUNT = (sa.select(*_ACCOUNT_COLUMNS, Unit.code.label("unit_code")).join(Unit, Unit.id == Account.unit_id)
                  .order_by(Account.name))
_ROLES_NOW = (
    sa.select(RoleGrant.account_id, RoleGrant.role, RoleGrant.unit_id, Unit.code.label("unit_code"))
    .join(Unit, Unit.id == RoleGrant.unit_id)
    .where(RoleGrant.account_id.in_(sa.bindparam("accounts", expanding=True)), valid(RoleGrant))
    .order_by(RoleGrant.account_id, RoleGrant.id))
_GRANT_COLUMNS = (
    RoleGrant.id, RoleGrant.public_id, RoleGrant.account_id, RoleGrant.role, RoleGrant.valid_from, RoleGrant.valid_to,
    RoleGrant.unit_id, Unit.name.label("unit_name"), _By.display_name.label("granted_by"),
)
_GRANTS = (
    sa.select(*_GRANT_COLUMNS).join(Unit, Unit.id == RoleGrant.unit_id)
    .outerjoin(_By, _By.id == RoleGrant.granted_by)
    .where(RoleGrant.account_id == sa.bindparam("account"))
    .order_by(RoleGrant.valid_to.is_not(None), RoleGrant.valid_from.desc(), RoleGrant.id.desc()))
_GRANT = (
    sa.select(*_GRANT_COLUMNS).join(Unit, Unit.id == RoleGrant.unit_id)
    .outerjoin(_By, _By.id == RoleGrant.granted_by)
    .where(RoleGrant.public_id == _public_id, RoleGrant.account_id == sa.bindparam("account"),
           RoleGrant.unit_id.in_(_reach)))
_SUBSTITUTIONS = (
    sa.select(
        Substitution.public_id, Substitution.role, Substitution.valid_from, Substitution.valid_to,
        Substitution.document, Substitution.unit_id, Unit.name.label("unit_name"),
        Substitution.for_account_id, Substitution.by_account_id,
        _For.display_name.label("absent"), _By.display_name.label("deputy"))
    .join(Unit, Unit.id == Substitution.unit_id).join(_For, _For.id == Substitution.for_account_id)
    .join(_By, _By.id == Substitution.by_account_id)
    .where(sa.or_(Substitution.for_account_id == sa.bindparam("account"),
                  Substitution.by_account_id == sa.bindparam("account")))
    .order_by(Substitution.valid_from.desc(), Substitution.id.desc()))
_DEPUTIES = (
    sa.select(Account.public_id, Account.display_name, Account.title)
    .where(Account.unit_id == sa.bindparam("unit"), Account.unit_id.in_(_reach),
           Account.id != sa.bindparam("absent"), Account.disabled_on.is_(None))
    .order_by(Account.display_fold))


def accounts(reach: Iterable[int], *, locked: bool, skip: int) -> Sequence[Any]:
    """One page of accounts in reach and one row more, by name."""
    return reading().execute(_LOCKED if locked else _IN_USE, {"reach": list(reach), "skip": skip}).all()


def account_counts(reach: Iterable[int]) -> Any:
    """How many accounts in reach are in use, how many locked."""
    return reading().execute(_COUNTS, {"reach": list(reach)}).one()


def account(public_id: str, reach: Iterable[int]) -> Any | None:
    """One account in reach."""
    return reading().execute(_ACCOUNT, {"public_id": public_id, "reach": list(reach)}).one_or_none()


def own_account(account_id: int) -> Any:
    """What an administrator wrote of one's own account."""
    return reading().execute(_OWN_ACCOUNT, {"account": account_id}).one()


def every_account() -> Sequence[Any]:
    """All accounts of the office, for the operator on the command line."""
    return reading().execute(_EVERY_ACCOUNT).all()


def roles_now(account_ids: Iterable[int], day: date) -> dict[int, list[Any]]:
    """Account → roles held on ``day`` by grant."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in reading().execute(_ROLES_NOW, {"accounts": list(account_ids), "today": day}):
        found[row.account_id].append(row)
    return found


def grants(account_id: int) -> Sequence[Any]:
    """Every role an account holds, held or will hold; open ones first."""
    return reading().execute(_GRANTS, {"account": account_id}).all()


def grant(public_id: str, account_id: int, reach: Iterable[int]) -> Any | None:
    """One role of an account, in a unit in reach."""
    values = {"public_id": public_id, "account": account_id, "reach": list(reach)}
    return reading().execute(_GRANT, values).one_or_none()


def substitutions(account_id: int) -> Sequence[Any]:
    """Whom an account stands in for, and who stands in for it; newest first."""
    return reading().execute(_SUBSTITUTIONS, {"account": account_id}).all()


def deputies(unit_id: int, absent_id: int, reach: Iterable[int]) -> Sequence[Any]:
    """Who belongs to a unit and could stand in for ``absent_id`` there."""
    return reading().execute(_DEPUTIES, {"unit": unit_id, "absent": absent_id, "reach": list(reach)}).all()


# ── places signed in ───────────────────────────────────────────────────────────────────────────

_PLACES = (
    sa.select(SignIn.id, SignIn.public_id, SignIn.started_at, SignIn.last_seen_at, SignIn.agent, SignIn.address)
    .where(SignIn.account_id == sa.bindparam("account"), SignIn.ended_at.is_(None),
           SignIn.ends_at > sa.bindparam("at", type_=SignIn.ends_at.type),
           SignIn.last_seen_at > sa.bindparam("alive", type_=SignIn.ends_at.type))
    .order_by(SignIn.last_seen_at.desc()))


def places(account_id: int, at: datetime, alive: datetime) -> Sequence[Any]:
    """Sessions of an account that are still good at ``at``: seen after ``alive``, not ended."""
    return reading().execute(_PLACES, {"account": account_id, "at": at, "alive": alive}).all()


# ── who works where ──

WORKING = (Role.HANDLER, Role.RECEPTION, Role.CLERK, Role.SUPERVISOR)
_WORKING_IN = (
    sa.select(Account.id, Account.public_id, Account.display_name.label("name"), Account.title)
    .where(Account.disabled_on.is_(None), Account.id.in_(
        sa.select(RoleGrant.account_id).where(
            RoleGrant.unit_id == sa.bindparam("unit", type_=sa.Integer()),
            RoleGrant.role.in_([str(one) for one in WORKING]),
            valid(RoleGrant))))
    .order_by(Account.display_fold, Account.id))


def working_in(source: Session | Connection, unit_id: int, day: date) -> Sequence[Any]:
    """Accounts to whom work of a unit can be given on a day: id, public_id, name, title."""
    return source.execute(_WORKING_IN, {"unit": unit_id, "today": day}).all()
