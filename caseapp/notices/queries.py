"""What reminders read: the boundary of what is due, who works in a unit, who may see what, one's own reminders."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.scope import OPEN_TO, VISIBLE, open_to, scope
from caseapp.notices.models import Reminder
from caseapp.notices.rules import Crew
from caseapp.staff.models import Account, RoleGrant, Substitution, Unit, UnitWithin
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.sessions import held_by, valid
from caseapp.staff.viewer import NOBODY, Viewer
from caseapp.web.paging import PAGE_ROWS

Source = Session | Connection

BATCH: Final = 500
_today = sa.bindparam("today", type_=sa.Date())
_unit = sa.bindparam("unit", type_=sa.Integer())

# ── the boundary ──

# In the words of the index itself: with a bound value no database would know that the index holds these rows.
RUNNING_DUTY: Final = sa.text("clock.ended_by IS NULL AND clock.nature = 'duty'")
_CALLED = (
    sa.select(Clock.id, Clock.remind_on, Dossier.unit_id).join(Dossier, Dossier.id == Clock.dossier_id)
    .where(RUNNING_DUTY, Clock.remind_on <= _today,
           sa.tuple_(Clock.remind_on, Clock.id) > sa.tuple_(
               sa.bindparam("after_day", type_=sa.Date()), sa.bindparam("after_id", type_=sa.Integer())))
    .order_by(Clock.remind_on, Clock.id).limit(BATCH))
_LOCKED = (
    sa.select(Clock.id, Clock.rule, Clock.start_on, Clock.due_on, Clock.safe_on, Clock.dossier_id, Dossier.awaits,
              Dossier.handler_id)
    .join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Clock.id.in_(sa.bindparam("clocks", expanding=True)), RUNNING_DUTY, Clock.remind_on <= _today)
    .order_by(Clock.id))
_TOLD = (sa.select(Reminder.account_id, Reminder.clock_id, Reminder.step, Reminder.due_on)
         .where(Reminder.clock_id.in_(sa.bindparam("clocks", expanding=True))))


def called(today: date, after: tuple[date, int]) -> Sequence[Any]:
    """Running duties with a step on or before ``today`` that nobody looked at yet, beyond the place ``after``."""
    return reading().execute(_CALLED, {"today": today, "after_day": after[0], "after_id": after[1]}).all()


def still_called(session: Session, clocks: Iterable[int], today: date) -> Sequence[Any]:
    """Those of ``clocks`` that still have a step to look at, read under the lock of their unit."""
    return session.execute(_LOCKED, {"clocks": list(clocks), "today": today}).all()


def told_before(session: Session, clocks: Iterable[int]) -> set[tuple[int, int, str, date]]:
    """(account, clock, step, due day) of everything that was said of these clocks."""
    return {tuple(row) for row in session.execute(_TOLD, {"clocks": list(clocks)})}  # type: ignore[misc]


# ── who works where ──

_carriers = sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == _unit, UnitWithin.own)
_standing_in = (
    sa.select(Substitution.by_account_id.label("account_id"), Substitution.role)
    .join(RoleGrant, sa.and_(
        RoleGrant.account_id == Substitution.for_account_id, RoleGrant.unit_id == Substitution.unit_id,
        RoleGrant.role == Substitution.role, valid(RoleGrant)))
    .where(Substitution.unit_id.in_(_carriers), valid(Substitution)))
_HOLDERS = sa.union(
    sa.select(RoleGrant.account_id, RoleGrant.role).where(RoleGrant.unit_id.in_(_carriers), valid(RoleGrant)),
    _standing_in)
_DEPUTIES = (
    sa.select(Substitution.for_account_id, Substitution.by_account_id)
    .where(Substitution.unit_id.in_(_carriers), valid(Substitution)).distinct())
_ABOVE = (
    sa.select(Unit.monitor_id, RoleGrant.account_id)
    .outerjoin(RoleGrant, sa.and_(
        RoleGrant.unit_id == Unit.parent_id, RoleGrant.role == sa.literal(str(Role.SUPERVISOR)), valid(RoleGrant)))
    .where(Unit.id == _unit))


def crew_of(source: Source, unit_id: int, day: date) -> Crew:
    """Who works in a unit on a day, and in the unit that carries on its dossiers."""
    values = {"unit": unit_id, "today": day}
    by_role: dict[str, list[int]] = defaultdict(list)
    for account, role in source.execute(_HOLDERS, values).all():
        by_role[role].append(account)
    deputies: dict[int, list[int]] = defaultdict(list)
    for absent, deputy in source.execute(_DEPUTIES, values).all():
        deputies[absent].append(deputy)
    above = source.execute(_ABOVE, values).all()
    return Crew({role: tuple(sorted(ids)) for role, ids in by_role.items()},
                {absent: tuple(sorted(ids)) for absent, ids in deputies.items()},
                above[0].monitor_id if above else None,
                tuple(sorted(row.account_id for row in above if row.account_id is not None)))


# ── who may see what ──

_ACTIVE = (
    sa.select(Account.id, Account.email, Account.mail_on, Account.language)
    .where(Account.id == sa.bindparam("account", type_=sa.Integer()),
           sa.or_(Account.disabled_on.is_(None), Account.disabled_on > _today)))
_SEEN = sa.select(Dossier.id).where(Dossier.id.in_(sa.bindparam("dossiers", expanding=True)), OPEN_TO)


OFFICE_WORK, MEDIATORS_WORK = "/viec", "/hoa-giai"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who may be told: of which dossiers, at which address ('' for none), in which language.

    ``page``: where the own work stands.
    """

    id: int
    email: str
    language: str
    sees: frozenset[int]
    page: str = OFFICE_WORK


