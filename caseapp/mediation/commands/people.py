"""Acts on mediators: recognise, correct, release, take a release back, bind an account, note a course (LHG 7-11)."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.access import lead_no_more, let_in, may_be_bound, shut_out
from caseapp.mediation.commands.teams import (
    Keeping,
    kept_team,
    leader_row,
    members,
    see_version,
    see_working,
    unknown,
)
from caseapp.mediation.models import MAJORITY, Mediator, Schooling, Team, TeamLeader, Training
from caseapp.mediation.rules import ENDINGS
from caseapp.staff.commands.acting import changes
from caseapp.staff.models import Account, Unit
from caseapp.text import fold, new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class MediatorEntry:
    """What is written of a mediator; ``from_on``: recognised, ``term_until``: the first day after the term."""

    name: str
    sex: str
    from_on: date
    people: str = MAJORITY
    birth_year: int | None = None
    address: str = ""
    phone: str = ""
    schooling: str = Schooling.NONE
    elected_on: date | None = None
    votes: int | None = None
    households: int | None = None
    document: str = ""
    term_until: date | None = None


@dataclass(frozen=True, slots=True)
class GivenRelease:
    """The end of somebody's work: the first day no longer, a code of ``rules.ENDINGS``, the chair's decision."""

    until_on: date
    ground: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class GivenTraining:
    """A course and the mediators (public ids) who took part in it."""

    held_on: date
    what: str
    mediators: tuple[str, ...]
    hours: int | None = None
    organiser: str = ""


def add_mediator(team: str, entry: MediatorEntry, how: Keeping) -> str:
    """A mediator whom the chair recognised, in the team with that public id (LHG 8(4)). Raises Refusal, FormKeyUsed."""
    with writing() as session:
        row, _hamlet, chain = kept_team(session, team, how)
        public_id = new_public_id()
        how.once(session, public_id)
        see_working(row)
        put_mediator(session, chain, row, entry, how, public_id)
        return public_id


def put_mediator(session: Session, chain: Chain, team: Team, entry: MediatorEntry, how: Keeping, public_id: str, *,
                 account_id: int | None = None) -> Mediator:
    """The row of a new mediator, journaled, under the hamlet's lock; raises Refusal at its field."""
    check_entry(entry, how.today)
    same = [one for one in members(session, team.id) if is_same(one, entry.name, entry.birth_year)]
    if same:
        raise Refusal(_("%(name)s đang là hòa giải viên của tổ này.", name=entry.name), "name")
    made = Mediator(public_id=public_id, team_id=team.id, account_id=account_id, name_fold=fold(entry.name),
                    **asdict(entry))
    session.add(made)
    session.flush()
    how.journal(session, chain, "mediator.add", {
        "team": team.public_id, "mediator": public_id, "from_on": entry.from_on.isoformat(),
        "document": entry.document, "votes": entry.votes, "households": entry.households},
        {"name": [None, entry.name], "phone": [None, entry.phone]})
    return made


def edit_mediator(public_id: str, version: int, entry: MediatorEntry, how: Keeping) -> None:
    """Change what is written of a mediator: a new term is written down so. Raises Stale, Refusal, FormKeyUsed."""
    with writing() as session:
        one, team, _hamlet, chain = kept_mediator(session, public_id, how)
        how.once(session, public_id)
        see_version(one, version)
        check_entry(entry, how.today)
        changed = changes(one, asdict(entry))
        if not changed:
            return
        if one.until_on is not None and entry.from_on > one.until_on:
            raise Refusal(_("Người này thôi làm hòa giải viên từ %(day)s.", day=show_date(one.until_on)), "from_on")
        _check_leading_since(session, one, entry.from_on)
        if any(is_same(other, entry.name, entry.birth_year) for other in members(session, team.id)
               if other.id != one.id):
            raise Refusal(_("%(name)s đang là hòa giải viên của tổ này.", name=entry.name), "name")
        for name in changed:
            setattr(one, name, getattr(entry, name))
        one.name_fold = fold(entry.name)
        one.version += 1
        how.journal(session, chain, "mediator.edit", {"team": team.public_id, "mediator": public_id,
                                                      "fields": sorted(changed)}, changed)


