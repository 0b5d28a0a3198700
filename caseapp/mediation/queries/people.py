"""Who mediates: the team of a hamlet in force on a day, its mediators, the teams of a commune's hamlets."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.mediation.dispute import Dispute
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.staff.models import Unit

Source = Session | Connection
Row = Any      # a row of one of the statements below; its names are the columns selected there

_day = sa.bindparam("day", type_=sa.Date())


def in_force(table: Any) -> sa.ColumnElement[bool]:
    """That a row with ``from_on`` and ``until_on`` holds on the day bound as ``day``."""
    return sa.and_(table.from_on <= _day, sa.or_(table.until_on.is_(None), table.until_on > _day))


LEADS: sa.ColumnElement[bool] = sa.exists().where(TeamLeader.mediator_id == Mediator.id, in_force(TeamLeader))
"""Whether a mediator leads the team on the day."""
_TEAMS = (
    sa.select(Team.id, Team.public_id, Team.name, Team.unit_id, Unit.name.label("unit_name"), Unit.parent_id)
    .join(Unit, Unit.id == Team.unit_id).where(in_force(Team)).order_by(Unit.name, Team.id))
_OF_UNIT = _TEAMS.where(Team.unit_id == sa.bindparam("unit", type_=sa.Integer()))
_OF_COMMUNE = _TEAMS.where(Unit.parent_id == sa.bindparam("commune", type_=sa.Integer()))
_FOLLOWED = sa.select(Team.id, Team.until_on, Team.successor_id)
_BY_ID = _FOLLOWED.where(Team.id == sa.bindparam("id", type_=sa.Integer()))
_OF_DISPUTE = _FOLLOWED.join(Dispute, Dispute.team_id == Team.id).where(
    Dispute.dossier_id == sa.bindparam("dossier", type_=sa.Integer()))
_NEAR = _TEAMS.where(
    Team.unit_id != sa.bindparam("unit", type_=sa.Integer()),
    Unit.parent_id == sa.select(Unit.parent_id).where(
        Unit.id == sa.bindparam("unit", type_=sa.Integer())).scalar_subquery())
_MEDIATORS = (
    sa.select(Mediator.id, Mediator.public_id, Mediator.name, Mediator.sex, Mediator.phone, Mediator.account_id,
              Mediator.team_id, LEADS.label("leads"))
    .where(in_force(Mediator)).order_by(Mediator.name_fold, Mediator.id))
_OF_TEAM = _MEDIATORS.where(Mediator.team_id == sa.bindparam("team", type_=sa.Integer()))
_ME = (
    sa.select(Mediator.id, Mediator.public_id, Mediator.name, Mediator.team_id, Team.unit_id,
              LEADS.label("leads"))
    .join(Team, Team.id == Mediator.team_id)
    .where(Mediator.account_id == sa.bindparam("account", type_=sa.Integer()), in_force(Mediator), in_force(Team))
    .order_by(Mediator.id))


def team_of(source: Source, unit_id: int, day: date) -> Row | None:
    """The team that works in a hamlet on a day: id, public_id, name, unit_id, unit_name, parent_id."""
    return source.execute(_OF_UNIT, {"unit": unit_id, "day": day}).first()


def team_now(source: Source, dossier_id: int, day: date) -> int | None:
    """The team (its id) that goes on with a dispute: its own, or after hamlets merged the one that carries on."""
    row = source.execute(_OF_DISPUTE, {"dossier": dossier_id}).first()
    while row is not None and row.until_on is not None and row.until_on <= day and row.successor_id is not None:
        row = source.execute(_BY_ID, {"id": row.successor_id}).first()
    return row.id if row is not None else None


def teams_of(source: Source, commune_id: int, day: date) -> Sequence[Row]:
    """The teams of a commune's hamlets on a day."""
    return source.execute(_OF_COMMUNE, {"commune": commune_id, "day": day}).all()


def teams_near(source: Source, unit_id: int, day: date) -> Sequence[Row]:
    """The other teams of the commune in which a hamlet lies: those it may mediate with."""
    return source.execute(_NEAR, {"unit": unit_id, "day": day}).all()


def mediators_of(source: Source, team_id: int, day: date) -> Sequence[Row]:
    """Whoever is a mediator of a team on a day: id, public_id, name, sex, phone, account_id, leads."""
    return source.execute(_OF_TEAM, {"team": team_id, "day": day}).all()


def mediator_of(source: Source, account_id: int, day: date) -> Sequence[Row]:
    """Where the holder of an account mediates on a day: id, public_id, name, team_id, unit_id, leads; mostly one."""
    return source.execute(_ME, {"account": account_id, "day": day}).all()