def receiver(source: Source, account_id: int, dossiers: Iterable[int], day: date) -> Receiver | None:
    """An account in use on a day and which of the dossiers it may see then; None for a locked one."""
    account = source.execute(_ACTIVE, {"account": account_id, "today": day}).one_or_none()
    if account is None:
        return None
    person = as_viewer(account_id, day)
    seen = source.execute(_SEEN, {"dossiers": list(dossiers), **open_to(person)}).scalars()
    return Receiver(account_id, account.email if account.email and account.mail_on else "", account.language or "vi",
                    frozenset(seen), OFFICE_WORK if person.may(Can.MY_WORK) else MEDIATORS_WORK)


def as_viewer(account_id: int, day: date) -> Viewer:
    """Somebody as a page would see them on a day, for what they may see."""
    held, _names = held_by(account_id, day)
    return Viewer(account_id, "", "", "", None, keys_on=NOBODY.keys_on, unit_id=0, unit_name="", parent_unit_name="",
                  held=held)


# ── one's own reminders ──

_me = sa.bindparam("me", type_=sa.Integer())
_TOLD_OF = (
    sa.select(
        Reminder.clock_id, Reminder.step, Reminder.due_on, Reminder.made_on, Reminder.read_at,
        Clock.public_id.label("clock"), Clock.rule, Clock.unit, Clock.safe_on, Clock.due_on.label("due_now"),
        Clock.ended_by, Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no,
        Dossier.code, Dossier.sealed, Dossier.unit_id, Unit.name.label("unit_name"))
    .join(Clock, Clock.id == Reminder.clock_id).join(Dossier, Dossier.id == Clock.dossier_id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .where(Reminder.account_id == _me)
    .order_by(Reminder.made_on.desc(), Reminder.due_on, Clock.public_id, Reminder.step)
    .limit(PAGE_ROWS * 2 + 1).offset(sa.bindparam("skip", type_=sa.Integer())))
# Whoever mediates is asked another question; for all others the databases answer the shorter one.
_MINE, _MINE_MEDIATED = _TOLD_OF.where(VISIBLE), _TOLD_OF.where(OPEN_TO)
# Beyond this a count says nothing more that helps.
COUNT_CAP: Final = 100
# Asked of each reminder by itself, as a value: a condition that the database may turn into a join would be answered for
# every reminder and every running duty of the office before the first hundred are counted.
_HOLDS = (
    sa.select(Clock.id).join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Clock.id == Reminder.clock_id, Clock.due_on == Reminder.due_on, Clock.ended_by.is_(None))
    .correlate(Reminder))


def _unread(seen: sa.ColumnElement[bool]) -> sa.Select[int]:
    """How many clocks somebody has not read of, of the dossiers that are ``seen``, up to the cap."""
    holds = _HOLDS.where(seen).scalar_subquery()
    # In the order of an index, so that those of one clock stand together; the newest clocks are the likeliest to hold.
    return (
        sa.select(sa.func.count()).select_from(
            sa.select(Reminder.clock_id).distinct()
            .where(Reminder.account_id == _me, sa.text("reminder.read_at IS NULL"), holds.is_not(None))
            .order_by(Reminder.clock_id.desc()).limit(COUNT_CAP).subquery()))


UNREAD: Final = _unread(VISIBLE)
UNREAD_MEDIATED: Final = _unread(OPEN_TO)
"""The same of whoever mediates."""


def mine(viewer: Viewer, skip: int) -> Sequence[Any]:
    """The viewer's reminders of dossiers open to them, the newest first, one more than a page holds."""
    mediates = viewer.may(Can.MEDIATE)
    values = open_to(viewer) if mediates else scope(viewer)
    return reading().execute(_MINE_MEDIATED if mediates else _MINE, {"skip": skip, **values}).all()
