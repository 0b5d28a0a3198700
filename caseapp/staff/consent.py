"""Knows who counts as the second person: nobody gets at sealed dossiers or at accounts by one administrator's word.

An administrator who asks and whoever confirms must be two people. An account that one of them made, and that nobody
else has confirmed since, is that person's other hand: it confirms nothing for them and asks nothing in their stead.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.staff.models import AccessRequest, Account, RoleGrant, Substitution, UnitWithin
from caseapp.staff.policy import Can, is_guarded, permits, reaches_below
from caseapp.staff.roles import Role
from caseapp.staff.trusted import trusted_in
from caseapp.text import mark
from caseapp.web.language import gettext as _

# A request that nobody decided by then is asked anew, or forgotten.
DAYS_TO_CONFIRM: Final = 7
GUARDED: Final = tuple(str(role) for role in Role if is_guarded(role))


class What(StrEnum):
    """What can be asked for."""

    GRANT = "grant"
    SUBSTITUTION = "substitution"
    PASSWORD = "password"  # noqa: S105  the kind of a request
    UNLOCK = "unlock"
    MERGE = "merge"


class State(StrEnum):
    """How a request stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    IMMEDIATE = "immediate"
    SEEN = "seen"


WHAT_NAMES: Final[dict[What, str]] = {
    What.GRANT: mark("Trao vai trò"),
    What.SUBSTITUTION: mark("Cử người làm thay"),
    What.PASSWORD: mark("Cấp mật khẩu dùng một lần"),
    What.UNLOCK: mark("Mở khóa tài khoản"),
    What.MERGE: mark("Sáp nhập đơn vị"),
}
STATE_NAMES: Final[dict[State, str]] = {
    State.ASKED: mark("Chờ xác nhận"),
    State.CONFIRMED: mark("Đã xác nhận"),
    State.REFUSED: mark("Không được xác nhận"),
    State.WITHDRAWN: mark("Đã rút"),
    State.EXPIRED: mark("Hết hạn, không ai xác nhận"),
    State.IMMEDIATE: mark("Đã có hiệu lực, chưa ai xác nhận"),
    State.SEEN: mark("Đã có hiệu lực, đã xem"),
}

_day = sa.bindparam("today", type_=sa.Date())
_unit = sa.bindparam("unit", type_=sa.Integer())
_Absent = aliased(RoleGrant)
_CONFIRMING = tuple(role for role in Role if permits(Can.CONFIRM_ACCESS, role))
_READING = tuple(str(role) for role in Role if permits(Can.READ_DOSSIERS, role))
_FROM_ABOVE = tuple(role for role in _CONFIRMING if reaches_below(Can.CONFIRM_ACCESS, role))