def release(public_id: str, version: int, given: GivenRelease, how: Keeping) -> None:
    """End somebody's work as a mediator, on its ground (LHG 11); whoever led the team leads it no more.

    The account sees no dispute any more; the leader gives the open ones to others. Raises Stale, Refusal, FormKeyUsed.
    """
    with writing() as session:
        one, team, hamlet, chain = kept_mediator(session, public_id, how)
        how.once(session, public_id)
        see_version(one, version)
        if one.until_on is not None:
            raise Refusal(_("Người này đã thôi làm hòa giải viên từ %(day)s.", day=show_date(one.until_on)))
        if given.ground not in ENDINGS:
            raise Refusal(_("Chọn căn cứ thôi làm hòa giải viên."), "ground")
        leads = leader_row(session, team.id)
        leading = leads is not None and leads.mediator_id == one.id
        first = max([one.from_on, *([leads.from_on] if leads is not None and leading else [])])
        if not first <= given.until_on <= how.today:
            raise Refusal(_("Ghi một ngày từ %(first)s đến hôm nay.", first=show_date(first)), "until_on")
        one.until_on, one.release_ground, one.release_document = given.until_on, given.ground, given.document
        one.version += 1
        if leads is not None and leading:
            leads.until_on = given.until_on
            team.version += 1
        shut_out(session, one)
        lead_no_more(session, chain, one, hamlet.id, how, stays=False)
        how.journal(session, chain, "mediator.release", {
            "team": team.public_id, "mediator": public_id, "until_on": given.until_on.isoformat(),
            "ground": given.ground, "document": given.document, "led": leading})


def take_back_release(public_id: str, version: int, how: Keeping) -> None:
    """Undo a release that was written down by mistake; the post of leader is not given back with it.

    Raises Stale, FormKeyUsed, Refusal where the team ended or the same person is its mediator again.
    """
    with writing() as session:
        one, team, _hamlet, chain = kept_mediator(session, public_id, how)
        how.once(session, public_id)
        see_version(one, version)
        see_working(team)
        if one.until_on is None:
            return
        if any(is_same(other, one.name, one.birth_year) for other in members(session, team.id)):
            raise Refusal(_("%(name)s đang là hòa giải viên của tổ này.", name=one.name))
        if one.account_id is not None and one.account_id in _bound_elsewhere(session, one):
            one.account_id = None
        one.until_on, one.release_ground, one.release_document = None, "", ""
        one.version += 1
        let_in(session, one)
        how.journal(session, chain, "mediator.release-undo", {"team": team.public_id, "mediator": public_id})


def bind_account(public_id: str, version: int, account: str, how: Keeping) -> None:
    """Say with which account (public id) a mediator signs in; empty: with none. Raises Stale, Refusal, FormKeyUsed."""
    with writing() as session:
        one, team, hamlet, chain = kept_mediator(session, public_id, how)
        how.once(session, public_id)
        see_version(one, version)
        see_working(team)
        if one.until_on is not None:
            raise Refusal(_("Người này đã thôi làm hòa giải viên từ %(day)s.", day=show_date(one.until_on)))
        chosen = _account(session, account, hamlet, one, how.today)
        if one.account_id == (chosen.id if chosen else None):
            return
        before = _key_of(session, one.account_id)
        shut_out(session, one)
        one.account_id = chosen.id if chosen else None
        one.version += 1
        session.flush()
        let_in(session, one)
        how.journal(session, chain, "mediator.account", {"team": team.public_id, "mediator": public_id,
                                                         "account": [before, account or None]})


def note_training(team: str, given: GivenTraining, how: Keeping) -> None:
    """A course that mediators of a team took part in, once for each of them. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        row, _hamlet, chain = kept_team(session, team, how)
        how.once(session, team)
        if given.held_on > how.today:
            raise Refusal(_("Ngày %(day)s chưa đến.", day=show_date(given.held_on)), "held_on")
        taught = session.scalars(sa.select(Mediator).where(
            Mediator.team_id == row.id, Mediator.public_id.in_(given.mediators)).order_by(Mediator.id)).all()
        if not taught or len(taught) != len(set(given.mediators)):
            raise Refusal(_("Chọn những hòa giải viên của tổ đã dự lớp."), "mediators")
        for one in taught:
            if session.scalar(_courses(one.id, given.held_on, given.what).limit(1)) is not None:
                raise Refusal(_("%(name)s đã được ghi dự lớp này.", name=one.name), "mediators")
            session.add(Training(mediator_id=one.id, held_on=given.held_on, what=given.what, hours=given.hours,
                                 organiser=given.organiser))
        how.journal(session, chain, "mediator.training", {
            "team": team, "mediators": sorted(one.public_id for one in taught), "held_on": given.held_on.isoformat()})


def take_back_training(public_id: str, held_on: date, what: str, how: Keeping) -> None:
    """Undo a course noted for a mediator by mistake. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        one, team, _hamlet, chain = kept_mediator(session, public_id, how)
        how.once(session, public_id)
        found = session.scalar(_courses(one.id, held_on, what))
        if found is None:
            return
        session.delete(found)
        how.journal(session, chain, "mediator.training-undo", {
            "team": team.public_id, "mediator": public_id, "held_on": held_on.isoformat()})


