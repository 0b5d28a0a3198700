"""Teams with disputes for figures and books: facts drawn at random, put into the database as their acts would leave them."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook

from caseapp.cases.models import Act, CaseFile
from caseapp.dossiers.models import Dossier, Party
from caseapp.mediation.dispute import Dispute, Invited, MediatedBy
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.models import Mediator, Team, Training
from caseapp.people.models import Person
from caseapp.staff.roles import Level
from caseapp.text import fold, new_public_id
from caseapp.web.now import now
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from caseapp.staff.models import Account, Unit

TODAY = date(2026, 11, 16)
SINCE = date(2024, 1, 2)
ENDED = {"settle": "settled", "fail": "failed", "stop": "stopped", "refer": "referred"}
STATES = {"sit": "under-way", "settle": "followed", "fail": "failed", "stop": "stopped", "refer": "referred",
          "continue": "assigned", "reopen": "under-way", "void": "void"}


@dataclass(slots=True)
class Fact:
    """One dispute as a plain story: ``acts`` are (code, day) in their order; ``book``: (outcome, day) out of an old book."""

    team: int
    received: date
    scope: str | None
    matter: str
    acts: list[tuple[str, date]] = field(default_factory=list)
    book: tuple[str, date | None] | None = None
    mediator: int = 0

    @property
    def void(self) -> bool:
        return any(code == "void" for code, _day in self.acts)

    def stood(self, on: date) -> str:
        """How it stood when a day was over, told step by step: a second way of saying what the query says."""
        if self.book is not None:
            outcome, day = self.book
            if outcome == "under-way":
                return "under-way"
            return outcome if (day or self.received) <= on else "not-yet"
        story = list(self.acts)
        # A result that was taken back as a slip never was one.
        for place, (code, _day) in enumerate(story):
            if code == "reopen":
                last = max(before for before in range(place) if story[before][0] in ENDED)
                story[last] = ("slip", story[last][1])
        now_is = "not-yet"
        for code, day in story:
            if day > on:
                break
            if code in ENDED:
                now_is = ENDED[code]
            elif code in ("sit", "slip"):
                now_is = "under-way"
            elif code == "continue":
                now_is = "under-way" if any(one in ("sit", "settle", "fail", "stop", "slip") for one, then in story
                                            if then <= on) else "not-yet"
        return now_is


@dataclass(slots=True)
class BookOffice:
    """A province with communes, three hamlets in each; who reads; every dispute as it was made up."""

    province: Unit
    communes: list[Unit]
    hamlets: list[Unit]
    teams: list[Team]
    mediators: list[list[Mediator]]
    head: Account
    province_head: Account
    clerk: Account
    leader: Account
    mediator: Account
    facts: list[Fact] = field(default_factory=list)
    rows: list[Dossier] = field(default_factory=list)


def make_book_office(app: Flask, communes: int = 2) -> BookOffice:
    """The office without disputes."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        places = [make_unit(session, f"CT-{place}", name, Level.COMMUNE, province) for place, name in enumerate(
            ("UBND phường An Thịnh", "UBND xã Thới Hưng", "UBND xã Đông Phước")[:communes])]
        hamlets, teams, mediators = [], [], []
        for place, commune in enumerate(places):
            for number in range(1, 4):
                hamlet = make_unit(session, f"{commune.code}-K{number}", f"Khóm {place * 3 + number}", Level.HAMLET, commune)
                team = Team(public_id=new_public_id(), unit_id=hamlet.id, name=f"Tổ hòa giải khóm {place * 3 + number}",
                            from_on=SINCE)
                session.add(team)
                session.flush()
                hamlets.append(hamlet)
                teams.append(team)
                mediators.append([_mediator(session, team, place * 3 + number, who) for who in range(3)])
        return BookOffice(
            province, places, hamlets, teams, mediators,
            head=make_account(session, "phuoc", ["supervisor"], places[0], display="Đặng Hữu Phước"),
            province_head=make_account(session, "lanhdao-tinh", ["supervisor"], province, display="Lê Tỉnh"),
            clerk=make_account(session, "trang", ["clerk"], places[0], display="Ngô Thùy Trang"),
            leader=make_account(session, "nam", ["team-leader"], hamlets[0], display="Trần Thị Năm"),
            mediator=make_account(session, "tam", ["mediator"], hamlets[0], display="Võ Văn Tám"))


def _mediator(session: Session, team: Team, number: int, who: int) -> Mediator:
    name = f"{('Võ Văn Tám', 'Huỳnh Ngọc Lan', 'Thạch Sô Phi')[who]} {number}"
    row = Mediator(public_id=new_public_id(), team_id=team.id, name=name, name_fold=fold(name), sex="MFM"[who],
                   people=("01", "01", "05")[who], schooling=("law", "none", "other")[who], from_on=SINCE)
    session.add(row)
    session.flush()
    if who == 1:
        session.add(Training(mediator_id=row.id, held_on=date(2026, 5, 4), what="Bồi dưỡng kỹ năng hòa giải"))
    return row


def drawn_facts(office: BookOffice, count: int, seed: int = 6) -> list[Fact]:
    """Disputes of two years with every turn there is, the same for the same seed."""
    draw = random.Random(seed)
    return [_drawn(draw, draw.randrange(len(office.teams))) for _number in range(count)]


