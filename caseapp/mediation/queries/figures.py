"""What figures of mediation are counted from: hamlets with their teams, mediators, disputes by how they stood."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.mediation.dispute import Dispute
from caseapp.mediation.models import MAJORITY, Mediator, Team, Training
from caseapp.mediation.queries.standing import NOT_VOID, standing
from caseapp.mediation.reach import WITHIN, within
from caseapp.staff.models import Unit
from caseapp.staff.viewer import Viewer

_own, _heir, _province = aliased(Unit), aliased(Unit), aliased(Unit)
# A hamlet of a commune that was merged is counted with the one that carries on.
_commune_id = sa.func.coalesce(_heir.id, _own.id)
_HAMLETS = (
    sa.select(
        Unit.id.label("unit_id"), Unit.public_id.label("unit_key"), Unit.name.label("unit_name"), Unit.valid_from,
        Unit.valid_to, Unit.parent_id, _commune_id.label("commune_id"),
        sa.func.coalesce(_heir.public_id, _own.public_id).label("commune_key"),
        sa.func.coalesce(_heir.name, _own.name).label("commune_name"), _province.name.label("province_name"),
        Team.id.label("team_id"), Team.public_id.label("team_key"), Team.name.label("team_name"), Team.from_on,
        Team.until_on)
    .outerjoin(_own, _own.id == Unit.parent_id).outerjoin(_heir, _heir.id == _own.successor_id)
    .outerjoin(_province, _province.id == sa.func.coalesce(_heir.parent_id, _own.parent_id))
    .outerjoin(Team, Team.unit_id == Unit.id)
    .where(Unit.level == "hamlet", WITHIN)
    .order_by(sa.func.coalesce(_heir.name, _own.name), _commune_id, Unit.name, Unit.id, Team.from_on))
_REACHED = sa.select(Unit.id).where(Unit.level == "hamlet", WITHIN)
_counted = sa.and_(NOT_VOID, Dispute.unit_id.in_(sa.bindparam("units", expanding=True)))


def _between(since: str, until: str) -> sa.ColumnElement[bool]:
    return Dispute.received_on.between(sa.bindparam(since, type_=sa.Date()), sa.bindparam(until, type_=sa.Date()))


def _received(label: str, since: str, until: str, where: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """The disputes received between two days, each as it stood on the later one."""
    return (
        sa.select(sa.literal_column(f"'{label}'", sa.String()).label("then"), Dispute.unit_id, Dispute.team_id,
                  Dispute.scope, Dispute.matter, standing(until).label("standing"))
        .join(Dossier, Dossier.id == Dispute.dossier_id).where(where, _between(since, until)))


def _by_standing(where: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    rows = sa.union_all(_received("now", "since", "until", where),
                        _received("before", "since_before", "until_before", where)).subquery()
    keys = (rows.c.then, rows.c.team_id, rows.c.scope, rows.c.standing)
    return sa.select(*keys, sa.func.count().label("number")).group_by(*keys)


_everywhere = sa.and_(NOT_VOID, Dispute.unit_id.in_(_REACHED))
_RESULTS = {False: _by_standing(_everywhere), True: _by_standing(_counted)}
_year = _received("now", "since", "until", _counted).subquery()
_MATTERS = (
    sa.select(_year.c.unit_id, _year.c.scope, _year.c.matter, sa.func.count().label("number"))
    .where(_year.c.standing != "referred").group_by(_year.c.unit_id, _year.c.scope, _year.c.matter))

def _number_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _on(name: str) -> sa.BindParameter[date]:
    return sa.bindparam(name, type_=sa.Date())


_trained = sa.exists().where(Training.mediator_id == Mediator.id, Training.held_on >= _on("since"),
                             Training.held_on <= _on("until")).correlate(Mediator)
_ORGANISATION = (
    sa.select(
        Mediator.team_id, sa.func.count().label("mediators"), _number_of(Mediator.sex == "M").label("men"),
        _number_of(Mediator.sex == "F").label("women"), _number_of(Mediator.people == MAJORITY).label("majority"),
        _number_of(Mediator.people != MAJORITY).label("minority"), _number_of(Mediator.schooling == "law").label("law"),
        _number_of(Mediator.schooling == "other").label("other"),
        _number_of(Mediator.schooling == "none").label("none"), _number_of(_trained).label("trained"))
    .join(Team, Team.id == Mediator.team_id)
    .where(Team.unit_id.in_(_REACHED), Mediator.from_on <= _on("until"),
           sa.or_(Mediator.until_on.is_(None), Mediator.until_on > _on("until")))
    .group_by(Mediator.team_id))


def hamlets(viewer: Viewer) -> Sequence[Any]:
    """Every hamlet within reach with each team it ever had (None without any), by commune and name."""
    return reading().execute(_HAMLETS, within(viewer)).all()


def results(viewer: Viewer, period: tuple[date, date], before: tuple[date, date],
            units: Sequence[int] | None = None) -> Sequence[Any]:
    """How many disputes of which team and scope stood how at the end of a period and of the one to compare it with.

    ``units``: some of the viewer's hamlets; None for all of them.
    """
    values = {"since": period[0], "until": period[1], "since_before": before[0], "until_before": before[1]}
    reach = within(viewer) if units is None else {"units": list(units)}
    return reading().execute(_RESULTS[units is not None], {**values, **reach}).all()


def organisation(viewer: Viewer, since: date, until: date) -> Sequence[Any]:
    """Mediators of every team on the last day, and how many of them were trained meanwhile."""
    return reading().execute(_ORGANISATION, {"since": since, "until": until, **within(viewer)}).all()


def matters(units: Sequence[int], since: date, until: date) -> Sequence[Any]:
    """How many disputes of which kind and scope each of these hamlets had; what was referred is not counted."""
    return reading().execute(_MATTERS, {"units": list(units), "since": since, "until": until}).all()
