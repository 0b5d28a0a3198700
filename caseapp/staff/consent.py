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
_FROM_ABOVE = tuple(role for role in _CONFIRMING if reaches_below(Can.CONFIRM_ACCESS, role))


def _runs(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.and_(table.valid_from <= _day, sa.or_(table.valid_to.is_(None), table.valid_to > _day))


def _over_unit(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.and_(UnitWithin.ancestor_id == table.unit_id, UnitWithin.unit_id == _unit,
                   table.role.in_(_CONFIRMING), sa.or_(UnitWithin.own, table.role.in_(_FROM_ABOVE)))


_PERSON = (Account.id, Account.display_name, Account.title, Account.must_change, Account.password_by,
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
_at = sa.bindparam("at", type_=AccessRequest.asked_at.type)


def _from_now_on(table: type[RoleGrant | Substitution]) -> sa.ColumnElement[bool]:
    return sa.or_(table.valid_to.is_(None), sa.and_(table.valid_to > _day, table.valid_to > table.valid_from))


_HELD = sa.union_all(
    sa.select(RoleGrant.unit_id, RoleGrant.role).where(RoleGrant.account_id == _account, _from_now_on(RoleGrant)),
    sa.select(Substitution.unit_id, Substitution.role).where(
        Substitution.by_account_id == _account, _from_now_on(Substitution)),
)
_AWAITED = sa.select(AccessRequest.unit_id).where(
    AccessRequest.account_id == _account, AccessRequest.role.is_not(None), AccessRequest.state == State.ASKED,
    AccessRequest.expires_at > _at)


@dataclass(frozen=True, slots=True)
class Second:
    """Somebody who may confirm."""

    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about: the role in a unit, or (without a role) the account as a whole."""

    role: Role | None
    unit_id: int
    account_id: int
    home_id: int


def until(at: datetime) -> datetime:
    """The moment from which a request asked at ``at`` can be confirmed no more."""
    return at + timedelta(days=DAYS_TO_CONFIRM)


def held_units(source: Session | Connection, account_id: int, day: date) -> set[int]:
    """Units in which an account holds any role on ``day`` or later, by grant or as a deputy."""
    return {row.unit_id for row in source.execute(_HELD, {"account": account_id, "today": day})}


def guarded_units(source: Session | Connection, account_id: int, day: date, at: datetime) -> set[int]:
    """Units in which an account holds a guarded role on ``day`` or later, or waits for one; empty: an ordinary one."""
    held = source.execute(_HELD, {"account": account_id, "today": day})
    awaited = source.execute(_AWAITED, {"account": account_id, "at": at})
    return {row.unit_id for row in held if row.role in GUARDED} | {row.unit_id for row in awaited}


def concerned(source: Session | Connection, asked: Asked, day: date, at: datetime) -> set[int]:
    """The units whose sealed dossiers or accounts it would open; empty when it needs no second person."""
    if asked.role is not None:
        return {asked.unit_id} if is_guarded(asked.role) else set()
    units = guarded_units(source, asked.account_id, day, at)
    return units | {asked.home_id} if units else set()


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
    second person out of the way first. Accounts whose first password nobody has changed yet do not: a new office.
    """
    return any(
        row.id != asker_id and (_is_sound(row) or not row.must_change)
        for unit in units for row in source.execute(_CONFIRMERS, {"unit": unit, "today": day}))


def second_persons(source: Session | Connection, asker_id: int, account_id: int, units: Iterable[int],
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


def objection(source: Session | Connection, person_id: int | None, asker_id: int, account_id: int,
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


def _is_sound(row: Any) -> bool:
    """Whether more than one administrator's word stands behind a role: the machine's owner, or a second person."""
    return row.given_by is None or row.confirmed_at is not None
