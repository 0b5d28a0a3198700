"""The disputes of whoever mediates, and one dispute whole; the office reads the same page through its own scope."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import ActFile, CaseFile, CaseNote, Mention
from caseapp.cases.queries import cases
from caseapp.cases.queries.parts import Part, Row
from caseapp.db import reading
from caseapp.dossiers.models import Attachment, Clock, Dossier, Party
from caseapp.dossiers.scope import MEDIATED, VISIBLE, mediated, scope
from caseapp.law.limits import Nature
from caseapp.mediation.dispute import Dispute, FollowUp, Interest, Invited, Joint, MediatedBy, Promised
from caseapp.mediation.models import Mediator, Team
from caseapp.people.models import Person
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

PAGE: Final = 25
_me = sa.bindparam("me", type_=sa.Integer())
_id = sa.bindparam("id", type_=sa.Integer())
_HEAD = (
    Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
    Dossier.subject, Dossier.state, Dossier.awaits, Dossier.next_due, Dossier.opened_on, Dossier.closed_on,
    Dossier.moved_on, Dossier.version)
_DISPUTE = tuple(column for column in Dispute.__table__.c if column.name not in {"dossier_id", "kind", "unit_id"})


def _first_of(side: str) -> sa.ScalarSelect[str]:
    """The name of the first party on a side."""
    return (sa.select(Person.name).join(Party, Party.person_id == Person.id)
            .where(Party.dossier_id == Dossier.id, Party.role == side)
            .order_by(Party.position).limit(1).correlate(Dossier).scalar_subquery())


_LEAD = (
    sa.select(Mediator.name).join(MediatedBy, MediatedBy.mediator_id == Mediator.id)
    .where(MediatedBy.dossier_id == Dossier.id, MediatedBy.lead, MediatedBy.until_on.is_(None))
    .limit(1).correlate(Dossier).scalar_subquery())
_MINE = sa.exists().where(
    MediatedBy.dossier_id == Dossier.id, MediatedBy.until_on.is_(None), Mediator.id == MediatedBy.mediator_id,
    Mediator.account_id == _me)
_CALLED = sa.exists().where(
    CaseNote.dossier_id == Dossier.id, Mention.note_id == CaseNote.id, Mention.account_id == _me,
    Mention.read_at.is_(None))
# The duty that makes a dispute due.
_DUTY = (
    sa.select(sa.func.min(Clock.id)).where(
        Clock.dossier_id == Dossier.id, Clock.ended_by.is_(None), Clock.nature == Nature.DUTY,
        Clock.due_on == Dossier.next_due).correlate(Dossier).scalar_subquery())
_LIST = (
    sa.select(*_HEAD, Dispute.scope, Dispute.matter, Dispute.outcome, Dispute.urgent_on, Dispute.passed_on,
              Unit.name.label("unit_name"), Clock.rule, Clock.unit, Clock.safe_on, Promised.what.label("promised"),
              Promised.public_id.label("promise"), _first_of("party-a").label("party_a"),
              _first_of("party-b").label("party_b"), _LEAD.label("lead"), _MINE.label("mine"),
              _CALLED.label("called"))
    .join(Dispute, Dispute.dossier_id == Dossier.id).join(Unit, Unit.id == Dossier.unit_id)
    .outerjoin(Clock, Clock.id == _DUTY).outerjoin(Promised, Promised.clock_id == Clock.id)
    .where(MEDIATED).limit(PAGE + 1).offset(sa.bindparam("skip", type_=sa.Integer())))
_OPEN = _LIST.where(Dossier.closed_on.is_(None)).order_by(
    Dossier.next_due.is_(None), Dossier.next_due, Dossier.opened_on, Dossier.id)
_ENDED = _LIST.where(Dossier.closed_on.is_not(None)).order_by(Dossier.closed_on.desc(), Dossier.id.desc())
_handler = aliased(Account)
_ONE = (
    sa.select(*_HEAD, *_DISPUTE, CaseFile.kind, CaseFile.opening, CaseFile.traits, CaseFile.content,
              CaseFile.people_count, CaseFile.nomination, CaseFile.respondent, CaseFile.contested_paper,
              CaseFile.remote, Dossier.author_id, Dossier.handler_id, Dossier.sealed, Dossier.proposed,
              Dossier.proposed_on, Dossier.made_at, Unit.name.label("unit_name"), Unit.parent_id,
              Team.name.label("team_name"), Team.public_id.label("team"), _handler.display_name.label("handler"))
    .join(CaseFile, CaseFile.dossier_id == Dossier.id).join(Dispute, Dispute.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id).join(Team, Team.id == Dispute.team_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .where(Dossier.public_id == sa.bindparam("public_id"), sa.or_(VISIBLE, MEDIATED)))

# ── what lies beneath one dispute ──

_joint_team = aliased(Team)
_PARTS = {
    "acts": cases.ACTS, "clocks": cases.CLOCKS,
    # Nothing sealed is named beside a dispute, whoever reads it.
    "linked": cases.LINKED.where(Dossier.sealed.is_(False)),
    "people": (
        sa.select(Party.id, Party.role, Party.position, Person.public_id, Person.name, Person.name_fold,
                  Person.birth_year, Person.sex, Person.phone, Person.commune, Person.address, Person.nature,
                  Person.id_masked)
        .join(Person, Person.id == Party.person_id).where(Party.dossier_id == _id)
        .order_by(Party.role, Party.position, Party.id)),
    "mediators": (
        sa.select(MediatedBy.id, Mediator.public_id, Mediator.name, Mediator.phone, Mediator.account_id,
                  MediatedBy.chosen, MediatedBy.lead, MediatedBy.from_on, MediatedBy.until_on, MediatedBy.replaced,
                  MediatedBy.took_part, MediatedBy.breach, Team.name.label("team"), Team.unit_id)
        .join(Mediator, Mediator.id == MediatedBy.mediator_id).join(Team, Team.id == Mediator.team_id)
        .where(MediatedBy.dossier_id == _id)
        .order_by(MediatedBy.until_on.is_not(None), MediatedBy.lead.desc(), MediatedBy.id)),
    "interests": (
        sa.select(Mediator.public_id, Mediator.name, Interest.why, Interest.noted_on)
        .join(Mediator, Mediator.id == Interest.mediator_id).where(Interest.dossier_id == _id)
        .order_by(Interest.noted_on, Interest.mediator_id)),
    "invited": (
        sa.select(Invited.name, Invited.standing, Invited.agreed_on).where(Invited.dossier_id == _id)
        .order_by(Invited.id)),
    "joint": (
        sa.select(_joint_team.public_id, _joint_team.name, Joint.since_on, Joint.fronts_told_on)
        .join(_joint_team, _joint_team.id == Joint.team_id).where(Joint.dossier_id == _id)
        .order_by(Joint.since_on, Joint.team_id)),
    "promises": (
        sa.select(Promised.public_id, Promised.position, Promised.side, Promised.who, Promised.what, Promised.due_on,
                  Promised.state, Promised.ended_on, Promised.said, Promised.passed_on,
                  Clock.public_id.label("clock"), Clock.safe_on, Clock.unit)
        .outerjoin(Clock, Clock.id == Promised.clock_id).where(Promised.dossier_id == _id)
        .order_by(Promised.position)),
    "follow_ups": (
        sa.select(FollowUp.held_on, FollowUp.manner, FollowUp.found, Promised.public_id.label("promise"),
                  Account.display_name.label("by"))
        .join(Account, Account.id == FollowUp.made_by).outerjoin(Promised, Promised.id == FollowUp.promise_id)
        .where(FollowUp.dossier_id == _id).order_by(FollowUp.held_on, FollowUp.id)),
    "files": (
        sa.select(Attachment.public_id, Attachment.name, Attachment.type, Attachment.size, Attachment.added_at,
                  ActFile.act_id, Account.display_name.label("by"))
        .outerjoin(ActFile, ActFile.attachment_id == Attachment.id)
        .join(Account, Account.id == Attachment.added_by).where(Attachment.dossier_id == _id)
        .order_by(Attachment.id)),
    "notes": (
        sa.select(CaseNote.id, CaseNote.text, CaseNote.at, Account.display_name.label("by"),
                  sa.exists().where(Mention.note_id == CaseNote.id, Mention.account_id == _me,
                                    Mention.read_at.is_(None)).label("unread"))
        .join(Account, Account.id == CaseNote.by).where(CaseNote.dossier_id == _id).order_by(CaseNote.id)),
}
_READ = {name: Part(name, statement) for name, statement in _PARTS.items()}
_WHOLE = sa.select(*(part.column for part in _READ.values()))


@dataclass(frozen=True, slots=True)
class Whole:
    """What the page of a dispute shows beneath its own row; each part in its order, with the columns selected above.

    ``people``: parties by side (``role``); ``mediators``: those of now first, the leading one before all, then whoever
    was replaced; ``notes``: what the leader or the chair was told of, ``unread`` by the viewer; ``linked``: petitions
    the viewer may read.
    """

    acts: Sequence[Row]
    clocks: Sequence[Row]
    linked: Sequence[Row]
    people: Sequence[Row]
    mediators: Sequence[Row]
    interests: Sequence[Row]
    invited: Sequence[Row]
    joint: Sequence[Row]
    promises: Sequence[Row]
    follow_ups: Sequence[Row]
    files: Sequence[Row]
    notes: Sequence[Row]

    @property
    def mediating(self) -> list[Row]:
        """Who mediates now, whoever leads first."""
        return [one for one in self.mediators if one.until_on is None]

    def side(self, role: str) -> list[Row]:
        """The parties on one side."""
        return [one for one in self.people if one.role == role]

    def unread(self) -> list[int]:
        """Notes that tell the viewer something he has not seen: ``cases.commands.mentioning.have_read``."""
        return [one.id for one in self.notes if one.unread]


def disputes_of(viewer: Viewer, *, ended: bool = False, skip: int = 0) -> Sequence[Row]:
    """What the viewer mediates and, for a leader, all of the team: the earliest due first; one more than a page.

    ``rule``, ``unit``, ``safe_on`` belong to the duty of ``next_due``; ``promised``: what was promised by that day;
    ``mine``: the viewer mediates it now; ``called``: there is something new to be told of it. ``ended``: those that
    came to rest, the latest first.
    """
    return reading().execute(_ENDED if ended else _OPEN, {"skip": skip, **mediated(viewer)}).all()


def find_dispute(viewer: Viewer, public_id: str) -> Row | None:
    """A dispute with everything of its own rows, or None: absent and forbidden are the same."""
    values = {"public_id": public_id, **scope(viewer), **mediated(viewer)}
    return reading().execute(_ONE, values).first()


def whole(viewer: Viewer, dispute: Row) -> Whole:
    """Everything beneath a dispute the viewer may see, in one statement."""
    row = reading().execute(_WHOLE, {"id": dispute.id, **scope(viewer)}).one()
    return Whole(*(part.read(getattr(row, name)) for name, part in _READ.items()))
