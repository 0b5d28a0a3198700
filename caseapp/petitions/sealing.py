"""A petition that proves to be a denunciation: told anew under seal, and the open number emptied and cancelled.

Where the petition lies in a case, that case is emptied with it: cancelled while nobody accepted it, else it keeps its
state and its acts as a record that it was dealt with, without a word of what was written. Between acceptance and end
papers with the sender's name are on their way: then the head ends the case first, by the ground the law gives him.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.cases.commands.cancelling import cancel_case, empty_case, leave_case, retell_case
from caseapp.cases.commands.merging import ON_THE_WAY
from caseapp.cases.commands.opening import Opening
from caseapp.cases.commands.second_instance import FIRST
from caseapp.cases.commands.set_aside import see_open
from caseapp.cases.commands.work import Work, working
from caseapp.cases.kinds.petition import OFFICE, PETITION, VOID
from caseapp.cases.models import CaseFile
from caseapp.cases.queries.cases import PETITION_OF
from caseapp.cases.queries.handed import on_its_way
from caseapp.cases.queries.merging import held_in
from caseapp.cases.rules import KINDS
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import lock_dossier, number_of
from caseapp.dossiers.files import remove_file
from caseapp.dossiers.models import Attachment, Dossier, Link, Party
from caseapp.dossiers.scope import CASE_OF, FROM_DISPUTE
from caseapp.dossiers.search import drop_search_doc
from caseapp.ledger.journal import erase_values
from caseapp.ledger.models import JournalRow
from caseapp.petitions.denouncing import secret_desk
from caseapp.petitions.forgetting import find_cases_again, forget_people
from caseapp.petitions.models import Petition
from caseapp.petitions.taking_in import GivenIntake, open_denounced
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

# As of any number that was entered in error: nobody who reads the open register learns of a denunciation.
ENTERED_IN_ERROR: Final = mark("Ghi nhầm")
NOT_THIS: Final = mark("Đơn này không ghi lại thành tố cáo được.")
AT_VISIT: Final = mark("Đơn này nộp ở %(visit)s: ghi lại thành tố cáo ở trang lượt tiếp ấy, để tên ở đó cũng được xóa.")
OUT_OF_DISPUTE: Final = mark(
    "Đơn này lập từ vụ hòa giải %(dispute)s, nơi tổ hòa giải đều biết ai gửi: ghi lời tố cáo thành đơn riêng theo "
    "phong bì, rồi hủy số đơn này.")
UNDER_WAY: Final = mark(
    "%(case)s mà đơn này đã mở nay %(state)s: văn bản mang tên người gửi đã ra. Người đứng đầu kết thúc %(case)s trước "
    "(không thụ lý, đình chỉ khi người gửi rút, hoặc giải quyết xong), rồi ghi đơn này là tố cáo.")
HOLDS: Final = mark("%(number)s đã nhập vào vụ việc của đơn này. Tách ra trước, rồi ghi đơn này là tố cáo.")
SECOND: Final = mark(
    "%(case)s, nơi có đơn này, đã có vụ việc lần hai %(number)s, ở đó cũng ghi tên người gửi: không ghi thành tố cáo "
    "được.")


Source = Session | Connection
_NUMBER = (Dossier.id, Dossier.public_id, Dossier.kind, Dossier.state, Dossier.register, Dossier.year, Dossier.no,
           Dossier.code)
_petition, _beside, _told = sa.bindparam("petition", type_=sa.Integer()), aliased(Link), aliased(Dossier)
_CASE = (
    sa.select(*_NUMBER, sa.select(sa.func.count()).where(
        _beside.other_id == Dossier.id, _beside.what == CASE_OF, _beside.dossier_id != _petition)
        .correlate(Dossier).scalar_subquery().label("others"), _told.public_id.label("petition"))
    .join(Link, Link.other_id == Dossier.id).join(_told, _told.id == Link.dossier_id)
    .where(Link.dossier_id == _petition, Link.what == CASE_OF).limit(1))
# What leads to a dossier in a way: the visit to its petition, a second complaint to its first instance.
_FROM = (
    sa.select(*_NUMBER).join(Link, Link.dossier_id == Dossier.id)
    .where(Link.other_id == sa.bindparam("id"), Link.what == sa.bindparam("what"), Dossier.state != VOID.code).limit(1))
_BEGINNING = (
    sa.select(JournalRow.seq, JournalRow.body).where(JournalRow.dossier_id == sa.bindparam("id"))
    .order_by(JournalRow.seq).limit(2))


@dataclass(frozen=True, slots=True)
class Held:
    """The case a petition lies in; ``opened``: by this petition, ``others``: how many further petitions lie there."""

    case: Any
    opened: bool
    others: int

    @property
    def alone(self) -> bool:
        """Whether nothing else is in it: then it is emptied with the petition."""
        return self.opened and not self.others

    @property
    def waits(self) -> bool:
        """Whether the case stands where it began: nobody was told anything in it."""
        return self.case.state == KINDS[self.case.kind].openings[0].state.code


def seal_petition(given: GivenIntake, how: Acting) -> Dossier:
    """Open the sealed case and empty the open petition, and the case it opened; returns the sealed dossier.

    Between the two there is no link, neither stored nor journaled. Raises Refusal with the way to do it, Stale,
    FormKeyUsed, LawError; then nothing changed.
    """
    if given.denouncer is None or given.people:
        raise ValueError("a denunciation names nobody")
    with working(how) as work:
        if work.kind.code != PETITION.code or work.dossier.sealed or not work.roles & OFFICE or work.state is VOID:
            raise Refusal(_(NOT_THIS))
        held = held_case(work.session, work.dossier.id)
        see_sealable(work.session, work.dossier.id, held)
        files = _empty(work, held)
        sealed = open_denounced(work.session, work.chain, given, given.denouncer, Opening(
            how.by, how.at, how.today, how.calendar))
    for stored_as in files:      # after the commit: an act that failed must not have lost a file
        remove_file(stored_as)
    return sealed


def held_case(source: Source, petition_id: int) -> Held | None:
    """The case a petition lies in; None for one that has none."""
    case = source.execute(_CASE, {"petition": petition_id}).first()
    return Held(case, _opened(source, case.petition, case.id), case.others) if case is not None else None


def _opened(source: Source, petition: str, case_id: int) -> bool:
    """Whether a case began with this petition: its journal says so in the row after the one that opened it.

    Numbers do not tell: an older petition may join a younger case, also one that another unit handed over.
    """
    rows = source.execute(_BEGINNING, {"id": case_id}).all()
    return len(rows) > 1 and rows[1].seq == rows[0].seq + 1 and json.loads(
        rows[1].body)["facts"].get("petition") == petition


def see_sealable(source: Source, petition_id: int, held: Held | None) -> None:
    """Raise Refusal, with what is to be done first, where something that names the sender would be left behind."""
    if (visit := source.execute(_FROM, {"id": petition_id, "what": PETITION_OF}).first()) is not None:
        raise Refusal(_(AT_VISIT, visit=number_of(visit)))
    if (dispute := source.execute(_FROM, {"id": petition_id, "what": FROM_DISPUTE}).first()) is not None:
        raise Refusal(_(OUT_OF_DISPUTE, dispute=number_of(dispute)))
    if held is None:
        return
    case, state = held.case, KINDS[held.case.kind].state(held.case.state)
    see_nowhere_else(source, case)
    if held.opened and not held.waits and not state.closed:
        words = _(state.label)
        raise Refusal(_(UNDER_WAY, case=number_of(case), state=words[:1].lower() + words[1:]))


def see_nowhere_else(source: Source, case: Any) -> None:
    """Raise Refusal for a case whose people stand elsewhere too: handed over, laid together, second instance."""
    see_open(source, case)
    if on_its_way(source, case.public_id) is not None:      # whoever is asked to take it reads it there
        raise Refusal(_(ON_THE_WAY, number=number_of(case)))
    if (laid := held_in(source, case.id)) is not None:
        raise Refusal(_(HOLDS, number=number_of(laid)))
    if (second := source.execute(_FROM, {"id": case.id, "what": FIRST}).first()) is not None:
        raise Refusal(_(SECOND, case=number_of(case), number=number_of(second)))


def _empty(work: Work, held: Held | None) -> list[str]:
    """Take out persons, story, files and journaled values, and cancel the number; the files to remove."""
    session, dossier, how = work.session, work.dossier, work.how
    emptied = [dossier.id, *([held.case.id] if held is not None and held.alone else [])]
    files = list(session.scalars(sa.select(Attachment.stored_as).where(Attachment.dossier_id.in_(emptied))))
    people = list(session.scalars(sa.select(Party.person_id).where(Party.dossier_id.in_(emptied)).distinct()))
    if held is not None:
        _leave(work, held)
    _empty_one(work, dossier)
    _blank(session, dossier.id)
    for table, column in ((Attachment, Attachment.dossier_id), (Party, Party.dossier_id), (Link, Link.dossier_id),
                          (Link, Link.other_id)):
        session.execute(sa.delete(table).where(column.in_(emptied)))
    desk = secret_desk()
    forget_people(session, emptied, people, desk.find_again if desk is not None else find_cases_again)
    for one in emptied:
        erase_values(session, work.chain, dossier=one, by=how.by, at=how.at, why="void")
    cancel_case(session, work.chain, dossier, ENTERED_IN_ERROR, by=how.by, at=how.at, today=how.today)
    if held is not None and held.alone and held.waits:
        case = lock_dossier(session, held.case.id, None)
        cancel_case(session, work.chain, case, ENTERED_IN_ERROR, by=how.by, at=how.at, today=how.today)
    return files


def _leave(work: Work, held: Held) -> None:
    """Out of a case: with everything that was written of it, or, where others lie in it, with whoever came by this."""
    session, how = work.session, work.how
    case = lock_dossier(session, held.case.id, None)
    if held.alone:
        _empty_one(work, case)
        return
    leave_case(session, work.chain, work.dossier, case, by=how.by, at=how.at)
    if held.opened:
        retell_case(session, work.chain, case, _next_story(session, case), by=how.by, at=how.at)


def _next_story(session: Session, case: Dossier) -> str:
    """What the oldest petition that is left in a case says."""
    return session.scalars(sa.select(CaseFile.content).join(Link, Link.dossier_id == CaseFile.dossier_id).where(
        Link.other_id == case.id, Link.what == CASE_OF).order_by(CaseFile.dossier_id).limit(1)).first() or ""


def _empty_one(work: Work, dossier: Dossier) -> None:
    empty_case(work.session, dossier, ENTERED_IN_ERROR, at=work.how.at)
    drop_search_doc(work.session, dossier.id)


def _blank(session: Session, dossier_id: int) -> None:
    written = session.get_one(Petition, dossier_id)
    written.dated_on = written.content_kind = written.competent = written.book_row = None
    written.forwarded_no = written.also_sent_to = written.originals = written.to_confirm = ""
