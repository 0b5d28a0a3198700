"""The case of a petition that an old book calls accepted: opened here with the days of then, or joined to one.

The book holds the petition and what was done with it, never the case. Whoever takes such a petition up tells what the
book does not: against what it is, and by which paper of which day the office accepted it. All of it is entered late and
marked so. Of a denunciation the petition is sealed, and so is the case.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import find_case_again, join_case, open_case
from caseapp.cases.commands.work import Work, take_up, working
from caseapp.cases.kinds.petition import IN_CASE, OFFICE, PETITION, RECEIVED
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Accused, Dossier, Link
from caseapp.dossiers.scope import CASE_OF
from caseapp.petitions.models import Petition
from caseapp.petitions.opening_cases import (
    COMPLAINT,
    DISCIPLINE,
    FEEDBACK,
    given_case,
    joined_case,
    open_sealed,
    opening_of,
    sealed_given,
)
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused, Way

KINDS: Final = MappingProxyType({
    COMPLAINT: mark("Khiếu nại"), DISCIPLINE: mark("Khiếu nại quyết định kỷ luật"),
    FEEDBACK: mark("Kiến nghị, phản ánh"),
})
"""What a petition of a book can become; only a complaint is accepted by a paper of a day that limits run from."""
ACCEPT: Final = "accept"
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
NOT_WAITING: Final = mark("Đơn này không phải đơn nhập từ sổ đang chờ mở vụ việc.")
SEALED: Final = mark("Đơn kín mở vụ việc tố cáo ở trang riêng.")
OPEN: Final = mark("Đơn này không kín: mở vụ việc ở trang của đơn.")
NO_ACCEPTING: Final = mark("Chỉ khiếu nại có thông báo thụ lý ghi ở đây; loại khác ghi ở trang vụ việc sau khi mở.")


@dataclass(frozen=True, slots=True)
class GivenBookCase:
    """What the book does not tell. ``joins``: number of a case that is open here already, then nothing else counts.

    ``accepted_on`` None: nothing shows that it was accepted; ``document``, ``signer``, ``signed_by``: of that notice.
    """

    kind: str = COMPLAINT
    joins: str = ""
    respondent: str = ""
    contested: str | None = None
    contested_paper: str = ""
    demand: str = ""
    nomination: str = ""
    accepted_on: date | None = None
    document: str = ""
    signer: str = ""
    signed_by: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class GivenBookDenunciation:
    """Of a sealed petition: the act without its writer, who is accused, where the writer's identity lies now."""

    content: str
    accused: tuple[str, str]
    envelope: str
    identity: str = ""
    accounts: tuple[int, ...] = ()


def waiting_states(sealed: bool) -> frozenset[str]:
    """Where a petition out of a book stands that has no case: accepted by the book; of a sealed one also unread."""
    return frozenset({IN_CASE.code, RECEIVED.code} if sealed else {IN_CASE.code})


def waits_for_case(session: Session, petition: Dossier) -> bool:
    """Whether a petition out of a book was accepted, or is sealed, and lies in no case."""
    if petition.kind != PETITION.code or petition.state not in waiting_states(petition.sealed):
        return False
    book_row = session.scalar(sa.select(Petition.book_row).where(Petition.dossier_id == petition.id))
    return book_row is not None and session.scalar(sa.select(Link.other_id).where(
        Link.dossier_id == petition.id, Link.what == CASE_OF).limit(1)) is None


def open_book_case(given: GivenBookCase, how: Acting) -> tuple[Dossier, Way | None]:
    """Open the case of the petition that ``how`` acts on, or lay it into an open one; how its acceptance was entered.

    The limits run from the day the office received the petition, its acceptance is recorded on its own day (LKN 27).
    Raises Refused, Refusal with the field, Stale, FormKeyUsed, LawError; then nothing changed.
    """
    with working(how) as work:
        _see_waiting(work, sealed=False)
        if given.joins:
            case, way = joined_case(work, given.joins), None
            _join(work, case)
            return case, way
        case = open_case(work.session, work.chain, given.kind, replace(
            given_case(work), respondent=given.respondent, contested=given.contested,
            contested_paper=given.contested_paper, demand=given.demand, nomination=given.nomination), opening_of(work))
        _join(work, case)
        return case, _accept(work, case, given) if given.accepted_on is not None else None


def open_book_denunciation(given: GivenBookDenunciation, how: Acting) -> Dossier:
    """Open the sealed case of a sealed petition; information where nobody knows who wrote it (LTC 24, 25).

    Raises Refused, Refusal at “envelope” for a number in use, Stale, FormKeyUsed, LawError.
    """
    with working(how) as work:
        _see_waiting(work, sealed=True)
        name, post = given.accused
        try:
            case = open_sealed(work, sealed_given(
                work, given.accounts, content=given.content, respondent=name, respondent_post=post,
                envelope=given.envelope, identity=given.identity))
        except Refusal as refusal:
            raise Refusal(str(refusal), "envelope", refusal.status) from refusal
        _keep_from(work, given)
        if work.state == RECEIVED:      # its own limit ends: from now on everything is counted in the case
            work.case.opening = IN_CASE.code
            work.settle()
        _join(work, case)
        return case


def _keep_from(work: Work, given: GivenBookDenunciation) -> None:
    """Keep the petition too from whoever the case is kept from, also from accounts that are made or named later."""
    known = work.session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == work.dossier.id)).all()
    work.session.add_all(Accused(dossier_id=work.dossier.id, account_id=account)
                         for account in sorted({*given.accounts} - {*known}))
    work.case.respondent, work.case.respondent_post = given.accused
    work.session.flush()
    find_case_again(work.session, work.dossier, work.case)


def _see_waiting(work: Work, *, sealed: bool) -> None:
    if not work.roles & OFFICE:
        raise Refused(NOT_YOURS)
    if work.dossier.sealed != sealed:
        raise Refusal(_(SEALED if work.dossier.sealed else OPEN))
    if not waits_for_case(work.session, work.dossier) or (work.state == RECEIVED and work.acts):
        raise Refusal(_(NOT_WAITING))


def _join(work: Work, case: Dossier) -> None:
    """Tie both; the petition's own journal says that it was entered out of a book, and late."""
    join_case(work.session, work.chain, work.dossier, case, by=work.how.by, at=work.how.at)
    work.journal("book-case", {"case": case.public_id, "kind": case.kind, "late": True,
                               "received_on": work.case.received_on.isoformat()})
    work.session.flush()


def _accept(work: Work, case: Dossier, given: GivenBookCase) -> Way:
    """The acceptance of then, as the case's own first act: signed and numbered like any that is entered late."""
    if given.kind != COMPLAINT or given.accepted_on is None:
        raise Refusal(_(NO_ACCEPTING), "accepted_on", 422)
    how = replace(work.how, dossier_id=case.id, version=case.version, form_key="")
    try:
        return carry_out_in(take_up(work.session, how), GivenAct(
            ACCEPT, given.accepted_on, given.document, given.signer, signed_by=given.signed_by))
    except Refusal as refusal:
        field = "accepted_on" if refusal.field == "happened_on" else refusal.field
        raise Refusal(str(refusal), field, refusal.status) from refusal
    except Refused as refused:
        raise Refusal(_(str(refused.reason)), "accepted_on", 422) from refused
