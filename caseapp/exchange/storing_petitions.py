"""Makes a petition of a row of an old petition book, under the chain lock: where it stands, what was done with it."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import find_case_again
from caseapp.cases.kinds.petition import PETITION, REGISTER
from caseapp.cases.models import Act, CaseFile, CaseNote, Status
from caseapp.cases.rules import course_of, write_details
from caseapp.db import unordered_id
from caseapp.dossiers.commands import open_dossier
from caseapp.dossiers.models import Accused, Dossier, Link, Party
from caseapp.dossiers.settling import settle
from caseapp.exchange.planning import Importing, Step
from caseapp.exchange.row_petitions import BookPetition
from caseapp.exchange.storing_people import known_in
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import take_in
from caseapp.petitions.models import Petition
from caseapp.petitions.taking_in import REPEAT
from caseapp.reception.queries.office import officials_meant
from caseapp.text import fold, new_code, new_public_id
from caseapp.web.now import by_the_day

SEALED_REGISTER: Final = "ĐƠN-TC"      # a number left out of the open register would tell that something is kept away
SAME_MATTER: Final = "same-matter"
_UNSURE: Final = "REPEAT_UNSURE"
# How a note begins what it copies out of the book; a note is the officer's own words, in no language but his.
TOLD: Final = {
    "words": "Hướng xử lý theo sổ", "body": "Nơi nhận theo sổ", "document": "Văn bản theo sổ",
    "result": "Kết quả theo sổ", "note": "Ghi chú theo sổ",
}


@dataclass(frozen=True, slots=True)
class _Writing:
    """One petition on its way into the database."""

    session: Session
    chain: Chain
    dossier: Dossier
    given: BookPetition
    how: Importing
    at: datetime

    def id_of(self, column: Any) -> int | None:
        """The id of a new row: of a sealed petition one that tells nothing of when it was made."""
        return unordered_id(self.session, column) if self.dossier.sealed else None

    def journal(self, act: str, facts: dict[str, Any], values: dict[str, Any] | None = None) -> None:
        """Write it down beside the petition; free words never."""
        record(self.session, self.chain, act=f"{PETITION.code}.{act}", by=self.how.by, at=self.at,
               dossier=self.dossier.id, sealed=self.dossier.sealed, facts=facts, values=values)


def store_petition(session: Session, chain: Chain, step: Step, first: int | None, how: Importing) -> Dossier:
    """The petition of a row, tied to the ``first`` of its matter; raises ValueError for a barred row.

    It begins where the book says it stands: limits that the book says are over do not run (RECEIVED alone starts one).
    One that may denounce is sealed: nobody of the book, and every account that its story may mean is barred (LTC 9).
    """
    given: BookPetition | None = step.translated.given
    if given is None:
        raise ValueError("a barred row")
    to = _Writing(session, chain, _open(session, chain, given, how), given, how, _at(given, how))
    case = _file(to)
    if first is not None:
        what = REPEAT if step.row.is_repeat_of else SAME_MATTER
        session.add(Link(dossier_id=to.dossier.id, other_id=first, what=what))
    sure = step.row.is_repeat_of is not None and not any(one.code == _UNSURE for one in step.problems)
    people = known_in(session, first, given.people) if first is not None and sure else given.people
    changes = dict(_people(to, people))
    to.journal("register", {
        "received_on": given.received_on.isoformat(), "channel": given.channel, "people": given.people_count,
        "state": given.state.code, "late": False, "book_row": step.row.row})
    for person, fields in changes.items():
        record(session, chain, act="person.update", by=how.by, at=to.at, dossier=to.dossier.id,
               facts={"person": person, "fields": sorted(fields)}, values=fields)
    acts = list(_acts(to))
    _note(to, bool(acts))
    settle(session, to.dossier, course_of(case, acts).limits, how.calendar, at=to.at)
    find_case_again(session, to.dossier, case)
    return to.dossier


def _at(given: BookPetition, how: Importing) -> datetime:
    return by_the_day(how.today) if given.sealed else how.at


def _open(session: Session, chain: Chain, given: BookPetition, how: Importing) -> Dossier:
    dossier = open_dossier(
        session, chain, kind=PETITION.code, register=SEALED_REGISTER if given.sealed else REGISTER,
        sealed=given.sealed, subject=given.content, state=given.state.code, by=how.by, at=_at(given, how),
        opened_on=given.received_on, closed=given.state.closed, awaits=given.state.awaits,
        code=new_code(f"TC-{given.received_on.year}", 8) if given.sealed else None)
    dossier.moved_on = how.today
    if given.state.closed and given.document_date:
        dossier.closed_on = max(given.received_on, given.document_date)
    return dossier


def _file(to: _Writing) -> CaseFile:
    given, dossier = to.given, to.dossier
    case = CaseFile(
        dossier_id=dossier.id, kind=PETITION.code, opening=given.state.code, traits=given.channel, instance=1,
        content=given.content, received_on=given.received_on, people_count=given.people_count, nomination="",
        respondent="", contested_paper="", forwarded_by=given.forwarder, remote=False,
        identity="in-book" if given.sealed else "")
    to.session.add_all((case, Petition(
        dossier_id=dossier.id, kind=PETITION.code, channel=given.channel, content_kind=given.content_kind,
        competent=given.competent, book_row=given.book_row, to_confirm=given.to_confirm)))
    if given.sealed:
        meant = {row.id for row in officials_meant(given.content, to.how.unit_id)}
        to.session.add_all(Accused(dossier_id=dossier.id, account_id=account) for account in sorted(meant))
    to.session.flush()
    return case


def _people(to: _Writing, people: Any) -> Iterator[tuple[str, dict[str, list[object]]]]:
    """Whoever sent it, each once; yields what the book says anew of those the unit knew, by public id."""
    seen: set[int] = set()
    for position, given in enumerate(people):
        person, changes = take_in(to.session, to.dossier.unit_id, given)
        if changes:
            yield person.public_id, changes
        if person.id not in seen:
            seen.add(person.id)
            to.session.add(Party(dossier_id=to.dossier.id, person_id=person.id, role="complainant", position=position))
    to.session.flush()


def _acts(to: _Writing) -> Iterator[Act]:
    """The act by which it was handled, when the book names the day of its paper: no other day is made up."""
    given = to.given
    if not given.act or given.document_date is None:
        return
    asks = PETITION.action(given.act).asks
    details = {"summary" if "summary" in asks else "note": given.words, "body": given.body}
    act = Act(
        id=to.id_of(Act.id), public_id=new_public_id(), dossier_id=to.dossier.id, code=given.act, status=Status.DONE,
        place=0, happened_on=given.document_date, entered_at=to.at, entered_by=to.how.by,
        late=given.document_date < to.how.today, on_paper=True, state=given.state.code, unit_id=to.dossier.unit_id,
        document=given.document, document_fold=fold(given.document), details=write_details(details))
    to.session.add(act)
    to.session.flush()
    to.journal(given.act, {
        "on": act.happened_on.isoformat(), "late": act.late, "paper": True, "state": act.state, "act": act.public_id,
        "book": True}, {"document": ["", act.document]} if act.document else None)
    yield act


def _note(to: _Writing, acted: bool) -> None:
    """What else the book says, word for word; all of it where no act could be written down."""
    names = ("result", "note") if acted else tuple(TOLD)
    told = [f"{TOLD[name]}: {text}" for name in names if (text := getattr(to.given, name))]
    if not told:
        return
    note = CaseNote(id=to.id_of(CaseNote.id), dossier_id=to.dossier.id, text="\n".join(told), by=to.how.by, at=to.at)
    to.session.add(note)
    to.session.flush()
    to.journal("note", {"note": note.id})
