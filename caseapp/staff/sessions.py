"""Knows how a cookie becomes a person: sessions kept in the database, their limits, roles of the day."""
from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
import structlog
from flask import Flask, abort, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from caseapp.db import reading, writing
from caseapp.extensions import login
from caseapp.gazette import saw_version
from caseapp.gazette.versions import NEWEST
from caseapp.staff.models import Account, RoleGrant, SignIn, Substitution, Unit, UnitWithin
from caseapp.staff.policy import REACHING, idle_minutes
from caseapp.staff.roles import Role
from caseapp.staff.viewer import NOBODY, Held, Viewer
from caseapp.web.now import now, today

log = structlog.get_logger(__name__)

# A request that a page makes by itself carries this header and keeps nobody signed in.
BACKGROUND: Final = "X-Background"
# The last sign of life is written at most this often, so that reading pages hardly ever writes.
TOUCH_EVERY: Final = timedelta(minutes=1)

_Parent = aliased(Unit)
_Within = aliased(Unit)
_day = sa.bindparam("today", type_=sa.Date())
_me = sa.bindparam("me", type_=sa.Integer())

_SESSION = (
    sa.select(
        SignIn.id, SignIn.started_at, SignIn.last_seen_at, SignIn.ends_at,
        Account.id.label("account_id"), Account.public_id, Account.display_name, Account.title, Account.language,
        Account.keys_on, Account.must_change, Account.unit_id, Unit.name.label("unit_name"),
        _Parent.name.label("parent_name"), NEWEST.label("calendar"),
    )
    .join(Account, Account.id == SignIn.account_id)
    .join(Unit, Unit.id == Account.unit_id)
    .outerjoin(_Parent, _Parent.id == Unit.parent_id)
    .where(
        SignIn.token_hash == sa.bindparam("token_hash", type_=SignIn.token_hash.type),
        SignIn.ended_at.is_(None),
        sa.or_(Account.disabled_on.is_(None), Account.disabled_on > _day),
    )
)


def valid(table: type[RoleGrant | Substitution | Unit]) -> sa.ColumnElement[bool]:
    """Condition: the row is valid on the day bound as ``today``."""
    return sa.and_(table.valid_from <= _day, sa.or_(table.valid_to.is_(None), table.valid_to > _day))


_granted = sa.select(RoleGrant.unit_id, RoleGrant.role).where(RoleGrant.account_id == _me, valid(RoleGrant))
# Somebody stands in for a role only while the one it belongs to still holds it.
_substituted = (
    sa.select(Substitution.unit_id, Substitution.role)
    .join(RoleGrant, sa.and_(
        RoleGrant.account_id == Substitution.for_account_id, RoleGrant.unit_id == Substitution.unit_id,
        RoleGrant.role == Substitution.role, valid(RoleGrant)))
    .where(Substitution.by_account_id == _me, valid(Substitution))
)
_held = sa.union(_granted, _substituted).subquery("held")
_number = sa.cast(UnitWithin.unit_id, sa.String(20))
_HELD = (
    sa.select(
        _held.c.role, _held.c.unit_id, Unit.name.label("unit_name"), _Parent.name.label("parent_name"),
        sa.func.aggregate_strings(sa.case((UnitWithin.own, _number)), ",").label("own"),
        sa.func.aggregate_strings(_number, ",").label("within"),
    )
    .join(Unit, Unit.id == _held.c.unit_id)
    .outerjoin(_Parent, _Parent.id == Unit.parent_id)
    .join(UnitWithin, sa.and_(
        UnitWithin.ancestor_id == _held.c.unit_id,
        sa.or_(UnitWithin.own, _held.c.role.in_([str(role) for role in REACHING]))))
    .where(valid(Unit))
    .group_by(_held.c.role, _held.c.unit_id, Unit.name, _Parent.name)
    .order_by(_held.c.unit_id, _held.c.role)
)
_TOUCH = (
    sa.update(SignIn)
    .where(SignIn.id == sa.bindparam("sign_in"), SignIn.ended_at.is_(None),
           SignIn.last_seen_at < sa.bindparam("older", type_=SignIn.last_seen_at.type))
    .values(last_seen_at=sa.bindparam("at", type_=SignIn.last_seen_at.type))
    .execution_options(synchronize_session=False)
)


