"""What the pages of teams read: hamlets with their teams, one team with its people, one mediator."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.kinds.mediation import VOID
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.ledger.models import JournalRow
from caseapp.mediation.dispute import Dispute, MediatedBy
from caseapp.mediation.models import MAJORITY, Mediator, Team, TeamLeader, Training
from caseapp.mediation.reach import WITHIN, within
from caseapp.mediation.rules import Flaw, Makeup, first_after_window, flaws
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.viewer import Viewer
from caseapp.text import fold

STILL_OPEN: sa.ColumnElement[bool] = sa.and_(Dispute.outcome.is_(None), ~sa.exists().where(
    Dossier.id == Dispute.dossier_id, Dossier.state == VOID.code))
"""That a dispute has not ended."""

_day = sa.bindparam("day", type_=sa.Date())
_soon = sa.bindparam("soon", type_=sa.Date())
_public_id = sa.bindparam("public_id", type_=sa.String())
_Heir = aliased(Unit)
_Commune = aliased(Unit)
_HeirTeam = aliased(Team)


def _many(when: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((when, 1), else_=0)), 0)


_PEOPLE = (
    sa.select(
        Mediator.team_id, sa.func.count().label("mediators"), _many(Mediator.sex == "F").label("women"),
        _many(Mediator.people != MAJORITY).label("minority"),
        _many(Mediator.votes * 2 <= Mediator.households).label("unelected"),
        _many(Mediator.term_until <= _day).label("over"),
        _many(sa.and_(Mediator.term_until > _day, Mediator.term_until < _soon)).label("near"))
    .where(Mediator.until_on.is_(None)).group_by(Mediator.team_id).subquery("people"))
_COUNTS = tuple(sa.func.coalesce(_PEOPLE.c[name], 0).label(name)
                for name in ("mediators", "women", "minority", "unelected", "over", "near"))
_TEAM_COLUMNS = (
    Team.id, Team.public_id, Team.name, Team.minority_area, Team.seats, Team.from_on, Team.document, Team.until_on,
    Team.ended_by, Team.version, Unit.id.label("unit_id"), Unit.public_id.label("unit_public_id"),
    Unit.name.label("unit_name"), Unit.code.label("unit_code"), Unit.valid_to, Unit.parent_id,
    _Commune.name.label("commune"), _Heir.name.label("heir"), Mediator.name.label("leader"),
    Mediator.public_id.label("leader_public_id"),
)
_LEADING = sa.and_(TeamLeader.team_id == Team.id, TeamLeader.until_on.is_(None))
_joined = (
    sa.outerjoin(Unit, _Commune, _Commune.id == Unit.parent_id).outerjoin(_Heir, _Heir.id == Unit.successor_id))
# Hamlets that exist, whether or not a team works there, and those that are gone while their team was not ended.
_WORKING = (
    sa.select(*_TEAM_COLUMNS, *_COUNTS)
    .select_from(_joined.outerjoin(Team, sa.and_(Team.unit_id == Unit.id, Team.until_on.is_(None)))
                 .outerjoin(_PEOPLE, _PEOPLE.c.team_id == Team.id)
                 .outerjoin(TeamLeader, _LEADING).outerjoin(Mediator, Mediator.id == TeamLeader.mediator_id))
    .where(WITHIN, Unit.level == "hamlet", sa.or_(Unit.valid_to.is_(None), Unit.valid_to > _day, Team.id.is_not(None))))
_ENDED = (
    sa.select(Team.public_id, Team.name, Team.from_on, Team.until_on, Team.ended_by, Unit.name.label("unit_name"),
              _Commune.name.label("commune"), _HeirTeam.name.label("heir_team"),
              _HeirTeam.public_id.label("heir_public_id"))
    .select_from(_joined.join(Team, Team.unit_id == Unit.id)
                 .outerjoin(_HeirTeam, _HeirTeam.id == Team.successor_id))
    .where(WITHIN, Team.until_on.is_not(None)).order_by(Team.until_on.desc(), Team.id.desc()))
_ONE = (
    sa.select(*_TEAM_COLUMNS, *_COUNTS, _HeirTeam.name.label("heir_team"),
              _HeirTeam.public_id.label("heir_public_id"),
              sa.select(sa.func.count()).select_from(Dispute).where(Dispute.team_id == Team.id, STILL_OPEN)
              .correlate(Team).scalar_subquery().label("disputes"))
    .select_from(_joined.join(Team, Team.unit_id == Unit.id)
                 .outerjoin(_HeirTeam, _HeirTeam.id == Team.successor_id)
                 .outerjoin(_PEOPLE, _PEOPLE.c.team_id == Team.id)
                 .outerjoin(TeamLeader, _LEADING).outerjoin(Mediator, Mediator.id == TeamLeader.mediator_id))
    .where(Team.public_id == _public_id, WITHIN))
_COURSES = (sa.select(sa.func.count()).where(Training.mediator_id == Mediator.id).correlate(Mediator)
            .scalar_subquery().label("courses"))
_MEDIATORS = (
    sa.select(*Mediator.__table__.c, Account.name.label("login"), _COURSES)
    .outerjoin(Account, Account.id == Mediator.account_id)
    .where(Mediator.team_id == sa.bindparam("team", type_=sa.Integer()))
    .order_by(Mediator.until_on.is_not(None), Mediator.until_on.desc(), Mediator.name_fold, Mediator.id))
_LEADERS = (
    sa.select(TeamLeader.from_on, TeamLeader.until_on, TeamLeader.elected_on, TeamLeader.document, Mediator.name,
              Mediator.public_id)
    .join(Mediator, Mediator.id == TeamLeader.mediator_id)
    .where(TeamLeader.team_id == sa.bindparam("team", type_=sa.Integer()))
    .order_by(TeamLeader.until_on.is_not(None), TeamLeader.from_on.desc(), TeamLeader.id.desc()))
_MEDIATOR = (
    sa.select(
        *Mediator.__table__.c, Team.public_id.label("team_public_id"), Team.name.label("team_name"),
        Team.until_on.label("team_until_on"), Unit.id.label("unit_id"), Unit.parent_id,
        Unit.name.label("unit_name"), Account.name.label("login"), Account.public_id.label("account"),
        Account.disabled_on,
        sa.exists().where(TeamLeader.mediator_id == Mediator.id, TeamLeader.until_on.is_(None)).label("leads"),
        sa.exists().where(
            RoleGrant.account_id == Mediator.account_id, RoleGrant.unit_id == Unit.id,
            RoleGrant.role == "team-leader",
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > _day)).label("may_lead"),
        sa.exists().where(
            RoleGrant.account_id == Mediator.account_id, RoleGrant.unit_id == Unit.id,
            RoleGrant.role.in_(["mediator", "team-leader"]),
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > _day)).label("may_mediate"),
        sa.select(sa.func.count()).select_from(MediatedBy).join(Dispute, Dispute.dossier_id == MediatedBy.dossier_id)
        .where(MediatedBy.mediator_id == Mediator.id, MediatedBy.until_on.is_(None), STILL_OPEN)
        .correlate(Mediator).scalar_subquery().label("disputes"))
    .select_from(sa.join(Mediator, Team, Team.id == Mediator.team_id).join(Unit, Unit.id == Team.unit_id)
                 .outerjoin(Account, Account.id == Mediator.account_id))
    .where(Mediator.public_id == _public_id, WITHIN))
_TRAININGS = (
    sa.select(Training.held_on, Training.what, Training.hours, Training.organiser)
    .where(Training.mediator_id == sa.bindparam("mediator", type_=sa.Integer()))
    .order_by(Training.held_on.desc(), Training.id.desc()))
_HAMLETS = (
    sa.select(Unit.id, Unit.public_id, Unit.name, Unit.code, Unit.parent_id, _Commune.name.label("commune"))
    .select_from(_joined)
    .where(Unit.level == "hamlet", Unit.parent_id.in_(sa.bindparam("office", expanding=True)),
           sa.or_(Unit.valid_to.is_(None), Unit.valid_to > _day)))
_SAVED = (
    sa.select(JournalRow.at.label("changed_at"), Account.display_name.label("changed_by"))
    .outerjoin(Account, Account.id == JournalRow.account_id)
    .where(JournalRow.unit_id == sa.bindparam("unit", type_=sa.Integer()), JournalRow.sealed.is_(False),
           JournalRow.act.in_(sa.bindparam("acts", expanding=True)),
           JournalRow.body.contains(sa.bindparam("about", type_=sa.String())))
    .order_by(JournalRow.seq.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Kept:
    """A hamlet in the list: its row, and what its team lacks. ``row.id`` is None where no team works."""

    row: Any
    flaws: tuple[Flaw, ...]

    @property
    def group(self) -> str:
        """How the list sorts it: missing (no team), gone (the hamlet was merged), flawed, whole."""
        if self.row.id is None:
            return "missing"
        if self.row.valid_to is not None:
            return "gone"
        return "flawed" if self.flaws else "whole"


def teams(viewer: Viewer, day: date) -> list[Kept]:
    """Every hamlet within reach with its team, in the order of their names; numbers in names count as numbers."""
    rows = reading().execute(_WORKING, {**within(viewer), "day": day, "soon": first_after_window(day)}).all()
    found = [Kept(row, flaws(makeup(row), day) if row.id is not None else ()) for row in rows]
    return sorted(found, key=lambda one: (place_key(one.row.commune or ""), place_key(one.row.unit_name)))


def ended_teams(viewer: Viewer) -> Sequence[Any]:
    """Teams within reach that have ended, the latest first."""
    return reading().execute(_ENDED, within(viewer)).all()


def team(public_id: str, viewer: Viewer, day: date) -> Any | None:
    """One team within reach, with its hamlet, its leader and how many make it up."""
    return reading().execute(_ONE, {**within(viewer), "public_id": public_id, "day": day,
                                    "soon": first_after_window(day)}).one_or_none()


def makeup(row: Any) -> Makeup:
    """Who makes up the team of a row of ``teams`` or ``team``."""
    return Makeup(mediators=row.mediators, women=row.women, minority=row.minority, minority_area=row.minority_area,
                  seats=row.seats, led=row.leader is not None, unelected=row.unelected)


def mediators(team_id: int) -> Sequence[Any]:
    """Everybody who is or was a mediator of a team: its columns, login, courses, those at work first."""
    return reading().execute(_MEDIATORS, {"team": team_id}).all()


def leaders(team_id: int) -> Sequence[Any]:
    """Who leads and led a team, the present one first."""
    return reading().execute(_LEADERS, {"team": team_id}).all()


def mediator(public_id: str, viewer: Viewer, day: date) -> Any | None:
    """One mediator of a team within reach, with what the account may do."""
    return reading().execute(_MEDIATOR, {**within(viewer), "public_id": public_id, "day": day}).one_or_none()


def trainings(mediator_id: int) -> Sequence[Any]:
    """Courses of a mediator: held_on, what, hours, organiser; the latest first."""
    return reading().execute(_TRAININGS, {"mediator": mediator_id}).all()


def hamlets(communes: Iterable[int], day: date) -> Sequence[Any]:
    """The hamlets of these communes that exist on a day: id, public_id, name, code, parent_id, commune."""
    rows = reading().execute(_HAMLETS, {"office": list(communes), "day": day}).all()
    return sorted(rows, key=lambda row: (place_key(row.commune or ""), place_key(row.name)))


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved something last, and when."""

    changed_by: str
    changed_at: datetime


def saved_last(unit_id: int, about: str, acts: Iterable[str], at: datetime) -> Saved:
    """Who saved a team or mediator (public id) of a hamlet last, out of its journal; ``at`` where nobody did."""
    row = reading().execute(_SAVED, {"unit": unit_id, "about": about, "acts": list(acts)}).first()
    return Saved(row.changed_by or "", row.changed_at) if row else Saved("", at)


def place_key(name: str) -> list[tuple[int, str]]:
    """Key that puts “Khu vực 10” behind “Khu vực 9”."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", fold(name)) if part]
