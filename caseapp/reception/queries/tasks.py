"""What waits for somebody among visits: answers to give, refusals to sign, envelopes to take; and how many."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.recounting import CALENDAR
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.ledger.models import OfficeFact
from caseapp.reception.models import Ticket, Visit
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

PAGE = 25
ENVELOPES_SHOWN = 50
# Beyond this a count says nothing more that helps, and costs more on every page.
COUNT_CAP = 100
NOBODY = 0         # no account has this id

_author, _receiver = aliased(Account), aliased(Account)
_today, _soon = sa.bindparam("today", type_=sa.Date()), sa.bindparam("soon", type_=sa.Date())
# A task is a running duty in a unit where the viewer may carry it out: answering, or signing a refusal.
_MINE = sa.and_(
    Dossier.kind == "visit", Dossier.next_due.is_not(None), VISIBLE,
    sa.or_(
        sa.and_(Dossier.state != "signing", Dossier.unit_id.in_(sa.bindparam("answer", expanding=True))),
        sa.and_(Dossier.state == "signing", Dossier.unit_id.in_(sa.bindparam("sign", expanding=True)))))
_NUMBER = (Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no,
           Dossier.code)
_TASKS = (
    sa.select(*_NUMBER, Dossier.sealed, Dossier.subject, Dossier.state, Dossier.next_due, Dossier.author_id,
              Clock.rule, Clock.unit, Clock.due_on, Clock.safe_on, Visit.receiver_id,
              Visit.receiver_name, Visit.book_row,
              _author.display_name.label("author"),
              _receiver.display_name.label("receiver"))
    .join(Visit, Visit.dossier_id == Dossier.id)
    .join(_author, _author.id == Dossier.author_id)
    .outerjoin(_receiver, _receiver.id == Visit.receiver_id)
    .join(Clock, Clock.id == (
        sa.select(sa.func.min(Clock.id)).where(
            Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.due_on == Dossier.next_due)
        .correlate(Dossier).scalar_subquery()))
    .where(_MINE).order_by(Dossier.next_due, Dossier.id).limit(PAGE + 1))
_AFTER = sa.tuple_(Dossier.next_due, Dossier.id) > sa.tuple_(
    sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))
_PLACE = sa.select(Dossier.next_due, Dossier.id).where(Dossier.public_id == sa.bindparam("public_id"), _MINE)
# Who is waited for: for a signature the viewer, who may sign it; else whoever received, or at least logged it. Of a row
# of an old book whoever brought it in received nobody.
_awaited = sa.case(
    (Dossier.state == "signing", sa.bindparam("me", type_=sa.Integer())),
    else_=sa.func.coalesce(Visit.receiver_id, sa.case((Visit.book_row.is_(None), Dossier.author_id))))
_COUNTS = (
    sa.select(
        Account.id, Account.public_id, Account.display_name.label("name"),
        sa.func.count().label("all"),
        sa.func.count().filter(Dossier.next_due < _today).label("overdue"),
        sa.func.count().filter(Dossier.next_due >= _today, Dossier.next_due <= _soon).label("soon"),
        sa.func.count().filter(Dossier.state == "signing").label("signing"),
        sa.select(OfficeFact.value).where(OfficeFact.name == CALENDAR).scalar_subquery().label("calendar"))
    .select_from(Dossier).join(Visit, Visit.dossier_id == Dossier.id).outerjoin(Account, Account.id == _awaited)
    .where(_MINE).group_by(Account.id, Account.public_id, Account.display_name)
    .order_by(sa.func.count().desc(), Account.id))
_ENVELOPES = (
    sa.select(*_NUMBER, Dossier.opened_on, Dossier.author_id, Visit.envelope,
              _author.display_name.label("author"))
    .join(Visit, Visit.dossier_id == Dossier.id)
    .join(_author, _author.id == Dossier.author_id)
    .where(Dossier.kind == "visit", Dossier.sealed.is_(True), Dossier.state != "void",
           Visit.custodian_id.is_(None), VISIBLE)
    .order_by(Dossier.opened_on, Dossier.id).limit(ENVELOPES_SHOWN + 1))
# One statement for the numbers of the navigation: who waits at the counter, what waits for the viewer.
_WAITING = sa.select(
    sa.select(sa.func.count()).select_from(Ticket).where(
        Ticket.unit_id == sa.bindparam("unit"), Ticket.day == _today, Ticket.state == "waiting",
    ).scalar_subquery().label("desk"),
    sa.select(sa.func.count()).select_from(
        sa.select(Dossier.id).where(_MINE).limit(COUNT_CAP).subquery()).scalar_subquery().label("work"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks are asked for: all, the overdue ones, those due soon, those to sign; from which place on.

    ``awaited``: of whom alone, by account; ``NOBODY`` asks for those that wait for nobody with an account.
    """

    show: str = ""
    after: tuple[date, int] | None = None
    awaited: int | None = None


def _values(viewer: Viewer) -> dict[str, Any]:
    return {**scope(viewer), "answer": viewer.units_for(Can.ANSWER_VISIT), "sign": viewer.units_for(Can.SIGN_REFUSAL)}


def tasks(viewer: Viewer, wanted: Wanted, today: date, soon: date) -> Sequence[Any]:
    """The viewer's tasks, the earliest due first, one more than a page holds."""
    statement, values = _TASKS, _values(viewer)
    if wanted.show == "qua-han":
        statement, values["today"] = statement.where(Dossier.next_due < _today), today
    elif wanted.show == "sap-den":
        statement = statement.where(Dossier.next_due >= _today, Dossier.next_due <= _soon)
        values |= {"today": today, "soon": soon}
    elif wanted.show == "cho-ky":
        statement = statement.where(Dossier.state == "signing")
    if wanted.awaited is not None:
        whose = _awaited.is_(None) if wanted.awaited == NOBODY else _awaited == sa.bindparam("awaited")
        statement = statement.where(whose)
        values |= {} if wanted.awaited == NOBODY else {"awaited": wanted.awaited}
    if wanted.after is not None:
        statement = statement.where(_AFTER)
        values |= {"day": wanted.after[0], "id": wanted.after[1]}
    return reading().execute(statement, values).all()


def task_place(viewer: Viewer, public_id: str) -> tuple[date, int] | None:
    """The place in the list of a task that an address names."""
    row = reading().execute(_PLACE, {"public_id": public_id, **_values(viewer)}).first()
    return (row.next_due, row.id) if row else None


def task_counts(viewer: Viewer, today: date, soon: date) -> Sequence[Any]:
    """For each person waited for, most tasks first: how many, overdue, due by ``soon``, to be signed; their calendar.

    The row without an account counts the tasks of old books that name nobody with one.
    """
    return reading().execute(_COUNTS, {"today": today, "soon": soon, **_values(viewer)}).all()


def envelopes(viewer: Viewer) -> Sequence[Any]:
    """Sealed envelopes that no custodian has signed for yet, the oldest first."""
    return reading().execute(_ENVELOPES, scope(viewer, Can.CUSTODY)).all()


def waiting(viewer: Viewer, today: date) -> Any:
    """The numbers of the navigation: ``desk`` visitors in the queue, ``work`` tasks, counted up to COUNT_CAP."""
    return reading().execute(_WAITING, {"unit": viewer.unit_id, "today": today, **_values(viewer)}).one()
