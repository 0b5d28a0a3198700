"""Every address for everybody: seen by those the policy table lets see it, and not there at all for anybody else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.assigning import ASSIGNING, NOTING
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.groups import KEEPING, GivenMandate, add_mandate
from caseapp.cases.commands.handing_over import GIVING, TAKING, GivenHandOver, hand_over
from caseapp.cases.commands.linking import LINKING
from caseapp.cases.commands.measuring import MEASURING, GivenMeasure, name_measure
from caseapp.cases.commands.mending import MENDING, MENDING_CASE
from caseapp.cases.commands.merging import MERGING, GivenMerge, merge
from caseapp.cases.commands.opening import GivenCase, Opening, join_case, open_case, open_complaint
from caseapp.cases.commands.proposing import end_proposal
from caseapp.cases.commands.sealed_papers import KeptPaper, add_paper
from caseapp.cases.commands.second_instance import GivenFirst, GivenSecond, open_second
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.kinds.petition import OFFICE, PETITION
from caseapp.cases.measures import CARRIED_OUT_IN
from caseapp.cases.models import Act, SavedList
from caseapp.cases.rules import CASES
from caseapp.cases.sealed_papers import Kept
from caseapp.cases.signer_lists import Listed
from caseapp.cases.views.letters import ISSUING
from caseapp.db import reading, writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Accused, Dossier, Entrusted
from caseapp.exchange.models import Job, JobState
from caseapp.gazette import office_calendar
from caseapp.kinds import KINDS
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.models import JournalRow
from caseapp.mediation.commands.opening import Opener, open_dispute
from caseapp.mediation.commands.results import GivenPromise, GivenResult, record_result
from caseapp.mediation.dispute import Chosen
from caseapp.mediation.models import TeamLeader
from caseapp.mediation.paying import PayList, PayRate
from caseapp.people.commands import Given
from caseapp.petitions.commands import GivenPetition, register_petition
from caseapp.petitions.models import Content
from caseapp.petitions.taking_in import GivenIntake, TakingIn, take_petition_in
from caseapp.reception.commands.acting import void
from caseapp.reception.commands.denouncing import OPENING
from caseapp.reception.commands.logging import GivenPaper, GivenVisit, log_visit
from caseapp.reception.commands.queue import take_ticket
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import Matter
from caseapp.staff.models import Account, RoleGrant, SignIn, Unit, UnitWithin
from caseapp.staff.policy import Can, permits, reaches_below
from caseapp.staff.roles import Level, Role
from caseapp.text import new_public_id
from caseapp.web.access import routes_as_json
from caseapp.web.headers import POLICY
from tests.browser.addresses import Address, addresses, missing, token
from tests.cases import denouncing
from tests.cases.making import DETAILS, DOCUMENTS
from tests.dossiers.samples import DRAWN_PNG
from tests.mediation.making import brought, make_mediator, make_team
from tests.office.clock import Clock
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_denunciation,
    a_refusal,
    a_visit,
    acting,
    ask_for_storm_day,
    at_counter,
    everything,
    make_commune,
    stored,
)
from tests.office.templates import close
from tests.staff.making import QUICK, ask_for, filling, let_stand_in, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.templates import Run

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
ROLES = tuple(str(role) for role in Role)
ACCUSED = ("supervisor", "auditor", "custodian", "reception")
# Who asks: every role in the commune of most dossiers, in another one, in the province above both; those whom a
# denunciation accuses, whatever they hold; and somebody who holds nothing.
ELSEWHERE = ("reception", "handler", "supervisor", "custodian", "auditor")
ABOVE = ("handler", "supervisor", "administrator", "auditor")
# Volunteers of hamlets: of a team that has disputes, of another one of the commune that was asked to join in one, and of
# another commune. A mediator beside them was given nothing, and so was the leader of the other teams.
VOLUNTEERS = {"h": {"team-leader": "team-leader", "mediator": "mediator", "colleague": "mediator"},
              "j": {"team-leader": "team-leader", "mediator": "mediator"}, "k": {"team-leader": "team-leader"}}
WHO = (*(f"{role}.a" for role in ROLES if role not in ("mediator", "team-leader")), *(f"{role}.b" for role in ELSEWHERE),
       *(f"{role}.p" for role in ABOVE), *(f"accused-{role}.a" for role in ACCUSED), "nobody.a",
       *(f"{name}.{hamlet}" for hamlet, names in VOLUNTEERS.items() for name in names))
ASKED_ABOUT = ("handler.a", "clerk.b", "clerk.p")       # accounts whose pages an administrator may open, or not
REFERENCE = re.compile(r"\b[0-9A-Z]{2}-[0-9A-Z]{4}\b")
FORM_TOKEN = re.compile(r'(name="(?:csrf[_-]token|form_key)"[^>]*(?:value|content)=")[^"]+')
# What is printed with a citizen's name is journaled: an act of disclosure, and the only one that a link can carry out.
DISCLOSING = {"register.print_register": "register.print", "exchange.register_as_sheet": "register.export",
              "prints.papers_slip": "slip.print", "prints.refusal": "refusal.print"}
OPEN_TO_ALL = {"staff.sign_in", "staff.go_on", "staff.session_sign", "health.alive", "health.ready"}
AS_DONE = {"cases.count_act", "cases.keep_act"}      # parts of the page of an act, asked for as the act itself is
OF_ACTS = {"reception.act", "cases.act", "cases.do_act", "mediation.act", "mediation.do_act", *AS_DONE}
ON_PAGES_OF_THEIR_OWN = {"sit", "settle", "fail", "hand-on"}
SEEN = {200, 302, 303, 409}          # shown, led on, or told why not now
NO_HEARTBEAT = 503                   # nobody runs the scheduler in a test


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: what they hold where, by ids of the database."""

    id: int
    public_id: str
    held: tuple[tuple[Role, int], ...]


# ---- the office ------------------------------------------------------------------------------------------------------


def _fill(app: Flask) -> None:
    """Two communes under a province, every role in each; dossiers of every sort, most of them in commune a."""
    app.config.update(QUICK)
    with app.app_context():
        units = {"p": make_commune("p", roles=ROLES)}
        units |= {code: make_commune(code, units["p"], roles=ROLES) for code in ("a", "b")}
        ask_for_storm_day(units["a"].unit, units["a"].accounts["administrator"], NOW)
        with filling(app) as session:
            unit = session.get_one(Unit, units["a"].unit)
            for role in ACCUSED:
                make_account(session, f"accused-{role}.a", [role], unit)
            make_account(session, "nobody.a", [], unit)
        a, b = units["a"], units["b"]
        accused = [row.id for row in reading().execute(sa.select(Account.id).where(Account.name.like("accused-%")))]
        made = [log_at(a, a_visit(papers=(GivenPaper("Đơn khiếu nại", 2, "original"),))), log_at(a, a_refusal("R3", ground_note="QĐ 12; TB 3")),
                log_at(a, a_refusal("Rk")), log_at(b, a_visit()), log_at(units["p"], a_visit()),
                log_at(a, a_denunciation("1")), log_at(b, a_denunciation("2")),
                log_at(a, a_denunciation("3", accused=accused)),
                log_at(a, a_denunciation("4", accused=accused), by=accused[-1])]
        _put_cases(a, b, units["p"])
        _put_beside(a, b)
        _put_other_kinds(a, units["p"], accused)
        gone = log_at(a, a_visit())
        void("Ghi trùng", acting(a, gone))
        _put_file(made[0])
        _put_rest(app, a.unit, a.accounts)
    _put_disputes(app, {"h": a.unit, "j": a.unit, "k": b.unit}, a.accounts["supervisor"])


