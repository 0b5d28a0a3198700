"""Acts on teams: open, change, end one; who leads it. The chair decides, the commune writes it down (LHG 12, 14)."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.access import lead_no_more, shut_out
from caseapp.mediation.dispute import Dispute
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.mediation.queries.teams import STILL_OPEN
from caseapp.staff.commands.acting import Stale, changes, open_on
from caseapp.staff.models import Unit
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps the teams of which communes' hamlets, and when."""

    by: int
    communes: tuple[int, ...]
    at: datetime
    today: date
    form_key: str = ""

    def once(self, session: Session, result: str) -> None:
        """Carry the form out once; raises FormKeyUsed when it was before."""
        if self.form_key:
            use_form_key(session, self.form_key, self.by, self.at, result=result)

    def journal(self, session: Session, chain: Chain, act: str, facts: dict[str, Any],
                values: dict[str, Any] | None = None) -> None:
        """Write the act into the hamlet's journal; what is personal goes into ``values``."""
        record(session, chain, act=act, by=self.by, at=self.at, facts=facts, values=values)


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """What is written of a team; ``seats``: how many mediators the chair fixed, None while nobody wrote it down."""

    name: str
    from_on: date
    document: str = ""
    minority_area: bool = False
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class GivenLeader:
    """Who leads from ``from_on`` on: public id of a mediator, empty for nobody yet."""

    mediator: str
    from_on: date
    elected_on: date | None = None
    document: str = ""


def open_team(unit: str, entry: TeamEntry, how: Keeping) -> str:
    """A team for the hamlet with that public id; the team's public id. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        hamlet, chain = kept_hamlet(session, unit, how)
        public_id = new_public_id()
        how.once(session, public_id)
        if not open_on(hamlet, how.today):
            raise Refusal(_("%(name)s không còn hoạt động: lập tổ ở thôn, tổ dân phố kế tục.", name=hamlet.name))
        put_team(session, chain, hamlet, entry, how, public_id)
        return public_id


def put_team(session: Session, chain: Chain, hamlet: Unit, entry: TeamEntry, how: Keeping, public_id: str) -> Team:
    """The row of a new team, journaled, under the hamlet's lock; raises Refusal while another one works there."""
    earlier = session.scalars(sa.select(Team).where(Team.unit_id == hamlet.id)).all()
    if any(team.until_on is None for team in earlier):
        raise Refusal(_("%(name)s đã có tổ hòa giải: mỗi thôn, tổ dân phố một tổ đang hoạt động.", name=hamlet.name))
    _check_start(entry.from_on, [team.until_on for team in earlier if team.until_on], how.today)
    team = Team(public_id=public_id, unit_id=hamlet.id, **asdict(entry))
    session.add(team)
    session.flush()
    how.journal(session, chain, "team.open", {
        "team": public_id, "unit": hamlet.public_id, "from_on": entry.from_on.isoformat(), "seats": entry.seats,
        "minority_area": entry.minority_area, "document": entry.document})
    return team


def edit_team(public_id: str, version: int, entry: TeamEntry, how: Keeping) -> None:
    """Change what is written of a team. Raises Stale when somebody saved it since, Refusal, FormKeyUsed."""
    with writing() as session:
        team, _hamlet, chain = kept_team(session, public_id, how)
        how.once(session, public_id)
        see_version(team, version)
        changed = changes(team, asdict(entry))
        if not changed:
            return
        if "from_on" in changed:
            others = session.scalars(sa.select(Team.until_on).where(
                Team.unit_id == team.unit_id, Team.id < team.id, Team.until_on.is_not(None)))
            _check_start(entry.from_on, [day for day in others if day], how.today)
            if team.until_on is not None and entry.from_on > team.until_on:
                raise Refusal(_("Tổ đã kết thúc ngày %(day)s.", day=show_date(team.until_on)), "from_on")
        for name in changed:
            setattr(team, name, getattr(entry, name))
        team.version += 1
        how.journal(session, chain, "team.edit", {"team": public_id, "fields": sorted(changed), "changed": changed})


