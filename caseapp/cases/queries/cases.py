"""One case: its row, acts, clocks, the dossiers it belongs to; statements are built once."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import Act, Assignment, CaseFile, Status
from caseapp.db import reading
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier, Link
from caseapp.dossiers.scope import READABLE, VISIBLE, scope
from caseapp.law.limits import Nature
from caseapp.staff.models import Account, Unit
from caseapp.staff.viewer import Viewer

Row = Any      # a row of one of the statements below; its names are the columns selected there

PETITION_OF = "petition"     # what a link from a visit to the petition it took in says

_handler, _resolver, _entered, _proposed = aliased(Account), aliased(Account), aliased(Account), aliased(Account)
_author = aliased(Account)
_DOSSIER = (
    Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
    Dossier.sealed, Dossier.code, Dossier.subject, Dossier.state, Dossier.author_id, Dossier.handler_id, Dossier.awaits,
    Dossier.proposed, Dossier.proposed_on, Dossier.opened_on, Dossier.closed_on, Dossier.next_due, Dossier.moved_on,
    Dossier.made_at, Dossier.version)
_CASE = tuple(column for column in CaseFile.__table__.c if column.name != "dossier_id")
_ONE = (
    sa.select(*_DOSSIER, *_CASE, _handler.display_name.label("handler"), _handler.public_id.label("handler_key"),
              _resolver.display_name.label("resolver"), _resolver.title.label("resolver_title"),
              _author.display_name.label("author"),
              Unit.name.label("unit_name"), Unit.level.label("unit_level"), Unit.seat.label("unit_seat"))
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .join(_author, _author.id == Dossier.author_id)
    .outerjoin(_handler, _handler.id == Dossier.handler_id)
    .outerjoin(_resolver, _resolver.id == CaseFile.resolver_id)
    .where(Dossier.public_id == sa.bindparam("public_id")))
_SEEN, _READ = _ONE.where(VISIBLE), _ONE.where(READABLE)
ACTS = (
    sa.select(Act.id, Act.public_id, Act.code, Act.status, Act.place, Act.happened_on, Act.entered_at, Act.late,
              Act.on_paper, Act.state, Act.document, Act.form, Act.signer, Act.signer_post, Act.details, Act.reason,
              Act.corrected, Act.proposed_at, _entered.display_name.label("entered_by"),
              _proposed.display_name.label("proposed_by"), Act.proposed_by.label("proposed_by_id"))
    .outerjoin(_entered, _entered.id == Act.entered_by).outerjoin(_proposed, _proposed.id == Act.proposed_by)
    .where(Act.dossier_id == sa.bindparam("id"), Act.status.not_in((Status.DROPPED, Status.UNDONE)))
    .order_by(Act.place, Act.id))
CLOCKS = (
    sa.select(Clock.public_id, Clock.rule, Clock.nature, Clock.unit, Clock.start_on, Clock.due_on, Clock.safe_on,
              Clock.paused_on, Clock.confirmed, Clock.receipt_no, Clock.ended_on, Clock.ended_by, Clock.result)
    .where(Clock.dossier_id == sa.bindparam("id")).order_by(Clock.id))
_RECEIPTS = (
    sa.select(Clock.public_id, ClockReceipt.text)
    .join(ClockReceipt, sa.and_(ClockReceipt.clock_id == Clock.id, ClockReceipt.no == Clock.receipt_no))
    .where(Clock.dossier_id == sa.bindparam("id")))
_TEAM = (
    sa.select(Assignment.duty, Assignment.from_on, Assignment.until_on, Assignment.reason, Account.id,
              Account.public_id,
              Account.display_name.label("name"), Account.title)
    .join(Account, Account.id == Assignment.account_id)
    .where(Assignment.dossier_id == sa.bindparam("id")).order_by(Assignment.duty, Assignment.id))
# What is linked to the case, and the visits at which its petitions were handed in, each with its latest duty.
_direct = sa.union(
    sa.select(Link.other_id.label("id"), Link.what).where(Link.dossier_id == sa.bindparam("id")),
    sa.select(Link.dossier_id, Link.what).where(Link.other_id == sa.bindparam("id"))).cte("direct")
_linked = sa.union(
    sa.select(_direct.c.id, _direct.c.what),
    sa.select(Link.dossier_id, Link.what).where(
        Link.what == PETITION_OF, Link.other_id.in_(sa.select(_direct.c.id)))).subquery()
LINKED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.subject, Dossier.state, Dossier.opened_on, Dossier.made_at, _linked.c.what,
              Clock.public_id.label("clock"), Clock.rule, Clock.nature, Clock.unit, Clock.start_on, Clock.due_on,
              Clock.safe_on, Clock.paused_on, Clock.confirmed, Clock.ended_on, Clock.ended_by)
    .join(_linked, _linked.c.id == Dossier.id)
    .outerjoin(Clock, Clock.id == (
        sa.select(sa.func.max(Clock.id)).where(Clock.dossier_id == Dossier.id, Clock.nature == Nature.DUTY)
        .correlate(Dossier).scalar_subquery()))
    .where(READABLE, Dossier.id != sa.bindparam("id")).order_by(Dossier.opened_on, Dossier.id))


def find_case(viewer: Viewer, public_id: str) -> Row | None:
    """The case with everything of its own row, or None: absent and forbidden are the same."""
    return reading().execute(_SEEN, {"public_id": public_id, **scope(viewer)}).first()


def find_to_read(viewer: Viewer, public_id: str) -> Row | None:
    """The same, also of a case that another unit handed over to one of the viewer's: to be read, not acted on."""
    return reading().execute(_READ, {"public_id": public_id, **scope(viewer)}).first()


def acts_of(case_id: int) -> Sequence[Row]:
    """Acts, proposals and what was sent back, in the order they were done; ``place`` None for what was not done."""
    return reading().execute(ACTS, {"id": case_id}).all()


def clocks_of(case_id: int) -> Sequence[Row]:
    """Clocks of a case, oldest first."""
    return reading().execute(CLOCKS, {"id": case_id}).all()


def receipts_of(case_id: int) -> dict[str, str]:
    """The latest receipt of every clock of a case, by the clock's public id."""
    return {row.public_id: row.text for row in reading().execute(_RECEIPTS, {"id": case_id})}


def team_of(case_id: int) -> Sequence[Row]:
    """Who works on it now (``until_on`` None) and who did."""
    return reading().execute(_TEAM, {"id": case_id}).all()


def linked_to(viewer: Viewer, case_id: int) -> Sequence[Row]:
    """Petitions and other dossiers of a case that the viewer may see; ``what`` says how they belong to it."""
    return reading().execute(LINKED, {"id": case_id, **scope(viewer)}).all()