def _put_disputes(app: Flask, above: dict[str, int], head: int) -> None:
    """Three hamlets with their teams; disputes of one mediator: followed, failed, begun with another hamlet's team; one
    that waits for the leader, one cancelled, one of the other team."""
    with filling(app) as session:
        people = {f"{name}.{code}": one for code, commune in above.items()
                  for name, one in _put_team(session, code, session.get_one(Unit, commune)).items()}
        session.add(PayList(public_id=new_public_id(), unit_id=above["h"], from_on=TODAY, to_on=TODAY, made_by=head, made_at=NOW))
        session.add(PayRate(public_id=new_public_id(), unit_id=above["h"], what="settled", amount=300_000, from_on=TODAY,
                            source="NQ 1", made_by=head, made_at=NOW))
    with app.app_context():
        leader, opener, other = (_opener(people[name]) for name in ("team-leader.h", "mediator.h", "team-leader.j"))
        own = replace(brought(), received_on=TODAY, mediators=(people["mediator.h"][1],), chosen=Chosen.SELF)
        followed, failed, joint, gone = (open_dispute(own, opener) for _time in range(4))
        for whose in (opener, other):
            open_dispute(replace(own, mediators=(), chosen=Chosen.LEADER), whose)
        kept = store_file(io.BytesIO(DRAWN_PNG), "bien-ban.png", limit=1000)
        record_result(GivenResult(TODAY, "settled", "Nhà văn hóa", "Hai bên", "Trình bày.", "Phá bậc thềm.", record="signed",
                                  promises=[GivenPromise("party-a", "Lê Văn Hòa", "Phá", TODAY + timedelta(days=9))],
                                  papers=[kept]), _on(followed, opener))
        carry_out(GivenAct("fail", TODAY, details={"summary": "Mỗi bên giữ ý kiến."}), _on(failed, opener))
        carry_out(GivenAct("join-team", TODAY, details={
            "team": people["mediator.j"][2], "mediators": [people["mediator.j"][1]]}), _on(joint, leader))
        carry_out(GivenAct("void", TODAY, details={"reason": "Ghi trùng"}), _on(gone, leader))


Volunteer = tuple[Account, str, str]      # and the public ids of the mediator and of the team


def _put_team(session: Any, code: str, commune: Unit) -> dict[str, Volunteer]:
    """A hamlet with its team, the first of whom leads it."""
    hamlet = make_unit(session, code, f"Khóm {code}", Level.HAMLET, commune)
    team = make_team(session, hamlet, f"Tổ hòa giải khóm {code}")
    made: dict[str, Volunteer] = {}
    for name, role in VOLUNTEERS[code].items():
        account = make_account(session, f"{name}.{code}", [role], hamlet)
        mediator = make_mediator(session, team, account.display_name, account)
        if not made:
            session.add(TeamLeader(team_id=team.id, mediator_id=mediator.id, from_on=team.from_on))
        made[name] = account, mediator.public_id, team.public_id
    return made


def _opener(who: Volunteer) -> Opener:
    role = "team-leader" if who[0].name.startswith("team-leader") else "mediator"
    return Opener(who[0].unit_id, who[0].id, frozenset({role}), NOW, TODAY, office_calendar())


def _on(public_id: str, who: Opener) -> Acting:
    row = reading().execute(sa.select(Dossier.id, Dossier.version).where(Dossier.public_id == public_id)).one()
    return Acting(row.id, who.unit_id, row.version, who.by, who.roles, NOW, TODAY, who.calendar)


def log_at(commune: Commune, given: GivenVisit, **changes: Any) -> Dossier:
    return log_visit(given, at_counter(commune, **changes))


def _put_cases(a: Commune, b: Commune, above: Commune) -> None:
    """A complaint under way after a draft was sent back, one whose acceptance is proposed, one entered in error."""
    drafted, under_way, error = case_at(a), case_at(a), case_at(a)
    for case in (drafted, under_way):
        do_at(a, case, "accept", "handler")
    returned = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == under_way.id)).scalar_one()
    end_proposal(returned, acting(a, under_way, "supervisor"), reason="Thiếu căn cứ")
    do_at(a, under_way, "accept", "supervisor")
    do_at(a, under_way, "self-check", "handler")
    do_at(a, error, "void", "reception")
    do_at(b, case_at(b), "accept", "supervisor")
    case_at(above)


def _put_beside(a: Commune, b: Commune) -> None:
    """Of complaints what lies beside their acts: one laid into another, one that waits for b to take it, a group."""
    kept, merged, on_its_way, group = case_at(a), case_at(a), case_at(a), case_at(a)
    merge(GivenMerge(kept.id, stored(kept.id).version, "Cùng một việc"), acting(a, merged, "supervisor"))
    hand_over(GivenHandOver(b.unit, "15/CV-UBND", TODAY, "Đất ở địa bàn b"), acting(a, on_its_way, "supervisor"))
    add_mandate(GivenMandate("authorisation", "certified", [Listed(1, "Lê Văn Chín", "ấp 2")], TODAY, "88/2026"),
                acting(a, group, "handler"))


def _put_other_kinds(a: Commune, above: Commune, accused: list[int]) -> None:
    """A petition to be sorted, feedback, a second complaint; what is sealed: accepted and given to a handler, just told,
    continued at the province."""
    office, here = office_calendar(), a.accounts
    take_petition_in(GivenIntake("post", TODAY, "Khiếu nại mức bồi thường", Content.COMPLAINT, (Given("Lê Thị Sáu"),)),
                     TakingIn(a.unit, here["clerk"], NOW, TODAY, office))
    with writing() as session:
        open_case(session, lock_chain(session, a.unit), "feedback", GivenCase("Đèn đường hỏng", TODAY),
                  Opening(here["reception"], NOW, TODAY, office))
    open_second(GivenSecond("complaint-2", GivenCase("Không đồng ý quyết định lần đầu", TODAY, respondent="Chủ tịch UBND xã a"),
                            GivenFirst(TODAY, "commune-head", "decided", "7/QĐ-UBND", "Chủ tịch UBND xã a"), (Given("Lê Tám"),)),
                above.unit, Opening(above.accounts["handler"], NOW, TODAY, office))
    denounced = denouncing.accepted(a, envelope="51", accused=tuple(accused), handler_id=here["handler"])
    denouncing.do(a, denounced, "tell-acceptance", "custodian", new_envelope="52")
    for kept, kind, content in ((Kept.WORKING, "png", DRAWN_PNG), (Kept.SEALED, "pdf", PDF)):
        add_paper(KeptPaper(kept, "petition", content, kind), acting(a, denounced, "supervisor"))
    concluded = denouncing.accepted(a, envelope="61", accused=tuple(accused))
    for code in ("short-way", "conclude"):
        denouncing.do(a, concluded, code, summary="Rõ ràng.")
    name_measure(GivenMeasure("Thu hồi tiền đã nhận", "Phòng kinh tế", TODAY + timedelta(days=30)),
                 acting(a, concluded, "supervisor"))
    denouncing.opened(a, "information", envelope="", identity="unknown", accused=tuple(accused))
    denouncing.opened(above, "continued", envelope="7", accused=(above.accounts["auditor"],))