def _runs(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.and_(table.valid_from <= _day, sa.or_(table.valid_to.is_(None), table.valid_to > _day))


def _over_unit(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.and_(UnitWithin.ancestor_id == table.unit_id, UnitWithin.unit_id == _unit,
                   table.role.in_(_CONFIRMING), sa.or_(UnitWithin.own, table.role.in_(_FROM_ABOVE)))


_PERSON = (Account.id, Account.display_name, Account.title, Account.password_by,
           sa.or_(Account.had_own_password, sa.not_(Account.must_change)).label("settled"),
           sa.or_(Account.disabled_on.is_(None), Account.disabled_on > _day).label("open"))
_absent_still_holds = sa.exists().where(
    _Absent.account_id == Substitution.for_account_id, _Absent.unit_id == Substitution.unit_id,
    _Absent.role == Substitution.role, _Absent.valid_from <= _day,
    sa.or_(_Absent.valid_to.is_(None), _Absent.valid_to > _day))
# Everybody who may, might or might once confirm in a unit: running, ended and locked alike.
_CONFIRMERS = sa.union_all(
    sa.select(*_PERSON, RoleGrant.granted_by.label("given_by"), RoleGrant.confirmed_by, RoleGrant.confirmed_at,
              _runs(RoleGrant).label("runs"))
    .join(RoleGrant, RoleGrant.account_id == Account.id).join(UnitWithin, _over_unit(RoleGrant)),
    sa.select(*_PERSON, Substitution.made_by.label("given_by"), Substitution.confirmed_by, Substitution.confirmed_at,
              sa.and_(_runs(Substitution), _absent_still_holds).label("runs"))
    .join(Substitution, Substitution.by_account_id == Account.id).join(UnitWithin, _over_unit(Substitution)),
)
_people: sa.BindParameter[Any] = sa.bindparam("people", expanding=True)
# Whose word alone stands behind an account: of those who gave it a guarded role, and handed out its password.
_MAKERS = sa.union(
    sa.select(RoleGrant.granted_by).where(
        RoleGrant.account_id.in_(_people), RoleGrant.role.in_(GUARDED), RoleGrant.confirmed_at.is_(None)),
    sa.select(Substitution.made_by).where(
        Substitution.by_account_id.in_(_people), Substitution.role.in_(GUARDED), Substitution.confirmed_at.is_(None)),
    sa.select(Account.password_by).where(Account.id.in_(_people)),
)
_account = sa.bindparam("account", type_=sa.Integer())
_SEALED = tuple(str(role) for role in Role if permits(Can.READ_SEALED, role))
_READERS = sa.select(Account.id, Account.display_name, Account.title).where(
    Account.id.in_(sa.union(
        sa.select(RoleGrant.account_id).where(
            RoleGrant.unit_id == _unit, RoleGrant.role.in_(_SEALED), _runs(RoleGrant)),
        sa.select(Substitution.by_account_id).where(
            Substitution.unit_id == _unit, Substitution.role.in_(_SEALED), _runs(Substitution)))),
    Account.disabled_on.is_(None)).order_by(Account.display_fold, Account.id)
_at = sa.bindparam("at", type_=AccessRequest.asked_at.type)


def _from_now_on(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.or_(table.valid_to.is_(None), sa.and_(table.valid_to > _day, table.valid_to > table.valid_from))


_HELD = sa.union_all(
    sa.select(RoleGrant.unit_id, RoleGrant.role).where(RoleGrant.account_id == _account, _from_now_on(RoleGrant)),
    sa.select(Substitution.unit_id, Substitution.role).where(
        Substitution.by_account_id == _account, _from_now_on(Substitution)),
)
# Every guarded role ever given, also one that ended on the day it began.
_EVER_GUARDED = sa.union(
    sa.select(RoleGrant.unit_id).where(RoleGrant.account_id == _account, RoleGrant.role.in_(GUARDED)),
    sa.select(Substitution.unit_id).where(Substitution.by_account_id == _account, Substitution.role.in_(GUARDED)),
)
_units: sa.BindParameter[Any] = sa.bindparam("units", expanding=True)
_REACHING_THERE = sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id.in_(_units))
_OWN = sa.select(UnitWithin.unit_id).where(UnitWithin.ancestor_id == _unit, UnitWithin.own)
# A role without an end, in which the account reads what it wrote: another one beside it opens nothing new.
_READS_ALREADY = sa.select(RoleGrant.id).where(
    RoleGrant.account_id == _account, RoleGrant.unit_id == _unit, RoleGrant.role.in_(_READING),
    RoleGrant.valid_from <= _day, RoleGrant.valid_to.is_(None)).limit(1)
_AWAITED = sa.select(AccessRequest.unit_id).where(
    AccessRequest.account_id == _account, AccessRequest.role.is_not(None), AccessRequest.state == State.ASKED,
    AccessRequest.expires_at > _at)


@dataclass(frozen=True, slots=True)
class Second:
    """Somebody as a request names them: who may confirm, or who comes to read."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about: the role in a unit; without one the account as a whole, without that the unit."""

    role: Role | None
    unit_id: int
    account_id: int | None = None
    home_id: int | None = None


def until(at: datetime) -> datetime:
    """The moment from which a request asked at ``at`` can be confirmed no more."""
    return at + timedelta(days=DAYS_TO_CONFIRM)


def held_units(source: Session | Connection, account_id: int, day: date) -> set[int]:
    """Units in which an account holds any role on ``day`` or later, by grant or as a deputy."""
    return {row.unit_id for row in source.execute(_HELD, {"account": account_id, "today": day})}


def concerned(source: Session | Connection, asked: Asked, day: date, at: datetime) -> set[int]:
    """The units whose sealed dossiers or accounts it would open; empty when it needs no second person."""
    if asked.account_id is None or asked.home_id is None:
        return {asked.unit_id}
    if asked.role is not None:
        opens = is_guarded(asked.role) or _lets_back(source, asked.role, asked.unit_id, asked.account_id, day)
        return {asked.unit_id} if opens else set()
    trusted = trusted_in(source, asked.account_id)
    units = _guarded_units(source, asked.account_id, day, at)
    if not (units or trusted or once_guarded(source, asked.account_id)):
        return set()
    return units | _where_read(source, asked.account_id, trusted, day) | {asked.home_id}


def watched(source: Session | Connection, asked: Asked, units: set[int]) -> set[int]:
    """Where to look for somebody who could confirm: for an account also where it once held a guarded role.

    Else a former head could be moved to an office where nobody is.
    """
    if asked.account_id is None or asked.role is not None:
        return units
    return units | once_guarded(source, asked.account_id) | trusted_in(source, asked.account_id)


def once_guarded(source: Session | Connection, account_id: int) -> set[int]:
    """Units in which an account was ever given a guarded role, running or ended."""
    return set(source.execute(_EVER_GUARDED, {"account": account_id}).scalars())


def behind(source: Session | Connection, account_id: int) -> frozenset[int]:
    """An account and everybody on whose word alone it stands: these count as one person."""
    found = {account_id}
    fresh = {account_id}
    while fresh:
        makers = source.execute(_MAKERS, {"people": list(fresh)})
        fresh = {maker for (maker,) in makers if maker is not None} - found
        found |= fresh
    return frozenset(found)


def somebody_else(source: Session | Connection, asker_id: int, units: Iterable[int], day: date) -> bool:
    """Whether anybody but the asker confirms, or ever could, in one of ``units``.

    Locked accounts, ended roles and the one whom the request concerns count too: else the asker could clear the
    second person out of the way first. Accounts that never had a password of their own do not: a new office.
    """
    return any(
        row.id != asker_id and (_is_sound(row) or row.settled)
        for unit in units for row in source.execute(_CONFIRMERS, {"unit": unit, "today": day}))


def second_persons(source: Session | Connection, asker_id: int, account_id: int | None, units: Iterable[int],
                   day: date) -> dict[int, Second]:
    """Who may confirm on ``day`` what ``asker_id`` asked for ``account_id``: in every one of ``units``."""
    hand = behind(source, asker_id)
    found: dict[int, Second] | None = None
    for unit in units:
        here = {
            row.id: Second(row.id, row.display_name, row.title)
            for row in source.execute(_CONFIRMERS, {"unit": unit, "today": day})
            if row.runs and row.open and _is_sound(row) and row.confirmed_by not in hand
            and row.password_by not in hand and row.id not in hand and row.id != account_id
        }
        found = here if found is None else {number: found[number] for number in found.keys() & here.keys()}
    return found or {}


def objection(source: Session | Connection, person_id: int | None, asker_id: int, account_id: int | None,
              units: Iterable[int], day: date) -> str | None:
    """Why somebody may not confirm; None when they may."""
    if person_id == asker_id:
        return _("Bạn là người đề nghị: một người khác phải xác nhận.")
    if person_id == account_id:
        return _("Đề nghị này mở quyền cho chính tài khoản của bạn: một người khác phải xác nhận.")
    if person_id in second_persons(source, asker_id, account_id, units, day):
        return None
    return _("Bạn chưa được tính là người thứ hai cho đề nghị này: vai trò hay mật khẩu của bạn, hoặc của người đề "
             "nghị, chỉ do một người trong hai người cấp; hoặc vai trò của bạn không gồm mọi đơn vị liên quan. "
             "Nhờ lãnh đạo, người quản trị khác hoặc đơn vị cấp trên xác nhận.")


def readers_of(source: Session | Connection, unit_id: int, day: date) -> list[Second]:
    """Who reads sealed dossiers by a role in a unit itself on ``day``."""
    return [Second(*row) for row in source.execute(_READERS, {"unit": unit_id, "today": day})]


def _guarded_units(source: Session | Connection, account_id: int, day: date, at: datetime) -> set[int]:
    """Units in which an account holds a guarded role on ``day`` or later, or waits for one."""
    held = source.execute(_HELD, {"account": account_id, "today": day})
    awaited = source.execute(_AWAITED, {"account": account_id, "at": at})
    return {row.unit_id for row in held if row.role in GUARDED} | {row.unit_id for row in awaited}


def _where_read(source: Session | Connection, account_id: int, trusted: set[int], day: date) -> set[int]:
    """Units by whose roles, now or later, an account reads what it knows of the units ``trusted``."""
    if not trusted:
        return set()
    return held_units(source, account_id, day) & set(
        source.execute(_REACHING_THERE, {"units": list(trusted)}).scalars())


def _lets_back(source: Session | Connection, role: Role, unit_id: int, account_id: int, day: date) -> bool:
    """Whether an unguarded role leads an account back to sealed dossiers that it knows beside its roles."""
    if not permits(Can.READ_DOSSIERS, role):
        return False
    known = trusted_in(source, account_id) & set(source.execute(_OWN, {"unit": unit_id}).scalars())
    values = {"account": account_id, "unit": unit_id, "today": day}
    return bool(known) and source.execute(_READS_ALREADY, values).first() is None


def _is_sound(row: Any) -> bool:
    """Whether more than one administrator's word stands behind a role: the machine's owner, or a second person."""
    return row.given_by is None or row.confirmed_at is not None