def install(app: Flask) -> None:
    """Let flask-login carry the viewer; it keeps nothing but a random token in the signed cookie."""
    if not hasattr(app, "login_manager"):
        login.init_app(app)
    login.session_protection = None      # the session is known by its token, in the database; not by an address
    login.anonymous_user = lambda: NOBODY
    login.user_loader(person_behind)


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What the database keeps of a token: a copy of the database resumes no session."""
    return hashlib.sha256(token.encode()).digest()


def person_behind(token: str) -> Viewer | None:
    """The viewer whose session ``token`` opened, None when it has ended; 503 when that cannot be known."""
    if g.get("sign_ins_unreadable"):
        return None
    try:
        person, seen = load_viewer(token, now(), today())
    except SQLAlchemyError as problem:
        g.sign_ins_unreadable = True
        log.error("sessions cannot be read", kind=type(problem).__name__)
        abort(503)
    if person is not None and seen is not None and not request.headers.get(BACKGROUND):
        _touch(person.sign_in_id, seen, now())
    return person


def load_viewer(token: str, at: datetime, day: date) -> tuple[Viewer | None, datetime | None]:
    """The person and their last sign of life, in two statements; None after either limit of the session."""
    row = reading().execute(_SESSION, {"token_hash": hash_of(token), "today": day}).one_or_none()
    if row is None or at >= row.ends_at:
        return None, None
    saw_version(row.calendar)
    held, names = held_by(row.account_id, day)
    roles = frozenset(role.role for role in held)
    limit = idle_minutes(roles, current_app.extensions["settings"].session_idle_minutes)
    if at - row.last_seen_at > timedelta(minutes=limit):
        return None, None
    unit_id = current_unit(row.unit_id, held)
    unit_name, parent_name = names.get(unit_id, (row.unit_name, row.parent_name))
    person = Viewer(
        account_id=row.account_id, public_id=row.public_id, name=row.display_name, title=row.title,
        language=row.language, keys_on=row.keys_on, unit_id=unit_id, unit_name=unit_name,
        parent_unit_name=place_of(parent_name or ""), held=held, must_change=row.must_change, sign_in_id=row.id,
        token=token, since=row.started_at)
    return person, row.last_seen_at


def held_by(account_id: int, day: date) -> tuple[tuple[Held, ...], dict[int, tuple[str, str | None]]]:
    """The roles an account holds on ``day``, own and by substitution, and the names of their units."""
    rows = reading().execute(_HELD, {"me": account_id, "today": day}).all()
    held = tuple(Held(Role(row.role), row.unit_id, _numbers(row.own), _numbers(row.within)) for row in rows)
    return held, {row.unit_id: (row.unit_name, row.parent_name) for row in rows}


def current_unit(home: int, held: tuple[Held, ...]) -> int:
    """The unit in which a person works: where they belong if they hold a role there, else where they hold one."""
    units = [role.unit_id for role in held]
    return home if home in units or not units else units[0]


def place_of(name: str) -> str:
    """The place of a people's committee as the header names it: “thành phố Cần Thơ”."""
    for body in ("Ủy ban nhân dân ", "UBND "):
        if name.startswith(body):
            return name.removeprefix(body)
    return name


def _numbers(joined: Any) -> tuple[int, ...]:
    return tuple(sorted(map(int, str(joined or "").split(",")))) if joined else ()


def _touch(sign_in: int, seen: datetime, at: datetime) -> None:
    """Note a sign of life. A full disk must not keep people from reading: then the session only ends sooner."""
    if at - seen < TOUCH_EVERY:
        return
    values = {"sign_in": sign_in, "older": at - TOUCH_EVERY + timedelta(milliseconds=1), "at": at}
    try:
        with writing() as session:
            session.execute(_TOUCH, values)
    except SQLAlchemyError as problem:
        log.warning("sign of life not written", kind=type(problem).__name__)
