"""A petition that is to be resolved here: it opens the case of the right kind, or goes into one that is open."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.denouncing import open_denunciation, open_information
from caseapp.cases.commands.opening import (
    GivenCase,
    GivenDenouncer,
    Opening,
    add_complainants,
    find_case_again,
    join_case,
    open_case,
)
from caseapp.cases.commands.work import Happened, Work
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.models import CaseFile
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.joining import find_open_case
from caseapp.cases.rules import details_of
from caseapp.dossiers.models import Accused, Dossier, Party
from caseapp.ledger.models import Chain
from caseapp.petitions.models import Petition
from caseapp.petitions.taking_in import UNKNOWN
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

COMPLAINT, DISCIPLINE, FEEDBACK = "complaint", "discipline", "feedback"
# Against a disciplinary decision another procedure is followed (LKN 47 to 58).
DISCIPLINARY: Final = "disciplinary"
STAYS_ALONE: Final = mark("Đơn kín không đưa vào vụ việc khác: để trống để mở vụ việc tố cáo.")


def open_its_case(session: Session, chain: Chain, done: Happened) -> None:
    """Told of acts on petitions: the one that opens a case opens it, in the same transaction.

    Raises Refusal at “joins” for a number that no open case bears, LawError for a day that cannot be counted from.
    """
    if done.work.kind.code != PETITION.code or done.act.code != "open-case" or done.corrected:
        return      # whoever corrects the day of an act opens no second case
    work, number = done.work, details_of(done.act).get("joins", "")
    if work.dossier.sealed:      # it came out of an old book; whatever it was sorted as, it stays under seal
        if number:
            raise Refusal(_(STAYS_ALONE), "joins", 422)
        case = open_sealed(work, sealed_given(work))
    elif number:
        case = joined_case(work, number)
    else:
        case = open_case(session, chain, kind_for(_sorting(work)), given_case(work), opening_of(work))
    join_case(session, chain, work.dossier, case, by=work.how.by, at=work.how.at)


def joined_case(work: Work, number: str) -> Dossier:
    """The open case of the unit that bears a number, with whoever wrote this petition; raises Refusal at “joins”."""
    session = work.session
    case = session.get_one(Dossier, find_open_case(session, work.dossier.unit_id, number, work.how.today).id)
    add_complainants(session, case, people_of(session, work.dossier.id))
    session.flush()
    find_case_again(session, case, session.get_one(CaseFile, case.id))
    return case


def open_sealed(work: Work, given: GivenCase) -> Dossier:
    """The sealed case of a sealed petition; whoever cannot be found out brings information (LTC 25)."""
    unknown = given.denouncer is not None and given.denouncer.identity == UNKNOWN
    begin = open_information if unknown else open_denunciation
    return begin(work.session, work.chain, given, opening_of(work))


def sealed_given(work: Work, accused: Sequence[int] = (), **told: Any) -> GivenCase:
    """The sealed case as its petition tells it: who wrote it stands in no book of this office.

    ``accused``: accounts besides those the petition is kept from. ``told``: inputs of ``GivenDenouncer``, and who is
    accused (``respondent``, ``respondent_post``).
    """
    known = work.session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == work.dossier.id))
    denouncer = GivenDenouncer(told.get("envelope", ""), told.get("identity", ""), None, sorted({*known, *accused}))
    case = work.case
    return GivenCase(
        told.get("content") or case.content, case.received_on, field=case.field,
        respondent=told.get("respondent", case.respondent),
        respondent_post=told.get("respondent_post", case.respondent_post), forwarded_by=case.forwarded_by,
        traits=case.traits, handler_id=work.dossier.handler_id, denouncer=denouncer)


def opening_of(work: Work) -> Opening:
    """Whoever acts on the petition opens the case."""
    return Opening(work.how.by, work.how.at, work.how.today, work.how.calendar)


def note_sorting(session: Session, _chain: Chain, done: Happened) -> None:
    """Told of acts on petitions: what a petition was found to be is kept beside it, for lists and reports."""
    if done.work.kind.code != PETITION.code or done.act.code != "classify":
        return
    told = _sorting(done.work)
    session.execute(sa.update(Petition).where(Petition.dossier_id == done.work.dossier.id).values(
        content_kind=told["content_kind"], competent=told["competence"] == "own"))


def kind_for(sorting: Mapping[str, Any]) -> str:
    """The kind of case a sorted petition opens, of those that this office runs."""
    if sorting.get("content_kind") == FEEDBACK:
        return FEEDBACK
    disciplinary = DISCIPLINARY in sorting.get("circumstances", ())
    return DISCIPLINE if disciplinary and DISCIPLINE in PRACTICES else COMPLAINT


def _sorting(work: Work) -> Mapping[str, Any]:
    return next((details_of(act) for act in reversed(work.acts) if act.code == "classify"), {})


def people_of(session: Session, dossier_id: int) -> list[int]:
    """Ids of whoever wrote a petition, in order."""
    return list(session.scalars(
        sa.select(Party.person_id).where(Party.dossier_id == dossier_id).order_by(Party.position, Party.id)))


def given_case(work: Work) -> GivenCase:
    """The case as its petition tells it: its limits run from the day the office received the petition."""
    case = work.case
    return GivenCase(
        case.content, case.received_on, people_of(work.session, work.dossier.id), case.people_count, case.nomination,
        case.field, case.respondent, case.respondent_post, case.contested, case.contested_paper, case.demand,
        case.forwarded_by, work.dossier.handler_id)
