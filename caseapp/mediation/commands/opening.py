"""Opening a dispute: brought to a mediator, witnessed, or assigned; number, people, clock and journal at once."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening, open_case
from caseapp.cases.commands.papers import kept_or_removed, put_papers
from caseapp.cases.commands.work import Work, take_up
from caseapp.cases.kinds.mediation import ASSIGNED, AT_ONCE, MEDIATION, RECEIVED
from caseapp.db import writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import first_words, number_of
from caseapp.dossiers.drafts import drop_draft
from caseapp.dossiers.models import Dossier, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.law.mediation_duties import STARTED_BY
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.assigning import let_in, put_mediators
from caseapp.mediation.commands.given import GivenDispute, GivenParty, Opener
from caseapp.mediation.commands.telling import OPENED, TO_ASSIGN, tell_leader
from caseapp.mediation.dispute import SIDES, Chosen, Dispute
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.models import Mediator
from caseapp.mediation.queries.people import mediator_of, team_of
from caseapp.people.commands import Given, take_in
from caseapp.people.models import Person
from caseapp.staff.models import Account
from caseapp.staff.roles import Role
from caseapp.staff.sessions import held_by
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

__all__ = ["GivenDispute", "GivenParty", "Opener", "open_dispute"]

OPENING: Final = frozenset({str(Role.MEDIATOR), str(Role.TEAM_LEADER)})
WITNESSED: Final = "witnessed"
NO_TEAM: Final = mark("Nơi này chưa có tổ hòa giải đang hoạt động.")
NO_TITLE: Final = mark("Ghi ngắn gọn việc gì.")
NO_CONTENT: Final = mark("Ghi nội dung mâu thuẫn, tranh chấp.")
NO_SCOPE: Final = mark("Chọn loại việc.")
NO_START: Final = mark("Chọn căn cứ hòa giải.")
NO_SIDE: Final = mark("Ghi ít nhất một người ở mỗi bên.")
NO_NAME: Final = mark("Ghi họ tên.")
FUTURE: Final = mark("Ngày này chưa đến.")
NOT_WITNESSED: Final = mark("Chỉ hòa giải ngay khi hòa giải viên chứng kiến vụ việc.")
RELEASED: Final = mark("Bạn không còn là hòa giải viên ở đây: nhờ tổ trưởng nhận vụ việc.")
LEADER_ASSIGNS: Final = mark("Tổ trưởng phân công; hòa giải viên chỉ tự nhận, hoặc ghi người các bên đã chọn.")


def open_dispute(given: GivenDispute, how: Opener) -> str:
    """Register a dispute in the hamlet's book; its public id.

    At once when it was witnessed, assigned when mediators are named, else it waits for the leader, who is told.
    Raises Refusal with the field, NotFound for whoever has no role there any more, FormKeyUsed on a replay; then
    nothing changed.
    """
    with kept_or_removed(given.papers), writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            see_form_key(session, how.form_key, how.by)
        how = replace(how, roles=_roles_left(session, how))
        team = team_of(session, how.unit_id, how.today)
        if team is None:
            raise Refusal(_(NO_TEAM))
        given = _with_own_mediator(session, given, how)
        _see_dispute(given, how)
        dossier = _registered(session, chain, given, how, team.id)
        if how.form_key:
            use_form_key(session, how.form_key, how.by, how.at, result=dossier.public_id)
        if how.draft:
            drop_draft(session, how.draft, account_id=how.by, now=how.at)
        _go_on(session, dossier, given, how)
        return dossier.public_id


def _roles_left(session: Session, how: Opener) -> frozenset[str]:
    """The page may have waited for its turn: the roles are looked up again."""
    account = session.get(Account, how.by)
    held, _names = held_by(how.by, how.today)
    left = how.roles & OPENING & {str(one.role) for one in held if how.unit_id in one.own}
    if account is None or account.disabled_on is not None or not left:
        raise NotFound
    if Role.TEAM_LEADER not in left and _was_released(session, how):
        raise Refusal(_(RELEASED))
    return left


def _was_released(session: Session, how: Opener) -> bool:
    """Whether the account was a mediator's and is none's today: a role that nobody ended yet opens nothing."""
    ever = session.scalar(sa.select(sa.exists().where(Mediator.account_id == how.by)))
    return bool(ever) and not any(
        one.unit_id == how.unit_id for one in mediator_of(session, how.by, how.today))


def _with_own_mediator(session: Session, given: GivenDispute, how: Opener) -> GivenDispute:
    """Whoever takes a dispute himself, or was there and mediates at once, mediates it: he need not name himself."""
    if given.mediators and given.chosen == Chosen.SELF and Role.TEAM_LEADER not in how.roles:
        _see_oneself(session, given, how)
    if given.mediators or (given.chosen != Chosen.SELF and not given.at_once):
        return given
    own = [one.public_id for one in mediator_of(session, how.by, how.today) if one.unit_id == how.unit_id]
    return replace(given, mediators=own, chosen=Chosen.SELF)


def _see_oneself(session: Session, given: GivenDispute, how: Opener) -> None:
    """Whoever takes a dispute himself leads it: for others the leader or the parties speak (LHG 18)."""
    if given.mediators[0] not in {one.public_id for one in mediator_of(session, how.by, how.today)}:
        raise Refusal(_(LEADER_ASSIGNS), "mediators", 422)


def _see_dispute(given: GivenDispute, how: Opener) -> None:
    """Raise Refusal at the first input that cannot be."""
    wrong: tuple[tuple[bool, str, str], ...] = (
        (given.received_on > how.today, FUTURE, "received_on"),
        (not given.title.strip(), NO_TITLE, "title"), (not given.content.strip(), NO_CONTENT, "content"),
        (given.matter not in MATTERS or given.scope not in MATTERS[given.matter][1], NO_SCOPE, "matter"),
        (given.started_by not in STARTED_BY, NO_START, "started_by"),
        (not {"party-a", "party-b"} <= {one.side for one in given.parties} <= SIDES.keys(), NO_SIDE, "parties"),
        (any(not one.person.name.strip() for one in given.parties), NO_NAME, "parties"),
        (given.at_once and given.started_by != WITNESSED, NOT_WITNESSED, "at_once"),
        (bool(given.mediators) and given.chosen == Chosen.LEADER and Role.TEAM_LEADER not in how.roles,
         LEADER_ASSIGNS, "mediators"),
        (given.chosen not in {Chosen.LEADER, Chosen.PARTIES, Chosen.SELF}, LEADER_ASSIGNS, "chosen"),
    )
    for is_wrong, words, field in wrong:
        if is_wrong:
            raise Refusal(_(words), field, 422)


def _registered(session: Session, chain: Chain, given: GivenDispute, how: Opener, team_id: int) -> Dossier:
    """The dossier with its file, its row, its parties and its papers, in the state in which it begins."""
    state = AT_ONCE if given.at_once else ASSIGNED if given.mediators else RECEIVED
    dossier = open_case(session, chain, MEDIATION.code, GivenCase(
        given.content, given.received_on, people_count=len(given.parties),
        opening="" if state is RECEIVED else state.code), Opening(how.by, how.at, how.today, how.calendar))
    dossier.subject = first_words(given.title)
    session.add(Dispute(
        dossier_id=dossier.id, kind=MEDIATION.code, unit_id=how.unit_id, team_id=team_id,
        received_on=given.received_on, scope=given.scope, matter=given.matter, started_by=given.started_by,
        proposed_by=given.proposed_by))
    session.flush()
    people = _add_parties(session, chain, dossier, given, how)
    write_search_doc(session, dossier.id, number_of(dossier), *(one.name for one in people), given.title)
    put_papers(session, chain, dossier, given.papers, by=how.by, at=how.at)
    return dossier


def _add_parties(session: Session, chain: Chain, dossier: Dossier, given: GivenDispute, how: Opener) -> list[Person]:
    people: dict[tuple[int, str], Person] = {}
    for one in given.parties:
        person, changes = take_in(session, how.unit_id, _with_year(one, given.received_on))
        people.setdefault((person.id, one.side), person)
        if changes:
            record(session, chain, act="person.update", by=how.by, at=how.at, dossier=dossier.id,
                   facts={"person": person.public_id, "fields": sorted(changes)}, values=changes)
    session.add_all(Party(dossier_id=dossier.id, person_id=person, role=side, position=place)
                    for place, (person, side) in enumerate(people))
    session.flush()
    return list(people.values())


def _with_year(party: GivenParty, on: date) -> Given:
    """A person whose year of birth follows from the age, where only that was told."""
    if party.person.birth_year is not None or party.age is None:
        return party.person
    return replace(party.person, birth_year=on.year - party.age)


def _go_on(session: Session, dossier: Dossier, given: GivenDispute, how: Opener) -> None:
    """Who mediates, who may see it, who is told."""
    work = _work(session, dossier, how)
    if Role.TEAM_LEADER not in how.roles:
        let_in(work, [how.by])
    if given.mediators:
        put_mediators(work, given.mediators, given.chosen, given.received_on)
    tell_leader(work, OPENED if given.mediators else TO_ASSIGN)
    if given.warning:
        carry_out_in(work, GivenAct("warn", given.received_on, details={"summary": given.warning}))


def _work(session: Session, dossier: Any, how: Opener) -> Work:
    """The dispute taken up for what follows at once."""
    return take_up(session, Acting(dossier.id, how.unit_id, dossier.version, how.by, how.roles, how.at, how.today,
                                   how.calendar))
