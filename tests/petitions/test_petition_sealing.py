"""A petition that proves to be a denunciation: nothing of its sender is left, and nothing leads to the sealed case."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.verify import case_faults
from caseapp.db import Base, db, reading
from caseapp.dossiers.models import Dossier
from caseapp.people.commands import Given
from caseapp.petitions.denouncing import SecretDesk, denounce_at
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from tests.cases.making import make_office, stored
from tests.petitions.making import do, file_of, sort, take_in
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

WRITER = Given("Quách Thị Mỹ Lành", commune="Phường An Thịnh", address="77 đường Bạch Mai", phone="0918552046")
TYPED = {"envelope": "51877", "identity": "later", "accused_name": "Một cán bộ địa chính", "content": "Nhận tiền khi đo đất."}


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward, with the desk that keeps denunciations."""
    denounce_at(app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    return make_office(app)


def send(client: FlaskClient, public_id: str, **changes: str) -> tuple[int, str]:
    page = client.get(f"/don/{public_id}/to-cao")
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page.text))
    answer = client.post(f"/don/{public_id}/to-cao", data={**fields, **TYPED, **changes})
    return answer.status_code, answer.text


def everything_stored() -> str:
    """All that lies in the tables, as one text."""
    return "\n".join(str(row) for table in Base.metadata.sorted_tables for row in reading().execute(sa.select(table)))


def test_nothing_of_the_sender_is_left(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office, date(2026, 11, 9), people=(WRITER,), channel="press", forwarded_by="Báo Cần Thơ",
                           content="Bà Quách Thị Mỹ Lành tố cáo cán bộ nhận tiền.", originals="1 băng ghi âm")
        sort(office, petition)
    sign_in(client, office.officer)
    assert f"/don/{petition.public_id}/to-cao" in client.get(f"/don/{petition.public_id}").text
    status, _text = send(client, petition.public_id)
    assert status == 303
    with app.app_context():
        sealed = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.sealed)).one()
        kept = file_of(sealed.id)
        assert (sealed.kind, sealed.opened_on, kept.envelope, kept.content) == (
            "denunciation", date(2026, 11, 9), "51877", "Nhận tiền khi đo đất.")
        assert (stored(petition.id).state, stored(petition.id).subject) == ("void", "")
        left = everything_stored()
        for word in ("Quách", "Mỹ Lành", "Bạch Mai", "0918552046", "băng ghi âm"):
            assert word not in left, word
        journal = [row for row in left.splitlines() if sealed.public_id in row and petition.public_id in row]
        assert journal == []
        with db.engine.connect() as connection:
            assert list(case_faults(connection)) == []


@pytest.mark.parametrize("missing", sorted(TYPED))
def test_its_lines_must_be_filled_in(client: FlaskClient, app: Flask, office: Office, missing: str) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, office.officer)
    assert send(client, petition.public_id, **{missing: ""})[0] == 422
    with app.app_context():
        assert stored(petition.id).state == "received"


def test_what_lives_in_a_case_is_refused_with_a_sentence(client: FlaskClient, app: Flask, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
        sort(office, petition)
        do(office, petition, "open-case", by="handler")
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao")
    assert page.status_code == 409
    assert "đã nằm trong vụ việc" in page.text


def test_whoever_came_second_is_told(client: FlaskClient, app: Flask, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao").text
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page))
    with app.app_context():
        sort(office, petition)
    answer = client.post(f"/don/{petition.public_id}/to-cao", data={**fields, **TYPED})
    assert answer.status_code == 409
    assert "Nhận tiền khi đo đất." in answer.text


@pytest.mark.parametrize("who", ["auditor", "province_head"])
def test_nobody_outside_the_unit_seals(client: FlaskClient, app: Flask, office: Office, who: str) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, getattr(office, who))
    assert client.get(f"/don/{petition.public_id}/to-cao").status_code == 404