def end_team(public_id: str, version: int, until_on: date, document: str, how: Keeping) -> None:
    """End a team that nobody succeeds, and the work of its mediators with it; ``until_on``: its first day gone.

    Raises Stale, FormKeyUsed, Refusal while a dispute of the team is open: a successor goes on with those.
    """
    with writing() as session:
        team, hamlet, chain = kept_team(session, public_id, how)
        how.once(session, public_id)
        see_version(team, version)
        see_working(team)
        check_end(session, team, until_on, how.today)
        if count := open_disputes(session, team.id):
            raise Refusal(_("Tổ còn %(count)s vụ việc chưa xong. Chờ tổ làm xong, hoặc nối sang tổ kế tục.",
                            count=str(count)))
        ending = members(session, team.id)
        close_team(session, team, until_on, document)
        for one in ending:
            shut_out(session, one)
            lead_no_more(session, chain, one, hamlet.id, how, stays=False)
        how.journal(session, chain, "team.end", {"team": public_id, "until_on": until_on.isoformat(),
                                                 "document": document})


def change_leader(public_id: str, version: int, given: GivenLeader, how: Keeping) -> None:
    """Another leader of a team, or none for the time being (LHG 14). Raises Stale, Refusal, FormKeyUsed."""
    with writing() as session:
        team, hamlet, chain = kept_team(session, public_id, how)
        how.once(session, public_id)
        see_version(team, version)
        see_working(team)
        _check_leader_days(given, how.today)
        chosen = _member(session, team, given) if given.mediator else None
        before = leader_row(session, team.id)
        if before is not None:
            _check_change(before, chosen, given)
            before.until_on = given.from_on
            session.flush()      # one leader at a time, also for the index
            lead_no_more(session, chain, session.get_one(Mediator, before.mediator_id), hamlet.id, how, stays=True)
        elif chosen is None:
            raise Refusal(_("Chọn tổ trưởng mới."), "mediator")
        put_leader(session, chain, team, chosen, given, how)


def put_leader(session: Session, chain: Chain, team: Team, chosen: Mediator | None, given: GivenLeader,
               how: Keeping) -> None:
    """The row of a new leader, journaled; the one before has left already."""
    if chosen is not None:
        session.add(TeamLeader(team_id=team.id, mediator_id=chosen.id, elected_on=given.elected_on,
                               from_on=given.from_on, document=given.document))
        session.flush()
    team.version += 1
    how.journal(session, chain, "team.leader", {
        "team": team.public_id, "mediator": given.mediator or None, "from_on": given.from_on.isoformat(),
        "elected_on": given.elected_on.isoformat() if given.elected_on else None, "document": given.document})


# ---- what the acts on teams and mediators share ----------------------------------------------------------------------


def unknown() -> Refusal:
    """What is not there, and what another office keeps, alike."""
    return Refusal(_("Không có mục này, hoặc mục này không thuộc phạm vi của bạn."), status=404)


def kept_hamlet(session: Session, public_id: str, how: Keeping) -> tuple[Unit, Chain]:
    """A hamlet of one of the communes whose teams are kept, under its lock; raises Refusal (404)."""
    unit_id = session.scalar(sa.select(Unit.id).where(Unit.public_id == public_id))
    if unit_id is None:
        raise unknown()
    return _kept(session, unit_id, how)


def kept_team(session: Session, public_id: str, how: Keeping) -> tuple[Team, Unit, Chain]:
    """A team, its hamlet and the hamlet's locked chain; raises Refusal (404)."""
    home = session.execute(sa.select(Team.id, Team.unit_id).where(Team.public_id == public_id)).one_or_none()
    if home is None:
        raise unknown()
    hamlet, chain = _kept(session, home.unit_id, how)
    return session.get_one(Team, home.id, populate_existing=True), hamlet, chain


def _kept(session: Session, unit_id: int, how: Keeping) -> tuple[Unit, Chain]:
    chain = lock_chain(session, unit_id)
    unit = session.get_one(Unit, unit_id, populate_existing=True)
    if unit.level != "hamlet" or unit.parent_id not in how.communes:
        raise unknown()
    return unit, chain


def see_version(row: Any, version: int) -> None:
    """Raise Stale when somebody saved the row since its page was opened."""
    if row.version != version:
        raise Stale


