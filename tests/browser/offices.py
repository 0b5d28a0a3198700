"""Offices that browser tests walk through: a full one with the longest names, an empty one, each served by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import time_machine

from caseapp import demo
from caseapp.cases.commands.sealed_papers import KeptPaper, add_paper
from caseapp.cases.sealed_papers import Kept
from caseapp.db import reading, writing
from caseapp.demo.mediation_stories import PATH
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.drafts import keep_draft
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Dossier
from caseapp.exchange.models import Job, JobState
from caseapp.gazette import office_calendar
from caseapp.mediation.commands.pay_lists import make_list
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.commands.rates import GivenRate, add_rate
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Nature
from caseapp.reception.commands.logging import GivenPaper, GivenParty, GivenVisit, Logging, log_visit
from caseapp.reception.models import Matter, Outcome
from caseapp.staff.consent import State, What
from caseapp.staff.models import AccessRequest, Account, Substitution
from caseapp.staff.roles import Role
from caseapp.text import new_public_id
from tests.dossiers.samples import DRAWN_PNG
from tests.office.clock import Clock
from tests.office.live import free_door, served
from tests.office.making import ask_for_storm_day
from tests.office.templates import close
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import BrowserContext

    from tests.office.templates import Office, Run

DAY = "2026-11-16 09:00+07:00"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
LONG_NAME = "Công Tằng Tôn Nữ Huyền Trân Thị Nguyệt Quế Hương Thảo Phương Uyên Như Ngọc Bảo Châu"
LONG_PLACE = "Hẻm 118/27/6A đường Trần Văn Khéo nối dài, tổ dân phố số 14, khu vực 3, gần cầu Rạch Ngỗng 2"
LONG_STORY = ("Không đồng ý với biên bản kiểm đếm ngày 12/10/2026 vì đo thiếu phần hàng rào và ba gốc xoài cát. " * 21)[:1960]
UNBROKEN = "https://tiepcongdan.thanhpho.gov.vn/tra-cuu/ho-so/2026/quyet-dinh-thu-hoi-dat-0271-qd-ubnd.pdf"


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """An office that answers at ``url``; its clock stands still until a test sets it."""

    url: str
    app: Flask
    clock: Clock
    home: Path

    def account(self, name: str) -> Any:
        """Id and public id of whoever signs in as ``name``."""
        with self.app.app_context():
            return account_of(name)

    def enter(self, context: BrowserContext, name: str) -> None:
        """Put a session of ``name`` into a browser, as signing in would."""
        client = self.app.test_client()
        sign_in(client, self.account(name))
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])

    def one(self, statement: str, **values: Any) -> Any:
        """The first value of a statement."""
        with self.app.app_context():
            return reading().execute(sa.text(statement), values).scalar()

    def change(self, statement: str, **values: Any) -> None:
        """Make the office be as a test needs it."""
        with self.app.app_context(), writing() as session:
            session.execute(sa.text(statement), values)

    def all(self, statement: str, **values: Any) -> list[Any]:
        """Every row of a statement."""
        with self.app.app_context():
            return list(reading().execute(sa.text(statement), values))


@contextmanager
def opened_office(run: Run, template: Office, home: Path) -> Iterator[Served]:
    """A copy of ``template``, served with form tokens on, its clock at ``DAY``."""
    clock = Clock(DAY)
    with free_door() as door:
        office = run.clone(template, home, port=str(door.getsockname()[1]))
        app = office.app()
        app.config.update(TESTING=False, CLOCK=clock)
        with served(app, door) as live:
            yield Served(live.url, app, clock, home)
        close(app)


def full_office(run: Run) -> Office:
    """The demo as it would stand on ``DAY``, with everything in it that a page could show."""
    return run.template("sqlite", "walk", _fill_full)


def bare_office(run: Run) -> Office:
    """Units and accounts of the demo, and not one visit."""
    return run.template("sqlite", "bare", _fill_bare)


def account_of(name: str) -> Any:
    """Id, public id and unit of an account, inside an application context."""
    return reading().execute(
        sa.select(Account.id, Account.public_id, Account.unit_id).where(Account.name == name)).one()


def _fill_bare(app: Flask) -> None:
    with time_machine.travel(DAY, tick=True):
        demo.fill_staff(app)


def _fill_full(app: Flask) -> None:
    with time_machine.travel(DAY, tick=True):
        demo.fill_when_empty(app, lambda _line: None)
        with app.app_context():
            app.config["CLOCK"] = clock = Clock(DAY)
            officer = account_of("tiepdan")
            how = Logging(officer.unit_id, officer.id, clock(), clock().date(), office_calendar())
            long = _log_long(how)
            _add_file(long, how)
            _log_for_organisation(how)
            keep_draft(new_public_id(), "visit", {"matter": ["complaint"], "people-0-name": [LONG_NAME]},
                       account_id=officer.id, now=clock())
            _add_papers(how)
            _add_job(officer, clock)
            _add_substitution(clock)
            _add_requests(clock)
            _add_to_mediation(clock)


def _add_to_mediation(clock: Clock) -> None:
    """A photo in a dispute, a list of payments that is being drawn up, a rate of the commune's own."""
    mediator, clerk, head = (account_of(name) for name in ("hoagiai", "vanthu", "lanhdao"))
    dispute = reading().execute(sa.select(Dossier.id, Dossier.unit_id).where(Dossier.subject == PATH.title)).one()
    attach(store_file(io.BytesIO(DRAWN_PNG), "bậc thềm.png", limit=1 << 20),
           Attaching(dispute.id, dispute.unit_id, mediator.id, clock(), new_public_id()))
    today = clock().date()
    make_list(today.replace(day=1), today, Paying(clerk.unit_id, clerk.id, clock(), today))
    add_rate(GivenRate("settled", 300_000, today, None, "Nghị quyết 9/NQ-HĐND", True), Paying(head.unit_id, head.id, clock(), today))


