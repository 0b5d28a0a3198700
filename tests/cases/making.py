"""Complaints for tests: an office with heads, handlers and clerks; each function gives a state directly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening, open_complaint
from caseapp.db import reading, writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind
from caseapp.staff.roles import Level
from caseapp.web.now import now, today
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account, Unit
    from caseapp.workflow.engine import Way

ANH = Given("Nguyễn Thị Ánh", IdKind.CITIZEN, "092171003307", birth_year=1971, sex="F", phone="0918552046",
            commune="phường An Thịnh", address="118 Trần Việt Châu")
CONTENT = "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh."
RESPONDENT = "Chủ tịch UBND phường An Thịnh"
PAPER = "Quyết định 264/QĐ-UBND ngày 22/09/2026"


@dataclass(slots=True)
class Office:
    """A province above a commune, and who works there; ``numbers`` counts documents so that none is used twice."""

    province: Unit
    commune: Unit
    officer: Account
    handler: Account
    other_handler: Account
    head: Account
    clerk: Account
    auditor: Account
    province_head: Account
    numbers: list[int] = field(default_factory=lambda: [100])

    def holder(self, role: str) -> Account:
        """Whoever holds a role in the commune."""
        return {"reception": self.officer, "handler": self.handler, "supervisor": self.head, "clerk": self.clerk}[role]

    def number(self) -> str:
        """A number and symbol that no paper bears yet."""
        self.numbers[0] += 1
        return f"{self.numbers[0]}/QĐ-UBND"


def make_office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        commune = make_unit(session, "CT-AT", "UBND phường An Thịnh", Level.COMMUNE, province, seat="An Thịnh")
        return Office(
            province, commune,
            officer=make_account(session, "hang", ["reception"], commune, display="Lê Thị Thu Hằng"),
            handler=make_account(session, "binh", ["handler"], commune, display="Trần Văn Bình"),
            other_handler=make_account(session, "dung", ["handler"], commune, display="Phạm Quốc Dũng"),
            head=make_account(session, "phuoc", ["supervisor"], commune, display="Đặng Hữu Phước",
                              title="Chủ tịch UBND phường"),
            clerk=make_account(session, "trang", ["clerk"], commune, display="Ngô Thùy Trang"),
            auditor=make_account(session, "thanhtra", ["auditor"], province, display="Thanh Tra"),
            province_head=make_account(session, "tinh", ["supervisor"], province, display="Chủ tịch thành phố"))


def open_case(office: Office, received: date | None = None, *, handler: Account | None = None,
              people: tuple[Given, ...] = (ANH,), **more: Any) -> Dossier:
    """A complaint that was received on a day, in state received; within an application context."""
    given = {"content": CONTENT, "respondent": RESPONDENT, "contested": "decision", "contested_paper": PAPER, **more}
    with writing() as session:
        chain = lock_chain(session, office.commune.id)
        ids = [take_in(session, office.commune.id, person)[0].id for person in people]
        case = GivenCase(received_on=received or today(), people=ids,
                         handler_id=(handler or office.handler).id, **given)
        return open_complaint(session, chain, case, Opening(office.officer.id, now(), today(), office_calendar()))


def acting(office: Office, case: Dossier, role: str = "supervisor", **changes: Any) -> Acting:
    """The holder of ``role`` acting now on what is stored of the case."""
    how = Acting(case.id, office.commune.id, stored(case.id).version, office.holder(role).id, frozenset({role}), now(),
                 today(), office_calendar())
    return replace(how, **changes)


DOCUMENTS = frozenset({"accept", "decline", "assign-verification", "prolong", "suspend", "resume", "terminate", "stay",
                       "lift-stay", "decide"})
# What the form of each act needs at least.
DETAILS: dict[str, dict[str, Any]] = {
    "decline": {"decline_ground": "late"}, "self-check": {"self_check": "unclear"},
    "report": {"finding": "partly", "differs": "no"}, "suspend": {"suspend_ground": "obstacle"},
    "terminate": {"terminate_ground": "withdrawn"}, "prolong": {"criteria": ["places"]},
    "withdraw": {"part": "whole", "withdrawn_by": "letter"}, "hold-dialogue": {"attendance": "held", "differs": "yes"},
    "decide": {"finding": "partly", "disposition": "amend"}, "challenge": {"challenge": "second"},
    "invite-dialogue": {"place": "Phòng họp UBND phường"}, "send-decision": {"manner": "handed"},
    "send-suspension": {"manner": "handed"}, "send-termination": {"manner": "handed"}, "ask-information": {"whom": "Chi nhánh VPĐKĐĐ"},
}


def given_act(office: Office, code: str, on: date | None = None, **details: Any) -> GivenAct:
    """An act as its form would give it, with whatever it needs."""
    whole = {**DETAILS.get(code, {}), **details}
    if code == "invite-dialogue":
        whole.setdefault("dialogue_on", ((on or today()) + timedelta(days=7)))
    paper = code in DOCUMENTS
    return GivenAct(code, on or today(), office.number() if paper else "", office.head.public_id if paper else "", whole)


def act(office: Office, case: Dossier, code: str, on: date | None = None, *, by: str = "supervisor", **details: Any) -> Way:
    """Carry one act out."""
    return carry_out(given_act(office, code, on, **details), acting(office, case, by))


USUAL = (("accept", "supervisor"), ("self-check", "handler"), ("assign-verification", "supervisor"), ("report", "handler"),
         ("decide", "supervisor"), ("send-decision", "clerk"), ("deliver", "clerk"))


def walk(office: Office, case: Dossier, until: str, on: date | None = None) -> None:
    """Do the usual acts up to and with ``until``, all on one day."""
    for code, role in USUAL:
        act(office, case, code, on, by=role)
        if code == until:
            return
    raise ValueError(until)


def stored(dossier_id: int) -> Any:
    """The dossier's row as it is now."""
    return reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.id == dossier_id)).one()


def clocks(dossier_id: int) -> dict[str, Any]:
    """The latest clock of each rule, by code."""
    rows = reading().execute(sa.select(*Clock.__table__.c).where(Clock.dossier_id == dossier_id).order_by(Clock.id))
    return {row.rule: row for row in rows}
