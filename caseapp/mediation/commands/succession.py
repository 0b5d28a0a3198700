"""What becomes of a team when its hamlet is merged into another: it ends, the successor's team goes on with its work.

Its disputes stay in their register, which the successor's leader reads as his own; those that have not ended become the
successor's. Whoever goes on has a second row there, and what he mediates follows him.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.access import shut_out
from caseapp.mediation.commands.people import is_same
from caseapp.mediation.commands.teams import (
    Keeping,
    TeamEntry,
    check_end,
    close_team,
    kept_team,
    members,
    put_team,
    see_version,
    see_working,
    unknown,
)
from caseapp.mediation.dispute import Dispute, Interest, Joint, MediatedBy
from caseapp.mediation.models import Mediator, Team, Training
from caseapp.mediation.paying import PayLine
from caseapp.mediation.queries.teams import STILL_OPEN
from caseapp.staff.commands.acting import open_on
from caseapp.staff.models import Unit
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

_CARRIED = ("name", "name_fold", "sex", "people", "birth_year", "address", "phone", "schooling", "elected_on", "votes",
            "households", "term_until", "account_id")


@dataclass(frozen=True, slots=True)
class GivenSuccession:
    """From which day the other team goes on, by which decision, and which mediators (public ids) go on there."""

    on: date
    document: str
    staying: tuple[str, ...]


def succeed(public_id: str, version: int, given: GivenSuccession, how: Keeping) -> str:
    """End a team whose hamlet was merged; the public id of the team that goes on, opened where there was none.

    Raises Stale, Refusal, FormKeyUsed.
    """
    with writing() as session:
        heir_unit = _heir(session, public_id, how)
        for number in sorted({heir_unit.id, _home(session, public_id)}):
            lock_chain(session, number)
        team, hamlet, chain = kept_team(session, public_id, how)
        see_version(team, version)
        see_working(team)
        check_end(session, team, given.on, how.today)
        heir, heir_chain = _heir_team(session, heir_unit, given, how)
        how.once(session, heir.public_id)
        pairs = _carry_mediators(session, team, heir, given)
        moved = _carry_disputes(session, team, heir, pairs)
        leaving = [one for one in members(session, team.id) if one.id not in pairs]
        close_team(session, team, given.on, given.document)
        for one in leaving:
            shut_out(session, one)
        team.successor_id = heir.id
        told = {"team": team.public_id, "successor": heir.public_id, "unit": hamlet.public_id,
                "on": given.on.isoformat(), "document": given.document, "disputes": moved,
                "mediators": sorted(one.public_id for one in pairs.values())}
        how.journal(session, chain, "team.end", told)
        how.journal(session, heir_chain, "team.succeed", told)
        return heir.public_id


def _home(session: Session, public_id: str) -> int:
    return session.scalar(sa.select(Team.unit_id).where(Team.public_id == public_id)) or 0


def _heir(session: Session, public_id: str, how: Keeping) -> Unit:
    """The hamlet that carries on the team's, through as many mergers as there were; raises Refusal."""
    unit = session.scalar(sa.select(Unit).join(Team, Team.unit_id == Unit.id).where(Team.public_id == public_id))
    if unit is None or unit.parent_id not in how.communes:
        raise unknown()
    if unit.successor_id is None:
        raise Refusal(_("%(name)s chưa được sáp nhập vào thôn, tổ dân phố nào.", name=unit.name))
    seen = {unit.id}
    while unit.successor_id is not None and unit.successor_id not in seen:
        seen.add(unit.successor_id)
        unit = session.get_one(Unit, unit.successor_id)
    if unit.level != "hamlet" or unit.parent_id not in how.communes or not open_on(unit, how.today):
        raise Refusal(_("Thôn, tổ dân phố kế tục không thuộc xã, phường của bạn hoặc đã kết thúc hoạt động."))
    return unit


def _heir_team(session: Session, unit: Unit, given: GivenSuccession, how: Keeping) -> tuple[Team, Chain]:
    chain = lock_chain(session, unit.id)
    team = session.scalar(sa.select(Team).where(Team.unit_id == unit.id, Team.until_on.is_(None)))
    if team is None:
        name = _("Tổ hòa giải %(unit)s", unit=unit.name)
        team = put_team(session, chain, unit, TeamEntry(name, given.on, given.document), how, new_public_id())
    if given.on < team.from_on:
        raise Refusal(_("Tổ kế tục được lập sau ngày này."), "on")
    team.version += 1
    return team, chain


