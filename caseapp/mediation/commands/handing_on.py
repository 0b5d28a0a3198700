"""A dispute that did not end well becomes a petition at the commune in one step, with parties, facts and papers.

It comes in as what the mediation team passed on, unclassified: the commune alone reads what it is, and nothing here
ever makes a complaint or a denunciation of it.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening, open_case
from caseapp.cases.commands.papers import kept_or_removed, put_papers
from caseapp.cases.commands.work import Work, take_up
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.kinds.petition import VOID as CANCELLED
from caseapp.cases.rules import details_of
from caseapp.db import reading, writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.files import FileProblem, Stored, chunks, path_of, sha256_of, store_pieces
from caseapp.dossiers.models import Attachment, Dossier, Link, Party
from caseapp.dossiers.scope import FROM_DISPUTE
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.promises import of_now, see_mediates
from caseapp.mediation.dispute import OUTCOME_WORDS, Dispute, Kept
from caseapp.mediation.models import Team
from caseapp.people.commands import as_given, take_in
from caseapp.people.models import Person
from caseapp.petitions.models import Channel, Petition
from caseapp.staff.models import Unit
from caseapp.text import mark, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

BOTH: Final = "both"
HANDED_BY: Final = "hand-on"
SIDES: Final = ("party-a", "party-b")
NO_PETITIONER: Final = mark("Chọn bên gửi đơn.")
NO_SUMMARY: Final = mark("Ghi bên gửi đơn yêu cầu gì.")
ALREADY: Final = mark("Bên này đã gửi đơn về vụ việc này rồi: %(number)s.")
NO_COMMUNE: Final = mark("Thôn, tổ dân phố này không còn thuộc xã nào đang hoạt động.")
UNREADABLE: Final = mark("Tệp %(name)s không đọc được hoặc đã bị thay đổi. Bỏ chọn tệp ấy.")
NO_ROOM: Final = mark("Máy chủ hết chỗ chứa tệp gửi kèm. Báo người quản trị; chưa có gì được lưu.")
RESPONDENT: Final = 200      # as much of the other side's names and addresses as fits


@dataclass(frozen=True, slots=True)
class GivenHandOn:
    """The petition as the form tells it; ``happened_on``: the day it was drawn up.

    ``petitioners``: public ids of persons who are parties of the dispute; ``summary``: what they ask for; ``files``:
    public ids of the dispute's files that go along, None for all; ``papers``: new files that lie in the store.
    """

    petitioners: Sequence[str]
    summary: str
    happened_on: date
    files: Sequence[str] | None = None
    papers: Sequence[Stored] = ()
    draft: str = ""


def hand_on(given: GivenHandOn, how: Acting) -> str:
    """Draw up the petition in the commune's book, unclassified, its clock running from today; its public id.

    One petition of a party out of one dispute, unless the commune cancelled its number. Files are copied: both sides
    open their own. Raises Refused, Refusal with the field, Stale, FormKeyUsed; then nothing changed.
    """
    with kept_or_removed(given.papers), _copied(given, how.dossier_id) as copies, writing() as session:
        commune = _commune(session, how)
        # Acts over several units lock them in the order of their ids.
        chains = {unit: lock_chain(session, unit) for unit in sorted({how.unit_id, commune.id})}
        work = take_up(session, how)
        see_mediates(work)
        petitioners, others = _sides(work, given.petitioners)
        if not given.summary:
            raise Refusal(_(NO_SUMMARY), "summary", 422)
        _see_once(work, given.petitioners)
        petition = _petition(work, chains[commune.id], given, petitioners, others)
        put_papers(session, chains[commune.id], petition, copies, by=how.by, at=how.at)
        carry_out_in(work, _act(given, petitioners, petition))
        session.add(Link(dossier_id=work.dossier.id, other_id=petition.id, what=FROM_DISPUTE))
        work.journal("petition", {"petition": petition.public_id, "people": len(petitioners), "files": len(copies)})
        return petition.public_id


def _commune(session: Session, how: Acting) -> Unit:
    """The commune the hamlet belongs to, in being today."""
    here = session.get_one(Unit, how.unit_id)
    above = session.get(Unit, here.parent_id) if here.parent_id is not None else None
    if above is None or above.level != "commune" or above.valid_from > how.today or (
            above.valid_to is not None and above.valid_to <= how.today):
        raise Refusal(_(NO_COMMUNE))
    return above


@contextmanager
def _copied(given: GivenHandOn, dossier_id: int) -> Iterator[list[Stored]]:
    """Copies of the files that go along, in the store; whatever fails inside, they leave it again."""
    rows: list[Any] = list(reading().execute(_FILES, {"dossier": dossier_id}))
    picked = [row for row in rows if given.files is None or row.public_id in given.files]
    copies: list[Stored] = []
    with kept_or_removed(copies):
        for one in (*picked, *given.papers):
            if sha256_of(path_of(one.stored_as)) != one.sha256:
                raise Refusal(_(UNREADABLE, name=one.name), "files", 422)
            try:
                copies.append(replace(store_pieces(chunks(path_of(one.stored_as)), one.type), name=one.name))
            except FileProblem as problem:      # nothing is wrong with the file itself: the disk is full
                raise Refusal(_(NO_ROOM), "files", 503) from problem
        yield copies


_FILES = sa.select(Attachment.public_id, Attachment.name, Attachment.type, Attachment.sha256,
                   Attachment.stored_as).where(Attachment.dossier_id == sa.bindparam("dossier")).order_by(Attachment.id)
_PARTIES = (
    sa.select(Party.role, Person).join(Person, Person.id == Party.person_id)
    .where(Party.dossier_id == sa.bindparam("dossier"), Party.role.in_(SIDES)).order_by(Party.position, Party.id))

Side = list[tuple[str, Person]]


def _sides(work: Work, chosen: Sequence[str]) -> tuple[Side, Side]:
    """Who petitions, and the other parties; raises Refusal for nobody, LookupError for one that is no party."""
    rows = [(role, person) for role, person in work.session.execute(_PARTIES, {"dossier": work.dossier.id})]
    unknown = set(chosen) - {person.public_id for _role, person in rows}
    if unknown:
        raise LookupError(", ".join(sorted(unknown)))
    if not chosen:
        raise Refusal(_(NO_PETITIONER), "petitioners", 422)
    return ([one for one in rows if one[1].public_id in chosen],
            [one for one in rows if one[1].public_id not in chosen])


def _see_once(work: Work, petitioners: Sequence[str]) -> None:
    for act in work.acts:
        told = details_of(act)
        if act.code != HANDED_BY or not set(told.get("petitioners", ())) & set(petitioners):
            continue
        earlier = work.session.scalar(sa.select(Dossier).where(Dossier.public_id == told.get("petition", "")))
        if earlier is not None and earlier.state != CANCELLED.code:
            raise Refusal(_(ALREADY, number=f"{earlier.register} {earlier.year}/{earlier.no:04d}"), "petitioners", 422)


def _petition(work: Work, chain: Chain, given: GivenHandOn, petitioners: Side, others: Side) -> Dossier:
    session, how = work.session, work.how
    dispute = session.get_one(Dispute, work.dossier.id)
    people = [take_in(session, chain.unit_id, as_given(person))[0].id for _role, person in petitioners]
    team = session.get_one(Team, dispute.team_id).name
    petition = open_case(session, chain, PETITION.code, GivenCase(
        _facts(work, dispute, team, others), how.today, people, len(people), demand=given.summary, forwarded_by=team,
        traits=Channel.AUTHORITY), Opening(how.by, how.at, how.today, how.calendar))
    petition.subject = work.dossier.subject
    session.add(Petition(dossier_id=petition.id, kind=PETITION.code, channel=Channel.AUTHORITY, content_kind=None,
                         dated_on=given.happened_on))
    session.flush()
    record(session, chain, act="petition.register", by=how.by, at=how.at, dossier=petition.id,
           facts={"received_on": how.today.isoformat(), "channel": Channel.AUTHORITY, "content_kind": None,
                  "people": len(people), "repeats": False, "dispute": work.dossier.public_id})
    return petition


def _act(given: GivenHandOn, petitioners: Side, petition: Dossier) -> GivenAct:
    sides = sorted({role for role, _person in petitioners})
    return GivenAct(HANDED_BY, given.happened_on, papers=given.papers, draft=given.draft, details={
        "asked_by": sides[0] if len(sides) == 1 else BOTH, "summary": given.summary, "petition": petition.public_id,
        "petitioners": [person.public_id for _role, person in petitioners]})


def _facts(work: Work, dispute: Dispute, team: str, others: Side) -> str:
    """What the petition is about, as the mediation team knows it: a paper of the office, in its own language.

    Nobody is complained of: the other side is a neighbour, and stands in the story alone.
    """
    lines = [work.case.content, *([f"Bên kia: {_named(others)}."] if others else []),
             f"{team} nhận vụ việc ngày {show_date(dispute.received_on)}."]
    if dispute.outcome is not None and dispute.ended_on is not None:
        lines.append(f"Kết quả: {OUTCOME_WORDS[dispute.outcome].lower()}, ngày {show_date(dispute.ended_on)}.")
    if dispute.agreement:
        lines.append(f"Thỏa thuận hoặc yêu cầu của mỗi bên: {dispute.agreement}")
    lines += [f"Không thực hiện cam kết: {row.who}: {row.what}" for row in _broken(work)]
    return "\n\n".join(lines)


def _broken(work: Work) -> list[Any]:
    settled = any(act.code == "settle" for act in work.acts)
    return [row for row in of_now(work) if row.state == Kept.BROKEN] if settled else []


def _named(side: Side) -> str:
    """Names and addresses of the other side, the last of them left out when all do not fit."""
    told = [", ".join(part for part in (person.name, person.address) if part) for _role, person in side]
    while told and len("; ".join(told)) > RESPONDENT:
        told.pop()
    return "; ".join(told)
