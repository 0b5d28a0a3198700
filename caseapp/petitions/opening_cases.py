"""A petition that is to be resolved here: it opens the case of the right kind, or goes into one that is open."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import (
    GivenCase,
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
from caseapp.dossiers.models import Dossier, Party
from caseapp.ledger.models import Chain
from caseapp.petitions.models import Petition

COMPLAINT, DISCIPLINE, FEEDBACK = "complaint", "discipline", "feedback"
# Against a disciplinary decision another procedure is followed (LKN 47 to 58).
DISCIPLINARY: Final = "disciplinary"


def open_its_case(session: Session, chain: Chain, done: Happened) -> None:
    """Told of acts on petitions: the one that opens a case opens it, in the same transaction.

    Raises Refusal at “joins” for a number that no open case bears, LawError for a day that cannot be counted from.
    """
    if done.work.kind.code != PETITION.code or done.act.code != "open-case" or done.corrected:
        return      # whoever corrects the day of an act opens no second case
    work, number = done.work, details_of(done.act).get("joins", "")
    if number:
        found = find_open_case(session, work.dossier.unit_id, number, work.how.today)
        case = session.get_one(Dossier, found.id)
        add_complainants(session, case, _people(session, work.dossier.id))
        session.flush()
        find_case_again(session, case, session.get_one(CaseFile, case.id))
    else:
        case = open_case(session, chain, kind_for(_sorting(work)), _given(session, work),
                         Opening(work.how.by, work.how.at, work.how.today, work.how.calendar))
    join_case(session, chain, work.dossier, case, by=work.how.by, at=work.how.at)


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


def _people(session: Session, dossier_id: int) -> list[int]:
    return list(session.scalars(
        sa.select(Party.person_id).where(Party.dossier_id == dossier_id).order_by(Party.position, Party.id)))


def _given(session: Session, work: Work) -> GivenCase:
    """The case as its petition tells it: its limits run from the day the office received the petition."""
    case = work.case
    return GivenCase(
        case.content, case.received_on, _people(session, work.dossier.id), case.people_count, case.nomination,
        case.field, case.respondent, case.respondent_post, case.contested, case.contested_paper, case.demand,
        case.forwarded_by, work.dossier.handler_id)
