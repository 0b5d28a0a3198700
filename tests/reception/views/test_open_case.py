"""A sealed visit becomes a case: the button, the form, who may, and nothing of a name on the way."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from caseapp.reception.models import Identity, Outcome
from tests.cases.denouncing import make_offices, stored
from tests.cases.test_denunciation_pages import as_account, words_of
from tests.office.making import Commune, a_denunciation, log

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier


@pytest.fixture
def commune(app: Flask) -> Commune:
    """A commune below its province."""
    with app.app_context():
        return make_offices()[1]


def visit_of(app: Flask, commune: Commune, envelope: str = "26", *, known: bool = True) -> Dossier:
    given = a_denunciation(envelope)
    assert given.denouncer
    if not known:
        given = replace(given, outcome=Outcome.REPORTED, denouncer=replace(given.denouncer, identity=Identity.UNKNOWN))
    with app.app_context():
        return log(commune, given)


def page_of(visit: Dossier) -> str:
    return f"/tiep-dan/luot/{visit.public_id}/vu-viec"


def hidden(client: FlaskClient, page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(csrf_token|form_key|version)"[^>]*value="([^"]*)"', client.get(page).text))


def test_from_the_button_to_the_case(app: Flask, commune: Commune) -> None:
    visit = visit_of(app, commune)
    client = as_account(app, commune, "supervisor")
    page, home = page_of(visit), f"/tiep-dan/luot/{visit.public_id}"
    assert page in client.get(home).text
    form = client.get(page).text
    assert 'value="commune-staff"' in form
    assert 'value="commune-head"' not in form      # LTC 13: the province
    sent = hidden(client, page)
    unchosen = client.post(page, data=sent)
    assert unchosen.status_code == 422
    assert "Chọn người bị tố cáo thuộc nhóm nào." in unchosen.text
    done = client.post(page, data={**sent, "against": "commune-staff"})
    assert done.status_code == 303
    case_page = client.get(done.location)
    assert case_page.status_code == 200
    after = client.get(home)
    assert f'href="{done.location}"' in after.text
    assert "Mở vụ việc tố cáo" in words_of(after.text)      # in what happened
    assert page not in after.text
    assert client.post(page, data={**sent, "against": "commune-staff"}).status_code == 303      # the same click twice
    assert client.get(page).status_code == 409
    with app.app_context():
        assert stored(visit.id).state == "done"


def test_information_is_asked_nothing(app: Flask, commune: Commune) -> None:
    visit = visit_of(app, commune, "", known=False)
    client = as_account(app, commune, "supervisor")
    page = page_of(visit)
    assert "Mở vụ việc tin báo" in words_of(client.get(page).text)
    done = client.post(page, data=hidden(client, page))
    assert done.status_code == 303
    assert client.get(page).status_code == 409
    assert page not in client.get(f"/tiep-dan/luot/{visit.public_id}").text


def test_an_envelope_without_number_comes_first(app: Flask, commune: Commune) -> None:
    visit = visit_of(app, commune, "")
    client = as_account(app, commune, "supervisor")
    assert client.get(page_of(visit)).status_code == 409
    assert page_of(visit) not in client.get(f"/tiep-dan/luot/{visit.public_id}").text


@pytest.mark.parametrize(("name", "status"), [("supervisor", 200), ("custodian", 404), ("handler", 404), ("clerk", 404)])
def test_who_opens_one(app: Flask, commune: Commune, name: str, status: int) -> None:
    visit = visit_of(app, commune)
    assert as_account(app, commune, name).get(page_of(visit)).status_code == status


def test_an_open_visit_opens_none_here(app: Flask, commune: Commune) -> None:
    with app.app_context():
        visit = log(commune)
    assert as_account(app, commune, "supervisor").get(page_of(visit)).status_code == 404