def _log_long(how: Logging) -> Any:
    """A group with names, places and a story as long as they come."""
    people = tuple(
        GivenParty(Given(f"{LONG_NAME} {letter}", IdKind.CITIZEN, f"09217100330{number}", birth_year=1971, sex="F",
                         phone="0918552046", commune="phường An Thịnh", address=LONG_PLACE))
        for number, letter in enumerate("AB"))
    return log_visit(GivenVisit(
        Matter.COMPLAINT, f"{UNBROKEN} {LONG_STORY}", how.today, Outcome.TAKEN, parties=people, people_count=9,
        receiver_id=how.by, competent=True, resolved_by="Chủ tịch UBND quận (cũ), nay là phường An Thịnh " * 3,
        nomination="Văn bản cử người đại diện ngày 12/11/2026",
        papers=tuple(GivenPaper(f"Tài liệu số {number}: {LONG_PLACE}", number, "copy") for number in range(1, 13))), how)


def _log_for_organisation(how: Logging) -> Any:
    visitor = Given("Lê Văn Tám", IdKind.NONE, id_missing="quên mang theo", commune="phường An Thịnh")
    whole = Given("Hợp tác xã Dịch vụ nông nghiệp tổng hợp Bà Bộ", nature=Nature.ORGANISATION, commune="phường An Thịnh")
    return log_visit(GivenVisit(
        Matter.FEEDBACK, "Phản ánh thu phí rác hai lần.", how.today, Outcome.TRANSFERRED, body="Phòng Kinh tế",
        document="12/CV", parties=(GivenParty(visitor, "visitor", "Giấy giới thiệu 05/GT"),
                                   GivenParty(whole, "represented")),
        people_count=1, receiver_id=how.by, competent=False), how)


def _add_file(dossier: Any, how: Logging) -> None:
    kept = store_file(io.BytesIO(PDF), f"{LONG_NAME} {UNBROKEN}.pdf", limit=1 << 20)
    attach(kept, Attaching(dossier.id, how.unit_id, how.by, how.at, new_public_id()))


def _add_papers(how: Logging) -> None:
    """A working copy and something sealed, in the denunciation that the demo opened in the commune."""
    case = reading().execute(sa.select(Dossier.id, Dossier.version).where(
        Dossier.kind == "denunciation", Dossier.unit_id == how.unit_id)).first()
    assert case is not None
    head = account_of("lanhdao")
    for kept, kind, content in ((Kept.WORKING, "png", DRAWN_PNG), (Kept.SEALED, "pdf", PDF)):
        add_paper(KeptPaper(kept, "evidence", content, kind), Acting(
            case.id, how.unit_id, case.version, head.id, frozenset({"supervisor"}), how.at, how.today, how.calendar))


def _add_job(officer: Any, clock: Clock) -> None:
    with writing() as session:
        session.add(Job(public_id=new_public_id(), account_id=officer.id, unit_id=officer.unit_id, what="visits",
                        state=JobState.DONE, total=97, done=97, made=90, there=3, barred=4, skipped=5,
                        started=clock(), heartbeat=clock()))


def _add_substitution(clock: Clock) -> None:
    """From next month on: shown today, in force later."""
    officer, deputy = account_of("tiepdan"), account_of("canbo")
    with writing() as session:
        session.add(Substitution(
            public_id=new_public_id(), for_account_id=officer.id, by_account_id=deputy.id, unit_id=officer.unit_id,
            role=Role.RECEPTION, valid_from=clock().date().replace(month=12), document="Quyết định 215/QĐ-UBND",
            valid_to=clock().date().replace(month=12, day=31)))


def _add_requests(clock: Clock) -> None:
    """One that waits for a second person, one that took effect without any, one refused."""
    asker, chief, clerk = account_of("quantri"), account_of("lanhdao"), account_of("canbo")
    shared = {"what": What.GRANT, "account_id": clerk.id, "unit_id": clerk.unit_id, "role": Role.SUPERVISOR,
              "valid_from": clock().date(), "asked_at": clock()}
    expires = clock() + timedelta(days=7)
    with writing() as session:
        session.add_all([
            AccessRequest(public_id=new_public_id(), state=State.ASKED, asked_by=asker.id, expires_at=expires, **shared),
            AccessRequest(public_id=new_public_id(), state=State.IMMEDIATE, **shared),
            AccessRequest(public_id=new_public_id(), state=State.REFUSED, asked_by=asker.id, expires_at=expires,
                          decided_by=chief.id, decided_at=clock(), reason="Không có quyết định", **shared)])
    ask_for_storm_day(asker.unit_id, asker.id, clock())
