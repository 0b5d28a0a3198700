"""The timetable: what runs by itself, safe to repeat, and what pages say of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp import timetable
from caseapp.db import reading
from caseapp.dossiers.drafts import keep_draft
from caseapp.dossiers.models import Clock, Draft, Search
from caseapp.dossiers.search import keep_search
from caseapp.ledger.models import FormKey, OfficeFact
from caseapp.ledger.proofs import PROOF, read_proof
from caseapp.notices.heartbeat import HEARTBEAT
from caseapp.reception.commands.queue import take_ticket
from caseapp.reception.models import Matter, Ticket
from tests.ledger.tampering import change
from tests.office.making import NOW, TODAY, Commune, a_denunciation, log, make_commune
from tests.reception.making import log as log_visit
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock as Watch

JOBS = {job.name: job for job in timetable.TIMETABLE}


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def count(table: type) -> int:
    return int(reading().execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def proof() -> object:
    return read_proof(reading().execute(sa.select(OfficeFact.value).where(OfficeFact.name == PROOF)).scalar())


def test_each_line_has_a_name_of_its_own_and_no_day_number() -> None:
    assert len(JOBS) == len(timetable.TIMETABLE)
    assert all("day_of_week" not in job.when or not str(job.when["day_of_week"]).isdigit() for job in JOBS.values())


def test_the_heartbeat_is_one_row_that_moves(office: Commune) -> None:
    for later in (0, 1, 1):
        JOBS["heartbeat"].work(NOW + timedelta(minutes=later))
    beats = reading().execute(sa.select(OfficeFact.value).where(OfficeFact.name == HEARTBEAT)).scalars().all()
    assert [datetime.fromisoformat(beat) for beat in beats] == [NOW + timedelta(minutes=1)]


def test_sweeping_out_takes_what_expired_and_nothing_else(office: Commune) -> None:
    officer = office.accounts["reception"]
    keep_draft("d1", "visit", {"name": ["Trịnh Thu"]}, account_id=officer, now=NOW)
    keep_search("Trịnh Thu", account_id=officer, now=NOW)
    take_ticket(office.unit, matter=Matter.OTHER, name="Trịnh Thu", purpose="", people=1, day=TODAY, at=NOW)
    log(office, form_key="a" * 22)
    tables = (Draft, Search, Ticket, FormKey)
    JOBS["sweep-out"].work(NOW)
    assert [count(table) for table in tables] == [1, 1, 1, 1]
    for _time in range(2):
        JOBS["sweep-out"].work(NOW + timedelta(days=40))
        assert [count(table) for table in tables] == [0, 0, 0, 0]


def test_the_proof_of_the_night_is_kept_whatever_it_says(office: Commune) -> None:
    log(office)
    sealed = log(office, a_denunciation("27"))
    assert proof() is None
    JOBS["proof"].work(NOW)
    kept = proof()
    assert kept is not None
    assert (kept.at, kept.holds) == (NOW, True)
    change(Clock, Clock.dossier_id == sealed.id, "due_on")
    JOBS["proof"].work(NOW + timedelta(days=1))
    kept = proof()
    assert (kept.at, kept.holds) == (NOW + timedelta(days=1), False)
    stored = reading().execute(sa.select(OfficeFact.value).where(OfficeFact.name == PROOF)).scalar_one()
    assert "TC" not in stored      # what does not hold may be sealed: the log says it, pages do not


def test_the_register_says_whether_its_chain_agrees(app: Flask, client: FlaskClient, clock: Watch) -> None:
    people = make_people(app)
    log_visit(app, people)
    sign_in(client, people.head)

    def page(address: str = "/so/tiep-cong-dan") -> str:
        return str(client.get(address).text)

    assert "chuỗi sổ" not in page()
    with app.app_context():
        JOBS["proof"].work(datetime(2026, 11, 15, 19, 5, tzinfo=UTC))      # 02:05 on the sixteenth
    assert "chuỗi sổ ngày 16/11 khớp" in page()
    assert "kiểm chuỗi 16/11/2026 02:05: khớp" in page("/so/tiep-cong-dan/in")
    clock.set("2026-11-18 09:00")
    sign_in(client, people.head)
    assert "chuỗi sổ kiểm lần cuối ngày 16/11" in page()
    with app.app_context():
        change(Clock, sa.true(), "due_on")
        JOBS["proof"].work(datetime(2026, 11, 17, 19, 5, tzinfo=UTC))
    assert "chuỗi sổ ngày 18/11 không khớp" in page()
    assert "kiểm chuỗi 18/11/2026 02:05: không khớp" in page("/so/tiep-cong-dan/in")
