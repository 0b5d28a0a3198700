"""Visits and an office with people in it for tests: each function gives a state directly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from caseapp.gazette import office_calendar
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.logging import (
    Denouncer,
    GivenPaper,
    GivenParty,
    GivenVisit,
    Logging,
    log_visit,
)
from caseapp.reception.models import Identity, Matter, Outcome
from caseapp.staff.models import Account, Unit
from caseapp.staff.roles import Level
from caseapp.web.now import now, today
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.dossiers.models import Dossier

ANH = Given("Nguyễn Thị Ánh", IdKind.CITIZEN, "092171003307", id_issued="21/04/2022, Cục Cảnh sát quản lý hành chính",
            birth_year=1971, sex="F", phone="0918552046", commune="phường An Thịnh", address="118 Trần Việt Châu")


@dataclass(frozen=True, slots=True)
class People:
    """An office: a province above two communes, and who works in the first commune."""

    province: Unit
    commune: Unit
    other: Unit
    officer: Account
    handler: Account
    head: Account
    clerk: Account
    mediator: Account
    administrator: Account
    auditor: Account
    province_head: Account
    other_officer: Account


def make_people(app: Flask) -> People:
    """The office of An Thịnh ward."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        commune = make_unit(
            session, "CT-AT", "UBND phường An Thịnh", Level.COMMUNE, province, seat="An Thịnh", phone="0292 3810 215",
            reception_place="Phòng tiếp công dân UBND phường An Thịnh")
        other = make_unit(session, "CT-TH", "UBND xã Thới Hưng", Level.COMMUNE, province, seat="Thới Hưng")
        return People(
            province, commune, other,
            officer=make_account(session, "hang", ["reception"], commune, display="Lê Thị Thu Hằng",
                                 title="công chức tiếp công dân"),
            handler=make_account(session, "binh", ["handler"], commune, display="Trần Văn Bình"),
            head=make_account(session, "lanhdao", ["supervisor"], commune, display="Phạm Quốc Dũng"),
            clerk=make_account(session, "vanthu", ["clerk", "custodian"], commune, display="Ngô Thùy Trang"),
            mediator=make_account(session, "hoagiai", ["mediator"], commune, display="Võ Thị Út Em"),
            administrator=make_account(session, "quantri", ["administrator"], commune, display="Quản trị"),
            auditor=make_account(session, "thanhtra", ["auditor"], province, display="Thanh Tra"),
            province_head=make_account(session, "tinh", ["supervisor"], province, display="Chủ tịch thành phố"),
            other_officer=make_account(session, "tiepdan2", ["reception"], other, display="Sơn Thị Mai"),
        )


def log(app: Flask, people: People, matter: Matter = Matter.COMPLAINT, outcome: Outcome | None = Outcome.TAKEN,
        *, person: Given | None = ANH, day: date | None = None, by: Account | None = None, unit: Unit | None = None,
        code: str = "TC-2026-3M9X-7K4P", envelope: str = "25", **more: Any) -> Dossier:
    """One visit of ``person`` (of a denouncer nothing but the code), logged by the officer."""
    by, unit = by or people.officer, unit or people.commune
    with app.app_context():
        given = {"content": "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh.",
                 "held_on": day or today(), "receiver_id": by.id, "competent": True, **more}
        if matter is Matter.DENUNCIATION:
            given["denouncer"] = Denouncer(code, envelope, Identity.CHECKED)
        elif person is not None:
            given.setdefault("parties", (GivenParty(person),))
        how = Logging(unit.id, by.id, now(), today(), office_calendar())
        return log_visit(GivenVisit(matter, outcome=outcome, **given), how)


FOUR_PAPERS = (
    GivenPaper("Đơn khiếu nại ngày 11/11/2026, có 5 chữ ký", 3, "original"),
    GivenPaper("Văn bản cử người đại diện ngày 12/11/2026", 1, "original"),
    GivenPaper("Quyết định 264/QĐ-UBND, 22/09/2026", 2, "copy"),
    GivenPaper("Giấy chứng nhận đất, thửa 112", 4, "certified"),
)
