"""A visitor's own data corrected visibly: journaled, found by the new words, refused to strangers."""
from __future__ import annotations

import json

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from caseapp.db import db
from caseapp.dossiers.search import hits
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Person
from caseapp.proof import faults
from caseapp.staff.models import Account
from tests.office.making import a_visit, log, make_commune
from tests.staff.making import sign_in


def test_a_misspelt_visitor_is_mended_and_found(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        commune = make_commune()
        visitor = Given("Nguyễn Thị Anh", IdKind.CITIZEN, "092171003307", commune="phường An Thịnh")
        visit = log(commune, a_visit(visitor))
        person = db.session.scalar(sa.select(Person.public_id))
        officer = db.session.get(Account, commune.accounts["reception"])
    sign_in(client, officer)
    address = f"/tiep-dan/luot/{visit.public_id}/nguoi/{person}"
    page = client.get(address)
    assert page.status_code == 200
    assert "092171003307" not in page.text
    key = page.text.partition('name="form_key" type="hidden" value="')[2].partition('"')[0] or (
        page.text.partition('name="form_key"')[2].partition('value="')[2].partition('"')[0])
    fields = {"form_key": key, "version": "1", "name": "Nguyễn Thị Ánh", "commune": "phường An Thịnh",
              "phone": "0918000111"}
    assert client.post(address, data={**fields, "name": ""}).status_code == 422
    assert client.post(address, data=fields).status_code == 303
    with app.app_context(), db.engine.connect() as connection:
        assert hits(connection, "Ánh Nguyễn") == [visit.id]
        row = connection.execute(sa.select(JournalRow.body, JournalValues.body.label("values")).join(
            JournalValues, JournalValues.journal_id == JournalRow.id).where(JournalRow.act == "person.correct")).one()
        assert "Ánh" not in row.body
        assert json.loads(row.values)["name"] == ["Nguyễn Thị Anh", "Nguyễn Thị Ánh"]
        assert faults(3) == []
    assert "Nguyễn Thị Ánh" in client.get(f"/tiep-dan/luot/{visit.public_id}").text


def test_nobody_else_may(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        commune = make_commune()
        visit = log(commune)
        person = db.session.scalar(sa.select(Person.public_id))
        handler = db.session.get(Account, commune.accounts["handler"])
    sign_in(client, handler)
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/nguoi/{person}").status_code == 404
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/nguoi/{'x' * 22}").status_code == 404
