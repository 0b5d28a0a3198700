"""Drafts: filtered before anything is written, encrypted, their writer's alone, thrown away on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.drafts import Sieve, find_draft
from caseapp.dossiers.models import Draft
from caseapp.text import new_public_id
from caseapp.web.now import now
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.reception.making import People


@pytest.fixture
def people(app: Flask) -> People:
    """An office, and a form whose draft keeps everything but the field ``secret``."""

    def keep(fields: dict[str, list[str]]) -> dict[str, list[str]]:
        return {name: values for name, values in fields.items() if name != "secret"}

    app.extensions["draft_filters"]["test"] = Sieve(keep, nameless=lambda fields: "name" not in fields)
    return make_people(app)


def kept(app: Flask, draft: str, account: int) -> dict[str, list[str]] | None:
    with app.app_context():
        found = find_draft(draft, "test", account_id=account, now=now())
        return found[0] if found else None


def test_what_is_typed_is_kept_without_token_and_secret(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    typed = {"name": ["Ánh", "Tùng"], "secret": "x", "form_key": "k", "csrf_token": "t"}
    answer = client.post(f"/nhap/test/{draft}", data=typed)
    assert answer.json == {"saved": "09:00", "at": "09:00", "draft": draft}
    assert kept(app, draft, people.officer.id) == {"name": ["Ánh", "Tùng"]}
    with app.app_context():
        assert "Ánh".encode() not in reading().execute(sa.select(Draft.body)).scalar_one()


def test_a_draft_that_came_to_hold_nothing_is_erased(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    client.post(f"/nhap/test/{draft}", data={"name": "Ánh"})
    client.post(f"/nhap/test/{draft}", data={"secret": "Ánh"})
    assert kept(app, draft, people.officer.id) is None


def test_a_draft_is_its_writers_alone(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    client.post(f"/nhap/test/{draft}", data={"name": "Ánh"})
    sign_in(client, people.other_officer)
    client.post(f"/nhap/test/{draft}", data={"name": "Khác"})
    client.post(f"/nhap/test/{draft}/bo")
    assert kept(app, draft, people.officer.id) == {"name": ["Ánh"]}
    assert kept(app, draft, people.other_officer.id) is None


def test_only_whoever_logs_visits_keeps_drafts(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.handler)
    draft = new_public_id()
    assert client.post(f"/nhap/test/{draft}", data={"name": "Ánh"}).status_code == 404
    assert client.post(f"/nhap/test/{draft}/bo").status_code == 404
    assert kept(app, draft, people.handler.id) is None


def test_a_draft_that_comes_late_brings_no_name_back(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    client.post("/tiep-dan/luot-moi/kin", data={"draft": draft})
    assert client.post(f"/nhap/test/{draft}", data={"name": "Ánh"}).status_code == 404
    assert kept(app, draft, people.officer.id) is None
    assert client.post(f"/nhap/test/{draft}", data={"content": "đất"}).status_code == 200
    assert kept(app, draft, people.officer.id) == {"content": ["đất"]}


def test_nothing_comes_back_after_a_draft_was_thrown_away(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    client.post(f"/nhap/test/{draft}/bo")
    assert client.post(f"/nhap/test/{draft}", data={"content": "đất"}).status_code == 404


def test_a_draft_is_thrown_away(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    draft = new_public_id()
    client.post(f"/nhap/test/{draft}", data={"name": "Ánh"})
    answer = client.post(f"/nhap/test/{draft}/bo", data={"next": "/viec"})
    assert (answer.status_code, answer.location) == (303, "/viec")
    assert kept(app, draft, people.officer.id) is None


def test_what_is_no_draft_is_refused(app: Flask, client: FlaskClient, people: People) -> None:
    sign_in(client, people.officer)
    assert client.post(f"/nhap/unknown/{new_public_id()}", data={"name": "Ánh"}).status_code == 404
    assert client.post("/nhap/test/short", data={"name": "Ánh"}).status_code == 404
    assert client.post(f"/nhap/test/{new_public_id()}", data={"name": "x" * (1 << 20)}).status_code == 413
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(f"/nhap/test/{new_public_id()}", data={"name": "Ánh"}).status_code == 400
    with app.app_context():
        assert reading().execute(sa.select(Draft.id)).all() == []


def test_a_stranger_is_told_and_not_redirected(app: Flask, client: FlaskClient, people: People) -> None:
    assert client.post(f"/nhap/test/{new_public_id()}", data={"name": "Ánh"}).status_code == 401
