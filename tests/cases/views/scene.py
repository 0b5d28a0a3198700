"""The complaint of the picture: five people, two petitions, suspended never, the report still missing on 11/12/2026."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from caseapp.cases.commands.assigning import add_note, assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.opening import join_case
from caseapp.db import writing
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given
from caseapp.petitions.commands import GivenPetition, register_petition
from caseapp.web.now import now, today
from tests.cases.making import ANH, act, acting, make_office, open_case

if TYPE_CHECKING:
    from flask import Flask

    from tests.cases.making import Office
    from tests.office.clock import Clock

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
HAU = Given("Trịnh Công Hậu", birth_year=1968, commune="phường An Thịnh", address="21 hẻm 12")
LAST_DAY = "2026-12-11 15:50"


def petition_of(office: Office, case: Dossier, on: date, channel: str) -> Dossier:
    """Another petition on the matter of a case."""
    with writing() as session:
        chain = lock_chain(session, office.commune.id)
        petition = register_petition(session, chain, GivenPetition("Đơn khiếu nại việc thu hồi đất.", on, channel=channel),
                                     by=office.clerk.id, at=now())
        join_case(session, chain, petition, case, by=office.clerk.id, at=now())
    return petition


def add_file(office: Office, case: Dossier, name: str) -> str:
    """A file of the case; its public id."""
    stored = store_file(io.BytesIO(PDF), name, limit=1 << 20)
    return attach(stored, Attaching(case.id, office.commune.id, office.handler.id, now()))


def make_scene(app: Flask, clock: Clock) -> tuple[Office, Any]:
    """The office and its complaint; the clock stands on the day of the picture."""
    clock.set("2026-11-12 09:10")
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12), people=(ANH, HAU), people_count=5, field="land",
                         nomination="Văn bản cử 12/11/2026", demand="Trả lại phần đất đo thừa.")
        petition_of(office, case, today(), "counter")
    for moment, code, by, details in (
        ("2026-11-18 16:25", "accept", "supervisor", {"recipients": ["complainant", "inspectorate"]}),
        ("2026-11-18 17:00", "self-check", "handler", {"self_check": "unclear", "summary": "Chưa đủ cơ sở để kết luận."}),
        ("2026-11-19 10:00", "assign-verification", "clerk", {}),
        ("2026-11-25 08:30", "ask-information", "handler",
         {"whom": "Chi nhánh Văn phòng đăng ký đất đai", "paper": "631/UBND", "summary": "Hồ sơ kỹ thuật thửa đất."}),
        ("2026-12-04 09:05", "record-work", "handler",
         {"subject": "Đo lại ranh đất tại chỗ, có 4 trong 5 hộ", "summary": "Hộ bà Lê Thị Sương vắng, đã báo trước."}),
        ("2026-12-09 16:20", "invite-dialogue", "clerk", {"dialogue_on": date(2026, 12, 15), "paper": "655/GM-UBND"}),
        ("2026-12-10 15:40", "record-work", "handler", {"subject": "Làm việc với người bị khiếu nại"}),
    ):
        clock.set(moment)
        with app.app_context():
            act(office, case, code, by=by, **details)
            if code == "assign-verification":
                assign(GivenTeam(office.handler.id, [office.other_handler.id]), acting(office, case))
                petition_of(office, case, date(2026, 11, 19), "post")
            if code == "record-work":
                add_file(office, case, "Biên bản làm việc.pdf")
    clock.set(LAST_DAY)
    with app.app_context():
        add_note("Bà Sương hẹn ký biên bản sáng thứ Hai.", acting(office, case, "handler"))
    return office, case