def _carry_mediators(session: Session, team: Team, heir: Team, given: GivenSuccession) -> dict[int, Mediator]:
    """Second rows of those who go on: row in the old team → row in the new one, which may be there already."""
    there = members(session, heir.id)
    old = {one.public_id: one for one in members(session, team.id)}
    if not set(given.staying) <= old.keys():
        raise Refusal(_("Chọn trong những hòa giải viên đang làm của tổ."), "staying")
    pairs = {}
    for public_id in sorted(set(given.staying), key=lambda key: old[key].id):
        one = old[public_id]
        same = next((other for other in there if is_same(other, one.name, one.birth_year)), None)
        if same is None:
            same = Mediator(public_id=new_public_id(), team_id=heir.id, from_on=given.on, document=given.document,
                            **{name: getattr(one, name) for name in _CARRIED})
            session.add(same)
        elif same.account_id is None:
            same.account_id = one.account_id
        pairs[one.id] = same
    session.flush()
    return pairs


def _carry_disputes(session: Session, team: Team, heir: Team, pairs: dict[int, Mediator]) -> list[str]:
    """Open disputes become the successor's, with those who mediate them; public ids of these disputes.

    What has ended stays with the team that ended it: figures and pay go by it.
    """
    open_ones = session.scalars(sa.select(Dispute.dossier_id).where(
        Dispute.team_id == team.id, STILL_OPEN).order_by(Dispute.dossier_id)).all()
    session.execute(sa.update(Dispute).where(Dispute.dossier_id.in_(open_ones)).values(team_id=heir.id)
                    .execution_options(synchronize_session=False))
    for before, after in pairs.items():
        _follow(session, before, after.id)
    _rejoin(session, team, heir)
    return sorted(session.scalars(sa.select(Dossier.public_id).where(Dossier.id.in_(open_ones))))


def _follow(session: Session, before: int, after: int) -> None:
    """Courses and disputes follow somebody to his second row; no dispute of which a share was paid to the first."""
    session.execute(sa.update(Training).where(Training.mediator_id == before).values(mediator_id=after)
                    .execution_options(synchronize_session=False))
    unended = sa.select(Dispute.dossier_id).where(STILL_OPEN)
    paid = sa.select(PayLine.dossier_id).where(PayLine.mediator_id == before, PayLine.dossier_id.is_not(None))
    already = sa.select(MediatedBy.dossier_id).where(MediatedBy.mediator_id == after, MediatedBy.until_on.is_(None))
    session.execute(sa.update(MediatedBy).where(
        MediatedBy.mediator_id == before, MediatedBy.dossier_id.in_(unended), MediatedBy.dossier_id.not_in(paid),
        sa.or_(MediatedBy.until_on.is_not(None), MediatedBy.dossier_id.not_in(already)))
        .values(mediator_id=after).execution_options(synchronize_session=False))
    noted = sa.select(Interest.dossier_id).where(Interest.mediator_id == after)
    session.execute(sa.update(Interest).where(
        Interest.mediator_id == before, Interest.dossier_id.in_(unended), Interest.dossier_id.not_in(noted))
        .values(mediator_id=after).execution_options(synchronize_session=False))


def _rejoin(session: Session, team: Team, heir: Team) -> None:
    """Where the ended team helped another, its successor does; nobody helps in a dispute of his own."""
    unended = sa.select(Dispute.dossier_id).where(STILL_OPEN)
    own = sa.select(Dispute.dossier_id).where(Dispute.team_id == heir.id)
    helping = sa.select(Joint.dossier_id).where(Joint.team_id == heir.id)
    session.execute(sa.update(Joint).where(
        Joint.team_id == team.id, Joint.dossier_id.in_(unended), Joint.dossier_id.not_in(own),
        Joint.dossier_id.not_in(helping)).values(team_id=heir.id).execution_options(synchronize_session=False))
    session.execute(sa.delete(Joint).where(Joint.team_id.in_([team.id, heir.id]), Joint.dossier_id.in_(
        sa.select(Dispute.dossier_id).where(Dispute.team_id == heir.id, STILL_OPEN)))
        .execution_options(synchronize_session=False))