# ---- what they share -------------------------------------------------------------------------------------------------


def kept_mediator(session: Session, public_id: str, how: Keeping) -> tuple[Mediator, Team, Unit, Chain]:
    """A mediator with the team and hamlet, under the hamlet's lock; raises Refusal (404)."""
    home = session.execute(sa.select(Mediator.id, Team.public_id).join(Team, Team.id == Mediator.team_id)
                           .where(Mediator.public_id == public_id)).one_or_none()
    if home is None:
        raise unknown()
    team, hamlet, chain = kept_team(session, home.public_id, how)
    return session.get_one(Mediator, home.id, populate_existing=True), team, hamlet, chain


def is_same(one: Any, name: str, birth_year: int | None) -> bool:
    """Whether somebody is the person with that name; two years of birth that differ make two people."""
    return one.name_fold == fold(name) and (one.birth_year == birth_year or None in (one.birth_year, birth_year))


def check_entry(entry: MediatorEntry, today: date) -> None:
    """See that days and numbers of an election and recognition agree; raises Refusal at the field."""
    if entry.from_on > today:
        raise Refusal(_("Ngày %(day)s chưa đến.", day=show_date(entry.from_on)), "from_on")
    if entry.elected_on is not None and entry.elected_on > entry.from_on:
        raise Refusal(_("Ngày bầu phải trước hoặc đúng ngày công nhận."), "elected_on")
    if entry.term_until is not None and entry.term_until <= entry.from_on:
        raise Refusal(_("Nhiệm kỳ phải hết sau ngày công nhận."), "term_until")
    if (entry.votes is None) != (entry.households is None):
        raise Refusal(_("Ghi cả số phiếu đồng ý và số hộ, hoặc để trống cả hai."),
                      "votes" if entry.votes is None else "households")
    if entry.votes is not None and entry.households is not None and entry.votes > entry.households:
        raise Refusal(_("Số phiếu đồng ý không thể nhiều hơn số hộ."), "votes")


def _check_leading_since(session: Session, one: Mediator, from_on: date) -> None:
    led = session.scalar(sa.select(sa.func.min(TeamLeader.from_on)).where(TeamLeader.mediator_id == one.id))
    if led is not None and from_on > led:
        raise Refusal(_("Người này là tổ trưởng từ %(day)s: ghi ngày công nhận từ đó trở về trước.",
                        day=show_date(led)), "from_on")


def _account(session: Session, public_id: str, hamlet: Unit, one: Mediator, today: date) -> Account | None:
    """The account that was chosen; raises Refusal at the field for one that cannot be this mediator's."""
    if not public_id:
        return None
    wanted = {row.public_id: row for row in may_be_bound(session, hamlet.id, one.id, today)}
    if public_id not in wanted:
        raise Refusal(_("Chọn tài khoản có vai trò hòa giải viên ở thôn, chưa gắn với người khác."), "account")
    return session.get_one(Account, wanted[public_id].id)


def _bound_elsewhere(session: Session, one: Mediator) -> Sequence[int | None]:
    return session.scalars(sa.select(Mediator.account_id).where(
        Mediator.id != one.id, Mediator.until_on.is_(None), Mediator.account_id.is_not(None))).all()


def _key_of(session: Session, account_id: int | None) -> str | None:
    return session.scalar(sa.select(Account.public_id).where(Account.id == account_id)) if account_id else None


def _courses(mediator_id: int, held_on: date, what: str) -> sa.Select[Training]:
    return sa.select(Training).where(Training.mediator_id == mediator_id, Training.held_on == held_on,
                                     Training.what == what)