def case_at(commune: Commune) -> Dossier:
    """A complaint that came by post, opened for its petition."""
    officer = commune.accounts["reception"]
    with writing() as session:
        chain = lock_chain(session, commune.unit)
        case = open_complaint(session, chain, GivenCase(
            "Khiếu nại thu hồi đất thửa 12", TODAY, respondent="Chủ tịch UBND", contested="decision",
            contested_paper="12/QĐ-UBND", handler_id=commune.accounts["handler"]), Opening(officer, NOW, TODAY, office_calendar()))
        petition = register_petition(session, chain, GivenPetition("Đơn khiếu nại", TODAY, channel="post"), by=officer, at=NOW)
        join_case(session, chain, petition, case, by=officer, at=NOW)
        return case


def do_at(commune: Commune, case: Dossier, code: str, role: str) -> None:
    """One act on a case by whoever holds ``role``; without the right to sign it is a draft."""
    signs = code in DOCUMENTS and role == "supervisor"
    signer = reading().execute(sa.select(Account.public_id).where(Account.id == commune.accounts[role])).scalar_one()
    carry_out(GivenAct(code, TODAY, f"{case.id}/QĐ-UBND" if signs else "", signer if signs else "", DETAILS.get(code, {})),
              acting(commune, case, role))


def _put_file(dossier: Dossier) -> None:
    kept = store_file(io.BytesIO(PDF), "đơn.pdf", limit=1000)
    attach(kept, Attaching(dossier.id, dossier.unit_id, dossier.author_id, NOW))


def _put_rest(app: Flask, unit_id: int, accounts: dict[str, int]) -> None:
    take_ticket(unit_id, matter=Matter.COMPLAINT, name="Lê Văn Tám", purpose="hỏi", people=1, day=TODAY, at=NOW)
    with writing() as session:
        session.add(SavedList(public_id=new_public_id(), account_id=accounts["handler"], unit_id=unit_id, name="Quá hạn",
                              query="xem=qua-han", shared=True, made_at=NOW))
        unit, absent = session.get_one(Unit, unit_id), session.get_one(Account, accounts["handler"])
        let_stand_in(session, session.get_one(Account, accounts["clerk"]), absent, "handler", unit,
                     TODAY.replace(month=12), TODAY.replace(month=12, day=20))
        ask_for(session, absent, "custodian", unit, session.get_one(Account, accounts["administrator"]))
        session.add(Job(public_id=new_public_id(), account_id=accounts["reception"], unit_id=unit_id, what="visits",
                        state=JobState.DONE, total=9, done=9, made=9, started=NOW, heartbeat=NOW))


