"""From a visit to its petition and case: registered, opened or joined in one step, and cancelled together."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.cancelling import cancel_case, leave_case
from caseapp.cases.commands.opening import (
    GivenCase,
    Opening,
    add_complainants,
    find_case_again,
    join_case,
    open_complaint,
)
from caseapp.cases.kinds.petition import VOID
from caseapp.cases.models import CaseFile
from caseapp.cases.queries.joining import find_joinable
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.petitions.commands import GivenPetition, cancel_petition, register_petition
from caseapp.reception.models import Visit
from caseapp.reception.queries.petitions import PETITION_OF, Held, petitions_of
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

HAS_OTHERS: Final = mark(
    "%(petition)s của lượt này đã mở %(case)s, nơi có cả đơn khác. Hủy %(case)s trước, rồi hủy số này.")
UNDER_WAY: Final = mark(
    "%(petition)s của lượt này đã mở %(case)s, nay %(state)s: không hủy số được nữa, chỉ hủy được khi vụ việc còn chờ "
    "thụ lý.")
TOGETHER: Final = mark(
    "%(petition)s của lượt này nằm trong %(case)s. Hủy %(case)s trước, hoặc đánh dấu để hủy cùng một lần.")
NOT_ALONE: Final = mark("%(petition)s của lượt này nằm trong %(case)s. Đánh dấu để hủy số của đơn cùng một lần.")
STAYS_COMPLAINT: Final = mark(
    "%(petition)s của lượt này nằm trong %(case)s: không đổi loại được. Ghi nhầm thì hủy số, rồi ghi lại.")
END_FIRST: Final = mark(
    "%(petition)s của lượt này đã mở %(case)s, nay %(state)s: chưa chuyển sang sổ tố cáo được. Người đứng đầu kết thúc "
    "%(case)s trước.")


@dataclass(frozen=True, slots=True)
class GivenTaking:
    """What is asked of a petition beside the lines of its visit; ``joins``: the number of an open complaint, or empty.

    ``received_on``: the civil day the office got it; None when that was the day of the visit.
    """

    respondent: str = ""
    contested: str | None = None
    contested_paper: str = ""
    dated_on: date | None = None
    joins: str = ""
    received_on: date | None = None


def take_in_petition(session: Session, chain: Chain, dossier: Dossier, visit: Visit, given: GivenTaking,
                     how: Opening) -> None:
    """Register the petition of a visit and open a complaint with it, or lay it into the one it names.

    Under the chain lock, in the visit's own transaction. Raises Refusal at “joins”, LawError for an uncounted day.
    """
    received_on = given.received_on or visit.held_on
    people = _complainants(session, dossier.id)
    petition = register_petition(session, chain, GivenPetition(
        visit.content, received_on, people, visit.people_count or max(len(people), 1), dated_on=given.dated_on),
        by=how.by, at=how.at)
    session.add(Link(dossier_id=dossier.id, other_id=petition.id, what=PETITION_OF))
    ids = [person for person, _name in people]
    if given.joins:
        case = session.get_one(Dossier, find_joinable(session, dossier.unit_id, given.joins, how.today).id)
        add_complainants(session, case, ids)
        find_case_again(session, case, session.get_one(CaseFile, case.id))
    else:
        case = open_complaint(session, chain, GivenCase(
            visit.content, received_on, ids, visit.people_count or max(len(people), 1), visit.nomination, visit.field,
            respondent=given.respondent, contested=given.contested, contested_paper=given.contested_paper), how)
    join_case(session, chain, petition, case, by=how.by, at=how.at)
    # Which case it is stands in the case's own journal alone: what a visit tells must not lead to other people.
    record(session, chain, act="visit.take-petition", by=how.by, at=how.at, dossier=dossier.id,
           facts={"petition": petition.public_id, "received_on": received_on.isoformat(), "opened": not given.joins})


def _complainants(session: Session, visit_id: int) -> Sequence[tuple[int, str]]:
    """Ids and names of whoever complains: those who are spoken for, or else everybody who came."""
    rows = session.execute(
        sa.select(Party.role, Person.id, Person.name).join(Person, Person.id == Party.person_id)
        .where(Party.dossier_id == visit_id).order_by(Party.position, Party.id)).all()
    absent = [row for row in rows if row.role == "represented"]
    return [(row.id, row.name) for row in absent or rows]


def void_flaw(held: Held) -> Refusal | None:
    """Why a visit cannot be cancelled while its petition lies in this case, even together with it."""
    if not held.opened or (not held.others and not held.under_way and not held.state.closed):
        return None
    return refused(UNDER_WAY if held.under_way or held.state.closed else HAS_OTHERS, held)


def refused(words: str, held: Held, field: str | None = None) -> Refusal:
    """A sentence about a petition and its case."""
    state = _(held.state.label)
    values = {"petition": held.petition_number, "case": held.number, "state": state[:1].lower() + state[1:]}
    return Refusal(_(words, **values), field, 422 if field else 409)


def cancel_together(session: Session, chain: Chain, visit: Dossier, reason: str, *, whole: bool, by: int, at: datetime,
                    today: date) -> None:
    """Cancel, with the number of a visit, its petition and the case that it alone opened.

    Raises Refusal when nobody asked for that (``whole``), or when the case has gone on meanwhile.
    """
    for held in petitions_of(session, visit.id):
        if not held.living:
            continue
        if flaw := void_flaw(held):
            raise flaw
        if not whole:
            raise refused(TOGETHER if held.opened else NOT_ALONE, held, "whole")
        cancel(session, chain, held, reason, by=by, at=at, today=today)


def cancel(session: Session, chain: Chain, held: Held, reason: str, *, by: int, at: datetime, today: date) -> None:
    """Cancel a petition's number, and the case's with it when nothing else lies in it; tied to nothing afterwards."""
    petition, case = session.get_one(Dossier, held.petition.id), session.get_one(Dossier, held.case.id)
    if not held.alone:
        leave_case(session, chain, petition, case, by=by, at=at)
    session.execute(sa.delete(Link).where(sa.or_(Link.dossier_id == petition.id, Link.other_id == petition.id)))
    if petition.state != VOID.code:
        cancel_petition(session, chain, petition, by=by, at=at, today=today)
    if held.living and held.alone:
        cancel_case(session, chain, case, reason, by=by, at=at, today=today)