def _drawn(draw: random.Random, team: int) -> Fact:
    received = date(2025, 1, 1) + timedelta(days=draw.randrange(680))
    scope = draw.choices(("civil", "family", "other", None), (5, 3, 4, 0.4))[0]
    offered = [code for code, (_name, scopes) in MATTERS.items() if scope is None or scope in scopes]
    fact = Fact(team, received, scope, draw.choice([*offered, *offered[:2] * 4, ""]), mediator=draw.randrange(3))
    if draw.random() < 0.08:
        fact.book = draw.choice((("settled", _after(draw, received)), ("failed", None), ("under-way", None)))
    elif draw.random() < 0.04:
        fact.acts = [("refer", _after(draw, received))]
    elif draw.random() < 0.88:
        _go_on(draw, fact)
    return fact


def _after(draw: random.Random, day: date) -> date:
    return min(day + timedelta(days=draw.randrange(25)), TODAY)


def _go_on(draw: random.Random, fact: Fact) -> None:
    """Sittings, an end, a slip that is put right, mediation once more, a number that is cancelled."""
    day = fact.received
    if draw.random() < 0.88:
        fact.acts.append(("sit", day := _after(draw, day)))
    if draw.random() < 0.15:
        return
    fact.acts.append((draw.choices(("settle", "fail", "stop"), (7, 2, 1))[0], day := _after(draw, day)))
    if draw.random() < 0.1:
        fact.acts += [("reopen", day := _after(draw, day)), ("settle", day := _after(draw, day))]
    if draw.random() < (0.1 if fact.acts[-1][0] == "settle" else 0.5):
        fact.acts.append(("continue", day := _after(draw, day)))
        if draw.random() < 0.7:
            fact.acts += [("sit", day := _after(draw, day)), ("settle", day := _after(draw, day))]
    if draw.random() < 0.06:
        fact.acts.append(("void", _after(draw, day)))


def put_facts(app: Flask, office: BookOffice, facts: list[Fact], people: bool = True) -> None:
    """Into the database: number, dossier, file, dispute, acts; with ``people`` parties, mediators, somebody invited."""
    office.facts += facts
    numbers: dict[tuple[int, int], int] = {}
    with filling(app) as session:
        for place, fact in enumerate(facts):
            team = office.teams[fact.team]
            key = (team.unit_id, fact.received.year)
            numbers[key] = numbers.get(key, 0) + 1
            office.rows.append(_put(session, office, fact, place, numbers[key], people=people))


def _put(session: Session, office: BookOffice, fact: Fact, place: int, no: int, *, people: bool) -> Dossier:
    team = office.teams[fact.team]
    ends = _ended(fact)
    state = fact.acts[-1][0] if fact.acts else ""
    dossier = Dossier(
        public_id=new_public_id(), kind="mediation", unit_id=team.unit_id, register="HG", year=fact.received.year, no=no,
        sealed=False, subject="Lối đi chung", state=STATES.get(state, "received"), author_id=office.leader.id,
        opened_on=fact.received, moved_on=fact.received, made_at=now(),
        closed_on=fact.acts[-1][1] if state == "void" else None)
    session.add(dossier)
    session.flush()
    session.add(CaseFile(
        dossier_id=dossier.id, kind="mediation", content=f"Vụ thứ {place}: xây bậc thềm lấn lối đi chung.",
        received_on=fact.received, opening=_opening(fact)))
    session.flush()
    session.add(Dispute(
        dossier_id=dossier.id, unit_id=team.unit_id, team_id=team.id, received_on=fact.received, scope=fact.scope,
        matter=fact.matter, started_by="party", outcome=ends[0], ended_on=ends[1],
        agreement="Bên A phá bậc thềm." if ends[0] == "settled" else ""))
    for number, (code, day) in enumerate(fact.acts, 1):
        session.add(Act(
            public_id=new_public_id(), dossier_id=dossier.id, code=code, status="done", place=number, happened_on=day,
            entered_at=now(), entered_by=office.leader.id, state=STATES[code], unit_id=team.unit_id,
            details=json.dumps({"reason": "Ghi trùng."} if code == "void" else {}, ensure_ascii=False)))
    if people:
        _people(session, office, fact, dossier, place)
    return dossier


def _ended(fact: Fact) -> tuple[str | None, date | None]:
    """What the acts leave in the dispute's own row."""
    if fact.book is not None:
        return (None, None) if fact.book[0] == "under-way" else fact.book
    left: tuple[str | None, date | None] = (None, None)
    for code, day in fact.acts:
        if code in ENDED:
            left = ENDED[code], day
        elif code in ("continue", "reopen"):
            left = None, None
    return left


def _opening(fact: Fact) -> str:
    if fact.book is None:
        return ""
    return {"settled": "kept", "failed": "failed", "under-way": "under-way"}[fact.book[0]]


def _people(session: Session, office: BookOffice, fact: Fact, dossier: Dossier, place: int) -> None:
    for role, name in (("party-a", f"Lê Văn Hòa {place}"), ("party-b", f"Nguyễn Thị Sáu {place}")):
        person = Person(public_id=new_public_id(), unit_id=dossier.unit_id, name=name, name_fold=fold(name),
                        birth_year=1968, address="=HYPERLINK(1) Số 4, hẻm 12")
        session.add(person)
        session.flush()
        session.add(Party(dossier_id=dossier.id, person_id=person.id, role=role))
    session.add(MediatedBy(dossier_id=dossier.id, mediator_id=office.mediators[fact.team][fact.mediator].id,
                           chosen="leader", lead=True, from_on=fact.received))
    if place % 5 == 0:
        session.add(Invited(dossier_id=dossier.id, name="Ông Ba Hưng", standing="người có uy tín"))


def sheets(client: FlaskClient, url: str) -> dict[str, list[list[Any]]]:
    """Every sheet of a workbook that somebody downloads, by name; there is no formula in any."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=so-")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        assert not any(b"<f>" in parts.read(name) or b"<hyperlink" in parts.read(name)
                       for name in parts.namelist() if name.startswith("xl/worksheets/"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
