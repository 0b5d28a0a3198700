"""What the pages of requests for access read: waiting, in effect unconfirmed, decided; and what an account is told."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.staff.consent import Asked, Second, State, concerned, second_persons
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Unit
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.viewer import Viewer

MOST: Final = 100
DECIDED_SHOWN: Final = 30

_For = aliased(Account)
_Asker = aliased(Account)
_Decider = aliased(Account)
_Absent = aliased(Account)
_Home = aliased(Unit)
_Heir = aliased(Unit)
_reach: sa.BindParameter[Any] = sa.bindparam("reach", expanding=True)
_at = sa.bindparam("at", type_=AccessRequest.asked_at.type)
_me = sa.bindparam("me", type_=sa.Integer())
_waits = sa.and_(AccessRequest.state == State.ASKED, AccessRequest.expires_at > _at)

_REQUESTS = (
    sa.select(
        AccessRequest.id, AccessRequest.public_id, AccessRequest.what, AccessRequest.role, AccessRequest.valid_from,
        AccessRequest.valid_to, AccessRequest.document, AccessRequest.asked_by, AccessRequest.asked_at,
        AccessRequest.expires_at, AccessRequest.state, AccessRequest.decided_by, AccessRequest.decided_at,
        AccessRequest.reason, AccessRequest.unit_id, AccessRequest.account_id, AccessRequest.password_issued,
        AccessRequest.half_until, Unit.name.label("unit_name"), _For.public_id.label("account"),
        _For.name.label("account_name"), sa.func.coalesce(_For.display_name, _Heir.name).label("display_name"),
        _For.title, _For.unit_id.label("home_id"), _Home.name.label("home_name"), _Heir.id.label("heir_id"),
        _For.one_time_until, _For.password_by, _Asker.display_name.label("asker"), _Asker.name.label("asker_name"),
        _Asker.title.label("asker_title"), _Decider.display_name.label("decider"), _Absent.display_name.label("absent"))
    .join(Unit, Unit.id == AccessRequest.unit_id).outerjoin(_For, _For.id == AccessRequest.account_id)
    .outerjoin(_Home, _Home.id == _For.unit_id).outerjoin(_Heir, _Heir.id == AccessRequest.successor_id)
    .outerjoin(_Asker, _Asker.id == AccessRequest.asked_by)
    .outerjoin(_Decider, _Decider.id == AccessRequest.decided_by)
    .outerjoin(RoleGrant, RoleGrant.public_id == AccessRequest.stands_for)
    .outerjoin(_Absent, _Absent.id == RoleGrant.account_id))
_my_half_waits = sa.and_(AccessRequest.asked_by == _me, AccessRequest.half_until > _at)
_IN_REACH = _REQUESTS.where(AccessRequest.unit_id.in_(_reach))
_WAITING = _IN_REACH.where(_waits).order_by(AccessRequest.asked_at, AccessRequest.id).limit(MOST)
_HALVES = _IN_REACH.where(_my_half_waits).order_by(AccessRequest.decided_at, AccessRequest.id).limit(MOST)
_IMMEDIATE = (_IN_REACH.where(AccessRequest.state == State.IMMEDIATE)
              .order_by(AccessRequest.asked_at, AccessRequest.id).limit(MOST))
_DECIDED = (_IN_REACH.where(AccessRequest.state != State.IMMEDIATE, sa.not_(_waits))
            .order_by(AccessRequest.asked_at.desc(), AccessRequest.id.desc()).limit(DECIDED_SHOWN))
_ONE = _IN_REACH.where(AccessRequest.public_id == sa.bindparam("public_id", type_=sa.String()))
_OF_ACCOUNT = (_REQUESTS.where(AccessRequest.account_id == sa.bindparam("account", type_=sa.Integer()), _waits)
               .order_by(AccessRequest.asked_at, AccessRequest.id))
_LAST_PASSWORD = (
    _REQUESTS.where(AccessRequest.account_id == _me, AccessRequest.password_issued,
                    AccessRequest.state.in_([State.CONFIRMED, State.IMMEDIATE, State.SEEN]))
    .order_by(sa.func.coalesce(AccessRequest.decided_at, AccessRequest.asked_at).desc(), AccessRequest.id.desc())
    .limit(1))
# Its reach has a name of its own, so that it can be counted beside what other scopes bind.
COUNT: Final = sa.select(sa.func.count()).where(
    AccessRequest.unit_id.in_(sa.bindparam("confirm_reach", expanding=True)),
    sa.or_(_my_half_waits, sa.and_(
        sa.or_(AccessRequest.account_id.is_(None), AccessRequest.account_id != _me),
        sa.or_(AccessRequest.asked_by.is_(None), AccessRequest.asked_by != _me),
        sa.or_(_waits, AccessRequest.state == State.IMMEDIATE)))).select_from(AccessRequest)


def waiting(reach: Iterable[int], at: datetime) -> Sequence[Any]:
    """Requests in reach that wait for a second person, the oldest first."""
    return reading().execute(_WAITING, {"reach": list(reach), "at": at}).all()


def halves(reach: Iterable[int], account_id: int, at: datetime) -> Sequence[Any]:
    """Confirmed requests of an asker whose half of the password they have not seen yet."""
    return reading().execute(_HALVES, {"reach": list(reach), "me": account_id, "at": at}).all()


def immediate(reach: Iterable[int]) -> Sequence[Any]:
    """What took effect in reach while nobody could confirm it, and nobody has seen yet."""
    return reading().execute(_IMMEDIATE, {"reach": list(reach)}).all()


def decided(reach: Iterable[int], at: datetime) -> Sequence[Any]:
    """The latest requests in reach that wait no more."""
    return reading().execute(_DECIDED, {"reach": list(reach), "at": at}).all()


def one(public_id: str, reach: Iterable[int]) -> Any | None:
    """One request in reach."""
    return reading().execute(_ONE, {"public_id": public_id, "reach": list(reach)}).one_or_none()


def of_account(account_id: int, at: datetime) -> Sequence[Any]:
    """What waits for a second person before an account gets it."""
    return reading().execute(_OF_ACCOUNT, {"account": account_id, "at": at}).all()


def last_password(account_id: int) -> Any | None:
    """The latest one-time password of an account that needed a second person: who asked, who confirmed, when."""
    return reading().execute(_LAST_PASSWORD, {"me": account_id}).one_or_none()


def count(person: Viewer, at: datetime) -> int:
    """How many requests wait for the viewer: asked by others, about others' accounts; or with half a password."""
    return int(reading().execute(COUNT, count_values(person, at)).scalar_one())


def count_values(person: Viewer, at: datetime) -> dict[str, Any]:
    """Values for ``COUNT``."""
    return {"confirm_reach": person.units_for(Can.CONFIRM_ACCESS), "me": person.account_id, "at": at}


def seconds(row: Any, day: date, at: datetime) -> dict[int, Second]:
    """Who may confirm a request on ``day``."""
    return second_persons(reading(), row.asked_by, row.account_id, units_of(row, day, at), day)


def units_of(row: Any, day: date, at: datetime) -> set[int]:
    """The units that a request concerns."""
    asked = Asked(Role(row.role) if row.role else None, row.unit_id, row.account_id, row.home_id)
    return concerned(reading(), asked, day, at) or {row.unit_id}


def state_of(row: Any, at: datetime) -> State:
    """How a request stands at ``at``: one that nobody decided in time has expired."""
    if row.state == State.ASKED and row.expires_at <= at:
        return State.EXPIRED
    return State(row.state)