def see_working(team: Team) -> None:
    """Raise Refusal for a team that has ended."""
    if team.until_on is not None:
        raise Refusal(_("Tổ đã kết thúc ngày %(day)s.", day=show_date(team.until_on)))


def check_end(session: Session, team: Team, until_on: date, today: date) -> None:
    """See that a team may end with ``until_on`` as its first day gone; raises Refusal at “until_on”."""
    since = [team.from_on, *session.scalars(sa.select(Mediator.from_on).where(
        Mediator.team_id == team.id, Mediator.until_on.is_(None))), *session.scalars(
        sa.select(TeamLeader.from_on).where(TeamLeader.team_id == team.id, TeamLeader.until_on.is_(None)))]
    if not max(since) <= until_on <= today:
        raise Refusal(_("Ghi một ngày từ %(first)s (lần ghi cuối của tổ) đến hôm nay.", first=show_date(max(since))),
                      "until_on")


def close_team(session: Session, team: Team, until_on: date, document: str) -> None:
    """End a team, its leader's post and whoever is its mediator still; the caller journals it."""
    team.until_on, team.ended_by = until_on, document
    team.version += 1
    session.execute(sa.update(TeamLeader).where(TeamLeader.team_id == team.id, TeamLeader.until_on.is_(None))
                    .values(until_on=until_on))
    for one in members(session, team.id):
        one.until_on = until_on
        one.version += 1
    session.flush()


def members(session: Session, team_id: int) -> list[Mediator]:
    """Whoever is a mediator of a team and was not released."""
    return list(session.scalars(sa.select(Mediator).where(Mediator.team_id == team_id, Mediator.until_on.is_(None))
                                .order_by(Mediator.id)))


def leader_row(session: Session, team_id: int) -> TeamLeader | None:
    """The row of whoever leads a team now."""
    return session.scalar(sa.select(TeamLeader).where(TeamLeader.team_id == team_id, TeamLeader.until_on.is_(None)))


def open_disputes(session: Session, team_id: int) -> int:
    """How many disputes of a team have not ended."""
    return session.scalar(sa.select(sa.func.count()).select_from(Dispute).where(
        Dispute.team_id == team_id, STILL_OPEN)) or 0


def _check_start(from_on: date, ends: list[date], today: date) -> None:
    if from_on > today:
        raise Refusal(_("Ngày %(day)s chưa đến.", day=show_date(from_on)), "from_on")
    if ends and from_on < max(ends):
        raise Refusal(_("Tổ trước của thôn kết thúc ngày %(day)s: ghi từ ngày đó trở đi.", day=show_date(max(ends))),
                      "from_on")


def _check_leader_days(given: GivenLeader, today: date) -> None:
    if given.from_on > today:
        raise Refusal(_("Ngày %(day)s chưa đến.", day=show_date(given.from_on)), "from_on")
    if given.elected_on is not None and given.elected_on > given.from_on:
        raise Refusal(_("Ngày bầu phải trước hoặc đúng ngày công nhận."), "elected_on")


def _member(session: Session, team: Team, given: GivenLeader) -> Mediator:
    """The mediator who is to lead: one of the team's own (LHG 14); raises Refusal at the field."""
    chosen = session.scalar(sa.select(Mediator).where(
        Mediator.public_id == given.mediator, Mediator.team_id == team.id, Mediator.until_on.is_(None)))
    if chosen is None:
        raise Refusal(_("Chọn một hòa giải viên đang làm của tổ."), "mediator")
    if given.from_on < chosen.from_on:
        raise Refusal(_("Người này là hòa giải viên từ %(day)s: ghi từ ngày đó trở đi.", day=show_date(chosen.from_on)),
                      "from_on")
    return chosen


def _check_change(before: TeamLeader, chosen: Mediator | None, given: GivenLeader) -> None:
    if chosen is not None and chosen.id == before.mediator_id:
        raise Refusal(_("Người này đang là tổ trưởng."), "mediator")
    if given.from_on < before.from_on:
        raise Refusal(_("Tổ trưởng trước được công nhận ngày %(day)s: ghi từ ngày đó trở đi.",
                        day=show_date(before.from_on)), "from_on")
