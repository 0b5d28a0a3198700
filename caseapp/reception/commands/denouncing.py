"""From a sealed visit to its case: envelope, custodian and accused accounts go along, and the visit is done with."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.denouncing import open_denunciation, open_information
from caseapp.cases.commands.opening import CASE_OF, GivenCase, GivenDenouncer, Opening
from caseapp.cases.commands.work import Happened
from caseapp.cases.kinds.denunciation_letters import LETTERS
from caseapp.cases.kinds.denunciation_practice import ORAL
from caseapp.cases.rules import details_of
from caseapp.db import writing
from caseapp.dossiers.acting import Acting, roles_left
from caseapp.dossiers.clocks import meet_clocks
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Accused, Dossier, Link
from caseapp.law.reception import FOLLOW_UP, REPLY
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.reception.commands.logging import see_envelope
from caseapp.reception.kinds.visit import DONE, WAITING
from caseapp.reception.models import Paper, Visit
from caseapp.reception.rules import is_information
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import by_the_day
from caseapp.workflow.engine import Refused

OPENING: Final = frozenset({"reception", "supervisor"})
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
NOT_WAITING: Final = mark("Lượt tiếp này không còn chờ xử lý: chỉ lượt đang chờ mới mở vụ việc tố cáo.")
ENVELOPE_FIRST: Final = mark("Chưa ghi số phong bì. Sửa lượt tiếp để ghi trước khi mở vụ việc.")
RESULT: Final = "case"      # what the visit's clock ended with


@dataclass(frozen=True, slots=True)
class GivenFromVisit:
    """What is asked beside the lines of the visit; ``against``: whose act it is, a code of the table of competence."""

    against: str = ""
    handler_id: int | None = None
    forwarded_by: str = ""
    traits: str = ""


def open_from_visit(given: GivenFromVisit, how: Acting) -> Dossier:
    """Open the denunciation of a sealed visit, or information where nobody knows who brought it (LTC 24, 25).

    One transaction: the visit's own clock ends, both are tied. Raises Refused, Refusal at “against”, Stale, NotFound
    for an account it accuses, FormKeyUsed.
    """
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        at = by_the_day(how.today)
        if how.form_key:
            use_form_key(session, how.form_key, how.by, at, result=str(how.dossier_id))
        dossier = lock_dossier(session, how.dossier_id, how.version)
        visit = session.get_one(Visit, how.dossier_id)
        _see_open(dossier, visit, roles_left(session, how))
        opening = Opening(how.by, at, how.today, how.calendar)
        if is_information(visit.identity):
            case = open_information(session, chain, _given(session, dossier, visit, given), opening)
        else:
            case = open_denunciation(session, chain, _given(session, dossier, visit, given), opening,
                                     against=given.against)
        _answer(session, chain, dossier, case, how)
    return case


def waits_for_case(state: str, identity: str | None) -> bool:
    """Whether a sealed visit may still become a case.

    Information waits for nobody: its visit was settled at the counter, and can be taken up all the same.
    """
    return state in {one.code for one in WAITING} or (is_information(identity) and state == DONE.code)


def _see_open(dossier: Dossier, visit: Visit, roles: frozenset[str]) -> None:
    if not roles & OPENING:
        raise Refused(NOT_YOURS)
    if not dossier.sealed or not waits_for_case(dossier.state, visit.identity):
        raise Refused(NOT_WAITING)
    if not visit.envelope and not is_information(visit.identity):
        raise Refusal(_(ENVELOPE_FIRST), "envelope", 422)


def _given(session: Session, dossier: Dossier, visit: Visit, given: GivenFromVisit) -> GivenCase:
    """The case as its visit tells it; told by mouth where no paper was handed over."""
    if session.scalar(sa.select(Link.other_id).where(Link.dossier_id == dossier.id, Link.what == CASE_OF)) is not None:
        raise Refused(NOT_WAITING)
    papers = session.scalar(sa.select(sa.func.count()).where(Paper.dossier_id == dossier.id)) or 0
    accused = session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == dossier.id)).all()
    traits = f"{given.traits} {'' if papers else ORAL}".strip()
    return GivenCase(
        visit.content, visit.held_on, field=visit.field, respondent=visit.accused_name,
        respondent_post=visit.accused_post, forwarded_by=given.forwarded_by, handler_id=given.handler_id, traits=traits,
        denouncer=GivenDenouncer(visit.envelope or "", visit.identity or "", visit.custodian_id, accused,
                                 dossier.code or ""))


def _answer(session: Session, chain: Chain, dossier: Dossier, case: Dossier, how: Acting) -> None:
    """The visit is done: what follows is the case's."""
    meet_clocks(session, dossier, (REPLY.code, FOLLOW_UP.code), on=how.today, result=RESULT)
    dossier.state, dossier.awaits, dossier.closed_on = DONE.code, DONE.awaits, how.today
    dossier.moved_on = max(dossier.moved_on, how.today)
    dossier.version += 1
    session.add(Link(dossier_id=dossier.id, other_id=case.id, what=CASE_OF))
    record(session, chain, act="visit.open-case", by=how.by, at=by_the_day(how.today), dossier=dossier.id, sealed=True,
           facts={"case": case.public_id, "kind": case.kind})


def see_visit_envelopes(session: Session, chain: Chain, done: Any) -> None:
    """Told of an act on a case: a number under which a custodian seals again must be free among the visits, too."""
    if not isinstance(done, Happened) or done.act.code not in LETTERS or done.corrected:
        return
    number = str(details_of(done.act).get("new_envelope", "")).strip()
    if not number:
        return
    try:
        see_envelope(session, chain.unit_id, number, done.act.happened_on.year, by=done.work.how.by)
    except Refusal as taken:
        raise Refusal(taken.message, "new_envelope", 422) from taken
