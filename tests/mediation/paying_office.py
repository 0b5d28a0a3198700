"""A commune that pays its mediators, for tests: hamlets with teams, ended cases put in directly as their acts leave them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.db import reading, writing
from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import lock_chain, take_number
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.dispute import Dispute, MediatedBy
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.mediation.paying import PayLine, PayList, PayRate
from caseapp.mediation.queries.pay import list_of
from caseapp.staff.models import Account, Unit
from caseapp.staff.roles import Level
from caseapp.text import fold, new_public_id
from caseapp.web.now import now
from tests.office.making import NOW, TODAY
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

STATES = {"settled": "kept", "failed": "failed", "stopped": "stopped", "referred": "referred", None: "under-way"}
NAMES = ("Nguyễn Văn Ước", "Trần Thị Ẩn", "Lê Hoàng Ân", "Thạch Thị Sô Phia", "Đặng Hữu Đức", "Phạm Thị Út")


@dataclass(slots=True)
class Office:
    """A province, a commune with who works there, teams by hamlet and their mediators, by ids of the database."""

    province: int
    commune: int
    clerk: Account
    head: Account
    province_head: Account
    hamlets: list[int]
    teams: list[int]
    mediators: list[list[int]]

    def how(self, role: str = "clerk", **changes: Any) -> Paying:
        """The holder of a role acting now on the commune's pay."""
        account = {"clerk": self.clerk, "head": self.head, "province_head": self.province_head}[role]
        unit = self.province if role == "province_head" else self.commune
        return replace(Paying(unit, account.id, NOW, TODAY), **changes)


def make_office(app: Flask, *, hamlets: int = 2, since: date = date(2026, 9, 10)) -> Office:
    """An Thịnh ward with teams of three since the middle of September 2026."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        commune = make_unit(session, "CT-AT", "UBND phường An Thịnh", Level.COMMUNE, province, seat="An Thịnh")
        office = Office(
            province.id, commune.id,
            clerk=make_account(session, "trang", ["clerk"], commune, display="Ngô Thùy Trang"),
            head=make_account(session, "phuoc", ["supervisor"], commune, display="Đặng Hữu Phước",
                              title="Chủ tịch UBND phường"),
            province_head=make_account(session, "tinh", ["supervisor"], province, display="Chủ tịch thành phố"),
            hamlets=[], teams=[], mediators=[])
        for place in range(hamlets):
            hamlet = make_unit(session, f"CT-AT-{place + 1}", f"Khu vực {place + 1}", Level.HAMLET, commune)
            add_team(session, office, hamlet, since)
    return office


def add_team(session: Session, office: Office, hamlet: Unit, since: date, until: date | None = None) -> int:
    """A team of three with a leader in a hamlet."""
    team = Team(public_id=new_public_id(), unit_id=hamlet.id, name=f"Tổ hòa giải {hamlet.name.lower()}", from_on=since,
                until_on=until)
    session.add(team)
    session.flush()
    people = []
    for place in range(3):
        name = NAMES[(len(office.teams) * 3 + place) % len(NAMES)]
        one = Mediator(public_id=new_public_id(), team_id=team.id, name=name, name_fold=fold(name), sex="M", from_on=since)
        session.add(one)
        session.flush()
        people.append(one.id)
    session.add(TeamLeader(team_id=team.id, mediator_id=people[0], from_on=since))
    office.hamlets.append(hamlet.id)
    office.teams.append(team.id)
    office.mediators.append(people)
    return team.id


def a_case(session: Session, office: Office, ended_on: date | None, outcome: str | None = "settled", *, team: int = 0,
           by: Sequence[int | dict[str, Any]] = (0,), state: str = "", book: bool = False) -> int:
    """A case of a team; ``by``: places of its mediators, the first leads, or whole rows of who mediated."""
    unit, start = office.hamlets[team], date(2026, 9, 15)
    no = take_number(session, lock_chain(session, unit), register="HG", year=2026)
    dossier = Dossier(
        public_id=new_public_id(), kind="mediation", unit_id=unit, register="HG", year=2026, no=no, sealed=False,
        subject=f"Lối đi chung {no}", state=state or STATES[outcome], author_id=office.clerk.id, opened_on=start,
        moved_on=ended_on or start, made_at=now())
    session.add(dossier)
    session.flush()
    session.add(CaseFile(dossier_id=dossier.id, kind="mediation", content="Tranh chấp lối đi", received_on=start))
    session.flush()
    session.add(Dispute(
        dossier_id=dossier.id, unit_id=unit, team_id=office.teams[team], received_on=start, scope="civil",
        started_by="party", outcome=outcome, ended_on=ended_on, ended_by="agreed" if outcome == "settled" else "",
        book_row="Sổ 1!A7" if book else None))
    for place, one in enumerate(by):
        row = one if isinstance(one, dict) else {"mediator": one}
        own = {"lead": place == 0, "from_on": start, "chosen": "leader", **row}
        own["mediator_id"] = office.mediators[own.pop("team", team)][own.pop("mediator")]
        session.add(MediatedBy(dossier_id=dossier.id, **own))
    session.flush()
    return dossier.id


@contextmanager
def putting(app: Flask) -> Iterator[Session]:
    """A transaction within an application context that is open already or not."""
    with app.app_context(), writing() as session:
        yield session


def put_rate(session: Session, office: Office, what: str, amount: int, from_on: date, *, unit: int | None = None,
             until: date | None = None, confirmed: bool = True) -> None:
    """A rate that stands since a day."""
    session.add(PayRate(public_id=new_public_id(), unit_id=unit or office.commune, what=what, amount=amount,
                        from_on=from_on, until_on=until, source="Nghị quyết 12/2026/NQ-HĐND", confirmed=confirmed,
                        made_by=office.head.id, made_at=now()))


def the_list(office: Office, public_id: str) -> Any:
    """A list with its sums as pages read it."""
    return list_of(public_id, (office.commune,))


def lines(list_id: int | None = None) -> list[Any]:
    """Stored lines, of one list or of all."""
    query = sa.select(*PayLine.__table__.c).order_by(PayLine.id)
    return list(reading().execute(query if list_id is None else query.where(PayLine.list_id == list_id)).all())


def lists() -> list[Any]:
    """Stored lists."""
    return list(reading().execute(sa.select(*PayList.__table__.c).order_by(PayList.id)).all())