@pytest.fixture(scope="module")
def office(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A copy that nobody may change: every test looks, and the last one sees that looking left it as it was."""
    copy = run.clone(run.template("sqlite", "everywhere", _fill), tmp_path_factory.mktemp("everywhere") / "home")
    app = copy.app()
    app.config.update(TESTING=False, CLOCK=Clock(NOW), WTF_CSRF_ENABLED=True)
    yield app
    close(app)


@pytest.fixture(scope="module")
def people(office: Flask) -> dict[str, Person]:
    """Everybody, by the name they sign in with, and what they hold."""
    with office.app_context():
        held: dict[int, list[tuple[Role, int]]] = {}
        for grant in reading().execute(sa.select(RoleGrant.account_id, RoleGrant.role, RoleGrant.unit_id)):
            held.setdefault(grant.account_id, []).append((Role(grant.role), grant.unit_id))
        rows = reading().execute(sa.select(Account.id, Account.public_id, Account.name)).all()
        return {row.name: Person(row.id, row.public_id, tuple(held.get(row.id, ()))) for row in rows}


@pytest.fixture(scope="module")
def world(office: Flask) -> World:
    """What decides about who sees what, read once."""
    with office.app_context():
        below = {(row.ancestor_id, row.unit_id) for row in reading().execute(
            sa.select(UnitWithin.ancestor_id, UnitWithin.unit_id))}
        barred = {tuple(row) for row in reading().execute(sa.select(Accused.dossier_id, Accused.account_id))}
        given = {tuple(row) for row in reading().execute(sa.select(Entrusted.dossier_id, Entrusted.account_id))}
        twins = set(reading().execute(sa.select(Account.id).where(Account.name.like("accused-%"))).scalars())
        policies = {route["endpoint"]: tuple(route["policy"]) for route in routes_as_json(office) if not route["public"]}
        shown = {row.public_id for row in reading().execute(sa.select(Account.public_id).where(
            Account.name.in_(ASKED_ABOUT)))}

        def asked(method: str) -> list[Address]:
            return [one for one in addresses(office, method)
                    if "/quan-tri/tai-khoan/" not in one.url or one.about is None or one.about.public_id in shown]

        communes = set(reading().execute(sa.select(Unit.id).where(Unit.level == Level.COMMUNE)).scalars())
        return World(policies, below, barred, given, twins, communes, asked("GET"), asked("POST"))


# ---- what the policy table says, said again by hand --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class World:
    """Which unit lies below which, whom a denunciation accuses, to whom one is given, and every address.

    ``twins``: accounts that are accused and beside which another one holds the same role in the same unit.
    """


    policies: dict[str, tuple[str, ...]]
    below: set[tuple[int, int]]
    barred: set[tuple[Any, ...]]
    given: set[tuple[Any, ...]]
    twins: set[int]
    communes: set[int]
    gets: list[Address]
    posts: list[Address]

    def may(self, person: Person, can: Can) -> bool:
        return can is Can.OWN_ACCOUNT or any(permits(can, role) for role, _unit in person.held)

    def may_in(self, person: Person, can: Can, unit: int) -> bool:
        return any(permits(can, role) and (held == unit or (reaches_below(can, role) and (held, unit) in self.below))
                   for role, held in person.held)

    def sees(self, person: Person, row: Any) -> bool:
        """Ordinary ones in reach; a denunciation for those entrusted with all of them, for its author, for whom it is
        given to, never for the accused."""
        if not row.sealed:
            return self.may_in(person, Can.READ_DOSSIERS, row.unit_id) or self.mediates(person, row)
        if (row.id, person.id) in self.barred:
            return False
        own = row.author_id == person.id or (row.id, person.id) in self.given
        return (own and self.may_in(person, Can.READ_DOSSIERS, row.unit_id)) or self.may_in(person, Can.READ_SEALED, row.unit_id)

    def mediates(self, person: Person, row: Any) -> bool:
        """A dispute of one's own, or of the team one leads."""
        return getattr(row, "kind", "") == MEDIATION.code and (
            self.may_in(person, Can.LEAD_TEAM, row.unit_id)
            or (self.may(person, Can.MEDIATE) and (row.id, person.id) in self.given))

    def sees_openly(self, person: Person, row: Any) -> bool:
        """Whether it is an open dossier in reach."""
        return getattr(row, "kind", "") in KINDS and not row.sealed and self.sees(person, row)

    def acts(self, person: Person, row: Any, act: str) -> bool:
        """Whether one of the roles held in that very unit may ever do the act."""
        return self.holds(person, row, VISIT.action(act).by)

    def holds(self, person: Person, row: Any, roles: AbstractSet[str]) -> bool:
        """Whether ``person`` has one of the roles in the dossier's very unit."""
        return bool(roles & {str(role) for role, unit in person.held if unit == row.unit_id})

    def open(self, person: Person, address: Address, method: str = "GET") -> bool:
        """Whether ``person`` may open the address, by the table alone."""
        return _by_policy(self, person, address, method) and WHO_MAY.get(address.endpoint, _by_policy)(
            self, person, address, method)


def _by_policy(world: World, person: Person, address: Address, _method: str) -> bool:
    return address.endpoint in OPEN_TO_ALL or any(
        world.may(person, Can(policy)) for policy in world.policies[address.endpoint])


def _sees(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.sees(person, address.about)


def _acts(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.sees(person, address.about) and world.acts(person, address.about, address.sort)


def _carries_out(world: World, person: Person, address: Address, _method: str) -> bool:
    """In their own right, as signed on paper, or as a draft."""
    action = KINDS[address.about.kind].action(address.sort)
    return world.sees(person, address.about) and world.holds(person, address.about, action.by | action.enters | action.proposes)


def _decides(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.sees(person, address.about) and world.holds(
        person, address.about, KINDS[address.about.kind].action(address.sort).by)


def _drafted(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.sees(person, address.about) and bool(address.about.by == person.id)


def _holding(roles: AbstractSet[str]) -> Callable[[World, Person, Address, str], bool]:
    return lambda world, person, address, _method: (
        world.sees(person, address.about) and world.holds(person, address.about, roles))


def _sees_openly(world: World, person: Person, address: Address, _method: str) -> bool:
    """What a sealed dossier does not have: whoever denounced stands on paper alone."""
    return not address.about.sealed and world.sees(person, address.about)


def _keeps_signers(world: World, person: Person, address: Address, method: str) -> bool:
    return _sees_openly(world, person, address, method) and world.holds(person, address.about, KEEPING)


def _reads_letter(world: World, person: Person, address: Address, _method: str) -> bool:
    """The paper of an act that issues one; of every other act there is none."""
    return address.sort in ISSUING and world.sees(person, address.about)


def _sees_papers(world: World, person: Person, address: Address, _method: str) -> bool:
    """Papers of a sealed case, its own page and no other dossier's."""
    row = address.about
    return row.sealed and row.kind in CASES and row.state != "void" and world.sees(person, row)


def _keeps_papers(world: World, person: Person, address: Address, method: str) -> bool:
    """Whoever works on dossiers there, and whoever keeps the envelopes; of what is sealed the latter alone."""
    rights = (Can.CUSTODY,) if address.sort == "sealed" else (Can.ANSWER_VISIT, Can.CUSTODY)
    return _sees_papers(world, person, address, method) and any(
        world.may_in(person, one, address.about.unit_id) for one in rights)


def _opens_sealed(world: World, person: Person, address: Address, method: str) -> bool:
    return address.sort == "sealed" and _keeps_papers(world, person, address, method)


def _reads_file(world: World, person: Person, address: Address, method: str) -> bool:
    """At the address that all files share, what is sealed is not there for anybody."""
    return address.sort != "sealed" and _sees(world, person, address, method)


def _heads_case(roles: AbstractSet[str]) -> Callable[[World, Person, Address, str], bool]:
    """A petition is laid into no other and handed to nobody: it goes its way by acts."""
    return lambda world, person, address, _method: (
        address.about.kind in CASES and world.sees(person, address.about) and world.holds(person, address.about, roles))


def _measures(world: World, person: Person, address: Address, _method: str) -> bool:
    """What a decision or conclusion orders, for whoever works on cases; kinds that decide nothing have no such page."""
    row = address.about
    return row.kind in CARRIED_OUT_IN and world.sees(person, row) and world.holds(person, row, MEASURING)


def _seals(world: World, person: Person, address: Address, _method: str) -> bool:
    row = address.about
    return row.state != "void" and world.sees(person, row) and world.holds(person, row, OFFICE)


def _takes_over(_world: World, person: Person, address: Address, _method: str) -> bool:
    """In the unit that a case is on its way to, and nobody else: not even whoever sent it."""
    return _holds_at(person, address.about.to_unit, TAKING)


def _ends_way(world: World, person: Person, address: Address, method: str) -> bool:
    return _takes_over(world, person, address, method) or _holds_at(person, address.about.from_unit, GIVING)


def _holds_at(person: Person, where: int, roles: AbstractSet[str]) -> bool:
    return any(str(role) in roles and unit == where for role, unit in person.held)


def _gives(_world: World, person: Person, _address: Address, _method: str) -> bool:
    """Whoever heads a unit: the only one who gives cases to those who work in it."""
    return any(str(role) in ASSIGNING for role, _unit in person.held)


def _corrects(world: World, person: Person, address: Address, _method: str) -> bool:
    here = world.sees(person, address.about) and world.acts(person, address.about, "correct")
    return here and (address.endpoint == "reception.correct_visit" or address.about.state != "void")


def _lifts(world: World, person: Person, address: Address, _method: str) -> bool:
    """The accounts a denunciation is kept from, for whoever is entrusted with denunciations there."""
    row = address.about
    return (row.sealed and row.state != "void" and world.sees(person, row)
            and world.may_in(person, Can.READ_SEALED, row.unit_id))


def _opens_case(world: World, person: Person, address: Address, _method: str) -> bool:
    """The case of a sealed visit, for whoever opens cases there and is not kept from the visit."""
    row = address.about
    return row.sealed and world.sees(person, row) and world.holds(person, row, OPENING)


def _writes(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.sees(person, address.about) and world.may_in(person, Can.ANSWER_VISIT, address.about.unit_id)


def _administers_unit(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.may_in(person, Can.ADMINISTER, address.about.id)


def _administers(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.may_in(person, Can.ADMINISTER, address.about.unit_id)


def _confirms(world: World, person: Person, address: Address, _method: str) -> bool:
    return world.may_in(person, Can.CONFIRM_ACCESS, address.about.unit_id)


def _own(_world: World, person: Person, address: Address, _method: str) -> bool:
    return bool(address.about.account_id == person.id)


def _works_on(*states: str) -> Callable[[World, Person, Address, str], bool]:
    """Whoever mediates it, or leads its team; where the page is for some stages alone, in these."""
    return lambda world, person, address, _method: (
        world.sees(person, address.about) and world.holds(person, address.about, {"mediator", "team-leader"})
        and (not states or address.about.state in states))


def _reads_team(world: World, person: Person, address: Address, _method: str) -> bool:
    """Whoever reads the logbooks there, and the commune that keeps the hamlet's team."""
    row = address.about
    return world.may_in(person, Can.READ_LOGBOOK, row.unit_id) or world.may_in(person, Can.KEEP_TEAMS, row.parent_id)


def _in_unit(can: Can, *, above: bool = False) -> Callable[[World, Person, Address, str], bool]:
    """Whoever may do it in the very unit, or in the commune above the hamlet."""
    return lambda world, person, address, _method: world.may_in(
        person, can, address.about.parent_id if above else address.about.unit_id)


def _draws_lists_up(world: World, person: Person, _address: Address, _method: str) -> bool:
    """A commune pays; those above it only set rates."""
    return any(permits(Can.PAY_MEDIATORS, role) and unit in world.communes for role, unit in person.held)


def _volunteers(_world: World, person: Person, _address: Address, _method: str) -> bool:
    """A short number is for those who do nothing but mediate."""
    return bool(person.held) and all(role in (Role.MEDIATOR, Role.TEAM_LEADER) for role, _unit in person.held)


def _acts_on_dispute(world: World, person: Person, address: Address, method: str) -> bool:
    """What comes of a sitting, and a petition, have pages of their own: the act's leads there and takes nothing."""
    return _carries_out(world, person, address, method) and (method == "GET" or address.sort not in ON_PAGES_OF_THEIR_OWN)


def _takes_photos(world: World, person: Person, address: Address, method: str) -> bool:
    """A cancelled number takes nothing any more."""
    return address.about.state != "void" and _works_on()(world, person, address, method)


def _recorded(world: World, person: Person, address: Address, method: str) -> bool:
    """Of a settlement with a signed record, as the only one here has."""
    return address.about.state == "followed" and _sees(world, person, address, method)


def _nobody(_world: World, _person: Person, _address: Address, _method: str) -> bool:
    """An id that nobody has: not there for anybody."""
    return False


WHO_MAY: dict[str, Callable[[World, Person, Address, str], bool]] = {
    "reception.visit": _sees, "dossiers.receipt": _sees, "dossiers.receipt_print": _sees, "dossiers.receipt_json": _sees, "dossiers.get_file": _reads_file,
    "cases.papers": _sees_papers, "cases.keep_paper": _keeps_papers, "cases.withdraw": _keeps_papers, "cases.open_sealed": _opens_sealed,
    "prints.papers_slip": _sees, "prints.refusal": _sees, "reception.act": _acts, "reception.correct_visit": _corrects,
    "reception.correct_visitor": _corrects, "reception.barred_accounts": _lifts, "reception.open_denounced": _opens_case, "dossiers.choose_file": _writes, "dossiers.add_file": _writes,
    "staff.unit_edit": _administers_unit, "staff.unit_close": _administers_unit, "exchange.show_job": _own,
    "dossiers.search_result": _nobody,
    **dict.fromkeys((f"mediation.{one}" for one in ("dispute", "why", "paper", "print_record", "print_failure", "print_court_package")), _sees),
    **dict.fromkeys(("mediation.team", "mediation.mediator"), _reads_team),
    **dict.fromkeys((f"mediation.{one}" for one in (
        "team_edit", "team_leader", "team_end", "team_succeed", "team_training", "mediator_new", "mediator_edit", "mediator_release",
        "mediator_return", "mediator_account", "mediator_course")), _in_unit(Can.KEEP_TEAMS, above=True)),
    **dict.fromkeys((f"mediation.{one}" for one in ("pay_list", "pay_leave_out", "pay_rebuild", "pay_drop", "pay_print", "pay_as_sheet",
                                                    "pay_ask", "pay_paid")), _in_unit(Can.PAY_MEDIATORS)),
    **dict.fromkeys((f"mediation.{one}" for one in ("pay_approve", "pay_send_back", "rate", "rate_remove")), _in_unit(Can.APPROVE_PAY)),
    "mediation.pay_list_new": _draws_lists_up, "staff.choose_pin": _volunteers,
    "mediation.court": _recorded, **dict.fromkeys(("mediation.act", "mediation.do_act"), _acts_on_dispute),
    **dict.fromkeys(("mediation.choose_photos", "mediation.add_photos", "mediation.keep_typed"), _takes_photos),
    **dict.fromkeys((f"mediation.{one}" for one in ("result", "save_result", "count_result", "interest", "save_interest")),
                    _works_on()),
    **dict.fromkeys(("mediation.petition", "mediation.send_petition"), _works_on("failed", "stopped", "referred", "unkept")),
    **dict.fromkeys((f"mediation.{one}" for one in ("more_promises", "add_more", "visit", "save_visit", "promise", "follow_promise")),
                    _works_on("followed")),
    **dict.fromkeys(("cases.case", "cases.case_print", "cases.proposal", "petitions.petition"), _sees),
    **dict.fromkeys(("cases.act", "cases.do_act", "cases.count_act", "cases.keep_act"), _carries_out),
    "cases.send_back": _decides, "cases.take_back": _drafted, "cases.mend": _holding(MENDING), "cases.note": _holding(NOTING),
    "cases.correct_case": _holding(MENDING_CASE), "cases.assign_case": _holding(ASSIGNING), "cases.give_cases": _gives,
    "cases.group": _sees_openly, "cases.letter": _reads_letter, "cases.send_letter": _carries_out,
    **dict.fromkeys(("cases.add_list", "cases.add_paper", "cases.change_signers", "cases.end_paper"), _keeps_signers),
    **dict.fromkeys(("cases.merge_case", "cases.unmerge_case"), _heads_case(MERGING)), "cases.hand_over_case": _heads_case(GIVING),
    **dict.fromkeys(("cases.link_dossier", "cases.unlink_dossier"), _holding(LINKING)),
    **dict.fromkeys(("cases.coming", "cases.take_over_case"), _takes_over), "cases.send_case_back": _ends_way,
    **dict.fromkeys(("cases.edit_list", "cases.drop_list"), _own),
    **dict.fromkeys(("cases.measures", "cases.report", "cases.drop"), _measures),
    "petitions.seal": _seals, "petitions.book_case": _seals, "petitions.send_there": _carries_out,
    **dict.fromkeys(("staff.account_page", "staff.account_edit", "staff.account_password", "staff.account_lock",
                     "staff.account_unlock", "staff.account_sign_out", "staff.role_add", "staff.role_end",
                     "staff.substitution_add", "staff.substitution_end"), _administers),
    **dict.fromkeys(("staff.request_page", "staff.request_confirm", "staff.request_refuse", "staff.request_withdraw",
                     "staff.request_see", "staff.request_half"), _confirms),
}



# ---- looking ---------------------------------------------------------------------------------------------------------


def enter(office: Flask, person: Person) -> FlaskClient:
    client = office.test_client()
    sign_in(client, person)      # type: ignore[arg-type]  all that signing in needs is the id
    return client


def bare(answer: TestResponse) -> str:
    """The page without what is new on every page: the reference and the form tokens."""
    return FORM_TOKEN.sub("", REFERENCE.sub("", answer.text))


@pytest.fixture(params=WHO)
def person(request: pytest.FixtureRequest, people: dict[str, Person]) -> Person:
    return people[request.param]


def asked_of(world: World, person: Person, method: str) -> Iterator[Address]:
    """Every address; of open dossiers each act of each kind where it stands, but not every act on every one.

    Out of one's reach each view, act and dossier: whether it is there is decided before anybody asks what is to be done
    with it. Sealed ones are asked for whole, but by whom the policy keeps from the very view: no act tells him more. A twin is told from the other holder of the same role by sealed ones alone.
    """
    tried = set[tuple[Any, ...]]()
    for address in world.gets if method == "GET" else world.posts:
        kept_out = not _by_policy(world, person, address, method) if getattr(address.about, "kind", "") in KINDS else False
        these = _tried_for(address, away=person.id in world.twins or not world.sees_openly(person, address.about), kept_out=kept_out)
        if not these or not these <= tried:
            tried |= these
            yield address


def of_each_sort(found: Iterable[Address]) -> list[Address]:
    """One address of every view, act and kind of dossier, of open and of sealed ones where they stand."""
    return list({(one.endpoint, one.sort, *(getattr(one.about, name, None) for name in ("kind", "state", "sealed"))): one
                 for one in found}.values())


def _tried_for(address: Address, *, away: bool, kept_out: bool) -> set[tuple[Any, ...]]:
    """What an address is asked for; nothing where no other is like it."""
    row, view = address.about, address.endpoint
    if getattr(row, "kind", "") not in KINDS:
        return set()
    act = "" if view in AS_DONE else address.sort
    if row.sealed:
        return {(view, "" if kept_out else act, row.public_id)} if view in OF_ACTS else set()
    if kept_out:
        return {(view,), (row.public_id,)}
    if away:
        return {(view, act), (view, row.unit_id), (row.public_id,)}
    if view in OF_ACTS:
        return {(view, act, row.kind, row.state, row.unit_id), (view, row.public_id)}
    return {(view, row.state, row.unit_id)} if row.kind == PETITION.code else set()


def test_everybody_sees_what_the_table_says_and_nothing_else(office: Flask, world: World, person: Person) -> None:
    client, wrong = enter(office, person), list[str]()
    before, absent = kept(office), dict[str, str]()
    for address in asked_of(world, person, "GET"):
        named = f"{address.url} ({address.endpoint})"
        with client.get(address.url) as answer:
            wrong += header_faults(answer, named)
            if world.open(person, address):
                if answer.status_code not in SEEN and (address.endpoint, answer.status_code) != ("health.ready", NO_HEARTBEAT):
                    wrong.append(f"{named} answers {answer.status_code}, the table lets it be seen")
            elif answer.status_code != 404:
                wrong.append(f"{named} answers {answer.status_code}, the table says 404")
            else:
                other = absent.get(address.endpoint) or absent.setdefault(address.endpoint, bare(client.get(missing(address))))
                if bare(answer) != other:
                    wrong.append(f"{named} is told from an id that nobody has")
    assert not wrong, told(wrong)
    assert changed(before, kept(office)) <= {"journal", "chain", "case_mention"}      # who was called has seen it now


# What there is for volunteers, said once more: the door and the own account, the own disputes; for a leader the own team.
OF_ANYBODY = OPEN_TO_ALL | {"home.start", "notices.reminders", "staff.own_account", "staff.change_password", "staff.choose_pin",
                            "mediation.disputes", "mediation.new_dispute"}
TO_READ = {"mediation.dispute", "mediation.why", "mediation.paper", "mediation.court", "mediation.print_record",
           "mediation.print_failure", "mediation.print_court_package"}
TO_WORK_ON = {"mediation.act", "mediation.result", "mediation.choose_photos", "mediation.interest", "mediation.promise",
              "mediation.more_promises", "mediation.visit", "mediation.petition"}
OF_TEAMS = {"mediation.team_disputes", "mediation.teams", "mediation.team", "mediation.mediator", "mediation.logbook",
            "mediation.print_logbook", "mediation.logbook_sheet", "mediation.figures", "mediation.print_figures",
            "mediation.figures_sheet"}


@pytest.mark.parametrize(("name", "states", "more"), [
    ("team-leader.h", ["assigned", "failed", "followed", "received", "void"], OF_TEAMS | TO_READ | TO_WORK_ON),
    ("mediator.h", ["assigned", "failed", "followed", "received", "void"], TO_READ | TO_WORK_ON),
    ("colleague.h", [], set()), ("mediator.j", ["assigned"], TO_READ),       # who joined in reads and writes nothing
    ("team-leader.j", ["received"], OF_TEAMS | TO_READ | TO_WORK_ON), ("team-leader.k", [], OF_TEAMS)])
def test_volunteers_have_their_disputes_and_nothing_else(world: World, people: dict[str, Person], name: str, states: list[str],
                                                         more: set[str]) -> None:
    """By the table, which the tests here hold against every page."""
    opened = [one for one in world.gets if world.open(people[name], one)]
    assert {one.endpoint for one in opened} <= OF_ANYBODY | more
    assert {one.endpoint for one in opened} >= OF_ANYBODY
    assert sorted(one.about.state for one in opened if one.endpoint == "mediation.dispute") == states
    own = {one.endpoint for one in opened} & TO_WORK_ON
    assert bool(own) == bool(states and more >= TO_WORK_ON)


@pytest.mark.parametrize("name", ["supervisor.a", "auditor.p", "team-leader.h"])
def test_a_dispute_has_no_page_among_cases_or_visits(office: Flask, world: World, people: dict[str, Person], name: str) -> None:
    """Whoever may see one sees it at its own address alone."""
    client, wrong = enter(office, people[name]), list[str]()
    dispute = next(one.about.public_id for one in world.gets if one.endpoint == "mediation.dispute" and one.about.state == "followed")
    assert client.get(f"/hoa-giai/vu/{dispute}").status_code == 200
    for one in {one.endpoint: one for one in world.gets}.values():
        if getattr(one.about, "kind", "") in KINDS and one.url.startswith(("/vu-viec/", "/don/", "/tiep-dan/luot/")):
            url = one.url.replace(one.about.public_id, dispute)
            wrong += [url] if client.get(url).status_code != 404 else []
    assert not wrong, told(wrong)


def test_looking_journals_nothing_but_disclosures(office: Flask, world: World, people: dict[str, Person]) -> None:
    client = enter(office, people["supervisor.a"])
    with office.app_context():
        seen = {row.id for row in reading().execute(sa.select(JournalRow.id))}
    for address in of_each_sort(asked_of(world, people["supervisor.a"], "GET")):
        client.get(address.url).close()
    for address in {one.endpoint: one for one in world.gets}.values():      # the same view answers without its page
        client.head(address.url).close()
    with office.app_context():
        rows = reading().execute(sa.select(JournalRow.id, JournalRow.act)).all()
    assert {row.act for row in rows if row.id not in seen} <= set(DISCLOSING.values())


def test_a_stranger_meets_the_door_everywhere(office: Flask, world: World) -> None:
    stranger, wrong = office.test_client(), list[str]()
    before = kept(office)
    given = token(stranger, "/login")
    for address in of_each_sort(world.gets):
        answer = stranger.get(address.url)
        wrong += header_faults(answer, address.url)
        at_door = answer.status_code == 302 and urlsplit(answer.location).path == "/login"
        if not (address.endpoint in OPEN_TO_ALL or at_door or answer.status_code == 404):
            wrong.append(f"GET {address.url}: {answer.status_code}")
    for address in of_each_sort(world.posts):
        if address.endpoint in PUBLIC_POSTS:
            continue
        answer = stranger.post(address.url, data={"csrf_token": given})
        wrong += header_faults(answer, address.url)
        if answer.status_code not in (401, 404):
            wrong.append(f"POST {address.url}: {answer.status_code}")
    assert not wrong, told(wrong)
    assert changed(before, kept(office)) == set()


# ---- writing ---------------------------------------------------------------------------------------------------------


def test_nobody_posts_where_the_table_says_no(office: Flask, world: World, person: Person) -> None:
    client, wrong = enter(office, person), list[str]()
    before, given = kept(office), token(client, "/tai-khoan")
    for address in asked_of(world, person, "POST"):
        if address.endpoint in PUBLIC_POSTS or world.open(person, address, "POST"):
            continue
        answer = client.post(address.url, data={"csrf_token": given})
        wrong += header_faults(answer, address.url)
        if answer.status_code != 404:
            wrong.append(f"{address.url} ({address.endpoint}) answers {answer.status_code}")
    assert not wrong, told(wrong)
    assert changed(before, kept(office)) == set()


@pytest.mark.parametrize("name", ["supervisor.a", "administrator.a"])
def test_no_post_without_the_sessions_own_token(office: Flask, world: World, people: dict[str, Person], name: str) -> None:
    client, wrong = enter(office, people[name]), list[str]()
    foreign = token(enter(office, people["handler.b"]), "/tai-khoan")
    before = kept(office)
    # The token is looked at before the view is chosen: of each view one address.
    for address in {one.endpoint: one for one in world.posts}.values():
        if address.endpoint == "policy_report":
            continue      # browsers send it by themselves; it writes one word into the log
        for data in ({}, {"csrf_token": foreign}, {"csrf_token": "x"}):
            answer = client.post(address.url, data=data)
            wrong += header_faults(answer, address.url)
            if answer.status_code != 400:
                wrong.append(f"{address.url} ({address.endpoint}) with {data}: {answer.status_code}")
    assert not wrong, told(wrong)
    assert changed(before, kept(office)) == set()


def test_a_ticket_of_another_commune_is_not_there(office: Flask, world: World, people: dict[str, Person]) -> None:
    client, before = enter(office, people["reception.b"]), kept(office)
    given = token(client, "/tai-khoan")
    for address in world.posts:
        if address.endpoint in ("reception.call_ticket", "reception.move_ticket"):
            foreign, absent = (client.post(url, data={"csrf_token": given}) for url in (address.url, missing(address)))
            assert (foreign.status_code, foreign.location) == (absent.status_code, absent.location), address.url
    assert changed(before, kept(office)) == set()


def test_nobody_ends_anothers_session(office: Flask, people: dict[str, Person]) -> None:
    enter(office, people["supervisor.a"])
    with office.app_context():
        place = reading().execute(sa.select(SignIn.public_id).where(
            SignIn.account_id == people["supervisor.a"].id).order_by(SignIn.id.desc()).limit(1)).scalar_one()
    client = enter(office, people["handler.a"])
    client.post(f"/tai-khoan/noi-dang-nhap/{place}/thoat", data={"csrf_token": token(client, "/tai-khoan")})
    with office.app_context():
        ended = reading().execute(sa.select(SignIn.ended_at).where(SignIn.public_id == place)).scalar_one()
    assert ended is None


# ---- what is said around every answer ----------------------------------------------------------------------------------


def test_other_methods_are_refused(office: Flask, world: World, people: dict[str, Person]) -> None:
    client, wrong = enter(office, people["supervisor.a"]), list[str]()
    before = kept(office)
    for address in {one.endpoint: one for one in (*world.gets, *world.posts)}.values():
        for method in ("TRACE", "PROPFIND", "OPTIONS", "PUT", "PATCH", "DELETE", "MKCOL", "GET/1"):
            answer = client.open(address.url, method=method)
            wrong += header_faults(answer, f"{method} {address.url}")
            if answer.status_code != 405 and not (answer.status_code == 400 and method == "PUT"):
                wrong.append(f"{method} {address.url}: {answer.status_code}")
    assert not wrong, told(wrong)
    assert changed(before, kept(office)) == set()


def test_another_hosts_name_is_refused(office: Flask, world: World, people: dict[str, Person]) -> None:
    client, wrong = enter(office, people["supervisor.a"]), list[str]()
    for address in {one.endpoint: one for one in (*world.gets, *world.posts)}.values():
        for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8000", "localhost@evil.example"):
            answer = client.open(address.url, method="GET", headers={"Host": host})
            wrong += header_faults(answer, f"{host} {address.url}")
            if answer.status_code != 400 or "evil" in answer.text:
                wrong.append(f"{host} {address.url}: {answer.status_code}")
        with client.get(address.url, headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}) as got:
            if "evil" in f"{got.headers}{got.get_data()!r}":
                wrong.append(f"{address.url} believes X-Forwarded-Host")
    assert not wrong, told(wrong)


def test_nothing_is_readable_from_another_site(office: Flask, world: World, people: dict[str, Person]) -> None:
    client, wrong = enter(office, people["supervisor.a"]), list[str]()
    for address in {one.endpoint: one for one in world.gets}.values():
        for origin in ("null", "https://evil.example"):
            with client.get(address.url, headers={"Origin": origin}) as answer:
                wrong += [f"{address.url}: {name}" for name in answer.headers.keys()  # noqa: SIM118  iterating headers gives pairs
                          if name.lower().startswith("access-control")]
        for mode, kind in (("no-cors", "image"), ("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"),
                           ("navigate", "object")):
            answer = client.get(address.url, headers={
                "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind})
            if answer.status_code != 400:
                wrong.append(f"{address.url} as {kind}: {answer.status_code}")
    assert not wrong, told(wrong)


def test_nobody_is_believed_to_be_signed_in_by_a_header(office: Flask) -> None:
    named = {"X-Remote-User": "supervisor.a", "Remote-User": "supervisor.a", "X-Forwarded-User": "supervisor.a",
             "Authorization": "Basic c3VwZXJ2aXNvci5hOng=", "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}
    for name, value in named.items():
        answer = office.test_client().get("/viec", headers={name: value})
        assert (answer.status_code, urlsplit(answer.location).path) == (302, "/login"), name


def test_files_of_the_program_and_errors_carry_the_headers_too(office: Flask) -> None:
    stranger = office.test_client()
    page = stranger.get("/login").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 4
    for url in (*files, "/static/khong-co.css", "/khong-co", "/login/", "/%ff%fe", "/..%2f..%2fetc/passwd"):
        answer = stranger.get(url)
        assert header_faults(answer, url, kept=url.startswith("/static/")) == []
        assert answer.status_code == (200 if url in files else answer.status_code)
    too_large = stranger.post("/login", data=b"x" * 60_000_000, content_type="application/x-www-form-urlencoded")
    assert (too_large.status_code, header_faults(too_large, "too large")) == (413, [])


def test_a_form_without_files_is_read_up_to_its_limit_only(office: Flask) -> None:
    """The limit for text holds for every way of sending a form, also for the one that browsers use (bar row 59)."""
    stranger, words = office.test_client(), "x" * (office.config["MAX_FORM_MEMORY_SIZE"] + 1)
    assert stranger.post("/login", data={"csrf_token": words}).status_code == 413
    parts = f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{words}\r\n--cut--\r\n'.encode()
    assert stranger.post("/login", data=parts, content_type="multipart/form-data; boundary=cut").status_code == 413


def test_over_tls_browsers_are_told_to_stay_there(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("tls") / "home"
    app = run.clone(run.template("sqlite"), home, public_url="https://tiepdan.example.vn").app()
    for url in ("/login", "/khong-co", "/healthz"):
        answer = app.test_client().get(url, base_url="https://tiepdan.example.vn")
        found = re.search(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])
        assert found, url
        assert int(found[1]) >= 31_536_000
    answer = app.test_client().get("/login", base_url="https://tiepdan.example.vn")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie and "SameSite" in cookie for cookie in cookies), cookies
    close(app)


ELSEWHERE_FORMS = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
    "https://evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example", "http:\\\\evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x",
    "/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/\r\n/evil.example", " //evil.example",
    "%2f%2fevil.example", "/%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/%0d%0aLocation:%20//evil.example",
    "/viec\r\nSet-Cookie: a=b", "//evil.example@127.0.0.1", "http://127.0.0.1@evil.example", "@evil.example",
    "//127.0.0.1.evil.example", "/.//evil.example", "/..//evil.example", "/./\\evil.example", "//\u0435vil.example",
    "/\u2215/evil.example", "//xn--vil-example", "?next=//evil.example", "/;//evil.example", "/viec#//evil.example\x00",
    "//evil%E3%80%82example", "/\uff0f/evil.example", "evil.example", "./evil", "../evil", "",
)


def lands(location: str) -> str:
    """The host at which a browser lands, which reads a backslash as a slash and skips tabs and line ends."""
    seen = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return urlsplit(urljoin("http://localhost/login", seen)).netloc


@pytest.mark.parametrize("target", ELSEWHERE_FORMS)
def test_nobody_is_sent_to_another_site(office: Flask, people: dict[str, Person], target: str) -> None:
    signed_in = enter(office, people["reception.a"])
    given = token(signed_in, "/tai-khoan")
    answers = [
        signed_in.get("/login", query_string={"next": target}),
        signed_in.post("/ngon-ngu/en", data={"csrf_token": given, "next": target}),
        signed_in.post(f"/nhap/visit/{'A' * 22}/bo", data={"csrf_token": given, "next": target}),
    ]
    for answer in answers:
        if "\0" in target and answer.status_code == 404:
            continue      # an address with a NUL is no page
        assert answer.status_code in (302, 303)
        assert lands(answer.location) == "localhost", answer.location
        assert answer.location.startswith("/"), answer.location
        assert not any(ord(char) < 32 for char in answer.location)
        assert header_faults(answer, target) == []
    stranger = office.test_client().get("/login", query_string={"next": target})
    for action in re.findall(r'(?:action|href)="([^"]*)"', stranger.text):
        assert lands(action) == "localhost", action


# ---- measuring ---------------------------------------------------------------------------------------------------------

PUBLIC_POSTS = {"policy_report", "staff.sign_in", "staff.go_on", "staff.sign_out", "language"}
REQUIRED = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
}
# Row 77: nothing but what the site itself serves.
STRICT = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'",
          "img-src 'self' data:", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"}


def header_faults(answer: TestResponse, where: str, *, kept: bool = False) -> list[str]:
    """Which headers of rows 77 to 79 an answer lacks."""
    sent = answer.headers
    found = [f"{where}: {name} is {sent.get(name)}" for name, value in REQUIRED.items() if sent.get(name) != value]
    policy = sent.get("Content-Security-Policy", "")
    a_file = policy == "sandbox; default-src 'none'" and "attachment" in sent.get("Content-Disposition", "")
    if not a_file and (not set(policy.split("; ")) >= STRICT or "unsafe" in policy or "report-uri" not in policy):
        found.append(f"{where}: policy {policy}")
    if not sent.get("Permissions-Policy"):
        found.append(f"{where}: no Permissions-Policy")
    if not kept and sent.get("Cache-Control") != "no-store":
        found.append(f"{where}: kept by caches, {sent.get('Cache-Control')}")
    if answer.mimetype.startswith("text/") and "charset=utf-8" not in answer.content_type.lower():
        found.append(f"{where}: {answer.content_type}")
    told = [name for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in sent]
    return [*found, *(f"{where}: tells {name}" for name in told)]


def told(wrong: list[str]) -> str:
    """What is wrong, one line each, the first of them."""
    return "\n".join([f"{len(wrong)} wrong:", *wrong[:25]])


def kept(office: Flask) -> dict[str, Any]:
    """Every row of every table but signs of life, searches and their expiry."""
    with office.app_context():
        return {name: rows for name, rows in everything().items() if name not in ("sign_in", "search")}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_the_policy_is_the_strict_one() -> None:
    assert set(POLICY.split("; ")) >= STRICT
    assert "unsafe" not in POLICY
